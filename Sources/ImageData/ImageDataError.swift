/// What can be wrong with image files.
package enum ImageDataError: Error, Equatable, Sendable {
  /// There is no such folder.
  case missingFolder(path: String)
  /// A batch file is not in its folder.
  case missingFile(path: String)
  /// The file system refuses to read a file.
  case unreadable(path: String, reason: String)
  /// A batch file has no bytes.
  case emptyFile(path: String)
  /// The size of a batch file is not a whole number of records.
  case truncated(path: String, size: Int, remainder: Int)
  /// A record (counted from 0) has a label outside 0...9.
  case labelOutOfRange(path: String, record: Int, label: Int)
  /// `batches.meta.txt` does not name ten classes.
  case badClassNames(path: String, found: Int)
  /// A class has a name that would disturb a terminal.
  case badClassName(path: String, line: Int)
  /// CIFAR-10 cannot be downloaded; the reason without a full stop.
  case unfetched(String)
  /// Images would be written over a file.
  case occupied(path: String)
  /// The file system refuses to write a file.
  case unwritable(path: String, reason: String)
}

extension ImageDataError: CustomStringConvertible {
  /// One sentence: what is wrong, where, and what to do.
  package var description: String {
    let remedy =
      "`autoshuffle data fetch DIR` downloads CIFAR-10, `autoshuffle data synthesise DIR` makes a "
      + "stand-in."
    return switch self {
    case .missingFolder(let path):
      "There is no image folder \(path); \(remedy)"
    case .missingFile(let path):
      "The image file \(path) is missing; \(remedy)"
    case .unreadable(let path, let reason):
      "The image file \(path) cannot be read: \(reason)."
    case .emptyFile(let path):
      "The image file \(path) is empty; \(remedy)"
    case .truncated(let path, let size, let remainder):
      "The image file \(path) is damaged: its \(size) bytes are \(remainder) more than a whole "
        + "number of \(CIFAR10.recordSize)-byte records; fetch it again."
    case .labelOutOfRange(let path, let record, let label):
      "The image file \(path) is damaged: record \(record) has the label \(label), which is not in "
        + "0...9; fetch it again."
    case .badClassNames(let path, let found):
      "The file \(path) names \(found) classes instead of 10; correct it or remove it."
    case .badClassName(let path, let line):
      "The class name on line \(line) of the file \(path) has a control character: correct it or remove the file."
    case .unfetched(let reason):
      "CIFAR-10 cannot be fetched: \(reason)."
    case .occupied(let path):
      "The file \(path) is there already: name another folder, or move what is in this one away."
    case .unwritable(let path, let reason):
      "The image file \(path) cannot be written: \(reason)."
    }
  }
}

import Files
import Foundation

/// Files that a command writes beside its answer.
enum OutputFile {
  /// Throws a `Failure` if a file cannot be written where `path` says, so that this is known before
  /// the work that its content takes.
  static func requirePlace(for path: String) throws {
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    if manager.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw Failure(.badData, "The file \(path) cannot be written: it is a folder.")
    }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard manager.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw Failure(.badData, "The file \(path) cannot be written: there is no folder \(folder).")
    }
    guard manager.isWritableFile(atPath: folder) else {
      throw Failure(.badData, "The file \(path) cannot be written: its folder is not writable.")
    }
  }

  /// Writes a text whole; throws a `Failure` that says why it cannot be done.
  static func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Failure(
        .badData, "The file \(path) cannot be written: \(FileProblem.reason(of: error)).")
    }
  }
}

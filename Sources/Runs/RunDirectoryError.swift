/// Why a run folder cannot be used.
package enum RunDirectoryError: Error, Equatable, Sendable {
  /// A run is there already.
  case alreadyExists(String)
  /// Another process writes the run.
  case inUse(String)
  /// There is no run to go on with.
  case noRun(String)
  /// A log lacks epochs that the checkpoint has.
  case missingLog(path: String, epochs: Int)
  /// A line of a log, counted from 1, is not what it must be.
  case damagedLog(path: String, line: Int)
  /// The run is of other images or other settings than those that it is to be gone on with.
  case otherRun(String)
  /// The file system refuses to read or to write.
  case unwritable(String, String)
}

extension RunDirectoryError: CustomStringConvertible {
  /// One sentence: what is wrong and what to do.
  package var description: String {
    switch self {
    case .alreadyExists(let path):
      "The folder \(path) already holds a run: choose another folder, or go on with it by --resume."
    case .inUse(let path):
      "Another process is writing the run \(path): wait for its end, or choose another folder."
    case .noRun(let path):
      "The folder \(path) holds no run with a checkpoint; `autoshuffle train --out \(path)` starts one."
    case .missingLog(let path, let epochs):
      "The file \(path) of the run is missing or does not have its \(epochs) epochs: put it back from a copy, "
        + "or export the network and start a new run from it by --init."
    case .damagedLog(let path, let line):
      "Line \(line) of the file \(path) of the run is damaged or of another version of this program: put it "
        + "back from a copy, or export the network and start a new run from it by --init."
    case .otherRun(let path):
      "The folder \(path) holds a run of other images or other settings: choose another folder."
    case .unwritable(let path, let reason):
      "The folder \(path) cannot be written: \(reason)."
    }
  }
}

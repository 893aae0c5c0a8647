/// Why a checkpoint cannot be written, read or used.
package enum CheckpointError: Error, Equatable, Sendable {
  /// The file system refuses to read or write the file.
  case inaccessible(path: String, reason: String)
  /// The file does not begin like a checkpoint.
  case notACheckpoint
  /// The file was written by another version of the format.
  case unsupportedVersion(String)
  /// The file was changed or damaged since it was written.
  case corrupt(String)
  /// The contents do not fit the network.
  case mismatch(String)
  /// The images are not those of the run.
  case otherImages
}

extension CheckpointError: CustomStringConvertible {
  /// One sentence: what is wrong and what to do.
  package var description: String {
    switch self {
    case .inaccessible(let path, let reason):
      "The checkpoint \(path) is not accessible: \(reason)."
    case .notACheckpoint:
      "The file is not a checkpoint: name one that a training run has written."
    case .unsupportedVersion(let version):
      "The checkpoint has the format version \(version), this program reads version "
        + "\(CheckpointFile.version): use the program that wrote it."
    case .corrupt(let what):
      "The checkpoint is damaged (\(what)): use an older one."
    case .otherImages:
      "The images are not those of the run: name the folder of its images by --data DIR."
    case .mismatch(let what):
      "The checkpoint does not belong to this run: \(what)."
    }
  }
}

import Files
import Foundation
import Training

/// The folder of a training run.
///
/// It holds `config.toml`, the resolved settings; a line an epoch in `metrics.jsonl` and
/// `certificates.jsonl`; the last checkpoint; in `certificates/` the full certificates of matrices
/// that were frozen or are there at the end; and `result.json` of a finished part of a regression
/// run.
package struct RunDirectory: Sendable {
  /// A file of the folder with one JSON object a line.
  enum Log: String, CaseIterable {
    /// One `EpochRecord` an epoch, for readers.
    case metrics = "metrics.jsonl"
    /// One `CertifiedRun.Epoch` an epoch: all that is known of it.
    case certificates = "certificates.jsonl"
  }

  /// The folder.
  package let path: String
  /// The files that were in the way of a new run, by the names that they have now.
  package let keptAside: [String]
  /// Held by who writes the run.
  private let lock: FolderLock?

  /// Makes a folder for a new run and writes its settings there.
  ///
  /// A file that is in the way is kept under another name. Throws `RunDirectoryError` if there is a
  /// run already, if another process makes one, or if it cannot be made.
  package init(creating path: String, for configuration: TrainingConfiguration) throws {
    self.path = path
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw RunDirectoryError.unwritable(path, FileProblem.reason(of: error))
    }
    lock = try Self.lock(path)
    guard !Self.holdsRun(path) else { throw RunDirectoryError.alreadyExists(path) }
    var files = ["config.toml": try ConfigurationFile.text(of: configuration) + "\n"]
    for log in Log.allCases { files[log.rawValue] = "" }
    keptAside = try files.keys.sorted().compactMap { name in
      try Self.keepAside("\(path)/\(name)", unlessItIs: files[name] ?? "")
    }
    for (name, text) in files { try write(text, to: name) }
  }

  /// Opens the folder of a run that has a checkpoint, to read what is there.
  package init(opening path: String) throws(RunDirectoryError) {
    try self.init(path, lock: nil)
  }

  /// Opens the folder of a run that has a checkpoint, to go on with it.
  ///
  /// Throws `RunDirectoryError.inUse` if another process does that.
  package init(resuming path: String) throws(RunDirectoryError) {
    guard Self.holdsRun(path) else { throw .noRun(path) }
    try self.init(path, lock: try Self.lock(path))
  }

  private init(_ path: String, lock: FolderLock?) throws(RunDirectoryError) {
    guard Self.holdsRun(path) else { throw .noRun(path) }
    self.path = path
    self.lock = lock
    keptAside = []
  }

  private static func lock(_ path: String) throws(RunDirectoryError) -> FolderLock {
    guard let lock = FolderLock(path) else { throw .inUse(path) }
    return lock
  }

  /// Whether a folder holds a run that can be gone on with.
  static func holdsRun(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(path)/checkpoint.asn")
  }

  /// The path of the last checkpoint.
  package var checkpoint: String { file("checkpoint.asn") }

  /// Appends one line.
  func append(_ line: String, to log: Log) throws(RunDirectoryError) {
    do {
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file(log.rawValue)))
      defer { try? handle.close() }
      try handle.seekToEnd()
      try handle.write(contentsOf: Data((line + "\n").utf8))
    } catch {
      throw .unwritable(file(log.rawValue), FileProblem.reason(of: error))
    }
  }

  /// Writes a text file of the folder whole, in subfolders too.
  package func write(_ text: String, to name: String) throws(RunDirectoryError) {
    let url = URL(fileURLWithPath: file(name))
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url, options: .atomic)
    } catch {
      throw .unwritable(url.path, FileProblem.reason(of: error))
    }
  }

  /// The path of a file of the folder.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Renames a file that is there with another content than the one it would get; returns its new
  /// name.
  private static func keepAside(
    _ path: String, unlessItIs text: String
  ) throws(RunDirectoryError) -> String? {
    let manager = FileManager.default
    guard let old = manager.contents(atPath: path), !old.isEmpty, old != Data(text.utf8) else {
      return nil
    }
    let names = sequence(first: 1) { $0 + 1 }.lazy.map {
      $0 == 1 ? "\(path).before" : "\(path).before-\($0)"
    }
    guard let name = names.first(where: { !manager.fileExists(atPath: $0) }) else { return nil }
    do {
      try manager.moveItem(atPath: path, toPath: name)
    } catch {
      throw .unwritable(path, FileProblem.reason(of: error))
    }
    return name
  }
}

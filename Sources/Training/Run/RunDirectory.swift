import Foundation

/// The folder of a training run: its configuration, one line an epoch, and the last checkpoint.
///
/// Whoever starts the run writes `config.toml`, the resolved settings, into it.
package struct RunDirectory: Sendable {
  /// A file of the folder with one JSON object a line.
  package enum Log: String, CaseIterable, Sendable {
    /// One `EpochRecord` an epoch.
    case metrics = "metrics.jsonl"
    /// The exact certificates of the shuffles, one line an epoch.
    case certificates = "certificates.jsonl"
  }

  /// The folder.
  package let path: String

  /// Makes a folder for a new run.
  ///
  /// Throws if a run is there already, so that nothing is overwritten, or if it cannot be made.
  package init(creating path: String) throws(RunDirectoryError) {
    self.path = path
    if FileManager.default.fileExists(atPath: checkpoint) { throw .alreadyExists(path) }
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for log in Log.allCases { try Data().write(to: url(log.rawValue)) }
    } catch {
      throw .unwritable(path, error.localizedDescription)
    }
  }

  /// Opens the folder of a run that has a checkpoint.
  package init(opening path: String) throws(RunDirectoryError) {
    self.path = path
    guard FileManager.default.fileExists(atPath: checkpoint) else { throw .noRun(path) }
  }

  /// The path of the last checkpoint.
  package var checkpoint: String { url("checkpoint.asn").path }

  /// Appends one line.
  package func append(_ line: String, to log: Log) throws(RunDirectoryError) {
    do {
      let handle = try FileHandle(forWritingTo: url(log.rawValue))
      try handle.seekToEnd()
      try handle.write(contentsOf: Data((line + "\n").utf8))
      try handle.close()
    } catch {
      throw .unwritable(url(log.rawValue).path, error.localizedDescription)
    }
  }

  /// Keeps the first `count` lines of every log, so that a run resumed from its checkpoint does
  /// not repeat lines written after it.
  package func truncateLogs(to count: Int) throws(RunDirectoryError) {
    for log in Log.allCases {
      do {
        let text = try String(contentsOf: url(log.rawValue), encoding: .utf8)
        let kept = text.split(separator: "\n").prefix(count).map { $0 + "\n" }.joined()
        try Data(kept.utf8).write(to: url(log.rawValue), options: .atomic)
      } catch {
        throw .unwritable(url(log.rawValue).path, error.localizedDescription)
      }
    }
  }

  /// Writes a text file of the folder whole, in subfolders too.
  package func write(_ text: String, to name: String) throws(RunDirectoryError) {
    do {
      try FileManager.default.createDirectory(
        at: url(name).deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url(name), options: .atomic)
    } catch {
      throw .unwritable(url(name).path, error.localizedDescription)
    }
  }

  private func url(_ name: String) -> URL {
    URL(fileURLWithPath: path, isDirectory: true).appendingPathComponent(name)
  }
}

/// Why a run folder cannot be used.
package enum RunDirectoryError: Error, Equatable, Sendable {
  /// A run is there already.
  case alreadyExists(String)
  /// There is no run to go on with.
  case noRun(String)
  /// The file system refuses to write.
  case unwritable(String, String)
}

extension RunDirectoryError: CustomStringConvertible {
  /// One sentence: what is wrong and what to do.
  package var description: String {
    switch self {
    case .alreadyExists(let path):
      "The folder \(path) already holds a run: choose another folder, or go on with it by --resume."
    case .noRun(let path):
      "The folder \(path) holds no run with a checkpoint; `autoshuffle train --out \(path)` starts one."
    case .unwritable(let path, let reason):
      "The folder \(path) cannot be written: \(reason)."
    }
  }
}

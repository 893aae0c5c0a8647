import CertifiedTraining
import Foundation
import NeuralNet
import TestSupport
import Testing
import Training

@testable import Runs

@Suite struct RunDirectoryTests {
  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  /// What a killed process leaves: a line in one log that is not in the other or in the checkpoint,
  /// half a line, or the last line of the metrics not yet there.
  @Test func aRunThatWasStoppedAnywhereGoesOnWithItsEpochs() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/run"
      let epochs = try TinyRun.record(2, of: try TinyRun.configuration(.fixed), in: path)
      let metrics = path + "/metrics.jsonl"
      let certificates = path + "/certificates.jsonl"
      let (allMetrics, allCertificates) = (try text(metrics), try text(certificates))
      let lines = allMetrics.split(separator: "\n")
      for (inMetrics, inCertificates) in [
        (allMetrics, allCertificates),
        (allMetrics, allCertificates + "{\"shuffles\":[]"),
        (lines[0] + "\n", allCertificates + allCertificates), ("", allCertificates),
        (lines[0] + "\n" + lines[1].dropLast(9), allCertificates),
        (allMetrics + allMetrics, allCertificates),
      ] {
        try write(inMetrics, to: metrics)
        try write(inCertificates, to: certificates)
        let (trainer, past) = try RunDirectory(resuming: path).resume(TinyRun.images)
        #expect(trainer.epochsDone == 2 && past.map(\.record) == epochs.map(\.record))
        #expect(try text(metrics) == allMetrics)
        #expect(try text(certificates) == allCertificates)
      }
    }
  }

  /// Where a file cannot be written the run stops; what is there then is a run that can be gone on
  /// with.
  @Test func anEpochIsStoredInTheOrderThatLosesNothing() throws {
    let manager = FileManager.default
    for (file, epochsKept) in [
      ("certificates.jsonl", 1), ("checkpoint.asn", 1), ("metrics.jsonl", 2),
    ] {
      try withTemporaryFolder { folder in
        let path = folder + "/run"
        let configuration = try TinyRun.configuration(.fixed)
        do {
          let directory = try RunDirectory(creating: path, for: configuration)
          let trainer = try Trainer(
            configuration: configuration, images: TinyRun.images, rounding: CertifiedRun.rounding)
          let run = CertifiedRun(trainer)
          try directory.record(try #require(try run.nextEpoch()), of: trainer)
          let second = try #require(try run.nextEpoch())
          // A folder in the file's place, which even the superuser cannot write to.
          let aside = "\(path)/aside"
          try manager.moveItem(atPath: "\(path)/\(file)", toPath: aside)
          try manager.createDirectory(
            atPath: "\(path)/\(file)/in", withIntermediateDirectories: true)
          #expect(throws: (any Error).self) { try directory.record(second, of: trainer) }
          try manager.removeItem(atPath: "\(path)/\(file)")
          try manager.moveItem(atPath: aside, toPath: "\(path)/\(file)")
        }
        let (trainer, past) = try RunDirectory(resuming: path).resume(TinyRun.images)
        #expect(trainer.epochsDone == epochsKept && past.count == epochsKept, "\(file)")
      }
    }
  }

  @Test func lostAndDamagedLogsAreNamed() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/run"
      _ = try TinyRun.record(2, of: try TinyRun.configuration(.fixed), in: path)
      let log = path + "/certificates.jsonl"
      let whole = try text(log)
      let lost = RunDirectoryError.missingLog(path: log, epochs: 2)
      let swapped = whole.split(separator: "\n").reversed().map { $0 + "\n" }.joined()
      for (content, error) in [
        ("", lost), (nil, lost), (String(whole.dropLast()), lost),
        ("x" + whole, .damagedLog(path: log, line: 1)), (swapped, .damagedLog(path: log, line: 1)),
      ] {
        try content.map { try write($0, to: log) } ?? FileManager.default.removeItem(atPath: log)
        #expect(throws: error) { try RunDirectory(resuming: path).resume(TinyRun.images) }
      }
      // The metrics are there for readers; the run does not need them.
      try write(whole, to: log)
      try FileManager.default.removeItem(atPath: path + "/metrics.jsonl")
      #expect(try RunDirectory(resuming: path).resume(TinyRun.images).trainer.epochsDone == 2)
    }
  }

  @Test func aRunHasOneWriter() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/run"
      let configuration = try TinyRun.configuration(.fixed)
      do {
        let first = try RunDirectory(creating: path, for: configuration)
        #expect(throws: RunDirectoryError.inUse(path)) {
          try RunDirectory(creating: path, for: configuration)
        }
        #expect(throws: RunDirectoryError.noRun(path)) { try RunDirectory(resuming: path) }
        _ = first
      }
      _ = try TinyRun.record(1, of: configuration, in: path)
      #expect(throws: RunDirectoryError.alreadyExists(path)) {
        try RunDirectory(creating: path, for: configuration)
      }
      let writer = try RunDirectory(resuming: path)
      #expect(throws: RunDirectoryError.inUse(path)) { try RunDirectory(resuming: path) }
      // Readers do not wait.
      #expect(try RunDirectory(opening: path).trainer(TinyRun.images).epochsDone == 1)
      _ = writer
    }
  }

  @Test func filesInTheWayAreKept() throws {
    try withTemporaryFolder { folder in
      let configuration = try TinyRun.configuration(.fixed)
      try write("my settings", to: folder + "/config.toml")
      try write("my numbers", to: folder + "/metrics.jsonl")
      try write("older numbers", to: folder + "/metrics.jsonl.before")
      let kept = try RunDirectory(creating: folder, for: configuration).keptAside
      try #require(
        kept == ["config.toml.before", "metrics.jsonl.before-2"].map { "\(folder)/\($0)" })
      #expect(try text(kept[0]) == "my settings" && text(kept[1]) == "my numbers")
      #expect(try text(folder + "/metrics.jsonl.before") == "older numbers")
      #expect(try text(folder + "/metrics.jsonl") == "")
      // What a run leaves that was stopped before its first checkpoint is no one's.
      #expect(try RunDirectory(creating: folder, for: configuration).keptAside == [])
    }
  }

  @Test func aFolderThatCannotBeMadeIsExplained() throws {
    try withTemporaryFolder { folder in
      try write("", to: folder + "/file")
      let path = folder + "/file/run"
      #expect(throws: RunDirectoryError.unwritable(path, "not a directory")) {
        try RunDirectory(creating: path, for: try TinyRun.configuration(.fixed))
      }
    }
  }
}

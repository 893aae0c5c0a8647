import CertifiedTraining
import Foundation
import ImageData
import NeuralNet
import TestSupport
import Testing
import Training

@testable import Runs

@Suite struct RegressionRunsTests {
  private func json(_ result: VariantResult) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try encoder.encode(result)
  }

  /// The result of a run is that of its epochs, whichever of them the process saw.
  @Test func aResultDoesNotDependOnInterruptions() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/run"
      let configuration = try TinyRun.configuration(.learned, epochs: 2)
      _ = try TinyRun.record(1, of: configuration, in: path)
      let (trainer, past) = try RunDirectory(resuming: path).resume(TinyRun.images)
      let interrupted = try VariantRun.finish(trainer, after: past) { _ in }
      let whole = try VariantRun.finish(
        try Trainer(
          configuration: configuration, images: TinyRun.images, rounding: CertifiedRun.rounding),
        after: []
      ) { _ in }
      #expect(whole.certificates == 32 && whole.theorems.held["T6a"] == 16)
      #expect(whole.theorems.held["T10"] == 32 && whole.theorems.refuted == [])
      #expect(interrupted.certificates == 32 && interrupted.theorems == whole.theorems)
      #expect(interrupted.objections == whole.objections)
      #expect(interrupted.penalty == whole.penalty && interrupted.penalty > 0)
      #expect(interrupted.correctness == whole.correctness)
      #expect(interrupted.certified == whole.certified)
    }
  }

  @Test func finishedPartsAreNotRepeatedAndThoseOfOthersNotTaken() throws {
    let images = SyntheticImages.split(seed: 3, trainingCount: 64, testCount: 4)
    try withTemporaryFolder { folder in
      func result(
        _ images: ImageSplit, threads: Int = 2
      ) throws -> (result: VariantResult, epochs: Int) {
        var epochs = 0
        let runs = RegressionRuns(.quick, images: images, folder: folder, threads: threads)
        return (try runs.result(.fixed, seed: 4) { _ in epochs += 1 }, epochs)
      }
      let first = try result(images)
      #expect(first.epochs == 4)
      let run = folder + "/quick-fixed-4"
      for (threads, change) in [(2, nil), (1, nil), (2, "result.json")] {
        if let change { try FileManager.default.removeItem(atPath: "\(run)/\(change)") }
        let again = try result(images, threads: threads)
        #expect(again.epochs == 0)
        #expect(try json(again.result) == json(first.result))
      }
      let other = SyntheticImages.split(seed: 3, trainingCount: 64, testCount: 3)
      for file in ["", "result.json"] {
        if !file.isEmpty { try FileManager.default.removeItem(atPath: "\(run)/\(file)") }
        #expect(throws: RunDirectoryError.otherRun(run)) { try result(other) }
      }
    }
  }

  /// A folder of before the plan was changed, say.
  @Test func runsOfOtherSettingsAreNotTaken() throws {
    try withTemporaryFolder { folder in
      let run = folder + "/quick-fixed-4"
      _ = try TinyRun.record(1, of: try TinyRun.configuration(.fixed), in: run)
      let runs = RegressionRuns(.quick, images: TinyRun.images, folder: folder, threads: 2)
      #expect(throws: RunDirectoryError.otherRun(run)) {
        try runs.result(.fixed, seed: 4) { _ in }
      }
    }
  }
}

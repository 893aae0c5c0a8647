import CertifiedTraining
import Files
import Foundation
import ImageData
import NeuralNet
import Training

/// The parts of a regression run, each in a folder of its own, where finished ones are not repeated
/// and others gone on with; or all in memory.
package struct RegressionRuns {
  private let plan: RegressionPlan
  private let images: ImageSplit
  private let folder: String?
  private let threads: Int?
  private let imagesDigest: String

  /// Describes the parts; `threads` replaces the plan's number if it is given.
  package init(_ plan: RegressionPlan, images: ImageSplit, folder: String?, threads: Int?) {
    self.plan = plan
    self.images = images
    self.folder = folder
    self.threads = threads
    imagesDigest = images.digest
  }

  /// The result of one variant from one seed; `onEpoch` sees the epochs that are trained for it.
  ///
  /// Throws `RunDirectoryError.otherRun` if its folder has a run of other images or settings, the
  /// number of threads apart, and what training and certification throw.
  package func result(
    _ shuffle: ShuffleKind, seed: UInt64, onEpoch: (CertifiedRun.Epoch) -> Void
  ) throws -> VariantResult {
    var configuration = try plan.configuration(shuffle, seed: seed)
    if let threads { configuration.threads = threads }
    guard let folder else {
      let trainer = try Trainer(
        configuration: configuration, images: images, rounding: CertifiedRun.rounding)
      return try VariantRun.finish(trainer, after: [], onEpoch: onEpoch)
    }
    let path = "\(folder)/\(plan.rawValue)-\(shuffle.rawValue)-\(seed)"
    if let result = finished(path) {
      try require(result.configuration, result.imagesDigest, are: configuration, path)
      return result
    }
    let (directory, trainer, past) = try start(configuration, path)
    let result = try VariantRun.finish(trainer, after: past) { epoch in
      try directory.record(epoch, of: trainer)
      onEpoch(epoch)
    }
    try directory.write(try JSONText.encode(result), to: Self.resultFile)
    return result
  }

  private static let resultFile = "result.json"

  /// The result of a part that is finished; one that cannot be read is gathered again from its run.
  private func finished(_ path: String) -> VariantResult? {
    FileManager.default.contents(atPath: "\(path)/\(Self.resultFile)").flatMap {
      try? JSONDecoder().decode(VariantResult.self, from: $0)
    }
  }

  private func start(
    _ configuration: TrainingConfiguration, _ path: String
  ) throws -> (RunDirectory, Trainer, past: [CertifiedRun.Epoch]) {
    guard RunDirectory.holdsRun(path) else {
      let trainer = try Trainer(
        configuration: configuration, images: images, rounding: CertifiedRun.rounding)
      return (try RunDirectory(creating: path, for: configuration), trainer, [])
    }
    let directory = try RunDirectory(resuming: path)
    let checkpoint = try CheckpointFile.read(from: directory.checkpoint)
    try require(checkpoint.configuration, checkpoint.imagesDigest, are: configuration, path)
    let (trainer, past) = try directory.resume(images)
    return (directory, trainer, past)
  }

  private func require(
    _ found: TrainingConfiguration, _ digest: String, are expected: TrainingConfiguration,
    _ path: String
  ) throws(RunDirectoryError) {
    var found = found
    found.threads = expected.threads
    guard found == expected, digest == imagesDigest else { throw .otherRun(path) }
  }
}

import CertifiedTraining
import ImageData
import NeuralNet
import Runs
import Training

/// A run that takes seconds in a debug build: ShuffleNet v2 0.5 on four images.
enum TinyRun {
  static let images = SyntheticImages.split(seed: 6, trainingCount: 4, testCount: 4)

  static func configuration(_ shuffle: ShuffleKind, epochs: Int = 3) throws -> TrainingConfiguration
  {
    var configuration = try RegressionPlan.quick.configuration(shuffle, seed: 0)
    configuration.epochs = epochs
    configuration.batchSize = 4
    configuration.threads = 2
    return configuration
  }

  /// Trains and records so many epochs of a new run, and leaves it.
  static func record(_ epochs: Int, of configuration: TrainingConfiguration, in path: String) throws
    -> [CertifiedRun.Epoch]
  {
    let directory = try RunDirectory(creating: path, for: configuration)
    let trainer = try Trainer(
      configuration: configuration, images: images, rounding: CertifiedRun.rounding)
    let run = CertifiedRun(trainer)
    return try (0..<epochs).compactMap { _ in
      guard let epoch = try run.nextEpoch() else { return nil }
      try directory.record(epoch, of: trainer)
      return epoch
    }
  }
}

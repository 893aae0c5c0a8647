import ImageData
import NeuralNet
import Training

/// A run that takes seconds in a debug build: ShuffleNet v2 0.5 on eight images.
enum TinyRun {
  static let images = SyntheticImages.split(seed: 6, trainingCount: 8, testCount: 4)
  static let rounding = ShuffleRounding { Array(0..<$0.size) }

  static func configuration(
    shuffle: ShuffleKind = .learned, epochs: Int = 2
  ) throws -> TrainingConfiguration {
    var configuration = TrainingConfiguration(
      network: try NetworkConfiguration(architecture: .v2(width: .half), shuffle: shuffle))
    configuration.epochs = epochs
    configuration.batchSize = 4
    configuration.learningRate = 0.05
    configuration.threads = 2
    return configuration
  }

  static func trainer(_ configuration: TrainingConfiguration) throws -> Trainer {
    try Trainer(configuration: configuration, images: images, rounding: rounding)
  }
}

import ImageData
import NeuralNet

extension Trainer {
  /// Starts a run from the weights of a file in place of the seed's.
  ///
  /// The optimizers start at rest, the order of the images and their augmentation come from the seed
  /// as ever, and a shuffle that the file holds as a permutation stays one.
  /// Throws `TrainingConfigurationError` if the configuration is out of range or does not fit the
  /// images, and `NetworkFileError` if the file does not hold the network of the configuration.
  package convenience init(
    configuration: TrainingConfiguration, initialWeights file: NetworkFile, images: ImageSplit,
    rounding: ShuffleRounding
  ) throws {
    try configuration.validate(for: images)
    let network = ShuffleNet(configuration: configuration.network, seed: configuration.seed)
    try file.load(into: network)
    self.init(
      configuration: configuration, network: network, images: images, rounding: rounding,
      sampler: BatchSampler.State(seed: configuration.seed), epochsDone: 0)
  }
}

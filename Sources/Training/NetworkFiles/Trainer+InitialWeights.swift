import ImageData
import NeuralNet

extension Trainer {
  /// What a run takes from elsewhere in place of the seed's.
  package enum Start {
    /// All tensors; a shuffle that the file holds as a permutation stays one.
    case weights(NetworkFile)
    /// The permutations of all shuffles, by their names, which are fixed; the weights are the
    /// seed's.
    case permutations([String: [Int]])
  }

  /// Starts a run from something given.
  ///
  /// The optimizers start at rest, the order of the images and their augmentation come from the
  /// seed as ever. Throws `TrainingConfigurationError` if the configuration is out of range or does
  /// not fit the images, `NetworkFileError` if the file does not hold what the network of the
  /// configuration needs, and `RouteError` if the permutations are not one for each of its
  /// shuffles.
  package convenience init(
    configuration: TrainingConfiguration, start: Start, images: ImageSplit,
    rounding: ShuffleRounding
  ) throws {
    try configuration.validate(for: images)
    let network = TrainableNetwork(
      configuration: configuration.network, start: configuration.shuffleStart,
      seed: configuration.seed)
    switch start {
    case .weights(let file): try file.load(into: network)
    case .permutations(let permutations): try network.freezeShuffles(to: permutations)
    }
    self.init(
      configuration: configuration, network: network, images: images, rounding: rounding,
      sampler: BatchSampler.State(seed: configuration.seed))
  }
}

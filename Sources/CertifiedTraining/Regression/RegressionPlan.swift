import NeuralNet
import Training

/// How long and on what the regression run trains.
package enum RegressionPlan: String, Codable, CaseIterable, Sendable {
  /// The built-in data set, a few minutes.
  case quick
  /// CIFAR-10, five epochs, about a quarter of an hour on two cores.
  case standard
  /// CIFAR-10, thirty epochs, three seeds, hours.
  case full

  /// Whether the images are the built-in ones.
  package var usesBuiltInImages: Bool { self == .quick }

  /// The root seeds; every variant is trained from each.
  package var seeds: [UInt64] { self == .full ? [0, 1, 2] : [0] }

  /// The training settings of one variant.
  package func configuration(_ shuffle: ShuffleKind, seed: UInt64) throws -> TrainingConfiguration {
    var result = TrainingConfiguration(
      network: try NetworkConfiguration(
        architecture: .v2(width: .half), shuffle: shuffle, gain: NetworkConfiguration.usualGain))
    result.seed = seed
    // Twice the steps of the default batch, which short runs need.
    result.batchSize = 64
    switch self {
    case .quick: result.epochs = 4
    case .standard: result.epochs = 5
    case .full: result.epochs = 30
    }
    return result
  }
}

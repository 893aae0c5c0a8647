import ImageData
import NeuralNet
import Optimizers
import Tensor

/// The whole state of a run between two epochs.
package struct Checkpoint: Equatable, Sendable {
  /// A shuffle that is an index shuffle, and not the one that follows from the architecture.
  struct FrozenShuffle: Codable, Equatable, Sendable {
    let name: String
    let permutation: [Int]
  }

  /// Everything but the tensors.
  struct Header: Codable, Equatable, Sendable {
    let configuration: TrainingConfiguration
    let epochsDone: Int
    let sampler: BatchSampler.State
    let imagesDigest: String
    let statistics: ChannelStatistics
    let frozenShuffles: [FrozenShuffle]
    let origin: ShuffleOrigin
  }

  /// The elements of a tensor, row-major.
  struct StoredTensor: Equatable, Sendable {
    let shape: [Int]
    let values: [Float]
  }

  let header: Header
  /// The tensors by role and name, such as `parameter/stem.weight`.
  let tensors: [String: StoredTensor]

  /// The settings of the run.
  package var configuration: TrainingConfiguration { header.configuration }
  /// Epochs that are complete.
  package var epochsDone: Int { header.epochsDone }
  /// The statistics by which the run normalises images.
  package var statistics: ChannelStatistics { header.statistics }
  /// What tells the images of the run from others.
  package var imagesDigest: String { header.imagesDigest }

  /// Builds the network in the state of the checkpoint.
  ///
  /// Throws `CheckpointError.mismatch` if the tensors are not those of the network, or if it is a
  /// custom one, which its own code must build (see `restore`).
  package func makeNetwork() throws(CheckpointError) -> TrainableNetwork {
    if case .custom(let name) = configuration.network.architecture {
      throw .mismatch("only its own code builds the network \(name)")
    }
    let network = TrainableNetwork(configuration: configuration.network, seed: configuration.seed)
    try restore(network)
    return network
  }

  /// Brings a network that has just been built into the state of the checkpoint.
  ///
  /// Throws `CheckpointError.mismatch` unless it is the network of the checkpoint.
  func restore(_ network: TrainableNetwork) throws(CheckpointError) {
    guard network.configuration == configuration.network else {
      throw .mismatch("it is of a \(configuration.network), not of a \(network.configuration)")
    }
    for frozen in header.frozenShuffles {
      guard let shuffle = network.shuffles.first(where: { $0.name == frozen.name }) else {
        throw .mismatch("the network has no shuffle \(frozen.name)")
      }
      guard frozen.permutation.sorted() == Array(0..<shuffle.size) else {
        throw .mismatch("the shuffle \(frozen.name) is not frozen to a permutation")
      }
      shuffle.freeze(to: frozen.permutation)
    }
    try restore(Self.tensors(of: network))
  }

  /// The tensors that make up the state of a network, by role and name.
  static func tensors(of network: TrainableNetwork) -> [(name: String, tensor: Tensor)] {
    network.parameters.map { ("parameter/\($0.name)", $0.value) }
      + network.buffers.map { ("buffer/\($0.name)", $0.tensor) }
  }

  /// The tensors that make up the state of an optimizer, by role and name.
  static func tensors(of optimizer: MomentumSGD) -> [(name: String, tensor: Tensor)] {
    optimizer.velocities.map { ("velocity/\($0.name)", $0.tensor) }
  }

  /// Fills the given tensors from those of the same name here.
  func restore(_ targets: [(name: String, tensor: Tensor)]) throws(CheckpointError) {
    for (name, tensor) in targets {
      guard let source = tensors[name] else { throw .mismatch("\(name) is missing") }
      guard source.shape == tensor.shape else {
        throw .mismatch("\(name) has the shape \(source.shape) instead of \(tensor.shape)")
      }
      tensor.copy(from: source.values)
    }
  }
}

extension Trainer {
  /// The state of the run; a trainer resumed from it goes on exactly as this one does.
  package var checkpoint: Checkpoint {
    let frozen = network.shuffles.compactMap { shuffle in
      configuration.network.hasManualShuffles
        ? nil
        : shuffle.permutation.map {
          Checkpoint.FrozenShuffle(name: shuffle.name, permutation: $0)
        }
    }
    let header = Checkpoint.Header(
      configuration: configuration, epochsDone: epochsDone, sampler: sampler.state,
      imagesDigest: imagesDigest, statistics: statistics,
      frozenShuffles: frozen, origin: origin)
    let tensors = Checkpoint.tensors(of: network) + Checkpoint.tensors(of: weightOptimizer)
    let stored = tensors.map { name, tensor in
      (name, Checkpoint.StoredTensor(shape: tensor.shape, values: tensor.values))
    }
    return Checkpoint(header: header, tensors: Dictionary(uniqueKeysWithValues: stored))
  }

  /// Goes on with a run on the same images; a custom network is needed as its code builds it.
  ///
  /// Throws `CheckpointError` if the images or the tensors are not those of the run, and
  /// `TrainingConfigurationError` if the images do not fit its configuration at all.
  package convenience init(
    resuming checkpoint: Checkpoint, network: TrainableNetwork? = nil, images: ImageSplit,
    rounding: ShuffleRounding
  ) throws {
    try checkpoint.configuration.validate(for: images)
    guard
      (0...checkpoint.configuration.epochs).contains(checkpoint.epochsDone),
      checkpoint.header.sampler.isAtStartOfEpoch
    else {
      throw CheckpointError.mismatch("it does not lie between two epochs of the run")
    }
    if let network { try checkpoint.restore(network) }
    self.init(
      configuration: checkpoint.configuration,
      network: try network ?? checkpoint.makeNetwork(), images: images, rounding: rounding,
      sampler: checkpoint.header.sampler,
      epochsDone: checkpoint.epochsDone, origin: checkpoint.header.origin)
    guard imagesDigest == checkpoint.header.imagesDigest else { throw CheckpointError.otherImages }
    try checkpoint.restore(Checkpoint.tensors(of: weightOptimizer))
  }
}

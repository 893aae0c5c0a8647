import RandomStreams
import Tensor

@testable import NeuralNet

/// A network with a small batch of random images and labels.
struct NetworkFixture {
  let network: TrainableNetwork
  let images: Tensor
  let labels: [UInt8]
  let logitGradient: Tensor

  init(
    _ architecture: Architecture, _ shuffle: ShuffleKind, images count: Int = 8, size: Int = 16,
    start: ShuffleStart = .manual, gain: Double = 0, seed: UInt64 = 7
  ) throws {
    let configuration = try NetworkConfiguration(
      architecture: architecture, shuffle: shuffle, gain: gain)
    network = TrainableNetwork(configuration: configuration, start: start, seed: seed)
    var stream = RandomStream(root: seed, name: "fixture")
    let shape = [3, count, size, size]
    images = Tensor(
      shape: shape, values: (0..<shape.reduce(1, *)).map { _ in stream.normal() })
    labels = (0..<count).map { _ in UInt8(stream.index(below: 10)) }
    logitGradient = Tensor(shape: [10, count])
  }

  /// The training loss at the current parameters; leaves its gradient in `logitGradient`.
  func loss() -> Double {
    SoftmaxCrossEntropy.lossAndGradient(
      logits: network.forward(images), labels: labels, gradient: logitGradient
    ).loss
  }

  /// Runs one forward and backward pass; returns the logits and all gradients.
  func step() -> (logits: [Float], gradients: [[Float]]) {
    _ = loss()
    let logits = network.forward(images).values
    network.backward(logitGradient)
    return (logits, network.parameters.map(\.gradient.values))
  }
}

/// All five published sizes.
let allArchitectures: [Architecture] = [
  .v1(groups: 3), .v1(groups: 8), .v2(width: .half), .v2(width: .one), .v2(width: .oneAndHalf),
]

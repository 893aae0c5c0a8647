import Tensor

/// A ShuffleNet v1 or v2 for small colour images, with explicit forward and backward passes.
package final class ShuffleNet {
  /// The structure.
  package let configuration: NetworkConfiguration

  /// The shuffles, in the order the data meets them.
  package let shuffles: [ChannelShuffle]

  private let network: Network
  /// The layout for the batches of the last training pass.
  private var graph: (grid: ImageGrid, training: TrainingGraph)?
  private var canGoBack = false

  /// Builds the network with its seeded initial values.
  ///
  /// Convolutions start normal with variance 2 / fan-in, batch norms with scale 1 and shift 0, the
  /// classifier uniform in +-1 / sqrt(fan-in), learned shuffles at `start`. Networks that differ only
  /// in their shuffles start with the same other values.
  package init(
    configuration: NetworkConfiguration, start: ShuffleStart = .manual, seed: UInt64
  ) {
    self.configuration = configuration
    var builder = NetworkBuilder(configuration: configuration, start: start, seed: seed)
    switch configuration.architecture {
    case .v1(let groups):
      network = builder.shuffleNetV1(groups: groups, classes: configuration.classes)
    case .v2(let width):
      network = builder.shuffleNetV2(width: width, classes: configuration.classes)
    }
    shuffles = builder.shuffles
    // A frozen shuffle changes what is stored where.
    for shuffle in shuffles { shuffle.onFreeze = { [weak self] in self?.graph = nil } }
  }

  /// The trained tensors, in a fixed order; a frozen shuffle has none.
  package var parameters: [Parameter] { network.layers.flatMap(\.parameters) }

  /// The running means and variances of the batch norms, in a fixed order.
  package var buffers: [(name: String, tensor: Tensor)] { network.layers.flatMap(\.buffers) }

  /// The number of trained values.
  package var parameterCount: Int { parameters.reduce(0) { $0 + $1.value.count } }

  /// Returns the multiply-adds of convolutions, learned shuffles and the classifier for one image.
  package func multiplyAdds(height: Int, width: Int) -> Int {
    TrainingGraph(network, grid: ImageGrid(images: 1, height: height, width: width)).multiplyAdds
  }

  /// Returns the bytes that training on batches of this grid uses for activations, gradients and
  /// scratch at the present number of threads, beside parameters and images.
  package func trainingBytes(_ grid: ImageGrid) -> Int {
    TrainingGraph(network, grid: grid).bytes
  }

  /// Returns the network for inference: batch norms with running statistics, folded into the
  /// convolutions.
  ///
  /// The values count that the network has when the result first gets images of a size.
  /// Learned shuffles named in `permutations` become index shuffles and cost what fixed ones cost.
  package func inference(rounding permutations: [String: [Int]] = [:]) -> InferenceNetwork {
    shuffles.forEach { $0.updateMixing() }
    return InferenceNetwork(network, rounding: permutations)
  }

  /// Returns the logits `[classes, N]` of images `[3, N, H, W]` in a training pass.
  ///
  /// Batch statistics are used and the running ones updated. The logits belong to the network and
  /// are overwritten by the next call; the images must stay unchanged until the backward pass.
  package func forward(_ images: Tensor) -> Tensor {
    precondition(
      images.shape.count == 4 && images.shape[0] == 3, "images have the shape [3, N, H, W]")
    canGoBack = true
    shuffles.forEach { $0.updateMixing() }
    return layout(ImageGrid(images.shape)).forward(images)
  }

  /// Overwrites the gradient of every parameter, given that of the logits of the last forward pass.
  ///
  /// That pass must have been a training pass, and each allows one backward pass.
  package func backward(_ logitGradient: Tensor) {
    precondition(canGoBack, "backward needs a training pass before it")
    canGoBack = false
    graph?.training.backward(logitGradient)
    shuffles.forEach { $0.updateGradient() }
  }

  private func layout(_ grid: ImageGrid) -> TrainingGraph {
    if let graph, graph.grid == grid { return graph.training }
    graph = nil
    let training = TrainingGraph(network, grid: grid)
    graph = (grid, training)
    return training
  }
}

import Tensor

/// A network for small colour images, with explicit forward and backward passes.
package final class TrainableNetwork {
  /// The structure.
  package let configuration: NetworkConfiguration

  /// The shuffles, in the order the data meets them.
  package let shuffles: [ChannelShuffle]

  private let program: Program
  /// What runs batches like that of the last training pass, as long as the shuffles stay as they
  /// are.
  private var executor: (images: ImageGrid, permutations: [[Int]?], executor: TrainingExecutor)?
  private var canGoBack = false

  /// Builds the network with its seeded initial values (see `ProgramBuilder`), learned shuffles at
  /// `start`.
  ///
  /// It must not be a custom one. Networks that differ only in their shuffles start with the same
  /// other values.
  package convenience init(
    configuration: NetworkConfiguration, start: ShuffleStart = .manual, seed: UInt64
  ) {
    self.init(configuration.program(start: start, seed: seed), configuration: configuration)
  }

  /// Takes a program in any state; the configuration names it and its shuffles.
  package init(_ program: Program, configuration: NetworkConfiguration) {
    precondition(
      program.classes == configuration.classes, "the program has \(program.classes) classes")
    self.program = program
    self.configuration = configuration
    shuffles = program.shuffles
  }

  /// The trained tensors, in a fixed order; a frozen shuffle has none.
  package var parameters: [Parameter] { program.layers.flatMap(\.parameters) }

  /// The running means and variances of the batch norms, in a fixed order.
  package var buffers: [(name: String, tensor: Tensor)] { program.layers.flatMap(\.buffers) }

  /// The number of trained values.
  package var parameterCount: Int { parameters.reduce(0) { $0 + $1.value.count } }

  /// Returns the multiply-adds of convolutions, learned shuffles and the classifier for one image.
  package func multiplyAdds(height: Int, width: Int) -> Int {
    program.multiplyAdds(ImageGrid(images: 1, height: height, width: width))
  }

  /// Returns the bytes that training on batches of this grid uses for activations, gradients and
  /// scratch at the present number of threads, beside parameters and images.
  package func trainingBytes(_ grid: ImageGrid) -> Int {
    TrainingExecutor(program, images: grid).bytes
  }

  /// Returns the network for inference: batch norms with running statistics, folded into the
  /// convolutions.
  ///
  /// The values count that the network has when the result first gets images of a size.
  /// Learned shuffles named in `permutations` become index shuffles and cost what fixed ones cost.
  package func inference(rounding permutations: [String: [Int]] = [:]) -> InferenceNetwork {
    shuffles.forEach { $0.updateMixing() }
    return InferenceNetwork(program, rounding: permutations)
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
    return executor(for: ImageGrid(images.shape)).forward(images)
  }

  /// Overwrites the gradient of every parameter, given that of the logits of the last forward pass.
  ///
  /// That pass must have been a training pass, and each allows one backward pass.
  package func backward(_ logitGradient: Tensor) {
    precondition(canGoBack, "backward needs a training pass before it")
    canGoBack = false
    executor?.executor.backward(logitGradient)
    shuffles.forEach { $0.updateGradient() }
  }

  private func executor(for images: ImageGrid) -> TrainingExecutor {
    // A frozen shuffle changes what is stored where.
    let permutations = shuffles.map(\.permutation)
    if let executor, executor.images == images, executor.permutations == permutations {
      return executor.executor
    }
    executor = nil
    let made = TrainingExecutor(program, images: images)
    executor = (images, permutations, made)
    return made
  }
}

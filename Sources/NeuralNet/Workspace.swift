import Tensor

/// The scratch memory that all layers of one network share, since they run one after another.
final class Workspace {
  /// Gradients between the units of the network.
  let outerGradients = GradientPair()

  /// Gradients between the layers inside a unit.
  let innerGradients = GradientPair()

  /// The gradient where the branches of a unit meet.
  let junctionGradient = TensorBuffer()

  /// Scratch of the kernels.
  let kernels = WorkerScratch()

  /// Partial sums of weight gradients.
  let partialSums = WorkerScratch()
}

/// Two buffers that take turns while gradients travel back through a sequence.
final class GradientPair {
  private let buffers = (TensorBuffer(), TensorBuffer())

  func tensor(shape: [Int], turn: Int) -> Tensor {
    (turn % 2 == 0 ? buffers.0 : buffers.1).tensor(shape: shape)
  }
}

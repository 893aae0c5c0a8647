import NeuralNet
import StepArithmetic
import Tensor

/// Steps the matrices of a network's learned shuffles.
package struct ShuffleOptimizer {
  private let shuffles: [ChannelShuffle]

  /// Takes charge of the shuffles of a network; fixed and frozen ones are passed over.
  package init(shuffles: [ChannelShuffle]) {
    self.shuffles = shuffles
  }

  /// Applies `step` to each matrix that is still learned, along the gradient it holds.
  ///
  /// A matrix is the work of one thread, so the result does not depend on their number.
  package func apply(_ step: ShuffleStep<Double>) {
    let matrices = shuffles.compactMap(\.matrix)
    guard !matrices.isEmpty else { return }
    // Sizes grow along a network: every k-th matrix for each of k workers shares them out fairly.
    let workers = min(Parallel.threads, matrices.count)
    Parallel.forEachChunk(count: workers) { chunk, _ in
      for first in chunk {
        for index in stride(from: first, to: matrices.count, by: workers) {
          let matrix = matrices[index]
          step.apply(
            to: matrix.value.pointer, gradient: matrix.gradient.pointer, size: matrix.value.rows)
        }
      }
    }
  }
}

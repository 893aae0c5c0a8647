import NeuralNet
import Tensor

/// Rounds the learned matrices of a network to permutations.
package struct ShuffleRounding: Sendable {
  private let assign: @Sendable (LearnedMatrix) -> [Int]

  /// Rounds by row argmax where that is a permutation, and by `assign` elsewhere.
  ///
  /// `assign` returns for each row its column in a permutation near the matrix, such as an optimal
  /// assignment.
  package init(assign: @escaping @Sendable (LearnedMatrix) -> [Int]) {
    self.assign = assign
  }

  /// Returns for each row of a matrix its column in the rounded permutation.
  package func permutation(of matrix: LearnedMatrix) -> [Int] {
    matrix.argmaxPermutation ?? assign(matrix)
  }

  /// Returns the permutations to which the learned matrices of a network round, by the names of the
  /// shuffles, or nil if all matrices are permutation matrices already.
  package func permutations(of network: ShuffleNet) -> [String: [Int]]? {
    let learned = network.shuffles.compactMap(LearnedMatrix.init)
    let rounded = learned.map { (matrix: $0, permutation: permutation(of: $0)) }
    if rounded.allSatisfy({ $0.matrix.isMatrix(of: $0.permutation) }) { return nil }
    return Dictionary(
      rounded.map { ($0.matrix.name, $0.permutation) }, uniquingKeysWith: { first, _ in first })
  }
}

extension LearnedMatrix {
  /// Whether the matrix is that of a permutation: ones at `(i, permutation[i])`, zeros elsewhere.
  fileprivate func isMatrix(of permutation: [Int]) -> Bool {
    entries.indices.allSatisfy { index in
      entries[index] == (index % size == permutation[index / size] ? 1 : 0)
    }
  }
}

extension Tensor {
  /// Overwrites all elements.
  func copy(from values: [Float]) {
    copy(from: Tensor(shape: shape, values: values))
  }
}

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

  /// Returns one permutation for each shuffle of a network, by its name: that of an index shuffle,
  /// or the one to which its learned matrix rounds.
  package func allPermutations(of network: TrainableNetwork) -> [String: [Int]] {
    var result = network.indexPermutations
    for matrix in network.shuffles.compactMap(LearnedMatrix.init) {
      result[matrix.name] = permutation(of: matrix)
    }
    return result
  }

  /// Returns the permutations of all shuffles of a network, or nil if rounding would change nothing
  /// because all matrices are permutation matrices already.
  package func permutations(of network: TrainableNetwork) -> [String: [Int]]? {
    let permutations = allPermutations(of: network)
    return isExact(permutations, for: network) ? nil : permutations
  }

  /// Whether the learned matrices of a network are those of the permutations.
  func isExact(_ permutations: [String: [Int]], for network: TrainableNetwork) -> Bool {
    network.shuffles.compactMap(LearnedMatrix.init).allSatisfy { matrix in
      permutations[matrix.name].map(matrix.isMatrix) ?? false
    }
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

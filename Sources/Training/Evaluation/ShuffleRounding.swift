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

  /// Calls `body` while every learned matrix of `network` is rounded, then puts the matrices back.
  ///
  /// Returns nil without calling it if all matrices are permutation matrices already. A product with
  /// a permutation matrix moves values without rounding them, so the network computes just what it
  /// does with index shuffles.
  package func withRoundedShuffles<Result>(
    of network: ShuffleNet, _ body: () -> Result
  ) -> Result? {
    let learned = network.shuffles.compactMap { shuffle in
      shuffle.matrix.flatMap { matrix in LearnedMatrix(shuffle).map { (matrix, $0) } }
    }
    let rounded = learned.map { (parameter: $0, matrix: $1, entries: entries(of: $1)) }
    if rounded.allSatisfy({ $0.entries == $0.matrix.entries }) { return nil }
    for item in rounded { item.parameter.value.copy(from: item.entries) }
    defer {
      for item in rounded { item.parameter.value.copy(from: item.matrix.entries) }
    }
    return body()
  }

  private func entries(of matrix: LearnedMatrix) -> [Float] {
    var entries = [Float](repeating: 0, count: matrix.entries.count)
    for (row, column) in permutation(of: matrix).enumerated() {
      entries[row * matrix.size + column] = 1
    }
    return entries
  }
}

extension Tensor {
  /// Overwrites all elements.
  func copy(from values: [Float]) {
    copy(from: Tensor(shape: shape, values: values))
  }
}

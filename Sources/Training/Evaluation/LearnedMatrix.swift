import NeuralNet
import Tensor

/// A learned shuffle matrix, copied out of its network.
package struct LearnedMatrix: Equatable, Sendable {
  /// The name of the shuffle.
  package let name: String
  /// Rows and columns.
  package let size: Int
  /// The entries, row-major.
  package let entries: [Float]

  /// Copies the matrix of a shuffle; nil when the shuffle has none.
  package init?(_ shuffle: ChannelShuffle) {
    guard let matrix = shuffle.matrix else { return nil }
    name = shuffle.name
    size = shuffle.size
    entries = matrix.value.values
  }

  /// Names a matrix of `size` * `size` entries.
  package init(name: String, size: Int, entries: [Float]) {
    precondition(entries.count == size * size, "a matrix of \(size) rows is square")
    self.name = name
    self.size = size
    self.entries = entries
  }

  /// The column of the largest entry of each row (of the first among equals), if these columns form
  /// a permutation; nil otherwise.
  var argmaxPermutation: [Int]? {
    let columns = largestColumns
    return Set(columns).count == size ? columns : nil
  }

  /// The column of the largest entry of each row, of the first among equals.
  var largestColumns: [Int] {
    (0..<size).map { row in
      var best = 0
      for column in 1..<max(size, 1)
      where entries[row * size + column] > entries[row * size + best] {
        best = column
      }
      return best
    }
  }
}

import Birkhoff
import Exact
import ShufflePenalty
import Testing

@testable import ExtremalSearch

/// Exact matrices from their texts, and P / d1 by the shortest way.
enum ExactMatrices {
  static func matrix(_ rows: [[String]]) throws -> RationalMatrix {
    RationalMatrix(try rows.map { try $0.map { try Rational(parsing: $0) } })
  }

  /// P / d1 of a doubly stochastic matrix, which it must be.
  static func ratio(_ matrix: RationalMatrix) throws -> RadicalSum {
    try #require(StochasticDefects(matrix).isDoublyStochastic)
    let facts = MatrixFacts(matrix)
    return 1 / facts.distance * facts.penalty
  }
}

/// Doubly stochastic matrices whose support is a theta graph: a row and a column joined by three
/// paths, the rest of each path alternating between rows and columns.
///
/// On a path through k further rows the k + 1 entries a and k entries 1 - a alternate. All three
/// ways of assigning have the same value N - d1/2 when every (2k + 1) a - k is the same number t.
enum Theta {
  /// The matrix with paths through the given numbers of further rows, or nil if an entry or t would
  /// be negative; the order is 1 + the sum.
  static func matrix(_ paths: [Int]) -> RationalMatrix? {
    let lengths = paths.map { Rational(2 * $0 + 1) }
    let start = zip(paths, lengths).reduce(into: Rational(1)) { $0 -= Rational($1.0) / $1.1 }
    let t = start / lengths.reduce(into: Rational()) { $0 += 1 / $1 }
    guard t.sign >= 0 else { return nil }
    let n = 1 + paths.reduce(0, +)
    var matrix = RationalMatrix(rows: n, columns: n)
    var line = 1
    for (k, length) in zip(paths, lengths) {
      let a = (t + Rational(k)) / length
      var row = 0
      for _ in 0..<k {
        matrix[row, line] = a
        matrix[line, line] = 1 - a
        row = line
        line += 1
      }
      matrix[row, 0] = a
    }
    return matrix
  }

  /// The paths whose matrix has the smallest P / d1 of its order: as equal as they can be, one of
  /// them a single entry except at order 4.
  static func bestPaths(order n: Int) -> [Int] {
    n == 4 ? [1, 1, 1] : [n / 2, (n - 1) / 2, 0]
  }

  static func best(order n: Int) throws -> RationalMatrix {
    try #require(matrix(bestPaths(order: n)))
  }
}

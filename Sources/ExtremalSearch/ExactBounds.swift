import Birkhoff
import Exact
import ShufflePenalty

/// The quantities that the attacks drive to their limits, without rounding.
enum ExactBounds {
  /// d1 of a nonnegative matrix with row sums 1: 2(N - the best assignment).
  ///
  /// - Complexity: that of the exact assignment, O(N^3) additions.
  static func distance(_ matrix: RationalMatrix) -> Rational {
    2 * (Rational(matrix.order) - Assignment(maximising: matrix).value)
  }

  /// P / d1 of a matrix that is no permutation matrix.
  static func ratio(_ matrix: RationalMatrix, distance: Rational) -> RadicalSum {
    precondition(distance.sign > 0, "P / d1 of a permutation matrix")
    return 1 / distance * Penalty.value(matrix)
  }

  /// Whether every entry is 0, 1/2 or 1; of doubly stochastic matrices those are the halves of sums
  /// of two permutation matrices, where T2* is an equality.
  static func isHalfMatrix(_ matrix: RationalMatrix) -> Bool {
    matrix.rows.allSatisfy { row in row.allSatisfy { (2 * $0).isInteger } }
  }

  /// kappa = sum_j |c_j - 1| over the column sums.
  static func kappa(_ matrix: RationalMatrix) -> Rational {
    matrix.columnSums().reduce(into: Rational()) { $0 += ($1 - 1).magnitude }
  }

  /// Whether the rows and columns that share nonzero entries form one connected graph.
  ///
  /// If not, the matrix is a direct sum up to the order of lines, and P, d1 and kappa are sums.
  static func isConnected(_ matrix: RationalMatrix) -> Bool {
    SupportGraph.isConnected(order: matrix.order) { matrix[$0, $1].sign != 0 }
  }
}

/// The bipartite graph of rows and columns with an edge for each nonzero entry.
enum SupportGraph {
  /// Whether the graph of a square matrix of the given order is connected.
  static func isConnected(order n: Int, _ isEdge: (Int, Int) -> Bool) -> Bool {
    var seen = [Bool](repeating: false, count: 2 * n)
    var open = [0]
    seen[0] = true
    var count = 0
    while let node = open.popLast() {
      count += 1
      for other in 0..<n {
        let next = node < n ? n + other : other
        if !seen[next], node < n ? isEdge(node, other) : isEdge(other, node - n) {
          seen[next] = true
          open.append(next)
        }
      }
    }
    return count == 2 * n
  }
}

import Birkhoff
import Exact

/// The l1-l2 permutation penalty of AutoShuffleNet (arXiv 1901.08624), without rounding.
///
///     P(M) = sum over rows (|r|_1 - |r|_2) + sum over columns (|c|_1 - |c|_2).
package enum Penalty {
  /// The row part, sum_i (|r_i|_1 - |r_i|_2), a sum of square roots held without rounding.
  ///
  /// - Complexity: one rational product an entry.
  package static func rows(_ matrix: RationalMatrix) -> RadicalSum {
    gaps(matrix.rowSums(of: .magnitude), matrix.rowSums(of: .square))
  }

  /// The column part, sum_j (|c_j|_1 - |c_j|_2).
  ///
  /// - Complexity: one rational product an entry.
  package static func columns(_ matrix: RationalMatrix) -> RadicalSum {
    gaps(matrix.columnSums(of: .magnitude), matrix.columnSums(of: .square))
  }

  /// The whole penalty P(M).
  ///
  /// - Complexity: one pass over the entries on a common denominator.
  package static func value(_ matrix: RationalMatrix) -> RadicalSum {
    let norms = LineNorms(matrix)
    var sum = RadicalSum(2 * norms.magnitude)
    sum.addRoots(norms.rowSquares, times: -1)
    sum.addRoots(norms.columnSquares, times: -1)
    return sum
  }

  /// The sum of |x|_1 - |x|_2 over lines with these l1 norms and squared l2 norms.
  static func gaps(_ magnitudes: [Rational], _ squares: [Rational]) -> RadicalSum {
    var sum = RadicalSum(magnitudes.reduce(0, +))
    for square in squares { sum.addRoot(square, times: -1) }
    return sum
  }
}

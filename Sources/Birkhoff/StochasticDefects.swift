import Exact

/// How far a square matrix is from doubly stochastic, exactly.
package struct StochasticDefects: Sendable {
  /// The first negative entry in row-major order, if any.
  package let firstNegative: (row: Int, column: Int)?
  /// The exact sum of each row.
  package let rowSums: [Rational]
  /// The exact sum of each column.
  package let columnSums: [Rational]

  /// Measures `matrix`.
  package init(_ matrix: RationalMatrix) {
    rowSums = matrix.rowSums()
    columnSums = matrix.columnSums()
    var negative: (Int, Int)?
    search: for i in 0..<matrix.rowCount {
      for j in 0..<matrix.columnCount where matrix[i, j].sign < 0 {
        negative = (i, j)
        break search
      }
    }
    firstNegative = negative
  }

  /// Whether every entry is at least 0.
  package var isNonnegative: Bool { firstNegative == nil }

  /// The largest |row sum - 1|.
  package var rowDefect: Rational { Self.largestDefect(rowSums) }

  /// The largest |column sum - 1|.
  package var columnDefect: Rational { Self.largestDefect(columnSums) }

  /// Whether all entries are nonnegative and all sums exactly 1.
  package var isDoublyStochastic: Bool {
    isNonnegative && rowSums.allSatisfy { $0 == 1 } && columnSums.allSatisfy { $0 == 1 }
  }

  private static func largestDefect(_ sums: [Rational]) -> Rational {
    sums.map { ($0 - 1).magnitude }.max() ?? 0
  }
}

import Exact

/// How far a square matrix is from doubly stochastic, exactly.
package struct StochasticDefects: Sendable {
  /// The first negative entry in row-major order, if any.
  package let firstNegative: (row: Int, column: Int)?
  /// The exact sum of each row.
  package let rowSums: [Rational]
  /// The exact sum of each column.
  package let columnSums: [Rational]
  /// The largest entry; 0 for a matrix without entries.
  package let largestEntry: Rational

  /// Measures `matrix`.
  package init(_ matrix: RationalMatrix) {
    rowSums = matrix.rowSums()
    columnSums = matrix.columnSums()
    var negative: (Int, Int)?
    var largest = (row: 0, column: 0)
    for i in 0..<matrix.rowCount {
      for j in 0..<matrix.columnCount {
        if negative == nil, matrix.sign(i, j) < 0 { negative = (i, j) }
        if matrix.isLess(largest.row, largest.column, than: i, j) { largest = (i, j) }
      }
    }
    firstNegative = negative
    let isEmpty = matrix.rowCount == 0 || matrix.columnCount == 0
    largestEntry = isEmpty ? 0 : matrix[largest.row, largest.column]
  }

  /// Whether every entry is at least 0.
  package var isNonnegative: Bool { firstNegative == nil }

  /// The largest |row sum - 1|.
  package var rowDefect: Rational { Self.largestDefect(rowSums) }

  /// The largest |column sum - 1|.
  package var columnDefect: Rational { Self.largestDefect(columnSums) }

  /// rho = sum over rows of |row sum - 1|.
  package var rowDeviation: Rational { Self.totalDeviation(rowSums) }

  /// kappa = sum over columns of |column sum - 1|.
  package var columnDeviation: Rational { Self.totalDeviation(columnSums) }

  /// E_r, the sum over rows of what their sums have above 1.
  package var rowExcess: Rational { Self.excess(rowSums) }

  /// E_c, the sum over columns of what their sums have above 1.
  package var columnExcess: Rational { Self.excess(columnSums) }

  /// S, the sum of all entries.
  package var total: Rational { rowSums.reduce(0, +) }

  /// The largest row sum; 0 for a matrix without rows.
  package var largestRowSum: Rational { rowSums.max() ?? 0 }

  /// The largest column sum; 0 for a matrix without columns.
  package var largestColumnSum: Rational { columnSums.max() ?? 0 }

  /// Whether all entries are nonnegative and the row sums exactly 1.
  package var isRowStochastic: Bool { isNonnegative && rowSums.allSatisfy { $0 == 1 } }

  /// Whether all entries are nonnegative and all sums exactly 1.
  package var isDoublyStochastic: Bool {
    isRowStochastic && columnSums.allSatisfy { $0 == 1 }
  }

  private static func largestDefect(_ sums: [Rational]) -> Rational {
    sums.map { ($0 - 1).magnitude }.max() ?? 0
  }

  private static func totalDeviation(_ sums: [Rational]) -> Rational {
    sums.reduce(into: 0) { $0 += ($1 - 1).magnitude }
  }

  private static func excess(_ sums: [Rational]) -> Rational {
    sums.reduce(into: 0) { if $1 > 1 { $0 += $1 - 1 } }
  }
}

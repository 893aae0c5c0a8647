import Exact

/// Exact steps that bring a nonnegative matrix to the doubly stochastic ones.
package enum Repair {
  /// The matrix with negative entries replaced by 0.
  package static func thresholded(_ matrix: RationalMatrix) -> RationalMatrix {
    RationalMatrix(rows: matrix.rowCount, columns: matrix.columnCount) { i, j in
      max(matrix[i, j], 0)
    }
  }

  /// One pass of matrix scaling: columns divided by their sums, then rows by theirs.
  ///
  /// A line whose sum is 0 is left as it is (THEORY T9d). `matrix` must be nonnegative.
  package static func scaled(_ matrix: RationalMatrix) -> RationalMatrix {
    let byColumns = dividingColumns(matrix, by: matrix.columnSums().map { $0.sign == 0 ? 1 : $0 })
    return dividingRows(byColumns, by: byColumns.rowSums().map { $0.sign == 0 ? 1 : $0 })
  }

  /// The matrix with all line sums at most 1: columns with larger sums divided by them, then rows.
  ///
  /// `matrix` must be nonnegative; lines whose sums are at most 1 are left as they are. The mass
  /// removed is at most E_r + E_c, the sums of what rows and columns have above 1.
  package static func capped(_ matrix: RationalMatrix) -> RationalMatrix {
    let byColumns = dividingColumns(matrix, by: matrix.columnSums().map { max($0, 1) })
    return dividingRows(byColumns, by: byColumns.rowSums().map { max($0, 1) })
  }

  /// A doubly stochastic matrix near a nonnegative one: cap columns at sum 1, cap rows, and add the
  /// rank-one completion of the deficits (THEORY T9e, L6).
  ///
  /// The step of training, exactly. Line sums become denominators of all later numbers: a float32
  /// matrix of order 64 gets entries of some 20 000 bits (measured), which `SparseRepair` avoids.
  ///
  /// Exact, and the identity on doubly stochastic matrices. With `aligned` the deficits are first
  /// refilled at (i, aligned(i)), the repair of THEORY T9e.
  ///
  /// - Complexity: O(n^2) rational operations.
  package static func doublyStochastic(
    _ matrix: RationalMatrix, aligned permutation: Permutation? = nil
  ) -> RationalMatrix {
    let n = matrix.order
    var result = capped(matrix)
    var rowDeficits = result.rowSums().map { 1 - $0 }
    var columnDeficits = result.columnSums().map { 1 - $0 }
    if let permutation {
      for i in 0..<n {
        let j = permutation[i]
        let refill = min(rowDeficits[i], columnDeficits[j])
        guard refill.sign > 0 else { continue }
        result[i, j] = result[i, j] + refill
        rowDeficits[i] -= refill
        columnDeficits[j] -= refill
      }
    }
    let total = rowDeficits.reduce(0, +)
    guard total.sign > 0 else { return result }
    for i in 0..<n where rowDeficits[i].sign > 0 {
      let share = rowDeficits[i] / total
      for j in 0..<n where columnDeficits[j].sign > 0 {
        result[i, j] = result[i, j] + share * columnDeficits[j]
      }
    }
    return result
  }

  private static func dividingColumns(_ m: RationalMatrix, by d: [Rational]) -> RationalMatrix {
    RationalMatrix(rows: m.rowCount, columns: m.columnCount) { m[$0, $1] / d[$1] }
  }

  private static func dividingRows(_ m: RationalMatrix, by d: [Rational]) -> RationalMatrix {
    RationalMatrix(rows: m.rowCount, columns: m.columnCount) { m[$0, $1] / d[$0] }
  }
}

import Exact

/// The subgradient H of the penalty at a nonnegative matrix, in rationals.
///
///     H_ij = 2 - M_ij / |r_i|_2 - M_ij / |c_j|_2
///
/// with |x|_1 taken as a plain sum, so that H_ij = 2 at a zero entry (THEORY T6g, T9b). The quotients
/// are square roots of the rationals M_ij^2 / |r_i|_2^2 in [0, 1]; each is rounded down to a multiple
/// of 2^-96 unless it is rational, so the values are never too small.
package struct Subgradient: Sendable {
  /// H or a little more: H_ij <= values[i, j] <= H_ij + excess.
  package let values: RationalMatrix
  /// 0 when every quotient is rational, so that the values are H itself; else 2^-95.
  package let excess: Rational

  /// Takes a nonnegative matrix of any scale.
  ///
  /// - Parameters:
  ///   - matrix: M.
  ///   - force: The value at a zero entry; 0 is what automatic differentiation with sign(0) = 0
  ///     gives.
  package init(_ matrix: RationalMatrix, atZero force: Rational = 2) {
    let rows = matrix.rowSums(of: .square)
    let columns = matrix.columnSums(of: .square)
    var isExact = true
    values = RationalMatrix(rows: matrix.rowCount, columns: matrix.columnCount) { i, j in
      let x = matrix[i, j]
      guard x.sign != 0 else { return force }
      let square = x.squared
      let (row, column) = (RootBounds(square / rows[i]), RootBounds(square / columns[j]))
      if !row.isExact || !column.isExact { isExact = false }
      return 2 - row.lower - column.lower
    }
    excess = isExact ? 0 : 2 * RootBounds.unit
  }
}

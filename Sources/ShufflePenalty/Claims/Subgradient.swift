import Birkhoff
import Exact
import StepArithmetic

/// The subgradient H of the penalty at a nonnegative matrix, in rationals, by the function that
/// trains.
///
///     H_ij = 2 - M_ij / |r_i|_2 - M_ij / |c_j|_2
///
/// with |x|_1 taken as a plain sum, so that H_ij = 2 at a zero entry (T6g, T9b). The quotients are
/// square roots of the rationals M_ij^2 / |r_i|_2^2 in [0, 1]; each is rounded down to a multiple
/// of 2^-96 unless it is rational, so the values are never too small.
struct Subgradient: Sendable {
  /// H or a little more: H_ij <= values[i, j] <= H_ij + excess.
  let values: RationalMatrix
  /// 0 when every norm is rational, so that the values are H itself; else 2^-95.
  let excess: Rational

  /// Takes a nonnegative matrix of any scale.
  init(_ matrix: RationalMatrix) {
    let zero = RationalMatrix(rows: matrix.rowCount, columns: matrix.columnCount)
    let entries = matrix.rows.flatMap { $0 }
    values = zero.changed { target, n in
      PermutationPenalty.addGradient(weight: 1, of: entries, size: n, to: target)
    }
    let squares = matrix.rowSums(of: .square) + matrix.columnSums(of: .square)
    excess = squares.allSatisfy { RootBounds($0).isExact } ? 0 : 2 * RootBounds.unit
  }
}

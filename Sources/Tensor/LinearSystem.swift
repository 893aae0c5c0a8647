import CLAPACKE

/// Why a linear system has no answer.
package enum LinearSystemError: Error, Equatable, CustomStringConvertible {
  /// Elimination met an exactly zero pivot in this column, counted from 0.
  case singular(column: Int)
  /// An entry of the matrix or right-hand side is infinite or not a number.
  case notFinite

  package var description: String {
    switch self {
    case .singular(let column):
      "The linear system is singular: elimination found no pivot in column \(column + 1)."
    case .notFinite:
      "The linear system has an entry that is infinite or not a number."
    }
  }
}

/// Dense linear systems in Double.
package enum LinearSystem {
  /// Returns `x` with `matrix x = rightHandSide`, the `n x n` matrix given row by row.
  ///
  /// LU with partial pivoting (LAPACK `dgesv`), O(n^3). Only an exactly zero pivot counts as
  /// singular; a badly conditioned system returns a solution with a large error.
  package static func solve(
    matrix: [Double], rightHandSide: [Double], n: Int
  ) throws(LinearSystemError) -> [Double] {
    precondition(n > 0 && matrix.count == n * n && rightHandSide.count == n, "not an n x n system")
    guard matrix.allSatisfy(\.isFinite), rightHandSide.allSatisfy(\.isFinite) else {
      throw .notFinite
    }
    BLASCore.prepare()
    var factors = matrix
    var solution = rightHandSide
    var pivots = [Int32](repeating: 0, count: n)
    let status = LAPACKE_dgesv(
      LAPACK_ROW_MAJOR, Int32(n), 1, &factors, Int32(n), &pivots, &solution, 1)
    precondition(status >= 0, "dgesv rejected argument \(-status)")
    guard status == 0 else { throw .singular(column: Int(status) - 1) }
    return solution
  }
}

import Exact
import ShufflePenalty

/// The two bounds on d1 of row-stochastic matrices with a term in kappa.
package enum KappaBound: String, Sendable, CaseIterable {
  /// T5b: d1 <= 2 Prow + 2 c_max Pcol + beta kappa, proved for beta = 1; the best one is open.
  case rowsAndColumns = "T5b"
  /// T5e: d1 <= (2 + sqrt 2) Prow + beta kappa, proved for beta = 1, the best one.
  case rowsAlone = "T5e"

  /// The coefficient for which the bound is proved.
  var provedCoefficient: RadicalSum { 1 }

  /// d1 minus the terms without kappa: what beta kappa must still cover.
  ///
  /// The matrix must be nonnegative with row sums 1, and `distance` its d1.
  package func deficit(_ matrix: RationalMatrix, distance: Rational) -> RadicalSum {
    let rows = Penalty.rows(matrix)
    switch self {
    case .rowsAndColumns:
      let largest = matrix.columnSums().max() ?? 0
      return RadicalSum(distance) - 2 * rows - 2 * largest * Penalty.columns(matrix)
    case .rowsAlone:
      // sqrt 2 times c sqrt a is c sqrt(2 a).
      var product = RadicalSum.root(2, times: rows.rational)
      for term in rows.terms { product.addRoot(2 * term.radicand, times: term.coefficient) }
      return RadicalSum(distance) - 2 * rows - product
    }
  }

  /// The weights of Prow and Pcol in doubles, for searches.
  func weights(largestColumnSum: Double) -> (row: Double, column: Double) {
    switch self {
    case .rowsAndColumns: (2, 2 * largestColumnSum)
    case .rowsAlone: (2 + 2.0.squareRoot(), 0)
    }
  }

  /// The coefficient that the matrix demands: the deficit over kappa, or nil when kappa is 0.
  package func demand(_ matrix: RationalMatrix) -> RadicalSum? {
    let kappa = ExactBounds.kappa(matrix)
    guard kappa.sign > 0 else { return nil }
    return 1 / kappa * deficit(matrix, distance: ExactBounds.distance(matrix))
  }
}

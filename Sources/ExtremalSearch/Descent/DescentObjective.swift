/// What a descent minimises over a cell: a quotient of a concave and a linear function.
///
/// Such a quotient is least at a vertex. Where it has the value c, the numerator minus c times the
/// denominator is concave and 0; it lies below its linearisation, so a vertex with a negative
/// linearisation has a smaller quotient (Dinkelbach 1967, doi 10.1287/mnsc.13.7.492).
struct DescentObjective {
  /// The quotient at a matrix of the cell, or nil where the denominator vanishes.
  let value: ([Double]) -> Double?
  /// The costs of the entries, and of a unit of kappa, in the linearisation at a matrix for level
  /// c.
  let linearisation: ([Double], Double) -> (entries: [Double], kappa: Double)
  /// The matrices that are known and must not be reported.
  let isExcluded: ([Double]) -> Bool

  /// P / d1 on doubly stochastic matrices, half matrices excluded.
  static func ratio(order n: Int) -> DescentObjective {
    DescentObjective(
      value: { values in
        let facts = FloatPenalty(values, order: n)
        guard facts.distance > 1e-9 else { return nil }
        return (facts.rowPenalty + facts.columnPenalty) / facts.distance
      },
      linearisation: { values, level in
        let facts = FloatPenalty(values, order: n)
        return (
          facts.gradient(values, rowWeight: 1, columnWeight: 1, diagonal: 2 * level), 0
        )
      },
      isExcluded: { values in
        // Entries of vertices are far from multiples of 1/2 or, up to rounding, on them.
        values.allSatisfy { (2 * $0 - (2 * $0).rounded()).magnitude < 1e-7 }
      })
  }

  /// Minus the coefficient of kappa that a row-stochastic matrix demands in `bound`.
  ///
  /// `largestColumnSum` is the cap on the column sums in the program, which makes the numerator
  /// concave; the value uses the true largest sum.
  static func demand(
    _ bound: KappaBound, order n: Int, largestColumnSum: Double
  ) -> DescentObjective {
    DescentObjective(
      value: { values in
        let facts = FloatPenalty(values, order: n)
        let kappa = facts.kappa
        guard kappa > 1e-9 else { return nil }
        let (row, column) = bound.weights(largestColumnSum: facts.columnSums.max() ?? 1)
        return (row * facts.rowPenalty + column * facts.columnPenalty - facts.distance) / kappa
      },
      linearisation: { values, level in
        let facts = FloatPenalty(values, order: n)
        let (row, column) = bound.weights(largestColumnSum: largestColumnSum)
        let entries = facts.gradient(
          values, rowWeight: row, columnWeight: column, diagonal: 2)
        // A reward for kappa would have no bound in the program: p and q could grow together.
        return (entries, max(0, -level))
      },
      isExcluded: { _ in false })
  }
}

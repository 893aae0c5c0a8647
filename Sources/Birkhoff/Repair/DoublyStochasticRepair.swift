import Exact

/// A nonnegative matrix M brought to a doubly stochastic one M', with the exact cost (THEORY T5a).
///
/// T5a asks for some M^- with 0 <= M^- <= min(M, M'); here M^- is the entrywise min(M, M') itself,
/// the largest one there is. Then |M - M'|_1 = 2R + N - S holds for every M', as M - M^- and
/// M' - M^- never share a nonzero entry. M' is at least the capped matrix, so R <= E_r + E_c. (The
/// capped matrix as M^- would not do: a column that is capped, and then loses more to capped rows,
/// is refilled where it was lowered.)
package struct DoublyStochasticRepair: Sendable {
  /// Line sums and the other measures of M: E_r, E_c, S, kappa.
  package let defects: StochasticDefects
  /// M', doubly stochastic.
  package let repaired: RationalMatrix
  /// M^- = min(M, M').
  package let kept: RationalMatrix
  /// R = |M - M^-|_1, at most E_r + E_c.
  package let removedMass: Rational
  /// |M - M'|_1 = 2R + N - S.
  package let cost: Rational

  /// Repairs `matrix`, which must be square and nonnegative; see `Repair.doublyStochastic`.
  ///
  /// - Complexity: O(n^2) rational operations besides the repair.
  package init(
    _ matrix: RationalMatrix, by removal: Repair.Removal = .scaling,
    aligned permutation: Permutation? = nil
  ) {
    let n = matrix.order
    let defects = StochasticDefects(matrix)
    precondition(defects.isNonnegative, "the repair of a matrix with a negative entry")
    let repaired = Repair.doublyStochastic(matrix, by: removal, aligned: permutation)
    self.defects = defects
    self.repaired = repaired
    kept = RationalMatrix(rows: n, columns: n) { min(matrix[$0, $1], repaired[$0, $1]) }
    let total = defects.total
    removedMass = total - kept.sum()
    cost = 2 * removedMass + Rational(n) - total
  }

  /// The least that any doubly stochastic matrix is away from M in |.|_1: each column must change
  /// by |c_j - 1|, each row by |r_i - 1|.
  package var distanceLowerBound: Rational {
    max(defects.rowDeviation, defects.columnDeviation)
  }

  /// Whether the cost is proved to be the distance of M to the doubly stochastic matrices.
  ///
  /// Always so when all row sums are 1: a column above 1 gives up its excess and is refilled no
  /// more, so R = E_c = kappa / 2 and the cost is kappa; the same with rows and columns exchanged.
  package var isNearest: Bool { cost == distanceLowerBound }
}

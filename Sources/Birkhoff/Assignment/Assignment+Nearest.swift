import Exact

extension Assignment {
  /// The nearest permutation to a square matrix in l1, as the optimal assignment of
  /// g_ij = |M_ij| - |M_ij - 1|.
  ///
  /// |M - P|_1 = |M|_1 - sum_i g_i,pi(i) for any signs. g = 2 clamp(M, 0, 1) - 1, so the problem is
  /// solved for the clamped entries, which keep the matrix's own denominators.
  ///
  /// - Complexity: that of the assignment.
  package init(nearestTo matrix: RationalMatrix) {
    let clamped = Assignment(maximising: matrix.clamped(to: 0...1))
    self.init(
      permutation: clamped.permutation,
      value: 2 * clamped.value - Rational(matrix.order),
      rowPotentials: clamped.rowPotentials.map { 2 * $0 - 1 },
      columnPotentials: clamped.columnPotentials.map { 2 * $0 },
      uniqueness: clamped.uniqueness)
  }
}

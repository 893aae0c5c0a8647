import Exact

/// Exact steps that bring a nonnegative matrix to the doubly stochastic ones.
package enum Repair {
  /// How the mass of a line above 1 is taken away.
  package enum Removal: String, CaseIterable, Sendable {
    /// The line is divided by its sum, as in training (T9e). Line sums become denominators of all
    /// later numbers: a float32 matrix of order 64 gets a common one of some 20 000 bits
    /// (measured).
    case scaling
    /// The smallest entries of the line are lowered first, to 0 if need be. The entries keep their
    /// common denominator, so this is the one for large matrices.
    case subtraction
  }

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

  /// The matrix with all line sums at most 1: mass above 1 removed from columns, then from rows.
  ///
  /// `matrix` must be nonnegative; lines whose sums are at most 1 are left as they are. The mass
  /// removed is at most E_r + E_c, the sums of what rows and columns have above 1: all of E_c, and
  /// of the rows no more than E_r.
  package static func capped(
    _ matrix: RationalMatrix, by removal: Removal = .scaling
  ) -> RationalMatrix {
    switch removal {
    case .scaling:
      let byColumns = dividingColumns(matrix, by: matrix.columnSums().map { max($0, 1) })
      return dividingRows(byColumns, by: byColumns.rowSums().map { max($0, 1) })
    case .subtraction:
      var result = matrix
      for (j, sum) in matrix.columnSums().enumerated() where sum > 1 {
        let lowered = lowering((0..<matrix.rowCount).map { result[$0, j] }, by: sum - 1)
        for (i, value) in lowered { result[i, j] = value }
      }
      for (i, sum) in result.rowSums().enumerated() where sum > 1 {
        let lowered = lowering((0..<matrix.columnCount).map { result[i, $0] }, by: sum - 1)
        for (j, value) in lowered { result[i, j] = value }
      }
      return result
    }
  }

  /// A doubly stochastic matrix near a nonnegative one: cap columns at sum 1, cap rows, and add the
  /// rank-one completion of the deficits (THEORY T5a, L6).
  ///
  /// Exact, and the identity on doubly stochastic matrices. With `aligned` the deficits are first
  /// refilled at (i, aligned(i)), the repair of THEORY T9e.
  ///
  /// - Complexity: O(n^2) rational operations, and for each line that is lowered by subtraction a
  ///   sort.
  package static func doublyStochastic(
    _ matrix: RationalMatrix, by removal: Removal = .scaling,
    aligned permutation: Permutation? = nil
  ) -> RationalMatrix {
    let n = matrix.order
    var result = capped(matrix, by: removal)
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

  /// The entries of a line that change when `excess`, no more than their sum, is taken from the
  /// smallest ones first, the earlier one on a tie.
  private static func lowering(
    _ line: [Rational], by excess: Rational
  ) -> [(index: Int, value: Rational)] {
    var rest = excess
    var changes: [(index: Int, value: Rational)] = []
    let ascending = line.enumerated().sorted {
      ($0.element, $0.offset) < ($1.element, $1.offset)
    }
    for (k, value) in ascending where value.sign > 0 {
      guard rest.sign > 0 else { break }
      let removed = min(value, rest)
      changes.append((k, value - removed))
      rest -= removed
    }
    return changes
  }

  private static func dividingColumns(_ m: RationalMatrix, by d: [Rational]) -> RationalMatrix {
    RationalMatrix(rows: m.rowCount, columns: m.columnCount) { m[$0, $1] / d[$1] }
  }

  private static func dividingRows(_ m: RationalMatrix, by d: [Rational]) -> RationalMatrix {
    RationalMatrix(rows: m.rowCount, columns: m.columnCount) { m[$0, $1] / d[$0] }
  }
}

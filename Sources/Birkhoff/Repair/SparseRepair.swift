import Exact

/// A doubly stochastic matrix near a nonnegative one, as a short list of changes.
///
/// Excess mass is taken away, then missing mass is put where both a row and a column lack it. Only
/// entries are subtracted and added, so the numbers keep the denominators of the matrix, unlike the
/// scaling of `Repair`; matrices of floats stay dyadic. This is the M^- and M' of THEORY T5a.
package struct SparseRepair: Equatable, Sendable {
  /// One changed entry.
  package struct Change: Equatable, Sendable {
    /// The row, from 0.
    package let row: Int
    /// The column, from 0.
    package let column: Int
    /// What is subtracted or added, positive.
    package let amount: Rational
  }

  /// What is subtracted first: at most the entries, so that M^- >= 0 has line sums at most 1.
  package let removed: [Change]
  /// What is added to M^- then, at most 2N - 1 entries.
  package let added: [Change]
  /// R, the sum of what is removed; at most E_r + E_c, the total excess of rows and columns.
  package let removedMass: Rational
  /// |M - M'|_1 = 2 R + N - S, with S the sum of all entries of M.
  ///
  /// An entry may be lowered and raised, so it is at least the distance between both matrices. When
  /// the rows of M sum to 1 it is kappa = sum_j |c_j - 1|, the exact distance from M to the doubly
  /// stochastic matrices.
  package let cost: Rational

  /// Repairs a square matrix without negative entries.
  ///
  /// - Complexity: O(n^2) comparisons, and additions only where something changes.
  package init(_ matrix: RationalMatrix) {
    let n = matrix.order
    var rowExcess = matrix.rowSums().map { $0 - 1 }
    var columnExcess = matrix.columnSums().map { $0 - 1 }
    let total = Rational(n) + rowExcess.reduce(0, +)
    var removed: [Change] = []
    var taken: [Int: Rational] = [:]

    func take(_ wanted: Rational, _ i: Int, _ j: Int) {
      let left = matrix[i, j] - (taken[i * n + j] ?? 0)
      let amount = min(wanted, left)
      guard amount.sign > 0 else { return }
      taken[i * n + j, default: 0] += amount
      removed.append(Change(row: i, column: j, amount: amount))
      rowExcess[i] -= amount
      columnExcess[j] -= amount
    }

    // Mass that is too much for both its lines is counted once.
    for i in 0..<n where rowExcess[i].sign > 0 {
      for j in 0..<n where rowExcess[i].sign > 0 && columnExcess[j].sign > 0 {
        take(min(rowExcess[i], columnExcess[j]), i, j)
      }
    }
    for i in 0..<n where rowExcess[i].sign > 0 {
      for j in 0..<n where rowExcess[i].sign > 0 { take(rowExcess[i], i, j) }
    }
    for j in 0..<n where columnExcess[j].sign > 0 {
      for i in 0..<n where columnExcess[j].sign > 0 { take(columnExcess[j], i, j) }
    }
    self.removed = removed
    removedMass = removed.reduce(into: Rational()) { $0 += $1.amount }
    cost = 2 * removedMass + Rational(n) - total

    // The north-west corner rule on what is missing.
    var added: [Change] = []
    var (i, j) = (0, 0)
    while i < n, j < n {
      let amount = min(-rowExcess[i], -columnExcess[j])
      if amount.sign > 0 {
        added.append(Change(row: i, column: j, amount: amount))
        rowExcess[i] += amount
        columnExcess[j] += amount
      }
      if rowExcess[i].sign == 0 { i += 1 } else { j += 1 }
    }
    self.added = added
  }

  /// The doubly stochastic matrix M'.
  package func applied(to matrix: RationalMatrix) -> RationalMatrix {
    var result = matrix
    for change in removed {
      result[change.row, change.column] = result[change.row, change.column] - change.amount
    }
    for change in added {
      result[change.row, change.column] = result[change.row, change.column] + change.amount
    }
    return result
  }
}

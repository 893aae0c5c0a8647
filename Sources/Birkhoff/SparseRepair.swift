import Exact

/// A doubly stochastic matrix M' near a nonnegative matrix M, as a short list of changes (T5a).
///
/// Excess mass is taken away, then missing mass is put where both a row and a column lack it. Only
/// entries are subtracted and added, so the numbers keep the denominators of the matrix, unlike the
/// scaling of `Repair`; matrices of floats stay dyadic. Entries both lowered and raised again count
/// once, so M less the removed amounts is M^- = min(M, M'), entry by entry.
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

  /// What is subtracted, row by row: at most the entries, so that M^- >= 0 has line sums at most 1.
  package let removed: [Change]
  /// What is added to M^-, in other places, row by row.
  package let added: [Change]
  /// R = |M - M^-|_1, the sum of what is removed; at most E_r + E_c, the total excess of rows and
  /// columns.
  package let removedMass: Rational
  /// |M - M'|_1 = 2 R + N - S, with S the sum of all entries of M.
  ///
  /// When the rows of M sum to 1 it is kappa = sum_j |c_j - 1|, and no doubly stochastic matrix is
  /// nearer: column j of any differs from that of M by |c_j - 1| at least.
  package let cost: Rational

  /// Repairs a square matrix without negative entries.
  ///
  /// - Complexity: O(n^2) comparisons, and additions only where something changes.
  package init(_ matrix: RationalMatrix) {
    let n = matrix.order
    var rowExcess = matrix.rowSums().map { $0 - 1 }
    var columnExcess = matrix.columnSums().map { $0 - 1 }
    let total = Rational(n) + rowExcess.reduce(0, +)
    // What is taken from (positive) and given to (negative) entry i n + j.
    var taken: [Int: Rational] = [:]

    func take(_ wanted: Rational, _ i: Int, _ j: Int) {
      let amount = min(wanted, matrix[i, j] - (taken[i * n + j] ?? 0))
      guard amount.sign > 0 else { return }
      taken[i * n + j, default: 0] += amount
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
    // The north-west corner rule on what is missing.
    var (i, j) = (0, 0)
    while i < n, j < n {
      let amount = min(-rowExcess[i], -columnExcess[j])
      if amount.sign > 0 {
        taken[i * n + j, default: 0] -= amount
        rowExcess[i] += amount
        columnExcess[j] += amount
      }
      if rowExcess[i].sign == 0 { i += 1 } else { j += 1 }
    }

    let changes = taken.filter { $0.value.sign != 0 }.sorted { $0.key < $1.key }.map {
      Change(row: $0.key / n, column: $0.key % n, amount: $0.value)
    }
    removed = changes.filter { $0.amount.sign > 0 }
    added = changes.filter { $0.amount.sign < 0 }.map {
      Change(row: $0.row, column: $0.column, amount: -$0.amount)
    }
    removedMass = removed.reduce(into: Rational()) { $0 += $1.amount }
    cost = 2 * removedMass + Rational(n) - total
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

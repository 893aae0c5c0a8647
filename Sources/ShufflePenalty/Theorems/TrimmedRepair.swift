import Exact

/// A doubly stochastic matrix near a nonnegative one, made as in the proof of T5a.
///
/// What rows, then columns, have above 1 is taken from their entries, and the deficits d of the rows
/// and e of the columns are filled with d_i e_j / (sum of d). Entries are subtracted from, not divided
/// by line sums as in `Repair`, so that floats keep short denominators. An entry can lose mass to its
/// row and get some back when its column leaves the row a deficit, so M^- is not the trimmed matrix
/// but the part that M and M' have in common, which is at least that.
struct TrimmedRepair {
  /// M', the doubly stochastic matrix.
  let repaired: RationalMatrix
  /// M^- = min(M, M'), entry by entry.
  let common: RationalMatrix
  /// R = |M - M^-|_1, at most the mass taken away by trimming.
  let removed: Rational

  /// Repairs a square nonnegative matrix.
  ///
  /// - Complexity: O(n^2) rational operations.
  init(_ matrix: RationalMatrix) {
    let n = matrix.order
    var kept = matrix
    var rowExcess = matrix.rowSums().map { max($0 - 1, 0) }
    var columnExcess = matrix.columnSums().map { max($0 - 1, 0) }
    func take(_ amount: Rational, _ i: Int, _ j: Int) {
      kept[i, j] = kept[i, j] - amount
      rowExcess[i] = max(rowExcess[i] - amount, 0)
      columnExcess[j] = max(columnExcess[j] - amount, 0)
    }
    // Entries with excess on both sides first: what is taken there counts twice.
    for i in 0..<n where rowExcess[i].sign > 0 {
      for j in 0..<n where columnExcess[j].sign > 0 {
        take(min(kept[i, j], rowExcess[i], columnExcess[j]), i, j)
      }
    }
    for i in 0..<n {
      for j in 0..<n where rowExcess[i].sign > 0 { take(min(kept[i, j], rowExcess[i]), i, j) }
    }
    for j in 0..<n {
      for i in 0..<n where columnExcess[j].sign > 0 {
        take(min(kept[i, j], columnExcess[j]), i, j)
      }
    }
    let rowDeficits = kept.rowSums().map { 1 - $0 }
    let columnDeficits = kept.columnSums().map { 1 - $0 }
    let total = rowDeficits.reduce(0, +)
    var repaired = kept
    for i in 0..<n where rowDeficits[i].sign > 0 {
      let share = rowDeficits[i] / total
      for j in 0..<n where columnDeficits[j].sign > 0 {
        repaired[i, j] = repaired[i, j] + share * columnDeficits[j]
      }
    }
    let common = RationalMatrix(rows: n, columns: n) { min(matrix[$0, $1], repaired[$0, $1]) }
    self.repaired = repaired
    self.common = common
    removed = matrix.l1Distance(to: common)
  }
}

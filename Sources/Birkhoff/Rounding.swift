import Exact

/// The result of rounding each row of a matrix to its largest entry.
package struct ArgmaxRounding: Sendable {
  /// The column of the largest entry of each row, the first one on a tie.
  package let columns: [Int]
  /// The rows whose largest value occurs more than once.
  package let tiedRows: [Int]

  /// Rounds `matrix` row by row.
  package init(_ matrix: RationalMatrix) {
    var columns: [Int] = []
    var tied: [Int] = []
    for i in 0..<matrix.rowCount {
      var best = 0
      var isTied = false
      for j in 1..<max(matrix.columnCount, 1) {
        if matrix.isLess(i, best, than: i, j) {
          best = j
          isTied = false
        } else if !matrix.isLess(i, j, than: i, best) {
          isTied = true
        }
      }
      columns.append(best)
      if isTied { tied.append(i) }
    }
    self.columns = columns
    tiedRows = tied
  }

  /// The columns as a permutation, or nil when two rows share one.
  package var permutation: Permutation? { Permutation(columns) }
}

/// Which shapes of matrices are read; a file with another is refused before its entries are.
struct MatrixShapes {
  /// The largest number of entries.
  var entryLimit = MatrixFile.entryLimit
  /// Whether there must be as many rows as columns.
  var areSquare = false

  /// Throws `tooManyEntries` or `notSquare` for a shape that is not read.
  func require(rows: Int, columns: Int) throws(MatrixFileError) {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, count <= entryLimit else {
      throw .tooManyEntries(rows: rows, columns: columns, limit: entryLimit)
    }
    guard !areSquare || rows == columns else { throw .notSquare(rows: rows, columns: columns) }
  }
}

import Exact
import Files

/// Text files: one row a line, blank lines and lines that start with `#` skipped.
///
/// The first row decides the separator: semicolons if it has one, else commas, else runs of tabs
/// and spaces. Entries are what `Rational(parsing:)` reads, with blanks around them ignored.
enum TextMatrix {
  private enum Separator {
    case blanks
    case mark(UInt8)

    init(firstRow: ArraySlice<UInt8>) {
      let marks = [UInt8(ascii: ";"), UInt8(ascii: ",")]
      if let mark = marks.first(where: firstRow.contains) {
        self = .mark(mark)
      } else {
        self = .blanks
      }
    }

    func fields(of line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
      switch self {
      case .blanks:
        return line.split(whereSeparator: TextLines.isBlank)
      case .mark(let mark):
        return line.split(separator: mark, omittingEmptySubsequences: false)
          .map(TextLines.trimmed)
      }
    }

    /// The number of fields of a line without blanks at its ends.
    func count(of line: ArraySlice<UInt8>) -> Int {
      switch self {
      case .blanks:
        var isInField = false
        return line.reduce(0) { count, byte in
          defer { isInField = !TextLines.isBlank(byte) }
          return isInField || TextLines.isBlank(byte) ? count : count + 1
        }
      case .mark(let mark):
        return line.reduce(1) { $1 == mark ? $0 + 1 : $0 }
      }
    }
  }

  /// The matrix of a text file, of a shape that `shapes` allows.
  ///
  /// Shape errors are found before the first entry is read, so a file of few bytes never makes a
  /// large matrix.
  static func parse(
    _ bytes: [UInt8], _ shapes: MatrixShapes
  ) throws(MatrixFileError) -> RationalMatrix {
    var lines = TextLines(bytes)
    guard let first = try lines.next() else { throw .empty }
    let separator = Separator(firstRow: first.content)
    let firstFields = separator.fields(of: first.content)
    let columns = firstFields.count
    var rows = 1
    while let row = try lines.next() {
      // Names above rows; as a row they might make the shape wrong as well.
      if rows == 1, areNames(firstFields) { throw .columnNames(line: first.number) }
      let found = separator.count(of: row.content)
      guard found == columns else {
        throw .raggedRows(line: row.number, expected: columns, found: found)
      }
      rows += 1
    }
    try shapes.require(rows: rows, columns: columns)
    var matrix = RationalMatrix(rows: rows, columns: columns)
    lines = TextLines(bytes)
    var i = 0
    while let row = try lines.next() {
      for (j, field) in separator.fields(of: row.content).enumerated() {
        matrix[i, j] = try entry(field, line: row.number, column: j + 1)
      }
      i += 1
    }
    return matrix
  }

  /// Whether the first row names the columns: its first place is empty, above names of rows, or
  /// none of several entries is like a number.
  private static func areNames(_ fields: [ArraySlice<UInt8>]) -> Bool {
    guard fields.count > 1 else { return false }
    let others = fields.dropFirst().count { !$0.isEmpty }
    if fields[0].isEmpty { return others == fields.count - 1 }
    return fields.allSatisfy { field in
      if field.isEmpty { return false }
      do throws(MatrixFileError) {
        _ = try entry(field, line: 1, column: 1)
        return false
      } catch {
        if case .notANumber = error { return true }
        return false
      }
    }
  }

  private static func entry(
    _ field: ArraySlice<UInt8>, line: Int, column: Int
  ) throws(MatrixFileError) -> Rational {
    guard !field.isEmpty else { throw .missingEntry(line: line, column: column) }
    let text = String(decoding: field, as: UTF8.self)
    do {
      return try Rational(parsing: text)
    } catch {
      let shown = DisplayText.clippedNumber(text)
      switch error {
      case .notANumber:
        let word = text.lowercased().drop { $0 == "-" || $0 == "+" }
        if ["nan", "inf", "infinity"].contains(word) {
          throw .notFinite(line: line, column: column, text: shown)
        }
        throw .notANumber(line: line, column: column, text: shown)
      case .zeroDenominator:
        throw .zeroDenominator(line: line, column: column, text: shown)
      case .exponentTooLarge:
        throw .exponentTooLarge(line: line, column: column, text: shown)
      }
    }
  }
}

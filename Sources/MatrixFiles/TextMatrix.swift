import BinaryFiles
import Exact

/// Text files: one row a line, blank lines and lines that start with `#` skipped.
///
/// The first row decides the separator: semicolons if it has one, else commas, else runs of tabs
/// and spaces. Entries are what `Rational(parsing:)` reads, with blanks around them ignored.
enum TextMatrix {
  private struct Line {
    let number: Int
    let content: ArraySlice<UInt8>
  }

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
        return line.split(whereSeparator: isBlank)
      case .mark(let mark):
        return line.split(separator: mark, omittingEmptySubsequences: false).map(trimmed)
      }
    }
  }

  /// The matrix of a text file.
  ///
  /// Shape errors are found before the first entry is read, so a file of few bytes never makes a
  /// large matrix.
  static func parse(_ bytes: [UInt8], _ entryLimit: Int) throws(MatrixFileError) -> RationalMatrix {
    let rows = try dataLines(bytes)
    guard let first = rows.first else { throw .empty }
    let separator = Separator(firstRow: first.content)
    let columns = separator.fields(of: first.content).count
    for row in rows {
      let found = separator.fields(of: row.content).count
      guard found == columns else {
        throw .raggedRows(line: row.number, expected: columns, found: found)
      }
    }
    try MatrixFile.requireSize(rows: rows.count, columns: columns, entryLimit)
    var matrix = RationalMatrix(rows: rows.count, columns: columns)
    for (i, row) in rows.enumerated() {
      for (j, field) in separator.fields(of: row.content).enumerated() {
        matrix[i, j] = try entry(field, line: row.number, column: j + 1)
      }
    }
    return matrix
  }

  /// The lines with entries, without blanks at the ends; all lines are checked to be UTF-8.
  private static func dataLines(_ bytes: [UInt8]) throws(MatrixFileError) -> [Line] {
    // Some editors put the byte-order mark of UTF-8 first.
    let start = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    var rest = bytes[start...]
    var result: [Line] = []
    var number = 0
    while !rest.isEmpty {
      number += 1
      let end = rest.firstIndex { $0 == newline || $0 == carriageReturn } ?? rest.endIndex
      let content = rest[..<end]
      guard String(validating: content, as: UTF8.self) != nil else { throw .notUTF8(line: number) }
      let row = trimmed(content)
      if let character = row.first, character != UInt8(ascii: "#") {
        result.append(Line(number: number, content: row))
      }
      rest = rest[end...]
      // CR LF ends one line, not two.
      if rest.starts(with: [carriageReturn, newline]) { rest = rest.dropFirst() }
      rest = rest.dropFirst()
    }
    return result
  }

  private static func entry(
    _ field: ArraySlice<UInt8>, line: Int, column: Int
  ) throws(MatrixFileError) -> Rational {
    guard !field.isEmpty else { throw .missingEntry(line: line, column: column) }
    let text = String(decoding: field, as: UTF8.self)
    do {
      return try Rational(parsing: text)
    } catch {
      let shown = DisplayText.clipped(text)
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

  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let head = bytes.drop(while: isBlank)
    guard let last = head.lastIndex(where: { !isBlank($0) }) else { return head }
    return head[...last]
  }
}

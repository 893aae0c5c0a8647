/// The lines of a text that hold a row, one after the other.
///
/// Nothing is kept of a line, so that a text of very many takes no more memory than its bytes.
/// Blank lines and lines that start with `#` are skipped, blanks at the ends of a row too.
struct TextLines {
  /// A line with a row.
  struct Line {
    /// Its number from 1, skipped lines counted.
    let number: Int
    /// Its content, not empty.
    let content: ArraySlice<UInt8>
  }

  private var rest: ArraySlice<UInt8>
  private var number = 0

  init(_ bytes: [UInt8]) {
    // Some editors put the byte-order mark of UTF-8 first.
    rest = bytes[(bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0)...]
  }

  /// The next row, or nil after the last one.
  ///
  /// - Throws: `notUTF8` for a line that is not, with a row or without.
  mutating func next() throws(MatrixFileError) -> Line? {
    while !rest.isEmpty {
      number += 1
      let end = rest.firstIndex { $0 == newline || $0 == carriageReturn } ?? rest.endIndex
      let content = rest[..<end]
      guard
        content.allSatisfy({ $0 < 0x80 }) || String(validating: content, as: UTF8.self) != nil
      else { throw .notUTF8(line: number) }
      rest = rest[end...]
      // CR LF ends one line, not two.
      if rest.starts(with: [carriageReturn, newline]) { rest = rest.dropFirst() }
      rest = rest.dropFirst()
      let row = Self.trimmed(content)
      if let character = row.first, character != UInt8(ascii: "#") {
        return Line(number: number, content: row)
      }
    }
    return nil
  }

  /// Whether a byte is a space or a tab.
  static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  /// The bytes without the blanks at both ends.
  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let head = bytes.drop(while: isBlank)
    guard let last = head.lastIndex(where: { !isBlank($0) }) else { return head }
    return head[...last]
  }

  private let newline = UInt8(ascii: "\n")
  private let carriageReturn = UInt8(ascii: "\r")
}

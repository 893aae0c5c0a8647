/// Texts taken from files, made fit for one line of a terminal.
package enum DisplayText {
  /// The text with control, format and line-separating characters, and spaces other than the usual
  /// one, written as escapes, so that what a file holds can neither start a line nor steer a
  /// terminal nor hide; bytes of file names that are not UTF-8 are written as `\xE9`.
  package static func escaped(_ text: some StringProtocol) -> String {
    text.unicodeScalars.map { scalar in
      if let byte = FileName.byte(escapedAs: scalar) {
        return "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
      return switch scalar.properties.generalCategory {
      case .spaceSeparator where scalar != " ", .control, .format, .lineSeparator,
        .paragraphSeparator:
        escape(scalar)
      default: String(scalar)
      }
    }.joined()
  }

  /// At most `limit` scalars of the text, escaped, and three points when more follow.
  package static func clipped(_ text: String, to limit: Int = 40) -> String {
    clipped(text, to: limit, escaped)
  }

  /// The same for a text that should be a number: of characters beyond ASCII only letters are
  /// shown, since a minus sign or a digit of another script looks right.
  package static func clippedNumber(_ text: String, to limit: Int = 40) -> String {
    clipped(text, to: limit) { head in
      head.unicodeScalars.map { scalar in
        scalar.isASCII || scalar.properties.isAlphabetic
          ? escaped(String(scalar)) : escape(scalar)
      }.joined()
    }
  }

  /// `\n`, `\t` and the like, or the number as `\u{A0}`.
  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let short = scalar.escaped(asASCII: true)
    return short.count == 2
      ? short : "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
  }

  private static func clipped(
    _ text: String, to limit: Int, _ escaped: (Substring) -> String
  ) -> String {
    let head = text.unicodeScalars.prefix(limit)
    return escaped(Substring(head)) + (head.endIndex < text.endIndex ? "..." : "")
  }
}

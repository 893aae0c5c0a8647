/// Texts taken from files, made fit for one line of a terminal.
package enum DisplayText {
  /// The text with control, format and line-separating characters written as escapes, so that
  /// what a file holds can neither start a line nor steer a terminal.
  package static func escaped(_ text: some StringProtocol) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: scalar.escaped(asASCII: true)
      default: String(scalar)
      }
    }.joined()
  }

  /// At most `limit` scalars of the text, escaped, and three points when more follow.
  package static func clipped(_ text: String, to limit: Int = 40) -> String {
    let head = text.unicodeScalars.prefix(limit)
    return escaped(Substring(head)) + (head.endIndex < text.endIndex ? "..." : "")
  }
}

import Files
import Reporting

/// What commands print on standard output.
enum Output {
  /// Writes a text as it is.
  ///
  /// Throws a `Failure` with code 70 when it cannot be written: an answer that nobody got is no
  /// success.
  static func write(_ text: String) throws {
    do throws(StandardStreamError) {
      try StandardStream.output.write(text)
    } catch {
      throw Failure(.internalError, "Standard output cannot be written: \(error.reason).")
    }
  }

  /// Writes lines for people; what a file holds cannot steer the terminal.
  static func write(lines: [String]) throws {
    try write(lines.map { escaped($0) + "\n" }.joined())
  }

  /// A text of one line or several, each fit for a terminal.
  static func escaped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(DisplayText.escaped)
      .joined(separator: "\n")
  }
}

/// Reads the tokens of a header of binary files, from its first byte on.
///
/// Nothing recurses and nothing is allocated beyond what the header holds, so no header can exhaust
/// the stack or more memory than its own size.
package struct HeaderScanner<Failure: Error> {
  private let bytes: ArraySlice<UInt8>
  private let blanks: [UInt8]
  private let error: (Int, String) -> Failure
  private var position: Int

  /// Scans `bytes`; `blanks` may stand between tokens, and `error` makes the error from the number
  /// of bytes before the place and what is wrong there.
  package init(
    _ bytes: ArraySlice<UInt8>, blanks: String,
    error: @escaping (Int, String) -> Failure
  ) {
    self.bytes = bytes
    self.blanks = Array(blanks.utf8)
    self.error = error
    position = bytes.startIndex
  }

  /// The number of bytes before the next one.
  package var offset: Int { position - bytes.startIndex }

  /// The next byte, or nil at the end.
  package var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

  /// Steps over `count` bytes that have been looked at.
  package mutating func skip(_ count: Int = 1) {
    position += count
    precondition(position <= bytes.endIndex, "skipped beyond the header")
  }

  /// Steps over blanks.
  package mutating func skipBlanks() {
    while let byte = next, blanks.contains(byte) { position += 1 }
  }

  /// Whether `token` comes next after blanks; if so, steps over it.
  package mutating func accept(_ token: StaticString) -> Bool {
    skipBlanks()
    return token.withUTF8Buffer { token in
      guard bytes[position...].starts(with: token) else { return false }
      position += token.count
      return true
    }
  }

  /// Steps over `token` after blanks, or throws that it is missing.
  package mutating func expect(_ token: StaticString) throws(Failure) {
    guard accept(token) else { throw malformed("'\(token)' is missing") }
  }

  /// The bytes before the next one that ends the run, which may be the end of the header.
  package mutating func run(until isEnd: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    let start = position
    while let byte = next, !isEnd(byte) { position += 1 }
    return bytes[start..<position]
  }

  /// A whole number in decimal without sign and leading zeros; `what` names it.
  package mutating func wholeNumber(_ what: String) throws(Failure) -> Int {
    skipBlanks()
    let start = offset
    let digits = run { $0 < UInt8(ascii: "0") || $0 > UInt8(ascii: "9") }
    let isPadded = digits.count > 1 && digits.first == UInt8(ascii: "0")
    guard !digits.isEmpty, !isPadded else { throw malformed("\(what) is missing", at: start) }
    guard let value = Int(String(decoding: digits, as: UTF8.self)) else {
      throw malformed("\(what) beyond 2^63", at: start)
    }
    return value
  }

  /// The error that something is wrong at the next byte, or `place` bytes from the start.
  package func malformed(_ reason: String, at place: Int? = nil) -> Failure {
    error(place ?? offset, reason)
  }
}

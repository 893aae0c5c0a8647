/// File names as texts, those too that are not UTF-8.
///
/// A name is any bytes but 0, a Swift text is always Unicode. Bytes that are not UTF-8 stand as the
/// last 256 private characters, U+10FF00 + byte; so do the bytes of these characters themselves,
/// and each name has its own text. Every name that is UTF-8 otherwise is its own text.
package enum FileName {
  /// The text of a name.
  package static func text(of bytes: some Sequence<UInt8>) -> String {
    var rest = Array(bytes)[...]
    if let text = String(validating: rest, as: UTF8.self), !isEscaped(text) { return text }
    var result = String.UnicodeScalarView()
    while !rest.isEmpty {
      if let scalar = firstScalar(of: rest) {
        result.append(scalar)
        rest = rest.dropFirst(UTF8.width(scalar))
      } else {
        result.append(escape(rest.removeFirst()))
      }
    }
    return String(result)
  }

  /// The bytes of the name that a text stands for.
  package static func bytes(of text: String) -> [UInt8] {
    text.unicodeScalars.flatMap { scalar in
      byte(escapedAs: scalar).map { [$0] } ?? Array(String(scalar).utf8)
    }
  }

  /// Calls `body` with the name as C has it; what follows a byte 0 is cut off there.
  static func withPath<Result>(
    _ text: String, _ body: (UnsafePointer<CChar>) -> Result
  ) -> Result {
    (bytes(of: text) + [0]).withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { characters in
        guard let name = characters.baseAddress else {
          preconditionFailure("a name without an end")
        }
        return body(name)
      }
    }
  }

  /// Whether a byte of the name is not UTF-8.
  package static func isEscaped(_ text: String) -> Bool {
    text.unicodeScalars.contains { byte(escapedAs: $0) != nil }
  }

  /// The byte that a character of a text stands for, if it is one that is not UTF-8.
  static func byte(escapedAs scalar: Unicode.Scalar) -> UInt8? {
    scalar.value >= firstEscape ? UInt8(scalar.value - firstEscape) : nil
  }

  private static let firstEscape: UInt32 = 0x10ff00

  private static func escape(_ byte: UInt8) -> Unicode.Scalar {
    guard let scalar = Unicode.Scalar(firstEscape + UInt32(byte)) else {
      preconditionFailure("a private character is no scalar")
    }
    return scalar
  }

  /// The first character of UTF-8, or nil where there is none that stands for itself.
  private static func firstScalar(of bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
    for length in 1...4 {
      if let text = String(validating: bytes.prefix(length), as: UTF8.self),
        let scalar = text.unicodeScalars.first
      {
        return byte(escapedAs: scalar) == nil ? scalar : nil
      }
    }
    return nil
  }
}

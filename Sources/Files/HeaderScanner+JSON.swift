/// The parts of strict JSON (RFC 8259): UTF-8, no key twice, nothing that the standard does not
/// allow.
///
/// The reader calls for what must come next, so that no input can nest deeper than the format does.
extension HeaderScanner {
  /// The bytes that may stand between tokens.
  package static var jsonBlanks: String { " \t\r\n" }

  /// Reads an object: `member` is called after each key and its colon, with the key and its offset.
  package mutating func members(
    _ member: (inout HeaderScanner, String, Int) throws(Failure) -> Void
  ) throws(Failure) {
    // Bytes, because texts compare equal when only their encoding of a character differs.
    var keys: Set<[UInt8]> = []
    try expect("{")
    if accept("}") { return }
    repeat {
      skipBlanks()
      let offset = offset
      let key = try text("a key in quotes")
      guard keys.insert(Array(key.utf8)).inserted else {
        throw malformed("the key \"\(DisplayText.clipped(key))\" twice", at: offset)
      }
      try expect(":")
      try member(&self, key, offset)
    } while accept(",")
    try expect("}")
  }

  /// Reads an array: `element` is called in front of each element.
  package mutating func elements(
    _ element: (inout HeaderScanner) throws(Failure) -> Void
  ) throws(Failure) {
    try expect("[")
    if accept("]") { return }
    repeat {
      try element(&self)
    } while accept(",")
    try expect("]")
  }

  /// A whole number without sign, point and exponent; `what` names it.
  package mutating func plainInteger(_ what: String) throws(Failure) -> Int {
    skipBlanks()
    if next == UInt8(ascii: "-") { throw malformed("\(what) is negative") }
    let value = try wholeNumber(what)
    if let byte = next, ".eE".utf8.contains(byte) {
      throw malformed("\(what) with a point or an exponent")
    }
    return value
  }

  /// Throws unless nothing but blanks is left after an object.
  package mutating func expectEnd() throws(Failure) {
    skipBlanks()
    guard next == nil else { throw malformed("something after the object") }
  }

  /// A text in double quotes, with the escapes of JSON; `what` names it.
  package mutating func text(_ what: String) throws(Failure) -> String {
    skipBlanks()
    let start = offset
    guard next == UInt8(ascii: "\"") else {
      throw malformed("\(what) is missing")
    }
    skip()
    var text: [UInt8] = []
    while true {
      text += run { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") || $0 < 0x20 }
      switch next {
      case UInt8(ascii: "\""):
        skip()
        guard let result = String(validating: text, as: UTF8.self) else {
          throw malformed("a text that is not UTF-8", at: start)
        }
        return result
      case UInt8(ascii: "\\"):
        text += String(try escape()).utf8
      case nil:
        throw malformed("a quote is not closed", at: start)
      default:
        throw malformed("a control character in a text")
      }
    }
  }

  /// The character that an escape of JSON stands for.
  private mutating func escape() throws(Failure) -> Unicode.Scalar {
    let start = offset
    skip()
    guard let letter = next else { throw malformed("an escape is cut short") }
    skip()
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let first = try codeUnit()
      if let scalar = Unicode.Scalar(first) { return scalar }
      // A character beyond 2^16 is a high surrogate and then a low one.
      if UTF16.isLeadSurrogate(first), next == UInt8(ascii: "\\") {
        skip()
        if next == UInt8(ascii: "u") {
          skip()
          let pair = [first, try codeUnit()]
          if let text = String(validating: pair, as: UTF16.self),
            let scalar = text.unicodeScalars.first
          {
            return scalar
          }
        }
      }
      throw malformed("half a surrogate pair", at: start)
    default:
      throw malformed("an unknown escape", at: start)
    }
  }

  /// The number that four hexadecimal digits make.
  private mutating func codeUnit() throws(Failure) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = next,
        let digit = Character(Unicode.Scalar(byte)).hexDigitValue
      else { throw malformed("a hexadecimal digit is missing") }
      value = value << 4 | UInt16(digit)
      skip()
    }
    return value
  }
}

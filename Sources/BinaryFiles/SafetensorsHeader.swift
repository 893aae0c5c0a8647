/// The header of a safetensors file, a JSON object that describes every tensor.
///
///     {"__metadata__": {"format": "pt"},
///      "a": {"dtype": "F32", "shape": [3, 4], "data_offsets": [0, 48]}}
///
/// Strict: exactly this grammar, so the parser never nests deeper than three levels and needs no
/// stack; every key once; whole numbers without sign, point or exponent; strings with the escapes
/// of JSON; blanks may follow the object and nothing else.
///
/// Source: the format section of the safetensors documentation.
package struct SafetensorsHeader {
  /// What the header says of one tensor.
  package struct Tensor: Equatable, Sendable {
    /// The name, any text.
    package var name: String
    /// The type of the entries.
    package var type: TensorType
    /// The dimensions; none for a single number.
    package var shape: [Int]
    /// The first byte of the entries in the data after the header.
    package var begin: Int
    /// The byte after the last one.
    package var end: Int
  }

  /// The tensors in the order of the header.
  package let tensors: [Tensor]

  /// The texts under `__metadata__` by their keys.
  package let metadata: [String: String]

  init(parsing bytes: ArraySlice<UInt8>) throws(SafetensorsError) {
    var parser = Parser(
      scanner: HeaderScanner(bytes, blanks: " \t\r\n") { offset, reason in
        .malformedHeader(offset: offset, reason: reason)
      })
    tensors = try parser.header()
    metadata = parser.metadata
  }

  private struct Parser {
    var scanner: HeaderScanner<SafetensorsError>
    var metadata: [String: String] = [:]

    mutating func header() throws(SafetensorsError) -> [Tensor] {
      guard scanner.next == UInt8(ascii: "{") else {
        throw scanner.malformed("the first byte is not '{'")
      }
      var tensors: [Tensor] = []
      // Bytes, because texts compare equal when only their encoding of a character differs.
      var names: Set<[UInt8]> = []
      try members { parser, name, offset throws(SafetensorsError) in
        guard names.insert(Array(name.utf8)).inserted else {
          throw parser.scanner.malformed(
            "the key \"\(DisplayText.clipped(name))\" twice", at: offset)
        }
        if name == "__metadata__" {
          try parser.readMetadata()
        } else {
          tensors.append(try parser.tensor(name))
        }
      }
      scanner.skipBlanks()
      guard scanner.next == nil else { throw scanner.malformed("something after the object") }
      return tensors
    }

    /// An object: `member` is called after each key and its colon, with the key and its offset.
    private mutating func members(
      _ member: (inout Parser, String, Int) throws(SafetensorsError) -> Void
    ) throws(SafetensorsError) {
      try scanner.expect("{")
      if scanner.accept("}") { return }
      repeat {
        scanner.skipBlanks()
        let offset = scanner.offset
        let key = try string("a key in quotes")
        try scanner.expect(":")
        try member(&self, key, offset)
      } while scanner.accept(",")
      try scanner.expect("}")
    }

    /// Texts by name.
    private mutating func readMetadata() throws(SafetensorsError) {
      var keys: Set<[UInt8]> = []
      try members { parser, key, offset throws(SafetensorsError) in
        guard keys.insert(Array(key.utf8)).inserted else {
          throw parser.scanner.malformed(
            "the key \"\(DisplayText.clipped(key))\" twice", at: offset)
        }
        parser.metadata[key] = try parser.string("a text in quotes")
      }
    }

    private mutating func tensor(_ name: String) throws(SafetensorsError) -> Tensor {
      var type: TensorType?
      var shape: [Int]?
      var place: (begin: Int, end: Int)?
      try members { parser, key, offset throws(SafetensorsError) in
        switch key {
        case "dtype" where type == nil: type = try parser.type()
        case "shape" where shape == nil: shape = try parser.numbers("a dimension")
        case "data_offsets" where place == nil: place = try parser.offsets()
        case "dtype", "shape", "data_offsets":
          throw parser.scanner.malformed("the key \"\(key)\" twice", at: offset)
        default:
          throw parser.scanner.malformed(
            "an unknown key \"\(DisplayText.clipped(key))\"", at: offset)
        }
      }
      guard let type else { throw scanner.malformed("a tensor without \"dtype\"") }
      guard let shape else { throw scanner.malformed("a tensor without \"shape\"") }
      guard let place else { throw scanner.malformed("a tensor without \"data_offsets\"") }
      return Tensor(name: name, type: type, shape: shape, begin: place.begin, end: place.end)
    }

    private mutating func type() throws(SafetensorsError) -> TensorType {
      scanner.skipBlanks()
      let offset = scanner.offset
      let name = try string("a type in quotes")
      guard let type = TensorType(rawValue: name) else {
        throw scanner.malformed("an unknown type \"\(DisplayText.clipped(name))\"", at: offset)
      }
      return type
    }

    private mutating func offsets() throws(SafetensorsError) -> (begin: Int, end: Int) {
      scanner.skipBlanks()
      let start = scanner.offset
      let values = try numbers("an offset")
      guard values.count == 2 else {
        throw scanner.malformed("\(values.count) offsets in place of 2", at: start)
      }
      return (values[0], values[1])
    }

    /// An array of whole numbers.
    private mutating func numbers(_ what: String) throws(SafetensorsError) -> [Int] {
      try scanner.expect("[")
      if scanner.accept("]") { return [] }
      var result: [Int] = []
      repeat {
        result.append(try number(what))
      } while scanner.accept(",")
      try scanner.expect("]")
      return result
    }

    private mutating func number(_ what: String) throws(SafetensorsError) -> Int {
      scanner.skipBlanks()
      if scanner.next == UInt8(ascii: "-") { throw scanner.malformed("\(what) is negative") }
      let value = try scanner.wholeNumber(what)
      if let byte = scanner.next, ".eE".utf8.contains(byte) {
        throw scanner.malformed("\(what) with a point or an exponent")
      }
      return value
    }

    /// A text in double quotes.
    private mutating func string(_ what: String) throws(SafetensorsError) -> String {
      scanner.skipBlanks()
      let start = scanner.offset
      guard scanner.next == UInt8(ascii: "\"") else {
        throw scanner.malformed("\(what) is missing")
      }
      scanner.skip()
      var text: [UInt8] = []
      while true {
        text += scanner.run { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") || $0 < 0x20 }
        switch scanner.next {
        case UInt8(ascii: "\""):
          scanner.skip()
          guard let result = String(validating: text, as: UTF8.self) else {
            throw scanner.malformed("a text that is not UTF-8", at: start)
          }
          return result
        case UInt8(ascii: "\\"):
          text += String(try escape()).utf8
        case nil:
          throw scanner.malformed("a quote is not closed", at: start)
        default:
          throw scanner.malformed("a control character in a text")
        }
      }
    }

    /// The character that an escape of JSON stands for.
    private mutating func escape() throws(SafetensorsError) -> Unicode.Scalar {
      let start = scanner.offset
      scanner.skip()
      guard let letter = scanner.next else { throw scanner.malformed("an escape is cut short") }
      scanner.skip()
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
        if UTF16.isLeadSurrogate(first), scanner.next == UInt8(ascii: "\\") {
          scanner.skip()
          if scanner.next == UInt8(ascii: "u") {
            scanner.skip()
            let pair = [first, try codeUnit()]
            if let text = String(validating: pair, as: UTF16.self),
              let scalar = text.unicodeScalars.first
            {
              return scalar
            }
          }
        }
        throw scanner.malformed("half a surrogate pair", at: start)
      default:
        throw scanner.malformed("an unknown escape", at: start)
      }
    }

    /// The number that four hexadecimal digits make.
    private mutating func codeUnit() throws(SafetensorsError) -> UInt16 {
      var value: UInt16 = 0
      for _ in 0..<4 {
        guard let byte = scanner.next,
          let digit = Character(Unicode.Scalar(byte)).hexDigitValue
        else { throw scanner.malformed("a hexadecimal digit is missing") }
        value = value << 4 | UInt16(digit)
        scanner.skip()
      }
      return value
    }
  }
}

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
    var scanner = Scanner(bytes, blanks: Scanner.jsonBlanks) { offset, reason in
      .malformedHeader(offset: offset, reason: reason)
    }
    guard scanner.next == UInt8(ascii: "{") else {
      throw scanner.malformed("the first byte is not '{'")
    }
    var tensors: [Tensor] = []
    var metadata: [String: String] = [:]
    try scanner.members { scanner, name, _ throws(SafetensorsError) in
      if name == "__metadata__" {
        metadata = try Self.texts(&scanner)
      } else {
        tensors.append(try Self.tensor(name, &scanner))
      }
    }
    try scanner.expectEnd()
    self.tensors = tensors
    self.metadata = metadata
  }

  private typealias Scanner = HeaderScanner<SafetensorsError>

  /// Texts by name.
  private static func texts(
    _ scanner: inout Scanner
  ) throws(SafetensorsError) -> [String: String] {
    var texts: [String: String] = [:]
    try scanner.members { scanner, key, _ throws(SafetensorsError) in
      texts[key] = try scanner.text("a text in quotes")
    }
    return texts
  }

  private static func tensor(
    _ name: String, _ scanner: inout Scanner
  ) throws(SafetensorsError) -> Tensor {
    var type: TensorType?
    var shape: [Int]?
    var place: (begin: Int, end: Int)?
    try scanner.members { scanner, key, offset throws(SafetensorsError) in
      switch key {
      case "dtype": type = try Self.type(&scanner)
      case "shape": shape = try Self.numbers("a dimension", &scanner)
      case "data_offsets": place = try Self.offsets(&scanner)
      default:
        throw scanner.malformed("an unknown key \"\(DisplayText.clipped(key))\"", at: offset)
      }
    }
    guard let type else { throw scanner.malformed("a tensor without \"dtype\"") }
    guard let shape else { throw scanner.malformed("a tensor without \"shape\"") }
    guard let place else { throw scanner.malformed("a tensor without \"data_offsets\"") }
    return Tensor(name: name, type: type, shape: shape, begin: place.begin, end: place.end)
  }

  private static func type(_ scanner: inout Scanner) throws(SafetensorsError) -> TensorType {
    scanner.skipBlanks()
    let offset = scanner.offset
    let name = try scanner.text("a type in quotes")
    guard let type = TensorType(rawValue: name) else {
      throw scanner.malformed("an unknown type \"\(DisplayText.clipped(name))\"", at: offset)
    }
    return type
  }

  private static func offsets(
    _ scanner: inout Scanner
  ) throws(SafetensorsError) -> (begin: Int, end: Int) {
    scanner.skipBlanks()
    let start = scanner.offset
    let values = try numbers("an offset", &scanner)
    guard values.count == 2 else {
      throw scanner.malformed("\(values.count) offsets in place of 2", at: start)
    }
    return (values[0], values[1])
  }

  /// An array of whole numbers.
  private static func numbers(
    _ what: String, _ scanner: inout Scanner
  ) throws(SafetensorsError) -> [Int] {
    var result: [Int] = []
    try scanner.elements { scanner throws(SafetensorsError) in
      result.append(try scanner.plainInteger(what))
    }
    return result
  }
}

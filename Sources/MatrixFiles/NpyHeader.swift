/// The header of an npy file, a Python dictionary literal with exactly three keys.
///
///     {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
///
/// Strict: the keys in any order, each once; strings in single or double quotes without escapes;
/// nothing but blanks and one line end after the dictionary.
///
/// Source: NEP 1 and the documentation of `numpy.lib.format`.
struct NpyHeader: Equatable {
  /// The type of the entries, such as `<f4`.
  var type: String
  /// Whether the entries are stored column by column.
  var isFortranOrder: Bool
  /// The dimensions.
  var shape: [Int]

  init(type: String, isFortranOrder: Bool, shape: [Int]) {
    self.type = type
    self.isFortranOrder = isFortranOrder
    self.shape = shape
  }

  init(parsing bytes: ArraySlice<UInt8>) throws(MatrixFileError) {
    var scanner = Scanner(bytes)
    self = try scanner.header()
  }

  private struct Scanner {
    private let start: Int
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
      start = bytes.startIndex
      rest = bytes
    }

    mutating func header() throws(MatrixFileError) -> NpyHeader {
      var type: String?
      var isFortranOrder: Bool?
      var shape: [Int]?
      try expect("{")
      while !accept("}") {
        let keyOffset = offset
        let key = try string("a key in quotes")
        try expect(":")
        switch key {
        case "descr" where type == nil: type = try entryType()
        case "fortran_order" where isFortranOrder == nil: isFortranOrder = try boolean()
        case "shape" where shape == nil: shape = try dimensions()
        case "descr", "fortran_order", "shape":
          throw malformed("the key '\(key)' twice", at: keyOffset)
        default:
          throw malformed("an unknown key '\(clipped(key))'", at: keyOffset)
        }
        guard accept(",") else {
          try expect("}")
          break
        }
      }
      guard let type else { throw malformed("no 'descr'") }
      guard let isFortranOrder else { throw malformed("no 'fortran_order'") }
      guard let shape else { throw malformed("no 'shape'") }
      skipBlanks()
      if rest.first == UInt8(ascii: "\n") { rest = rest.dropFirst() }
      guard rest.isEmpty else { throw malformed("something after the dictionary") }
      return NpyHeader(type: type, isFortranOrder: isFortranOrder, shape: shape)
    }

    /// A type is a string; a list stands for a record type, which has no single number an entry.
    private mutating func entryType() throws(MatrixFileError) -> String {
      skipBlanks()
      if rest.first == UInt8(ascii: "[") { throw .unsupportedNpyType("record") }
      return try string("a type in quotes")
    }

    private mutating func boolean() throws(MatrixFileError) -> Bool {
      if accept("True") { return true }
      if accept("False") { return false }
      throw malformed("True or False is missing")
    }

    /// A Python tuple of integers: `()`, `(3,)`, `(3, 4)`, `(3, 4,)`.
    private mutating func dimensions() throws(MatrixFileError) -> [Int] {
      try expect("(")
      var result: [Int] = []
      while !accept(")") {
        result.append(try integer())
        guard accept(",") else {
          guard result.count > 1 else { throw malformed("a comma is missing after one dimension") }
          try expect(")")
          break
        }
      }
      return result
    }

    private mutating func integer() throws(MatrixFileError) -> Int {
      skipBlanks()
      let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
      let isPadded = digits.count > 1 && digits.first == UInt8(ascii: "0")
      guard !digits.isEmpty, !isPadded else { throw malformed("a dimension is missing") }
      guard let value = Int(String(decoding: digits, as: UTF8.self)) else {
        throw malformed("a dimension beyond 2^63")
      }
      rest = rest[digits.endIndex...]
      return value
    }

    private mutating func string(_ what: String) throws(MatrixFileError) -> String {
      skipBlanks()
      guard let quote = rest.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
        throw malformed("\(what) is missing")
      }
      let content = rest.dropFirst().prefix { $0 != quote }
      guard content.endIndex < rest.endIndex else { throw malformed("a quote is not closed") }
      guard content.allSatisfy({ $0 >= 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") }) else {
        throw malformed("a text with other characters than printable ASCII")
      }
      rest = rest[(content.endIndex + 1)...]
      return String(decoding: content, as: UTF8.self)
    }

    private mutating func expect(_ token: String) throws(MatrixFileError) {
      guard accept(token) else { throw malformed("'\(token)' is missing") }
    }

    private mutating func accept(_ token: String) -> Bool {
      skipBlanks()
      guard rest.starts(with: token.utf8) else { return false }
      rest = rest.dropFirst(token.utf8.count)
      return true
    }

    private mutating func skipBlanks() {
      rest = rest.drop { $0 == UInt8(ascii: " ") }
    }

    private var offset: Int { rest.startIndex - start }

    private func malformed(_ reason: String, at place: Int? = nil) -> MatrixFileError {
      .malformedNpyHeader(offset: place ?? offset, reason: reason)
    }
  }
}

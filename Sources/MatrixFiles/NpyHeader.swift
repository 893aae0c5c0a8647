import Files

/// The header of an npy file, a Python dictionary literal with exactly three keys.
///
///     {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
///
/// Strict: the keys in any order, each once; strings in single or double quotes without escapes;
/// nothing but blanks and one line end after the dictionary. Python 2 may have written a dimension
/// as a long, `3L`.
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
    var parser = Parser(
      scanner: HeaderScanner(bytes, blanks: " ") { offset, reason in
        .malformedNpyHeader(offset: offset, reason: reason)
      })
    self = try parser.header()
  }

  private struct Parser {
    var scanner: HeaderScanner<MatrixFileError>

    mutating func header() throws(MatrixFileError) -> NpyHeader {
      var type: String?
      var isFortranOrder: Bool?
      var shape: [Int]?
      try scanner.expect("{")
      while !scanner.accept("}") {
        let keyOffset = scanner.offset
        let key = try string("a key in quotes")
        try scanner.expect(":")
        switch key {
        case "descr" where type == nil: type = try entryType()
        case "fortran_order" where isFortranOrder == nil: isFortranOrder = try boolean()
        case "shape" where shape == nil: shape = try dimensions()
        case "descr", "fortran_order", "shape":
          throw scanner.malformed("the key '\(key)' twice", at: keyOffset)
        default:
          throw scanner.malformed(
            "an unknown key '\(DisplayText.clipped(key))'", at: keyOffset)
        }
        guard scanner.accept(",") else {
          try scanner.expect("}")
          break
        }
      }
      guard let type else { throw scanner.malformed("no 'descr'") }
      guard let isFortranOrder else { throw scanner.malformed("no 'fortran_order'") }
      guard let shape else { throw scanner.malformed("no 'shape'") }
      scanner.skipBlanks()
      if scanner.next == UInt8(ascii: "\n") { scanner.skip() }
      guard scanner.next == nil else { throw scanner.malformed("something after the dictionary") }
      return NpyHeader(type: type, isFortranOrder: isFortranOrder, shape: shape)
    }

    /// A type is a string; a list stands for a record type, which has no single number an entry.
    private mutating func entryType() throws(MatrixFileError) -> String {
      scanner.skipBlanks()
      if scanner.next == UInt8(ascii: "[") { throw .unsupportedNpyType("record") }
      return try string("a type in quotes")
    }

    private mutating func boolean() throws(MatrixFileError) -> Bool {
      if scanner.accept("True") { return true }
      if scanner.accept("False") { return false }
      throw scanner.malformed("True or False is missing")
    }

    /// A Python tuple of integers: `()`, `(3,)`, `(3, 4)`, `(3, 4,)`.
    private mutating func dimensions() throws(MatrixFileError) -> [Int] {
      try scanner.expect("(")
      var result: [Int] = []
      while !scanner.accept(")") {
        result.append(try scanner.wholeNumber("a dimension"))
        if scanner.next == UInt8(ascii: "L") { scanner.skip() }
        guard scanner.accept(",") else {
          guard result.count > 1 else {
            throw scanner.malformed("a comma is missing after one dimension")
          }
          try scanner.expect(")")
          break
        }
      }
      return result
    }

    private mutating func string(_ what: String) throws(MatrixFileError) -> String {
      scanner.skipBlanks()
      let start = scanner.offset
      guard let quote = scanner.next,
        quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
      else { throw scanner.malformed("\(what) is missing") }
      scanner.skip()
      let content = scanner.run { $0 == quote }
      guard scanner.next != nil else { throw scanner.malformed("a quote is not closed", at: start) }
      guard content.allSatisfy({ $0 >= 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") }) else {
        throw scanner.malformed(
          "a text with other characters than printable ASCII", at: start)
      }
      scanner.skip()
      return String(decoding: content, as: UTF8.self)
    }
  }
}

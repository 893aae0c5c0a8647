/// The part of TOML that settings are written in, recognised before the library sees a file.
///
/// Tables and keys of at most four parts, strings of one line, numbers, true and false, arrays and
/// inline tables of them. Dates, strings of several lines and arrays of tables are not settings.
/// Version 0.6.0 of the library aborts the process on some texts that are no TOML, on some dates,
/// and on keys of very many parts; on none that is recognised here, as far as fuzzing shows.
struct ConfigurationSyntax {
  /// What is not recognised: the line, from 1, and what is wrong there.
  struct Problem: Error, Equatable {
    let line: Int
    let text: String
  }

  private let bytes: [UInt8]
  private var place = 0
  private var line = 1

  /// Throws the first thing in a text that settings are not written with.
  static func check(_ text: String) throws(Problem) {
    var syntax = ConfigurationSyntax(text)
    try syntax.readFile()
  }

  private init(_ text: String) {
    // Editors of Windows put a byte-order mark of three bytes in front.
    bytes = Array(text.utf8.dropFirst(text.utf8.starts(with: "\u{feff}".utf8) ? 3 : 0))
  }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private func problem(_ text: String) -> Problem { Problem(line: line, text: text) }

  /// Takes a byte if it comes next.
  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func require(_ character: Unicode.Scalar, _ what: String) throws(Problem) {
    guard take(character) else { throw problem("\(what) must be followed by \(character)") }
  }

  private mutating func skipBlanks() {
    while take(" ") || take("\t") {}
  }

  private mutating func skipComment() {
    guard take("#") else { return }
    while let byte = next, byte != UInt8(ascii: "\n") { place += 1 }
  }

  /// Takes the end of a line, whatever the system writes there; false at the end of the text.
  private mutating func takeLineEnd() -> Bool {
    let start = place
    _ = take("\r")
    guard take("\n") else {
      place = start
      return false
    }
    line += 1
    return true
  }

  private mutating func readFile() throws(Problem) {
    while true {
      skipBlanks()
      if take("[") {
        skipBlanks()
        try readKey()
        try require("]", "the name of a table")
      } else if let byte = next, !Array("#\r\n".utf8).contains(byte) {
        try readSetting(depth: 0)
      }
      skipBlanks()
      skipComment()
      guard takeLineEnd() else {
        guard next == nil else { throw problem("something is left over at the end") }
        return
      }
    }
  }

  private mutating func readSetting(depth: Int) throws(Problem) {
    try readKey()
    try require("=", "the name of a setting")
    skipBlanks()
    try readValue(depth: depth)
  }

  /// Reads a name and the blanks behind it; names of settings have two parts.
  private mutating func readKey() throws(Problem) {
    for _ in 0..<4 {
      if let quote = next, isQuote(quote) {
        try readString()
      } else {
        let start = place
        while let byte = next, isBare(byte) { place += 1 }
        guard place > start else { throw problem("a name is expected") }
      }
      skipBlanks()
      guard take(".") else { return }
      skipBlanks()
    }
    throw problem("a name has too many parts")
  }

  private mutating func readValue(depth: Int) throws(Problem) {
    guard depth < 4 else { throw problem("too many brackets are open") }
    if let quote = next, isQuote(quote) {
      try readString()
    } else if take("[") {
      try readArray(depth: depth)
    } else if take("{") {
      try readInlineTable(depth: depth)
    } else {
      let start = place
      while let byte = next, isBare(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
      {
        place += 1
      }
      let word = String(decoding: bytes[start..<place], as: UTF8.self)
      let number =
        /[+-]?(inf|nan|[0-9][0-9_]*(\.[0-9][0-9_]*)?([eE][+-]?[0-9_]+)?)|0x[0-9a-fA-F_]+|0o[0-7_]+|0b[01_]+/
      guard ["true", "false"].contains(word) || word.wholeMatch(of: number) != nil else {
        throw problem("a value must be a number, true, false, or in quotation marks")
      }
    }
  }

  /// Reads what follows `[`; lines may end between elements.
  private mutating func readArray(depth: Int) throws(Problem) {
    skipLines()
    while !take("]") {
      try readValue(depth: depth + 1)
      skipLines()
      guard take(",") else {
        try require("]", "the last element of a list")
        return
      }
      skipLines()
    }
  }

  private mutating func skipLines() {
    repeat {
      skipBlanks()
      skipComment()
    } while takeLineEnd()
  }

  /// Reads what follows `{`, on one line and without a comma at the end.
  private mutating func readInlineTable(depth: Int) throws(Problem) {
    skipBlanks()
    guard !take("}") else { return }
    repeat {
      skipBlanks()
      try readSetting(depth: depth + 1)
      skipBlanks()
    } while take(",")
    try require("}", "the last setting in braces")
  }

  private mutating func readString() throws(Problem) {
    let start = place
    let quote = bytes[place]
    place += 1
    while let byte = next, byte != UInt8(ascii: "\n") {
      place += 1
      if byte == quote {
        guard place > start + 2 || next != quote else {
          throw problem("a text of several lines is no setting")
        }
        return
      }
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\""), next == quote || next == byte {
        place += 1
      }
    }
    throw problem("a quotation mark is not closed")
  }

  private func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  private func isBare(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

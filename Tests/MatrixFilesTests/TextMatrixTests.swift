import Exact
import MatrixFiles
import Testing

@Suite struct TextMatrixTests {
  private func parse(_ text: String, areSquare: Bool = false) throws -> RationalMatrix {
    try MatrixFile.parse(Array(text.utf8), as: .text, areSquare: areSquare)
  }

  @Test(arguments: [
    "1/2,0.25\n-3,1e-2\n",
    "1/2;0.25\n-3;1e-2\n",
    "1/2\t0.25\n-3\t1e-2\n",
    "1/2 0.25\n-3 1e-2",
    " 1/2 , 0.25 \r\n\r\n# a comment\r\n  -3 ,\t1e-2\r\n",
    "# first\n\n   1/2 \t  0.25\n \t \n  # second, 1, 2, 3\n-3   1e-2  \n\n",
    "\u{feff}1/2,0.25\r-3,1e-2",
  ])
  func readsEverySeparator(text: String) throws {
    let expected = RationalMatrix([[Rational(1, 2), Rational(1, 4)], [-3, Rational(1, 100)]])
    #expect(try parse(text) == expected)
  }

  @Test func decimalsAreExact() throws {
    let matrix = try parse("0.1,0.30000000000000004,1e400,-2.50e-3")
    #expect(matrix[0, 0] == Rational(1, 10))
    #expect(matrix[0, 1] == Rational(30_000_000_000_000_004, 100_000_000_000_000_000))
    #expect(matrix[0, 2].description == "1" + String(repeating: "0", count: 400))
    #expect(matrix[0, 3] == Rational(-1, 400))
  }

  @Test func aMatrixNeedNotBeSquare() throws {
    let text = "1,2,3\n4,5,6"
    let matrix = try parse(text)
    #expect(matrix.rowCount == 2)
    #expect(matrix.columnCount == 3)
    #expect(matrix[1, 2] == 6)
    #expect(throws: MatrixFileError.notSquare(rows: 2, columns: 3)) {
      try parse(text, areSquare: true)
    }
    #expect(try parse("7", areSquare: true) == RationalMatrix([[7]]))
  }

  @Test(arguments: ["", "\n\n", "# nothing\n", " \t \r\n", "\u{feff}"])
  func refusesFilesWithoutEntries(text: String) {
    #expect(throws: MatrixFileError.empty) { try parse(text) }
  }

  @Test func refusesRaggedRows() {
    // Skipped lines count, so that an editor shows the line named.
    #expect(throws: MatrixFileError.raggedRows(line: 4, expected: 2, found: 3)) {
      try parse("1,2\n# x\n\n1,2,3")
    }
    #expect(throws: MatrixFileError.raggedRows(line: 2, expected: 2, found: 1)) {
      try parse("1 2\r\n3\r\n")
    }
  }

  @Test(arguments: ["1,,2", "1,", ",1", "1, \t,2"])
  func refusesMissingEntries(text: String) {
    #expect(throws: MatrixFileError.self) { try parse(text) }
    let column = text.hasPrefix(",") ? 1 : 2
    #expect(throws: MatrixFileError.missingEntry(line: 1, column: column)) { try parse(text) }
  }

  @Test(arguments: ["x", "1.2.3", "--1", "1 2", "0x10", "1e", "1_000", "\"1\"", "α"])
  func refusesWhatIsNotANumber(entry: String) {
    #expect(throws: MatrixFileError.notANumber(line: 2, column: 3, text: entry)) {
      try parse("1,2,3\n4,5,\(entry)")
    }
  }

  /// A space that is none, a digit of another script, a minus sign: they look right, so they are
  /// shown as what they are.
  @Test(arguments: [
    ("1\u{a0}", #"1\u{A0}"#), ("\u{2003}1", #"\u{2003}1"#), ("\u{2212}1", #"\u{2212}1"#),
    ("\u{ff11}", #"\u{FF11}"#), ("½", #"\u{BD}"#), ("0\u{301}", #"0\u{301}"#),
  ])
  func lookAlikesAreShownAsEscapes(entry: String, shown: String) {
    #expect(throws: MatrixFileError.notANumber(line: 2, column: 1, text: shown)) {
      try parse("1,2\n\(entry),4")
    }
  }

  /// What pandas, R and spreadsheets write above the numbers.
  @Test(arguments: [
    ",0,1\n0,1.0,0.0\n1,0.0,1.0\n", ",a,b\na,1,0\nb,0,1\n", "a,b\n1,0\n0,1\n",
    "\"\",\"V1\",\"V2\"\n\"1\",1,0\n\"2\",0,1\n", "V1 V2\n1 1 0\n2 0 1\n", ";x;y\n1;1;0\n",
  ])
  func namesOfColumnsAreNotRows(text: String) {
    #expect(throws: MatrixFileError.columnNames(line: 2)) { try parse("# pandas\n" + text) }
    #expect(!MatrixFileError.columnNames(line: 2).explanation.contains("write 0"))
  }

  /// One entry that is no number, or a NaN, is a bad entry and no name.
  @Test func aBadEntryOfTheFirstRowIsNotAName() {
    #expect(throws: MatrixFileError.notANumber(line: 1, column: 2, text: "x")) {
      try parse("1,x\n0,1")
    }
    #expect(throws: MatrixFileError.notFinite(line: 1, column: 1, text: "nan")) {
      try parse("nan,nan\n0,1")
    }
    #expect(throws: MatrixFileError.missingEntry(line: 1, column: 1)) { try parse(",\n0,1") }
    #expect(throws: MatrixFileError.missingEntry(line: 1, column: 2)) { try parse("1,\n0,1") }
  }

  @Test func refusesBadFractionsAndExponents() {
    #expect(throws: MatrixFileError.zeroDenominator(line: 1, column: 2, text: "1/0")) {
      try parse("1 1/0")
    }
    #expect(throws: MatrixFileError.exponentTooLarge(line: 1, column: 1, text: "1e401")) {
      try parse("1e401")
    }
    #expect(throws: MatrixFileError.notANumber(line: 1, column: 1, text: "1/-2")) {
      try parse("1/-2")
    }
  }

  @Test(arguments: ["nan", "NaN", "inf", "-inf", "+Infinity", "-NAN"])
  func refusesEntriesThatAreNotFinite(entry: String) {
    #expect(throws: MatrixFileError.notFinite(line: 1, column: 2, text: entry)) {
      try parse("0 \(entry)")
    }
  }

  @Test(arguments: [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xe2, 0x82]] as [[UInt8]])
  func refusesOtherEncodings(bytes: [UInt8]) {
    #expect(throws: MatrixFileError.notUTF8(line: 2)) {
      try MatrixFile.parse(Array("1,2\n3,".utf8) + bytes + Array("\n".utf8), as: .text)
    }
    // In a comment as well: the file is text or it is not.
    #expect(throws: MatrixFileError.notUTF8(line: 1)) {
      try MatrixFile.parse(Array("# ".utf8) + bytes, as: .text)
    }
  }

  @Test func refusesMoreEntriesThanTheLimit() throws {
    #expect(throws: MatrixFileError.tooManyEntries(rows: 3, columns: 2, limit: 5)) {
      try MatrixFile.parse(Array("1 2\n3 4\n5 6".utf8), as: .text, entryLimit: 5)
    }
    #expect(
      try MatrixFile.parse(Array("1 2\n3 4\n5 6".utf8), as: .text, entryLimit: 6).rowCount == 3)
  }

  @Test func messagesStayShortWhateverTheFileHolds() throws {
    let long = String(repeating: "\u{7}y", count: 5000)
    do {
      _ = try MatrixFile.parse(Array(long.utf8), as: .text)
      Issue.record("a bell is not a number")
    } catch {
      #expect(error.explanation.count < 250)
      #expect(error.explanation.unicodeScalars.allSatisfy { $0.value >= 0x20 })
    }
  }
}

import MatrixFiles
import Testing

/// Every error is one sentence that says what is wrong, where, and what to do.
@Suite struct MatrixFileErrorTests {
  private static let sentences: [(MatrixFileError, String)] = [
    (.missingFile(path: "m.csv"), "There is no matrix file m.csv."),
    (.unreadable(path: "m.csv", reason: "r"), "The matrix file m.csv cannot be read: r."),
    (
      .unknownExtension(path: "m.png"),
      "The file m.png is not a matrix file by its extension; the supported ones are .csv, .txt, "
        + ".npy, .safetensors."
    ),
    (
      .fileTooLarge(path: "m.csv", bytes: 2_000_000_000),
      "The matrix file m.csv has 2000000000 bytes; at most 1073741824 are read."
    ),
    (.empty, "The file holds no matrix; write one row a line."),
    (
      .tooManyEntries(rows: 3, columns: 4, limit: 9),
      "The matrix is 3 x 4; at most 9 entries are read."
    ),
    (.notSquare(rows: 3, columns: 4), "The matrix is 3 x 4; a square one is needed."),
    (.zeroSize(rows: 0, columns: 1), "The matrix is 0 x 1 and has no entries."),
    (.unsupportedDimensions(1), "The array has 1 dimension; a matrix has 2."),
    (.unsupportedDimensions(3), "The array has 3 dimensions; a matrix has 2."),
    (
      .notFiniteValue(row: 1, column: 2, value: "inf"),
      "Row 1, column 2 is inf; every entry must be a finite number."
    ),
    (
      .notUTF8(line: 1),
      "Line 1 is not UTF-8 text; save the file as plain text, or use .npy for binary."
    ),
    (
      .raggedRows(line: 4, expected: 2, found: 1), "Line 4 has 1 entry, the first row has 2."
    ),
    (
      .raggedRows(line: 4, expected: 2, found: 3), "Line 4 has 3 entries, the first row has 2."
    ),
    (.missingEntry(line: 1, column: 2), "Line 1, column 2 is empty; write 0 for a zero."),
    (
      .notANumber(line: 2, column: 3, text: "x"),
      "Line 2, column 3: \"x\" is not a number; write a decimal such as -0.25 or 1e-3, or a "
        + "fraction p/q."
    ),
    (
      .zeroDenominator(line: 1, column: 2, text: "1/0"),
      "Line 1, column 2: \"1/0\" divides by zero; write a fraction p/q with q > 0."
    ),
    (
      .exponentTooLarge(line: 1, column: 2, text: "1e9999"),
      "Line 1, column 2: \"1e9999\" has a decimal exponent beyond 400."
    ),
    (
      .notFinite(line: 1, column: 2, text: "nan"),
      "Line 1, column 2: nan is not a finite number; every entry must be one."
    ),
    (.notNpy, "The file does not start with the npy signature; write it with numpy.save."),
    (
      .unsupportedNpyVersion(major: 9, minor: 1),
      "The npy version is 9.1; 1.0, 2.0 and 3.0 are read."
    ),
    (
      .truncatedNpyHeader(expectedBytes: 8, foundBytes: 7),
      "The npy header needs a file of 8 bytes, this one ends after 7."
    ),
    (
      .malformedNpyHeader(offset: 3, reason: "no 'shape'"),
      "The npy header is malformed at byte 3: no 'shape'."
    ),
    (
      .unsupportedNpyType("'<i4'"),
      "The npy entries have type '<i4'; convert them with astype(\"<f4\") or astype(\"<f8\")."
    ),
    (
      .truncatedNpyData(expectedBytes: 8, foundBytes: 7),
      "The npy entries take 8 bytes, the file has 7 of them."
    ),
    (
      .trailingNpyData(expectedBytes: 8, foundBytes: 9),
      "The npy entries take 8 bytes, but 9 follow the header."
    ),
    (
      .truncatedSafetensorsHeader(expectedBytes: 8, foundBytes: 7),
      "The safetensors header needs a file of 8 bytes, this one ends after 7."
    ),
    (
      .oversizedSafetensorsHeader(bytes: .max),
      "The safetensors header has 18446744073709551615 bytes by the first 8 bytes of the file; at "
        + "most 100000000 are read."
    ),
    (
      .malformedSafetensorsHeader(offset: 3, reason: "a dimension is negative"),
      "The safetensors header is malformed at byte 3: a dimension is negative."
    ),
    (.unusedTensorData(bytes: 3), "The last 3 bytes of the file belong to no tensor."),
    (
      .unknownTensor(name: "x", square: ["a", "b"]),
      "There is no tensor \"x\"; the square ones are \"a\", \"b\"."
    ),
    (
      .unknownTensor(name: "x", square: []),
      "There is no tensor \"x\"; no tensor is a square matrix."
    ),
    (
      .noSquareTensor(tensors: 7),
      "The file has 7 tensors, none of them a square matrix with entries."
    ),
    (
      .severalSquareTensors(names: ["a", "b"]),
      "The file has 2 square tensors; choose one with --tensor: \"a\", \"b\"."
    ),
    (.misplacedTensor(reason: "its data are away"), "Its data are away."),
    (
      .unsupportedTensorType("I64"),
      "Its entries have type I64; F16, BF16, F32 and F64 are read."
    ),
    (
      .inTensor(name: "w", .notFiniteValue(row: 1, column: 2, value: "nan")),
      "Tensor \"w\": row 1, column 2 is nan; every entry must be a finite number."
    ),
  ]

  @Test(arguments: sentences)
  func everyErrorHasItsSentence(error: MatrixFileError, sentence: String) {
    #expect(error.explanation == sentence)
    #expect(sentence.prefix(1) == sentence.prefix(1).uppercased() && sentence.hasSuffix("."))
    #expect(sentence.split(separator: " ").count > 3)
  }

  @Test func everySentenceIsAnother() {
    #expect(Set(Self.sentences.map(\.1)).count == Self.sentences.count)
  }

  @Test func thePathComesBeforeTheProblem() {
    #expect(
      MatrixFileError.raggedRows(line: 4, expected: 2, found: 1).explanation(inFile: "M.csv")
        == "The matrix file M.csv cannot be used: line 4 has 1 entry, the first row has 2.")
    #expect(
      MatrixFileError.missingFile(path: "M.csv").explanation(inFile: "M.csv")
        == "There is no matrix file M.csv.")
  }

  @Test func manyAndLongNamesAreCut() {
    let names = (0..<1000).map { "\($0)" + String(repeating: "x", count: 10_000) }
    let sentence = MatrixFileError.severalSquareTensors(names: names).explanation
    #expect(sentence.hasSuffix("x...\" and 980 more."))
    #expect(sentence.count < 2000)
  }

  @Test func namesNeitherStartLinesNorSteerTheTerminal() {
    let name = "a\n\u{1b}[2Jb\u{2028}\u{202e}\u{85}é"
    let sentence = MatrixFileError.inTensor(name: name, .empty).explanation
    #expect(
      sentence
        == #"Tensor "a\n\u{1B}[2Jb\u{2028}\u{202E}\u{85}é": the file holds no matrix; write one row a line."#
    )
  }
}

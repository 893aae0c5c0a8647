import Exact
import Foundation
import MatrixFiles
import Testing

@Suite struct TensorFileTests {
  private static let unit: [UInt8] = [0, 0, 0x80, 0x3f]
  private static let square = SafetensorsBytes.bytes([1, 0.5, -0.25, 3])
  private static let squareMatrix = RationalMatrix([
    [1, Rational(1, 2)], [Rational(-1, 4), 3],
  ])

  /// The file with one tensor `a` of this place in the data.
  private func open(
    _ type: String, _ shape: String, _ begin: Int, _ end: Int, data count: Int
  ) throws {
    let header =
      #"{"a":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[\#(begin),\#(end)]}}"#
    let data = [UInt8](repeating: 0, count: count)
    _ = try TensorFile(SafetensorsBytes(header: header, data: data).file)
  }

  // MARK: Values

  @Test func floatsEnterByRowsAndExactly() throws {
    let file = try TensorFile(SafetensorsBytes([("a", "F32", [2, 2], Self.square)]).file)
    #expect(try file.matrix(named: "a") == Self.squareMatrix)
    // The float nearest to 1/10, from its bits.
    let tenth = try TensorFile(
      SafetensorsBytes([("a", "F32", [1, 1], [0xcd, 0xcc, 0xcc, 0x3d])]).file)
    #expect(try tenth.matrix(named: "a")[0, 0] == Rational(13_421_773, 134_217_728))
    // The double nearest to 1/10, and the smallest one.
    let double = try TensorFile(
      SafetensorsBytes([
        ("a", "F64", [1, 1], [0x9a, 0x99, 0x99, 0x99, 0x99, 0x99, 0xb9, 0x3f]),
        ("b", "F64", [1, 1], [1, 0, 0, 0, 0, 0, 0, 0]),
      ]).file)
    #expect(
      try double.matrix(named: "a")[0, 0]
        == Rational(3_602_879_701_896_397, 36_028_797_018_963_968))
    #expect(try double.matrix(named: "b")[0, 0] == Rational.powerOfTwo(-1074))
  }

  /// Every 16-bit pattern: the finite ones in a matrix, the others by their error.
  @Test(arguments: ["F16", "BF16"])
  func everyShortFloatIsExact(type: String) throws {
    func value(_ pattern: UInt16) -> Double {
      type == "F16"
        ? Double(Float16(bitPattern: pattern)) : Double(Float(bitPattern: UInt32(pattern) << 16))
    }
    let patterns = (0...UInt16.max).map { value($0).isFinite ? $0 : 0 }
    let file = try TensorFile(
      SafetensorsBytes([
        ("a", type, [256, 256], patterns.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] })
      ]).file)
    let matrix = try file.matrix(named: "a")
    for (k, pattern) in patterns.enumerated() {
      guard matrix[k / 256, k % 256] == Rational(exactly: value(pattern)) else {
        Issue.record("pattern \(pattern) gives \(matrix[k / 256, k % 256])")
        return
      }
    }
    let strange = (0...UInt16.max).filter { !value($0).isFinite }
    #expect(strange.count == (type == "F16" ? 2048 : 256))
    for pattern in stride(from: 0, to: strange.count, by: 17).map({ strange[$0] }) {
      let file = try TensorFile(
        SafetensorsBytes([("a", type, [1, 1], [UInt8(pattern & 0xff), UInt8(pattern >> 8)])]).file)
      let text = value(pattern).isNaN ? "nan" : value(pattern) < 0 ? "-inf" : "inf"
      #expect(
        throws: MatrixFileError.inTensor(
          name: "a", .notFiniteValue(row: 1, column: 1, value: text))
      ) {
        try file.matrix(named: "a")
      }
    }
  }

  @Test(arguments: [(Float.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf")])
  func refusesWhatIsNotFinite(value: Float, text: String) throws {
    let data = SafetensorsBytes.bytes([0, 1, value, .nan])
    let file = try TensorFile(
      SafetensorsBytes([("a", "F32", [1, 1], Self.unit), ("w.x", "F32", [2, 2], data)]).file)
    let error = MatrixFileError.inTensor(
      name: "w.x", .notFiniteValue(row: 2, column: 1, value: text))
    #expect(throws: error) { try file.matrix(named: "w.x") }
    #expect(throws: error) { try file.requireSquareMatrices() }
    #expect(try file.matrix(named: "a")[0, 0] == 1)
  }

  @Test(arguments: [
    ("BOOL", 1), ("U8", 1), ("I8", 1), ("F8_E5M2", 1), ("F8_E4M3", 1), ("F8_E8M0", 1),
    ("F8_E4M3FNUZ", 1), ("F8_E5M2FNUZ", 1), ("I16", 2), ("U16", 2), ("I32", 4), ("U32", 4),
    ("C64", 8), ("I64", 8), ("U64", 8),
  ])
  func otherTypesAreNamedAndNotRead(type: String, size: Int) throws {
    let data = [UInt8](repeating: 0, count: 4 * size)
    let file = try TensorFile(SafetensorsBytes([("a", type, [2, 2], data)]).file)
    let error = MatrixFileError.inTensor(name: "a", .unsupportedTensorType(type))
    #expect(throws: error) { try file.matrix(named: nil) }
    #expect(throws: error) { try file.requireSquareMatrices() }
  }

  @Test func smallTypesFillWholeBytes() throws {
    try open("F4", "[2,2]", 0, 2, data: 2)
    try open("F6_E2M3", "[2,2]", 0, 3, data: 3)
    try open("F6_E3M2", "[4]", 0, 3, data: 3)
    #expect(throws: misplaced("the shape [3] of F4 ends within a byte")) {
      try open("F4", "[3]", 0, 2, data: 2)
    }
  }

  // MARK: Layout

  private func misplaced(_ reason: String, _ name: String = "a") -> MatrixFileError {
    .inTensor(name: name, .misplacedTensor(reason: reason))
  }

  @Test func theDataLieWithinTheFile() throws {
    try open("F32", "[1,2]", 0, 8, data: 8)
    #expect(throws: misplaced("its data end at byte 8, the file has 7 of them")) {
      try open("F32", "[1,2]", 0, 8, data: 7)
    }
    #expect(throws: misplaced("its data end at byte \(Int.max), the file has 8 of them")) {
      try open("F32", "[1,2]", 0, .max, data: 8)
    }
    #expect(throws: misplaced("its data begin at byte 8 and end before, at byte 4")) {
      try open("F32", "[1,2]", 8, 4, data: 8)
    }
    #expect(throws: misplaced("its data begin at byte 4, the tensors before end at byte 0")) {
      try open("F32", "[1]", 4, 8, data: 8)
    }
    #expect(throws: MatrixFileError.unusedTensorData(bytes: 3)) {
      try open("F32", "[1,2]", 0, 8, data: 11)
    }
  }

  @Test func theShapeGivesTheSize() throws {
    try open("F64", "[]", 0, 8, data: 8)
    try open("F64", "[2,0,9]", 0, 0, data: 0)
    #expect(throws: misplaced("the shape [3 x 1] of F16 takes 6 bytes, its data have 8")) {
      try open("F16", "[3,1]", 0, 8, data: 8)
    }
    #expect(throws: misplaced("the shape [] of F32 takes 4 bytes, its data have 0")) {
      try open("F32", "[]", 0, 0, data: 0)
    }
    // 2^62 x 4 bytes are 0 modulo 2^64.
    let large = 1 << 62
    #expect(throws: misplaced("the shape [\(large)] of F32 has more bits than can be counted")) {
      try open("F32", "[\(large)]", 0, 0, data: 0)
    }
    #expect(
      throws: misplaced(
        "the shape [1 x 1 x 1 x 1 x 1 x 1 x 1 x 1 x ...] of U8 takes 1 bytes, its "
          + "data have 2")
    ) {
      try open("U8", "[1,1,1,1,1,1,1,1,1]", 0, 2, data: 2)
    }
  }

  @Test(arguments: [
    (4, 8, 0, 4, nil), (0, 4, 4, 8, nil),
    (0, 4, 0, 4, "its data begin at byte 0, within another tensor that ends at byte 4"),
    (0, 4, 3, 7, "its data begin at byte 3, within another tensor that ends at byte 4"),
    (0, 4, 5, 9, "its data begin at byte 5, the tensors before end at byte 4"),
  ])
  func tensorsNeitherOverlapNorLeaveHoles(
    begin: Int, end: Int, nextBegin: Int, nextEnd: Int, problem: String?
  ) throws {
    func entry(_ name: String, _ begin: Int, _ end: Int) -> String {
      #""\#(name)":{"dtype":"F32","shape":[1],"data_offsets":[\#(begin),\#(end)]}"#
    }
    let bytes = SafetensorsBytes(
      header: "{\(entry("b", nextBegin, nextEnd)),\(entry("a", begin, end))}",
      data: [UInt8](repeating: 0, count: max(end, nextEnd))
    ).file
    guard let problem else {
      _ = try TensorFile(bytes)
      return
    }
    // Of two tensors at the same place the second in the data is named, whichever that is.
    do {
      _ = try TensorFile(bytes)
      Issue.record("accepted")
    } catch {
      #expect(["a", "b"].map { misplaced(problem, $0) }.contains(error))
    }
  }

  // MARK: Selection

  private static let several = SafetensorsBytes([
    ("b", "F32", [2, 2], square), ("vector", "F32", [4], square), ("rect", "F32", [1, 4], square),
    ("B", "F64", [1, 1], [UInt8](repeating: 0, count: 8)), ("none", "F32", [0, 0], []),
    ("a.1", "F32", [2, 2], square), ("deep", "F32", [1, 2, 2], square),
    (
      "step", "I64", [],
      [
        0, 0, 0, 0, 0, 0, 0, 0,
      ]
    ),
  ])

  @Test func squareTensorsComeInTheOrderOfTheirNames() throws {
    let file = try TensorFile(Self.several.file)
    #expect(file.squareNames == ["B", "a.1", "b"])
    try file.requireSquareMatrices()
    #expect(try file.matrix(named: "a.1") == Self.squareMatrix)
    #expect(throws: MatrixFileError.severalSquareTensors(names: ["B", "a.1", "b"])) {
      try file.matrix(named: nil)
    }
    #expect(throws: MatrixFileError.unknownTensor(name: "A", square: ["B", "a.1", "b"])) {
      try file.matrix(named: "A")
    }
  }

  @Test(arguments: [
    ("vector", MatrixFileError.unsupportedDimensions(1)), ("deep", .unsupportedDimensions(3)),
    ("step", .unsupportedDimensions(0)), ("rect", .notSquare(rows: 1, columns: 4)),
    ("none", .zeroSize(rows: 0, columns: 0)),
  ])
  func aTensorThatIsNoSquareMatrixIsNamed(name: String, problem: MatrixFileError) throws {
    let file = try TensorFile(Self.several.file)
    #expect(throws: MatrixFileError.inTensor(name: name, problem)) {
      try file.matrix(named: name)
    }
  }

  @Test func theOnlySquareTensorNeedsNoName() throws {
    let bytes = SafetensorsBytes([
      ("v", "F32", [4], Self.square), ("m", "F32", [2, 2], Self.square),
    ]).file
    #expect(try MatrixFile.parse(bytes, as: .safetensors) == Self.squareMatrix)
    #expect(
      throws: MatrixFileError.inTensor(
        name: "m", .tooManyEntries(rows: 2, columns: 2, limit: 3))
    ) {
      try MatrixFile.parse(bytes, as: .safetensors, entryLimit: 3)
    }
  }

  @Test(arguments: [0, 2])
  func aFileWithoutSquareTensorsSaysSo(count: Int) throws {
    let file = try TensorFile(
      SafetensorsBytes((0..<count).map { ("\($0)", "F32", [1], Self.unit) }).file)
    #expect(throws: MatrixFileError.noSquareTensor(tensors: count)) {
      try file.matrix(named: nil)
    }
    #expect(throws: MatrixFileError.noSquareTensor(tensors: count)) {
      try file.requireSquareMatrices()
    }
  }

  // MARK: Files

  @Test func tensorsAreReadFromAFileWhenTheyAreNeeded() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("tensors-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(Self.several.file).write(to: URL(fileURLWithPath: path))
    #expect(try MatrixFile.read(path: path, tensor: "b") == Self.squareMatrix)
    let file = try TensorFile(path: path)
    #expect(try file.matrix(named: "B") == RationalMatrix([[0]]))
    // Cut while it is open, within the third tensor from the end: an error of the file.
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.truncate(atOffset: UInt64(Self.several.file.count - 25))
    try handle.close()
    #expect(
      throws: MatrixFileError.unreadable(path: path, reason: "it was cut short while it was read")
    ) {
      try file.matrix(named: "a.1")
    }
    #expect(try file.matrix(named: "b") == Self.squareMatrix)
  }

  /// More bytes than are read of other formats, most of them in a tensor that nobody asks for.
  @Test func aLargeFileIsNoHindrance() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("large-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let size = 2 * MatrixFile.byteLimit
    let header =
      #"{"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"#
      + #""b":{"dtype":"U8","shape":[\#(size)],"data_offsets":[4,\#(size + 4)]}}"#
    try Data(SafetensorsBytes(header: header, data: Self.unit).file)
      .write(to: URL(fileURLWithPath: path))
    let handle = try #require(FileHandle(forWritingAtPath: path))
    // A hole: no block of the disk is written.
    try handle.truncate(atOffset: UInt64(8 + header.utf8.count + 4 + size))
    try handle.close()
    #expect(try MatrixFile.read(path: path) == RationalMatrix([[1]]))
  }
}

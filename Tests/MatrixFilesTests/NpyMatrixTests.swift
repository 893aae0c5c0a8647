import Exact
import MatrixFiles
import Testing

@Suite struct NpyMatrixTests {
  /// Values with few bits, so that all float types hold them exactly; 2 x 3, by rows.
  private let values = [0.5, -1.25, 3, 0, 0.375, 1024]
  private var matrix: RationalMatrix {
    RationalMatrix([
      [Rational(1, 2), Rational(-5, 4), 3], [0, Rational(3, 8), 1024],
    ])
  }

  @Test(
    arguments: [[UInt8]]([[1, 0], [2, 0], [3, 0]]), ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8"])
  func readsEveryVersionAndType(version: [UInt8], type: String) throws {
    let byRows = NpyBytes(
      version: version, type: type, payload: NpyBytes.bytes(of: values, type: type))
    #expect(try MatrixFile.parse(byRows.file, as: .npy) == matrix)
    let columnwise = [0, 3, 1, 4, 2, 5].map { values[$0] }
    let byColumns = NpyBytes(
      version: version, type: type, order: "True",
      payload: NpyBytes.bytes(of: columnwise, type: type))
    #expect(try MatrixFile.parse(byColumns.file, as: .npy) == matrix)
  }

  @Test func floatsEnterByTheirDyadicValue() throws {
    let single = NpyBytes(
      type: "<f4", shape: "(1, 2)", payload: NpyBytes.bytes(of: [0.1, 0x1p-149], type: "<f4"))
    let first = try MatrixFile.parse(single.file, as: .npy)
    // The float nearest to 1/10, from its bits 0x3dcccccd.
    #expect(first[0, 0] == Rational(13_421_773, 134_217_728))
    #expect(first[0, 1] == Rational.powerOfTwo(-149))
    let double = NpyBytes(
      type: "<f8", shape: "(1, 2)", payload: NpyBytes.bytes(of: [0.1, 0x1p-1074], type: "<f8"))
    let second = try MatrixFile.parse(double.file, as: .npy)
    // The double nearest to 1/10, from its bits 0x3fb999999999999a.
    #expect(second[0, 0] == Rational(3_602_879_701_896_397, 36_028_797_018_963_968))
    #expect(second[0, 1] == Rational.powerOfTwo(-1074))
  }

  @Test func negativeZeroIsZero() throws {
    let file = NpyBytes(shape: "(1, 1)", payload: [0, 0, 0, 0x80])
    #expect(try MatrixFile.parse(file.file, as: .npy)[0, 0] == 0)
  }

  @Test(arguments: [
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1)}",
    "{'shape':(1,1),'fortran_order':False,'descr':'<f4'}",
    "{\"descr\": \"<f4\", \"fortran_order\": False, \"shape\": (1, 1,)}",
    "  { 'descr' : '<f4' , 'fortran_order' : False , 'shape' : ( 1 , 1 , ) , }   \n",
  ])
  func readsEquivalentHeaders(header: String) throws {
    let file = NpyBytes.file(header: header, [0, 0, 0x80, 0x3f])
    #expect(try MatrixFile.parse(file, as: .npy)[0, 0] == 1)
  }

  @Test(arguments: [
    ("", 0, "'{' is missing"),
    ("[]", 0, "'{' is missing"),
    ("{}", 2, "no 'descr'"),
    ("{'descr': '<f4', }", 18, "no 'fortran_order'"),
    ("{'descr': '<f4', 'fortran_order': True}", 39, "no 'shape'"),
    ("{'descr': '<f4', 'descr': '<f4'}", 17, "the key 'descr' twice"),
    ("{'kind': 1}", 1, "an unknown key 'kind'"),
    ("{descr: '<f4'}", 1, "a key in quotes is missing"),
    ("{'descr' '<f4'}", 9, "':' is missing"),
    ("{'descr': 5}", 10, "a type in quotes is missing"),
    ("{'descr': '<f4}", 10, "a quote is not closed"),
    ("{'de\\x73cr': '<f4'}", 1, "a text with other characters than printable ASCII"),
    ("{'fortran_order': true}", 18, "True or False is missing"),
    ("{'shape': [1, 1]}", 10, "'(' is missing"),
    ("{'shape': (1 1)}", 13, "a comma is missing after one dimension"),
    ("{'shape': (1, 1 1)}", 16, "')' is missing"),
    ("{'shape': (-1, 1)}", 11, "a dimension is missing"),
    ("{'shape': (01, 1)}", 11, "a dimension is missing"),
    ("{'shape': (1, 9999999999999999999)}", 14, "a dimension beyond 2^63"),
    ("{'shape': (1, 1) 'descr': '<f4'}", 17, "'}' is missing"),
    (
      "{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1)} x", 57,
      "something after the dictionary"
    ),
    (
      "{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1)}\n\n", 57,
      "something after the dictionary"
    ),
  ])
  func refusesMalformedHeaders(header: String, offset: Int, reason: String) {
    #expect(throws: MatrixFileError.malformedNpyHeader(offset: offset, reason: reason)) {
      try MatrixFile.parse(NpyBytes.file(header: header, [0, 0, 0, 0]), as: .npy)
    }
  }

  @Test(arguments: ["=f2", "<f1", "<V2", "<i4", "|b1", "|O", "=f4", "|f4", "f4", "<f44", "<c8"])
  func refusesOtherTypes(type: String) {
    let file = NpyBytes(type: type, payload: [UInt8](repeating: 0, count: 24))
    #expect(throws: MatrixFileError.unsupportedNpyType("'\(type)'")) {
      try MatrixFile.parse(file.file, as: .npy)
    }
  }

  @Test func refusesRecords() {
    let header = "{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1, 1), }"
    #expect(throws: MatrixFileError.unsupportedNpyType("record")) {
      try MatrixFile.parse(NpyBytes.file(header: header), as: .npy)
    }
  }

  @Test(arguments: [("()", 0), ("(4,)", 1), ("(1, 2, 2)", 3)])
  func refusesOtherDimensions(shape: String, count: Int) {
    #expect(throws: MatrixFileError.unsupportedDimensions(count)) {
      try MatrixFile.parse(NpyBytes(shape: shape).file, as: .npy)
    }
  }

  @Test func refusesEmptyAndHugeShapes() {
    #expect(throws: MatrixFileError.zeroSize(rows: 0, columns: 3)) {
      try MatrixFile.parse(NpyBytes(shape: "(0, 3)").file, as: .npy)
    }
    #expect(throws: MatrixFileError.zeroSize(rows: 3, columns: 0)) {
      try MatrixFile.parse(NpyBytes(shape: "(3, 0)").file, as: .npy)
    }
    #expect(throws: MatrixFileError.tooManyEntries(rows: 4096, columns: 4097, limit: 1 << 24)) {
      try MatrixFile.parse(NpyBytes(shape: "(4096, 4097)").file, as: .npy)
    }
    // The product overflows.
    let large = Int.max / 2
    #expect(throws: MatrixFileError.tooManyEntries(rows: large, columns: 4, limit: 1 << 24)) {
      try MatrixFile.parse(NpyBytes(shape: "(\(large), 4)").file, as: .npy)
    }
  }

  /// Python 2 wrote long dimensions so.
  @Test(arguments: ["(2L, 3L)", "(2L, 3L,)", "(2, 3L)"])
  func longDimensionsAreRead(shape: String) throws {
    let payload = NpyBytes.bytes(of: [1, 2, 3, 4, 5, 6], type: "<f8")
    let file = NpyBytes(type: "<f8", shape: shape, payload: payload)
    #expect(
      try MatrixFile.parse(file.file, as: .npy) == RationalMatrix([[1, 2, 3], [4, 5, 6]]))
  }

  @Test(arguments: ["(2l, 3l)", "(2LL, 3)", "(2 L, 3)", "(L, 3)"])
  func otherSuffixesAreRefused(shape: String) {
    #expect(throws: MatrixFileError.self) {
      try MatrixFile.parse(NpyBytes(shape: shape).file, as: .npy)
    }
  }

  @Test func thePayloadMustFitTheShape() {
    #expect(throws: MatrixFileError.truncatedNpyData(expectedBytes: 24, foundBytes: 23)) {
      try MatrixFile.parse(NpyBytes(payload: [UInt8](repeating: 0, count: 23)).file, as: .npy)
    }
    #expect(throws: MatrixFileError.trailingNpyData(expectedBytes: 24, foundBytes: 25)) {
      try MatrixFile.parse(NpyBytes(payload: [UInt8](repeating: 0, count: 25)).file, as: .npy)
    }
  }

  @Test(arguments: [(Double.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf")])
  func refusesEntriesThatAreNotFinite(value: Double, text: String) {
    for type in ["<f4", ">f4", "<f8", ">f8"] {
      // Stored by columns, the fourth entry is row 2, column 2.
      let payload = NpyBytes.bytes(of: [1, 1, 1, value, 1, 1], type: type)
      let file = NpyBytes(type: type, order: "True", payload: payload)
      #expect(throws: MatrixFileError.notFiniteValue(row: 2, column: 2, value: text)) {
        try MatrixFile.parse(file.file, as: .npy)
      }
    }
  }

  @Test func refusesForeignAndTruncatedFiles() {
    let file = NpyBytes(payload: [UInt8](repeating: 0, count: 24)).file
    #expect(throws: MatrixFileError.empty) { try MatrixFile.parse([], as: .npy) }
    #expect(throws: MatrixFileError.notNpy) { try MatrixFile.parse(Array("1,2".utf8), as: .npy) }
    #expect(throws: MatrixFileError.notNpy) { try MatrixFile.parse(Array(file[..<5]), as: .npy) }
    #expect(throws: MatrixFileError.truncatedNpyHeader(expectedBytes: 8, foundBytes: 7)) {
      try MatrixFile.parse(Array(file[..<7]), as: .npy)
    }
    #expect(throws: MatrixFileError.truncatedNpyHeader(expectedBytes: 10, foundBytes: 9)) {
      try MatrixFile.parse(Array(file[..<9]), as: .npy)
    }
    let header = file.count - 24
    #expect(
      throws: MatrixFileError.truncatedNpyHeader(expectedBytes: header, foundBytes: header - 1)
    ) {
      try MatrixFile.parse(Array(file[..<(header - 1)]), as: .npy)
    }
    // Every proper prefix is an error of its own kind, none a crash or a matrix.
    for count in 0..<file.count {
      #expect(throws: MatrixFileError.self) {
        try MatrixFile.parse(Array(file[..<count]), as: .npy)
      }
    }
  }

  @Test(arguments: [(0, 0), (1, 1), (4, 0), (255, 0)])
  func refusesOtherVersions(major: Int, minor: Int) {
    let file = NpyBytes(version: [UInt8(major), UInt8(minor)]).file
    #expect(throws: MatrixFileError.unsupportedNpyVersion(major: major, minor: minor)) {
      try MatrixFile.parse(file, as: .npy)
    }
  }
}

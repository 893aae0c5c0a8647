import Exact
import MatrixFiles
import Testing

/// The header is text from a stranger: everything but the grammar of the format is refused.
@Suite struct SafetensorsHeaderTests {
  private static let one: [UInt8] = [0, 0, 0x80, 0x3f]

  private func matrix(header: String) throws -> RationalMatrix {
    try TensorFile(SafetensorsBytes(header: header, data: Self.one).file).matrix(named: nil)
  }

  @Test(arguments: [
    #"{"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}       "#,
    #"{"a":{"data_offsets":[0,4],"shape":[1,1],"dtype":"F32"}}"#,
    "{ \"a\" :\t{ \"dtype\" : \"F32\" ,\r\n \"shape\":[ 1 , 1 ] ,\"data_offsets\" : [ 0 , 4 ] } }\n ",
    #"{"__metadata__":{},"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"__metadata__":{"k":"[{","l":"é\n"}}"#,
    #"{"e":{"dtype":"F32","shape":[0,2],"data_offsets":[4,4]},"#
      + #""a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"#
      + #""d":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#,
  ])
  func readsEquivalentHeaders(header: String) throws {
    #expect(try matrix(header: header) == RationalMatrix([[1]]))
  }

  @Test(arguments: [
    (#"\u0061"#, "a"), (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{c}\n\r\t"), (#"\u00E9é"#, "éé"),
    (#"\ud83d\uDE00"#, "😀"), (#"\u0000"#, "\0"), ("", ""), ("[{'", "[{'"),
  ])
  func namesAreDecoded(written: String, name: String) throws {
    let header = #"{"\#(written)":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}"#
    let file = try TensorFile(SafetensorsBytes(header: header, data: Self.one).file)
    #expect(file.squareNames == [name])
    #expect(try file.matrix(named: name)[0, 0] == 1)
  }

  @Test(arguments: [
    ("", 0, "the first byte is not '{'"),
    (" {}", 0, "the first byte is not '{'"),
    ("[]", 0, "the first byte is not '{'"),
    ("{", 1, "a key in quotes is missing"),
    ("{}{}", 2, "something after the object"),
    ("{}\0", 2, "something after the object"),
    ("{,}", 1, "a key in quotes is missing"),
    (#"{"a"}"#, 4, "':' is missing"),
    (#"{"a":}"#, 5, "'{' is missing"),
    (#"{"a":[1]}"#, 5, "'{' is missing"),
    (#"{"a":null}"#, 5, "'{' is missing"),
    (#"{'a':{}}"#, 1, "a key in quotes is missing"),
    (#"{"a":{}}"#, 7, #"a tensor without "dtype""#),
    (#"{"a":{"dtype":"F32"}}"#, 20, #"a tensor without "shape""#),
    (#"{"a":{"dtype":"F32","shape":[]}}"#, 31, #"a tensor without "data_offsets""#),
    (#"{"a":{"dtype":"F32","dtype":"F32"}}"#, 20, #"the key "dtype" twice"#),
    (#"{"a":{"kind":1}}"#, 6, #"an unknown key "kind""#),
    (#"{"a":{"dtype":32}}"#, 14, "a type in quotes is missing"),
    (#"{"a":{"dtype":"F33"}}"#, 14, #"an unknown type "F33""#),
    (#"{"a":{"dtype":"f32"}}"#, 14, #"an unknown type "f32""#),
    (#"{"a":{"shape":3}}"#, 14, "'[' is missing"),
    (#"{"a":{"shape":[1,]}}"#, 17, "a dimension is missing"),
    (#"{"a":{"shape":[1 1]}}"#, 17, "']' is missing"),
    (#"{"a":{"shape":[[1]]}}"#, 15, "a dimension is missing"),
    (#"{"a":{"shape":["1"]}}"#, 15, "a dimension is missing"),
    (#"{"a":{"shape":[-1]}}"#, 15, "a dimension is negative"),
    (#"{"a":{"shape":[+1]}}"#, 15, "a dimension is missing"),
    (#"{"a":{"shape":[01]}}"#, 15, "a dimension is missing"),
    (#"{"a":{"shape":[1.0]}}"#, 16, "a dimension with a point or an exponent"),
    (#"{"a":{"shape":[1e0]}}"#, 16, "a dimension with a point or an exponent"),
    (#"{"a":{"shape":[9223372036854775808]}}"#, 15, "a dimension beyond 2^63"),
    (#"{"a":{"data_offsets":[0]}}"#, 21, "1 offsets in place of 2"),
    (#"{"a":{"data_offsets":[0,1,2]}}"#, 21, "3 offsets in place of 2"),
    (#"{"a":{"data_offsets":[-0,4]}}"#, 22, "an offset is negative"),
    (#"{"a":{"data_offsets":[0,4.5]}}"#, 25, "an offset with a point or an exponent"),
    (#"{"a":{"data_offsets":[0,99999999999999999999]}}"#, 24, "an offset beyond 2^63"),
    (#"{"__metadata__":null}"#, 16, "'{' is missing"),
    (#"{"__metadata__":{"a":1}}"#, 21, "a text in quotes is missing"),
    (#"{"__metadata__":{"a":{"b":"c"}}}"#, 21, "a text in quotes is missing"),
    (#"{"__metadata__":{"a":"b","a":"c"}}"#, 25, #"the key "a" twice"#),
    (#"{"__metadata__":{},"__metadata__":{}}"#, 19, #"the key "__metadata__" twice"#),
    (#"{"a"#, 1, "a quote is not closed"),
    (#"{"a\"#, 4, "an escape is cut short"),
    (#"{"\x":1}"#, 2, "an unknown escape"),
    (#"{"\u12g4":1}"#, 6, "a hexadecimal digit is missing"),
    (#"{"\u12"#, 6, "a hexadecimal digit is missing"),
    (#"{"\ud83d":1}"#, 2, "half a surrogate pair"),
    (#"{"\ude00\ud83d":1}"#, 2, "half a surrogate pair"),
    (#"{"\ud83d\ud83d":1}"#, 2, "half a surrogate pair"),
    ("{\"a\nb\":1}", 3, "a control character in a text"),
  ])
  func refusesMalformedHeaders(header: String, offset: Int, reason: String) {
    #expect(throws: MatrixFileError.malformedSafetensorsHeader(offset: offset, reason: reason)) {
      try TensorFile(SafetensorsBytes(header: header).file)
    }
  }

  @Test func everyKeyComesOnce() {
    let tensor = #"{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}"#
    let header = #"{"a":\#(tensor),"\u0061":\#(tensor)}"#
    #expect(
      throws: MatrixFileError.malformedSafetensorsHeader(
        offset: 56, reason: #"the key "a" twice"#)
    ) {
      try matrix(header: header)
    }
  }

  /// Two spellings of é compare equal as Swift texts and are two names in the file.
  @Test func namesAreBytes() throws {
    let data = SafetensorsBytes.bytes([1, 2])
    let file = try TensorFile(
      SafetensorsBytes([
        ("e\u{301}", "F32", [1, 1], Array(data[..<4])),
        ("\u{e9}", "F32", [1, 1], Array(data[4...])),
      ]).file)
    #expect(file.squareNames.count == 2)
    #expect(try file.matrix(named: "e\u{301}")[0, 0] == 1)
    #expect(try file.matrix(named: "\u{e9}")[0, 0] == 2)
  }

  @Test(arguments: [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xe2, 0x82]] as [[UInt8]])
  func refusesOtherEncodings(bytes: [UInt8]) {
    let inName = Array(#"{"a"#.utf8) + bytes + Array(#"":{}}"#.utf8)
    #expect(
      throws: MatrixFileError.malformedSafetensorsHeader(
        offset: 1, reason: "a text that is not UTF-8")
    ) {
      try TensorFile(SafetensorsBytes.file(header: inName))
    }
    #expect(
      throws: MatrixFileError.malformedSafetensorsHeader(
        offset: 1, reason: "a key in quotes is missing")
    ) {
      try TensorFile(SafetensorsBytes.file(header: Array("{".utf8) + bytes))
    }
  }

  /// A parser that calls itself for every bracket would end with a signal here.
  @Test(arguments: [#"{"a":{"shape":"#, #"{"a":"#, #"{"__metadata__":{"a":"#, ""])
  func deepNestingIsAnErrorAndNoCrash(prefix: String) {
    for bracket in ["[", #"{"a":"#] {
      let header = prefix + String(repeating: bracket, count: 100_000)
      #expect(throws: MatrixFileError.self) {
        try TensorFile(SafetensorsBytes(header: header).file)
      }
    }
  }

  @Test func theHeaderLiesWithinTheFile() throws {
    let header = Array(#"{"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}"#.utf8)
    let file = SafetensorsBytes.file(header: header, Self.one)
    for count in 0..<file.count {
      #expect(throws: MatrixFileError.self) { try TensorFile(Array(file[..<count])) }
    }
    for count in [0, 7] {
      #expect(
        throws: MatrixFileError.truncatedSafetensorsHeader(expectedBytes: 8, foundBytes: count)
      ) {
        try TensorFile(Array(file[..<count]))
      }
    }
    #expect(
      throws: MatrixFileError.truncatedSafetensorsHeader(
        expectedBytes: 8 + header.count, foundBytes: 7 + header.count)
    ) {
      try TensorFile(Array(file[..<(7 + header.count)]))
    }
  }

  @Test(arguments: [UInt64(100_000_001), 1 << 63, .max])
  func aHugeHeaderIsNotRead(length: UInt64) {
    #expect(throws: MatrixFileError.oversizedSafetensorsHeader(bytes: length)) {
      try TensorFile(SafetensorsBytes.file(header: Array("{}".utf8), length: length))
    }
    #expect(
      throws: MatrixFileError.truncatedSafetensorsHeader(
        expectedBytes: 100_000_008, foundBytes: 10)
    ) {
      try TensorFile(SafetensorsBytes.file(header: Array("{}".utf8), length: 100_000_000))
    }
  }
}

import Exact
import MatrixFiles
import Testing

@Suite struct MatrixWriterTests {
  @Test func textKeepsEveryEntry() throws {
    let matrix = RationalMatrix([
      [Rational(1, 3), -7, 0],
      [Rational.powerOfTwo(-1074), Rational.powerOfTwo(900), Rational(-22, 7)],
    ])
    let bytes = MatrixWriter.text(matrix)
    #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("1/3,-7,0\n1/"))
    #expect(try MatrixFile.parse(bytes, as: .text) == matrix)
  }

  @Test func npyKeepsEveryBit() throws {
    let values: [Float] = [0.1, -0x1p-149, .greatestFiniteMagnitude, 1 / 3, -0.0, 7]
    let bytes = MatrixWriter.npy(values, rows: 2, columns: 3)
    let matrix = try MatrixFile.parse(bytes, as: .npy)
    #expect(matrix == RationalMatrix(exactly: values, rows: 2, columns: 3))
    #expect(MatrixWriter.npy(matrix)?.count == bytes.count)
    // The data start where NumPy aligns them, and the bits are kept, the sign of zero too.
    #expect((bytes.count - 24) % 64 == 0)
    #expect(bytes.suffix(8).prefix(4) == [0, 0, 0, 0x80])
  }

  /// What `numpy.save` of NumPy 2.4 writes for `np.array([[1, 2]], dtype="<f4")`.
  @Test func npyIsWhatNumPyWrites() {
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }"
    let file: [UInt8] =
      [0x93] + Array("NUMPY".utf8) + [1, 0, 0x76, 0]
      + Array((header + String(repeating: " ", count: 0x76 - header.utf8.count - 1) + "\n").utf8)
      + [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40]
    #expect(MatrixWriter.npy([1, 2], rows: 1, columns: 2) == file)
  }

  @Test func npyOfOtherNumbersIsRefused() {
    #expect(MatrixWriter.npy(RationalMatrix([[Rational(1, 3)]])) == nil)
    #expect(MatrixWriter.npy(RationalMatrix([[Rational.powerOfTwo(-150)]])) == nil)
    #expect(MatrixWriter.npy(RationalMatrix([[Rational.powerOfTwo(128)]])) == nil)
    #expect(MatrixWriter.npy(RationalMatrix([[Rational.powerOfTwo(2000)]])) == nil)
    // 2^24 + 1 is a double and not a float.
    #expect(MatrixWriter.npy(RationalMatrix([[16_777_217]])) == nil)
  }

  @Test func decimalsAreTheShortestThatRoundBack() throws {
    let bytes = MatrixWriter.text([0.1, 1e-5, -3], rows: 1, columns: 3)
    #expect(String(decoding: bytes, as: UTF8.self) == "0.1,1e-05,-3.0\n")
    #expect(try MatrixFile.parse(bytes, as: .text)[0, 0] == Rational(1, 10))
    let odd = MatrixWriter.text([.nan, .infinity], rows: 1, columns: 2)
    #expect(String(decoding: odd, as: UTF8.self) == "nan,inf\n")
  }

  @Test func matricesRoundTrip() throws {
    let matrix = try MatrixFile.parse(Array("0.5 1/3\n2 -4".utf8), as: .text)
    #expect(try MatrixFile.parse(MatrixWriter.text(matrix), as: .text) == matrix)
    #expect(MatrixWriter.npy(matrix) == nil)
    let dyadic = try MatrixFile.parse(Array("0.5 0.25".utf8), as: .text)
    let npy = try #require(MatrixWriter.npy(dyadic))
    #expect(try MatrixFile.parse(npy, as: .npy) == dyadic)
  }
}

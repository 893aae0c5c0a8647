import Exact
import Files

/// Files of `numpy.save`: versions 1.0, 2.0, 3.0, two dimensions, 16-bit, 32-bit or 64-bit floats
/// of either byte order, stored by rows or by columns.
///
/// A type without a byte order (`=f4`, `f4`) would mean other numbers on another machine and is
/// refused; `numpy.save` never writes one.
enum NpyMatrix {
  /// The first bytes of every npy file.
  static let signature: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// The matrix of an npy file, each float by its exact value.
  static func parse(
    _ bytes: [UInt8], _ shapes: MatrixShapes
  ) throws(MatrixFileError) -> RationalMatrix {
    guard !bytes.isEmpty else { throw .empty }
    let (header, payload) = try split(bytes)
    guard header.shape.count == 2 else { throw .unsupportedDimensions(header.shape.count) }
    let (rows, columns) = (header.shape[0], header.shape[1])
    guard rows > 0, columns > 0 else { throw .zeroSize(rows: rows, columns: columns) }
    try shapes.require(rows: rows, columns: columns)
    let encoding = try encoding(header.type)
    let expected = rows * columns * encoding.size
    guard payload.count >= expected else {
      throw .truncatedNpyData(expectedBytes: expected, foundBytes: payload.count)
    }
    guard payload.count == expected else {
      throw .trailingNpyData(expectedBytes: expected, foundBytes: payload.count)
    }
    return try encoding.matrix(
      of: payload, rows: rows, columns: columns, isByColumns: header.isFortranOrder)
  }

  /// The header and the bytes after it.
  private static func split(
    _ bytes: [UInt8]
  ) throws(MatrixFileError) -> (NpyHeader, ArraySlice<UInt8>) {
    guard bytes.starts(with: signature) else { throw .notNpy }
    guard bytes.count >= 8 else {
      throw .truncatedNpyHeader(expectedBytes: 8, foundBytes: bytes.count)
    }
    let (major, minor) = (Int(bytes[6]), Int(bytes[7]))
    guard (1...3).contains(major), minor == 0 else {
      throw .unsupportedNpyVersion(major: major, minor: minor)
    }
    // Version 1.0 has a 16-bit header length, the others a 32-bit one.
    let start = major == 1 ? 10 : 12
    guard bytes.count >= start else {
      throw .truncatedNpyHeader(expectedBytes: start, foundBytes: bytes.count)
    }
    let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    let end = start + length
    guard bytes.count >= end else {
      throw .truncatedNpyHeader(expectedBytes: end, foundBytes: bytes.count)
    }
    return (try NpyHeader(parsing: bytes[start..<end]), bytes[end...])
  }

  /// A float type with a byte order.
  private static func encoding(_ type: String) throws(MatrixFileError) -> FloatEncoding {
    switch type {
    case "<f2": FloatEncoding(kind: .half)
    case ">f2": FloatEncoding(kind: .half, isBigEndian: true)
    case "<f4": FloatEncoding(kind: .single)
    case ">f4": FloatEncoding(kind: .single, isBigEndian: true)
    case "<f8": FloatEncoding(kind: .double)
    case ">f8": FloatEncoding(kind: .double, isBigEndian: true)
    default: throw .unsupportedNpyType("'\(DisplayText.clipped(type))'")
    }
  }
}

import Exact

/// How a file stores floats; every finite value is a double without rounding.
struct FloatEncoding: Equatable {
  /// The float types.
  enum Kind {
    /// IEEE 754 binary16: 5 bits of exponent, 10 of fraction.
    case half
    /// bfloat16: the first two bytes of a binary32.
    case brain
    /// IEEE 754 binary32.
    case single
    /// IEEE 754 binary64.
    case double
  }

  let kind: Kind
  var isBigEndian = false

  /// The bytes of one float.
  var size: Int {
    switch kind {
    case .half, .brain: 2
    case .single: 4
    case .double: 8
    }
  }

  /// The exact matrix of the `rows * columns` floats in `bytes`, stored by rows or by columns.
  ///
  /// - Throws: `notFiniteValue` for the first infinity or NaN of the matrix, by rows.
  func matrix(
    of bytes: ArraySlice<UInt8>, rows: Int, columns: Int, isByColumns: Bool = false
  ) throws(MatrixFileError) -> RationalMatrix {
    precondition(bytes.count == rows * columns * size, "\(bytes.count) bytes for the floats")
    var matrix = RationalMatrix(rows: rows, columns: columns)
    for i in 0..<rows {
      for j in 0..<columns {
        let place = isByColumns ? j * rows + i : i * columns + j
        let value = value(in: bytes, at: bytes.startIndex + place * size)
        guard let entry = Rational(exactly: value) else {
          throw Self.notFinite(value, i, j)
        }
        matrix[i, j] = entry
      }
    }
    return matrix
  }

  /// Throws `notFiniteValue` for the first infinity or NaN of a matrix stored by rows.
  func requireFinite(_ bytes: ArraySlice<UInt8>, columns: Int) throws(MatrixFileError) {
    for (k, offset) in stride(from: bytes.startIndex, to: bytes.endIndex, by: size).enumerated() {
      let value = value(in: bytes, at: offset)
      guard value.isFinite else {
        throw Self.notFinite(value, k / columns, k % columns)
      }
    }
  }

  /// The error for an infinity or NaN at row `i`, column `j`, counted from 0.
  private static func notFinite(_ value: Double, _ i: Int, _ j: Int) -> MatrixFileError {
    // The description of a NaN would show its payload.
    .notFiniteValue(row: i + 1, column: j + 1, value: value.isNaN ? "nan" : "\(value)")
  }

  private func value(in bytes: ArraySlice<UInt8>, at offset: Int) -> Double {
    var pattern: UInt64 = 0
    for k in 0..<size {
      pattern = pattern << 8 | UInt64(bytes[offset + (isBigEndian ? k : size - 1 - k)])
    }
    return switch kind {
    case .half: Self.half(UInt16(pattern))
    case .brain: Double(Float(bitPattern: UInt32(pattern) << 16))
    case .single: Double(Float(bitPattern: UInt32(pattern)))
    case .double: Double(bitPattern: pattern)
    }
  }

  /// The value of a binary16; products of small integers with powers of two are exact.
  private static func half(_ pattern: UInt16) -> Double {
    let fraction = Double(pattern & 0x3ff)
    let exponent = Int(pattern >> 10 & 0x1f)
    let magnitude =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? Double.infinity : Double.nan
      default: (fraction + 1024) * Double(sign: .plus, exponent: exponent - 25, significand: 1)
      }
    return pattern >> 15 == 0 ? magnitude : -magnitude
  }
}

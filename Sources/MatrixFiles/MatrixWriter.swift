import Exact

/// The contents of matrix files, as bytes to be written.
package enum MatrixWriter {
  /// A `.csv` file with exact entries, `p` or `p/q` in lowest terms; reading it gives `matrix`.
  package static func text(_ matrix: RationalMatrix) -> [UInt8] {
    lines(rows: matrix.rowCount, columns: matrix.columnCount) { matrix[$0, $1].description }
  }

  /// A `.csv` file with the shortest decimals that round to the floats, row-major.
  ///
  /// Meant for people and plots: read back, 0.1 is the decimal 1/10 and not the float nearest to
  /// it; `npy` keeps the floats exactly. Infinities and NaN are written as `inf` and `nan`, which
  /// are not read back.
  package static func text(_ values: [Float], rows: Int, columns: Int) -> [UInt8] {
    requireCount(values.count, rows, columns)
    return lines(rows: rows, columns: columns) { "\(values[$0 * columns + $1])" }
  }

  /// An `.npy` file (version 1.0, `<f4`, by rows) with the floats, row-major, bit by bit.
  package static func npy(_ values: [Float], rows: Int, columns: Int) -> [UInt8] {
    requireCount(values.count, rows, columns)
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
    // The data start at a multiple of 64: 10 bytes before the header, a line end as its last.
    let used = 10 + header.utf8.count + 1
    header += String(repeating: " ", count: (64 - used % 64) % 64) + "\n"
    var bytes = NpyMatrix.signature + [1, 0]
    bytes += [UInt8(header.utf8.count & 0xff), UInt8(header.utf8.count >> 8)]
    bytes += header.utf8
    for value in values {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
    }
    return bytes
  }

  /// An `.npy` file with the entries of `matrix`, or nil when one is not a 32-bit float.
  package static func npy(_ matrix: RationalMatrix) -> [UInt8]? {
    var values: [Float] = []
    for row in matrix.rows {
      for entry in row {
        let value = Float(entry.truncatedDouble)
        guard let back = Rational(exactly: value), back == entry else { return nil }
        values.append(value)
      }
    }
    return npy(values, rows: matrix.rowCount, columns: matrix.columnCount)
  }

  private static func lines(
    rows: Int, columns: Int, _ entry: (Int, Int) -> String
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    for i in 0..<rows {
      bytes += (0..<columns).map { entry(i, $0) }.joined(separator: ",").utf8
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  private static func requireCount(_ count: Int, _ rows: Int, _ columns: Int) {
    precondition(
      rows >= 0 && columns >= 0 && count == rows * columns,
      "\(count) values for a \(rows) x \(columns) matrix")
  }
}

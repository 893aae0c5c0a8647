extension Reference {
  /// Returns the product of `a`, `[rows, inner]`, and `b`, `[inner, columns]`, row by row.
  package static func multiply(
    _ a: [Double], _ b: [Double], rows: Int, inner: Int, columns: Int
  ) -> [Double] {
    var c = [Double](repeating: 0, count: rows * columns)
    for i in 0..<rows {
      for j in 0..<columns {
        for k in 0..<inner { c[i * columns + j] += a[i * inner + k] * b[k * columns + j] }
      }
    }
    return c
  }

  /// Returns the transpose of `a`, `[rows, columns]`.
  package static func transpose(_ a: [Double], rows: Int, columns: Int) -> [Double] {
    (0..<(rows * columns)).map { a[$0 % rows * columns + $0 / rows] }
  }
}

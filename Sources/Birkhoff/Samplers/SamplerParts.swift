import Exact
import RandomStreams

extension ChoiceSource {
  /// A power of two in (0, 1/2], often tiny.
  mutating func smallWeight() -> Rational {
    Rational.powerOfTwo(-1 - int(in: 0...40))
  }

  /// The matrix with rows and columns in random orders.
  mutating func shuffledLines(of matrix: RationalMatrix) -> RationalMatrix {
    let rows = shuffled(0..<matrix.rowCount)
    let columns = shuffled(0..<matrix.columnCount)
    return RationalMatrix(rows: matrix.rowCount, columns: matrix.columnCount) {
      matrix[rows[$0], columns[$1]]
    }
  }

  /// A float32 matrix as the training step leaves it, with line sums near 1 that are not exact.
  ///
  /// Entries clamped at 0, or spread over 20 binary orders; columns divided by their sums, then
  /// rows, each operation rounded to float32. A zero column stays.
  mutating func onePassFloats(order n: Int) -> RationalMatrix {
    let isSparse = oneIn(2)
    var values = (0..<(n * n)).map { _ -> Float in
      if isSparse, !oneIn(3) { return 0 }
      // 24 significant bits, all of them random.
      let significand = Float((1 << 23) + int(in: 0...((1 << 23) - 1)))
      return Float(sign: .plus, exponent: -23 - int(in: 0...20), significand: significand)
    }
    // An empty row would stay one; training never leaves it.
    for i in 0..<n where (0..<n).allSatisfy({ values[i * n + $0] == 0 }) {
      values[i * n + index(below: n)] = 1
    }
    for j in 0..<n {
      let sum = (0..<n).reduce(Float(0)) { $0 + values[$1 * n + j] }
      for i in 0..<n where sum > 0 { values[i * n + j] /= sum }
    }
    for i in 0..<n {
      let sum = (0..<n).reduce(Float(0)) { $0 + values[i * n + $1] }
      for j in 0..<n { values[i * n + j] /= sum }
    }
    guard let matrix = RationalMatrix(exactly: values, rows: n, columns: n) else {
      preconditionFailure("a quotient of positive floats of like sizes that is not finite")
    }
    return matrix
  }
}

extension RationalMatrix {
  /// (1 - weight) times this matrix and `weight` times `other`.
  func mixed(with other: RationalMatrix, weight: Rational) -> RationalMatrix {
    (1 - weight) * self + weight * other
  }

  /// The block matrix of this one and `other` on the diagonal.
  func directSum(with other: RationalMatrix) -> RationalMatrix {
    let (rows, columns) = (rowCount, columnCount)
    return RationalMatrix(rows: rows + other.rowCount, columns: columns + other.columnCount) {
      switch ($0 < rows, $1 < columns) {
      case (true, true): self[$0, $1]
      case (false, false): other[$0 - rows, $1 - columns]
      default: 0
      }
    }
  }
}

/// P of a nonnegative matrix in double precision, with a proved relative error bound.
package enum StablePenalty {
  /// The value of P and an interval that contains P of the doubles given, row-major.
  ///
  /// Each line uses r - q / (m + sqrt(m^2 + q)) with m its largest entry, r and q the sum and the sum
  /// of squares of the others, which loses no digits near a one-hot line; the naive |x|_1 - |x|_2 loses
  /// all of them. Relative error at most gamma_{6N} = 6N u / (1 - 6N u), u = 2^-53 (T10), so
  /// the interval is [value / (1 + 7N u), value / (1 - 7N u)] with the spare N u for the division
  /// here. Nil when an entry is negative, not finite, or so small or large that a square leaves the
  /// normal range, which the bound excludes.
  package static func evaluate(
    _ values: [Double], order n: Int
  ) -> (value: Double, lower: Double, upper: Double)? {
    precondition(values.count == n * n, "\(values.count) values for order \(n)")
    // Entries in [2^-480, 2^480] have normal squares and sums for every order that fits in memory.
    guard values.allSatisfy({ $0 == 0 || ($0 >= 0x1p-480 && $0 <= 0x1p480) }) else { return nil }
    var total = 0.0
    for line in 0..<n {
      total += gap(values, start: line * n, stride: 1, count: n)
      total += gap(values, start: line, stride: n, count: n)
    }
    let relative = 7 * Double(n) * 0x1p-53
    return (total, total / (1 + relative), total / (1 - relative))
  }

  /// The subgradient H_ij = 2 - M_ij / |r_i|_2 - M_ij / |c_j|_2 of P on nonnegative matrices,
  /// with |x|_1 as a plain sum so that the force at an exact zero is 2 (T6g, T9b).
  ///
  /// A zero line contributes only the sum part, an element of its Clarke subdifferential's closure.
  package static func subgradient(_ values: [Double], order n: Int) -> [Double] {
    precondition(values.count == n * n, "\(values.count) values for order \(n)")
    var rowNorms = [Double](repeating: 0, count: n)
    var columnNorms = rowNorms
    for i in 0..<n {
      for j in 0..<n {
        let square = values[i * n + j] * values[i * n + j]
        rowNorms[i] += square
        columnNorms[j] += square
      }
    }
    let row = rowNorms.map { $0 > 0 ? $0.squareRoot() : 1 }
    let column = columnNorms.map { $0 > 0 ? $0.squareRoot() : 1 }
    return values.indices.map { 2 - values[$0] / row[$0 / n] - values[$0] / column[$0 % n] }
  }

  private static func gap(_ values: [Double], start: Int, stride: Int, count: Int) -> Double {
    var largest = start
    for k in 1..<max(count, 1) where values[start + k * stride] > values[largest] {
      largest = start + k * stride
    }
    let m = values[largest]
    guard m > 0 else { return 0 }
    var r = 0.0
    var q = 0.0
    for k in 0..<count where start + k * stride != largest {
      let x = values[start + k * stride]
      r += x
      q += x * x
    }
    return r - q / (m + (m * m + q).squareRoot())
  }
}

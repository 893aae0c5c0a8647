import Exact

/// All doubly stochastic matrices of small order with a bounded denominator.
package enum DoublyStochasticEnumeration {
  /// The matrices of order `n` whose entries are multiples of 1/denominator, each once.
  ///
  /// They are the nonnegative integer matrices with all line sums `denominator`, enumerated row by
  /// row; the last row is forced.
  ///
  /// - Complexity: output size; for order 3 there are (d+1)(d+2)(d^2+3d+4)/8 of them
  ///   (MacMahon).
  package static func matrices(order n: Int, denominator: Int) -> [RationalMatrix] {
    var result: [RationalMatrix] = []
    var rows: [[Int]] = []
    var remaining = [Int](repeating: denominator, count: n)
    func fill(row: [Int], left: Int) {
      if row.count == n {
        guard left == 0 else { return }
        rows.append(row)
        for j in 0..<n { remaining[j] -= row[j] }
        if rows.count == n {
          let integers = rows
          result.append(
            RationalMatrix(rows: n, columns: n) { Rational(integers[$0][$1], denominator) })
        } else {
          fill(row: [], left: denominator)
        }
        for j in 0..<n { remaining[j] += row[j] }
        rows.removeLast()
        return
      }
      let j = row.count
      // The last row takes what each column still needs.
      let least = rows.count == n - 1 ? remaining[j] : 0
      let most = min(left, remaining[j])
      guard least <= most else { return }
      for value in least...most { fill(row: row + [value], left: left - value) }
    }
    fill(row: [], left: denominator)
    return result
  }
}

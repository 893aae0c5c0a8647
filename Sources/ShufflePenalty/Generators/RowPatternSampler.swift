import Birkhoff
import Exact
import RandomStreams

/// Generators of nonnegative matrices whose rows sum to 1 and whose columns need not, biased to where
/// T5 is tight.
package enum RowPatternSampler {
  /// Draws a matrix: rows that are one-hot or halves, two rows that share the column of their largest
  /// entry, a doubly stochastic one with mass moved inside rows, or nonnegative rows divided by their
  /// sums.
  package static func sample(
    order n: Int, from choices: inout some ChoiceSource
  ) -> RationalMatrix {
    switch choices.index(below: 5) {
    case 0:
      return patterns(n, &choices)
    case 1:
      return collision(n, &choices)
    case 2, 3:
      return moved(n, &choices)
    default:
      return divided(n, &choices)
    }
  }

  /// Rows with one entry 1 or two entries 1/2, in any columns.
  private static func patterns(
    _ n: Int, _ choices: inout some ChoiceSource
  ) -> RationalMatrix {
    var matrix = RationalMatrix(rows: n, columns: n)
    for i in 0..<n {
      for _ in 0..<2 {
        let j = choices.index(below: n)
        matrix[i, j] = matrix[i, j] + Rational(1, 2)
      }
    }
    return matrix
  }

  /// Two rows with the entry (1 + delta)/2 in one column, where T5d would fail with a larger
  /// threshold; the other rows are one-hot in the other columns.
  private static func collision(
    _ n: Int, _ choices: inout some ChoiceSource
  ) -> RationalMatrix {
    guard n > 1 else { return Permutation(identity: n).matrix }
    let delta =
      choices.oneIn(2)
      ? Rational(choices.int(in: 0...8), 8) : Rational.powerOfTwo(-choices.int(in: 1...20))
    let large = Rational(1, 2) * (1 + delta)
    let columns = choices.shuffled(0..<n)
    var matrix = RationalMatrix(rows: n, columns: n)
    for (i, j) in columns.enumerated() where i > 1 { matrix[i, j] = 1 }
    for i in 0...1 {
      matrix[i, columns[0]] = large
      matrix[i, columns[1]] = 1 - large
    }
    // A little less in the shared column: on the other side of the threshold.
    if choices.oneIn(2) {
      move(Rational.powerOfTwo(-choices.int(in: 4...40)), in: &matrix, 1, columns[0], columns[1])
    }
    return matrix
  }

  /// A doubly stochastic matrix with a part of a few entries moved to another column of their rows.
  private static func moved(
    _ n: Int, _ choices: inout some ChoiceSource
  ) -> RationalMatrix {
    var matrix = MatrixClass.doublyStochastic.sample(order: n, from: &choices)
    for _ in 0..<choices.int(in: 1...3) {
      let (i, j, k) = (choices.index(below: n), choices.index(below: n), choices.index(below: n))
      let part = Rational.powerOfTwo(-choices.int(in: 0...20))
      move(part * matrix[i, j], in: &matrix, i, j, k)
    }
    return matrix
  }

  /// Nonnegative rows divided by their sums, a zero row replaced by a one-hot one.
  private static func divided(
    _ n: Int, _ choices: inout some ChoiceSource
  ) -> RationalMatrix {
    var rows = (0..<n).map { _ in
      (0..<n).map { _ in choices.oneIn(2) ? choices.int(in: 0...12) : 0 }
    }
    for i in 0..<n where rows[i].allSatisfy({ $0 == 0 }) { rows[i][choices.index(below: n)] = 1 }
    return RationalMatrix(rows: n, columns: n) { Rational(rows[$0][$1], rows[$0].reduce(0, +)) }
  }

  /// Moves an amount, or what is there if that is less, from column `j` to column `k` of row `i`.
  private static func move(
    _ amount: Rational, in matrix: inout RationalMatrix, _ i: Int, _ j: Int, _ k: Int
  ) {
    let amount = min(amount, matrix[i, j])
    matrix[i, j] = matrix[i, j] - amount
    matrix[i, k] = matrix[i, k] + amount
  }
}

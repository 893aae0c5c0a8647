import Exact
import RandomStreams

extension DoublyStochasticSampler {
  /// A convex combination of `terms` random permutations with weights 1 to 12 over their sum.
  static func combination(
    _ n: Int, terms: Int, _ choices: inout some ChoiceSource
  ) -> RationalMatrix {
    var total = RationalMatrix(rows: n, columns: n)
    var weights = 0
    for _ in 0..<terms {
      let weight = choices.int(in: 1...12)
      weights += weight
      total = total + Rational(weight) * randomPermutation(n, &choices).matrix
    }
    return Rational(1, weights) * total
  }

  static func scaledPositive(
    _ n: Int, _ choices: inout some ChoiceSource
  ) -> RationalMatrix {
    // Entries over four orders of magnitude, so that some samples are nearly sparse.
    var matrix = RationalMatrix(rows: n, columns: n)
    for i in 0..<n {
      for j in 0..<n {
        matrix[i, j] = Rational(1 + (1 << choices.int(in: 0...13)) * choices.int(in: 0...1))
      }
    }
    for _ in 0..<choices.int(in: 1...2) { matrix = onGrid(ExactProjection.scaled(matrix)) }
    // Rows sum to at most 1 after scaling and rounding down; columns that do not are divided first.
    let sums = matrix.columnSums().map { max($0, 1) }
    return ExactProjection.doublyStochastic(
      onGrid(RationalMatrix(rows: n, columns: n) { matrix[$0, $1] / sums[$1] }))
  }

  /// The entries rounded down to multiples of 2^-32, which keeps line sums that are at most 1 so.
  ///
  /// Division by line sums multiplies their denominators: two passes and the repair would make
  /// entries of order 8 with 149 000 bits (measured), which the samples are not there to test.
  /// After the last rounding the repair only adds the completion, over one more denominator for
  /// all.
  private static func onGrid(_ matrix: RationalMatrix) -> RationalMatrix {
    let step = Rational.powerOfTwo(-32)
    let scale = Rational.powerOfTwo(32)
    return RationalMatrix(rows: matrix.rowCount, columns: matrix.columnCount) { i, j in
      (matrix[i, j] * scale).rounded(up: false) * step
    }
  }

  static func blocks(_ n: Int, _ choices: inout some ChoiceSource) -> RationalMatrix {
    guard n > 1 else { return Permutation(identity: 1).matrix }
    let split = choices.int(in: 1...(n - 1))
    let simple: [DoublyStochasticSampler] = [
      .permutation, .half, .convexCombination, .nearUniform, .scaledPositive,
    ]
    let first = choices.element(of: simple).sample(order: split, from: &choices)
    let second = choices.element(of: simple).sample(order: n - split, from: &choices)
    return choices.shuffledLines(of: first.directSum(with: second))
  }

  /// For S >= 0 with line sums at most 1, [[S, diag(1 - rows)], [diag(1 - columns), S^T]] is doubly
  /// stochastic; an odd order adds one fixed point.
  static func dilatedVertex(
    _ n: Int, _ choices: inout some ChoiceSource
  ) -> RationalMatrix {
    let half = n / 2
    guard half > 0 else { return Permutation(identity: n).matrix }
    let vertex = northwestCorner(half, &choices)
    let rows = vertex.rowSums()
    let columns = vertex.columnSums()
    return RationalMatrix(rows: n, columns: n) { i, j in
      if i >= 2 * half || j >= 2 * half { return i == j ? 1 : 0 }
      switch (i < half, j < half) {
      case (true, true): return vertex[i, j]
      case (true, false): return i == j - half ? 1 - rows[i] : 0
      case (false, true): return i - half == j ? 1 - columns[j] : 0
      case (false, false): return vertex[j - half, i - half]
      }
    }
  }

  /// A vertex of the transportation polytope of random margins, by the north-west corner rule on
  /// shuffled lines, scaled so that every margin is at most 1.
  private static func northwestCorner(
    _ n: Int, _ choices: inout some ChoiceSource
  ) -> RationalMatrix {
    var supply = (0..<n).map { _ in choices.int(in: 1...12) }
    var demand = (0..<n).map { _ in choices.int(in: 1...12) }
    // Equal totals: the shorter side gets the difference in one place.
    let difference = supply.reduce(0, +) - demand.reduce(0, +)
    if difference > 0 { demand[0] += difference } else { supply[0] -= difference }
    let unit = Rational(1, max(supply.max() ?? 1, demand.max() ?? 1))
    let rows = choices.shuffled(0..<n)
    let columns = choices.shuffled(0..<n)
    var result = RationalMatrix(rows: n, columns: n)
    var (r, c) = (0, 0)
    while r < n, c < n {
      let amount = min(supply[rows[r]], demand[columns[c]])
      result[rows[r], columns[c]] = Rational(amount) * unit
      supply[rows[r]] -= amount
      demand[columns[c]] -= amount
      if supply[rows[r]] == 0 { r += 1 } else { c += 1 }
    }
    return result
  }

  /// A direct sum of cycles, a on (k, k) and 1 - a on (k, k + 1), and of paths, x on neighbours and
  /// the rest on the diagonal, with a and x at 1/2 or a little below; rows and columns shuffled.
  static func halfChains(_ n: Int, _ choices: inout some ChoiceSource) -> RationalMatrix {
    var result = RationalMatrix(rows: 0, columns: 0)
    while result.order < n {
      let size = choices.int(in: 1...(n - result.order))
      let weight = choices.oneIn(2) ? Rational(1, 2) : Rational(1, 2) - choices.smallWeight() / 4
      let isCycle = choices.oneIn(2)
      var block = RationalMatrix(rows: size, columns: size)
      for k in 0..<size {
        let others = isCycle ? [(k + 1) % size] : [k - 1, k + 1].filter { 0..<size ~= $0 }
        block[k, k] = 1
        for other in others where other != k {
          let moved = isCycle ? 1 - weight : weight
          block[k, other] = moved
          block[k, k] = block[k, k] - moved
        }
      }
      result = result.directSum(with: block)
    }
    return choices.shuffledLines(of: result)
  }

  /// The two structures of Proofs/paper, file 4, that make the threshold of T4 sharp: one half
  /// block beside a permutation, and for n >= 3 a matrix whose row maxima are strict and no
  /// permutation.
  ///
  /// Both moved by a weight down to 2^-41 towards a vertex (Prow falls) or a random combination.
  static func roundingThreshold(_ n: Int, _ choices: inout some ChoiceSource) -> RationalMatrix {
    guard n > 1 else { return Permutation(identity: n).matrix }
    let weight = choices.smallWeight()
    let isColliding = n >= 3 && choices.oneIn(3)
    let shift = isColliding ? choices.smallWeight() : Rational()
    let block = RationalMatrix([
      [Rational(1, 2), Rational(1, 2) - shift, shift],
      [Rational(1, 2), Rational(1, 2) - shift, shift],
      [0, 2 * shift, 1 - 2 * shift],
    ])
    let base = RationalMatrix(rows: n, columns: n) { i, j in
      i < 3 && j < 3 ? block[i, j] : i == j ? 1 : 0
    }
    let other: RationalMatrix
    switch choices.index(below: 3) {
    case 0:
      other = Permutation(identity: n).matrix
    case 1:
      other = randomPermutation(n, &choices).matrix
    default:
      other = combination(n, terms: choices.int(in: 1...(n + 2)), &choices)
    }
    return choices.shuffledLines(of: base.mixed(with: other, weight: weight))
  }
}

import Exact
import RandomStreams

/// Generators of exact doubly stochastic matrices, each biased to a different part of the polytope.
package enum DoublyStochasticSampler: String, CaseIterable, Sendable {
  /// A permutation matrix, a vertex of the polytope.
  case permutation
  /// A convex combination of a few permutations with small rational weights.
  case convexCombination
  /// A random positive matrix after some scaling passes, rounded to a grid, and the exact repair.
  case scaledPositive
  /// A vertex of a random transportation polytope, dilated to a doubly stochastic matrix: sparse,
  /// its support a forest before the dilation.
  case transportationVertex
  /// Half the sum of two permutation matrices, where T2* is an equality.
  case half
  /// A permutation moved a little towards another doubly stochastic matrix.
  case nearPermutation
  /// The uniform matrix J/N moved a little.
  case nearUniform
  /// A direct sum of two smaller samples with rows and columns shuffled.
  case blocks
  /// A chain of rows that are nearly halves, the second-best structure for T2*.
  case nearlyHalf

  /// Draws an `order` x `order` matrix; `order` must be positive.
  package func sample(order n: Int, from choices: inout some ChoiceSource) -> RationalMatrix {
    precondition(n > 0, "a doubly stochastic matrix needs a positive order")
    switch self {
    case .permutation:
      return Self.randomPermutation(n, &choices).matrix
    case .convexCombination:
      return Self.combination(n, terms: choices.int(in: 1...(n + 2)), &choices)
    case .scaledPositive:
      return Self.scaledPositive(n, &choices)
    case .transportationVertex:
      return Self.dilatedVertex(n, &choices)
    case .half:
      let first = Self.randomPermutation(n, &choices).matrix
      let second = Self.randomPermutation(n, &choices).matrix
      return Rational(1, 2) * (first + second)
    case .nearPermutation:
      let vertex = Self.randomPermutation(n, &choices).matrix
      let other = Self.combination(n, terms: choices.int(in: 1...4), &choices)
      return Self.mix(vertex, other, Self.smallWeight(&choices))
    case .nearUniform:
      let uniform = RationalMatrix(rows: n, columns: n) { _, _ in Rational(1, n) }
      let other = Self.combination(n, terms: choices.int(in: 1...4), &choices)
      return Self.mix(uniform, other, Self.smallWeight(&choices))
    case .blocks:
      return Self.blocks(n, &choices)
    case .nearlyHalf:
      let first = DoublyStochasticSampler.half.sample(order: n, from: &choices)
      let other = Self.combination(n, terms: choices.int(in: 1...3), &choices)
      return Self.mix(first, other, Self.smallWeight(&choices))
    }
  }

  /// Draws a uniformly random permutation.
  package static func randomPermutation(
    _ n: Int, _ choices: inout some ChoiceSource
  ) -> Permutation {
    guard let permutation = Permutation(choices.shuffled(0..<n)) else {
      preconditionFailure("a shuffle that is not a permutation")
    }
    return permutation
  }

  private static func combination(
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

  /// A weight in (0, 1/2], often tiny.
  private static func smallWeight(_ choices: inout some ChoiceSource) -> Rational {
    Rational(1, 2) * Rational.powerOfTwo(-choices.int(in: 0...40))
  }

  private static func mix(
    _ a: RationalMatrix, _ b: RationalMatrix, _ weight: Rational
  ) -> RationalMatrix {
    (1 - weight) * a + weight * b
  }

  private static func scaledPositive(
    _ n: Int, _ choices: inout some ChoiceSource
  ) -> RationalMatrix {
    // Entries over four orders of magnitude, so that some samples are nearly sparse.
    var matrix = RationalMatrix(rows: n, columns: n)
    for i in 0..<n {
      for j in 0..<n {
        matrix[i, j] = Rational(1 + (1 << choices.int(in: 0...13)) * choices.int(in: 0...1))
      }
    }
    for _ in 0..<choices.int(in: 1...2) { matrix = onGrid(Repair.scaled(matrix)) }
    return Repair.doublyStochastic(onGrid(Repair.capped(matrix)))
  }

  /// The entries rounded down to multiples of 2^-32, which keeps line sums that are at most 1 so.
  ///
  /// Division by line sums multiplies their denominators: two passes and the repair would make
  /// entries of order 8 with 149 000 bits (measured), which the samples are not there to test. After
  /// the last rounding the repair only adds the completion, over one more denominator for all.
  private static func onGrid(_ matrix: RationalMatrix) -> RationalMatrix {
    let step = Rational.powerOfTwo(-32)
    let scale = Rational.powerOfTwo(32)
    return RationalMatrix(rows: matrix.rowCount, columns: matrix.columnCount) { i, j in
      (matrix[i, j] * scale).rounded(up: false) * step
    }
  }

  private static func blocks(_ n: Int, _ choices: inout some ChoiceSource) -> RationalMatrix {
    guard n > 1 else { return Permutation(identity: 1).matrix }
    let split = choices.int(in: 1...(n - 1))
    let simple: [DoublyStochasticSampler] = [
      .permutation, .half, .convexCombination, .nearUniform, .scaledPositive,
    ]
    let first = choices.element(of: simple).sample(order: split, from: &choices)
    let second = choices.element(of: simple).sample(order: n - split, from: &choices)
    let rows = choices.shuffled(0..<n)
    let columns = choices.shuffled(0..<n)
    return RationalMatrix(rows: n, columns: n) { i, j in
      let (r, c) = (rows[i], columns[j])
      if r < split, c < split { return first[r, c] }
      return r >= split && c >= split ? second[r - split, c - split] : 0
    }
  }

  /// For S >= 0 with line sums at most 1, [[S, diag(1 - rows)], [diag(1 - columns), S^T]] is doubly
  /// stochastic; an odd order adds one fixed point.
  private static func dilatedVertex(
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
}

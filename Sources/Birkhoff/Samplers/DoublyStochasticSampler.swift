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
  /// Cycles and paths of rows (1/2 + e, 1/2 - e), (x, 1 - 2x, x), e = 0 and x = 1/2 among them:
  /// half matrices and the chains next to them, with no other entries.
  case halfChains
  /// The uniform matrix J/N, where Q, L5 and T8' are tight and the penalty is stationary.
  case uniform
  /// The mean of disjoint permutations: all nonzero entries equal, so everything is tied.
  case regular
  /// A float32 matrix as training leaves it, near the polytope, and its exact repair.
  case trained
  /// A matrix close to one with Prow = 2 - sqrt 2, the threshold of T4, on either side of it.
  case roundingThreshold

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
      return vertex.mixed(with: other, weight: choices.smallWeight())
    case .nearUniform:
      let uniform = DoublyStochasticSampler.uniform.sample(order: n, from: &choices)
      let other = Self.combination(n, terms: choices.int(in: 1...4), &choices)
      return uniform.mixed(with: other, weight: choices.smallWeight())
    case .blocks:
      return Self.blocks(n, &choices)
    case .nearlyHalf:
      let first = DoublyStochasticSampler.half.sample(order: n, from: &choices)
      let other = Self.combination(n, terms: choices.int(in: 1...3), &choices)
      return first.mixed(with: other, weight: choices.smallWeight())
    case .halfChains:
      return Self.halfChains(n, &choices)
    case .uniform:
      return RationalMatrix(rows: n, columns: n) { _, _ in Rational(1, n) }
    case .regular:
      // The shifts of one cycle are disjoint; shuffled rows and columns hide the cycle.
      let shifts = choices.shuffled(0..<n).prefix(choices.int(in: 1...n))
      let isShift = (0..<n).map { shifts.contains($0) }
      return choices.shuffledLines(
        of: RationalMatrix(rows: n, columns: n) { i, j in
          isShift[(i + n - j) % n] ? Rational(1, shifts.count) : 0
        })
    case .trained:
      let floats = choices.onePassFloats(order: n)
      return SparseRepair(floats).applied(to: floats)
    case .roundingThreshold:
      return Self.roundingThreshold(n, &choices)
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
}

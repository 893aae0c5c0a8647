import Exact
import RandomStreams

/// Generators of exact nonnegative matrices with any line sums, the hypothesis of T5a and T5c.
package enum NonnegativeSampler: String, CaseIterable, Sendable {
  /// Float32 values as one pass of scaling leaves them in training: row sums near 1, none exactly.
  case roundedOnePass
  /// Float32 values as the optimiser leaves them after the clamp, before any scaling: a permutation
  /// with entries around 1, and few and tiny others.
  case unprojected
  /// Entries from 2^-140 to 2^103, and zeros.
  case extremeRange
  /// A doubly stochastic matrix with some rows and columns emptied: line sums at most 1, some 0.
  case substochastic
  /// c P for a permutation P, with c tiny, near 1, 1 or large: P(cP) = 0 far from all permutations.
  case scaledPermutation
  /// A doubly stochastic matrix with rows scaled and a few entries raised by a little.
  case nearlyStochastic
  /// Integers from 0 to 3: ties everywhere, line sums from 0 to 3 n.
  case smallIntegers

  /// Draws an `order` x `order` matrix; `order` must be positive.
  package func sample(order n: Int, from choices: inout some ChoiceSource) -> RationalMatrix {
    precondition(n > 0, "a sampled matrix needs a positive order")
    switch self {
    case .roundedOnePass:
      return choices.onePassFloats(order: n)
    case .unprojected:
      let permutation = DoublyStochasticSampler.randomPermutation(n, &choices)
      // Multiples of 2^-24 below 2 with 24 significant bits: floats.
      let unit = Rational.powerOfTwo(-24)
      return RationalMatrix(rows: n, columns: n) { i, j in
        if permutation[i] == j { return 1 + Rational(2 * choices.int(in: -1000...1000)) * unit }
        return choices.oneIn(3) ? Rational(choices.int(in: 1...4096)) * unit : 0
      }
    case .extremeRange:
      return RationalMatrix(rows: n, columns: n) { _, _ in
        if choices.oneIn(3) { return 0 }
        return Rational(choices.int(in: 1...8)) * .powerOfTwo(choices.int(in: -140...100))
      }
    case .substochastic:
      let whole = choices.element(of: DoublyStochasticSampler.allCases)
        .sample(order: n, from: &choices)
      let keepsRow = (0..<n).map { _ in !choices.oneIn(4) }
      let keepsColumn = (0..<n).map { _ in !choices.oneIn(4) }
      return RationalMatrix(rows: n, columns: n) { i, j in
        keepsRow[i] && keepsColumn[j] ? whole[i, j] : 0
      }
    case .scaledPermutation:
      let factor: Rational
      switch choices.index(below: 4) {
      case 0: factor = 1
      case 1: factor = choices.smallWeight()
      case 2: factor = 1 + (choices.oneIn(2) ? 1 : -1) * choices.smallWeight()
      default: factor = .powerOfTwo(choices.int(in: 1...100))
      }
      return factor * DoublyStochasticSampler.randomPermutation(n, &choices).matrix
    case .nearlyStochastic:
      var matrix = choices.element(of: DoublyStochasticSampler.allCases)
        .sample(order: n, from: &choices)
      for _ in 0..<choices.index(below: 3) {
        let (i, j) = (choices.index(below: n), choices.index(below: n))
        matrix[i, j] = matrix[i, j] + choices.smallWeight()
      }
      let isScaled = choices.oneIn(2)
      let factors = (0..<n).map { _ in isScaled ? 1 + choices.smallWeight() : 1 }
      return RationalMatrix(rows: n, columns: n) { factors[$0] * matrix[$0, $1] }
    case .smallIntegers:
      return RationalMatrix(rows: n, columns: n) { _, _ in Rational(choices.int(in: 0...3)) }
    }
  }
}

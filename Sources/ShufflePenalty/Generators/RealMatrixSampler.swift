import Birkhoff
import Exact
import RandomStreams

/// Generators of real square matrices and pairs of them, biased to where T1a and T6a are tight.
package enum RealMatrixSampler {
  /// Draws a matrix: a scaled, signed partial permutation, one with a second entry in some line, a
  /// sparse or dense signed one, or a doubly stochastic sample.
  package static func sample(order n: Int, from choices: inout some ChoiceSource) -> RationalMatrix
  {
    switch choices.index(below: 5) {
    case 0:
      return partialPermutation(n, &choices)
    case 1:
      var matrix = partialPermutation(n, &choices)
      matrix[choices.index(below: n), choices.index(below: n)] = entry(&choices)
      return matrix
    case 2:
      return RationalMatrix(rows: n, columns: n) { _, _ in
        choices.oneIn(3) ? entry(&choices) : 0
      }
    case 3:
      return RationalMatrix(rows: n, columns: n) { _, _ in entry(&choices) }
    default:
      return choices.element(of: DoublyStochasticSampler.allCases)
        .sample(order: n, from: &choices)
    }
  }

  /// Draws two matrices of one order: one entry changed (often a zero, by a little, the direction
  /// in which the Lipschitz constant 2 of T6a is reached), a scaled permutation with all its zeros
  /// changed by one small amount (that of T6b), some entries changed, or two independent samples.
  static func samplePair(
    order n: Int, from choices: inout some ChoiceSource
  ) -> (RationalMatrix, RationalMatrix) {
    let first = sample(order: n, from: &choices)
    var second = first
    switch choices.index(below: 5) {
    case 0, 1:
      let (i, j) = (choices.index(below: n), choices.index(below: n))
      let change = tiny(&choices)
      second[i, j] = second[i, j] + change
    case 2:
      for _ in 0..<choices.int(in: 1...n) {
        let (i, j) = (choices.index(below: n), choices.index(below: n))
        second[i, j] = second[i, j] + tiny(&choices)
      }
    case 3:
      second = sample(order: n, from: &choices)
    default:
      return scaledPermutationPair(n, &choices)
    }
    return (first, second)
  }

  /// A permutation with signed, scaled entries, and the same with all zeros replaced by one tiny
  /// magnitude in random signs.
  private static func scaledPermutationPair(
    _ n: Int, _ choices: inout some ChoiceSource
  ) -> (RationalMatrix, RationalMatrix) {
    let permutation = DoublyStochasticSampler.randomPermutation(n, &choices)
    let change = Rational.powerOfTwo(-choices.int(in: 1...40))
    var first = RationalMatrix(rows: n, columns: n)
    for i in 0..<n {
      first[i, permutation[i]] = (choices.oneIn(3) ? -1 : 1) * Rational(choices.int(in: 1...3))
    }
    var second = first
    for i in 0..<n {
      for j in 0..<n where j != permutation[i] {
        second[i, j] = choices.oneIn(3) ? -change : change
      }
    }
    return (first, second)
  }

  private static func partialPermutation(
    _ n: Int, _ choices: inout some ChoiceSource
  ) -> RationalMatrix {
    let permutation = DoublyStochasticSampler.randomPermutation(n, &choices)
    var matrix = RationalMatrix(rows: n, columns: n)
    for i in 0..<n where !choices.oneIn(4) { matrix[i, permutation[i]] = entry(&choices) }
    return matrix
  }

  /// A signed fraction, from tiny to large, zero among them.
  private static func entry(_ choices: inout some ChoiceSource) -> Rational {
    let value = Rational(choices.int(in: 0...12), choices.int(in: 1...6))
    let scale =
      choices.oneIn(6) ? Rational.powerOfTwo(choices.int(in: 0...120) - 60) : Rational(1)
    return (choices.oneIn(3) ? -1 : 1) * scale * value
  }

  private static func tiny(_ choices: inout some ChoiceSource) -> Rational {
    let value = Rational(choices.int(in: 1...8)) * Rational.powerOfTwo(-choices.int(in: 0...40))
    return choices.oneIn(3) ? -value : value
  }
}

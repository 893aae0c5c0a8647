import Birkhoff
import Exact
import RandomStreams

/// Generators of doubly stochastic matrices at the threshold of T4.
package enum RoundingThresholdSampler {
  /// A matrix close to one with Prow = 2 - sqrt 2, on either side of it.
  ///
  /// The two structures of THEORY section 5 that make the threshold of T4 sharp: one half block
  /// beside a permutation, and for n >= 3 a matrix whose row maxima are strict and no permutation.
  /// Both moved by a weight down to 2^-41 towards a vertex (Prow falls) or a random combination.
  /// `n` must be at least 2.
  package static func sample(
    order n: Int, from choices: inout some ChoiceSource
  ) -> RationalMatrix {
    precondition(n > 1, "a half block needs order 2")
    let weight = tiny(&choices)
    let isColliding = n >= 3 && choices.oneIn(3)
    let shift = isColliding ? tiny(&choices) : Rational()
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
      other = DoublyStochasticSampler.permutation.sample(order: n, from: &choices)
    default:
      other = DoublyStochasticSampler.convexCombination.sample(order: n, from: &choices)
    }
    let mixed = (1 - weight) * base + weight * other
    let rows = choices.shuffled(0..<n)
    let columns = choices.shuffled(0..<n)
    return RationalMatrix(rows: n, columns: n) { mixed[rows[$0], columns[$1]] }
  }

  /// A number in (0, 1/2], often tiny.
  private static func tiny(_ choices: inout some ChoiceSource) -> Rational {
    Rational.powerOfTwo(-1 - choices.int(in: 0...40))
  }
}

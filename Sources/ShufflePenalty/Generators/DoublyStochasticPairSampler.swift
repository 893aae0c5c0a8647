import Birkhoff
import Exact
import RandomStreams

/// Generators of pairs of doubly stochastic matrices, biased to where T6c, T6d, T7a and T8 are
/// tight.
enum DoublyStochasticPairSampler {
  /// Draws a pair: independent ones, close ones, one twice, or a permutation with a step from it
  /// towards the uniform matrix or another permutation.
  static func sample(
    order n: Int, from choices: inout some ChoiceSource
  ) -> (RationalMatrix, RationalMatrix) {
    switch choices.index(below: 6) {
    case 0:
      let a = MatrixClass.doublyStochastic.sample(order: n, from: &choices)
      return (a, MatrixClass.doublyStochastic.sample(order: n, from: &choices))
    case 1:
      // Lipschitz constants and moduli are reached in the limit.
      let a = MatrixClass.doublyStochastic.sample(order: n, from: &choices)
      let b = MatrixClass.doublyStochastic.sample(order: n, from: &choices)
      return (a, step(from: a, to: b, &choices))
    case 2:
      let a = MatrixClass.doublyStochastic.sample(order: n, from: &choices)
      return (a, a)
    case 3:
      let a = choices.oneIn(2) ? uniform(n) : half(n, &choices)
      return (a, choices.oneIn(2) ? a : step(from: a, to: permutation(n, &choices), &choices))
    case 4:
      let a = permutation(n, &choices)
      return (a, step(from: a, to: permutation(n, &choices), &choices))
    default:
      let a = permutation(n, &choices)
      return (a, step(from: a, to: uniform(n), &choices))
    }
  }

  private static func permutation(
    _ n: Int, _ choices: inout some ChoiceSource
  ) -> RationalMatrix {
    DoublyStochasticSampler.randomPermutation(n, &choices).matrix
  }

  private static func half(_ n: Int, _ choices: inout some ChoiceSource) -> RationalMatrix {
    DoublyStochasticSampler.half.sample(order: n, from: &choices)
  }

  private static func uniform(_ n: Int) -> RationalMatrix {
    RationalMatrix(rows: n, columns: n) { _, _ in Rational(1, n) }
  }

  /// A matrix on the segment from `a` to `b`, often very close to `a`.
  private static func step(
    from a: RationalMatrix, to b: RationalMatrix, _ choices: inout some ChoiceSource
  ) -> RationalMatrix {
    let weight = Rational.powerOfTwo(-choices.int(in: 1...40))
    return (1 - weight) * a + weight * b
  }
}

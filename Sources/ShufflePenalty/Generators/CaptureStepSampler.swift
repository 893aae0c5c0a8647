import Birkhoff
import Exact
import RandomStreams

/// Generators of training steps at permutations and of those that end there at once.
enum CaptureStepSampler {
  /// A step at a permutation matrix: gradients at and on both sides of -2 lambda off it, and up to
  /// 1/eta on it.
  static func stepAtPermutation(
    order n: Int, from choices: inout some ChoiceSource
  ) -> DescentStep {
    let weight = Rational(choices.int(in: 0...12), 4)
    let rate = choices.fraction()
    let shift = Rational.powerOfTwo(-choices.int(in: 0...40))
    let isTouching = choices.oneIn(2)
    let gradient = RationalMatrix(rows: n, columns: n) { i, j in
      if i == j { return choices.oneIn(2) ? (1 - shift) / rate : 0 }
      switch choices.index(below: 8) {
      case 0...4: return 2 * weight * Rational(choices.int(in: 0...4) - 2, 2)
      case 5: return -2 * weight + shift
      case 6: return isTouching ? -2 * weight - shift : 0
      default: return Rational(choices.int(in: 0...8))
      }
    }
    return DescentStep(
      matrix: Permutation(identity: n).matrix, gradient: gradient, weight: weight, rate: rate
    ).reorderingColumns(DoublyStochasticSampler.randomPermutation(n, &choices))
  }

  /// A step from entries at least d on a permutation and at most t off it, with the rate at the
  /// lower or upper end of what T9c allows, or outside.
  static func capturingStep(
    order n: Int, from choices: inout some ChoiceSource
  ) -> DescentStep {
    let least = choices.oneIn(2) ? 1 : Rational(choices.int(in: 1...12), 4)
    let most = least * Rational(1, choices.int(in: 2...20)) * choices.fraction()
    let matrix = RationalMatrix(rows: n, columns: n) { i, j in
      if i == j { return choices.oneIn(3) ? least + choices.fraction() : least }
      return choices.oneIn(3) ? 0 : choices.oneIn(2) ? most : most * choices.fraction()
    }
    let bound = choices.gradientBound()
    let force = 2 - 2 * most / least
    let weight = choices.weight(above: bound / force)
    let gradient = choices.element(of: StepGradient.allCases)
      .matrix(at: matrix, bound: bound, from: &choices)
    let pull = weight * force - bound
    let push = bound + weight * Rational(n - 1) * (most / least).squared
    let slowest = pull.sign > 0 ? (most / pull).short : 1
    let fastest = push.sign > 0 ? (least / push).short : slowest * 4
    // The lower end is rounded down: raised by 2^-50 it suffices.
    let rates = [
      slowest * (1 + .powerOfTwo(-50)), fastest * choices.nearlyOne(),
      slowest * choices.nearlyOne(),
      (slowest + fastest) / 2,
    ]
    return DescentStep(
      matrix: matrix, gradient: gradient, weight: weight, rate: choices.element(of: rates)
    ).reorderingColumns(DoublyStochasticSampler.randomPermutation(n, &choices))
  }
}

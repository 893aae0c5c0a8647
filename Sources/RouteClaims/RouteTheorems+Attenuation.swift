import Claims
import Exact
import ShufflePenalty

/// R7: what a soft shuffle loses of a signal, and the correction of its gain.
///
/// s is a square root; every claim is one about s^2, or about numbers a + b / s with rational a, b,
/// whose sums of squares are sum (a^2 + b^2 / s^2) + 2 sum (a b) / s.
extension RouteTheorems {
  static let attenuation: [Claim] = [gain, extremes, corrected, rowGain]

  private static let hypotheses = "M doubly stochastic, N >= 2"

  /// The gain is what white noise of sum 0 keeps of its energy.
  static let gain = Claim(
    "R7-gain", assuming: hypotheses + ", s^2 = (|M|_F^2 - 1) / (N - 1)",
    "s^2 is the mean square gain on vectors of sum 0, |M (I - J/N)|_F^2 = (N - 1) s^2, and "
      + "s^2 = 1 - Q / (N - 1)",
    comparing: "(N - 1) s^2 against |M (I - J/N)|_F^2",
    .provedInProofs(["R7_gain_quadratic", "R7_energy_of_noise"]),
    tests: ["RouteClaimTests.theoremsHold"],
    on: .matrix(.doublyStochastic) { facts in
      guard let square = squaredGain(facts) else { return .inapplicable }
      let n = facts.order
      let centred = RationalMatrix(rows: n, columns: n) { i, j in
        (i == j ? 1 : 0) - Rational(1, n)
      }
      let energy = (facts.matrix * centred).sum(of: .square)
      let isRight =
        energy == Rational(n - 1) * square && square == 1 - facts.quadraticPenalty / Rational(n - 1)
      return .asserts(
        isRight, "the gain is another", RadicalSum(Rational(n - 1) * square), RadicalSum(energy))
    })

  /// Where the gain is 1 and where it is 0.
  static let extremes = Claim(
    "R7-extremes", assuming: hypotheses,
    "0 <= s^2 <= 1, s = 1 iff M is a permutation, s = 0 iff M = J/N", comparing: "s^2 against 1",
    .provedInProofs(["R7_gain_range", "R7_gain_one", "R7_gain_zero"]),
    examples: [ClaimExample("a permutation", .equality, [[0, 1], [1, 0]])],
    tests: ["RouteClaimTests.theoremsHold"],
    on: .matrix(.doublyStochastic) { facts in
      guard let square = squaredGain(facts) else { return .inapplicable }
      let isUniform = facts.matrix.rows.joined().allSatisfy { $0 == Rational(1, facts.order) }
      let isPermutation = facts.nonzeroCount == facts.order
      let isRight =
        square.sign >= 0 && square <= 1 && (square == 1) == isPermutation
        && (square.sign == 0) == isUniform
      return .asserts(isRight, "s^2 = \(square)", RadicalSum(square), 1)
    })

  /// The corrected shuffle keeps the energy of white noise and the mean of the channels.
  static let corrected = Claim(
    "R7-corrected", assuming: hypotheses + ", s > 0, M_s = J/N + (M - J/N) / s",
    "|M_s|_F^2 = N, and the rows and columns of M_s sum to 1", comparing: "|M_s|_F^2 against N",
    .provedInProofs(["R7_corrected_energy", "R7_corrected_sums", "R7_corrected_permutation"]),
    tests: ["RouteClaimTests.theoremsHold"],
    on: .matrix(.doublyStochastic) { facts in
      guard let square = squaredGain(facts), square.sign > 0 else { return .inapplicable }
      let mean = Rational(1, facts.order)
      let deviation = RationalMatrix(rows: facts.order, columns: facts.order) { i, j in
        facts.matrix[i, j] - mean
      }
      let sums = deviation.rowSums() + deviation.columnSums()
      return decideEnergy(
        deviations: deviation.rows.flatMap { $0 }, mean: mean, square: square,
        expected: Rational(facts.order), sums: sums)
    })

  /// The same row by row, for any row of sum 1: the correction that training uses.
  static let rowGain = Claim(
    "R7-rows",
    assuming: "r a row of a matrix with row sums 1, N >= 2, s^2 = (|r|^2 - 1/N) / (1 - 1/N) > 0",
    "r' = 1/N + (r - 1/N) / s has |r'|^2 = 1 and the sum 1", comparing: "|r'|^2 against 1",
    .provedInProofs([
      "R7_row_gain", "R7_row_gain_range", "R7_corrected_row", "R7_corrected_row_fixed",
    ]), tests: ["RouteClaimTests.theoremsHold"],
    on: .matrix(.rowStochastic) { facts in
      guard facts.order > 1 else { return .inapplicable }
      let mean = Rational(1, facts.order)
      return .tightest(
        facts.matrix.rows.enumerated().compactMap { i, row in
          let square = (facts.rowSquares[i] - mean) / (1 - mean)
          guard square.sign > 0 else { return nil }
          let deviations = row.map { $0 - mean }
          return decideEnergy(
            deviations: deviations, mean: mean, square: square, expected: 1,
            sums: [deviations.reduce(0, +)])
        })
    })

  /// s^2, for matrices of order 2 at least.
  static func squaredGain(_ facts: MatrixFacts) -> Rational? {
    facts.order > 1 ? (facts.squareSum - 1) / Rational(facts.order - 1) : nil
  }

  /// The numbers mean + d / s with these d have the energy `expected`, and the sums of d vanish.
  private static func decideEnergy(
    deviations: [Rational], mean: Rational, square: Rational, expected: Rational, sums: [Rational]
  ) -> ClaimDecision {
    var energy = RadicalSum(
      deviations.reduce(0) { $0 + mean.squared + $1.squared / square })
    // 2 a b / s = (2 a b / s^2) sqrt(s^2).
    energy.addRoot(square, times: deviations.reduce(0) { $0 + 2 * mean * $1 } / square)
    let isRight = sums.allSatisfy { $0.sign == 0 } && energy == RadicalSum(expected)
    return .asserts(isRight, "the corrected gain is another", energy, RadicalSum(expected))
  }
}

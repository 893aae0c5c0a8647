import Birkhoff
import Claims
import Exact

/// False statements close to T5.
extension PlantedClaims {
  static let nearlyStochastic: [Claim] = [
    withoutKappa, smallKappa, entriesAboveOne, roundingWithSquaredDelta, roundingBlindToColumns,
  ]

  /// T5b without its term for the columns.
  static let withoutKappa = Claim(
    "T5b-no-kappa", assuming: "M >= 0 with row sums 1",
    "d1(M) <= 2 Prow + 2 c_max Pcol, c_max the largest column sum",
    comparing: "d1 against 2 Prow + 2 c_max Pcol", .isFalse("T5b without kappa"),
    examples: [
      ClaimExample(
        "two rows on one column and a half row", .counterexample,
        [[0, 0, 1], [Rational(1, 2), Rational(1, 2), 0], [0, 0, 1]])
    ],
    tests: ["NearlyStochasticClaimTests.theKappaTermIsNeeded"],
    on: .matrix(.rowStochastic) { Theorems.decideT5b($0, coefficient: 0) })

  /// T5e with a coefficient of kappa below 1; two one-hot rows on one column refute it.
  static let smallKappa = Claim(
    "T5e-0.9", assuming: "M >= 0 with row sums 1", "d1(M) <= (2 + sqrt 2) Prow + 0.9 kappa",
    comparing: "d1 against (2 + sqrt 2) Prow + 0.9 kappa",
    .isFalse("T5e with a coefficient of kappa below 1"),
    examples: [ClaimExample("two rows on one column", .counterexample, [[1, 0], [1, 0]])],
    tests: ["NearlyStochasticClaimTests.theKappaTermIsNeeded"],
    on: .matrix(.rowStochastic) {
      Theorems.decideT5e($0, coefficient: RadicalSum(Rational(9, 10)))
    })

  /// T5c without the bound of the entries.
  static let entriesAboveOne = Claim(
    "T5c-any", assuming: "M >= 0, r_max and c_max the largest line sums",
    "d1(M) <= 2 r_max Prow + 2 c_max Pcol + 3(N - S) + 2 max(M) R",
    comparing: "d1 against 2 r_max Prow + 2 c_max Pcol + 3(N - S) + 2 max(M) R",
    .isFalse("T5c with entries above 1"),
    examples: [
      ClaimExample("3/2", .counterexample, [[Rational(3, 2)]]),
      ClaimExample(
        "3/2 times the identity", .counterexample, [[Rational(3, 2), 0], [0, Rational(3, 2)]]),
    ],
    tests: ["NearlyStochasticClaimTests.entriesAboveOneBreakT5c"],
    on: .matrix(.nonnegative) { Theorems.decideT5c($0) })

  /// T5d with delta^2 in place of delta; two rows that share their largest column refute it.
  static let roundingWithSquaredDelta = Claim(
    "T5d-squared",
    assuming: "M >= 0 with row sums 1, column sums at most 1 + delta, and "
      + "Prow < (2 - sqrt 2)(1 - delta^2)",
    "the row maxima are unique, form a permutation, and it is the only optimal assignment",
    comparing: "Prow against (2 - sqrt 2)(1 - delta^2)", .isFalse("T5d with delta^2 for delta"),
    examples: [
      ClaimExample(
        "two rows whose largest entries share a column", .counterexample,
        [[Rational(5, 8), Rational(3, 8)], [Rational(5, 8), Rational(3, 8)]])
    ],
    tests: ["NearlyStochasticClaimTests.roundingNeedsDelta"],
    on: .matrix(.rowStochastic) { facts in
      let delta = facts.defects.largestColumnSum - 1
      return Theorems.decideRowMaxima(
        facts, facts.rowPenalty, below: (1 - delta.squared) * RadicalSum.sharpConstant)
    })

  /// T4 for matrices whose columns nobody looked at, as when only rows are normalised.
  static let roundingBlindToColumns = Claim(
    "T5d-no-delta", assuming: "M >= 0 with row sums 1 and Prow < 2 - sqrt 2",
    "the row maxima are unique, form a permutation, and it is the only optimal assignment",
    comparing: "Prow against 2 - sqrt 2", .isFalse("T4 without its hypothesis on columns"),
    examples: [ClaimExample("two rows on one column", .counterexample, [[1, 0], [1, 0]])],
    tests: ["NearlyStochasticClaimTests.roundingNeedsDelta"],
    on: .matrix(.rowStochastic) {
      Theorems.decideRowMaxima($0, $0.rowPenalty, below: .sharpConstant)
    })
}

import Claims
import Exact

/// False statements close to the theorems, which the bench must refute.
///
/// A bench that cannot refute them proves nothing by not refuting the theorems.
package enum PlantedClaims {
  /// All theorems with a constant or a hypothesis that is too strong.
  package static let all: [Claim] =
    sharpened + nearlyStochastic + slowerChange + penalisation + further

  /// Theorems with a constant that is a little too strong; each fails at an instance of order 2.
  static let sharpened: [Claim] = [
    lowerBound, rounding, roundingAtThreshold, rationalRoundingAtThreshold, lipschitz,
  ]

  /// T2* with a constant above 2 - sqrt 2 = 0.5857...; half matrices refute it.
  package static let lowerBound = Claim(
    "T2-lower-0.6", assuming: "M doubly stochastic", "0.6 d1(M) <= P(M)",
    comparing: "0.6 d1(M) against P(M)", .isFalse("T2* with a constant above 2 - sqrt 2"),
    tests: ["ClaimTests.plantedClaimsAreRefutedByTheirSharpInstances"],
    on: .matrix(.doublyStochastic) { facts in
      .atMost(RadicalSum(Rational(3, 5) * facts.distance), facts.penalty, "P is below 0.6 d1")
    })

  /// T4 with a threshold above 4 - 2 sqrt 2 = 1.1715...; one half block refutes it.
  package static let rounding = Claim(
    "T4-1.3", assuming: "M doubly stochastic, P(M) < 1.3",
    "every row has a largest entry > 1/2, they form a permutation, and it is the only nearest one",
    comparing: "P(M) against 1.3", .isFalse("T4 with a threshold above 4 - 2 sqrt 2"),
    tests: ["ClaimTests.plantedClaimsAreRefutedByTheirSharpInstances"],
    on: .matrix(.doublyStochastic) { facts in
      Theorems.decideRounding(facts, facts.penalty, below: RadicalSum(Rational(13, 10)))
    })

  /// T4 with the threshold itself allowed.
  package static let roundingAtThreshold = Claim(
    "T4-closed", assuming: "M doubly stochastic, Prow(M) <= 2 - sqrt 2",
    "every row has a largest entry > 1/2, they form a permutation, and it is the only nearest one",
    comparing: "Prow(M) against 2 - sqrt 2", .isFalse("T4 at its threshold"),
    examples: [ClaimExample("a half block", .counterexample, Theorems.halfBlock)],
    tests: ["RoundingClaimTests.theThresholdsAreSharp"],
    on: .matrix(.doublyStochastic) { facts in
      guard facts.rowPenalty <= .sharpConstant else { return .inapplicable }
      return .asserts(
        Theorems.hasCertainRounding(facts), "the row argmax is not the unique nearest permutation",
        facts.rowPenalty, .sharpConstant)
    })

  /// The test without roots at its threshold.
  package static let rationalRoundingAtThreshold = Claim(
    "T4-rational-closed", assuming: "M doubly stochastic, sum (1 - largest entry of row i) <= 1",
    "every row has a largest entry > 1/2, they form a permutation, and it is the only nearest one",
    comparing: "sum (1 - max r_i) against 1", .isFalse("T4 without roots, at its threshold"),
    examples: [ClaimExample("a half block", .counterexample, Theorems.halfBlock)],
    tests: ["RoundingClaimTests.theThresholdsAreSharp"],
    on: .matrix(.doublyStochastic) { facts in
      guard facts.rowMaximaDeficit <= 1 else { return .inapplicable }
      return .asserts(
        Theorems.hasCertainRounding(facts), "the row argmax is not the unique nearest permutation",
        RadicalSum(facts.rowMaximaDeficit), 1)
    })

  /// T6a with a constant below 2; a small new entry in occupied lines refutes it.
  package static let lipschitz = Claim(
    "T6a-1.9", assuming: "A, B real", "|P(A) - P(B)| <= 1.9 |A - B|_1",
    comparing: "|P(A) - P(B)| against 1.9 |A - B|_1", .isFalse("T6a with a constant below 2"),
    tests: ["ClaimTests.plantedClaimsAreRefutedByTheirSharpInstances"],
    on: .pair(.real) { a, b in
      Theorems.decideLipschitz(a, b, constant: RadicalSum(Rational(19, 10)))
    })
}

import Exact

/// False statements close to the theorems, which the bench must refute.
///
/// A bench that cannot refute them proves nothing by not refuting the theorems.
package enum PlantedClaims {
  /// The planted claims, in order.
  package static let all: [Claim] = [lowerBound, rounding, lipschitz]

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

  /// T6a with a constant below 2; a small new entry in occupied lines refutes it.
  package static let lipschitz = Claim(
    "T6a-1.9", assuming: "A, B real", "|P(A) - P(B)| <= 1.9 |A - B|_1",
    comparing: "|P(A) - P(B)| against 1.9 |A - B|_1", .isFalse("T6a with a constant below 2"),
    tests: ["ClaimTests.plantedClaimsAreRefutedByTheirSharpInstances"],
    on: .pair(.real) { a, b in
      Theorems.decideLipschitz(a, b, constant: RadicalSum(Rational(19, 10)))
    })
}

import Exact

/// False statements close to the theorems, which the bench must refute.
///
/// A bench that cannot refute them proves nothing by not refuting the theorems.
package enum PlantedClaims {
  /// The planted claims, in order.
  package static let all: [Claim] = [lowerBound, rounding, lipschitz]

  /// T2* with a constant above 2 - sqrt 2 = 0.5857...; half matrices refute it.
  package static let lowerBound = Claim(
    id: "T2-lower-0.6",
    statement: "FALSE, planted: for doubly stochastic M: 0.6 d1(M) <= P(M)",
    isPlanted: true,
    test: .doublyStochasticMatrix { facts in
      .atMost(
        RadicalSum(Rational(3, 5) * facts.distance), facts.penalty, "P is below 0.6 d1")
    })

  /// T4 with a threshold above 4 - 2 sqrt 2 = 1.1715...; one half block refutes it.
  package static let rounding = Claim(
    id: "T4-1.3",
    statement: "FALSE, planted: for doubly stochastic M with P(M) < 1.3 rounding is certain (T4)",
    isPlanted: true,
    test: .doublyStochasticMatrix { facts in
      Theorems.decideRounding(facts, facts.penalty, below: RadicalSum(Rational(13, 10)))
    })

  /// T6a with a constant below 2; a small new entry in occupied lines refutes it.
  package static let lipschitz = Claim(
    id: "T6a-1.9",
    statement: "FALSE, planted: |P(A) - P(B)| <= 1.9 |A - B|_1 for all real A, B",
    isPlanted: true,
    test: .realPair { a, b in
      Theorems.decideLipschitz(a, b, constant: Rational(19, 10))
    })
}

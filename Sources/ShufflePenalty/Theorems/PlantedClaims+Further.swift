import Claims
import Exact
import StepArithmetic

/// False statements close to T10 and T11.
extension PlantedClaims {
  static let further: [Claim] = [naiveFloats, entropyFromAbove, smallRectangularFactor]

  /// T10 for the plain formula; nearly one-hot lines refute it.
  static let naiveFloats = Claim(
    "T10-relative-naive",
    assuming: "M as in T10, p the sum of fl(|x|_1) - fl(|x|_2) over all lines",
    "|p - P(M)| <= gamma P(M), gamma = 6Nu/(1 - 6Nu)", comparing: "|p - P| against gamma P",
    .isFalse("T10 with |x|_1 - |x|_2 computed as it stands"),
    examples: [
      ClaimExample(
        "a nearly one-hot line", .counterexample, [[1, Rational.powerOfTwo(-40)], [0, 1]])
    ],
    tests: ["FloatingPointClaimTests.theNaiveValueIsNot"],
    on: .matrix(.doubles) { facts in
      let (values, n) = (facts.doubles, facts.order)
      guard PermutationPenalty.enclosure(of: values, size: n) != nil else { return .inapplicable }
      let value = (0..<n).reduce(0.0) { total, k in
        total + Theorems.naiveGap((0..<n).map { values[k * n + $0] })
          + Theorems.naiveGap((0..<n).map { values[$0 * n + k] })
      }
      return Theorems.decidePenalty(facts, value: value)
    })

  /// No linear converse of T11b: entropy has an infinite slope at permutations.
  static let entropyFromAbove = Claim(
    "T11b-converse", assuming: "M doubly stochastic, Ent(M) = -sum M_ij log M_ij",
    "Ent(M) <= 4 P(M)", comparing: "Ent against 4 P", .isFalse("T11b the other way round"),
    examples: [
      ClaimExample(
        "next to a permutation", .counterexample,
        [
          [1 - Rational.powerOfTwo(-12), Rational.powerOfTwo(-12)],
          [Rational.powerOfTwo(-12), 1 - Rational.powerOfTwo(-12)],
        ])
    ],
    tests: ["FurtherClaimTests.entropies"],
    on: .matrix(.doublyStochastic) { facts in
      let limit = 4 * facts.penalty
      guard facts.distance.sign > 0 else { return .asserts(true, "") }
      let (sign, entropy) = Entropy.comparison(facts.matrix, to: limit)
      return .asserts(sign < 0, "Ent exceeds 4 P", RadicalSum(entropy.lower), limit)
    })

  /// T11e with a factor below 2 + sqrt 2 = 3.4142...; one half row refutes it.
  static let smallRectangularFactor = Claim(
    "T11e-3.4", assuming: "M as in T11e-lower", "d1 <= 3.4 Prow(M)",
    comparing: "d1 against 3.4 Prow", .isFalse("T11e with a factor below 2 + sqrt 2"),
    examples: [
      ClaimExample("one half row", .counterexample, [[Rational(1, 2), Rational(1, 2)], [0, 0]])
    ],
    tests: ["FurtherClaimTests.rectangles"],
    on: .matrix(.rectangular) {
      Theorems.decideRectangularBound($0, factor: RadicalSum(Rational(17, 5)))
    })
}

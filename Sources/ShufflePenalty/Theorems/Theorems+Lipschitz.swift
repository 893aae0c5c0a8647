import Exact

/// T6: how fast the penalty changes.
extension Theorems {
  static let lipschitz: [Claim] = [t6a]

  /// T6a.
  package static let t6a = Claim(
    "T6a", assuming: "A, B real", "|P(A) - P(B)| <= 2 |A - B|_1",
    comparing: "|P(A) - P(B)| against 2 |A - B|_1", .provedInProofs(["T6a_lipschitz"]),
    examples: [
      ClaimExample(
        "a small entry in occupied lines", .nearEquality(Rational(99, 100)),
        ClaimInstance(matrices: [
          RationalMatrix([[1, 0], [0, 1]]), RationalMatrix([[1, Rational(1, 100)], [0, 1]]),
        ]))
    ],
    tests: ["ClaimTests.plantedClaimsAreRefutedByTheirSharpInstances"],
    on: .pair(.real) { decideLipschitz($0, $1, constant: 2) })

  /// Decides |P(A) - P(B)| <= constant |A - B|_1.
  static func decideLipschitz(
    _ a: RationalMatrix, _ b: RationalMatrix, constant: RadicalSum
  ) -> ClaimDecision {
    let change = (Penalty.value(a) - Penalty.value(b)).magnitude
    return .atMost(
      change, a.l1Distance(to: b) * constant,
      "P changes by more than the constant times the distance")
  }
}

import Claims
import Exact

/// False statements close to T7 and T8.
extension PlantedClaims {
  static let penalisation: [Claim] = [
    concaveEverywhere, doubleModulus, lightPenalty, lightQuadratic,
  ]

  /// T7a without signs; P is convex across 0.
  static let concaveEverywhere = Claim(
    "T7a-real", assuming: "A, B real, t one of 1/8, 1/2, 2/3",
    "t P(A) + (1 - t) P(B) <= P(tA + (1 - t)B)",
    comparing: "t P(A) + (1 - t) P(B) against P(tA + (1 - t)B)", .isFalse("T7a without signs"),
    examples: [
      ClaimExample(
        "a matrix and its negative", .counterexample,
        ClaimInstance(matrices: [
          RationalMatrix([[1, 1], [1, 1]]), RationalMatrix([[-1, -1], [-1, -1]]),
        ]))
    ],
    tests: ["ConcavityClaimTests.largerModuliAreRefuted"],
    on: .pair(.real) { Theorems.decideConcavity($0, $1) })

  /// T7a-strong with twice its modulus: the second derivative is 2/N, and half of that counts.
  static let doubleModulus = Claim(
    "T7a-2/N", assuming: "A, B doubly stochastic, t one of 1/8, 1/2, 2/3",
    "t(1 - t) 2|A - B|_F^2/N <= P(tA + (1 - t)B) - t P(A) - (1 - t) P(B)",
    comparing: "t(1 - t) 2|A - B|_F^2/N against P(tA + (1 - t)B) - t P(A) - (1 - t) P(B)",
    .isFalse("T7a with twice its modulus"),
    examples: [
      ClaimExample(
        "a permutation and a step towards J/N", .counterexample,
        Theorems.nextToTheIdentity { $0 == $1 ? Rational(19, 20) : Rational(1, 20) })
    ],
    tests: ["ConcavityClaimTests.largerModuliAreRefuted"],
    on: .pair(.doublyStochastic) { a, b in
      Theorems.decideStrongConcavity(a, b, modulus: Rational(2, a.order))
    })

  /// T8 with a weight below 1 + 1/sqrt 2 = 1.7071...; half matrices refute it.
  static let lightPenalty = Claim(
    "T8-1.7", assuming: "A = M0 and B = M doubly stochastic",
    "d1(M0) <= |M - M0|_1 + 1.7 P(M)", comparing: "d1(M0) against |M - M0|_1 + 1.7 P(M)",
    .isFalse("T8 with a weight below 1 + 1/sqrt 2"),
    examples: [
      ClaimExample(
        "a half block twice", .counterexample,
        ClaimInstance(matrices: [
          RationalMatrix(Theorems.halfBlock), RationalMatrix(Theorems.halfBlock),
        ]))
    ],
    tests: ["PenalisationClaimTests.smallerWeightsAreRefuted"],
    on: .pair(.doublyStochastic) {
      Theorems.decidePenalisation($0, $1, weight: RadicalSum(Rational(17, 10)))
    })

  /// T8' with a weight below 2; the uniform matrix refutes it.
  static let lightQuadratic = Claim(
    "T8-Q-1.9", assuming: "A = M0 and B = M doubly stochastic, Q(M) = N - |M|_F^2",
    "d1(M0) <= |M - M0|_1 + 1.9 Q(M)", comparing: "d1(M0) against |M - M0|_1 + 1.9 Q(M)",
    .isFalse("T8' with a weight below 2"),
    examples: [
      ClaimExample(
        "the uniform matrix of order 2 twice", .counterexample,
        ClaimInstance(matrices: [
          RationalMatrix(Theorems.halfBlock), RationalMatrix(Theorems.halfBlock),
        ]))
    ],
    tests: ["PenalisationClaimTests.smallerWeightsAreRefuted"],
    on: .pair(.doublyStochastic) {
      Theorems.decideQuadraticPenalisation($0, $1, weight: Rational(19, 10))
    })
}

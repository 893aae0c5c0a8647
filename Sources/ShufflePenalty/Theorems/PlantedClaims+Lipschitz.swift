import Claims
import Exact

/// False statements close to T6.
extension PlantedClaims {
  static let slowerChange: [Claim] = [lipschitzOnLineSums, frobenius, frobeniusOnReal]

  /// T6c with a constant below 1; two matrices next to a permutation refute it.
  static let lipschitzOnLineSums = Claim(
    "T6c-0.9", assuming: "A, B >= 0 with the same row sums and the same column sums",
    "|P(A) - P(B)| <= 0.9 |A - B|_1", comparing: "|P(A) - P(B)| against 0.9 |A - B|_1",
    .isFalse("T6c with a constant below 1"),
    examples: [
      ClaimExample(
        "a permutation and one nearby", .counterexample,
        Theorems.nextToTheIdentity { $0 == $1 ? Rational(9, 10) : Rational(1, 10) })
    ],
    tests: ["LipschitzClaimTests.smallerConstantsAreRefuted"],
    on: .pair(.equalLineSums) {
      Theorems.decideLipschitz($0, $1, constant: RadicalSum(Rational(9, 10)))
    })

  /// T6d with nine tenths of its constant.
  package static let frobenius = Claim(
    "T6d-0.9", assuming: "A, B doubly stochastic", "|P(A) - P(B)| <= 1.8 sqrt(N - 1) |A - B|_F",
    comparing: "|P(A) - P(B)| against 1.8 sqrt(N - 1) |A - B|_F",
    .isFalse("T6d with a constant below 2 sqrt(N - 1)"),
    examples: [
      ClaimExample(
        "a permutation and a step towards J/N", .counterexample,
        Theorems.nextToTheIdentity { $0 == $1 ? Rational(19, 20) : Rational(1, 20) })
    ],
    tests: ["LipschitzClaimTests.smallerConstantsAreRefuted"],
    on: .pair(.doublyStochastic) { a, b in
      Theorems.decideEuclidean(a, b, squaredConstant: Rational(81, 25) * Rational(a.order - 1))
    })

  /// T6d for real matrices; sums of 1 matter, as T6b is sharp.
  static let frobeniusOnReal = Claim(
    "T6d-real", assuming: "A, B real", "|P(A) - P(B)| <= 2 sqrt(N - 1) |A - B|_F",
    comparing: "|P(A) - P(B)| against 2 sqrt(N - 1) |A - B|_F",
    .isFalse("T6d without its hypothesis on sums"),
    examples: [
      ClaimExample(
        "the identity and equal small entries elsewhere", .counterexample,
        Theorems.nextToTheIdentity { $0 == $1 ? 1 : Rational(1, 10) })
    ],
    tests: ["LipschitzClaimTests.smallerConstantsAreRefuted"],
    on: .pair(.real) { a, b in
      Theorems.decideEuclidean(a, b, squaredConstant: 4 * Rational(a.order - 1))
    })
}

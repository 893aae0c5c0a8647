import Birkhoff
import Claims
import Exact

/// T8: with enough weight on the penalty, minimisers are permutations.
///
/// The claims take f(M) = |M - M0|_1, which is 1-Lipschitz in l1 and for which the theorems are
/// sharp; its least value over permutations is d1(M0).
extension Theorems {
  static let exactPenalisation: [Claim] = [t8, t8Quadratic, t8Local]

  /// T8 at its threshold lambda = 1 + 1/sqrt 2.
  ///
  /// The inequality is the limit of T8 for larger weights; where it is an equality so is T2*.
  static let t8 = Claim(
    "T8", assuming: "A = M0 and B = M doubly stochastic, lambda = 1 + 1/sqrt 2",
    "d1(M0) <= |M - M0|_1 + lambda P(M), with equality only where M is half the sum of two "
      + "permutation matrices",
    comparing: "d1(M0) against |M - M0|_1 + lambda P(M)",
    .provedInProofs(["T8_distance", "T8_exact_penalty", "T8_threshold_sharp"]),
    examples: [
      ClaimExample(
        "a half block twice", .equality,
        ClaimInstance(matrices: [RationalMatrix(halfBlock), RationalMatrix(halfBlock)]))
    ],
    tests: ["PenalisationClaimTests.thresholdsAreSharp"],
    on: .pair(.doublyStochastic) { decidePenalisation($0, $1, weight: sharpWeight) })

  /// 1 + 1/sqrt 2, the threshold of T8 for a Lipschitz constant of 1.
  static var sharpWeight: RadicalSum { 1 + .root(Rational(1, 2)) }

  /// Decides T8 with another weight.
  static func decidePenalisation(
    _ m0: RationalMatrix, _ m: RationalMatrix, weight: RadicalSum
  ) -> ClaimDecision {
    let facts = MatrixFacts(m)
    let least = RadicalSum(MatrixFacts(m0).distance)
    let value = RadicalSum(m.l1Distance(to: m0)) + weight * facts.penalty
    let (sign, method) = (value - least).decidedSign()
    let isRight = sign > 0 || sign == 0 && facts.isHalfMatrix
    return ClaimDecision(
      verdict: isRight
        ? .holds : .refuted("a doubly stochastic matrix is as good as every permutation"),
      lhs: least, rhs: value, method: method)
  }

  /// T8', for Q.
  static let t8Quadratic = Claim(
    "T8-Q", assuming: "A = M0 and B = M doubly stochastic, Q(M) = N - |M|_F^2",
    "d1(M0) <= |M - M0|_1 + 2 Q(M)", comparing: "d1(M0) against |M - M0|_1 + 2 Q(M)",
    .provedOnPaper,
    examples: [
      ClaimExample(
        "the uniform matrix of order 3 twice", .equality,
        ClaimInstance(
          matrices: (0..<2).map { _ in
            RationalMatrix(rows: 3, columns: 3) { _, _ in Rational(1, 3) }
          }
        ))
    ],
    tests: ["PenalisationClaimTests.thresholdsAreSharp"],
    on: .pair(.doublyStochastic) { decideQuadraticPenalisation($0, $1, weight: 2) })

  /// Decides T8' with another weight.
  static func decideQuadraticPenalisation(
    _ m0: RationalMatrix, _ m: RationalMatrix, weight: Rational
  ) -> ClaimDecision {
    .atMost(
      RadicalSum(MatrixFacts(m0).distance),
      RadicalSum(m.l1Distance(to: m0) + weight * MatrixFacts(m).quadraticPenalty),
      "a doubly stochastic matrix is better than every permutation")
  }

  /// T8'', its true part: for every lambda > 1 permutations are strict local minimisers.
  ///
  /// The weight that suffices within distance e tends to 1 as e does to 0. By T3: f(P_pi) is at
  /// most f(M) + |M - P_pi|_1, and (1 - e/(2(1 - e))) |M - P_pi|_1 <= P(M).
  static let t8Local = Claim(
    "T8-local",
    assuming:
      "A = M0 and B = M doubly stochastic, pi optimal for M, e = max (1 - M_i,pi(i)) < 2/3, "
      + "lambda = 2(1 - e)/(2 - 3e)",
    "|P_pi - M0|_1 <= |M - M0|_1 + lambda P(M)",
    comparing: "|P_pi - M0|_1 against |M - M0|_1 + lambda P(M)",
    .provedInProofs(["T8local_distance", "T8local_every_permutation"]),
    examples: [
      ClaimExample(
        "a matrix near the identity twice", .nearEquality(Rational(99, 100)),
        ClaimInstance(
          matrices: (0..<2).map { _ in
            RationalMatrix([
              [Rational(199, 200), Rational(1, 200)], [Rational(1, 200), Rational(199, 200)],
            ])
          }))
    ],
    tests: ["PenalisationClaimTests.localWeights"],
    on: .pair(.doublyStochastic) { m0, m in
      let facts = MatrixFacts(m)
      guard let e = facts.assignedEntries.map({ 1 - $0 }).max(), e < Rational(2, 3) else {
        return .inapplicable
      }
      let weight = 2 * (1 - e) / (2 - 3 * e)
      return .atMost(
        RadicalSum(facts.assignment.permutation.matrix.l1Distance(to: m0)),
        RadicalSum(m.l1Distance(to: m0)) + weight * facts.penalty,
        "a matrix near a permutation is better than it")
    })
}

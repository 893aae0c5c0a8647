import Birkhoff
import Claims
import Exact

/// T7: concavity, which leaves no local minimisers but permutations.
extension Theorems {
  static let concavity: [Claim] = [t7aConcave, t7aStrong, t7bCycle, t7bPermutation]

  /// T7a on nonnegative matrices.
  static let t7aConcave = Claim(
    "T7a", assuming: "A, B >= 0, t one of 1/8, 1/2, 2/3",
    "t P(A) + (1 - t) P(B) <= P(tA + (1 - t)B)",
    comparing: "t P(A) + (1 - t) P(B) against P(tA + (1 - t)B)", .provedInProofs(["T7a_concave"]),
    examples: [
      ClaimExample(
        "a matrix and its double", .equality,
        ClaimInstance(matrices: [
          RationalMatrix([[1, 2], [0, 3]]), RationalMatrix([[2, 4], [0, 6]]),
        ]))
    ],
    tests: ["ConcavityClaimTests.concavityHolds"],
    on: .pair(.nonnegative) { decideConcavity($0, $1) })

  /// Decides the inequality of T7a for any two matrices.
  static func decideConcavity(_ a: RationalMatrix, _ b: RationalMatrix) -> ClaimDecision {
    let (first, second) = (Penalty.value(a), Penalty.value(b))
    return .tightest(
      mixingWeights.map { t in
        .atMost(
          t * first + (1 - t) * second, Penalty.value(t * a + (1 - t) * b), "P is not concave")
      })
  }

  /// T7a on doubly stochastic matrices.
  ///
  /// With lambda = beta N/2 times this inequality, f + lambda P is concave for every f whose second
  /// derivative along zero line sums is at most beta: the last statement of T7b.
  static let t7aStrong = Claim(
    "T7a-strong", assuming: "A, B doubly stochastic, t one of 1/8, 1/2, 2/3",
    "t(1 - t) |A - B|_F^2/N <= P(tA + (1 - t)B) - t P(A) - (1 - t) P(B)",
    comparing: "t(1 - t) |A - B|_F^2/N against P(tA + (1 - t)B) - t P(A) - (1 - t) P(B)",
    .provedInProofs(["T7a_strongly_concave"]),
    examples: [
      ClaimExample(
        "a permutation and a step towards J/N", .nearEquality(Rational(98, 100)),
        nextToTheIdentity { $0 == $1 ? Rational(199, 200) : Rational(1, 200) })
    ],
    tests: ["ConcavityClaimTests.concavityHolds"],
    on: .pair(.doublyStochastic) { a, b in
      decideStrongConcavity(a, b, modulus: Rational(1, a.order))
    })

  /// Decides T7a-strong with another modulus.
  static func decideStrongConcavity(
    _ a: RationalMatrix, _ b: RationalMatrix, modulus: Rational
  ) -> ClaimDecision {
    let square = (a - b).sum(of: .square)
    let (first, second) = (Penalty.value(a), Penalty.value(b))
    return .tightest(
      mixingWeights.map { t in
        let mixed = Penalty.value(t * a + (1 - t) * b)
        return .atMost(
          RadicalSum(t * (1 - t) * modulus * square), mixed - t * first - (1 - t) * second,
          "P is not concave enough")
      })
  }

  private static var mixingWeights: [Rational] {
    [Rational(1, 8), Rational(1, 2), Rational(2, 3)]
  }

  /// T7b, away from permutations.
  ///
  /// By T7a-strong the mean of P over both moves is below P(M) by at least |e Z|_F^2/N.
  static let t7bCycle = Claim(
    "T7b-cycle",
    assuming:
      "M doubly stochastic, no permutation, Z = +-1 by turns on a cycle of entries strictly "
      + "between 0 and 1, e the largest amount with M +- eZ >= 0 or 2^-20 of it",
    "min(P(M + eZ), P(M - eZ)) + e^2 |Z|_F^2/N <= P(M): M is no local minimiser",
    comparing: "e^2 |Z|_F^2/N against P(M) - min(P(M + eZ), P(M - eZ))", .provedOnPaper,
    examples: [ClaimExample("a half block", .nearEquality(Rational(2, 5)), halfBlock)],
    tests: ["ConcavityClaimTests.cyclesDescend"],
    on: .matrix(.doublyStochastic) { facts in
      guard let cycle = AlternatingCycle(facts.matrix) else { return .inapplicable }
      return .tightest(
        [cycle.reach, cycle.reach * .powerOfTwo(-20)].map { amount in
          let up = cycle.move(facts.matrix, by: amount)
          let down = cycle.move(facts.matrix, by: -amount)
          guard StochasticDefects(up).isDoublyStochastic,
            StochasticDefects(down).isDoublyStochastic
          else { return .asserts(false, "the cycle leaves the doubly stochastic matrices") }
          let least = min(Penalty.value(up), Penalty.value(down))
          let square = amount.squared * Rational(cycle.entries.count)
          return .atMost(
            RadicalSum(square * Rational(1, facts.order)), facts.penalty - least,
            "P falls too little in both directions")
        })
    })

  /// T7b, at permutations: they are strict local minimisers.
  static let t7bPermutation = Claim(
    "T7b-permutation",
    assuming: "A a permutation, B doubly stochastic, t one of 1/8, 1/2, 2/3 or 2^-20",
    "P(A) = 0 < P(tB + (1 - t)A) unless B = A", comparing: "P(A) against P(tB + (1 - t)A)",
    .provedInProofs(["T7b_permutation_strict"]),
    tests: ["ConcavityClaimTests.permutationsAreStrictMinimisers"],
    on: .pair(.doublyStochastic) { a, b in
      guard AlternatingCycle(a) == nil else { return .inapplicable }
      let isSame = a == b
      return .tightest(
        (mixingWeights + [Rational.powerOfTwo(-20)]).map { t in
          .below(
            Penalty.value(a), Penalty.value(t * b + (1 - t) * a), unless: isSame,
            "P does not grow away from a permutation")
        })
    })
}

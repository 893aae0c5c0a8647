import Claims
import Exact

/// T2 and T3: the penalty and the distance to the permutations bound each other.
extension Theorems {
  static let errorBounds: [Claim] = [
    t2Upper, t2Lower, t2PlusRows, t2PlusColumns, t2Frobenius, t2FrobeniusDistance, t2Quadratic,
    t2QuadraticLower, t3,
  ]

  /// T2, upper bound.
  package static let t2Upper = Claim(
    "T2-upper", assuming: "M doubly stochastic",
    "P(M) < d1(M), the l1 distance to the nearest permutation, unless M is a permutation",
    comparing: "P(M) against d1(M)",
    .provedInProofs([
      "T2_penalty_le_distance", "T2_penalty_lt_distance", "T2_line_penalties_le_distance",
    ]),
    examples: [
      ClaimExample(
        "a transposition next to the identity", .nearEquality(Rational(99, 100)),
        [[Rational(99, 100), Rational(1, 100)], [Rational(1, 100), Rational(99, 100)]])
    ],
    tests: ["ClaimTests.theoremsHoldOnSmallMatrices"],
    on: .matrix(.doublyStochastic) { facts in
      .below(
        facts.penalty, RadicalSum(facts.distance), unless: facts.distance.sign == 0,
        "P is not below d1")
    })

  /// T2, lower bound with the rational constant 1/2, through Q.
  static let t2Lower = Claim(
    "T2-lower", assuming: "M doubly stochastic", "d1(M)/2 <= N - |M|_F^2 <= P(M)",
    comparing: "N - |M|_F^2 against P(M)",
    .provedInProofs([
      "T2_half_distance_le_penalty", "T2_half_distance_le_quadratic", "T2_quadratic_le_penalty",
    ]),
    examples: [ClaimExample("a permutation", .equality, [[0, 1], [1, 0]])],
    tests: ["ClaimTests.theoremsHoldOnSmallMatrices"],
    on: .matrix(.doublyStochastic) { facts in
      let half = Rational(1, 2) * facts.distance
      let quadratic = facts.quadraticPenalty
      guard half <= quadratic else {
        return .atMost(RadicalSum(half), RadicalSum(quadratic), "N - |M|_F^2 is below d1/2")
      }
      return .atMost(RadicalSum(quadratic), facts.penalty, "P is below N - |M|_F^2")
    })

  /// T3.
  static let t3 = Claim(
    "T3", assuming: "M doubly stochastic, e < 1 the largest 1 - M_i,pi(i), pi optimal",
    "e <= d1/4 and (1 - e/(2(1 - e))) d1 <= P(M)", comparing: "(1 - e/(2(1 - e))) d1 against P(M)",
    .provedInProofs([
      "T3_deficit_le_quarter", "T3_local_bound", "T3_local_bound_distance", "T3_constant_sharp",
    ]),
    examples: [ClaimExample("a permutation", .equality, [[0, 1], [1, 0]])],
    tests: ["ClaimTests.theoremsHoldOnSmallMatrices"],
    on: .matrix(.doublyStochastic) { facts in
      guard let largest = facts.assignedEntries.map({ 1 - $0 }).max(), largest < 1 else {
        return .inapplicable
      }
      guard 4 * largest <= facts.distance else {
        return .atMost(RadicalSum(4 * largest), RadicalSum(facts.distance), "4 e exceeds d1")
      }
      let lower = (1 - largest / (2 * (1 - largest))) * facts.distance
      return .atMost(RadicalSum(lower), facts.penalty, "P is below its local bound")
    })

  /// T2+ for rows: an earlier constant with a different proof.
  static let t2PlusRows = Claim(
    "T2-plus-rows", assuming: "M doubly stochastic", "(3(3 - sqrt 5)/8) d1(M) <= Prow(M)",
    comparing: "(3(3 - sqrt 5)/8) d1 against Prow", .provedInProofs(["T2star_rows"]),
    examples: [ClaimExample("a half block", .nearEquality(Rational(97, 100)), halfBlock)],
    tests: ["LemmaTests.lemmasHoldOnSmallMatrices"],
    on: .matrix(.doublyStochastic) { facts in
      .atMost(facts.distance * comparisonConstant, facts.rowPenalty, "Prow is below T2+")
    })

  /// T2+ for columns.
  static let t2PlusColumns = Claim(
    "T2-plus-columns", assuming: "M doubly stochastic", "(3(3 - sqrt 5)/8) d1(M) <= Pcol(M)",
    comparing: "(3(3 - sqrt 5)/8) d1 against Pcol", .provedInProofs(["T2star_columns"]),
    examples: [ClaimExample("a half block", .nearEquality(Rational(97, 100)), halfBlock)],
    tests: ["LemmaTests.lemmasHoldOnSmallMatrices"],
    on: .matrix(.doublyStochastic) { facts in
      .atMost(facts.distance * comparisonConstant, facts.columnPenalty, "Pcol is below T2+")
    })

  private static var comparisonConstant: RadicalSum {
    RadicalSum(Rational(9, 8)) - .root(5, times: Rational(3, 8))
  }

  /// T2F.
  static let t2Frobenius = Claim(
    "T2F", assuming: "M doubly stochastic, dF the Frobenius distance to the nearest permutation",
    "2 (2 - sqrt 2) dF(M)^2 <= P(M)", comparing: "2 (2 - sqrt 2) dF^2 against P",
    .provedInProofs(["T2F_frobenius_bound", "T2F_constant_sharp"]),
    examples: [ClaimExample("a half block", .equality, halfBlock)],
    tests: ["LemmaTests.lemmasHoldOnSmallMatrices"],
    on: .matrix(.doublyStochastic) { facts in
      .atMost(
        2 * facts.squaredFrobeniusDistance * RadicalSum.sharpConstant, facts.penalty,
        "P is below 2 (2 - sqrt 2) dF^2")
    })

  /// T2F, the rational part.
  static let t2FrobeniusDistance = Claim(
    "T2F-distance", assuming: "M doubly stochastic, dF as in T2F", "dF(M)^2 <= d1(M)/2",
    comparing: "dF^2 against d1/2", .provedInProofs(["T2F_frobenius_bound"]),
    examples: [ClaimExample("a half block", .equality, halfBlock)],
    tests: ["LemmaTests.lemmasHoldOnSmallMatrices"],
    on: .matrix(.doublyStochastic) { facts in
      .atMost(
        RadicalSum(facts.squaredFrobeniusDistance), RadicalSum(Rational(1, 2) * facts.distance),
        "dF^2 exceeds d1/2")
    })

  /// T2Q, upper side.
  static let t2Quadratic = Claim(
    "T2Q-upper", assuming: "M doubly stochastic, Q(M) = N - |M|_F^2",
    "Q(M) < P(M) unless M is a permutation", comparing: "Q against P",
    .provedInProofs(["T2Q_quadratic_lt_penalty", "T2Q_upper_sharp"]),
    examples: [
      ClaimExample(
        "near a permutation", .nearEquality(Rational(98, 100)),
        [[Rational(99, 100), Rational(1, 100)], [Rational(1, 100), Rational(99, 100)]])
    ],
    tests: ["LemmaTests.lemmasHoldOnSmallMatrices"],
    on: .matrix(.doublyStochastic) { facts in
      .below(
        RadicalSum(facts.quadraticPenalty), facts.penalty, unless: facts.distance.sign == 0,
        "Q is not below P")
    })

  /// T2Q, lower side.
  static let t2QuadraticLower = Claim(
    "T2Q-lower", assuming: "M doubly stochastic, Q(M) = N - |M|_F^2",
    "(1 + 1/sqrt N) P(M) <= 2 Q(M)", comparing: "(1 + 1/sqrt N) P against 2 Q",
    .provedInProofs(["T2Q_penalty_le_quadratic", "T2Q_lower_sharp"]),
    examples: [
      ClaimExample(
        "the uniform matrix of order 3", .equality,
        (0..<3).map { _ in (0..<3).map { _ in Rational(1, 3) } })
    ],
    tests: ["LemmaTests.lemmasHoldOnSmallMatrices"],
    on: .matrix(.doublyStochastic) { facts in
      let factor: RadicalSum = 1 + .root(Rational(1, facts.order))
      return .atMost(
        factor * facts.penalty, RadicalSum(2 * facts.quadraticPenalty),
        "P exceeds 2 Q/(1 + 1/sqrt N)")
    })
}

import Exact

/// T2 and T3: the penalty and the distance to the permutations bound each other.
extension Theorems {
  static let errorBounds: [Claim] = [t2Upper, t2Lower, t3]

  /// T2, upper bound.
  package static let t2Upper = Claim(
    "T2-upper", assuming: "M doubly stochastic",
    "P(M) < d1(M), the l1 distance to the nearest permutation, unless M is a permutation",
    comparing: "P(M) against d1(M)", .provedInProofs(["T2_penalty_le_distance"]),
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
  package static let t2Lower = Claim(
    "T2-lower", assuming: "M doubly stochastic", "d1(M)/2 <= N - |M|_F^2 <= P(M)",
    comparing: "N - |M|_F^2 against P(M)", .provedInProofs(["T2_half_distance_le_penalty"]),
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
  package static let t3 = Claim(
    "T3", assuming: "M doubly stochastic, e < 1 the largest 1 - M_i,pi(i), pi optimal",
    "e <= d1/4 and (1 - e/(2(1 - e))) d1 <= P(M)", comparing: "(1 - e/(2(1 - e))) d1 against P(M)",
    .provedOnPaper,
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
}

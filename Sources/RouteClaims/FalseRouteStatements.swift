import Claims
import Exact
import Routes
import ShufflePenalty

/// False statements about routes that are close to the theorems; the bench must refute each.
enum FalseRouteStatements {
  /// All of them.
  static let all: [Claim] = [
    displacements, hamming, exchangedGroups, secondUnit, firstShuffle, groupedBehind, frobeniusGain,
    nonnegativeCorrection,
  ]

  private static let tests = ["RouteClaimTests.falseStatementsAreRefuted"]

  /// Sums of displacements say less than a table.
  static let displacements = Claim(
    "R1-displacements",
    assuming: "p, q permutations, sum over i in B_a of |p(i) - i| the same for both, for every a",
    "T(p) = T(q)", comparing: "T(p) against T(q)",
    .isFalse("R1 with the lengths of the ways in place of their ends"),
    examples: [
      ClaimExample(
        "two steps in each group", .counterexample,
        pair(inputs: [2, 2], outputs: [2, 2], [1, 0, 3, 2], [0, 3, 1, 2]))
    ],
    tests: tests,
    on: ClaimSubject(ShufflePairs.any) { pair in
      func sums(_ routing: Routing) -> [Int] {
        routing.outputs.members.map { $0.reduce(0) { $0 + abs(routing.images[$1] - $1) } }
      }
      guard sums(pair.p) == sums(pair.q) else { return .inapplicable }
      return .asserts(pair.p.table == pair.q.table, "the tables differ")
    })

  /// The Hamming distance counts names.
  static let hamming = Claim(
    "R2-hamming", assuming: "p, q permutations of C channels in groups",
    "rho(p, q) is the number of i with p(i) != q(i)", comparing: "the number against rho",
    .isFalse("R2 without the minimum over names"),
    examples: [
      ClaimExample(
        "one group", .counterexample, pair(inputs: [2], outputs: [2], [0, 1], [1, 0]))
    ],
    tests: tests,
    on: ClaimSubject(ShufflePairs.any) { pair in
      let count = zip(pair.p.images, pair.q.images).count { $0 != $1 }
      let rho = pair.p.table.distance(to: pair.q.table)
      return .asserts(
        count == rho, "the numbers differ", RadicalSum(Rational(count)), RadicalSum(Rational(rho)))
    })

  /// The outputs of a unit have names too, but nothing behind it absorbs an exchange of its groups.
  static let exchangedGroups = Claim(
    "R3-exchanged",
    assuming: "a unit of ShuffleNet v1 over Q, T(q) = T(p) after output groups are exchanged",
    "with some names of the hidden channels q computes the same outputs",
    comparing: "outputs, over all names", .isFalse("R3 with the groups of the output exchanged"),
    tests: tests, on: ClaimSubject(UnitClass.exchangedGroups) { $0.decideSomeEquality() })

  /// Only the first unit has a dense convolution in front of its shuffle.
  static let secondUnit = Claim(
    "R3-second-unit",
    assuming: "a unit of ShuffleNet v1 over Q between grouped convolutions, any p and q",
    "with some names of the hidden channels q computes the same outputs",
    comparing: "outputs, over all names", .isFalse("corollary 1 of R3 for the second unit"),
    tests: tests, on: ClaimSubject(UnitClass.grouped) { $0.decideSomeEquality() })

  /// The first shuffle decides who is read first.
  static let firstShuffle = Claim(
    "R4-first",
    assuming:
      "a stage of ShuffleNet v2 over Q, shuffles p_k and q_k that differ in the first one only",
    "with some names of the features the q_k compute the same outputs",
    comparing: "outputs, over all names", .isFalse("corollary 1 of R4 for the first shuffle"),
    tests: tests, on: ClaimSubject(StageClass.firstShuffle) { $0.decideSomeEquality() })

  /// R4 needs a dense layer behind the stage.
  static let groupedBehind = Claim(
    "R4-grouped-behind",
    assuming: "a stage of ShuffleNet v2 over Q in front of a layer in two groups, equal lifetimes",
    "with some names of the features the q_k compute the same outputs",
    comparing: "outputs, over all names", .isFalse("R4 with a grouped layer behind the stage"),
    tests: tests, on: ClaimSubject(GroupedStageClass()) { $0.decideSomeEquality() })

  /// The part of the mean does not belong to the gain.
  static let frobeniusGain = Claim(
    "R7-frobenius", assuming: "M doubly stochastic, N >= 2",
    "the mean square gain on vectors of sum 0 is |M|_F^2 / N",
    comparing: "s^2 against |M|_F^2 / N", .isFalse("R7 with s = |M|_F / sqrt N"),
    examples: [
      ClaimExample(
        "J/2", .counterexample,
        [[Rational(1, 2), Rational(1, 2)], [Rational(1, 2), Rational(1, 2)]])
    ],
    tests: tests,
    on: .matrix(.doublyStochastic) { facts in
      guard let square = RouteTheorems.squaredGain(facts) else { return .inapplicable }
      let wrong = facts.squareSum / Rational(facts.order)
      return .asserts(
        square == wrong, "the gain is another", RadicalSum(square), RadicalSum(wrong))
    })

  /// The corrected shuffle is no mixture: m_ij - 1/N >= -s / N fails at small entries.
  static let nonnegativeCorrection = Claim(
    "R7-nonnegative", assuming: "M doubly stochastic, N >= 2, s > 0, M_s = J/N + (M - J/N) / s",
    "M_s is doubly stochastic", comparing: "s against 1 - N M_ij for the smallest entry",
    .isFalse("M_s has the sums 1, and negative entries"),
    examples: [
      ClaimExample(
        "a half block beside a 1", .counterexample,
        [[1, 0, 0], [0, Rational(1, 2), Rational(1, 2)], [0, Rational(1, 2), Rational(1, 2)]])
    ],
    tests: tests,
    on: .matrix(.doublyStochastic) { facts in
      guard let square = RouteTheorems.squaredGain(facts), square.sign > 0,
        let least = facts.matrix.rows.joined().min()
      else { return .inapplicable }
      return .atMost(
        RadicalSum(1 - Rational(facts.order) * least), .root(square), "an entry of M_s is negative")
    })

  /// An instance of two shuffles; the third and the names are the identity.
  private static func pair(
    inputs: [Int], outputs: [Int], _ p: [Int], _ q: [Int]
  ) -> ClaimInstance {
    let identity = Array(0..<p.count)
    return ClaimInstance(integers: [inputs, outputs, p, q, identity, identity, identity])
  }
}

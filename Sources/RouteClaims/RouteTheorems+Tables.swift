import Claims
import Exact
import Routes

/// R1 and R2: tables are the double cosets, and how far apart they are.
extension RouteTheorems {
  static let tables: [Claim] = [invariance, relabelling, converse]
  static let distances: [Claim] = [attained, leastDisagreement, halfDistance, metric]

  private static let groups = "p, q permutations of C channels, groups A in front, B behind"

  /// R1, from left to right.
  static let invariance = Claim(
    "R1-invariant", assuming: groups + ", alpha keeps A, beta keeps B",
    "T does not change: T(q) = T(p) for q(beta(i)) = alpha(p(i))", comparing: "T(p) against T(q)",
    .provedInProofs(["R1_tables_are_double_cosets"]), tests: ["RouteClaimTests.theoremsHold"],
    on: ClaimSubject(ShufflePairs.any) { pair in
      .asserts(
        pair.p.relabelled(by: pair.names).table == pair.p.table, "new names change the table")
    })

  /// R1, from right to left, by its construction.
  static let relabelling = Claim(
    "R1-names", assuming: groups + ", T(p) = T(q)",
    "alpha that keeps A and beta that keeps B are found with q(beta(i)) = alpha(p(i)) for all i",
    comparing: "disagreements against 0", .provedInProofs(["R1_tables_are_double_cosets"]),
    tests: ["RouteClaimTests.theoremsHold"],
    on: ClaimSubject(ShufflePairs.any) { pair in
      guard pair.p.table == pair.q.table else { return .inapplicable }
      return decideNames(pair, leaving: 0)
    })

  /// R1, from left to right again: different tables are told apart by trying everything.
  static let converse = Claim(
    "R1-converse", assuming: groups + ", T(p) and T(q) differ, few alpha and beta",
    "no alpha that keeps A and beta that keeps B give q(beta(i)) = alpha(p(i)) for all i",
    comparing: "all alpha and beta", .provedInProofs(["R1_tables_are_double_cosets"]),
    tests: ["RouteClaimTests.theoremsHold"],
    on: ClaimSubject(ShufflePairs.any) { pair in
      guard pair.p.table != pair.q.table, let all = pair.allNames(limit: limit) else {
        return .inapplicable
      }
      return .asserts(
        all.allSatisfy { pair.p.relabelled(by: $0).images != pair.q.images },
        "names give the other shuffle though the tables differ")
    })

  /// R2: the construction attains rho, and the names drawn beside it do not do better.
  static let attained = Claim(
    "R2-attained", assuming: groups,
    "names found cell by cell leave C - sum min(T(p)_ab, T(q)_ab) disagreements, others no fewer",
    comparing: "disagreements against rho", .provedInProofs(["R2_least"]),
    tests: ["RouteClaimTests.theoremsHold"],
    on: ClaimSubject(ShufflePairs.any) { pair in
      let rho = leftOver(pair.p.table, pair.q.table)
      let drawn = pair.names.disagreements(pair.p.images, pair.q.images)
      return drawn < rho
        ? .asserts(false, "other names leave \(drawn) disagreements, rho is \(rho)")
        : decideNames(pair, leaving: rho)
    })

  /// R2's minimum against trying everything.
  static let leastDisagreement = Claim(
    "R2-least", assuming: groups + ", few alpha and beta",
    "C - sum min(T(p)_ab, T(q)_ab) is the least number of i with q(beta(i)) != alpha(p(i))",
    comparing: "rho against the least number", .provedInProofs(["R2_least"]),
    tests: ["RouteClaimTests.theoremsHold"],
    on: ClaimSubject(ShufflePairs.any) { pair in
      guard let all = pair.allNames(limit: limit),
        let least = all.map({ $0.disagreements(pair.p.images, pair.q.images) }).min()
      else { return .inapplicable }
      let rho = leftOver(pair.p.table, pair.q.table)
      return .asserts(
        rho == least, "the least number is \(least)", RadicalSum(Rational(rho)),
        RadicalSum(Rational(least)))
    })

  /// R2's second form, in which the distance is computed.
  static let halfDistance = Claim(
    "R2-half", assuming: groups, "C - sum min(T(p)_ab, T(q)_ab) = |T(p) - T(q)|_1 / 2",
    comparing: "both sides", .provedInProofs(["R2_formula"]),
    tests: ["RouteClaimTests.theoremsHold"],
    on: ClaimSubject(ShufflePairs.any) { pair in
      let (a, b) = (pair.p.table, pair.q.table)
      let (rho, half) = (leftOver(a, b), a.distance(to: b))
      return .asserts(
        rho == half, "half of the l1 distance is \(half)", RadicalSum(Rational(rho)),
        RadicalSum(Rational(half)))
    })

  /// R2: rho is a metric on tables.
  static let metric = Claim(
    "R2-metric", assuming: groups + ", r a third permutation",
    "rho(p, r) <= rho(p, q) + rho(q, r), rho(p, q) = rho(q, p), and 0 iff T(p) = T(q)",
    comparing: "rho(p, r) against rho(p, q) + rho(q, r)",
    .provedInProofs(["R2_zero_iff_same_table", "R2_symmetric", "R2_triangle"]),
    tests: ["RouteClaimTests.theoremsHold"],
    on: ClaimSubject(ShufflePairs.any) { pair in
      let (a, b, c) = (pair.p.table, pair.q.table, pair.r.table)
      let there = a.distance(to: b)
      guard there == b.distance(to: a), (there == 0) == (a == b) else {
        return .asserts(false, "rho is \(there), and backwards \(b.distance(to: a))")
      }
      return .atMost(
        RadicalSum(Rational(a.distance(to: c))), RadicalSum(Rational(there + b.distance(to: c))),
        "the triangle inequality fails")
    })

  /// C - sum min(T_ab, T'_ab), the definition of rho; `RouteTable.distance` computes the other
  /// form.
  static func leftOver(_ a: RouteTable, _ b: RouteTable) -> Int {
    a.total - zip(a.counts.joined(), b.counts.joined()).reduce(0) { $0 + min($1.0, $1.1) }
  }

  /// How many pairs of alpha and beta are tried.
  private static let limit = 600

  /// The names found by the construction keep the groups, are permutations and leave `rho`.
  private static func decideNames(_ pair: ShufflePair, leaving rho: Int) -> ClaimDecision {
    let names = pair.p.relabelling(to: pair.q)
    let channels = Array(0..<pair.p.images.count)
    guard names.inputs.sorted() == channels, names.outputs.sorted() == channels,
      pair.p.inputs.areKept(by: names.inputs), pair.p.outputs.areKept(by: names.outputs)
    else { return .asserts(false, "\(names) are not permutations that keep the groups") }
    let left = names.disagreements(pair.p.images, pair.q.images)
    return .asserts(
      left == rho, "the names found leave \(left) disagreements", RadicalSum(Rational(left)),
      RadicalSum(Rational(rho)))
  }
}

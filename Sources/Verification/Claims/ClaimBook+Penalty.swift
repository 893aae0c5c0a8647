import Claims
import Exact
import ExtremalSearch
import Matching
import ShufflePenalty

extension ClaimBook {
  /// The claims about the penalty, its rounding and training.
  package static let penalty = ClaimBook(
    theorems: Theorems.all, falseClaims: PlantedClaims.all + FalseStatements.all,
    instances: [sharpBoundAtVertices, graphMatching])

  private static let sharpBoundAtVertices = InstanceClaim(
    id: "T2-sharp-vertices",
    statement:
      "for all doubly stochastic M of orders 2 and 3: (2 - sqrt 2) d1(M) <= P(M), equal iff M is "
      + "half the sum of two permutations, by enumeration of the vertices at which it is decided",
    tests: ["InstanceClaimTests.theEnumerationProvesTheSharpBound"],
    decision: {
      let findings = (2...3).map { CellStudy.sharpBound(order: $0) }
      return (verdict(of: findings), findings.map(\.fact))
    })

  private static let graphMatching = InstanceClaim(
    id: "GM3b",
    statement:
      "graph matching GM3b: the minimiser over doubly stochastic matrices is unique and rounds to "
      + "the wrong permutation; with the penalty above the threshold of T8 the right one is best",
    tests: ["MatchingDecisionTests.gm3bEndToEnd"],
    decision: {
      let decision = MatchingInstance.decideGM3b()
      return (decision.verdict, decision.summary)
    })

  /// `holds` only if every cell is, `refuted` if one is.
  static func verdict(of findings: [CellFinding]) -> Verdict {
    if let wrong = findings.first(where: { $0.verdict == .refuted }) {
      return .refuted("\(wrong.claim) fails at a vertex of order \(wrong.n)")
    }
    if let open = findings.first(where: { $0.verdict != .holds }) {
      return .undecided("the vertices of order \(open.n) are not certified")
    }
    return .holds
  }
}

extension CellFinding {
  /// The finding as one line.
  fileprivate var fact: String {
    "order \(n): \(vertices) vertices, \(halfMatrices) of them half matrices, found twice and "
      + "decided exactly; P/d1 of the others at least \(extremal?.lower ?? "that of none")"
  }
}

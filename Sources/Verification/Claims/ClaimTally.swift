import Exact
import ShufflePenalty

/// The running count of one claim's decisions, and its smallest counterexample.
struct ClaimTally {
  private let claim: Claim
  private var decided = 0
  private var inapplicable = 0
  private var undecided = 0
  private var reason: String?
  private var witness: (matrices: [RationalMatrix], decision: ClaimDecision, failure: String)?

  init(_ claim: Claim) {
    self.claim = claim
  }

  mutating func add(_ decision: ClaimDecision, _ matrices: [RationalMatrix]) {
    switch decision.verdict {
    case nil:
      inapplicable += 1
    case .holds?:
      decided += 1
    case .undecided(let why)?:
      undecided += 1
      reason = why
    case .refuted(let failure)?:
      decided += 1
      if let found = witness, Self.size(found.matrices) <= Self.size(matrices) { return }
      witness = (matrices, decision, failure)
    }
  }

  /// Records that instances are left over, so that the verdict cannot be `holds`.
  mutating func stop(_ why: String) {
    undecided += 1
    reason = why
  }

  var result: CampaignReport.ClaimResult {
    let verdict =
      if witness != nil { "refuted" } else if undecided > 0 || decided == 0 { "undecided" } else {
        "holds"
      }
    return CampaignReport.ClaimResult(
      id: claim.id, statement: claim.statement, planted: claim.isPlanted, verdict: verdict,
      decided: decided, inapplicable: inapplicable, undecided: undecided,
      reason: verdict == "undecided" ? reason ?? "no instance satisfied the hypotheses" : nil,
      witness: witness.map { found in
        CampaignReport.Witness(
          matrices: found.matrices.map { $0.rows.map { $0.map(\.description) } },
          failure: found.failure,
          lhs: found.decision.lhs.map { Certifier.enclosure($0) },
          rhs: found.decision.rhs.map { Certifier.enclosure($0) })
      })
  }

  /// Order first, then the length of the entries: the witness a person wants to read.
  private static func size(_ matrices: [RationalMatrix]) -> Int {
    matrices.reduce(0) { total, matrix in
      total + 10_000 * matrix.order
        + matrix.rows.reduce(0) { $0 + $1.reduce(0) { $0 + $1.description.count } }
    }
  }
}

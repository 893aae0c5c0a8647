import Claims
import Exact

/// The running count of one claim's decisions, and its smallest counterexample.
struct ClaimTally {
  private let claim: Claim
  private var decided = 0
  private var inapplicable = 0
  private var undecided = 0
  private var reason: String?
  private var witness: (instance: ClaimInstance, decision: ClaimDecision, failure: String)?
  private var tightest: Double?
  private var methods = CampaignReport.Methods()

  init(_ claim: Claim) {
    self.claim = claim
  }

  mutating func add(_ decision: ClaimDecision, _ instance: ClaimInstance) {
    switch decision.verdict {
    case nil:
      inapplicable += 1
      return
    case .holds?:
      decided += 1
      record(decision)
    case .undecided(let why)?:
      undecided += 1
      reason = why
    case .refuted(let failure)?:
      decided += 1
      if let found = witness, Self.size(found.instance) <= Self.size(instance) { return }
      witness = (instance, decision, failure)
    }
  }

  /// Records that instances are left over, so that the verdict cannot be `holds`.
  mutating func stop(_ why: String) {
    undecided += 1
    reason = why
  }

  private mutating func record(_ decision: ClaimDecision) {
    if let method = decision.method { methods.add(method) }
    if let ratio = decision.ratio, ratio > tightest ?? -1 { tightest = ratio }
  }

  var result: CampaignReport.ClaimResult {
    let survives = claim.isFalse && witness == nil && undecided == 0 && decided > 0
    let verdict: VerdictWord =
      if witness != nil {
        .refuted
      } else if undecided > 0 || decided == 0 || survives { .undecided } else { .holds }
    let missing =
      survives
      ? "it is known to be false, but none of these instances refutes it"
      : reason ?? "no instance satisfied the hypotheses"
    return CampaignReport.ClaimResult(
      id: claim.id, hypotheses: claim.hypotheses, statement: claim.statement,
      isFalse: claim.isFalse, verdict: verdict, decided: decided, inapplicable: inapplicable,
      undecided: undecided,
      reason: verdict == .undecided ? missing : nil,
      tightest: tightest, methods: methods,
      witness: witness.map { found in
        CampaignReport.Witness(
          instance: InstanceRecord(found.instance, of: claim.subject), failure: found.failure,
          lhs: found.decision.lhs.map { Certifier.enclosure($0) },
          rhs: found.decision.rhs.map { Certifier.enclosure($0) })
      })
  }

  /// Rows and integers first, then the length of the entries: the witness a person wants to read.
  private static func size(_ instance: ClaimInstance) -> Int {
    let matrices = instance.matrices.reduce(0) { total, matrix in
      total + 10_000 * matrix.rowCount
        + matrix.rows.reduce(0) { $0 + $1.reduce(0) { $0 + $1.description.count } }
    }
    return matrices + 10_000 * instance.integers.reduce(0) { $0 + $1.count }
  }
}

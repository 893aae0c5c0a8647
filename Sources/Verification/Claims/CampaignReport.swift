import Certificates

/// What a campaign found, claim by claim; its JSON is the output of `autoshuffle verify --json`.
package struct CampaignReport: Codable, Sendable {
  /// One claim on all its instances.
  package struct ClaimResult: Codable, Sendable {
    /// The claim's identifier.
    package var id: String
    /// The statement.
    package var statement: String
    /// Whether the claim is a planted false one.
    package var planted: Bool
    /// `holds` on every instance, `refuted` by one, or `undecided`.
    package var verdict: String
    /// Instances whose hypotheses held and which were decided.
    package var decided: Int
    /// Instances whose hypotheses did not hold.
    package var inapplicable: Int
    /// Instances left undecided.
    package var undecided: Int
    /// Why the verdict is `undecided`.
    package var reason: String?
    /// The smallest counterexample found.
    package var witness: Witness?
  }

  /// An exact counterexample.
  package struct Witness: Codable, Sendable {
    /// The matrices, as rows of exact entries.
    package var matrices: [[[String]]]
    /// What fails.
    package var failure: String
    /// The left side of the inequality that fails.
    package var lhs: Certificate.Enclosure?
    /// The right side.
    package var rhs: Certificate.Enclosure?
  }

  /// The name and version of this format.
  package var schema = "autoshuffle.verify/1"
  /// The smallest and largest order sampled.
  package var orders: [Int]
  /// Samples a claim.
  package var count: Int
  /// The root seed.
  package var seed: UInt64
  /// The claims about all matrices or pairs, in order.
  package var claims: [ClaimResult]
  /// The claims about fixed instances, in order.
  package var instances: [InstanceClaim.Result]

  /// `holds` when every theorem holds and every planted claim is refuted; `refuted` when a theorem
  /// is, or a planted claim survives with all its instances decided; else `undecided`.
  package var verdict: String

  init(
    orders: [Int], count: Int, seed: UInt64, claims: [ClaimResult],
    instances: [InstanceClaim.Result]
  ) {
    self.orders = orders
    self.count = count
    self.seed = seed
    self.claims = claims
    self.instances = instances
    let isWrong =
      claims.contains { $0.verdict == ($0.planted ? "holds" : "refuted") }
      || instances.contains { $0.verdict == "refuted" }
    let isOpen =
      claims.contains { $0.verdict == "undecided" }
      || instances.contains { $0.verdict == "undecided" }
    verdict = isWrong ? "refuted" : isOpen ? "undecided" : "holds"
  }
}

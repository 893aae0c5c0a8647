import Certificates
import Claims
import Exact

/// What a campaign found, claim by claim; its JSON is the output of `autoshuffle verify --json`.
package struct CampaignReport: Codable, Sendable {
  /// One claim on all its instances.
  package struct ClaimResult: Codable, Sendable {
    /// The claim's identifier.
    package var id: String
    /// What is assumed.
    package var hypotheses: String
    /// What is asserted.
    package var statement: String
    /// Whether the claim is known to be false and must be refuted.
    package var isFalse: Bool
    /// `holds` on every instance, `refuted` by one, or `undecided`, as a claim known to be false is
    /// that no instance refutes.
    package var verdict: VerdictWord
    /// Instances whose hypotheses held and which were decided.
    package var decided: Int
    /// Instances whose hypotheses did not hold.
    package var inapplicable: Int
    /// Instances left undecided.
    package var undecided: Int
    /// Why the verdict is `undecided`.
    package var reason: String?
    /// The largest quotient of the smaller side and the larger one that was met, as a double.
    ///
    /// 1 means that the instances reach the limit of the claim, or that of its hypotheses if its
    /// conclusion is no inequality; nil that neither has one.
    package var tightest: Double?
    /// How the inequalities that hold were decided.
    package var methods: Methods
    /// The smallest counterexample found.
    package var witness: Witness?
  }

  /// Counts of decisions by the stage that ended them.
  package struct Methods: Codable, Equatable, Sendable {
    /// Double arithmetic with a proved error bound.
    package var filter = 0
    /// Rational arithmetic, once the roots had cancelled.
    package var rational = 0
    /// Rational enclosures of the roots.
    package var interval = 0
    /// The algebraic test for zero.
    package var zeroTest = 0

    mutating func add(_ method: RadicalSum.SignMethod) {
      switch method {
      case .filter: filter += 1
      case .rational: rational += 1
      case .interval: interval += 1
      case .zeroTest: zeroTest += 1
      }
    }

    static func + (a: Methods, b: Methods) -> Methods {
      Methods(
        filter: a.filter + b.filter, rational: a.rational + b.rational,
        interval: a.interval + b.interval, zeroTest: a.zeroTest + b.zeroTest)
    }
  }

  /// An exact counterexample.
  package struct Witness: Codable, Sendable {
    /// The matrices, numbers and lists of integers.
    package var instance: InstanceRecord
    /// What fails.
    package var failure: String
    /// The left side of the inequality that fails.
    package var lhs: Certificate.Enclosure?
    /// The right side.
    package var rhs: Certificate.Enclosure?
  }

  /// The name and version of this format.
  package var schema = "autoshuffle.verify/3"
  /// The smallest and largest order sampled.
  package var orders: [Int]
  /// Samples a claim.
  package var count: Int
  /// The root seed.
  package var seed: UInt64
  /// The claims that were decided on many instances, in order.
  package var claims: [ClaimResult]
  /// The claims about fixed instances, in order.
  package var instances: [InstanceClaim.Result]

  /// `holds` when every theorem holds and every false claim is refuted; `refuted` when a theorem
  /// is, or a false claim that was asked for by name; else `undecided`.
  package var verdict: VerdictWord

  init(
    orders: [Int], count: Int, seed: UInt64, claims: [ClaimResult],
    instances: [InstanceClaim.Result], isSelection: Bool
  ) {
    self.orders = orders
    self.count = count
    self.seed = seed
    self.claims = claims
    self.instances = instances
    // All is well if a claim known to be false is refuted, unless it was asked for by name.
    let words = claims.map { claim -> VerdictWord in
      !isSelection && claim.isFalse && claim.verdict == .refuted ? .holds : claim.verdict
    }
    verdict = VerdictWord(worstOf: words + instances.map(\.verdict))
  }
}

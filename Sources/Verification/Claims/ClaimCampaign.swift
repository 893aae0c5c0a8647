import Claims
import RandomStreams

/// Decides claims on many instances: their known examples, small instances such as every doubly
/// stochastic matrix of order 2 or 3 with a bounded denominator, then samples.
package struct ClaimCampaign: Sendable {
  /// Which instances are tried.
  package struct Settings: Sendable {
    /// The orders of the sampled instances; small instances of these orders are enumerated.
    package var orders: ClosedRange<Int>
    /// The number of sampled instances a claim.
    package var count: Int
    /// The largest denominator of the enumerated matrices.
    package var largestDenominator: Int
    /// The root seed.
    package var seed: UInt64
    /// Seconds after which what is left stays undecided; nil for no limit.
    package var budget: Double?
    /// Whether the claims were asked for by name: then one that is known to be false is answered as
    /// what it is, `refuted`, and not as a check that passed.
    package var isSelection: Bool

    /// Creates the settings; by default orders 2 to 8, 2000 samples, denominators up to 6.
    package init(
      orders: ClosedRange<Int> = 2...8, count: Int = 2000, largestDenominator: Int = 6,
      seed: UInt64 = 1, budget: Double? = nil, isSelection: Bool = false
    ) {
      self.isSelection = isSelection
      self.orders = orders
      self.count = count
      self.largestDenominator = largestDenominator
      self.seed = seed
      self.budget = budget
    }
  }

  private let settings: Settings
  private let claims: [Claim]
  private let deadline: ContinuousClock.Instant?
  private var tallies: [ClaimTally]
  private var isStopped = false

  /// Runs the claims and reports on each, in the order given.
  package static func run(
    _ claims: [Claim], instances: [InstanceClaim] = [], _ settings: Settings
  ) -> CampaignReport {
    var campaign = ClaimCampaign(claims, settings)
    campaign.decideExamples()
    campaign.enumerate()
    campaign.sampleShared()
    campaign.sampleOthers()
    return CampaignReport(
      orders: [settings.orders.lowerBound, settings.orders.upperBound], count: settings.count,
      seed: settings.seed, claims: campaign.tallies.map(\.result),
      instances: instances.map {
        campaign.isOver ? $0.undecided(campaign.spent) : $0.decide()
      }, isSelection: settings.isSelection)
  }

  private init(_ claims: [Claim], _ settings: Settings) {
    self.claims = claims
    self.settings = settings
    // A duration has no room for every double; thirty years are enough.
    deadline = settings.budget.map { .now + .seconds(min($0, 1e9)) }
    tallies = claims.map { ClaimTally($0) }
  }

  private mutating func decideExamples() {
    for k in claims.indices {
      for example in claims[k].examples {
        guard inTime() else { return }
        tallies[k].add(claims[k].decide(example.instance), example.instance)
      }
    }
  }

  /// Small instances are decided for all claims about their type, each class taking those in it.
  private mutating func enumerate() {
    let byType = Dictionary(grouping: claims.indices) {
      ObjectIdentifier(type(of: claims[$0].subject.instances))
    }
    for indices in byType.values.sorted(by: { $0[0] < $1[0] }) {
      let type = type(of: claims[indices[0]].subject.instances)
      for n in settings.orders {
        guard inTime() else { return }
        let small = type.smallInstances(
          order: n, largestDenominator: settings.largestDenominator)
        for instance in small {
          guard inTime() else { return }
          decide(claimsAt: indices, on: instance)
        }
      }
    }
  }

  /// Classes that share samples have their own; all claims about the class share the facts.
  private mutating func sampleShared() {
    let shared = claims.indices.filter { type(of: claims[$0].subject.instances).sharesSamples }
    let byClass = Dictionary(grouping: shared) { claims[$0].subject.instances.erased }
    for indices in byClass.values.sorted(by: { $0[0] < $1[0] }) {
      let subject = claims[indices[0]].subject
      var stream = RandomStream(root: settings.seed, name: "verify.\(subject.instances)")
      for _ in 0..<settings.count {
        guard inTime() else { return }
        let n = stream.int(in: settings.orders)
        decide(claimsAt: indices, on: subject.sample(order: n, from: &stream))
      }
    }
  }

  /// All other claims draw their own instances.
  private mutating func sampleOthers() {
    for k in claims.indices where !type(of: claims[k].subject.instances).sharesSamples {
      var stream = RandomStream(root: settings.seed, name: "verify.\(claims[k].id)")
      for _ in 0..<settings.count {
        guard inTime() else { return }
        let n = stream.int(in: settings.orders)
        decide(claimsAt: [k], on: claims[k].subject.sample(order: n, from: &stream))
      }
    }
  }

  /// Decides claims that ask for the same facts.
  private mutating func decide(claimsAt indices: [Int], on instance: ClaimInstance) {
    let facts = claims[indices[0]].subject.facts(of: instance)
    for k in indices { tallies[k].add(claims[k].decide(facts: facts), instance) }
  }

  private var isOver: Bool { deadline.map { .now > $0 } ?? false }

  private var spent: String { "the budget of \(settings.budget ?? 0) seconds is spent" }

  /// Whether there is time for the next instance; if not, no claim is decided on all of them.
  private mutating func inTime() -> Bool {
    guard isOver else { return true }
    if !isStopped {
      isStopped = true
      for k in tallies.indices { tallies[k].stop(spent) }
    }
    return false
  }
}

import Birkhoff
import Exact
import Foundation
import RandomStreams
import ShufflePenalty

/// Decides claims on many instances: their known examples, every small doubly stochastic matrix with
/// a bounded denominator, then samples.
package struct ClaimCampaign: Sendable {
  /// Which matrices are tried.
  package struct Settings: Sendable {
    /// The orders of the sampled matrices; orders 2 and 3 in the range are also enumerated.
    package var orders: ClosedRange<Int>
    /// The number of sampled instances a claim.
    package var count: Int
    /// The largest denominator of the enumerated matrices.
    package var largestDenominator: Int
    /// The root seed.
    package var seed: UInt64
    /// Seconds after which what is left stays undecided; nil for no limit.
    package var budget: Double?

    /// Creates the settings; by default orders 2 to 8, 2000 samples, denominators up to 6.
    package init(
      orders: ClosedRange<Int> = 2...8, count: Int = 2000, largestDenominator: Int = 6,
      seed: UInt64 = 1, budget: Double? = nil
    ) {
      self.orders = orders
      self.count = count
      self.largestDenominator = largestDenominator
      self.seed = seed
      self.budget = budget
    }
  }

  private let settings: Settings
  private let claims: [Claim]
  private let deadline: Date?
  private var tallies: [ClaimTally]

  /// Runs the claims and reports on each, in the order given.
  package static func run(
    _ claims: [Claim], instances: [InstanceClaim] = [], _ settings: Settings
  ) -> CampaignReport {
    var campaign = ClaimCampaign(claims, settings)
    campaign.decideExamples()
    campaign.enumerate()
    campaign.sampleMatrices()
    campaign.sampleOthers()
    return CampaignReport(
      orders: [settings.orders.lowerBound, settings.orders.upperBound], count: settings.count,
      seed: settings.seed, claims: campaign.tallies.map(\.result),
      instances: instances.map { $0.decide() })
  }

  private init(_ claims: [Claim], _ settings: Settings) {
    self.claims = claims
    self.settings = settings
    deadline = settings.budget.map { Date(timeIntervalSinceNow: $0) }
    tallies = claims.map { ClaimTally($0) }
  }

  private mutating func decideExamples() {
    for k in claims.indices {
      for example in claims[k].examples {
        tallies[k].add(claims[k].decide(example.instance), example.instance)
      }
    }
  }

  private mutating func enumerate() {
    let about = claims.indices.filter { claims[$0].isAboutOneMatrix }
    guard !about.isEmpty else { return }
    for n in 2...3 where settings.orders.contains(n) {
      for d in 1...settings.largestDenominator {
        for matrix in DoublyStochasticEnumeration.matrices(order: n, denominator: d) {
          guard inTime() else { return }
          decide(about, on: matrix)
        }
      }
    }
  }

  /// Every class of matrices has its own samples; all claims about the class share the facts.
  private mutating func sampleMatrices() {
    for matrixClass in MatrixClass.allCases {
      let about = claims.indices.filter {
        if case .matrix(matrixClass, _) = claims[$0].subject { return true }
        return false
      }
      guard !about.isEmpty else { continue }
      var stream = RandomStream(root: settings.seed, name: "verify.\(matrixClass)")
      for _ in 0..<settings.count {
        guard inTime() else { return }
        let n = stream.int(in: settings.orders)
        decide(about, on: matrixClass.sample(order: n, from: &stream))
      }
    }
  }

  /// Claims about pairs and steps draw their own instances.
  private mutating func sampleOthers() {
    for k in claims.indices where !claims[k].isAboutOneMatrix {
      var stream = RandomStream(root: settings.seed, name: "verify.\(claims[k].id)")
      for _ in 0..<settings.count {
        guard inTime() else { return }
        let n = stream.int(in: settings.orders)
        let instance = claims[k].subject.sample(order: n, from: &stream)
        tallies[k].add(claims[k].decide(instance), instance)
      }
    }
  }

  private mutating func decide(_ about: [Int], on matrix: RationalMatrix) {
    let facts = MatrixFacts(matrix)
    for k in about { tallies[k].add(claims[k].decide(facts), ClaimInstance(matrices: [matrix])) }
  }

  private mutating func inTime() -> Bool {
    guard let deadline, Date() > deadline else { return true }
    for k in tallies.indices {
      tallies[k].stop("the budget of \(settings.budget ?? 0) seconds is spent")
    }
    return false
  }
}

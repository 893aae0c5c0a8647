import Birkhoff
import Certificates
import Claims
import Exact
import Testing

@testable import ShufflePenalty
@testable import Verification

@Suite struct ClaimCampaignTests {
  private let small = ClaimCampaign.Settings(orders: 2...4, count: 40, largestDenominator: 3)

  private func claim(_ id: String, isFalse: Bool = false, _ subject: ClaimSubject) -> Claim {
    Claim(
      id, assuming: "", "made for this test", comparing: "",
      isFalse ? .isFalse("for this test") : .open, on: subject)
  }

  private func result(_ claim: Claim) throws -> CampaignReport.ClaimResult {
    try #require(ClaimCampaign.run([claim], small).claims.first)
  }

  @Test func theoremsHoldAndPlantedClaimsAreRefuted() throws {
    let report = ClaimCampaign.run(ClaimLedger.executable, small)
    #expect(report.verdict == .holds)
    #expect(report.claims.map(\.id) == ClaimLedger.executable.map(\.id))
    for claim in report.claims {
      #expect(claim.verdict == (claim.isFalse ? .refuted : .holds), "\(claim.id)")
      #expect(claim.decided > 0)
      #expect(claim.undecided == 0)
      #expect((claim.witness != nil) == claim.isFalse)
    }
    #expect(report.claims.contains { $0.isFalse })
  }

  /// The witness of each planted claim, read back from its text, refutes it by the definition.
  @Test func witnessesRefuteExactly() throws {
    let report = ClaimCampaign.run(ClaimLedger.falseClaims, small)
    for found in report.claims {
      let witness = try #require(found.witness)
      let matrices = try witness.instance.matrices.map {
        RationalMatrix(try $0.rows.map { try $0.map { try Rational(parsing: $0) } })
      }
      let claim = try #require(ClaimLedger.falseClaims.first { $0.id == found.id })
      let numbers = try witness.instance.numbers.map { try Rational(parsing: $0.value) }
      let integers = witness.instance.integers.map(\.values)
      let decision = claim.decide(
        ClaimInstance(matrices: matrices, numbers: numbers, integers: integers))
      guard case .refuted? = decision.verdict else {
        Issue.record("the witness of \(found.id) does not refute it")
        continue
      }
    }
  }

  @Test func aFalseClaimIsRefutedByASmallestWitness() throws {
    let result = try result(
      claim(
        "false",
        .matrix(.real) { _ in ClaimDecision.asserts(false, "always false") }))
    #expect(result.verdict == .refuted)
    let witness = try #require(result.witness)
    #expect(witness.failure == "always false")
    #expect(witness.instance.matrices.map(\.rows.count) == [2])
  }

  /// A theorem whose decision is programmed the wrong way round must make the run fail.
  @Test func aWrongDecisionIsSeen() throws {
    let wrong = claim(
      "T2-upper",
      .matrix(.doublyStochastic) { facts in
        .atMost(RadicalSum(facts.distance), facts.penalty, "d1 exceeds P")
      })
    let report = ClaimCampaign.run([wrong], small)
    #expect(report.claims.first?.verdict == .refuted)
    #expect(report.verdict == .refuted)
  }

  /// A bench that no longer refutes a planted claim is broken, and says so.
  @Test func aPlantedClaimThatSurvivesIsSeen() throws {
    let blunt = claim(
      "T2-lower-0.6", isFalse: true,
      .matrix(.doublyStochastic) { _ in .init(verdict: .holds) })
    let report = ClaimCampaign.run([blunt], small)
    #expect(report.verdict == .undecided)
    #expect(
      report.claims[0].reason
        == "it is known to be false, but none of these instances refutes it")
    #expect(report.claims[0].decided > 0)
  }

  @Test func aClaimThatNeverAppliesIsUndecided() throws {
    let result = try result(claim("never", .matrix(.doublyStochastic) { _ in .inapplicable }))
    #expect(result.verdict == .undecided)
    #expect(result.reason == "no instance satisfied the hypotheses")
    #expect(result.decided == 0)
    #expect(result.inapplicable > 0)
  }

  @Test func oneUndecidedInstanceIsEnough() throws {
    let result = try result(
      claim(
        "open",
        .matrix(.doublyStochastic) { facts in
          facts.matrix.order == 3
            ? .init(verdict: .undecided("too hard"))
            : .init(verdict: .holds)
        }))
    #expect(result.verdict == .undecided)
    #expect(result.reason == "too hard")
  }

  /// A deadline in the past: some or all instances are left, so nothing may be said to hold.
  @Test func aSpentBudgetNeverHolds() throws {
    var settings = small
    settings.budget = -1
    let report = ClaimCampaign.run(Theorems.all, settings)
    #expect(report.verdict == .undecided)
    for claim in report.claims {
      #expect(claim.verdict == .undecided)
      #expect(claim.reason == "the budget of -1.0 seconds is spent")
    }
  }

  /// What is left when the time is up is not begun: no example, and no fixed instance, whose
  /// decisions can take longer than the budget.
  @Test func aSpentBudgetBeginsNothing() throws {
    let instance = InstanceClaim(id: "x", statement: "made for this test", tests: []) {
      Issue.record("decided after the time was up")
      return (.holds, [])
    }
    var settings = small
    settings.budget = 1e-9
    let report = ClaimCampaign.run(ClaimLedger.executable, instances: [instance], settings)
    #expect(report.claims.allSatisfy { $0.decided == 0 && $0.undecided == 1 })
    let left = try #require(report.instances.first)
    #expect(left.verdict == .undecided)
    #expect(left.reason == "the budget of 1e-09 seconds is spent")
    #expect(report.verdict == .undecided)
  }

  /// No examples, no samples, no enumerated orders: nothing was decided, so nothing holds.
  @Test func anEmptyCampaignIsUndecided() {
    let bare = claim("bare", .matrix(.real) { _ in .init(verdict: .holds) })
    let report = ClaimCampaign.run([bare], .init(orders: 4...4, count: 0))
    #expect(report.claims.map(\.verdict) == [.undecided])
  }

  /// Examples are tried whatever the samples are.
  @Test func examplesAloneDecide() {
    let report = ClaimCampaign.run([Theorems.t1a], .init(orders: 4...4, count: 0))
    #expect(report.claims.map(\.decided) == [Theorems.t1a.examples.count])
  }

  @Test func theSeedDecidesTheCampaign() throws {
    var settings = small
    let first = ClaimCampaign.run(ClaimLedger.executable, settings)
    let again = ClaimCampaign.run(ClaimLedger.executable, settings)
    #expect(try JSON.text(again) == JSON.text(first))
    settings.seed = 2
    let other = ClaimCampaign.run(ClaimLedger.executable, settings)
    #expect(try JSON.text(other.claims) != JSON.text(first.claims))
    #expect(other.verdict == .holds)
  }
}

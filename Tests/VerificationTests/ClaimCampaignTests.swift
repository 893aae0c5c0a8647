import Birkhoff
import Certificates
import Exact
import Testing

@testable import ShufflePenalty
@testable import Verification

@Suite struct ClaimCampaignTests {
  private let small = ClaimCampaign.Settings(orders: 2...4, count: 40, largestDenominator: 3)

  private func claim(
    _ id: String, planted: Bool = false, _ test: Claim.Test
  ) -> Claim {
    Claim(id: id, statement: "made for this test", isPlanted: planted, test: test)
  }

  private func result(_ claim: Claim) throws -> CampaignReport.ClaimResult {
    try #require(ClaimCampaign.run([claim], small).claims.first)
  }

  @Test func theoremsHoldAndPlantedClaimsAreRefuted() throws {
    let report = ClaimCampaign.run(ClaimLedger.executable, small)
    #expect(report.verdict == "holds")
    #expect(report.claims.map(\.id) == ClaimLedger.executable.map(\.id))
    for claim in report.claims {
      #expect(claim.verdict == (claim.planted ? "refuted" : "holds"), "\(claim.id)")
      #expect(claim.decided > 0)
      #expect(claim.undecided == 0)
      #expect((claim.witness != nil) == claim.planted)
    }
    #expect(report.claims.contains { $0.planted })
  }

  /// The witness of each planted claim, read back from its text, refutes it by the definition.
  @Test func witnessesRefuteExactly() throws {
    let report = ClaimCampaign.run(PlantedClaims.all, small)
    for found in report.claims {
      let witness = try #require(found.witness)
      let matrices = try witness.matrices.map {
        RationalMatrix(try $0.map { try $0.map { try Rational(parsing: $0) } })
      }
      let claim = try #require(PlantedClaims.all.first { $0.id == found.id })
      let decision: ClaimDecision
      if case .realPair(let decide) = claim.test {
        decision = decide(matrices[0], matrices[1])
      } else {
        decision = claim.decide(MatrixFacts(matrices[0]))
      }
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
        .realMatrix { _ in ClaimDecision.asserts(false, "always false", nil, nil) }))
    #expect(result.verdict == "refuted")
    let witness = try #require(result.witness)
    #expect(witness.failure == "always false")
    #expect(witness.matrices.map(\.count) == [2])
  }

  /// A theorem whose decision is programmed the wrong way round must make the run fail.
  @Test func aWrongDecisionIsSeen() throws {
    let wrong = claim(
      "T2-upper",
      .doublyStochasticMatrix { facts in
        .atMost(RadicalSum(facts.distance), facts.penalty, "d1 exceeds P")
      })
    let report = ClaimCampaign.run([wrong], small)
    #expect(report.claims.first?.verdict == "refuted")
    #expect(report.verdict == "refuted")
  }

  /// A bench that no longer refutes a planted claim is broken, and says so.
  @Test func aPlantedClaimThatSurvivesIsSeen() throws {
    let blunt = claim(
      "T2-lower-0.6", planted: true,
      .doublyStochasticMatrix { _ in .init(verdict: .holds, lhs: nil, rhs: nil) })
    #expect(ClaimCampaign.run([blunt], small).verdict == "refuted")
  }

  @Test func aClaimThatNeverAppliesIsUndecided() throws {
    let result = try result(claim("never", .doublyStochasticMatrix { _ in .inapplicable }))
    #expect(result.verdict == "undecided")
    #expect(result.reason == "no instance satisfied the hypotheses")
    #expect(result.decided == 0)
    #expect(result.inapplicable > 0)
  }

  @Test func oneUndecidedInstanceIsEnough() throws {
    let result = try result(
      claim(
        "open",
        .doublyStochasticMatrix { facts in
          facts.matrix.order == 3
            ? .init(verdict: .undecided("too hard"), lhs: nil, rhs: nil)
            : .init(verdict: .holds, lhs: nil, rhs: nil)
        }))
    #expect(result.verdict == "undecided")
    #expect(result.reason == "too hard")
  }

  /// A deadline in the past: some or all instances are left, so nothing may be said to hold.
  @Test func aSpentBudgetNeverHolds() throws {
    var settings = small
    settings.budget = -1
    let report = ClaimCampaign.run(ClaimLedger.executable, settings)
    #expect(report.verdict == "undecided")
    for claim in report.claims {
      #expect(claim.verdict == "undecided")
      #expect(claim.reason == "the budget of -1.0 seconds is spent")
    }
  }

  /// No samples, no enumerated orders: nothing was decided, so nothing holds.
  @Test func anEmptyCampaignIsUndecided() {
    let report = ClaimCampaign.run(
      ClaimLedger.executable, .init(orders: 4...4, count: 0))
    #expect(report.claims.allSatisfy { $0.verdict == "undecided" })
  }

  @Test func theSeedDecidesTheCampaign() throws {
    var settings = small
    let first = ClaimCampaign.run(ClaimLedger.executable, settings)
    let again = ClaimCampaign.run(ClaimLedger.executable, settings)
    #expect(try JSON.text(again) == JSON.text(first))
    settings.seed = 2
    let other = ClaimCampaign.run(ClaimLedger.executable, settings)
    #expect(try JSON.text(other.claims) != JSON.text(first.claims))
    #expect(other.verdict == "holds")
  }
}

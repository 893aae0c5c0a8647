import Exact
import NeuralNet
import StepArithmetic
import Testing

@testable import CertifiedTraining

@Suite struct RegressionReportTests {
  /// What a variant's result says; the defaults are those of a run in which all is well.
  private struct Outcome {
    var shuffle = ShuffleKind.learned
    var top1 = 0.9
    var top1Rounded = 0.9
    var roundingChange: Double? = 0
    var movement: VariantResult.Movement? = .init(
      fromManual: 42, fromStart: 42, random: 42)
    var certified = 16
    var certificates = 32
    var objections: [String] = []
    var unheld: String?
    var refuted: String?
    var undecided: String?
    var bits = [true, true, false, true]
    var seed: UInt64 = 0

    private var theorems: TheoremTally {
      var tally = TheoremTally()
      for claim in CertifiedRun.theorems(.repair) where claim != unheld {
        tally.record(claim, .holds, at: "step 0, s")
      }
      if let refuted { tally.record(refuted, .refuted("no"), at: "step 0, s") }
      if let undecided { tally.record(undecided, nil, at: "step 0, s") }
      return tally
    }

    var result: VariantResult {
      get throws {
        VariantResult(
          configuration: try RegressionPlan.quick.configuration(shuffle, seed: seed),
          imagesDigest: "",
          images: bits.count, top1: top1, interval95: [0, 1], top1Rounded: top1Rounded,
          roundingChange: roundingChange,
          movement: shuffle == .fixed ? nil : movement, shuffles: shuffle == .fixed ? 0 : 16,
          certified: certified, penalty: 0, certificates: certificates, objections: objections,
          theorems: theorems, imagesPerCPUSecond: 100, correctness: VariantResult.pack(bits))
      }
    }
  }

  private func report(
    _ outcomes: [Outcome], _ baseline: RegressionBaseline? = nil
  ) throws -> RegressionReport {
    RegressionReport(
      plan: .quick, data: "test", firstSteps: [], again: [],
      variants: try outcomes.map { try $0.result },
      baselines: baseline.map { RegressionBaselines(firstSteps: [], plans: [$0]) })
  }

  /// The names of the checks that fail when one learned run ends so.
  private func failures(_ change: (inout Outcome) -> Void) throws -> [String] {
    var outcome = Outcome()
    change(&outcome)
    let report = try report([outcome])
    let failures = report.checks.filter { !$0.passes }.map(\.name)
    #expect((report.verdict == "pass") == failures.isEmpty)
    return failures
  }

  @Test func aGoodRunPasses() throws {
    #expect(try failures { _ in } == [])
    #expect(try report([Outcome()]).checks.count == 4)
    // Relaxed matrices need no rounding, fixed ones no certificate.
    #expect(try report([Outcome(shuffle: .relaxed, certified: 0)]).verdict == "pass")
    #expect(try report([Outcome(shuffle: .fixed, certificates: 0)]).checks.isEmpty)
  }

  @Test func eachViolationFailsItsCheck() throws {
    let exact = "learned, seed 0: the exact side finds nothing wrong"
    let certified = "learned, seed 0: every shuffle is certified for rounding"
    let change = "learned, seed 0: rounding changes accuracy by less than one point"
    #expect(try failures { $0.objections = ["T6a fails"] } == [exact])
    #expect(try failures { $0.certificates = 0 } == [exact])
    for claim in ["T6a", "T10", "T10-descent", "T10-repair", "replay"] {
      #expect(try failures { $0.unheld = claim } == [exact])
      #expect(try failures { $0.refuted = claim } == [exact])
      #expect(try failures { $0.undecided = claim } == [exact])
    }
    #expect(try failures { $0.certified = 15 } == [certified])
    #expect(try failures { $0.roundingChange = 0.01 } == [change])
    #expect(try failures { $0.roundingChange = nil } == [change])
    #expect(try failures { $0.top1Rounded = 0.88 } == [change])
    #expect(try failures { $0.top1Rounded = 0.92 } == [change])
    #expect(try failures { $0.roundingChange = 0.009 } == [])
    let moved =
      "learned, seed 0: the shuffles have moved, from the manual ones and from where they started"
    func movement(_ manual: Int, _ start: Int) -> VariantResult.Movement {
      .init(fromManual: manual, fromStart: start, random: 42)
    }
    #expect(try failures { $0.movement = movement(41, 60) } == [moved])
    #expect(try failures { $0.movement = movement(60, 41) } == [moved])
    #expect(try failures { $0.movement = nil } == [moved])
  }

  @Test func otherFirstStepsFail() throws {
    let baselines = RegressionBaselines(
      firstSteps: RegressionBaselines.committed.firstSteps, plans: [])
    func failures(_ found: [FirstSteps], again: [FirstSteps]) -> [String] {
      let report = RegressionReport(
        plan: .quick, data: "test", firstSteps: found, again: again, variants: [],
        baselines: baselines)
      #expect(report.checks.count == found.count + again.count)
      let failures = report.checks.filter { !$0.passes }.map(\.name)
      #expect((report.verdict == "pass") == failures.isEmpty)
      return failures
    }
    let found = baselines.firstSteps
    #expect(failures(found, again: found) == [])
    var changed = found
    changed[1].movements[0].value *= 0.9
    let other = "learned: the first steps are those of the baseline"
    let repeated = "learned: the first steps, taken again, are the same to the last bit"
    #expect(failures(changed, again: changed) == [other])
    #expect(failures(found, again: changed) == [repeated])
    let empty = RegressionReport(
      plan: .quick, data: "test", firstSteps: found, again: [], variants: [],
      baselines: RegressionBaselines(firstSteps: [], plans: []))
    #expect(empty.checks.allSatisfy { !$0.passes })
  }

  /// Mean 0.84, squares 0.004, s^2 = 0.001, so 0.84 - 7.173 sqrt(0.001 * 6/5) = 0.5915...
  ///
  /// Values of order 1 and a dozen operations: 1e-12 is far above their rounding.
  @Test func theBandIsAPredictionInterval() throws {
    let variant = RegressionBaseline.Variant(
      shuffle: .learned, top1: [0.8, 0.82, 0.84, 0.86, 0.88])
    let bound = try #require(variant.lowerBound)
    #expect((bound - 0.591_519_991_146_168).magnitude < 1e-12)
    let four = RegressionBaseline.Variant(shuffle: .learned, top1: [0.8, 0.8, 0.8, 0.8])
    #expect(four.lowerBound == nil)
  }

  @Test func accuracyBelowTheBandFails() throws {
    let accuracies = [0.88, 0.89, 0.9, 0.91, 0.92]
    let baseline = RegressionBaseline(
      plan: .quick,
      results: try accuracies.map { try Outcome(top1: $0, top1Rounded: $0).result })
    let bound = try #require(baseline.variants.first { $0.shuffle == .learned }?.lowerBound)
    #expect(try report([Outcome(top1: bound, top1Rounded: bound)], baseline).verdict == "pass")
    let below = try report([Outcome(top1: bound - 1e-9, top1Rounded: bound - 1e-9)], baseline)
    #expect(below.verdict == "fail")
    #expect(
      below.checks.filter { !$0.passes }.map(\.name) == [
        "learned, seed 0: accuracy within the baseline's band"
      ])
    // No runs of fixed shuffles in this baseline: nothing to compare with.
    #expect(try report([Outcome(shuffle: .fixed)], baseline).checks.isEmpty)
  }

  /// Spread over the whole range, the band would reach below 0: a check that could not fail.
  @Test func aBandWithoutALowerEndIsNoCheck() throws {
    let baseline = RegressionBaseline(
      plan: .quick, results: try [0.1, 0.9, 0.5, 0.1, 0.9].map { try Outcome(top1: $0).result })
    #expect(try report([Outcome()], baseline).checks.count == 4)
  }

  @Test func variantsAreComparedPairwise() throws {
    let learned = Outcome(top1: 0.75, bits: [true, true, true, false])
    let fixed = Outcome(shuffle: .fixed, top1: 0.25, bits: [false, false, true, false])
    let report = try report([fixed, learned, Outcome(shuffle: .fixed, seed: 1)])
    let comparison = try #require(report.comparisons.first)
    #expect(report.comparisons.count == 1)
    #expect(comparison.variants == [.learned, .fixed])
    #expect(comparison.difference == 0.5)
    // Two discordant images, both for the first: 2 * (1/2)^2.
    #expect((comparison.mcNemar - 0.5).magnitude < 1e-12)
  }

  @Test(arguments: [0, 1, 7, 8, 9, 64, 83])
  func correctnessSurvivesPacking(count: Int) throws {
    let bits = (0..<count).map { $0 % 3 == 0 || $0 % 7 == 2 }
    #expect(try Outcome(bits: bits).result.isCorrect == bits)
  }

  @Test func packingStartsAtTheLowestBit() {
    // 0b00000101 and 0b00000010 are the bytes 5 and 2, BQI= in base 64.
    let bits = [true, false, true] + [Bool](repeating: false, count: 6) + [true]
    #expect(VariantResult.pack(bits) == "BQI=")
  }

  @Test func committedBaselinesDecode() {
    let committed = RegressionBaselines.committed
    #expect(committed.accuracies(.quick) != nil)
    for baseline in committed.plans {
      #expect(baseline.variants.map(\.shuffle) == ShuffleKind.allCases)
    }
    #expect(committed.firstSteps.map(\.shuffle) == ShuffleKind.allCases)
    // One plan and the first steps are measured anew, the other plans stay.
    let other = RegressionBaseline(plan: .full, results: [])
    let renewed = committed.renewed([], other)
    #expect(renewed.firstSteps.isEmpty && renewed.plans.map(\.plan) == [.quick, .full])
    #expect(renewed.renewed([], other).plans.map(\.plan) == [.quick, .full])
  }
}

import Birkhoff
import Certificates
import Claims
import Exact
import Foundation
import PropertyTesting
import RandomStreams
import Testing

@testable import ShufflePenalty
@testable import Verification

@Suite struct FuzzingTests {
  private func counterexample(
    _ claim: Claim, seed: UInt64, cases: Int = 1000
  ) throws -> FuzzReport.Counterexample? {
    let report = FuzzCampaign.run(
      [claim], seed: seed, budget: .cases(cases), clock: { 0 }, onCase: { _, _ in })
    return try #require(report.properties.first).counterexample
  }

  /// The characters of all entries, the size of a counterexample to a reader.
  private func size(_ counterexample: FuzzReport.Counterexample) -> Int {
    counterexample.instance.matrices.reduce(0) {
      $0 + $1.rows.joined().reduce(0) { $0 + $1.count }
    }
  }

  @Test(arguments: PlantedClaims.sharpened.map(\.id), [1, 2, 3] as [UInt64])
  func plantedClaimsShrinkToOrderTwo(name: String, seed: UInt64) throws {
    let report = try FuzzCampaign.run([name], seed: seed, budget: .cases(1000))
    #expect(report.verdict == .refuted)
    let found = try #require(report.properties.first?.counterexample)
    #expect(found.instance.matrices.allSatisfy { $0.rows.count == 2 })
    // [[1/2, 1/2], [1/2, 1/2]] has 12 characters; the pair of T6a needs a small third entry.
    #expect(size(found) <= (found.instance.matrices.count == 1 ? 12 : 16), "\(found.lines)")
    let replayed = try FuzzCampaign.replay(found.replay)
    let again = try #require(replayed.properties.first?.counterexample)
    #expect(again.instance == found.instance)
    #expect(again.lhs == found.lhs)
    #expect(again.rhs == found.rhs)
    #expect(again.failure == found.failure)
  }

  @Test func theoremsAreNotRefuted() throws {
    let report = try FuzzCampaign.run(FuzzCampaign.names, seed: 5, budget: .cases(80))
    #expect(report.properties.map(\.name) == FuzzCampaign.names)
    for property in report.properties {
      // The floor of a tenth is met, or the verdict would be undecided.
      #expect(property.verdict == .holds, "\(property)")
      #expect(property.cases == 80)
      // Every sample for a claim about doubly stochastic matrices is one.
      if property.name == "T1b" { #expect(property.informative == 80) }
    }
    #expect(report.verdict == .holds)
    #expect(FuzzCampaign.names.contains("T1a"))
    #expect(FuzzCampaign.names.contains("T1b"))
    #expect(FuzzCampaign.names.contains("T4"))
    #expect(FuzzCampaign.names.contains("T6a"))
    #expect(FuzzCampaign.falseNames.allSatisfy { !FuzzCampaign.names.contains($0) })
  }

  /// T4 with another quantity, or another threshold, than the theorem.
  private func rounding(
    _ quantity: @escaping @Sendable (MatrixFacts) -> RadicalSum, below threshold: RadicalSum
  ) -> Claim {
    Claim(
      "wrong-T4", assuming: "", "", comparing: "", .isFalse("for this test"),
      on: .matrix(.doublyStochastic) { facts in
        let value = quantity(facts)
        guard value < threshold else { return .inapplicable }
        return .asserts(Theorems.hasCertainRounding(facts), "not certain", value, threshold)
      })
  }

  @Test func aThresholdOnlyJustTooLargeIsRefuted() throws {
    let threshold: RadicalSum = .sharpConstant + RadicalSum(.powerOfTwo(-30))
    let wrong = rounding({ min($0.rowPenalty, $0.columnPenalty) }, below: threshold)
    let found = try #require(try counterexample(wrong, seed: 1))
    #expect(found.instance.matrices[0].rows.count == 2)
    #expect(found.lhs?.expression == "2 - 2 sqrt(1/2)")
    #expect(
      found.lines == [
        "not certain", "M =", "  1/2  1/2", "  1/2  1/2", "left side = 2 - 2 sqrt(1/2)",
        "  in [\(try #require(found.lhs?.enclosure.lower)), "
          + "\(try #require(found.lhs?.enclosure.upper))]",
        "right side = \(try #require(found.rhs?.expression))",
        "  in [\(try #require(found.rhs?.enclosure.lower)), "
          + "\(try #require(found.rhs?.enclosure.upper))]", "replay: \(found.replay)",
      ])
    #expect(found.lhs?.enclosure.lower.hasPrefix("0.5857864376269049511983112") == true)
  }

  @Test func aLipschitzConstantOnlyJustTooSmallIsRefuted() throws {
    let constant = 2 - Rational.powerOfTwo(-20)
    let wrong = Claim(
      "wrong-T6a", assuming: "", "", comparing: "", .isFalse("for this test"),
      on: .pair(.real) { a, b in
        let change = (Penalty.value(a) - Penalty.value(b)).magnitude
        return .atMost(change, RadicalSum(constant * a.l1Distance(to: b)), "changes too much")
      })
    let found = try #require(try counterexample(wrong, seed: 1))
    #expect(found.instance.matrices.count == 2)
    #expect(found.instance.matrices.allSatisfy { $0.rows.count == 2 })
  }

  @Test func mistakesInThePenaltyAreFound() throws {
    // P without its column part does not see two entries in one column.
    let rowsOnly = Claim(
      "wrong-T1a", assuming: "", "", comparing: "", .isFalse("for this test"),
      on: .matrix(.real) { facts in
        let isZero = facts.rowPenalty.sign() == 0
        return .asserts(isZero == (facts.penalty.sign() == 0), "differs", facts.penalty, 0)
      })
    let found = try #require(try counterexample(rowsOnly, seed: 1))
    #expect(found.instance.matrices[0].rows.count == 2)
    #expect(size(found) == 4)
    // A penalty with one line forgotten no longer bounds the distance.
    let forgotten = Claim(
      "wrong-T2", assuming: "", "", comparing: "", .isFalse("for this test"),
      on: .matrix(.doublyStochastic) { facts in
        .atMost(
          RadicalSum(Rational(1, 2) * facts.distance),
          facts.penalty - facts.rowPenalty - facts.rowPenalty, "too small")
      })
    #expect(try counterexample(forgotten, seed: 1) != nil)
    // A distance to the identity instead of the nearest permutation.
    let fixed = Claim(
      "wrong-T1b", assuming: "", "", comparing: "", .isFalse("for this test"),
      on: .matrix(.doublyStochastic) { facts in
        let identity = Permutation(identity: facts.matrix.order).matrix
        let isZero = facts.penalty.sign() == 0
        return .asserts(isZero == (facts.matrix == identity), "differs", nil, nil)
      })
    let swap = try #require(try counterexample(fixed, seed: 1))
    #expect(swap.instance.matrices.map(\.rows) == [[["0", "1"], ["1", "0"]]])
    #expect(swap.lhs == nil)
  }

  @Test func strictMaximaThatCollideAtTheThresholdAreFound() throws {
    // The second structure that makes T4 sharp; it needs order 3 and has no tie.
    let threshold: RadicalSum = .sharpConstant + RadicalSum(.powerOfTwo(-20))
    let wrong = Claim(
      "wrong-collision", assuming: "", "", comparing: "", .isFalse("for this test"),
      on: .matrix(.doublyStochastic) { facts in
        guard facts.argmax.tiedRows.isEmpty, facts.rowPenalty < threshold else {
          return .inapplicable
        }
        return .asserts(facts.argmax.permutation != nil, "collides", facts.rowPenalty, threshold)
      })
    let found = try #require(try counterexample(wrong, seed: 1))
    #expect(found.instance.matrices[0].rows.count == 3)
  }

  @Test func thresholdSamplesSitOnBothSides() {
    var stream = RandomStream(seed: 1)
    var sides: [Int: Int] = [:]
    for k in 0..<120 {
      let n = 2 + k % 4
      let facts = MatrixFacts(
        DoublyStochasticSampler.roundingThreshold.sample(order: n, from: &stream))
      #expect(facts.defects.isDoublyStochastic)
      sides[(facts.rowPenalty - RadicalSum.sharpConstant).sign(), default: 0] += 1
    }
    // Of 120 samples at least a tenth below and a tenth above.
    #expect(sides[-1, default: 0] >= 12)
    #expect(sides[1, default: 0] >= 12)
  }

  @Test func aReportIsAFunctionOfItsSeed() throws {
    let names = ["T6a-1.9", "T1b"]
    let first = try FuzzCampaign.run(names, seed: 9, budget: .cases(60))
    #expect(try FuzzCampaign.run(names, seed: 9, budget: .cases(60)) == first)
    let json = try JSONEncoder().encode(first)
    #expect(try JSONDecoder().decode(FuzzReport.self, from: json) == first)
    #expect(String(decoding: json, as: UTF8.self).contains("autoshuffle.fuzz\\/3"))
    #expect(first.properties.map(\.name) == names)
  }

  @Test func aBudgetOfTimeIsSharedAndNeedsEnoughCases() throws {
    // Ten looks at the clock make a second.
    var now = 0.0
    let report = try FuzzCampaign.run(
      ["T1b", "T4"], seed: 1, budget: .seconds(4),
      clock: {
        now += 0.1
        return now
      })
    #expect(report.verdict == .undecided)
    #expect(report.properties.allSatisfy { $0.verdict == .undecided && $0.reason != nil })
    #expect(report.properties.allSatisfy { (15...20).contains($0.cases) })
  }

  @Test func casesAreAnnounced() throws {
    var seen: [String] = []
    _ = try FuzzCampaign.run(
      ["T1b", "T1a"], seed: 1, budget: .cases(2), onCase: { seen.append("\($0) \($1)") })
    #expect(seen == ["T1b 0", "T1b 1", "T1a 0", "T1a 1"])
  }

  @Test func unknownNamesAndTokensAreErrors() {
    #expect(throws: FuzzError.unknownProperty("T99")) {
      try FuzzCampaign.run(["T1a", "T99"], seed: 1, budget: .cases(1))
    }
    #expect(FuzzError.unknownProperty("T99").explanation.contains("T1a, T1b"))
    #expect(throws: FuzzError.token(.notAToken("hello"))) { try FuzzCampaign.replay("hello") }
    let other = ReplayToken(property: "T99", choices: []).text
    #expect(throws: FuzzError.token(.unknownProperty("T99"))) { try FuzzCampaign.replay(other) }
    let stale = ReplayToken(property: "T4", choices: [0]).text
    #expect(throws: FuzzError.token(.stale(property: "T4"))) { try FuzzCampaign.replay(stale) }
    #expect(FuzzError.token(.notAToken("hello")).explanation.contains("\"hello\""))
  }

  @Test func aReplayedCaseThatIsFineSaysSo() throws {
    // Order 1, not the threshold, the first sampler, no choice left: the 1 x 1 permutation.
    let token = ReplayToken(property: "T1b", choices: [0, 0, 0]).text
    let report = try FuzzCampaign.replay(token)
    #expect(report.verdict == .holds)
    #expect(report.seed == nil)
    #expect(report.properties.first?.cases == 1)
  }
}

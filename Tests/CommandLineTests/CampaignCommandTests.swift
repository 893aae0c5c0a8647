import Foundation
import Testing

/// `verify` and `fuzz`, end to end.
@Suite(.serialized) struct CampaignCommandTests {
  @Test func verifyDecidesAndRefutesWhatIsPlanted() throws {
    let outcome = try Program.run("verify", "--sizes", "2...3", "--count", "20", "--quiet")
    #expect(outcome.code == 0)
    #expect(outcome.errors == "")
    for claim in ["T2-lower-0.6", "T4-1.3", "T6a-1.9"] {
      let line = outcome.output.split(separator: "\n").first { $0.hasPrefix(claim + " ") }
      #expect(line?.contains("refuted as it must be") == true, "\(claim)")
    }
    #expect(outcome.output.hasSuffix("verdict: holds\n"))
  }

  @Test func verifyAnswersInJSON() throws {
    let outcome = try Program.run("verify", "T1b", "--sizes", "2", "--count", "5", "--json")
    #expect(outcome.code == 0)
    let object = try outcome.object()
    #expect(object["schema"] as? String == "autoshuffle.verify/3")
    #expect(object["verdict"] as? String == "holds")
    #expect((object["claims"] as? [Any])?.count == 1)
    let ledger = try Program.run("verify", "--list", "--json")
    #expect(ledger.code == 0)
    #expect(try ledger.object()["schema"] as? String == "autoshuffle.ledger/2")
    let one = try Program.run("verify", "--list", "T4")
    #expect(one.output.hasPrefix("T4  proved in Proofs"), "\(one.output)")
    #expect(one.output.split(separator: "\n").count == 2)
  }

  @Test func aFalseClaimAskedForByNameIsRefuted() throws {
    let outcome = try Program.run("verify", "T2-lower-0.6", "--sizes", "2", "--count", "5")
    #expect(outcome.code == 1)
    #expect(outcome.output.contains("\n        1/2  1/2\n        1/2  1/2\n"))
    #expect(outcome.output.hasSuffix("verdict: refuted\n"))
    let report = try Program.run("verify", "T2-lower-0.6", "--sizes", "2", "--count", "5", "--json")
    #expect(report.code == 1)
    #expect(try report.object()["verdict"] as? String == "refuted")
  }

  /// Matrices of order 1 refute nothing, and no case is enough for what is rare.
  @Test func aFalseClaimThatSurvivesIsUndecided() throws {
    let reason = "it is known to be false, but none of these"
    let verified = try Program.run("verify", "--sizes", "1", "--count", "20", "--quiet")
    #expect(verified.code == 2)
    #expect(verified.output.contains("    undecided: \(reason) instances refutes it\n"))
    #expect(verified.output.hasSuffix("verdict: undecided\n"))
    for name in ["peer-mean-trigger", "T2-lower-0.6"] {
      let fuzzed = try Program.run("fuzz", name, "--cases", "1", "--quiet")
      #expect(fuzzed.code == 2, "\(name)")
      #expect(
        fuzzed.output.contains("    undecided: \(reason) cases refutes it\n"), "\(fuzzed.output)")
    }
  }

  @Test func aSpentBudgetIsUndecided() throws {
    let outcome = try Program.run("verify", "--budget", "0.000001")
    #expect(outcome.code == 2)
    #expect(outcome.output.hasSuffix("verdict: undecided\n"))
  }

  @Test func aFuzzedCounterexampleReplays() throws {
    let outcome = try Program.run("fuzz", "T6a-1.9", "--cases", "200", "--json")
    #expect(outcome.code == 1)
    let token = try token(outcome)
    let replay = try Program.run("fuzz", "--replay", token, "--json")
    #expect(replay.code == 1)
    #expect(try self.token(replay) == token)
    #expect(try matrices(replay) == matrices(outcome))
  }

  @Test func fuzzingATheoremHolds() throws {
    let outcome = try Program.run("fuzz", "T1a", "--cases", "40", "--quiet")
    #expect(outcome.code == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output.hasSuffix("verdict: holds\n"))
  }

  private func counterexample(_ outcome: Program.Outcome) throws -> [String: Any] {
    let properties = try #require(try outcome.object()["properties"] as? [[String: Any]])
    return try #require(properties.first?["counterexample"] as? [String: Any])
  }

  private func token(_ outcome: Program.Outcome) throws -> String {
    try #require(try counterexample(outcome)["replay"] as? String)
  }

  private func matrices(_ outcome: Program.Outcome) throws -> [[[String]]] {
    let instance = try #require(try counterexample(outcome)["instance"] as? [String: Any])
    let matrices = try #require(instance["matrices"] as? [[String: Any]])
    return try matrices.map { try #require($0["rows"] as? [[String]]) }
  }
}

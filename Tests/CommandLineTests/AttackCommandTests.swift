import Foundation
import Testing

/// `attack`, end to end.
@Suite struct AttackCommandTests {
  @Test func theRatioIsAttacked() throws {
    let arguments = ["attack", "--sizes", "3-4", "--starts", "12", "--json", "--quiet"]
    let outcome = try Program.run(arguments)
    #expect(outcome.code == 0)
    #expect(outcome.errors == "")
    let object = try outcome.object()
    #expect(Set(object.keys) == ["schema", "target", "seed", "starts", "ratio", "verdict"])
    #expect(object["schema"] as? String == "autoshuffle.attack/1")
    #expect(object["verdict"] as? String == "holds")
    let findings = try #require(object["ratio"] as? [[String: Any]])
    #expect(findings.map { $0["n"] as? Int } == [3, 4])
    let smallest = findings.compactMap { $0["smallest"] as? [String: Any] }
    #expect(smallest.map { $0["lower"] as? String } == ["0.598612181134", "0.593290876655"])
    #expect(smallest.map { $0["distance"] as? String } == ["16/5", "4"])
    #expect(try Program.run(arguments).output == outcome.output)
  }

  @Test func kappaIsAttacked() throws {
    let outcome = try Program.run("attack", "--target", "kappa", "--sizes", "3", "--starts", "30")
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("at least in [0.035533905932, 0.035533905933], d1 3, kappa 2"))
    #expect(outcome.output.contains("at least 1.000000000000, "))
    #expect(outcome.output.hasSuffix("verdict: holds\n"))
  }

  @Test func verticesAreEnumerated() throws {
    let outcome = try Program.run("attack", "--target", "vertices", "--sizes", "2...3")
    #expect(outcome.code == 0)
    #expect(
      outcome.output.contains(
        "T2*, order 3: 22 vertices (1 permutation, 5 half matrices), 5 with equality: holds\n"
          + "    each certified, the same by pivoting over 29 bases\n"))
    #expect(outcome.output.contains("T5e, order 3, overloaded columns 2: 46 vertices"))
    #expect(outcome.output.hasSuffix("verdict: holds\n"))
  }

  @Test func noTimeIsUndecided() throws {
    let outcome = try Program.run("attack", "--budget", "0.000001", "--quiet")
    #expect(outcome.code == 2)
    #expect(outcome.output.hasSuffix("verdict: undecided\n"))
  }

  @Test(arguments: [
    ["--target", "vertices", "--sizes", "5"], ["--target", "vertices", "--seed", "1"],
    ["--sizes", "1"], ["--sizes", "17"], ["--starts", "0"], ["--budget=-1"], ["--target", "x"],
  ])
  func whatIsRefused(options: [String]) throws {
    let outcome = try Program.run(["attack"] + options)
    #expect(outcome.code == 64)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("Error: "))
  }
}

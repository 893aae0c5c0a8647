import Certificates
import Foundation
import TestSupport
import Testing

/// The commands about one matrix, end to end.
@Suite struct ExactCommandTests {
  private static let near = "0.96, 0.04\n1/25, 24/25\n"
  private static let half = "1/2, 1/2\n1/2, 1/2\n"

  private func run(
    _ command: String, _ text: String, _ options: String...
  ) throws -> Program.Outcome {
    let folder = try TemporaryFolder()
    return try Program.run([command, try folder.write(text, to: "matrix.csv")] + options)
  }

  private func keys(_ value: Any?) throws -> Set<String> {
    Set(try #require(value as? [String: Any]).keys)
  }

  @Test(arguments: [near, half])
  func certifyHasTheFieldsOfTheContract(text: String) throws {
    let outcome = try run("certify", text, "--json")
    #expect(outcome.code == 0)
    #expect(outcome.errors == "")
    let object = try outcome.object()
    #expect(
      try keys(object) == [
        "schema", "n", "rows", "hypotheses", "penalty", "distance", "rounding", "repair",
        "birkhoff", "shares", "claims", "verdict",
      ])
    #expect(object["schema"] as? String == "autoshuffle.certificate/2")
    #expect(try keys(object["hypotheses"]) == ["nonnegative", "rowDefect", "columnDefect"])
    #expect(try keys(object["penalty"]) == ["lower", "upper"])
    // One of two proofs: an order that shows the nearest permutation unique, or another one.
    #expect(
      try keys(object["distance"]) == [
        "l1", "assignment", "rowPotentials", "columnPotentials", "uniqueByOrder", "tiedWith",
      ])
    #expect(
      try keys(object["rounding"]) == ["argmax", "argmaxIsPermutation", "uniqueNearest", "claim"])
    let claims = try #require(object["claims"] as? [Any])
    #expect(claims.count >= 6)
    for claim in claims { #expect(try keys(claim) == ["id", "verdict", "lhs", "rhs"]) }
  }

  @Test func certifyStatesExactValues() throws {
    let object = try run("certify", Self.near, "--json").object()
    #expect(object["rows"] as? [[String]] == [["24/25", "1/25"], ["1/25", "24/25"]])
    let distance = try #require(object["distance"] as? [String: Any])
    #expect(distance["l1"] as? String == "4/25")
    let rounding = try #require(object["rounding"] as? [String: Any])
    #expect(rounding["claim"] as? String == "T4")
    let text = try run("certify", Self.near).output
    #expect(text.contains("distance d1      4/25\n"))
    #expect(text.contains("verdict          holds\n"))
  }

  @Test func checkPrintsTheSchemaOfCertificates() throws {
    let outcome = try Program.run("check", "--schema")
    #expect(outcome.code == 0)
    #expect(outcome.output == CertificateSchema.text)
    #expect(try Program.run("check").code == 64)
    #expect(try Program.run("check", "x.json", "--schema").code == 64)
  }

  @Test func checkAcceptsWhatCertifyMakesAndNothingElse() throws {
    let certificate = try run("certify", Self.near, "--json").output
    let folder = try TemporaryFolder()
    let good = try Program.run("check", try folder.write(certificate, to: "good.json"), "--json")
    #expect(good.code == 0)
    #expect(try good.object()["verdict"] as? String == "holds")
    let changed = certificate.replacingOccurrences(of: "\"4/25\"", with: "\"3/25\"")
    #expect(changed != certificate)
    let path = try folder.write(changed, to: "bad.json")
    let bad = try Program.run("check", path, "--json")
    #expect(bad.code == 1)
    #expect(bad.errors == "")
    #expect(try bad.object()["verdict"] as? String == "refuted")
    #expect(try bad.object()["schema"] as? String == "autoshuffle.check/1")
    let text = try Program.run("check", path)
    #expect(text.code == 1)
    #expect(text.output.hasPrefix("the certificate is rejected: distance.l1 "))
  }

  @Test func aNegativeMatrixIsALegalQuestion() throws {
    let outcome = try run("certify", "1.5, -1\n-1, 2\n", "--json")
    #expect(outcome.code == 0)
    let hypotheses = try #require(try outcome.object()["hypotheses"] as? [String: Any])
    #expect(hypotheses["nonnegative"] as? Bool == false)
    #expect(hypotheses["rowDefect"] as? String == "1/2")
    #expect(try outcome.object()["verdict"] as? String == "holds")
  }

  @Test func penaltyIsEnclosedByTwoDecimals() throws {
    let outcome = try run("penalty", Self.half, "--json", "--digits", "12")
    #expect(outcome.code == 0)
    let object = try outcome.object()
    #expect(try keys(object) == ["schema", "lower", "upper"])
    #expect(object["schema"] as? String == "autoshuffle.penalty/1")
    // 4 - 2 sqrt 2 = 1.171572875253809902...
    #expect(object["lower"] as? String == "1.171572875253")
    #expect(object["upper"] as? String == "1.171572875254")
    let zero = try run("penalty", "0, 1\n1, 0\n")
    #expect(zero.output.contains(" <= P <= "))
  }

  @Test func roundSaysWhatJustifiesIt() throws {
    let outcome = try run("round", "0.04, 0.96\n24/25, 1/25\n", "--json")
    #expect(outcome.code == 0)
    let object = try outcome.object()
    #expect(
      try keys(object) == ["schema", "permutation", "method", "claim", "verdict", "explanation"])
    #expect(object["schema"] as? String == "autoshuffle.round/1")
    #expect(object["permutation"] as? [Int] == [1, 0])
    #expect(object["method"] as? String == "assignment")
    #expect(object["claim"] as? String == "T4")
    #expect(object["verdict"] as? String == "holds")
  }

  @Test func roundingATieIsUndecided() throws {
    let outcome = try run("round", Self.half, "--json")
    #expect(outcome.code == 2)
    #expect(outcome.errors == "")
    let object = try outcome.object()
    #expect(object["claim"] is NSNull)
    #expect(object["verdict"] as? String == "undecided")
    #expect((object["permutation"] as? [Int])?.sorted() == [0, 1])
  }

  /// A row argmax that is no permutation is an answer too, in both forms.
  @Test func aCollisionIsAnswered() throws {
    let text = "0.6,0.4,0\n0.7,0.3,0\n0,0.3,0.7\n"
    let outcome = try run("round", text, "--method", "argmax", "--json")
    #expect(outcome.code == 2)
    #expect(outcome.errors == "")
    let object = try outcome.object()
    #expect(
      try keys(object) == ["schema", "permutation", "method", "claim", "verdict", "explanation"])
    #expect(object["permutation"] is NSNull)
    #expect(object["claim"] is NSNull)
    #expect(object["verdict"] as? String == "undecided")
    #expect((object["explanation"] as? String)?.contains("[0, 0, 2] is not a permutation") == true)
    let lines = try run("round", text, "--method", "argmax")
    #expect(lines.code == 2)
    #expect(lines.errors == "")
    #expect(lines.output.hasPrefix("no permutation\nundecided: the row argmax [0, 0, 2] is not"))
    #expect(lines.output.contains("--method assignment"))
  }

  /// Entries above 1 count as 1 for the distance: T5d's permutation is optimal, but not the only
  /// nearest one, and so justifies nothing.
  @Test(arguments: ["1,5\n5,1\n", "3,48,2\n51,1,4\n2,3,60\n"])
  func theAnswersAboutCountsAgree(text: String) throws {
    let object = try run("certify", text, "--json").object()
    let rounding = try #require(object["rounding"] as? [String: Any])
    #expect(rounding["claim"] is NSNull)
    #expect(rounding["uniqueNearest"] as? Bool == false)
    let claims = try #require(object["claims"] as? [[String: Any]])
    #expect(claims.first { $0["id"] as? String == "T5d" }?["verdict"] as? String == "holds")
    let lines = try run("certify", text)
    #expect(lines.code == 0)
    #expect(lines.output.contains(", tied with others\n"))
    #expect(lines.output.contains("rounding         not justified: by T5d "))
    for method in ["assignment", "argmax"] {
      let rounded = try run("round", text, "--method", method, "--json")
      #expect(rounded.code == 2)
      #expect(try rounded.object()["claim"] is NSNull)
    }
  }

  /// The example of the README is what the program does.
  @Test func theReadmeShowsWhatCertifySays() throws {
    let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../README.md")
    let text = try String(contentsOf: readme, encoding: .utf8)
    let example = try #require(text.firstRange(of: "$ cat shuffle.csv\n")).upperBound
    let block = try #require(text[example...].components(separatedBy: "```").first)
    let parts = block.components(separatedBy: "$ autoshuffle certify shuffle.csv\n")
    let (matrix, answer) = (try #require(parts.first), try #require(parts.last))
    #expect(parts.count == 2)
    let folder = try TemporaryFolder()
    let file = try folder.write(matrix, to: "shuffle.csv")
    #expect(try Program.run("certify", file).output == answer)
  }
}

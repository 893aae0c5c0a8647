import Claims
import Foundation
import ShufflePenalty
import Testing
import Verification

@Suite struct ClaimLedgerTests {
  private static let theories = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Proofs/theories")

  /// The names of all theorems and lemmas stated in Proofs/.
  private func proved() throws -> Set<String> {
    let files = try FileManager.default.contentsOfDirectory(
      at: Self.theories, includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "v" }
    var names: Set<String> = []
    for file in files {
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        let words = line.split(whereSeparator: { " :({".contains($0) })
        if words.count > 1, ["Theorem", "Lemma"].contains(words[0]) {
          names.insert(String(words[1]))
        }
      }
    }
    return names
  }

  @Test func identifiersAreUnique() {
    let ids = ClaimLedger.entries.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(ClaimLedger.executable.map(\.id) == Array(ids.prefix(ClaimLedger.executable.count)))
  }

  @Test func everyNamedLemmaIsStatedInProofs() throws {
    let proved = try proved()
    let named = ClaimLedger.entries.flatMap(\.lemmas)
    for lemma in named { #expect(proved.contains(lemma), "\(lemma)") }
  }

  /// The theorems of the files that state the main results.
  private func mainTheorems() throws -> [String] {
    try ["main_theorems.v", "training_theorems.v", "routes_theorems.v"].flatMap { name in
      try String(contentsOf: Self.theories.appendingPathComponent(name), encoding: .utf8)
        .split(separator: "\n").filter { $0.hasPrefix("Theorem ") }
        .map { String($0.dropFirst(8).prefix { $0.isLetter || $0.isNumber || $0 == "_" }) }
    }
  }

  /// What is proved is in the ledger: under a claim, or under a topic of its own.
  @Test func everyMainTheoremIsInTheLedger() throws {
    let named = Set(ClaimLedger.entries.flatMap(\.lemmas) + ClaimLedger.topics.flatMap(\.lemmas))
    let theorems = try mainTheorems()
    #expect(theorems.count > 150)
    for theorem in theorems { #expect(named.contains(theorem), "\(theorem)") }
    let proved = try proved()
    for lemma in ClaimLedger.topics.flatMap(\.lemmas) {
      #expect(proved.contains(lemma), "\(lemma)")
    }
  }

  /// The tests of the package, as `Suite.test`.
  private func written() throws -> Set<String> {
    let folder = Self.theories.deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Tests")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    var names: Set<String> = []
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift" else { continue }
      var suite = ""
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        if line.hasPrefix("@Suite") || line.hasPrefix("struct "),
          let name = line.split(separator: "struct ").last
        {
          suite = String(name.prefix { $0.isLetter || $0.isNumber })
        }
        if let name = line.firstRange(of: "func ").map({ line[$0.upperBound...] }) {
          names.insert(suite + "." + name.prefix { $0.isLetter || $0.isNumber })
        }
      }
    }
    return names
  }

  @Test func everyNamedTestExists() throws {
    let written = try written()
    #expect(written.contains("ClaimLedgerTests.everyNamedTestExists"))
    for entry in ClaimLedger.entries {
      #expect(!entry.tests.isEmpty, "\(entry.id)")
      for test in entry.tests { #expect(written.contains(test), "\(test)") }
    }
  }

  @Test func statusFollowsFromLemmas() throws {
    for claim in ClaimLedger.executable {
      let entry = try #require(ClaimLedger.entries.first { $0.id == claim.id })
      #expect(entry.statement == claim.statement)
      #expect(entry.status.hasPrefix("false: ") == claim.isFalse)
      #expect((entry.status == "proved in Proofs") == !entry.lemmas.isEmpty)
    }
  }

  /// Every claim that the checker knows is one of the ledger's, about one matrix.
  @Test func everyCheckedClaimIsInTheLedger() {
    let about = ClaimLedger.executable.filter(\.isAboutOneMatrix).map(\.id)
    #expect(ClaimLedger.entries.contains { $0.isChecked })
    for entry in ClaimLedger.entries where entry.isChecked {
      #expect(about.contains(entry.id), "\(entry.id)")
    }
  }
}

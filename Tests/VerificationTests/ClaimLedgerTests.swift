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
    #expect(proved.count > 20)
    let named = ClaimLedger.entries.compactMap(\.lemma)
    #expect(named.count >= 6)
    for lemma in named { #expect(proved.contains(lemma), "\(lemma)") }
  }

  @Test func statusFollowsFromLemmaAndPlanting() throws {
    for claim in ClaimLedger.executable {
      let entry = try #require(ClaimLedger.entries.first { $0.id == claim.id })
      #expect(entry.statement == claim.statement)
      #expect((entry.status == "false, planted") == claim.isPlanted)
      #expect((entry.status == "proved in Proofs") == (entry.lemma != nil))
      if claim.isPlanted { #expect(entry.lemma == nil) }
    }
  }
}

import ShufflePenalty

/// The list of all claims with what is known of each.
package struct ClaimLedger: Encodable {
  /// The name and version of the JSON form.
  package let schema = "autoshuffle.ledger/1"
  /// The entries.
  package let claims: [Entry]

  /// The ledger of this version.
  package static let current = ClaimLedger(claims: entries)

  /// One claim and where its proof is.
  package struct Entry: Codable, Equatable, Sendable {
    /// The identifier.
    package let id: String
    /// The statement.
    package let statement: String
    /// `proved in Proofs`, `proved on paper` or `false, planted`.
    package let status: String
    /// The lemma of Proofs/ that states it, if there is one.
    package let lemma: String?
  }

  /// All executable claims: the theorems, then the planted false ones.
  package static let executable: [Claim] = Theorems.all + PlantedClaims.all

  /// The ledger, one entry a claim in the same order.
  package static let entries: [Entry] = executable.map { claim in
    let lemma = lemmas[claim.id]
    return Entry(
      id: claim.id, statement: claim.statement,
      status: claim.isPlanted
        ? "false, planted" : lemma == nil ? "proved on paper" : "proved in Proofs",
      lemma: lemma)
  }

  /// The main statement of Proofs/ for each claim that has one.
  private static let lemmas: [String: String] = [:]
}

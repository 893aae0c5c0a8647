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
    /// `proved in Proofs`, `proved on paper`, `decided exactly` or `false, planted`.
    package let status: String
    /// The lemma of Proofs/ that states it, if there is one.
    package let lemma: String?
  }

  /// All executable claims: the theorems, then the planted false ones.
  package static let executable: [Claim] = Theorems.all + PlantedClaims.all

  /// The ledger: the executable claims in order, then those about fixed instances.
  package static let entries: [Entry] = executable.map(entry) + InstanceClaim.all.map(entry)

  private static func entry(_ claim: InstanceClaim) -> Entry {
    Entry(id: claim.id, statement: claim.statement, status: "decided exactly", lemma: nil)
  }

  private static func entry(_ claim: Claim) -> Entry {
    let lemma = lemmas[claim.id]
    return Entry(
      id: claim.id, statement: claim.statement,
      status: claim.isPlanted
        ? "false, planted" : lemma == nil ? "proved on paper" : "proved in Proofs",
      lemma: lemma)
  }

  /// The main statement of Proofs/ for each claim that has one.
  private static let lemmas: [String: String] = [
    "T1a": "T1a_penalty_zero_iff_lines",
    "T1b": "T1b_penalty_zero_iff_permutation",
    "T2-upper": "T2_penalty_le_distance",
    "T2-lower": "T2_half_distance_le_penalty",
    "T4": "T4_rounding_from_rows",
    "T6a": "T6a_lipschitz",
  ]
}

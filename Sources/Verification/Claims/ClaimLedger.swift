import Certificates
import Claims
import RouteClaims

/// The list of all claims with what is known of each.
package struct ClaimLedger: Encodable {
  /// The name and version of the JSON form.
  package let schema = "autoshuffle.ledger/2"
  /// The entries.
  package let claims: [Entry]

  /// Theorems of Proofs/ that no single claim states.
  package let further: [Topic]

  /// The ledger of this version.
  package static let current = ClaimLedger(claims: entries, further: topics)

  /// One claim, what is known of it, and where that can be seen.
  package struct Entry: Codable, Equatable, Sendable {
    /// The identifier.
    package let id: String
    /// What is assumed; empty when the statement says it.
    package let hypotheses: String
    /// What is asserted.
    package let statement: String
    /// The exact quantities that are compared.
    package let quantities: String
    /// `proved in Proofs`, `proved on paper`, `open`, `decided exactly` or `false: ` with the
    /// reason.
    package let status: String
    /// The names of the examples at which the claim is sharp, or fails.
    package let examples: [String]
    /// The main statements of Proofs/ that prove it.
    package let lemmas: [String]
    /// Whether certificates carry the claim, so that the independent checker re-decides it.
    package let isChecked: Bool
    /// The tests about it, as `Suite.test`.
    package let tests: [String]
  }

  /// The books of all theories; a new theory is one more.
  static let books: [ClaimBook] = [.penalty, .routes]

  /// The theorems.
  package static let theorems: [Claim] = books.flatMap(\.theorems)

  /// What is known to be false.
  package static let falseClaims: [Claim] = books.flatMap(\.falseClaims)

  /// All executable claims: the theorems, then the false ones.
  package static let executable: [Claim] = theorems + falseClaims

  /// The claims about fixed instances.
  package static let instances: [InstanceClaim] = books.flatMap(\.instances)

  /// The ledger: the executable claims in order, then those about fixed instances.
  package static let entries: [Entry] = executable.map(entry) + instances.map(entry)

  private static func entry(_ claim: InstanceClaim) -> Entry {
    Entry(
      id: claim.id, hypotheses: "", statement: claim.statement,
      quantities: "see the facts", status: "decided exactly", examples: [],
      lemmas: [], isChecked: false, tests: claim.tests)
  }

  private static func entry(_ claim: Claim) -> Entry {
    Entry(
      id: claim.id, hypotheses: claim.hypotheses, statement: claim.statement,
      quantities: claim.quantities, status: text(claim.status),
      examples: claim.examples.map(\.name), lemmas: claim.status.lemmas,
      isChecked: CertificateChecker.claims.contains(claim.id), tests: claim.tests)
  }

  private static func text(_ status: ClaimStatus) -> String {
    switch status {
    case .provedInProofs: "proved in Proofs"
    case .provedOnPaper: "proved on paper"
    case .open: "open"
    case .isFalse(let reason): "false: \(reason)"
    }
  }
}

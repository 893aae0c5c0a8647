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

  /// Theorems of Proofs/ on one topic.
  package struct Topic: Codable, Equatable, Sendable {
    /// The topic in words.
    package let subject: String
    /// The names of the theorems.
    package let lemmas: [String]
  }

  /// The theorems of Proofs/ that belong to no claim, or to several, by topic.
  package static let topics = [
    Topic(
      subject: "the rules of the certificate checker",
      lemmas: [
        "C_dual_assignment", "C_complementary", "C_dual_distance", "C_unique_by_order",
        "C_birkhoff", "C_repair", "C_shares",
      ]),
    Topic(
      subject: "the signs of sums of square roots",
      lemmas: [
        "S12_root_sum_enclosure", "S12_root_sum_sign", "S12_root_sum_rational",
        "S12_root_sum_square",
      ]),
    Topic(
      subject: "local minimisers of f + lambda P and f + lambda Q, and the penalty Q",
      lemmas: [
        "T7b_local_minimiser", "T7b_penalised_local_minimiser", "T7b_quadratic_local_minimiser",
        "T8quadratic_exact", "T8quadratic_threshold_sharp",
      ]),
    Topic(
      subject: "T6c for doubly stochastic matrices",
      lemmas: ["T6c_lipschitz_ds", "T6c_constant_sharp"]),
    Topic(subject: "rectangular matrices with the constant 4", lemmas: ["T11e_lower"]),
    Topic(
      subject: "the tables of grouped shuffles: their sums, that all occur, how many there are",
      lemmas: [
        "R1_row_sums", "R1_column_sums", "R1_every_table_occurs", "R3_number_of_tables",
      ]),
    Topic(
      subject: "relabelling as a permutation of a network's coordinates",
      lemmas: [
        "R3_equivariant_layers", "R3_coordinates", "R4_coordinates", "R5_gradient_relabelled",
        "R5_gradient_unique",
      ]),
    Topic(
      subject: "the features of a stage, each read once, and how far two stages are apart",
      lemmas: [
        "R4_read_exactly_once", "R4_table_sums", "R4_wiring_isomorphism", "R4_distance",
      ]),
    Topic(
      subject: "equality in law of networks trained with shuffles of one table",
      lemmas: [
        "R5_iterates", "R5_same_law", "R5_independent_start", "R5_unit_same_law",
        "R5_stage_same_law",
      ]),
    Topic(
      subject: "what the layers around any learned permutation absorb",
      lemmas: ["R6_double_coset", "R6_all_absorbed", "R6_interchangeable_groups"]),
    Topic(
      subject: "disproofs of false statements",
      lemmas: [
        "T5c_needs_entries_le1", "T6e_quadratic_not_lipschitz", "T9a_penalty_not_monotone",
        "T9e_plain_never_identifies", "T9e_plain_rational_step", "T9e_plain_leaves",
        "T9e_collision_trap",
      ]),
  ]

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

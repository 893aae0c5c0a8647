extension ClaimLedger {
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
}

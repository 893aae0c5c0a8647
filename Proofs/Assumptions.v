(* Prints the main definitions, then the statement of every main theorem and
   what it assumes.  The audit compares the output with Assumptions.expected. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms assignment penalty.
From AutoShuffleNet Require Import rounding half_matrices exact_penalty.
From AutoShuffleNet Require Import frobenius_lipschitz price_family concavity.
From AutoShuffleNet Require Import approximate approximate_bounds.
From AutoShuffleNet Require Import further_bounds certificates.
From AutoShuffleNet Require Import main_theorems.

Unset Printing Implicit Defensive.
Set Printing Width 78.
Local Open Scope ring_scope.

Print sqrt2.
Print norm1.
Print norm2sq.
Print norm2.
Print gap.
Print ds_fun.
Print rowgap.
Print colgap.
Print penalty.
Print doubly_stochastic.
Print assign_val.
Print l1dist.
Print frob_sq.
Print frob_dist_sq.
Print nearest_perm.
Print d1.
Print rounds_to.
Print l1_lipschitz.
Print minimises.
Print frob_dist.
Print row_value.
Print row_sum.
Print col_sum.
Print total.
Print row_excess.
Print col_excess.
Print col_defect.
Print argmax_assigns.
Print local_minimiser.
Print strict_local_minimiser.
Print second_difference_le.
Print rect_rowgaps.
Print rect_penalty.
Print injection_dist.
Print lower_term.
Print upper_term.
Print gain.
Print dual_feasible.
Print elimination_order.

Check @T1a_penalty_zero_iff_lines.
Print Assumptions T1a_penalty_zero_iff_lines.

Check @T1b_penalty_zero_iff_permutation.
Print Assumptions T1b_penalty_zero_iff_permutation.

Check @T2_penalty_le_distance.
Print Assumptions T2_penalty_le_distance.

Check @T2_line_penalties_le_distance.
Print Assumptions T2_line_penalties_le_distance.

Check @T2_half_distance_le_quadratic.
Print Assumptions T2_half_distance_le_quadratic.

Check @T2_quadratic_le_penalty.
Print Assumptions T2_quadratic_le_penalty.

Check @T2_half_distance_le_penalty.
Print Assumptions T2_half_distance_le_penalty.

Check @T2_penalty_lt_distance.
Print Assumptions T2_penalty_lt_distance.

Check @T2Q_penalty_le_quadratic.
Print Assumptions T2Q_penalty_le_quadratic.

Check @T2Q_quadratic_lt_penalty.
Print Assumptions T2Q_quadratic_lt_penalty.

Check @T2Q_lower_sharp.
Print Assumptions T2Q_lower_sharp.

Check @T2Q_upper_sharp.
Print Assumptions T2Q_upper_sharp.

Check @T2star_sharp_error_bound.
Print Assumptions T2star_sharp_error_bound.

Check @T2star_rows.
Print Assumptions T2star_rows.

Check @T2star_columns.
Print Assumptions T2star_columns.

Check @T2star_equality.
Print Assumptions T2star_equality.

Check @T2star_rows_equality.
Print Assumptions T2star_rows_equality.

Check @T2star_price_family.
Print Assumptions T2star_price_family.

Check @T2star_marcus_ree_improved.
Print Assumptions T2star_marcus_ree_improved.

Check @T2star_constant_sharp.
Print Assumptions T2star_constant_sharp.

Check @T2F_frobenius_bound.
Print Assumptions T2F_frobenius_bound.

Check @T2F_constant_sharp.
Print Assumptions T2F_constant_sharp.

Check @T3_deficit_le_quarter.
Print Assumptions T3_deficit_le_quarter.

Check @T3_local_bound.
Print Assumptions T3_local_bound.

Check @T3_local_bound_distance.
Print Assumptions T3_local_bound_distance.

Check @T3_constant_sharp.
Print Assumptions T3_constant_sharp.

Check @T4_rounding_from_rows.
Print Assumptions T4_rounding_from_rows.

Check @T4_rounding_from_columns.
Print Assumptions T4_rounding_from_columns.

Check @T4_rounding_from_penalty.
Print Assumptions T4_rounding_from_penalty.

Check @T4_rounding_from_each_row.
Print Assumptions T4_rounding_from_each_row.

Check @T4_threshold_sharp.
Print Assumptions T4_threshold_sharp.

Check @T4_each_row_sharp.
Print Assumptions T4_each_row_sharp.

Check @T4_rounding_from_deficits.
Print Assumptions T4_rounding_from_deficits.

Check @T4_deficits_from_rows.
Print Assumptions T4_deficits_from_rows.

Check @T4_argmax_not_permutation.
Print Assumptions T4_argmax_not_permutation.

Check @T5a_repair.
Print Assumptions T5a_repair.

Check @T5a_repair_rows_exact.
Print Assumptions T5a_repair_rows_exact.

Check @T5b_rows_exact.
Print Assumptions T5b_rows_exact.

Check @T5b_defect_needed.
Print Assumptions T5b_defect_needed.

Check @T5c_general.
Print Assumptions T5c_general.

Check @T5c_needs_entries_le1.
Print Assumptions T5c_needs_entries_le1.

Check @T5d_argmax.
Print Assumptions T5d_argmax.

Check @T5d_argmax_any_rows.
Print Assumptions T5d_argmax_any_rows.

Check @T5d_argmax_excess.
Print Assumptions T5d_argmax_excess.

Check @T5d_argmax_each_row.
Print Assumptions T5d_argmax_each_row.

Check @T5e_rows_only.
Print Assumptions T5e_rows_only.

Check @T5e_sharp.
Print Assumptions T5e_sharp.

Check @T5e_sharp_rectangular.
Print Assumptions T5e_sharp_rectangular.

Check @T6a_lipschitz.
Print Assumptions T6a_lipschitz.

Check @T6a_constant_sharp.
Print Assumptions T6a_constant_sharp.

Check @T6b_frobenius.
Print Assumptions T6b_frobenius.

Check @T6b_constant_sharp.
Print Assumptions T6b_constant_sharp.

Check @T6c_lipschitz_ds.
Print Assumptions T6c_lipschitz_ds.

Check @T6c_constant_sharp.
Print Assumptions T6c_constant_sharp.

Check @T6d_frobenius_ds.
Print Assumptions T6d_frobenius_ds.

Check @T6d_constant_sharp.
Print Assumptions T6d_constant_sharp.

Check @T6e_quadratic_not_lipschitz.
Print Assumptions T6e_quadratic_not_lipschitz.

Check @T6e_quadratic_lipschitz_ds.
Print Assumptions T6e_quadratic_lipschitz_ds.

Check @T6f_threshold.
Print Assumptions T6f_threshold.

Check @T6f_monotone.
Print Assumptions T6f_monotone.

Check @T6f_homogeneous.
Print Assumptions T6f_homogeneous.

Check @T7a_concave.
Print Assumptions T7a_concave.

Check @T7a_strongly_concave.
Print Assumptions T7a_strongly_concave.

Check @T7b_local_minimiser.
Print Assumptions T7b_local_minimiser.

Check @T7b_permutation_strict.
Print Assumptions T7b_permutation_strict.

Check @T7b_penalised_local_minimiser.
Print Assumptions T7b_penalised_local_minimiser.

Check @T7b_quadratic_local_minimiser.
Print Assumptions T7b_quadratic_local_minimiser.

Check @T8_exact_penalty.
Print Assumptions T8_exact_penalty.

Check @T8_threshold_sharp.
Print Assumptions T8_threshold_sharp.

Check @T8_distance.
Print Assumptions T8_distance.

Check @T8quadratic_exact.
Print Assumptions T8quadratic_exact.

Check @T8quadratic_threshold_sharp.
Print Assumptions T8quadratic_threshold_sharp.

Check @T8local_every_permutation.
Print Assumptions T8local_every_permutation.

Check @T8local_distance.
Print Assumptions T8local_distance.

Check @T11a_undecided_entries.
Print Assumptions T11a_undecided_entries.

Check @T11c_ratio.
Print Assumptions T11c_ratio.

Check @T11d_row_stochastic.
Print Assumptions T11d_row_stochastic.

Check @T11e_upper.
Print Assumptions T11e_upper.

Check @T11e_lower.
Print Assumptions T11e_lower.

Check @T11e_lower_sharp.
Print Assumptions T11e_lower_sharp.

Check @T11f_penalty.
Print Assumptions T11f_penalty.

Check @T11f_quadratic.
Print Assumptions T11f_quadratic.

Check @T11f_distance.
Print Assumptions T11f_distance.

Check @T11f_frobenius.
Print Assumptions T11f_frobenius.

Check @L1_gap_zero_iff.
Print Assumptions L1_gap_zero_iff.

Check @L2_gap_sandwich.
Print Assumptions L2_gap_sandwich.

Check @L2_lower_equality.
Print Assumptions L2_lower_equality.

Check @L2_upper_equality.
Print Assumptions L2_upper_equality.

Check @L3_gap_monotone.
Print Assumptions L3_gap_monotone.

Check @L3_gap_lipschitz.
Print Assumptions L3_gap_lipschitz.

Check @L3_gap_lipschitz_l2.
Print Assumptions L3_gap_lipschitz_l2.

Check @L4_assignment_duality.
Print Assumptions L4_assignment_duality.

Check @L4_nonnegative_potentials.
Print Assumptions L4_nonnegative_potentials.

Check @L5_marcus_ree.
Print Assumptions L5_marcus_ree.

Check @L6_completion.
Print Assumptions L6_completion.

Check @S12_root_sum_enclosure.
Print Assumptions S12_root_sum_enclosure.

Check @S12_root_sum_sign.
Print Assumptions S12_root_sum_sign.

Check @S12_root_sum_rational.
Print Assumptions S12_root_sum_rational.

Check @S12_root_sum_square.
Print Assumptions S12_root_sum_square.

Check @C_dual_assignment.
Print Assumptions C_dual_assignment.

Check @C_complementary.
Print Assumptions C_complementary.

Check @C_dual_distance.
Print Assumptions C_dual_distance.

Check @C_unique_by_order.
Print Assumptions C_unique_by_order.

Check @C_birkhoff.
Print Assumptions C_birkhoff.

Check @C_repair.
Print Assumptions C_repair.

Check @C_shares.
Print Assumptions C_shares.

(* The training step *)
From AutoShuffleNet Require Import training_step aligned_repair scaling_basin.
From AutoShuffleNet Require Import projection_step step_counterexamples.
From AutoShuffleNet Require Import training_theorems.

Print row_sum.
Print col_sum.
Print row_norm.
Print col_norm.
Print row_defect.
Print col_defect.
Print subgradient.
Print zero_at_zero.
Print move.
Print threshold.
Print step_core.
Print scale_cols.
Print scale_rows.
Print scaling.
Print rounds.
Print fill_rows.
Print cap_cols.
Print cap_rows.
Print cap.
Print row_deficit.
Print col_deficit.
Print complete.
Print refill.
Print plain_repair.
Print aligned_repair.
Print scaling_step.
Print plain_step.
Print aligned_step.
Print off_norm.
Print off_force.
Print on_prod.
Print col_off.
Print odds.
Print weakest_pull.
Print strongest_push.
Print net_rate.
Print nearest_ds.
Print frob_dist.
Print split_force.
Print flat.
Print mx2.

Check @T9a_scaling_defect.
Print Assumptions T9a_scaling_defect.

Check @T9a_scaling_defect_exact_rows.
Print Assumptions T9a_scaling_defect_exact_rows.

Check @T9a_penalty_not_monotone.
Print Assumptions T9a_penalty_not_monotone.

Check @T9b_fixed_point.
Print Assumptions T9b_fixed_point.

Check @T9b_zero_convention.
Print Assumptions T9b_zero_convention.

Check @T9c_one_step_capture.
Print Assumptions T9c_one_step_capture.

Check @T9d_zero_column.
Print Assumptions T9d_zero_column.

Check @T9d_zero_row.
Print Assumptions T9d_zero_row.

Check @T9d_argmax_no_permutation.
Print Assumptions T9d_argmax_no_permutation.

Check @T9d_repairs_doubly_stochastic.
Print Assumptions T9d_repairs_doubly_stochastic.

Check @L6_completion_formula.
Print Assumptions L6_completion_formula.

Check @T9e_aligned_step.
Print Assumptions T9e_aligned_step.

Check @T9e_aligned_identification.
Print Assumptions T9e_aligned_identification.

Check @T9e_aligned_start.
Print Assumptions T9e_aligned_start.

Check @T9e_aligned_rate_sharp.
Print Assumptions T9e_aligned_rate_sharp.

Check @T9e_plain_never_identifies.
Print Assumptions T9e_plain_never_identifies.

Check @T9e_plain_rational_step.
Print Assumptions T9e_plain_rational_step.

Check @T9e_plain_leaves.
Print Assumptions T9e_plain_leaves.

Check @T9e_scaling_gain.
Print Assumptions T9e_scaling_gain.

Check @T9e_scaling_identification.
Print Assumptions T9e_scaling_identification.

Check @T9e_scaling_three_quarters.
Print Assumptions T9e_scaling_three_quarters.

Check @T9e_scaling_start.
Print Assumptions T9e_scaling_start.

Check @T9e_scaling_forces_sharp.
Print Assumptions T9e_scaling_forces_sharp.

Check @T9e_scaling_step_size_sharp.
Print Assumptions T9e_scaling_step_size_sharp.

Check @T9e_collision_trap.
Print Assumptions T9e_collision_trap.

Check @T9e_projection_identification.
Print Assumptions T9e_projection_identification.

Check @T9e_projection_start.
Print Assumptions T9e_projection_start.

Check @T9e_projection_threshold.
Print Assumptions T9e_projection_threshold.

(* The routes of a shuffle *)
From AutoShuffleNet Require Import routes_tables routes_distance.
From AutoShuffleNet Require Import routes_relabelling routes_lifetimes.
From AutoShuffleNet Require Import routes_training routes_laws gain.
From AutoShuffleNet Require Import routes_theorems.

Print table.
Print within.
Print shared.
Print rerouted.
Print equivariant_unit.
Print group_conv.
Print shuffle_unit.
Print unit_coord.
Print coord_W1.
Print coord_gamma.
Print coord_delta.
Print coord_W2.
Print unit_of.
Print position.
Print feature.
Print reading.
Print content.
Print read.
Print source_of.
Print reader_of.
Print lifetimes.
Print stage_state.
Print stage_out.
Print stage_coord.
Print stage_of.
Print relabel.
Print is_gradient.
Print looked_at.
Print train_step.
Print train.
Print trajectory.
Print law.
Print draw_weight.
Print draw_start.
Print own_of.
Print rest_of.
Print network.
Print weights.
Print measured.
Print unit_part.
Print unit_alike.
Print stage_part.
Print stage_alike.
Print mean_mx.
Print gain_sq.
Print gain.
Print corrected.
Print row_sums1.
Print col_sums1.
Print row_gain_sq.
Print row_gain.
Print corrected_row.

Check @R1_tables_are_double_cosets.
Print Assumptions R1_tables_are_double_cosets.

Check @R1_row_sums.
Print Assumptions R1_row_sums.

Check @R1_column_sums.
Print Assumptions R1_column_sums.

Check @R1_every_table_occurs.
Print Assumptions R1_every_table_occurs.

Check @R2_least.
Print Assumptions R2_least.

Check @R2_formula.
Print Assumptions R2_formula.

Check @R2_zero_iff_same_table.
Print Assumptions R2_zero_iff_same_table.

Check @R2_symmetric.
Print Assumptions R2_symmetric.

Check @R2_triangle.
Print Assumptions R2_triangle.

Check @R3_same_function.
Print Assumptions R3_same_function.

Check @R3_equivariant_layers.
Print Assumptions R3_equivariant_layers.

Check @R3_coordinates.
Print Assumptions R3_coordinates.

Check @R3_gradient.
Print Assumptions R3_gradient.

Check @R3_one_input_group.
Print Assumptions R3_one_input_group.

Check @R3_one_output_group.
Print Assumptions R3_one_output_group.

Check @R3_number_of_tables.
Print Assumptions R3_number_of_tables.

Check @R4_read_exactly_once.
Print Assumptions R4_read_exactly_once.

Check @R4_table_sums.
Print Assumptions R4_table_sums.

Check @R4_wiring_isomorphism.
Print Assumptions R4_wiring_isomorphism.

Check @R4_same_function.
Print Assumptions R4_same_function.

Check @R4_coordinates.
Print Assumptions R4_coordinates.

Check @R4_gradient.
Print Assumptions R4_gradient.

Check @R4_last_shuffle.
Print Assumptions R4_last_shuffle.

Check @R4_distance.
Print Assumptions R4_distance.

Check @R5_gradient_relabelled.
Print Assumptions R5_gradient_relabelled.

Check @R5_gradient_unique.
Print Assumptions R5_gradient_unique.

Check @R5_iterates.
Print Assumptions R5_iterates.

Check @R5_training_commutes.
Print Assumptions R5_training_commutes.

Check @R5_same_law.
Print Assumptions R5_same_law.

Check @R5_independent_start.
Print Assumptions R5_independent_start.

Check @R5_unit_same_law.
Print Assumptions R5_unit_same_law.

Check @R5_stage_same_law.
Print Assumptions R5_stage_same_law.

Check @R6_double_coset.
Print Assumptions R6_double_coset.

Check @R6_all_absorbed.
Print Assumptions R6_all_absorbed.

Check @R6_interchangeable_groups.
Print Assumptions R6_interchangeable_groups.

Check @R7_gain_quadratic.
Print Assumptions R7_gain_quadratic.

Check @R7_energy_of_noise.
Print Assumptions R7_energy_of_noise.

Check @R7_gain_range.
Print Assumptions R7_gain_range.

Check @R7_gain_one.
Print Assumptions R7_gain_one.

Check @R7_gain_zero.
Print Assumptions R7_gain_zero.

Check @R7_corrected_energy.
Print Assumptions R7_corrected_energy.

Check @R7_corrected_sums.
Print Assumptions R7_corrected_sums.

Check @R7_corrected_permutation.
Print Assumptions R7_corrected_permutation.

Check @R7_row_gain.
Print Assumptions R7_row_gain.

Check @R7_row_gain_range.
Print Assumptions R7_row_gain_range.

Check @R7_corrected_row.
Print Assumptions R7_corrected_row.

Check @R7_corrected_row_fixed.
Print Assumptions R7_corrected_row_fixed.

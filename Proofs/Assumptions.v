(* Prints the main definitions, then the statement of every main theorem and
   what it assumes.  The audit compares the output with Assumptions.expected. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms assignment penalty.
From AutoShuffleNet Require Import rounding half_matrices exact_penalty.
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

Check @T1a_penalty_zero_iff_lines.
Print Assumptions T1a_penalty_zero_iff_lines.

Check @T1b_penalty_zero_iff_permutation.
Print Assumptions T1b_penalty_zero_iff_permutation.

Check @T2_penalty_le_distance.
Print Assumptions T2_penalty_le_distance.

Check @T2_half_distance_le_quadratic.
Print Assumptions T2_half_distance_le_quadratic.

Check @T2_quadratic_le_penalty.
Print Assumptions T2_quadratic_le_penalty.

Check @T2_half_distance_le_penalty.
Print Assumptions T2_half_distance_le_penalty.

Check @T2star_sharp_error_bound.
Print Assumptions T2star_sharp_error_bound.

Check @T2star_rows.
Print Assumptions T2star_rows.

Check @T2star_columns.
Print Assumptions T2star_columns.

Check @T2star_equality.
Print Assumptions T2star_equality.

Check @T2star_constant_sharp.
Print Assumptions T2star_constant_sharp.

Check @T2F_frobenius_bound.
Print Assumptions T2F_frobenius_bound.

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

Check @T6a_lipschitz.
Print Assumptions T6a_lipschitz.

Check @T6a_constant_sharp.
Print Assumptions T6a_constant_sharp.

Check @T6f_threshold.
Print Assumptions T6f_threshold.

Check @T6f_monotone.
Print Assumptions T6f_monotone.

Check @T6f_homogeneous.
Print Assumptions T6f_homogeneous.

Check @T8_exact_penalty.
Print Assumptions T8_exact_penalty.

Check @T8_threshold_sharp.
Print Assumptions T8_threshold_sharp.

Check @T11d_row_stochastic.
Print Assumptions T11d_row_stochastic.

Check @L1_gap_zero_iff.
Print Assumptions L1_gap_zero_iff.

Check @L2_gap_sandwich.
Print Assumptions L2_gap_sandwich.

Check @L3_gap_monotone.
Print Assumptions L3_gap_monotone.

Check @L3_gap_lipschitz.
Print Assumptions L3_gap_lipschitz.

Check @L4_assignment_duality.
Print Assumptions L4_assignment_duality.

Check @L4_nonnegative_potentials.
Print Assumptions L4_nonnegative_potentials.

Check @L5_marcus_ree.
Print Assumptions L5_marcus_ree.

Check @L6_completion.
Print Assumptions L6_completion.

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

Check @T9d_repairs_doubly_stochastic.
Print Assumptions T9d_repairs_doubly_stochastic.

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

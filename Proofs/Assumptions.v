(* Prints the main definitions, then the statement of every main theorem with
   what it assumes.  The audit compares this output with Assumptions.expected. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms assignment penalty.
From AutoShuffleNet Require Import rounding half_matrices exact_penalty.
From AutoShuffleNet Require Import main_theorems.

Unset Printing Implicit Defensive.
Set Printing Width 78.
Local Open Scope ring_scope.

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

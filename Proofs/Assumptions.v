(* Prints the main definitions.  Where a comment names a file of theorems, the
   audit puts a Check and a Print Assumptions of each theorem of it; what is
   printed then must be Assumptions.expected. *)
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

(* Theorems of main_theorems *)

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

(* Theorems of training_theorems *)

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

(* Theorems of routes_theorems *)

(******************************************************************************)
(* What is proved, in one file                                                *)
(*                                                                            *)
(* R is any real closed field (the real numbers, the real algebraic numbers), *)
(* n any size, M an n x n matrix, s a permutation of the indices.             *)
(*        norm1, norm2, gap == l1 norm, l2 norm, their difference (norms.v)   *)
(*  rowgap M i,  colgap M j == gap of a row, of a column          (penalty.v) *)
(*                penalty M == sum of all row and column gaps     (penalty.v) *)
(*      doubly_stochastic M == M >= 0, row and column sums 1      (penalty.v) *)
(*           assign_val M s == sum of the entries M i (s i)       (penalty.v) *)
(*               l1dist M N == sum of |M i j - N i j|             (penalty.v) *)
(*                     d1 M == l1 distance from M to the nearest              *)
(*                             permutation matrix                 (penalty.v) *)
(*  frob_sq, frob_dist_sq   == squared Frobenius norm, distance   (penalty.v) *)
(*            rounds_to M s == M has a unique, certified rounding s           *)
(*                                                               (rounding.v) *)
(*  l1_lipschitz, minimises == see                          (exact_penalty.v) *)
(*                frob_dist == Frobenius distance     (frobenius_lipschitz.v) *)
(*          local_minimiser,                                                  *)
(*   strict_local_minimiser,                                                  *)
(*     second_difference_le == see                              (concavity.v) *)
(*                row_value == value of a row for T2*        (price_family.v) *)
(*  row_sum, col_sum, total == sums of entries                (approximate.v) *)
(*               row_excess,                                                  *)
(*   col_excess, col_defect == how far sums exceed, miss 1    (approximate.v) *)
(*       argmax_assigns M s == s picks the strict row maxima and is the only  *)
(*                             best assignment         (approximate_bounds.v) *)
(*             rect_penalty,                                                  *)
(*           injection_dist == T11e, rectangular M         (further_bounds.v) *)
(*      gain, dual_feasible,                                                  *)
(*        elimination_order,                                                  *)
(*   lower_term, upper_term == certificates and bounds of roots               *)
(*                                                           (certificates.v) *)
(* The leading id of each name is that of the claim table in README.md.       *)
(* Assumptions.v prints every statement below with its assumptions.           *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms assignment completion penalty.
From AutoShuffleNet Require Import rounding lipschitz row_stochastic.
From AutoShuffleNet Require Import sharp_lower_bound half_matrices.
From AutoShuffleNet Require Import equality_case exact_penalty.
From AutoShuffleNet Require Import real_arithmetic vector_equality.
From AutoShuffleNet Require Import frobenius_lipschitz frobenius_sharp.
From AutoShuffleNet Require Import concavity local_sharpness sharp_examples.
From AutoShuffleNet Require Import argmax_family price_family.
From AutoShuffleNet Require Import approximate approximate_bounds.
From AutoShuffleNet Require Import defect_needed.
From AutoShuffleNet Require Import further_bounds inexact_sums direct_sums.
From AutoShuffleNet Require Import certificates root_sums.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

(* ---------------------------------------------------------------------- *)
(* T1: exactness                                                          *)
(* ---------------------------------------------------------------------- *)

(* T1a: for every matrix, no sign condition *)
Theorem T1a_penalty_zero_iff_lines (R : rcfType) n (M : 'M[R]_n) :
  penalty M = 0 <->
  (forall i j k, M i j != 0 -> M i k != 0 -> j = k) /\
  (forall j i k, M i j != 0 -> M k j != 0 -> i = k).
Proof.
rewrite penalty_eq0_lines; split=> -[hr hc]; split=> i j k.
- move=> Mij Mik; apply/eqP; apply: contraT; rewrite eq_sym => /(hr i)/eqP.
  by rewrite mulf_eq0 (negPf Mij) (negPf Mik).
- move=> Mji Mki; apply/eqP; apply: contraT; rewrite eq_sym => /(hc i)/eqP.
  by rewrite mulf_eq0 (negPf Mji) (negPf Mki).
- move=> kj; apply/eqP; rewrite mulf_eq0 -[_ || _]negbK negb_or.
  by apply/negP => /andP[/hr h /h e]; rewrite e eqxx in kj.
move=> kj; apply/eqP; rewrite mulf_eq0 -[_ || _]negbK negb_or.
by apply/negP => /andP[/hc h /h e]; rewrite e eqxx in kj.
Qed.

(* T1b: among doubly stochastic matrices, exactly the permutations *)
Theorem T1b_penalty_zero_iff_permutation (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> (penalty M = 0 <-> exists s : 'S_n, M = perm_mx s).
Proof. exact: penalty_eq0_perm. Qed.

(* ---------------------------------------------------------------------- *)
(* T2: error bounds                                                       *)
(* ---------------------------------------------------------------------- *)

(* T2, upper: constant 1, for every permutation *)
Theorem T2_penalty_le_distance (R : rcfType) n (M : 'M[R]_n) (s : 'S_n) :
  doubly_stochastic M -> penalty M <= l1dist M (perm_mx s).
Proof. exact: penalty_le_l1dist. Qed.

Theorem T2_line_penalties_le_distance (R : rcfType) n (M : 'M[R]_n)
    (s : 'S_n) :
  doubly_stochastic M ->
  2%:R * (\sum_i rowgap M i) <= l1dist M (perm_mx s) /\
  2%:R * (\sum_j colgap M j) <= l1dist M (perm_mx s).
Proof.
move=> dM; rewrite l1dist_perm //; have := rowgaps_le_deficits s dM.
by have := colgaps_le_deficits s dM; split; lra.
Qed.

(* T2, lower: constant 1/2, with the quadratic penalty in between *)
Theorem T2_half_distance_le_quadratic (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> 2%:R^-1 * d1 M <= n%:R - frob_sq M.
Proof. by move=> dM; rewrite ler_pdivr_mull ?ltr0n // d1_le_quadratic. Qed.

Theorem T2_quadratic_le_penalty (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> n%:R - frob_sq M <= penalty M.
Proof. exact: quadratic_le_penalty. Qed.

Theorem T2_half_distance_le_penalty (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> 2%:R^-1 * d1 M <= penalty M.
Proof.
move=> dM; apply: le_trans (T2_quadratic_le_penalty dM).
exact: T2_half_distance_le_quadratic.
Qed.

(* T2, upper: strict unless M is that permutation matrix *)
Theorem T2_penalty_lt_distance (R : rcfType) n (M : 'M[R]_n) (s : 'S_n) :
  doubly_stochastic M -> M != perm_mx s -> penalty M < l1dist M (perm_mx s).
Proof. exact: penalty_lt_l1dist. Qed.

(* T2Q: P and N - |M|_F^2 agree within the factor 2 *)
Theorem T2Q_penalty_le_quadratic (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M ->
  2%:R^-1 * (1 + Num.sqrt n%:R^-1) * penalty M <= n%:R - frob_sq M.
Proof. exact: penalty_le_quadratic. Qed.

Theorem T2Q_quadratic_lt_penalty (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> (forall s, M != perm_mx s) ->
  n%:R - frob_sq M < penalty M.
Proof. exact: quadratic_lt_penalty. Qed.

(* T2Q, sharpness: equality at the uniform matrix; 1 near permutations *)
Theorem T2Q_lower_sharp (R : rcfType) n : (0 < n)%N ->
  exists2 M : 'M[R]_n, doubly_stochastic M & n%:R - frob_sq M =
    2%:R^-1 * (1 + Num.sqrt n%:R^-1) * penalty M.
Proof.
move=> n_gt0; exists (uniform_mx R n); first exact: uniform_ds.
exact: uniform_quadratic_sharp.
Qed.

Theorem T2Q_upper_sharp (R : rcfType) n (i j : 'I_n) (c : R) :
  i != j -> c < 1 -> exists2 M : 'M[R]_n, doubly_stochastic M &
    0 < penalty M /\ c * penalty M < n%:R - frob_sq M.
Proof. exact: quadratic_near_penalty. Qed.

(* T2*: the sharp constant 2 - sqrt 2 for every size *)
Theorem T2star_sharp_error_bound (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> (2%:R - sqrt2) * d1 M <= penalty M.
Proof. exact: penalty_ge_sharp. Qed.

(* T2*, the rows alone, and the columns alone *)
Theorem T2star_rows (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> d1 M <= (2%:R + sqrt2) * (\sum_i rowgap M i).
Proof. exact: d1_le_rowgaps. Qed.

Theorem T2star_columns (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> d1 M <= (2%:R + sqrt2) * (\sum_j colgap M j).
Proof. exact: d1_le_colgaps. Qed.

(* T2*, equality: exactly the half sums of two permutation matrices *)
Theorem T2star_equality (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M ->
  (penalty M = (2%:R - sqrt2) * d1 M <->
   exists s t : 'S_n, M = 2%:R^-1 *: (perm_mx s + perm_mx t)).
Proof. exact: penalty_sharp_equality. Qed.

(* T2*, equality for the rows alone *)
Theorem T2star_rows_equality (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M ->
  (d1 M = (2%:R + sqrt2) * (\sum_i rowgap M i) <->
   exists s t : 'S_n, M = 2%:R^-1 *: (perm_mx s + perm_mx t)).
Proof.
move=> dM; split=> [e|[s [t ->]]]; last first.
  have := d1_half R s t; rewrite /half_mx => ->.
  have := sum_rowgap_half R s t; rewrite /half_mx => ->.
  have h := two_gaps_half R; have c := sharp_const_conj R.
  rewrite -h in c; have -> : (2%:R + sqrt2) *
      ((moved s t)%:R * (1 - Num.sqrt 2%:R^-1)) = (moved s t)%:R *
      (2%:R * (1 - Num.sqrt 2%:R^-1) * (2%:R + sqrt2)) / 2%:R :> R by lra.
  by rewrite c; lra.
have le : (2%:R + sqrt2) * (\sum_i rowgap M i) <= d1 M by rewrite e lexx.
exact: rowgaps_sharp_half_mx dM le.
Qed.

(* T2*: rational lower bounds on the best assignment, row by row *)
Theorem T2star_price_family (R : rcfType) n (M : 'M[R]_n) (b : R)
    (f : 'I_n -> 'I_n) :
  doubly_stochastic M -> 0 <= b -> b <= 1 ->
  (forall i j, M i j <= M i (f i)) ->
  exists s : 'S_n,
    \sum_i row_value b (M i) (M i (f i)) <= assign_val M s.
Proof. exact: price_family. Qed.

(* T2*: more than Marcus and Ree where |M|_F^2 > N / 2 *)
Theorem T2star_marcus_ree_improved (R : rcfType) n (M : 'M[R]_n) (b : R) :
  doubly_stochastic M -> 0 <= b -> b <= 1 ->
  (forall i j, 3%:R * M i j <= 2%:R) ->
  exists s : 'S_n,
    frob_sq M + b * (2%:R * frob_sq M - n%:R) <= assign_val M s.
Proof. exact: marcus_ree_improved. Qed.

(* T2*, sharpness: no larger constant holds, whatever the size n >= 2 *)
Theorem T2star_constant_sharp (R : rcfType) n (c : R) : (2 <= n)%N ->
  (forall M : 'M[R]_n, doubly_stochastic M -> c * d1 M <= penalty M) ->
  c <= 2%:R - sqrt2.
Proof.
case: n => [|[|n]] // _ bound.
have := bound _ (half_mx_ds R 1%g (tperm ord0 (lift ord0 ord0))).
rewrite penalty_half_sharp d1_half moved_tperm //.
by rewrite ler_pmul2r // ltr0n.
Qed.

(* T2F: squared Frobenius distance to a nearest permutation matrix *)
Theorem T2F_frobenius_bound (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M ->
  2%:R * (2%:R - sqrt2) * frob_dist_sq M (perm_mx (nearest_perm M))
  <= penalty M.
Proof. exact: frob_dist_le_penalty. Qed.

Theorem T2F_constant_sharp (R : rcfType) n (c : R) : (2 <= n)%N ->
  (forall M : 'M[R]_n, doubly_stochastic M ->
    c * frob_dist_sq M (perm_mx (nearest_perm M)) <= penalty M) ->
  c <= 2%:R * (2%:R - sqrt2).
Proof. exact: frobenius_constant_sharp. Qed.

(* ---------------------------------------------------------------------- *)
(* T3: near a permutation matrix                                          *)
(* ---------------------------------------------------------------------- *)

Theorem T3_deficit_le_quarter (R : rcfType) n (M : 'M[R]_n) (s : 'S_n) i :
  doubly_stochastic M -> 4%:R * (1 - M i (s i)) <= l1dist M (perm_mx s).
Proof. exact: deficit_le_quarter. Qed.

(* for every permutation, in particular the nearest one *)
Theorem T3_local_bound (R : rcfType) n (M : 'M[R]_n) (s : 'S_n) (e : R) :
  doubly_stochastic M -> (forall i, 1 - M i (s i) <= e) -> e < 1 ->
  (1 - e / (2%:R * (1 - e))) * l1dist M (perm_mx s) <= penalty M.
Proof. exact: penalty_ge_local. Qed.

Theorem T3_local_bound_distance (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> d1 M < 4%:R ->
  (1 - d1 M / (8%:R - 2%:R * d1 M)) * d1 M <= penalty M.
Proof.
move=> dM d4; have e1 : d1 M / 4%:R < 1 by lra.
have := @penalty_ge_local _ _ M (nearest_perm M) (d1 M / 4%:R) dM _ e1.
have -> : d1 M / 4%:R / (2%:R * (1 - d1 M / 4%:R)) =
    d1 M / (8%:R - 2%:R * d1 M).
  have e : 8%:R - 2%:R * d1 M = 4%:R * (2%:R * (1 - d1 M / 4%:R)) by lra.
  by rewrite e [in RHS]invfM mulrA.
apply=> i; have := deficit_le_quarter (nearest_perm M) i dM.
by rewrite -/(d1 M); lra.
Qed.

(* T3, sharpness: the constant 1 of T2 upper is approached *)
Theorem T3_constant_sharp (R : rcfType) n (i j : 'I_n) (c : R) :
  i != j -> c < 1 -> exists2 M : 'M[R]_n, doubly_stochastic M &
    0 < d1 M /\ c * d1 M < penalty M.
Proof.
move=> ij c1; have [M dM [s [d0 dE lt]]] := penalty_near_distance ij c1.
by exists M => //; rewrite dE.
Qed.

(* ---------------------------------------------------------------------- *)
(* T4: rounding                                                           *)
(* ---------------------------------------------------------------------- *)

Theorem T4_rounding_from_rows (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> \sum_i rowgap M i < 2%:R - sqrt2 ->
  exists s : 'S_n, rounds_to M s.
Proof. exact: rounding_rows. Qed.

Theorem T4_rounding_from_columns (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> \sum_j colgap M j < 2%:R - sqrt2 ->
  exists s : 'S_n, rounds_to M s.
Proof. exact: rounding_cols. Qed.

Theorem T4_rounding_from_penalty (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> penalty M < 4%:R - 2%:R * sqrt2 ->
  exists s : 'S_n, rounds_to M s.
Proof.
move=> dM; have [hr _|hr] := ltP (\sum_i rowgap M i) (2%:R - sqrt2).
  exact: rounding_rows.
have -> : 4%:R - 2%:R * sqrt2 = (2%:R - sqrt2) + (2%:R - sqrt2) :> R.
  by rewrite addrACA -opprD -natrD mulr_natl mulr2n.
move=> hP; apply: rounding_cols => //.
rewrite -(ltr_add2l (2%:R - sqrt2)); apply: le_lt_trans hP.
by rewrite /penalty ler_add2r.
Qed.

Theorem T4_rounding_from_each_row (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M ->
  (forall i, rowgap M i < 1 - Num.sqrt 2%:R^-1) ->
  exists s : 'S_n, rounds_to M s.
Proof. exact: rounding_each_row. Qed.

(* T4, sharpness: at the threshold every conclusion can fail *)
Theorem T4_threshold_sharp (R : rcfType) n (i j : 'I_n) : i != j ->
  exists2 M : 'M[R]_n, doubly_stochastic M &
  [/\ \sum_k rowgap M k = 2%:R - sqrt2, \sum_k colgap M k = 2%:R - sqrt2,
      forall l, M i l <= 2%:R^-1 &
      forall s : 'S_n, exists2 t, t != s & assign_val M s <= assign_val M t].
Proof.
move=> ij; have [M dM [hr hc _ hi ties]] := rounding_threshold_sharp R ij.
by exists M.
Qed.

Theorem T4_each_row_sharp (R : rcfType) n (i j : 'I_n) : i != j ->
  exists2 M : 'M[R]_n, doubly_stochastic M &
  [/\ forall k, rowgap M k <= 1 - Num.sqrt 2%:R^-1,
      forall l, M i l <= 2%:R^-1 &
      forall s : 'S_n, exists2 t, t != s & assign_val M s <= assign_val M t].
Proof.
move=> ij; have [M dM [_ _ hk hi ties]] := rounding_threshold_sharp R ij.
by exists M.
Qed.

(* T4 without roots, and that the test on the rows implies it *)
Theorem T4_rounding_from_deficits (R : rcfType) n (M : 'M[R]_n)
    (f : 'I_n -> 'I_n) :
  doubly_stochastic M -> (forall i j, M i j <= M i (f i)) ->
  \sum_i (1 - M i (f i)) < 1 -> exists s : 'S_n, rounds_to M s.
Proof. exact: rounding_deficits. Qed.

Theorem T4_deficits_from_rows (R : rcfType) n (M : 'M[R]_n)
    (f : 'I_n -> 'I_n) :
  doubly_stochastic M -> (forall i j, M i j <= M i (f i)) ->
  \sum_i rowgap M i < 2%:R - sqrt2 -> \sum_i (1 - M i (f i)) < 1.
Proof. exact: deficits_lt1. Qed.

(* T4, sharpness for sizes 3 and more: strict row maxima in one column *)
Theorem T4_argmax_not_permutation (R : rcfType) n (i j k : 'I_n) (eps : R) :
  i != j -> i != k -> j != k -> 0 < eps ->
  exists2 M : 'M[R]_n, doubly_stochastic M &
  [/\ \sum_a rowgap M a < 2%:R - sqrt2 + eps,
      penalty M < 4%:R - 2%:R * sqrt2 + eps &
      exists2 f : 'I_n -> 'I_n,
        forall a l, l != f a -> M a l < M a (f a) & f i = f j].
Proof.
by move=> ij ik jk eps0; exact: (argmax_not_permutation ij ik jk eps0).
Qed.

(* ---------------------------------------------------------------------- *)
(* T5: nearly doubly stochastic matrices                                  *)
(* ---------------------------------------------------------------------- *)

(* T5a: a repair A and the part K that M and A have in common *)
Theorem T5a_repair (R : rcfType) n (M : 'M[R]_n) :
  (forall i j, 0 <= M i j) -> exists A K : 'M[R]_n,
  [/\ doubly_stochastic A, forall i j, K i j = Num.min (M i j) (A i j),
      l1dist M K <= row_excess M + col_excess M &
      l1dist M A = 2%:R * l1dist M K + (n%:R - total M)].
Proof. exact: repair. Qed.

(* T5a, rows exact: the cost is the column defect, and none is cheaper *)
Theorem T5a_repair_rows_exact (R : rcfType) n (M : 'M[R]_n) :
  (forall i j, 0 <= M i j) -> (forall i, \sum_j M i j = 1) ->
  exists A K : 'M[R]_n, [/\ doubly_stochastic A,
    forall i j, K i j = Num.min (M i j) (A i j),
    l1dist M A = col_defect M, 2%:R * l1dist M K = col_defect M &
    forall B, doubly_stochastic B -> col_defect M <= l1dist M B].
Proof. exact: repair_rows_exact. Qed.

Theorem T5b_rows_exact (R : rcfType) n (M : 'M[R]_n) (c : R) :
  (forall i j, 0 <= M i j) -> (forall i, \sum_j M i j = 1) ->
  (forall j, col_sum M j <= c) ->
  d1 M <= 2%:R * (\sum_i rowgap M i) + 2%:R * c * (\sum_j colgap M j) +
    col_defect M.
Proof. exact: d1_le_rows_exact. Qed.

(* T5b: the term in the defect is needed *)
Theorem T5b_defect_needed (R : rcfType) (t : R) :
  (forall (M : 'M[R]_3) (c : R), (forall i j, 0 <= M i j) ->
    (forall i, \sum_j M i j = 1) -> (forall j, col_sum M j <= c) ->
    d1 M <= 2%:R * (\sum_i rowgap M i) + 2%:R * c * (\sum_j colgap M j) +
      t * col_defect M) ->
  (5%:R * sqrt2 - 7%:R) / 2%:R <= t.
Proof. exact: defect_coefficient_ge. Qed.

(* T5c: entries at most 1; A and K as in T5a, or any others *)
Theorem T5c_general (R : rcfType) n (M A K : 'M[R]_n) (r c mu : R) :
  (forall i j, 0 <= M i j) -> (forall i j, M i j <= mu) -> mu <= 1 ->
  (forall i, row_sum M i <= r) -> (forall j, col_sum M j <= c) ->
  doubly_stochastic A -> (forall i j, K i j = Num.min (M i j) (A i j)) ->
  d1 M <= 2%:R * r * (\sum_i rowgap M i) + 2%:R * c * (\sum_j colgap M j) +
    3%:R * (n%:R - total M) + 2%:R * mu * l1dist M K.
Proof. exact: d1_le_approximate. Qed.

(* T5c fails for entries above 1 *)
Theorem T5c_needs_entries_le1 (R : rcfType) n : (0 < n)%N ->
  exists M A K : 'M[R]_n,
  [/\ forall i j, 0 <= M i j <= 3%:R / 2%:R, doubly_stochastic A,
      forall i j, K i j = Num.min (M i j) (A i j),
      (forall i, row_sum M i <= 3%:R / 2%:R) /\
      (forall j, col_sum M j <= 3%:R / 2%:R) &
      2%:R * (3%:R / 2%:R) * (\sum_i rowgap M i) +
      2%:R * (3%:R / 2%:R) * (\sum_j colgap M j) +
      3%:R * (n%:R - total M) + 2%:R * (3%:R / 2%:R) * l1dist M K < d1 M].
Proof. exact: approximate_needs_le1. Qed.

Theorem T5d_argmax (R : rcfType) n (M : 'M[R]_n) (delta : R) :
  (forall i j, 0 <= M i j) -> (forall i, \sum_j M i j = 1) ->
  (forall j, col_sum M j <= 1 + delta) ->
  \sum_i rowgap M i < (2%:R - sqrt2) * (1 - delta) ->
  exists s : 'S_n, argmax_assigns M s.
Proof. exact: approximate_rounding. Qed.

(* the same for any positive row sums: rows are divided by them, and delta
   bounds the columns then *)
Theorem T5d_argmax_any_rows (R : rcfType) n (M : 'M[R]_n) (delta : R) :
  (forall i j, 0 <= M i j) -> (forall i, 0 < row_sum M i) ->
  (forall i j, col_sum M j <= (1 + delta) * row_sum M i) ->
  \sum_i (1 - norm2 (fun j => M i j) / row_sum M i) <
    (2%:R - sqrt2) * (1 - delta) ->
  exists s : 'S_n, argmax_assigns M s.
Proof. exact: approximate_rounding_scaled. Qed.

Theorem T5d_argmax_excess (R : rcfType) n (M : 'M[R]_n) :
  (forall i j, 0 <= M i j) -> (forall i, \sum_j M i j = 1) ->
  \sum_i rowgap M i < (2%:R - sqrt2) * (1 - col_excess M) ->
  exists s : 'S_n, argmax_assigns M s /\ forall i, 2%:R^-1 < M i (s i).
Proof. exact: approximate_rounding_excess. Qed.

Theorem T5d_argmax_each_row (R : rcfType) n (M : 'M[R]_n) (delta : R) :
  (forall i j, 0 <= M i j) -> (forall i, \sum_j M i j = 1) ->
  (forall j, col_sum M j <= 1 + delta) ->
  (forall i, rowgap M i < 1 - Num.sqrt ((1 + delta) / 2%:R)) ->
  exists s : 'S_n, argmax_assigns M s /\
    forall i, (1 + delta) / 2%:R < M i (s i).
Proof. exact: approximate_rounding_each_row. Qed.

Theorem T5e_rows_only (R : rcfType) n (M : 'M[R]_n) :
  (forall i j, 0 <= M i j) -> (forall i, \sum_j M i j = 1) ->
  d1 M <= (2%:R + sqrt2) * (\sum_i rowgap M i) +
    (2%:R + sqrt2 / 2%:R) * col_defect M.
Proof. exact: d1_le_rows_only. Qed.

(* T5e, sharp form: both coefficients are the best possible ones *)
Theorem T5e_sharp (R : rcfType) n (M : 'M[R]_n) :
  (forall i j, 0 <= M i j) -> (forall i, \sum_j M i j = 1) ->
  d1 M <= (2%:R + sqrt2) * (\sum_i rowgap M i) + col_defect M.
Proof. exact: d1_le_sharp. Qed.

(* T5e, rectangular matrices with columns of any sum *)
Theorem T5e_sharp_rectangular (R : rcfType) m k (M : 'M[R]_(m, m + k)) :
  (forall i j, 0 <= M i j) -> (forall i, \sum_j M i j = 1) ->
  exists2 f : 'I_m -> 'I_(m + k), injective f &
    injection_dist M f <= (2%:R + sqrt2) * rect_rowgaps M +
      2%:R * \sum_j Num.max 0 (\sum_i M i j - 1).
Proof. exact: rect_sharp. Qed.

(* ---------------------------------------------------------------------- *)
(* T6: Lipschitz constant, thresholding, scaling                          *)
(* ---------------------------------------------------------------------- *)

(* T6a: for all real matrices *)
Theorem T6a_lipschitz (R : rcfType) n (M N : 'M[R]_n) :
  `|penalty M - penalty N| <= 2%:R * l1dist M N.
Proof. exact: penalty_lipschitz. Qed.

(* T6a, sharpness: no constant below 2 holds, whatever the size n >= 2 *)
Theorem T6a_constant_sharp (R : rcfType) n (i j : 'I_n) (c : R) :
  i != j -> c < 2%:R ->
  exists M N : 'M[R]_n, c * l1dist M N < `|penalty M - penalty N|.
Proof. exact: penalty_lipschitz_sharp. Qed.

(* T6b: Frobenius norm, all real matrices *)
Theorem T6b_frobenius (R : rcfType) n (M N : 'M[R]_n) :
  `|penalty M - penalty N| <=
  2%:R * Num.sqrt (n%:R * (n%:R - 1)) * frob_dist M N.
Proof. exact: penalty_frobenius. Qed.

Theorem T6b_constant_sharp (R : rcfType) n (c : R) : (2 <= n)%N ->
  c < 2%:R * Num.sqrt (n%:R * (n%:R - 1)) ->
  exists M N : 'M[R]_n, c * frob_dist M N < `|penalty M - penalty N|.
Proof. by move=> n2 lt; exact: (frobenius_lipschitz_sharp n2 lt). Qed.

(* T6c: l1, doubly stochastic matrices *)
Theorem T6c_lipschitz_ds (R : rcfType) n (M N : 'M[R]_n) :
  doubly_stochastic M -> doubly_stochastic N ->
  `|penalty M - penalty N| <= l1dist M N.
Proof. exact: penalty_l1_ds. Qed.

Theorem T6c_constant_sharp (R : rcfType) n (i j : 'I_n) (c : R) :
  i != j -> c < 1 -> exists M N : 'M[R]_n,
  [/\ doubly_stochastic M, doubly_stochastic N &
      c * l1dist M N < `|penalty M - penalty N|].
Proof.
move=> ij c1; have [M dM [s [_ _ lt]]] := penalty_near_distance ij c1.
exists M, (perm_mx s); split=> //; first exact: perm_mx_ds.
by rewrite penalty_perm subr0 ger0_norm ?penalty_ge0.
Qed.

(* T6d: Frobenius norm, doubly stochastic matrices *)
Theorem T6d_frobenius_ds (R : rcfType) n (M N : 'M[R]_n) :
  doubly_stochastic M -> doubly_stochastic N ->
  `|penalty M - penalty N| <= 2%:R * Num.sqrt (n%:R - 1) * frob_dist M N.
Proof. exact: penalty_frobenius_ds. Qed.

Theorem T6d_constant_sharp (R : rcfType) n (c : R) : (2 <= n)%N ->
  c < 2%:R * Num.sqrt (n%:R - 1) -> exists M N : 'M[R]_n,
  [/\ doubly_stochastic M, doubly_stochastic N &
      c * frob_dist M N < `|penalty M - penalty N|].
Proof. by move=> n2 lt; exact: (frobenius_lipschitz_ds_sharp n2 lt). Qed.

(* T6e: the quadratic penalty has no Lipschitz constant, but on the doubly
   stochastic matrices it has 1 *)
Theorem T6e_quadratic_not_lipschitz (R : rcfType) n (i : 'I_n) (C : R) :
  exists M N : 'M[R]_n,
    C * l1dist M N < `|(n%:R - frob_sq M) - (n%:R - frob_sq N)|.
Proof. exact: quadratic_not_lipschitz. Qed.

Theorem T6e_quadratic_lipschitz_ds (R : rcfType) n (M N : 'M[R]_n) :
  doubly_stochastic M -> doubly_stochastic N ->
  `|(n%:R - frob_sq M) - (n%:R - frob_sq N)| <= l1dist M N.
Proof. exact: quadratic_l1_ds. Qed.

(* T6f: thresholding never increases the penalty; homogeneity *)
Theorem T6f_threshold (R : rcfType) n (tau : R) (M : 'M[R]_n) :
  penalty (\matrix_(i, j) if `|M i j| < tau then 0 else M i j) <= penalty M.
Proof. exact: penalty_threshold. Qed.

Theorem T6f_monotone (R : rcfType) n (M N : 'M[R]_n) :
  (forall i j, `|M i j| <= `|N i j|) -> penalty M <= penalty N.
Proof. exact: penalty_mono. Qed.

Theorem T6f_homogeneous (R : rcfType) n (a : R) (M : 'M[R]_n) :
  penalty (a *: M) = `|a| * penalty M.
Proof. exact: penaltyZ. Qed.

(* ---------------------------------------------------------------------- *)
(* T7: concavity                                                          *)
(* ---------------------------------------------------------------------- *)

Theorem T7a_concave (R : rcfType) n (t : R) (M N : 'M[R]_n) :
  0 <= t -> t <= 1 -> (forall i j, 0 <= M i j) -> (forall i j, 0 <= N i j) ->
  t * penalty M + (1 - t) * penalty N <= penalty (t *: M + (1 - t) *: N).
Proof. exact: penalty_concave. Qed.

(* T7a: modulus 1/N on the doubly stochastic matrices *)
Theorem T7a_strongly_concave (R : rcfType) n (t : R) (M N : 'M[R]_n) :
  0 <= t -> t <= 1 -> doubly_stochastic M -> doubly_stochastic N ->
  t * penalty M + (1 - t) * penalty N +
    n%:R^-1 * (t * (1 - t) * frob_dist_sq M N) <=
  penalty (t *: M + (1 - t) *: N).
Proof. exact: penalty_strongly_concave. Qed.

Theorem T7b_local_minimiser (R : rcfType) n (M : 'M[R]_n) :
  local_minimiser (@penalty R n) M -> exists s : 'S_n, M = perm_mx s.
Proof. exact: penalty_local_minimiser. Qed.

Theorem T7b_permutation_strict (R : rcfType) n (s : 'S_n) :
  strict_local_minimiser (@penalty R n) (perm_mx s).
Proof. exact: perm_strict_local_minimiser. Qed.

(* T7b: curvature at most beta in the sense of second differences *)
Theorem T7b_penalised_local_minimiser (R : rcfType) n (f : 'M[R]_n -> R)
    (beta lam : R) (M : 'M[R]_n) :
  0 <= lam -> second_difference_le f beta -> beta * n%:R < 2%:R * lam ->
  local_minimiser (fun A => f A + lam * penalty A) M ->
  exists s : 'S_n, M = perm_mx s.
Proof. exact: penalised_local_minimiser. Qed.

Theorem T7b_quadratic_local_minimiser (R : rcfType) n (f : 'M[R]_n -> R)
    (beta lam : R) (M : 'M[R]_n) :
  second_difference_le f beta -> beta < 2%:R * lam ->
  local_minimiser (fun A => f A + lam * (n%:R - frob_sq A)) M ->
  exists s : 'S_n, M = perm_mx s.
Proof. exact: quadratic_local_minimiser. Qed.

(* ---------------------------------------------------------------------- *)
(* T8: exact penalisation                                                 *)
(* ---------------------------------------------------------------------- *)

Theorem T8_exact_penalty (R : rcfType) n (f : 'M[R]_n -> R) (L lam : R) :
  0 <= L -> l1_lipschitz f L -> L < (2%:R - sqrt2) * lam ->
  forall M, minimises (fun A => f A + lam * penalty A) M <->
    exists2 s : 'S_n, M = perm_mx s &
      forall t : 'S_n, f (perm_mx s) <= f (perm_mx t).
Proof. exact: exact_penalty. Qed.

(* T8, sharpness: below the threshold no permutation is a minimiser of some
   penalised f *)
Theorem T8_threshold_sharp (R : rcfType) n (i j : 'I_n) (L lam : R) :
  i != j -> 0 <= L -> (2%:R - sqrt2) * lam < L ->
  exists2 f : 'M[R]_n -> R, l1_lipschitz f L &
  exists2 M, doubly_stochastic M & forall s : 'S_n,
    f M + lam * penalty M < f (perm_mx s) + lam * penalty (perm_mx s).
Proof. exact: exact_penalty_sharp. Qed.

(* T8 at the threshold, for f the distance to A *)
Theorem T8_distance (R : rcfType) n (A M : 'M[R]_n) :
  doubly_stochastic M ->
  d1 A <= l1dist M A + (1 + sqrt2 / 2%:R) * penalty M /\
  (d1 A = l1dist M A + (1 + sqrt2 / 2%:R) * penalty M ->
   exists s t : 'S_n, M = 2%:R^-1 *: (perm_mx s + perm_mx t)).
Proof.
move=> dM; split; first exact: distance_le_penalised.
exact: distance_penalised_equality.
Qed.

(* T8': the quadratic penalty needs lam > 2 L, and no less suffices *)
Theorem T8quadratic_exact (R : rcfType) n (f : 'M[R]_n -> R) (L lam : R) :
  0 <= L -> l1_lipschitz f L -> 2%:R * L < lam ->
  forall M, minimises (fun A => f A + lam * (n%:R - frob_sq A)) M <->
    exists2 s : 'S_n, M = perm_mx s &
      forall t : 'S_n, f (perm_mx s) <= f (perm_mx t).
Proof. exact: exact_quadratic. Qed.

Theorem T8quadratic_threshold_sharp (R : rcfType) n (L lam : R) :
  (2 <= n)%N -> 0 <= L -> lam < 2%:R * L ->
  exists2 f : 'M[R]_n -> R, l1_lipschitz f L &
  exists2 M, doubly_stochastic M & forall s : 'S_n,
    f M + lam * (n%:R - frob_sq M) <
    f (perm_mx s) + lam * (n%:R - frob_sq (perm_mx s : 'M[R]_n)).
Proof. exact: exact_quadratic_sharp. Qed.

(* T8'': above L every permutation matrix is a strict local minimiser *)
Theorem T8local_every_permutation (R : rcfType) n (f : 'M[R]_n -> R)
    (L lam : R) (s : 'S_n) :
  0 <= L -> l1_lipschitz f L -> L < lam ->
  strict_local_minimiser (fun A => f A + lam * penalty A) (perm_mx s).
Proof. exact: penalised_perm_strict_local_minimiser. Qed.

(* the weight that suffices for f the distance to A where no deficit exceeds e *)
Theorem T8local_distance (R : rcfType) n (A M : 'M[R]_n) (s : 'S_n) (e : R) :
  doubly_stochastic M -> (forall i, 1 - M i (s i) <= e) -> 3%:R * e < 2%:R ->
  l1dist (perm_mx s) A <=
    l1dist M A + 2%:R * (1 - e) / (2%:R - 3%:R * e) * penalty M.
Proof.
move=> dM eM e23; have e1 : e < 1 by lra.
have h := T3_local_bound dM eM e1.
have p0 : 0 < 2%:R - 3%:R * e by lra.
have q0 : 0 < 2%:R * (1 - e) by lra.
have t : l1dist (perm_mx s) A <= l1dist M A + l1dist M (perm_mx s).
  rewrite addrC [l1dist M (perm_mx s)]l1dist_sym; exact: l1dist_triangle.
apply: le_trans t _; rewrite ler_add2l -(ler_pmul2l p0).
have -> : (2%:R - 3%:R * e) * (2%:R * (1 - e) / (2%:R - 3%:R * e) * penalty M) =
    2%:R * (1 - e) * penalty M.
  by rewrite mulrA [_ * (_ / _)]mulrC divfK // gt_eqF.
have kk : 2%:R * (1 - e) * (1 - e / (2%:R * (1 - e))) = 2%:R - 3%:R * e.
  by rewrite mulrBr mulr1 mulrCA mulfV ?gt_eqF // mulr1; lra.
by rewrite -kk -[_ * _ * l1dist _ _]mulrA ler_pmul2l.
Qed.

(* ---------------------------------------------------------------------- *)
(* T11: further bounds                                                    *)
(* ---------------------------------------------------------------------- *)

Theorem T11a_undecided_entries (R : rcfType) n (M : 'M[R]_n) (tau : R) :
  doubly_stochastic M -> 0 <= tau ->
  tau * (1 - tau) * #|[set p | tau <= M p.1 p.2 <= 1 - tau]|%:R <=
    n%:R - frob_sq M <= penalty M.
Proof. exact: undecided_le. Qed.

(* T11c: the ratio of the norms of a line *)
Theorem T11c_ratio (R : rcfType) (I : finType) (x : I -> R) :
  (forall i, 0 <= x i) -> \sum_i x i = 1 ->
  gap x <= norm1 x / norm2 x - 1 /\
  norm1 x / norm2 x - 1 <= Num.sqrt #|I|%:R * gap x.
Proof. exact: ratio_sandwich. Qed.

(* T11d: rows only *)

Theorem T11d_row_stochastic (R : rcfType) n (M : 'M[R]_n)
    (f : 'I_n -> 'I_n) :
  (forall i j, 0 <= M i j) -> (forall i, \sum_j M i j = 1) ->
  (forall i j, M i j <= M i (f i)) ->
  (2%:R - sqrt2) * (\sum_i (1 - M i (f i))) <= \sum_i rowgap M i
  /\ \sum_i rowgap M i <= \sum_i (1 - M i (f i)).
Proof.
move=> M0 Mr fmax; split; first exact: rowgaps_ge_deficit.
exact: rowgaps_le_deficit.
Qed.

(* T11e: rectangular M, rows of sum 1, columns of sum at most 1 *)
Theorem T11e_upper (R : rcfType) m k (M : 'M[R]_(m, m + k))
    (f : 'I_m -> 'I_(m + k)) :
  (forall i j, 0 <= M i j) -> (forall i, \sum_j M i j = 1) -> injective f ->
  rect_penalty M <= injection_dist M f.
Proof. by move=> M0 Mr; exact: rect_penalty_le. Qed.

Theorem T11e_lower (R : rcfType) m k (M : 'M[R]_(m, m + k)) :
  (forall i j, 0 <= M i j) -> (forall i, \sum_j M i j = 1) ->
  (forall j, \sum_i M i j <= 1) ->
  exists2 f : 'I_m -> 'I_(m + k), injective f &
    injection_dist M f <= 4%:R * rect_rowgaps M.
Proof. exact: rect_dist_le. Qed.

Theorem T11e_lower_sharp (R : rcfType) m k (M : 'M[R]_(m, m + k)) :
  (forall i j, 0 <= M i j) -> (forall i, \sum_j M i j = 1) ->
  (forall j, \sum_i M i j <= 1) ->
  exists2 f : 'I_m -> 'I_(m + k), injective f &
    injection_dist M f <= (2%:R + sqrt2) * rect_rowgaps M.
Proof. exact: rect_dist_le_sharp. Qed.

(* T11f: direct sums *)
Theorem T11f_penalty (R : rcfType) m n (A : 'M[R]_m) (B : 'M[R]_n) :
  penalty (block_mx A 0 0 B : 'M_(m + n)) = penalty A + penalty B.
Proof. exact: penalty_direct_sum. Qed.

Theorem T11f_quadratic (R : rcfType) m n (A : 'M[R]_m) (B : 'M[R]_n) :
  (m + n)%:R - frob_sq (block_mx A 0 0 B : 'M_(m + n)) =
  (m%:R - frob_sq A) + (n%:R - frob_sq B).
Proof. exact: quadratic_direct_sum. Qed.

Theorem T11f_distance (R : rcfType) m n (A : 'M[R]_m) (B : 'M[R]_n) :
  doubly_stochastic A -> doubly_stochastic B ->
  d1 (block_mx A 0 0 B : 'M_(m + n)) = d1 A + d1 B.
Proof. exact: d1_direct_sum. Qed.

Theorem T11f_frobenius (R : rcfType) m n (A : 'M[R]_m) (B : 'M[R]_n) :
  doubly_stochastic A -> doubly_stochastic B ->
  let C : 'M_(m + n) := block_mx A 0 0 B in
  frob_dist_sq C (perm_mx (nearest_perm C)) =
  frob_dist_sq A (perm_mx (nearest_perm A)) +
  frob_dist_sq B (perm_mx (nearest_perm B)).
Proof. exact: frob_dist_direct_sum. Qed.

(* ---------------------------------------------------------------------- *)
(* L1 to L6: the lemmas on one vector and on assignments                  *)
(* ---------------------------------------------------------------------- *)

Theorem L1_gap_zero_iff (R : rcfType) (I : finType) (x : I -> R) :
  gap x = 0 <-> forall i j, j != i -> x i * x j = 0.
Proof. exact: gap_eq0P. Qed.

Theorem L2_gap_sandwich (R : rcfType) (I : finType) (x : I -> R) k :
  (forall i, 0 <= x i) -> (forall i, x i <= x k) ->
  (2%:R - sqrt2) * (norm1 x - x k) <= gap x /\ gap x <= norm1 x - x k.
Proof.
by move=> x0 xk; split; [exact: gap_ge_max | exact: gap_le_norm1_sub].
Qed.

(* L2, equality on the left and on the right *)
Theorem L2_lower_equality (R : rcfType) (I : finType) (x : I -> R) k :
  (forall i, 0 <= x i) -> (forall i, x i <= x k) ->
  (gap x = (2%:R - sqrt2) * (norm1 x - x k) <->
   (forall i, i != k -> x i = 0) \/
   (exists2 l, l != k & x l = x k /\
     forall i, i != k -> i != l -> x i = 0)).
Proof. exact: gap_eq_sharp. Qed.

Theorem L2_upper_equality (R : rcfType) (I : finType) (x : I -> R) k :
  (forall i, 0 <= x i) ->
  (gap x = norm1 x - x k <-> forall i, i != k -> x i = 0).
Proof. exact: gap_eq_norm1_sub. Qed.

Theorem L3_gap_monotone (R : rcfType) (I : finType) (x y : I -> R) :
  (forall i, `|x i| <= `|y i|) -> gap x <= gap y.
Proof. exact: gap_mono. Qed.

Theorem L3_gap_lipschitz (R : rcfType) (I : finType) (x y : I -> R) :
  `|gap x - gap y| <= \sum_i `|x i - y i|.
Proof.
rewrite ler_norml gap_lipschitz andbT ler_oppl opprB.
apply: le_trans (gap_lipschitz _ _) _.
by apply: ler_sum => i _; rewrite distrC.
Qed.

Theorem L3_gap_lipschitz_l2 (R : rcfType) (I : finType) (x y : I -> R) :
  `|gap x - gap y| <= Num.sqrt (#|I|%:R - 1) * norm2 (fun i => x i - y i).
Proof. exact: gap_lipschitz_l2. Qed.

Theorem L4_assignment_duality (R : rcfType) n (M : 'M[R]_n) :
  exists s : 'S_n, forall D : 'M[R]_n, doubly_stochastic D ->
    \sum_i \sum_j D i j * M i j <= assign_val M s.
Proof.
by have [s hs] := assignment_dominates_ds (fun i j => M i j); exists s => D /hs.
Qed.

Theorem L4_nonnegative_potentials (R : rcfType) n (M : 'M[R]_n) (s : 'S_n) :
  doubly_stochastic M ->
  (forall t : 'S_n, assign_val M t <= assign_val M s) ->
  exists u v : 'I_n -> R,
  [/\ forall i, 0 <= u i, forall j, 0 <= v j,
      forall i j, M i j <= u i + v j &
      \sum_i u i + \sum_j v j = assign_val M s].
Proof.
by move=> dM; exact: (@nonneg_potentials R _ (fun i j => M i j) dM s).
Qed.

Theorem L5_marcus_ree (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> exists s : 'S_n, frob_sq M <= assign_val M s.
Proof. exact: marcus_ree. Qed.

Theorem L6_completion (R : rcfType) n (S : 'M[R]_n) :
  (forall i j, 0 <= S i j) ->
  (forall i, \sum_j S i j <= 1) -> (forall j, \sum_i S i j <= 1) ->
  exists2 D : 'M[R]_n, doubly_stochastic D & forall i j, S i j <= D i j.
Proof.
move=> S0 Sr Sc; have [D [[D0 Dr Dc] SD]] := completion S0 Sr Sc.
exists (\matrix_(i, j) D i j) => [|i j]; last by rewrite mxE.
split=> [i j|i|j]; first by rewrite mxE.
  by rewrite -[RHS](Dr i); apply: eq_bigr => j _; rewrite mxE.
by rewrite -[RHS](Dc j); apply: eq_bigr => i _; rewrite mxE.
Qed.

(* ---------------------------------------------------------------------- *)
(* Section 12: signs of sums of square roots                              *)
(* ---------------------------------------------------------------------- *)

(* bounds l k, u k of the roots enclose the sum with coefficients c k *)
Theorem S12_root_sum_enclosure (R : rcfType) (I : finType)
    (c a l u : I -> R) :
  (forall k, 0 <= a k) -> (forall k, 0 <= l k) ->
  (forall k, l k ^+ 2 <= a k) -> (forall k, 0 <= u k) ->
  (forall k, a k <= u k ^+ 2) ->
  \sum_k lower_term c l u k <= \sum_k c k * Num.sqrt (a k) <=
  \sum_k upper_term c l u k.
Proof. exact: root_sum_enclosure. Qed.

(* so the sign of an enclosure is that of the sum *)
Theorem S12_root_sum_sign (R : rcfType) (I : finType) (A : R)
    (c a l u : I -> R) :
  (forall k, 0 <= a k) -> (forall k, 0 <= l k) ->
  (forall k, l k ^+ 2 <= a k) -> (forall k, 0 <= u k) ->
  (forall k, a k <= u k ^+ 2) ->
  (0 < A + \sum_k lower_term c l u k ->
   0 < A + \sum_k c k * Num.sqrt (a k)) /\
  (A + \sum_k upper_term c l u k < 0 ->
   A + \sum_k c k * Num.sqrt (a k) < 0).
Proof.
move=> a0 l0 la u0 au.
by have := root_sum_enclosure c a0 l0 la u0 au; split; lra.
Qed.

(* squares of rational numbers: the sum is the rational number it seems *)
Theorem S12_root_sum_rational (R : rcfType) (I : finType)
    (c a q : I -> rat) :
  (forall k, a k = q k ^+ 2) ->
  \sum_k ratr (c k) * Num.sqrt (ratr (a k) : R) =
  ratr (\sum_k c k * `|q k|).
Proof. exact: root_sum_rational. Qed.

(* and a rational sum of roots has rational squares only as radicands *)
Theorem S12_root_sum_square (R : rcfType) (I : finType) (a : I -> rat) :
  (forall k, 0 <= a k) ->
  (exists q : rat, \sum_k Num.sqrt (ratr (a k) : R) = ratr q) ->
  forall k, exists q : rat, a k = q ^+ 2.
Proof. exact: root_sum_square. Qed.

(* ---------------------------------------------------------------------- *)
(* Certificates: what the checker of the program relies on                *)
(* ---------------------------------------------------------------------- *)

(* feasible potentials that reach the value of s: s is best, and nearest *)
Theorem C_dual_assignment (R : rcfType) n (G : 'M[R]_n) (u v : 'I_n -> R)
    (s : 'S_n) :
  dual_feasible G u v -> \sum_i u i + \sum_j v j = assign_val G s ->
  forall t : 'S_n, assign_val G t <= assign_val G s.
Proof. exact: dual_certificate. Qed.

(* complementary slackness is that the potentials reach the value *)
Theorem C_complementary (R : rcfType) n (G : 'M[R]_n) (u v : 'I_n -> R)
    (s : 'S_n) :
  (forall i, G i (s i) = u i + v (s i)) ->
  \sum_i u i + \sum_j v j = assign_val G s.
Proof. exact: complementary_value. Qed.

Theorem C_dual_distance (R : rcfType) n (M : 'M[R]_n) (u v : 'I_n -> R)
    (s : 'S_n) :
  dual_feasible (gain M) u v ->
  \sum_i u i + \sum_j v j = assign_val (gain M) s ->
  d1 M = l1dist M (perm_mx s).
Proof. exact: distance_certificate. Qed.

(* an order in which tight pairs lead back makes the best one unique *)
Theorem C_unique_by_order (R : rcfType) n (G : 'M[R]_n) (u v : 'I_n -> R)
    (s : 'S_n) (rank : 'I_n -> nat) :
  dual_feasible G u v -> \sum_i u i + \sum_j v j = assign_val G s ->
  elimination_order G u v s rank ->
  forall t : 'S_n, t != s -> assign_val G t < assign_val G s.
Proof. exact: unique_certificate. Qed.

Theorem C_birkhoff (R : rcfType) n (m : nat) (w : 'I_m -> R)
    (p : 'I_m -> 'S_n) (M : 'M[R]_n) :
  (forall k, 0 <= w k) -> \sum_k w k = 1 ->
  M = \sum_k w k *: perm_mx (p k) -> doubly_stochastic M.
Proof. exact: birkhoff_certificate. Qed.

(* amounts removed and added: a doubly stochastic matrix within the cost,
   the least cost when it is the column defect *)
Theorem C_repair (R : rcfType) n (M A del add : 'M[R]_n) :
  (forall i j, 0 <= del i j) -> (forall i j, 0 <= add i j) ->
  (forall i j, del i j <= M i j) -> A = M - del + add ->
  (forall i, \sum_j A i j = 1) -> (forall j, \sum_i A i j = 1) ->
  let cost := \sum_i \sum_j (del i j + add i j) in
  [/\ doubly_stochastic A, l1dist M A <= cost &
      cost = \sum_j `|\sum_i M i j - 1| ->
      l1dist M A = cost /\
      forall B, doubly_stochastic B -> cost <= l1dist M B].
Proof. exact: repair_certificate. Qed.

Theorem C_shares (R : rcfType) n (M : 'M[R]_n) (share : 'I_n -> R) :
  (forall i, 1 - (1 + 1 / sqrt2) * rowgap M i <= share i) ->
  \sum_i share i = n%:R - 2%:R^-1 * d1 M ->
  (2%:R - sqrt2) / 2%:R * d1 M <= \sum_i rowgap M i.
Proof. exact: shares_certificate. Qed.

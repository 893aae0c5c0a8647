(******************************************************************************)
(* Direct sums of doubly stochastic matrices (T11f)                           *)
(*                                                                            *)
(*   join x y == the vector x followed by y                                   *)
(* Main lemmas, A and B doubly stochastic:                                    *)
(*   direct_sum_ds           so is their direct sum                           *)
(*   best_direct_sum         values of best assignments add                   *)
(*   d1_direct_sum,                                                           *)
(*   frob_dist_direct_sum    so do d1 and the squared Frobenius distance to a *)
(*                           nearest permutation matrix                       *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import real_arithmetic norms assignment penalty.
From AutoShuffleNet Require Import certificates further_bounds.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section DirectSums.
Variables (R : rcfType) (m n : nat).
Implicit Types (A : 'M[R]_m) (B : 'M[R]_n).

Lemma sum_block A B i : \sum_j direct_sum A B (lshift n i) j = \sum_j A i j.
Proof.
rewrite big_split_ord /= [X in _ + X]big1 ?addr0 => [|j _].
  by apply: eq_bigr => j _; rewrite block_mxEul.
by rewrite block_mxEur mxE.
Qed.

Lemma sum_block_right A B i :
  \sum_j direct_sum A B (rshift m i) j = \sum_j B i j.
Proof.
rewrite big_split_ord /= [X in X + _]big1 ?add0r => [|j _].
  by apply: eq_bigr => j _; rewrite block_mxEdr.
by rewrite block_mxEdl mxE.
Qed.

Lemma direct_sum_tr A B : (direct_sum A B)^T = direct_sum A^T B^T.
Proof. by rewrite /direct_sum tr_block_mx !trmx0. Qed.

Lemma direct_sum_ds A B : doubly_stochastic A -> doubly_stochastic B ->
  doubly_stochastic (direct_sum A B).
Proof.
have rows A' B' : doubly_stochastic A' -> doubly_stochastic B' ->
    forall i, \sum_j direct_sum A' B' i j = 1.
  case=> _ Ar _ [_ Br _] i; rewrite -(splitK i); case: (split i) => k /=.
    by rewrite sum_block Ar.
  by rewrite sum_block_right Br.
move=> dA dB; have [A0 _ _] := dA; have [B0 _ _] := dB; split=> [i j||j].
- rewrite -(splitK i) -(splitK j).
  case: (split i) => k; case: (split j) => l /=.
  + by rewrite block_mxEul.
  + by rewrite block_mxEur mxE.
  + by rewrite block_mxEdl mxE.
  by rewrite block_mxEdr.
- exact: rows.
have <- := rows _ _ (ds_tr dA) (ds_tr dB) j; rewrite -direct_sum_tr.
by apply: eq_bigr => i _; rewrite [RHS]mxE.
Qed.

Definition join (x : 'I_m -> R) (y : 'I_n -> R) (i : 'I_(m + n)) : R :=
  match split i with inl k => x k | inr k => y k end.

Lemma join_left x y i : join x y (lshift n i) = x i.
Proof. by rewrite /join (unsplitK (inl i : 'I_m + 'I_n)). Qed.

Lemma join_right x y i : join x y (rshift m i) = y i.
Proof. by rewrite /join (unsplitK (inr i : 'I_m + 'I_n)). Qed.

Lemma sum_join x y : \sum_i join x y i = \sum_i x i + \sum_i y i.
Proof.
rewrite big_split_ord; congr (_ + _); apply: eq_bigr => i _.
  exact: join_left.
exact: join_right.
Qed.

Lemma sum_perm_mx k (M : 'M[R]_k) (s : 'S_k) :
  \sum_i \sum_j (perm_mx s : 'M[R]_k) i j * M i j = assign_val M s.
Proof.
apply: eq_bigr => i _; rewrite (bigD1 (s i)) //= !mxE eqxx mul1r.
by rewrite big1 ?addr0 // => j js; rewrite !mxE eq_sym (negPf js) mul0r.
Qed.

Lemma best_direct_sum A B (s : 'S_m) (t : 'S_n) :
  doubly_stochastic A -> doubly_stochastic B ->
  (forall s', assign_val A s' <= assign_val A s) ->
  (forall t', assign_val B t' <= assign_val B t) ->
  exists2 w : 'S_(m + n),
    forall w', assign_val (direct_sum A B) w' <= assign_val (direct_sum A B) w &
    assign_val (direct_sum A B) w = assign_val A s + assign_val B t.
Proof.
move=> dA dB hs ht.
have [u [v [u0 v0 uv e]]] := nonneg_potentials dA hs.
have [u' [v' [u0' v0' uv' e']]] := nonneg_potentials dB ht.
have feasible : dual_feasible (direct_sum A B) (join u u') (join v v').
  move=> i j; rewrite -(splitK i) -(splitK j).
  case: (split i) => k; case: (split j) => l /=;
    rewrite ?join_left ?join_right.
  - by rewrite block_mxEul.
  - by rewrite block_mxEur mxE addr_ge0.
  - by rewrite block_mxEdl mxE addr_ge0.
  by rewrite block_mxEdr.
have sumE : \sum_i join u u' i + \sum_j join v v' j =
    assign_val A s + assign_val B t.
  by rewrite !sum_join /assign_val -e -e'; lra.
have [w hw] := assignment_dominates_ds (fun i j => direct_sum A B i j).
have low : assign_val A s + assign_val B t <= assign_val (direct_sum A B) w.
  apply: le_trans (hw _ (direct_sum_ds (perm_mx_ds R s) (perm_mx_ds R t))).
  rewrite -!sum_perm_mx big_split_ord /=; apply: ler_add; apply: ler_sum => i _.
    rewrite big_split_ord /= [X in _ + X]big1 ?addr0 => [|j _]; last first.
      by rewrite !block_mxEur !mxE mul0r.
    by apply: ler_sum => j _; rewrite !block_mxEul.
  rewrite big_split_ord /= [X in X + _]big1 ?add0r => [|j _]; last first.
    by rewrite !block_mxEdl !mxE mul0r.
  by apply: ler_sum => j _; rewrite !block_mxEdr.
have up w' := dual_bound w' feasible; rewrite sumE in up.
exists w => [w'|]; first exact: le_trans (up w') low.
by apply/eqP; rewrite eq_le low up.
Qed.

Theorem d1_direct_sum A B : doubly_stochastic A -> doubly_stochastic B ->
  d1 (direct_sum A B) = d1 A + d1 B.
Proof.
move=> dA dB; have dAB := direct_sum_ds dA dB.
have [s hs] := best_assignment A; have [t ht] := best_assignment B.
have [w hw e] := best_direct_sum dA dB hs ht.
rewrite (d1_best dA hs) (d1_best dB ht) (d1_best dAB hw) !l1dist_perm //.
by rewrite e natrD; lra.
Qed.

Lemma frob_dist_nearest k (M : 'M[R]_k) : doubly_stochastic M ->
  frob_dist_sq M (perm_mx (nearest_perm M)) = d1 M - (k%:R - frob_sq M).
Proof. by move=> dM; rewrite frob_dist_sq_perm /d1 l1dist_perm //; lra. Qed.

Theorem frob_dist_direct_sum A B :
  doubly_stochastic A -> doubly_stochastic B ->
  frob_dist_sq (direct_sum A B) (perm_mx (nearest_perm (direct_sum A B))) =
  frob_dist_sq A (perm_mx (nearest_perm A)) +
  frob_dist_sq B (perm_mx (nearest_perm B)).
Proof.
move=> dA dB; rewrite !frob_dist_nearest //; last exact: direct_sum_ds.
by rewrite d1_direct_sum // quadratic_direct_sum; lra.
Qed.
End DirectSums.

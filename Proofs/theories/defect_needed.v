(******************************************************************************)
(* The column defect in T5b is needed, with a coefficient bounded below       *)
(*                                                                            *)
(*   crowded_mx R == the 3 x 3 matrix with rows (0, 0, 1), (1/2, 1/2, 0) and  *)
(*                   (0, 0, 1)                                                *)
(* Main lemma:                                                                *)
(*   defect_coefficient_ge  a coefficient that serves in T5b for all 3 x 3    *)
(*                          matrices is at least (5 sqrt2 - 7) / 2 > 0        *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import real_arithmetic norms assignment penalty.
From AutoShuffleNet Require Import approximate approximate_bounds.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Crowded.
Variable R : rcfType.

Let i0 : 'I_3 := ord0.
Let i1 : 'I_3 := lift ord0 ord0.
Let i2 : 'I_3 := lift ord0 (lift ord0 ord0).

Definition crowded_mx : 'M[R]_3 := \matrix_(i, j)
  if i == i1 then (if j == i2 then 0 else 2%:R^-1) else (j == i2)%:R.
Local Notation M := crowded_mx.

Lemma sum3 (F : 'I_3 -> R) : \sum_i F i = F i0 + F i1 + F i2.
Proof. by rewrite !big_ord_recl big_ord0 addr0 addrA. Qed.

Lemma crowded_row i : (M i i0 = 0 /\ M i i1 = 0 /\ M i i2 = 1) \/
  (i = i1 /\ M i i0 = 2%:R^-1 /\ M i i1 = 2%:R^-1 /\ M i i2 = 0).
Proof.
rewrite !mxE; case: (eqVneq i i1) => [->|_]; first by right.
by left.
Qed.

Lemma gap3 (x : 'I_3 -> R) (a b c : R) : x i0 = a -> x i1 = b -> x i2 = c ->
  gap x = `|a| + `|b| + `|c| - Num.sqrt (a ^+ 2 + b ^+ 2 + c ^+ 2).
Proof. by move=> <- <- <-; rewrite /gap /norm1 /norm2 /norm2sq !sum3. Qed.

Lemma crowded_entries :
  [/\ [/\ M i0 i0 = 0, M i0 i1 = 0 & M i0 i2 = 1],
      [/\ M i1 i0 = 2%:R^-1, M i1 i1 = 2%:R^-1 & M i1 i2 = 0] &
      [/\ M i2 i0 = 0, M i2 i1 = 0 & M i2 i2 = 1]].
Proof. by split; split; rewrite mxE. Qed.

Lemma crowded_ge0 i j : 0 <= M i j.
Proof.
by rewrite mxE; do 2?case: ifP => _; rewrite ?lexx ?invr_ge0 ?ler0n.
Qed.

Lemma crowded_sum1 i : \sum_j M i j = 1.
Proof.
rewrite sum3; case: (crowded_row i) => [[-> [-> ->]]|[_ [-> [-> ->]]]]; lra.
Qed.

Lemma crowded_gaps : \sum_i rowgap M i = 1 - sqrt2 / 2%:R /\
  \sum_j colgap M j = 2%:R - sqrt2.
Proof.
have [[a b c] [d e f] [g h k]] := crowded_entries.
have s1 : Num.sqrt 1 = 1 :> R by exact: sqrtr1.
have half : 0 <= 2%:R^-1 :> R by lra.
have sq : Num.sqrt (2%:R^-1 ^+ 2) = 2%:R^-1 :> R.
  by rewrite sqrtr_sqr ger0_norm.
have r2 : Num.sqrt (2%:R^-1 : R) = sqrt2 / 2%:R.
  have e2 : 2%:R^-1 = (sqrt2 / 2%:R) ^+ 2 :> R.
    by have := sqrt2_sqr R; lra.
  have n0 : 0 <= sqrt2 / 2%:R :> R by rewrite divr_ge0 ?sqrtr_ge0 ?ler0n.
  by rewrite [in LHS]e2 sqrtr_sqr ger0_norm.
rewrite !sum3 /rowgap /colgap; split.
  rewrite (gap3 a b c) (gap3 d e f) (gap3 g h k) !normr0 !normr1.
  rewrite !expr0n !expr1n (ger0_norm half) /= !add0r addr0 s1.
  have -> : 2%:R^-1 ^+ 2 + 2%:R^-1 ^+ 2 = 2%:R^-1 :> R by lra.
  by rewrite addr0 r2; lra.
rewrite (gap3 (x := M^~ i0) a d g) (gap3 (x := M^~ i1) b e h).
rewrite (gap3 (x := M^~ i2) c f k) !normr0 !normr1 !expr0n !expr1n.
rewrite (ger0_norm half) /= !add0r !addr0 sq.
have -> : 1 + 1 = 2%:R :> R by lra.
lra.
Qed.

Lemma crowded_d1 : 3%:R <= d1 M.
Proof.
have M1 i j := row_entry_le1 i j crowded_ge0 crowded_sum1.
rewrite /d1 l1dist_perm_le1 //; last exact: crowded_ge0.
set s := nearest_perm _.
rewrite (rows_exact_total crowded_sum1) /assign_val sum3.
have e1 : M i1 (s i1) <= 2%:R^-1.
  by rewrite mxE eqxx; case: ifP => _; rewrite ?lexx ?invr_ge0 ?ler0n.
have e2 : M i0 (s i0) + M i2 (s i2) <= 1.
  rewrite !mxE /=; have [a|_] := eqVneq (s i0) i2; last first.
    by rewrite add0r; case: eqP => _ /=; lra.
  have [b|_] := eqVneq (s i2) i2; last by rewrite /=; lra.
  by have := perm_inj (etrans a (esym b)).
lra.
Qed.

Theorem defect_coefficient_ge (t : R) :
  (forall (A : 'M[R]_3) (c : R), (forall i j, 0 <= A i j) ->
    (forall i, \sum_j A i j = 1) -> (forall j, col_sum A j <= c) ->
    d1 A <= 2%:R * (\sum_i rowgap A i) + 2%:R * c * (\sum_j colgap A j) +
      t * col_defect A) ->
  (5%:R * sqrt2 - 7%:R) / 2%:R <= t.
Proof.
have [[a b c] [d e f] [g h k]] := crowded_entries.
have h0 : col_sum M i0 = 2%:R^-1 by rewrite /col_sum sum3 a d g; lra.
have h1 : col_sum M i1 = 2%:R^-1 by rewrite /col_sum sum3 b e h; lra.
have h2 : col_sum M i2 = 2%:R by rewrite /col_sum sum3 c f k; lra.
have c2 j : col_sum M j <= 2%:R.
  rewrite /col_sum sum3; rewrite !mxE /=.
  by case: eqP => _ /=; lra.
have [gr gc] := crowded_gaps; have low := crowded_d1.
have def : col_defect M = 2%:R.
  have d0 : `|2%:R^-1 - 1| = 2%:R^-1 :> R by rewrite ler0_norm; lra.
  have d2 : `|2%:R - 1| = 1 :> R by rewrite ger0_norm; lra.
  by rewrite /col_defect sum3 h0 h1 h2 d0 d2; lra.
move=> /(_ M 2%:R crowded_ge0 crowded_sum1 c2); rewrite gr gc def; lra.
Qed.
End Crowded.

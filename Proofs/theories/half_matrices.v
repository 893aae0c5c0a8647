(******************************************************************************)
(* Half sums of two permutation matrices attain the sharp bounds              *)
(*                                                                            *)
(*   half_mx R s t == (perm_mx s + perm_mx t) / 2                             *)
(*       moved s t == the number of indices where s and t differ              *)
(* Main lemmas:                                                               *)
(*   d1_half, penalty_half  d1 = moved s t, penalty = (2 - sqrt2) moved s t   *)
(*   penalty_half_sharp        equality in T2*                                *)
(*   rounding_threshold_sharp  (T4) at the threshold every conclusion fails   *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms assignment penalty rounding.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section HalfMatrices.
Variables (R : rcfType) (n : nat).
Implicit Types s t u : 'S_n.
Local Notation h := (2%:R^-1 : R).

Definition half_mx s t : 'M[R]_n := h *: (perm_mx s + perm_mx t).
Definition moved s t := #|[pred i | s i != t i]|.

Lemma half_mxE s t i j :
  half_mx s t i j = h * ((s i == j)%:R + (t i == j)%:R).
Proof. by rewrite !mxE. Qed.

Lemma half_mx_sym s t : half_mx s t = half_mx t s.
Proof. by rewrite /half_mx addrC. Qed.

Lemma half_mx_tr s t : (half_mx s t)^T = half_mx s^-1%g t^-1%g.
Proof. by rewrite /half_mx linearZ linearD /= !tr_perm_mx. Qed.

Lemma half_gt0 : 0 < h.
Proof. by rewrite invr_gt0 ltr0n. Qed.

Lemma half_mx_ds s t : doubly_stochastic (half_mx s t).
Proof.
have [s0 sr sc] := perm_mx_ds R s; have [t0 tr tc] := perm_mx_ds R t.
have hh : h * (1 + 1) = 1 by rewrite mulrDr mulr1 half_add_half.
split=> [i j|i|j].
- by rewrite half_mxE mulr_ge0 ?(ltW half_gt0) // addr_ge0 ?ler0n.
- rewrite (eq_bigr (fun j => h * (perm_mx s i j + perm_mx t i j))).
    by rewrite -mulr_sumr big_split /= sr tr.
  by move=> j _; rewrite !mxE.
rewrite (eq_bigr (fun i => h * (perm_mx s i j + perm_mx t i j))).
  by rewrite -mulr_sumr big_split /= sc tc.
by move=> i _; rewrite !mxE.
Qed.

Lemma half_mx_fixed s t i : s i = t i -> half_mx s t i (s i) = 1.
Proof.
move=> st; rewrite half_mxE -st eqxx mulrDr mulr1; exact: half_add_half.
Qed.

Lemma half_mx_moved s t i : s i != t i -> half_mx s t i (s i) = h.
Proof. by move=> st; rewrite half_mxE eqxx eq_sym (negPf st) addr0 mulr1. Qed.

Lemma half_mx_le_half s t i j : s i != t i -> half_mx s t i j <= h.
Proof.
move=> st; rewrite half_mxE -[X in _ <= X]mulr1 ler_wpmul2l ?(ltW half_gt0) //.
rewrite -natrD -[1]/(1%:R) ler_nat; case: eqP => [e|_]; last by case: eqP.
by rewrite -e eq_sym (negPf st).
Qed.

Lemma rowgap_half s t i :
  rowgap (half_mx s t) i = if s i == t i then 0 else 1 - Num.sqrt h.
Proof.
have [M0 Mr _] := half_mx_ds s t.
rewrite /rowgap /gap norm1_nneg // Mr; case: eqVneq => [st|st].
  suff -> : norm2 (fun j => half_mx s t i j) = 1 by rewrite subrr.
  rewrite /norm2 /norm2sq -[RHS]sqrtr1; congr Num.sqrt.
  rewrite (bigD1 (s i)) //= half_mx_fixed // expr1n big1 ?addr0 // => j js.
  by rewrite half_mxE -st eq_sym (negPf js) addr0 mulr0 expr0n.
congr (1 - Num.sqrt _); rewrite /norm2sq (bigD1 (s i)) //=.
rewrite (bigD1 (t i)) 1?eq_sym //= half_mx_moved //.
rewrite half_mx_sym half_mx_moved 1?eq_sym // big1 ?addr0.
  by rewrite expr2 -mulrDl half_add_half mul1r.
move=> j /andP[js jt]; rewrite half_mxE.
by rewrite eq_sym (negPf jt) eq_sym (negPf js) addr0 mulr0 expr0n.
Qed.

Lemma sum_moved s t (a : R) :
  \sum_i (if s i == t i then 0 else a) = (moved s t)%:R * a.
Proof.
rewrite mulr_natl -sumr_const [RHS]big_mkcond /=; apply: eq_bigr => i _.
by rewrite inE; case: eqP.
Qed.

Lemma moved_inv s t : moved s^-1%g t^-1%g = moved s t.
Proof.
rewrite /moved -[RHS](card_imset _ (@perm_inj _ s)); apply: eq_card => j.
rewrite inE; apply/idP/imsetP => [jt|[i]].
  exists (s^-1%g j); rewrite ?permKV // inE permKV.
  by apply: contra jt => /eqP {2}->; rewrite permK.
rewrite inE => st ->; rewrite permK; apply: contra st => /eqP {2}->.
by rewrite permKV.
Qed.

Lemma sum_rowgap_half s t :
  \sum_i rowgap (half_mx s t) i = (moved s t)%:R * (1 - Num.sqrt h).
Proof. by rewrite -sum_moved; apply: eq_bigr => i _; rewrite rowgap_half. Qed.

Lemma sum_colgap_half s t :
  \sum_j colgap (half_mx s t) j = (moved s t)%:R * (1 - Num.sqrt h).
Proof.
rewrite -moved_inv -sum_rowgap_half -half_mx_tr.
by apply: eq_bigr => j _; rewrite rowgap_tr.
Qed.

Lemma two_gaps_half : 2%:R * (1 - Num.sqrt h) = 2%:R - sqrt2 :> R.
Proof.
rewrite mulrBr mulr1; congr (_ - _).
rewrite sqrtrV ?ler0n // -{1}(sqrt2_sqr R) mulfK //.
by rewrite sqrtr_eq0 -ltNge ltr0n.
Qed.

Lemma penalty_half s t :
  penalty (half_mx s t) = (2%:R - sqrt2) * (moved s t)%:R.
Proof.
rewrite /penalty sum_rowgap_half sum_colgap_half -two_gaps_half.
rewrite -[RHS]mulrA [(1 - _) * (moved s t)%:R]mulrC.
by rewrite [RHS]mulr_natl mulr2n.
Qed.

Lemma l1dist_half_ge s t u :
  (moved s t)%:R <= l1dist (half_mx s t) (perm_mx u).
Proof.
have dM := half_mx_ds s t.
rewrite l1dist_perm // -[(moved s t)%:R]mulr1 -sum_moved /assign_val.
have -> : n%:R = \sum_(i < n) (1 : R) by rewrite sumr_const card_ord.
rewrite -sumrB mulr_sumr; apply: ler_sum => i _; case: eqVneq => st.
  by rewrite mulr_ge0 ?ler0n // subr_ge0 ds_le1.
rewrite -ler_pdivr_mull ?ltr0n // mulr1 ler_subr_addr.
rewrite -[X in _ <= X](half_add_half R) ler_add2l; exact: half_mx_le_half.
Qed.

Lemma l1dist_half s t : l1dist (half_mx s t) (perm_mx s) = (moved s t)%:R.
Proof.
rewrite l1dist_perm; last exact: half_mx_ds.
rewrite -[RHS]mulr1 -sum_moved /assign_val.
have -> : n%:R = \sum_(i < n) (1 : R) by rewrite sumr_const card_ord.
rewrite -sumrB mulr_sumr; apply: eq_bigr => i _; case: eqVneq => st.
  by rewrite half_mx_fixed // subrr mulr0.
rewrite half_mx_moved // -[X in _ * (X - _)](half_add_half R) addrK.
by rewrite divff // pnatr_eq0.
Qed.

Lemma d1_half s t : d1 (half_mx s t) = (moved s t)%:R.
Proof.
apply/eqP; rewrite eq_le l1dist_half_ge andbT -[X in _ <= X]l1dist_half.
exact: d1_le.
Qed.

Theorem penalty_half_sharp s t :
  penalty (half_mx s t) = (2%:R - sqrt2) * d1 (half_mx s t).
Proof. by rewrite penalty_half d1_half. Qed.

Lemma moved_tperm (i j : 'I_n) : i != j -> moved 1%g (tperm i j) = 2%N.
Proof.
move=> ij; have <- : #|[set i; j]| = 2%N by rewrite cards2 ij.
rewrite /moved; apply: eq_card => k.
rewrite !inE perm1; case: tpermP => [->|->|/eqP/negPf -> /eqP/negPf ->].
- by rewrite eqxx ij.
- by rewrite eqxx eq_sym ij orbT.
by rewrite eqxx.
Qed.

Theorem rounding_threshold_sharp (i j : 'I_n) : i != j ->
  exists2 M : 'M[R]_n, doubly_stochastic M &
  [/\ \sum_k rowgap M k = 2%:R - sqrt2, \sum_k colgap M k = 2%:R - sqrt2,
      forall k, rowgap M k <= 1 - Num.sqrt h, forall l, M i l <= h &
      forall s, exists2 t, t != s & assign_val M s <= assign_val M t].
Proof.
move=> ij; pose t := tperm i j; have mt := moved_tperm ij.
have t1 : (1%g : 'S_n) != t.
  by apply: contra ij => /eqP/permP/(_ i); rewrite perm1 tpermL => {1}->.
exists (half_mx 1%g t); first exact: half_mx_ds.
split=> [|| k|l|s]; rewrite ?sum_rowgap_half ?sum_colgap_half ?mt
  ?two_gaps_half //.
- rewrite rowgap_half; case: ifP => // _; rewrite subr_ge0 -[X in _ <= X]sqrtr1.
  by rewrite ler_wsqrtr // invf_le1 ?ltr0n // ler1n.
- by apply: half_mx_le_half; rewrite perm1 tpermL.
- have val_le u v : l1dist (half_mx 1%g t) (perm_mx u) <=
    l1dist (half_mx 1%g t) (perm_mx v) ->
    assign_val (half_mx 1%g t) v <= assign_val (half_mx 1%g t) u.
  have dM := half_mx_ds 1%g t; rewrite !l1dist_perm // ler_pmul2l ?ltr0n //.
  by rewrite ler_add2l ler_opp2.
have [->|s1] := eqVneq s 1%g; [exists t|exists 1%g]; rewrite // 1?eq_sym //.
  by apply: val_le; rewrite half_mx_sym l1dist_half l1dist_half_ge.
by apply: val_le; rewrite l1dist_half l1dist_half_ge.
Qed.
End HalfMatrices.

(******************************************************************************)
(* Rounding a doubly stochastic matrix with a small penalty (T4)              *)
(*                                                                            *)
(*   rounds_to M s == every M i (s i) is above 1/2, is the strict maximum of  *)
(*                    its row and of its column, and s is the unique best     *)
(*                    assignment and the unique nearest permutation, in l1    *)
(*                    and in Frobenius distance                               *)
(* Main lemmas:                                                               *)
(*   rounding_rows, rounding_cols  row gaps (or column gaps) that sum to less *)
(*                                 than 2 - sqrt2 suffice                     *)
(*   rounding_deficits             row maxima that lack less than 1 in all,   *)
(*                                 which the row gaps imply (deficits_lt1)    *)
(*   rounding_each_row             so does every row gap below 1 - sqrt(1/2)  *)
(*   dominant_rounds_to            entries above 1/2 suffice                  *)
(* The first threshold is exact: see rounding_threshold_sharp in              *)
(* half_matrices.v.                                                           *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms assignment penalty.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Rounding.
Variables (R : rcfType) (n : nat).
Implicit Types M : 'M[R]_n.

Definition rounds_to M (s : 'S_n) :=
  [/\ forall i, 2%:R^-1 < M i (s i),
      forall i j, j != s i -> M i j < M i (s i),
      forall i k, k != i -> M k (s i) < M i (s i),
      forall t : 'S_n, t != s -> assign_val M t < assign_val M s &
      forall t : 'S_n, t != s ->
        l1dist M (perm_mx s) < l1dist M (perm_mx t) /\
        frob_dist_sq M (perm_mx s) < frob_dist_sq M (perm_mx t)].

Lemma lt_half_of_pair (x y : R) : x + y <= 1 -> 2%:R^-1 < x -> y < 2%:R^-1.
Proof.
move=> xy x_gt; rewrite -(ltr_add2l x); apply: le_lt_trans xy _.
by rewrite -[X in X < _](half_add_half R) ltr_add2r.
Qed.

Lemma dominant_rounds_to M (s : 'S_n) : doubly_stochastic M ->
  (forall i, 2%:R^-1 < M i (s i)) -> rounds_to M s.
Proof.
move=> dM big.
have row i j : j != s i -> M i j < M i (s i).
  rewrite eq_sym => js; apply: lt_trans (big i).
  exact: lt_half_of_pair (ds_row_pair i dM js) (big i).
have best (t : 'S_n) : t != s -> assign_val M t < assign_val M s.
  move=> ts; have [i ti] : exists i, t i != s i.
    apply/existsP; apply: contraT => /existsPn h; case/negP: ts.
    by apply/eqP/permP => i; apply/eqP; have := h i; rewrite negbK.
  rewrite /assign_val (bigD1 i) //= [X in _ < X](bigD1 i) //=.
  apply: ltr_le_add; first exact: row.
  apply: ler_sum => k _; have [->//|e] := eqVneq (t k) (s k).
  by apply: ltW; exact: row.
split=> // [i k ki|t /best v].
  rewrite eq_sym in ki; apply: lt_trans (big i).
  exact: lt_half_of_pair (ds_col_pair (s i) dM ki) (big i).
rewrite !l1dist_perm // !frob_dist_sq_perm; split.
  by rewrite ltr_pmul2l ?ltr0n // ltr_add2l ltr_opp2.
by rewrite ltr_add // ltr_add2l ltr_opp2.
Qed.

Theorem rounding_each_row M : doubly_stochastic M ->
  (forall i, rowgap M i < 1 - Num.sqrt 2%:R^-1) ->
  exists s : 'S_n, rounds_to M s.
Proof.
move=> dM hg; have [M0 Mr Mc] := dM.
have ex i : {j | 2%:R^-1 < M i j}.
  apply: sigW; apply/existsP; apply: contraLR (hg i) => /existsPn h.
  rewrite -leNgt; apply: gap_ge_of_le_half => //; first by rewrite norm1_nneg.
  by move=> j; rewrite leNgt.
pose f i := sval (ex i).
have fh i : 2%:R^-1 < M i (f i) := svalP (ex i).
have finj : injective f.
  move=> i k e; apply/eqP; apply: contraT => ik.
  have := lt_half_of_pair (ds_col_pair (f i) dM ik) (fh i).
  by rewrite e ltNge ltW.
exists (perm finj); apply: dominant_rounds_to => // i; by rewrite permE.
Qed.

(* no roots: deficits of the row maxima that sum to less than 1 *)
Theorem rounding_deficits M (f : 'I_n -> 'I_n) : doubly_stochastic M ->
  (forall i j, M i j <= M i (f i)) -> \sum_i (1 - M i (f i)) < 1 ->
  exists s : 'S_n, rounds_to M s.
Proof.
move=> dM fmax; have [M0 Mr Mc] := dM.
pose e i := 1 - M i (f i); rewrite -/(\sum_i e i) => se.
have e0 i : 0 <= e i by rewrite subr_ge0 ds_le1.
have pair i k : i != k -> e i + e k <= \sum_i e i.
  move=> ik; rewrite (bigD1 i) //= (bigD1 k) 1?eq_sym //= [X in _ <= X]addrA.
  by rewrite ler_addl sumr_ge0.
have finj : injective f.
  move=> i k fe; apply/eqP; apply: contraT => ik.
  have h := le_lt_trans (pair _ _ ik) se; move: h; rewrite ltNge => /negP [].
  have h := ds_col_pair (f i) dM ik; rewrite {2}fe in h.
  by rewrite /e addrACA -opprD ler_subr_addr ler_add2l.
have two i : e i + e i <= \sum_i e i.
  rewrite [X in _ <= X](bigD1 i) //= ler_add2l.
  have -> : e i = \sum_(k | k != i) M i (f k).
    rewrite /e -(Mr i) (reindex_inj finj) (bigD1 i) //=.
    by rewrite addrAC subrr add0r.
  apply: ler_sum => k ki; rewrite /e ler_subr_addr.
  by apply: ds_col_pair; rewrite // eq_sym.
have big i : 2%:R^-1 < M i (f i).
  have := le_lt_trans (two i) se; rewrite /e -mulr2n -[_ *+ 2]mulr_natl => h.
  have : 1 - M i (f i) <
    2%:R^-1 by rewrite -[X in _ < X]mul1r ltr_pdivl_mulr ?ltr0n // mulrC.
  rewrite ltr_subl_addr -ltr_subl_addl => hh; apply: le_lt_trans hh.
  rewrite ler_subr_addr -mulr2n -[_ *+ 2]mulr_natl divff // pnatr_eq0 //.
exists (perm finj); apply: dominant_rounds_to => // i; by rewrite permE.
Qed.

Lemma row_argmax M :
  {f : 'I_n -> 'I_n | forall i j, M i j <= M i (f i)}.
Proof.
have ex i : {k | forall j, M i j <= M i k}.
  case: (arg_maxP (fun j => M i j) (isT : xpredT i)) => k _ kmax.
  by exists k => j; apply: kmax.
by exists (fun i => sval (ex i)) => i; exact: svalP (ex i).
Qed.

Lemma deficits_lt1 M (f : 'I_n -> 'I_n) : doubly_stochastic M ->
  (forall i j, M i j <= M i (f i)) ->
  \sum_i rowgap M i < 2%:R - sqrt2 -> \sum_i (1 - M i (f i)) < 1.
Proof.
case=> M0 Mr _ fmax; set c := 2%:R - _ => hP.
have c0 : 0 < c := sharp_const_gt0 R.
rewrite -(ltr_pmul2l c0) mulr1; apply: le_lt_trans hP.
rewrite mulr_sumr; apply: ler_sum => i _.
have := @gap_ge_max _ _ (fun j => M i j) (f i) (M0 i) (fmax i).
by rewrite norm1_nneg // Mr.
Qed.

Theorem rounding_rows M : doubly_stochastic M ->
  \sum_i rowgap M i < 2%:R - sqrt2 -> exists s : 'S_n, rounds_to M s.
Proof.
move=> dM h; have [f fmax] := row_argmax M.
exact: rounding_deficits dM fmax (deficits_lt1 dM fmax h).
Qed.

Theorem rounding_cols M : doubly_stochastic M ->
  \sum_j colgap M j < 2%:R - sqrt2 -> exists s : 'S_n, rounds_to M s.
Proof.
move=> dM hc; have [||s [big _ _ _ _]] := @rounding_rows M^T.
- exact: ds_tr.
- by rewrite (eq_bigr (colgap M)) // => j _; rewrite rowgap_tr.
exists s^-1%g; apply: dominant_rounds_to => // i.
by have := big (s^-1%g i); rewrite mxE permKV.
Qed.
End Rounding.

(******************************************************************************)
(* Sharpness of the Lipschitz constant; thresholding and scaling (T6)         *)
(*                                                                            *)
(*   threshold tau M == M with every entry below tau in absolute value set    *)
(*                      to 0                                                  *)
(* Main lemmas:                                                               *)
(*   penalty_lipschitz_sharp  (T6a) no Lipschitz constant below 2 holds, as   *)
(*                            soon as there are two indices                   *)
(*   penalty_mono,                                                            *)
(*   penalty_threshold        (T6f) thresholding never increases the penalty  *)
(*   penaltyZ                 (T6f) absolute homogeneity                      *)
(* The Lipschitz bound itself is penalty_lipschitz in penalty.v.              *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms assignment penalty.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Monotone.
Variables (R : rcfType) (n : nat).
Implicit Types M N : 'M[R]_n.

Lemma penalty_mono M N :
  (forall i j, `|M i j| <= `|N i j|) -> penalty M <= penalty N.
Proof.
by move=> MN; apply: ler_add; apply: ler_sum => i _; apply: gap_mono => j.
Qed.

Definition threshold (tau : R) M : 'M[R]_n :=
  \matrix_(i, j) if `|M i j| < tau then 0 else M i j.

Theorem penalty_threshold tau M : penalty (threshold tau M) <= penalty M.
Proof.
by apply: penalty_mono => i j; rewrite mxE; case: ifP; rewrite // normr0.
Qed.

Theorem penaltyZ a M : penalty (a *: M) = `|a| * penalty M.
Proof.
rewrite /penalty mulrDr !mulr_sumr; congr (_ + _); apply: eq_bigr => i _.
  by rewrite /rowgap -gapZ; apply: eq_gap => j; rewrite mxE.
by rewrite /colgap -gapZ; apply: eq_gap => j; rewrite mxE.
Qed.
End Monotone.

Section LipschitzSharp.
Variables (R : rcfType) (n : nat).

Lemma gap_pair_ge (I : finType) (i j : I) (x : I -> R) (t : R) : i != j ->
  0 <= t -> x i = t -> x j = 1 -> t - t ^+ 2 / 2%:R <= gap x.
Proof.
move=> ij t0 xi xj.
pose y k := if k == i then t else if k == j then 1 else 0 : R.
have yx k : `|y k| <= `|x k|.
  rewrite /y; case: eqVneq => [->|_]; first by rewrite xi.
  by case: eqVneq => [->|_]; rewrite ?xj // normr0.
apply: le_trans (gap_mono yx).
have ji : (j == i) = false by rewrite eq_sym (negPf ij).
have yi : y i = t by rewrite /y eqxx.
have yj : y j = 1 by rewrite /y ji eqxx.
have y0 k : k != i -> k != j -> y k = 0.
  by rewrite /y => /negPf -> /negPf ->.
have n1 : norm1 y = t + 1.
  rewrite /norm1 (bigD1 i) //= (bigD1 j) 1?eq_sym //= yi yj normr1 ger0_norm //.
  by rewrite big1 ?addr0 // => k /andP[ki kj]; rewrite y0 ?normr0.
have n2 : norm2sq y = t ^+ 2 + 1.
  rewrite /norm2sq (bigD1 i) //= (bigD1 j) 1?eq_sym //= yi yj expr1n.
  by rewrite big1 ?addr0 // => k /andP[ki kj]; rewrite y0 ?expr0n.
have n3 : norm2 y <= 1 + t ^+ 2 / 2%:R.
  have h0 : 0 <= t ^+ 2 / 2%:R by rewrite divr_ge0 ?sqr_ge0 ?ler0n.
  apply: norm2_le_of_sqr; first by rewrite addr_ge0 ?ler01.
  rewrite n2 -expr2 sqrrD expr1n mul1r -[_ / _ *+ 2]mulr_natr.
  by rewrite divfK ?pnatr_eq0 // [t ^+ 2 + 1]addrC ler_addl sqr_ge0.
rewrite /gap n1; apply: le_trans (_ : t + 1 - (1 + t ^+ 2 / 2%:R) <= _).
  by rewrite opprD addrA addrK.
by rewrite ler_add2l ler_opp2.
Qed.

Theorem penalty_lipschitz_sharp (i j : 'I_n) (c : R) : i != j -> c < 2%:R ->
  exists M N : 'M[R]_n, c * l1dist M N < `|penalty M - penalty N|.
Proof.
move=> ij c2; pose N : 'M[R]_n := perm_mx (tperm i j).
pose t : R := Num.min 1 ((2%:R - c) / 2%:R).
have t_gt0 : 0 < t.
  by rewrite lt_minr ltr01 divr_gt0 ?ltr0n ?subr_gt0.
have t_c : c < 2%:R - t.
  rewrite ltr_subr_addr -ltr_subr_addl.
  apply: le_lt_trans (_ : (2%:R - c) / 2%:R < _).
    by rewrite le_minl lexx orbT.
  rewrite ltr_pdivr_mulr ?ltr0n // mulr_natr mulr2n ltr_addl subr_gt0 //.
pose M : 'M[R]_n := \matrix_(k, l) (N k l + t *+ ((k == i) && (l == i))).
have Nii : N i i = 0 by rewrite !mxE tpermL eq_sym (negPf ij).
have Mii : M i i = t by rewrite mxE Nii eqxx add0r.
have Mij : M i j = 1.
  by rewrite mxE [j == i]eq_sym (negPf ij) andbF addr0 !mxE tpermL eqxx.
have Mji : M j i = 1.
  by rewrite mxE [j == i]eq_sym (negPf ij) addr0 !mxE tpermR eqxx.
have dist : l1dist M N = t.
  rewrite /l1dist (bigD1 i) //= (bigD1 i) //= Mii Nii subr0 gtr0_norm //.
  rewrite big1 ?addr0 => [|l li]; last first.
    by rewrite mxE (negPf li) andbF addr0 subrr normr0.
  rewrite big1 ?addr0 // => k ki; rewrite big1 // => l _.
  by rewrite mxE (negPf ki) addr0 subrr normr0.
have N0 : penalty N = 0.
  by apply/penalty_eq0_perm; [exact: perm_mx_ds | exists (tperm i j)].
have low : 2%:R * (t - t ^+ 2 / 2%:R) <= penalty M.
  rewrite mulr_natl mulr2n; apply: ler_add.
    rewrite (bigD1 i) //= -[X in X <= _]addr0 ler_add ?sumr_ge0 //.
      exact: gap_pair_ge ij (ltW t_gt0) Mii Mij.
    by move=> k _; exact: gap_ge0.
  rewrite (bigD1 i) //= -[X in X <= _]addr0 ler_add ?sumr_ge0 //.
    exact: (gap_pair_ge (x := fun k => M k i) ij (ltW t_gt0) Mii Mji).
  by move=> k _; exact: gap_ge0.
exists M, N; rewrite dist N0 subr0 ger0_norm ?penalty_ge0 //.
apply: lt_le_trans low.
rewrite mulrBr [2%:R * (_ / _)]mulrC divfK ?pnatr_eq0 // expr2 -mulrBl.
by rewrite ltr_pmul2r.
Qed.
End LipschitzSharp.

(******************************************************************************)
(* The Frobenius Lipschitz constants are best (T6b, T6d), sizes 2 and more    *)
(*                                                                            *)
(*   spread_mx a e == a on the diagonal, e elsewhere                          *)
(* Main lemmas:                                                               *)
(*   spread_penalty                the penalty of spread_mx from below        *)
(*   frobenius_lipschitz_sharp     (T6b) identity and spread_mx 1 e, e small  *)
(*   frobenius_lipschitz_ds_sharp  (T6d) the same with row sums 1             *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import real_arithmetic norms assignment penalty.
From AutoShuffleNet Require Import euclidean frobenius_lipschitz.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Spread.
Variables (R : rcfType) (n : nat).
Hypothesis n2 : (2 <= n)%N.

Let nR : 2%:R <= n%:R :> R.
Proof. by rewrite ler_nat. Qed.

(* a on the diagonal, e elsewhere *)
Definition spread_mx (a e : R) : 'M[R]_n :=
  \matrix_(i, j) if i == j then a else e.

Lemma sum_off (i : 'I_n) (e : R) : \sum_(j | j != i) e = (n%:R - 1) * e.
Proof.
rewrite sumr_const cardC1 card_ord -[LHS]mulr_natl; congr (_ * _).
by rewrite -subn1 natrB // (leq_trans _ n2).
Qed.

Lemma spread_row (i : 'I_n) (F : R -> R) (a e : R) :
  \sum_j F (spread_mx a e i j) = F a + (n%:R - 1) * F e.
Proof.
rewrite (bigD1 i) //= mxE eqxx -(sum_off i); congr (_ + _).
by apply: eq_bigr => j ji; rewrite mxE eq_sym (negPf ji).
Qed.

Lemma spread_tr a e : (spread_mx a e)^T = spread_mx a e.
Proof. by apply/matrixP => i j; rewrite !mxE eq_sym. Qed.

Lemma spread_ds a e : 0 <= a -> 0 <= e -> a + (n%:R - 1) * e = 1 ->
  doubly_stochastic (spread_mx a e).
Proof.
move=> a0 e0 s1; split=> [i j|i|j]; first by rewrite mxE; case: ifP.
  by rewrite (spread_row i (fun x => x)).
rewrite (eq_bigr (fun i => spread_mx a e j i)) => [|i _].
  by rewrite (spread_row j (fun x => x)).
by rewrite -[in LHS]spread_tr mxE.
Qed.

Lemma spread_rowgap (i : 'I_n) a e : 2%:R^-1 <= a -> 0 <= e ->
  (n%:R - 1) * e <= a ->
  (n%:R - 1) * (e - e ^+ 2) <= rowgap (spread_mx a e) i.
Proof.
move=> a_half e0 ea; rewrite /rowgap /gap /norm1 spread_row (ger0_norm e0).
rewrite ger0_norm; last by lra.
have sq : norm2 (fun j => spread_mx a e i j) ^+ 2 =
    a ^+ 2 + (n%:R - 1) * e ^+ 2.
  by rewrite sqr_norm2 /norm2sq (spread_row i (fun x => x ^+ 2)).
have t0 := norm2_ge0 (fun j => spread_mx a e i j).
set t := norm2 _ in sq t0 *.
have q0 : 0 <= (n%:R - 1) * e ^+ 2 by rewrite mulr_ge0 ?sqr_ge0 //; lra.
have b0 : 0 <= a + (n%:R - 1) * e ^+ 2 by lra.
have : t <= a + (n%:R - 1) * e ^+ 2.
  rewrite -ler_sqr ?nnegrE // sq.
  have : 0 <= (a - 2%:R^-1) * ((n%:R - 1) * e ^+ 2).
    by rewrite mulr_ge0 // subr_ge0.
  have := sqr_ge0 ((n%:R - 1) * e ^+ 2); lra.
lra.
Qed.

Lemma spread_penalty a e : 2%:R^-1 <= a -> 0 <= e -> (n%:R - 1) * e <= a ->
  2%:R * n%:R * (n%:R - 1) * (e - e ^+ 2) <= penalty (spread_mx a e).
Proof.
move=> a_half e0 ea; have rows : n%:R * ((n%:R - 1) * (e - e ^+ 2)) <=
    \sum_i rowgap (spread_mx a e) i.
  have -> : n%:R * ((n%:R - 1) * (e - e ^+ 2)) =
      \sum_(i < n) ((n%:R - 1) * (e - e ^+ 2)).
    by rewrite sumr_const card_ord mulr_natl.
  by apply: ler_sum => i _; exact: spread_rowgap.
by rewrite /penalty sum_colgap_tr spread_tr; lra.
Qed.

Lemma spread_dist a e : frob_dist_sq (spread_mx a e) (perm_mx 1%g) =
  n%:R * ((a - 1) ^+ 2 + (n%:R - 1) * e ^+ 2).
Proof.
rewrite /frob_dist_sq.
rewrite (eq_bigr (fun=> (a - 1) ^+ 2 + (n%:R - 1) * e ^+ 2)) => [|i _].
  by rewrite sumr_const card_ord mulr_natl.
rewrite (bigD1 i) //= !mxE eqxx perm1 eqxx -(sum_off i); congr (_ + _).
by apply: eq_bigr => j ji; rewrite !mxE perm1 eq_sym (negPf ji) subr0.
Qed.

Lemma penalty_id : penalty (perm_mx 1%g : 'M[R]_n) = 0.
Proof. by apply/penalty_eq0_perm; [exact: perm_mx_ds | exists 1%g]. Qed.

(* T6b *)
Theorem frobenius_lipschitz_sharp (c : R) :
  c < 2%:R * Num.sqrt (n%:R * (n%:R - 1)) ->
  exists A B : 'M[R]_n, c * frob_dist A B < `|penalty A - penalty B|.
Proof.
set w := Num.sqrt _ => cw; have wsq : w ^+ 2 = n%:R * (n%:R - 1).
  by rewrite sqr_sqrtr //; apply: mulr_ge0; lra.
have w_gt0 : 0 < w by rewrite sqrtr_gt0; apply: mulr_gt0; lra.
pose e := Num.min (n%:R^-1 : R) ((2%:R * w - c) / (4%:R * w)).
have n_gt0 : 0 < n%:R :> R by lra.
have e_gt0 : 0 < e.
  by rewrite lt_minr invr_gt0 n_gt0 divr_gt0 ?mulr_gt0 ?ltr0n // subr_gt0.
have en : e * n%:R <= 1.
  by rewrite -ler_pdivl_mulr // mul1r le_minl lexx.
have ew : e * (4%:R * w) <= 2%:R * w - c.
  by rewrite -ler_pdivl_mulr ?mulr_gt0 ?ltr0n // le_minl lexx orbT.
exists (spread_mx 1 e), (perm_mx 1%g); rewrite penalty_id subr0.
apply: lt_le_trans (ler_norm _).
have h1 : 2%:R^-1 <= 1 :> R by lra.
apply: lt_le_trans (spread_penalty h1 (ltW e_gt0) _); last by lra.
have -> : frob_dist (spread_mx 1 e) (perm_mx 1%g) = w * e.
  rewrite /frob_dist spread_dist subrr expr0n add0r mulrA -wsq -exprMn.
  by rewrite sqrtr_sqr gtr0_norm // mulr_gt0.
have -> : 2%:R * n%:R * (n%:R - 1) * (e - e ^+ 2) =
    2%:R * (w * e) * (w * (1 - e)).
  have -> : 2%:R * n%:R * (n%:R - 1) * (e - e ^+ 2) =
    2%:R * (n%:R * (n%:R - 1)) * (e - e ^+ 2) by lra.
  by rewrite -wsq; lra.
have we : 0 < w * e by rewrite mulr_gt0.
rewrite mulrAC ltr_pmul2r //; nra.
Qed.

(* T6d *)
Theorem frobenius_lipschitz_ds_sharp (c : R) :
  c < 2%:R * Num.sqrt (n%:R - 1) ->
  exists A B : 'M[R]_n, [/\ doubly_stochastic A, doubly_stochastic B &
    c * frob_dist A B < `|penalty A - penalty B|].
Proof.
set w := Num.sqrt _ => cw; have wsq : w ^+ 2 = n%:R - 1.
  by rewrite sqr_sqrtr //; lra.
have w_gt0 : 0 < w by rewrite sqrtr_gt0; lra.
have n_gt0 : 0 < n%:R :> R by lra.
pose e := Num.min ((2%:R * n%:R)^-1 : R) ((2%:R * w - c) / (4%:R * w)).
have n2_gt0 : 0 < 2%:R * n%:R :> R by lra.
have w4_gt0 : 0 < 4%:R * w by lra.
have e_gt0 : 0 < e.
  by rewrite lt_minr invr_gt0 n2_gt0 divr_gt0 // subr_gt0.
have en : e * (2%:R * n%:R) <= 1.
  by rewrite -ler_pdivl_mulr // mul1r le_minl lexx.
have ew : e * (4%:R * w) <= 2%:R * w - c.
  by rewrite -ler_pdivl_mulr // le_minl lexx orbT.
pose a := 1 - (n%:R - 1) * e.
have a_half : 2%:R^-1 <= a by rewrite /a; lra.
have s1 : a + (n%:R - 1) * e = 1 by rewrite /a; lra.
exists (spread_mx a e), (perm_mx 1%g); split.
- by apply: spread_ds => //; [lra | exact: ltW].
- exact: perm_mx_ds.
rewrite penalty_id subr0; apply: lt_le_trans (ler_norm _).
apply: lt_le_trans (spread_penalty a_half (ltW e_gt0) _); last by lra.
have -> : frob_dist (spread_mx a e) (perm_mx 1%g) = n%:R * w * e.
  rewrite /frob_dist spread_dist.
  have -> : n%:R * ((a - 1) ^+ 2 + (n%:R - 1) * e ^+ 2) =
      (n%:R * w * e) ^+ 2.
    by rewrite !exprMn wsq /a; lra.
  by rewrite sqrtr_sqr gtr0_norm // !mulr_gt0.
rewrite -wsq; have nwe : 0 < n%:R * w * e by rewrite !mulr_gt0.
have -> : 2%:R * n%:R * w ^+ 2 * (e - e ^+ 2) =
    2%:R * (n%:R * w * e) * (w * (1 - e)) by lra.
by rewrite [X in _ < X]mulrAC ltr_pmul2r //; nra.
Qed.
End Spread.

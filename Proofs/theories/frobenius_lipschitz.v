(******************************************************************************)
(* Lipschitz constants of the penalty and of the quadratic penalty (T6, L3)   *)
(*                                                                            *)
(*   frob_dist A B == the Frobenius distance, square root of frob_dist_sq A B *)
(* Main lemmas:                                                               *)
(*   gap_lipschitz_l2         (L3) n entries: sqrt (n - 1) for l2             *)
(*   gap_sub_half             equal sums, x, y >= 0: 1/2 for the l1 distance  *)
(*   penalty_frobenius        (T6b) 2 sqrt (n (n - 1)) for frob_dist          *)
(*   penalty_l1_ds            (T6c) doubly stochastic: 1 for l1dist           *)
(*   penalty_frobenius_ds     (T6d) doubly stochastic: 2 sqrt (n - 1)         *)
(*   quadratic_l1_ds          (T6e) doubly stochastic: n - frob_sq has 1      *)
(*   quadratic_not_lipschitz  (T6e) off them it has none                      *)
(* That these constants are best is in frobenius_sharp.v and, for T6c, in     *)
(* sharp_examples.v.                                                          *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import real_arithmetic norms assignment penalty.
From AutoShuffleNet Require Import euclidean.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section OneVector.
Variables (R : rcfType) (I : finType).
Implicit Types (x y : I -> R).

Lemma norm_le_sqrtM (t c d : R) : 0 <= c -> 0 <= d -> t ^+ 2 <= c * d ->
  `|t| <= Num.sqrt c * Num.sqrt d.
Proof. by move=> c0 d0 h; rewrite -sqrtrM // -sqrtr_sqr ler_wsqrtr. Qed.

Lemma norm2_norm x : norm2 (fun i => `|x i|) = norm2 x.
Proof.
congr Num.sqrt; apply: eq_bigr => i _.
by rewrite real_normK // num_real.
Qed.

Lemma norm1_norm x : norm1 (fun i => `|x i|) = norm1 x.
Proof. by apply: eq_bigr => i _; rewrite normr_id. Qed.

Lemma norm1_sqr_le x : norm1 x ^+ 2 <= #|I|%:R * norm2 x ^+ 2.
Proof.
rewrite -norm2_norm sqr_norm2 -norm1_norm norm1_nneg //.
exact: norm2sq_const_sum.
Qed.

Lemma gap_lipschitz_sqr_le x y : gap y <= gap x ->
  (gap x - gap y) ^+ 2 <= (#|I|%:R - 1) * norm2sq (fun i => x i - y i).
Proof.
move=> yx; pose X i := `|x i|; pose Y i := `|y i|.
have b0 := norm2_ge0 y; have a0 := norm2_ge0 x.
have x12 := norm2_le_norm1 x; have y12 := norm2_le_norm1 y.
have [y0|yn] := eqVneq (norm2 y) 0.
  have yz : forall i, y i = 0.
    by apply: norm2sq_eq0; rewrite -sqr_norm2 y0 expr0n.
  have gy : gap y = 0 by rewrite /gap y0 /norm1 big1 ?subr0 // => i _;
    rewrite yz normr0.
  have -> : norm2sq (fun i => x i - y i) = norm2 x ^+ 2.
    by rewrite sqr_norm2; apply: eq_bigr => i _; rewrite yz subr0.
  have h := norm1_sqr_le x; rewrite gy subr0 /gap; nra.
have b_gt0 : 0 < norm2 y by rewrite lt_neqAle eq_sym yn.
have t := norm2_tangent X Y; rewrite !norm2_norm in t.
pose p i := norm2 y - Y i.
have pw : dot p (fun i => X i - Y i) =
    norm2 y * (norm1 x - norm1 y) + dot Y Y - dot Y X.
  rewrite -addrA -[_ - dot Y X]opprK opprB -dotBr /norm1 -sumrB mulr_sumr.
  by rewrite -sumrB; apply: eq_bigr => i _ /=; rewrite /p /X /Y; lra.
have pp : norm2sq p = (#|I|%:R + 1) * norm2 y ^+ 2 -
    2%:R * norm2 y * norm1 y.
  have -> : norm2sq p = #|I|%:R * norm2 y ^+ 2 - 2%:R * norm2 y * norm1 y +
      norm2sq Y.
    rewrite -[X in X%:R]sum1_card natr_sum /norm2sq /norm1 mulr_suml !mulr_sumr.
    by rewrite -sumrB -big_split; apply: eq_bigr => i _ /=; rewrite /p /Y; lra.
  by rewrite -sqr_norm2 norm2_norm; lra.
have cs := dot_sqr_le p (fun i => X i - Y i).
have wl : norm2sq (fun i => X i - Y i) <= norm2sq (fun i => x i - y i).
  apply: ler_sum => i _; rewrite -[X in _ <= X]real_normK ?num_real //.
  rewrite -[X in X <= _]real_normK ?num_real // ler_sqr ?nnegrE //.
  exact: ler_dist_dist.
have w0 := norm2sq_ge0 (fun i => X i - Y i).
set D := norm2sq (fun i => x i - y i) in wl *.
set W := norm2sq (fun i => X i - Y i) in w0 wl cs.
have lb : norm2 y * (gap x - gap y) <= dot p (fun i => X i - Y i).
  rewrite pw dotxx /gap; lra.
have sq : (norm2 y * (gap x - gap y)) ^+ 2 <=
    dot p (fun i => X i - Y i) ^+ 2.
  have g0 : 0 <= norm2 y * (gap x - gap y) by rewrite mulr_ge0 ?subr_ge0.
  by rewrite ler_sqr ?nnegrE // (le_trans g0).
have p_ge0 := norm2sq_ge0 p.
have ppb : norm2sq p <= (#|I|%:R - 1) * norm2 y ^+ 2 by rewrite pp; nra.
have h1 : norm2sq p * W <= norm2sq p * D by rewrite ler_wpmul2l.
have h2 : norm2sq p * D <= (#|I|%:R - 1) * norm2 y ^+ 2 * D.
  by rewrite ler_wpmul2r // (le_trans w0).
have b2 : 0 < norm2 y ^+ 2 by rewrite exprn_gt0.
rewrite -(ler_pmul2l b2); lra.
Qed.

Lemma norm2sq_sym x y :
  norm2sq (fun i => x i - y i) = norm2sq (fun i => y i - x i).
Proof. by apply: eq_bigr => i _; rewrite -sqrrN opprB. Qed.

(* L3, l2 *)
Lemma gap_lipschitz_sqr x y :
  (gap x - gap y) ^+ 2 <= (#|I|%:R - 1) * norm2sq (fun i => x i - y i).
Proof.
have [xy|yx] := lerP (gap y) (gap x); first exact: gap_lipschitz_sqr_le.
rewrite norm2sq_sym -sqrrN opprB; exact/gap_lipschitz_sqr_le/ltW.
Qed.

Lemma gap_lipschitz_l2 x y : `|gap x - gap y| <=
  Num.sqrt (#|I|%:R - 1) * norm2 (fun i => x i - y i).
Proof.
have [I0|] := posnP #|I|.
  have e (z : I -> R) : gap z = 0.
    apply/gap_eq0P => i; have := max_card (pred1 i).
    by rewrite I0 card1.
  by rewrite !e subrr normr0 mulr_ge0 // sqrtr_ge0.
move=> I_gt0; apply: norm_le_sqrtM; last exact: gap_lipschitz_sqr.
  by rewrite subr_ge0 ler1n.
exact: norm2sq_ge0.
Qed.

(* equal sums: half the l1 distance *)
Lemma sum_pos_half x y : \sum_i x i = \sum_i y i ->
  \sum_i Num.max 0 (y i - x i) = 2%:R^-1 * \sum_i `|x i - y i|.
Proof.
move=> s; rewrite mulr_sumr.
have -> : \sum_i Num.max 0 (y i - x i) =
    \sum_i Num.max 0 (y i - x i) - 2%:R^-1 * (\sum_i y i - \sum_i x i).
  by rewrite s; lra.
rewrite -[\sum_i y i - _]sumrB mulr_sumr -sumrB; apply: eq_bigr => i _.
by have [h|h] := lerP 0 (y i - x i); have [k|k] := ger0P (x i - y i); lra.
Qed.

Lemma norm2_sub_half x y : (forall i, 0 <= x i) -> (forall i, 0 <= y i) ->
  \sum_i x i = \sum_i y i ->
  norm2 y - norm2 x <= 2%:R^-1 * \sum_i `|x i - y i|.
Proof.
move=> x0 y0 s; have s0 : 0 <= \sum_i `|x i - y i| by apply: sumr_ge0.
have b0 := norm2_ge0 y; have a0 := norm2_ge0 x.
have [yz|yn] := eqVneq (norm2 y) 0; first by rewrite yz; lra.
have b_gt0 : 0 < norm2 y by rewrite lt_neqAle eq_sym yn.
rewrite -(ler_pmul2l b_gt0); apply: le_trans (norm2_tangent x y) _.
rewrite -sum_pos_half // mulr_sumr -dotxx -dotBr; apply: ler_sum => i _.
have h := le_trans (ler_norm _) (norm_le_norm2 y i); have := y0 i.
by have [k|k] := lerP 0 (y i - x i); nra.
Qed.

Lemma gap_sub_half x y : (forall i, 0 <= x i) -> (forall i, 0 <= y i) ->
  \sum_i x i = \sum_i y i ->
  gap x - gap y <= 2%:R^-1 * \sum_i `|x i - y i|.
Proof.
move=> x0 y0 s; have := norm2_sub_half x0 y0 s.
rewrite /gap !norm1_nneg // s; lra.
Qed.
End OneVector.

Section Matrices.
Variables (R : rcfType) (n : nat).
Implicit Types A B : 'M[R]_n.

Definition frob_dist A B := Num.sqrt (frob_dist_sq A B).

Lemma frob_dist_sq_ge0 A B : 0 <= frob_dist_sq A B.
Proof.
by rewrite !sumr_ge0 // => i _; rewrite sumr_ge0 // => j _; exact: sqr_ge0.
Qed.

Lemma frob_dist_sq_tr A B : frob_dist_sq A^T B^T = frob_dist_sq A B.
Proof.
rewrite /frob_dist_sq exchange_big; apply: eq_bigr => i _.
by apply: eq_bigr => j _; rewrite !mxE.
Qed.

Lemma l1dist_tr A B : l1dist A^T B^T = l1dist A B.
Proof.
rewrite /l1dist exchange_big; apply: eq_bigr => i _.
by apply: eq_bigr => j _; rewrite !mxE.
Qed.

Lemma sum_colgap_tr A : \sum_j colgap A j = \sum_i rowgap A^T i.
Proof. by apply: eq_bigr => j _; rewrite rowgap_tr. Qed.

Lemma sum_sqr_le (c : R) (g D : 'I_n -> R) : (forall i, g i ^+ 2 <= c * D i) ->
  (\sum_i g i) ^+ 2 <= n%:R * c * \sum_i D i.
Proof.
move=> h; have := norm2sq_const_sum g; rewrite card_ord => /le_trans; apply.
rewrite -mulrA ler_wpmul2l ?ler0n // mulr_sumr; exact: ler_sum.
Qed.

Lemma card_pred_ge0 : 0 <= n%:R * (n%:R - 1) :> R.
Proof.
have [->|n_gt0] := posnP n; first by rewrite mul0r.
by rewrite mulr_ge0 ?ler0n // subr_ge0 ler1n.
Qed.

Lemma rowgaps_frobenius A B : `|\sum_i rowgap A i - \sum_i rowgap B i| <=
  Num.sqrt (n%:R * (n%:R - 1)) * frob_dist A B.
Proof.
apply: norm_le_sqrtM; first exact: card_pred_ge0.
  exact: frob_dist_sq_ge0.
rewrite -sumrB; apply: sum_sqr_le => i.
by have := gap_lipschitz_sqr (A i) (B i); rewrite card_ord.
Qed.

Lemma norm_add_le2 (a b c : R) : `|a| <= c -> `|b| <= c ->
  `|a + b| <= 2%:R * c.
Proof. by move=> ha hb; have := ler_norm_add a b; lra. Qed.

(* T6b *)
Theorem penalty_frobenius A B : `|penalty A - penalty B| <=
  2%:R * Num.sqrt (n%:R * (n%:R - 1)) * frob_dist A B.
Proof.
rewrite /penalty opprD addrACA -mulrA; apply: norm_add_le2.
  exact: rowgaps_frobenius.
rewrite !sum_colgap_tr /frob_dist -frob_dist_sq_tr; exact: rowgaps_frobenius.
Qed.

(* T6c *)
Lemma rowgaps_half A B : (forall i j, 0 <= A i j) -> (forall i j, 0 <= B i j) ->
  (forall i, \sum_j A i j = \sum_j B i j) ->
  \sum_i rowgap A i - \sum_i rowgap B i <= 2%:R^-1 * l1dist A B.
Proof.
move=> A0 B0 s; rewrite -sumrB mulr_sumr; apply: ler_sum => i _.
exact: gap_sub_half.
Qed.

Lemma rowgaps_half_norm A B :
  (forall i j, 0 <= A i j) -> (forall i j, 0 <= B i j) ->
  (forall i, \sum_j A i j = \sum_j B i j) ->
  `|\sum_i rowgap A i - \sum_i rowgap B i| <= 2%:R^-1 * l1dist A B.
Proof.
move=> A0 B0 s; rewrite ler_norml rowgaps_half // andbT ler_oppl opprB
    l1dist_sym.
exact: rowgaps_half.
Qed.

Theorem penalty_l1_ds A B : doubly_stochastic A -> doubly_stochastic B ->
  `|penalty A - penalty B| <= l1dist A B.
Proof.
case=> A0 Ar Ac [B0 Br Bc]; rewrite /penalty opprD addrACA.
have hr := @rowgaps_half_norm A B A0 B0 (fun i => etrans (Ar i) (esym (Br i))).
have hc : `|\sum_j colgap A j - \sum_j colgap B j| <= 2%:R^-1 * l1dist A B.
  rewrite !sum_colgap_tr -l1dist_tr; apply: rowgaps_half_norm => [i j|i j|i].
  - by rewrite mxE.
  - by rewrite mxE.
  rewrite (eq_bigr (fun j => A j i)); last by move=> j _; rewrite mxE.
  by rewrite Ac -(Bc i); apply: eq_bigr => j _; rewrite mxE.
by have := norm_add_le2 hr hc; lra.
Qed.

(* T6d *)
Lemma rowgaps_frobenius_ds A B : doubly_stochastic A -> doubly_stochastic B ->
  (\sum_i rowgap A i - \sum_i rowgap B i) ^+ 2 <=
  (n%:R - 1) * frob_dist_sq A B.
Proof.
case=> A0 Ar _ [B0 Br _]; have [n0|n_gt0] := posnP n.
  have -> : A = B.
    by apply/matrixP => i; have := ltn_ord i; rewrite [X in (_ < X)%N]n0.
  by rewrite subrr expr0n /= /frob_dist_sq big1 ?mulr0 // => i _;
    rewrite big1 // => j _; rewrite subrr expr0n.
have n0 : 0 < n%:R :> R by rewrite ltr0n.
rewrite -sumrB.
have nn : n%:R != 0 :> R by rewrite gt_eqF.
have -> : n%:R - 1 = n%:R * ((n%:R - 1) / n%:R) :> R.
  by rewrite mulrCA divff // mulr1.
apply: sum_sqr_le => i; rewrite mulrAC ler_pdivl_mulr //.
have := norm2_unit_lipschitz (B0 i) (A0 i) (Br i) (Ar i); rewrite card_ord.
rewrite /rowgap /gap !norm1_nneg // Ar Br => h.
set a := norm2 (A i) in h *; set b := norm2 (B i) in h *.
have -> : (1 - a - (1 - b)) ^+ 2 = (a - b) ^+ 2 by lra.
rewrite /norm2sq in h; lra.
Qed.

Theorem penalty_frobenius_ds A B :
  doubly_stochastic A -> doubly_stochastic B ->
  `|penalty A - penalty B| <= 2%:R * Num.sqrt (n%:R - 1) * frob_dist A B.
Proof.
move=> dA dB; have [n0|n_gt0] := posnP n.
  have -> : A = B.
    by apply/matrixP => i; have := ltn_ord i; rewrite [X in (_ < X)%N]n0.
  by rewrite subrr normr0 !mulr_ge0 ?sqrtr_ge0.
have c0 : 0 <= n%:R - 1 :> R by rewrite subr_ge0 ler1n.
rewrite /penalty opprD addrACA -mulrA; apply: norm_add_le2.
  apply: norm_le_sqrtM => //; first exact: frob_dist_sq_ge0.
  exact: rowgaps_frobenius_ds.
rewrite !sum_colgap_tr; apply: norm_le_sqrtM => //.
  exact: frob_dist_sq_ge0.
rewrite -frob_dist_sq_tr; apply: rowgaps_frobenius_ds; exact: ds_tr.
Qed.

(* T6e *)
Theorem quadratic_l1_ds A B : doubly_stochastic A -> doubly_stochastic B ->
  `|(n%:R - frob_sq A) - (n%:R - frob_sq B)| <= l1dist A B.
Proof.
have h (C D : 'M[R]_n) : doubly_stochastic C -> doubly_stochastic D ->
    frob_sq D - frob_sq C <= l1dist C D.
  move=> dC dD; have [C0 Cr _] := dC; have [D0 Dr _] := dD.
  rewrite /frob_sq /l1dist -sumrB; apply: ler_sum => i _.
  have -> : \sum_j `|C i j - D i j| = 2%:R *
      \sum_j Num.max 0 (D i j - C i j).
    by rewrite sum_pos_half ?Cr ?Dr //; lra.
  rewrite -sumrB mulr_sumr; apply: ler_sum => j _.
  have := C0 i j; have := D0 i j; have := ds_le1 i j dC; have := ds_le1 i j dD.
  by have [k|k] := lerP 0 (D i j - C i j); nra.
move=> dA dB; rewrite ler_norml; apply/andP; split.
  by have := h _ _ dB dA; rewrite l1dist_sym; lra.
by have := h _ _ dA dB; lra.
Qed.

Theorem quadratic_not_lipschitz (i : 'I_n) (C : R) : exists A B : 'M[R]_n,
  C * l1dist A B < `|(n%:R - frob_sq A) - (n%:R - frob_sq B)|.
Proof.
pose t := `|C| + 1; have t_gt0 : 0 < t by rewrite ltr_paddl // ltr01.
pose A : 'M[R]_n := \matrix_(k, l) (t *+ ((k == i) && (l == i))).
have A0 k l : (k != i) || (l != i) -> A k l = 0.
  by rewrite mxE; case: eqP => //; case: eqP.
have Aii : A i i = t by rewrite mxE eqxx.
exists A, 0; have -> : l1dist A 0 = t.
  rewrite /l1dist (bigD1 i) //= (bigD1 i) //= Aii mxE subr0 gtr0_norm //.
  rewrite big1 ?addr0 => [|l li];
    last by rewrite A0 ?li ?orbT // mxE subrr normr0.
  by rewrite big1 ?addr0 // => k ki; rewrite big1 // => l _;
    rewrite A0 ?ki // mxE subrr normr0.
have -> : frob_sq A = t ^+ 2.
  rewrite /frob_sq (bigD1 i) //= (bigD1 i) //= Aii.
  rewrite big1 ?addr0 => [|l li]; last by rewrite A0 ?li ?orbT // expr0n.
  by rewrite big1 ?addr0 // => k ki; rewrite big1 // => l _;
    rewrite A0 ?ki // expr0n.
have -> : frob_sq (0 : 'M[R]_n) = 0.
  by rewrite /frob_sq big1 // => k _; rewrite big1 // => l _;
    rewrite mxE expr0n.
rewrite distrC; apply: lt_le_trans (ler_norm _).
have : C <= `|C| := ler_norm C.
have tE : t = `|C| + 1 by [].
nra.
Qed.
End Matrices.

(******************************************************************************)
(* Concavity of the penalty and its local minimisers (T7)                     *)
(*                                                                            *)
(*        local_minimiser F M == M is doubly stochastic and minimises F among *)
(*                               the doubly stochastic matrices near M        *)
(* strict_local_minimiser F M == the same, the others near M being worse      *)
(* second_difference_le f beta == f (M + Z) + f (M - Z) - 2 f M is at most    *)
(*                                beta frob_sq Z between doubly stochastic    *)
(*                                matrices: curvature at most beta            *)
(* Main lemmas:                                                               *)
(*   penalty_concave              (T7a) on the nonnegative matrices           *)
(*   penalty_strongly_concave     (T7a) modulus 1 / n, doubly stochastic      *)
(*   segment_through              a doubly stochastic matrix that is no       *)
(*                                permutation is the middle of a segment      *)
(*   penalised_local_minimiser    (T7b) lam > beta n / 2: local minimisers of *)
(*                                f + lam penalty are permutation matrices    *)
(*   quadratic_local_minimiser    (T7b) for n - frob_sq: lam > beta / 2       *)
(*   penalty_local_minimiser,                                                 *)
(*   perm_strict_local_minimiser  (T7b) the local minimisers of the penalty   *)
(*                                are the permutation matrices, all strict    *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import real_arithmetic norms assignment penalty.
From AutoShuffleNet Require Import euclidean frobenius_lipschitz.
From AutoShuffleNet Require Import sharp_lower_bound half_matrices.
From AutoShuffleNet Require Import equality_case.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section OneVector.
Variables (R : rcfType) (I : finType).
Implicit Types (x y : I -> R) (t : R).

Lemma gap_concave t x y : 0 <= t -> t <= 1 ->
  (forall i, 0 <= x i) -> (forall i, 0 <= y i) ->
  t * gap x + (1 - t) * gap y <= gap (fun i => t * x i + (1 - t) * y i).
Proof.
move=> t0 t1 x0 y0; have t1' : 0 <= 1 - t by rewrite subr_ge0.
have h := norm2_comb_le x y t0 t1'.
have n1 : norm1 (fun i => t * x i + (1 - t) * y i) =
    t * norm1 x + (1 - t) * norm1 y.
  rewrite !norm1_nneg // => [|i]; last by rewrite addr_ge0 // mulr_ge0.
  by rewrite big_split -!mulr_sumr.
by rewrite /gap n1; lra.
Qed.

Lemma gap_strongly_concave t x y : 0 <= t -> t <= 1 ->
  (forall i, 0 <= x i) -> (forall i, 0 <= y i) ->
  \sum_i x i = 1 -> \sum_i y i = 1 ->
  2%:R * #|I|%:R * (t * gap x + (1 - t) * gap y) +
    t * (1 - t) * norm2sq (fun i => x i - y i) <=
  2%:R * #|I|%:R * gap (fun i => t * x i + (1 - t) * y i).
Proof.
move=> t0 t1 x0 y0 sx sy; have t1' : 0 <= 1 - t by rewrite subr_ge0.
pose z i := t * x i + (1 - t) * y i.
have z0 i : 0 <= z i by rewrite addr_ge0 // mulr_ge0.
have sz : \sum_i z i = 1.
  by rewrite /z big_split -!mulr_sumr sx sy /=; lra.
have n_gt0 := unit_sum_card_gt0 sx.
have lip := norm2_unit_lipschitz y0 x0 sy sx.
have c_gt0 := unit_norm2_gt0 sz; have c1 := norm2sq_dot_unit z0 sz.
have a1 := norm2sq_dot_unit x0 sx; have b1 := norm2sq_dot_unit y0 sy.
have h := norm2_comb_le x y t0 t1'; rewrite -/z in h.
have zz : norm2 z ^+ 2 = t * norm2 x ^+ 2 + (1 - t) * norm2 y ^+ 2 -
    t * (1 - t) * norm2sq (fun i => x i - y i).
  by rewrite !sqr_norm2 norm2sq_comb norm2sqB; lra.
rewrite -/z /gap !norm1_nneg // sx sy sz.
set D := norm2sq (fun i => x i - y i) in lip zz *.
set a := norm2 x in lip a1 h zz *; set b := norm2 y in lip b1 h zz *.
set c := norm2 z in h zz c1 c_gt0 *.
set n := #|I|%:R in n_gt0 lip *.
pose m := t * a + (1 - t) * b.
have m1 : m <= 1 by rewrite /m; nra.
have tt : 0 <= t * (1 - t) by rewrite mulr_ge0.
have key : (m - c) * (m + c) = t * (1 - t) * (D - (a - b) ^+ 2).
  have -> : (m - c) * (m + c) = m ^+ 2 - c ^+ 2 by lra.
  by rewrite zz /m; lra.
have mc : 0 <= m - c by rewrite subr_ge0.
have k2 : (m - c) * (m + c) <= 2%:R * (m - c) by nra.
have k3 : n * (t * (1 - t) * (D - (a - b) ^+ 2)) <= n * (2%:R * (m - c)).
  by rewrite -key ler_pmul2l.
have k4 : t * (1 - t) * D <= t * (1 - t) * (n * (D - (a - b) ^+ 2)).
  by rewrite ler_wpmul2l //; lra.
rewrite /m in k3; lra.
Qed.
End OneVector.

Section Matrices.
Variables (R : rcfType) (n : nat).
Implicit Types (A B M Z : 'M[R]_n) (s : 'S_n) (t : R).

Definition nonneg_mx M := forall i j, 0 <= M i j.

Lemma rowgaps_concave t A B : 0 <= t -> t <= 1 -> nonneg_mx A -> nonneg_mx B ->
  t * (\sum_i rowgap A i) + (1 - t) * (\sum_i rowgap B i) <=
  \sum_i rowgap (t *: A + (1 - t) *: B) i.
Proof.
move=> t0 t1 A0 B0; rewrite !mulr_sumr -big_split; apply: ler_sum => i _ /=.
apply: le_trans (gap_concave t0 t1 (A0 i) (B0 i)) _.
by rewrite le_eqVlt; apply/orP; left; apply/eqP/eq_gap => j; rewrite !mxE.
Qed.

Lemma comb_tr t A B :
  (t *: A + (1 - t) *: B)^T = t *: A^T + (1 - t) *: B^T.
Proof. by apply/matrixP => i j; rewrite !mxE. Qed.

(* T7a *)
Theorem penalty_concave t A B : 0 <= t -> t <= 1 ->
  (forall i j, 0 <= A i j) -> (forall i j, 0 <= B i j) ->
  t * penalty A + (1 - t) * penalty B <= penalty (t *: A + (1 - t) *: B).
Proof.
move=> t0 t1 A0 B0; have hr := rowgaps_concave t0 t1 A0 B0.
have tr_nneg (C : 'M[R]_n) : nonneg_mx C -> nonneg_mx C^T.
  by move=> C0 i j; rewrite mxE.
have := rowgaps_concave t0 t1 (tr_nneg _ A0) (tr_nneg _ B0).
by rewrite -comb_tr -!sum_colgap_tr /penalty; lra.
Qed.

Lemma rowgaps_strongly_concave t A B : 0 <= t -> t <= 1 ->
  doubly_stochastic A -> doubly_stochastic B ->
  2%:R * n%:R * (t * (\sum_i rowgap A i) + (1 - t) * (\sum_i rowgap B i)) +
    t * (1 - t) * frob_dist_sq A B <=
  2%:R * n%:R * \sum_i rowgap (t *: A + (1 - t) *: B) i.
Proof.
move=> t0 t1 [A0 Ar _] [B0 Br _].
have -> : 2%:R * n%:R * (t * (\sum_i rowgap A i) +
    (1 - t) * (\sum_i rowgap B i)) + t * (1 - t) * frob_dist_sq A B =
  \sum_i (2%:R * n%:R * (t * rowgap A i + (1 - t) * rowgap B i) +
    t * (1 - t) * \sum_j (A i j - B i j) ^+ 2).
  rewrite [RHS]big_split /= -!mulr_sumr; congr (_ * _ + _).
  by rewrite [RHS]big_split /= -!mulr_sumr.
rewrite mulr_sumr; apply: ler_sum => i _;
  have := gap_strongly_concave t0 t1 (A0 i) (B0 i).
rewrite Ar Br card_ord => /(_ erefl erefl) /le_trans; apply.
rewrite le_eqVlt; apply/orP; left; apply/eqP; congr (_ * _).
by apply: eq_gap => j; rewrite !mxE.
Qed.

Theorem penalty_strongly_concave t A B : 0 <= t -> t <= 1 ->
  doubly_stochastic A -> doubly_stochastic B ->
  t * penalty A + (1 - t) * penalty B +
    n%:R^-1 * (t * (1 - t) * frob_dist_sq A B) <=
  penalty (t *: A + (1 - t) *: B).
Proof.
move=> t0 t1 dA dB; have hr := rowgaps_strongly_concave t0 t1 dA dB.
have := rowgaps_strongly_concave t0 t1 (ds_tr dA) (ds_tr dB).
rewrite -comb_tr -!sum_colgap_tr frob_dist_sq_tr => hc.
have [n0|n_gt0] := posnP n.
  have -> : A = B.
    by apply/matrixP => i; have := ltn_ord i; rewrite [X in (_ < X)%N]n0.
  rewrite -scalerDl; have -> : t + (1 - t) = 1 by lra.
  have -> : frob_dist_sq B B = 0.
    by rewrite /frob_dist_sq big1 // => i _; rewrite big1 // => j _;
      rewrite subrr expr0n.
  by rewrite scale1r; lra.
have np : 0 < n%:R :> R by rewrite ltr0n.
have nv : n%:R * n%:R^-1 = 1 :> R by rewrite divff // gt_eqF.
have e : n%:R * (n%:R^-1 * (t * (1 - t) * frob_dist_sq A B)) =
    t * (1 - t) * frob_dist_sq A B by rewrite mulrA nv mul1r.
rewrite -(ler_pmul2l np) /penalty; lra.
Qed.

(* Doubly stochastic matrices form a convex set *)
Lemma ds_comb t A B : 0 <= t -> t <= 1 ->
  doubly_stochastic A -> doubly_stochastic B ->
  doubly_stochastic (t *: A + (1 - t) *: B).
Proof.
move=> t0 t1 [A0 Ar Ac] [B0 Br Bc]; split=> [i j|i|j].
- by rewrite !mxE addr_ge0 // mulr_ge0 // subr_ge0.
- rewrite (eq_bigr (fun j => t * A i j + (1 - t) * B i j)); last first.
    by move=> j _; rewrite !mxE.
  by rewrite big_split -!mulr_sumr Ar Br /=; lra.
rewrite (eq_bigr (fun i => t * A i j + (1 - t) * B i j)); last first.
  by move=> i _; rewrite !mxE.
by rewrite big_split -!mulr_sumr Ac Bc /=; lra.
Qed.

Definition local_minimiser (F : 'M[R]_n -> R) M :=
  doubly_stochastic M /\ exists2 eps : R, 0 < eps &
    forall A, doubly_stochastic A -> l1dist M A < eps -> F M <= F A.

Definition strict_local_minimiser (F : 'M[R]_n -> R) M :=
  doubly_stochastic M /\ exists2 eps : R, 0 < eps &
    forall A, doubly_stochastic A -> A != M -> l1dist M A < eps -> F M < F A.

Lemma frob_dist_sq_gt0 A B : A != B -> 0 < frob_dist_sq A B.
Proof.
move=> AB; rewrite lt_neqAle frob_dist_sq_ge0 andbT eq_sym.
apply: contra AB => /eqP h; apply/eqP/matrixP => i j.
have h1 : \sum_j (A i j - B i j) ^+ 2 = 0.
  by apply: (psumr_eq0P _ h) => // k _; apply: sumr_ge0 => l _; exact: sqr_ge0.
have h2 : (A i j - B i j) ^+ 2 = 0.
  by apply: (psumr_eq0P _ h1) => // k _; exact: sqr_ge0.
by apply/eqP; rewrite -subr_eq0 -sqrf_eq0 h2.
Qed.

(* through a matrix that is no permutation passes a segment *)
Lemma segment_through M (eps : R) : doubly_stochastic M -> 0 < eps ->
  (forall s, M != perm_mx s) ->
  exists Z, [/\ Z != 0, doubly_stochastic (M + Z), doubly_stochastic (M - Z),
    l1dist M (M + Z) < eps & l1dist M (M - Z) < eps].
Proof.
move=> dM eps_gt0 noperm; have [M0 Mr Mc] := dM.
have [s sM] := support_perm dM.
have n_gt0 : (0 < n)%N.
  rewrite lt0n; apply/eqP => n0; case/eqP: (noperm s).
  by apply/matrixP => i; have := ltn_ord i; rewrite [X in (_ < X)%N]n0.
have [i1 _ imin] := arg_minP (fun i => M i (s i))
  (isT : xpredT (Ordinal n_gt0)).
pose c := M i1 (s i1).
have c_le i : c <= M i (s i) by exact: imin.
have c_gt0 : 0 < c by rewrite lt_neqAle eq_sym sM M0.
have c_le1 : c <= 1 by exact: ds_le1.
pose D := l1dist M (perm_mx s) + 1.
have D0 : 0 < D by rewrite ltr_paddl // l1dist_ge0.
pose d := Num.min (c / 2%:R) (eps / (2%:R * D)).
have d_gt0 : 0 < d by rewrite lt_minr !divr_gt0 // ?mulr_gt0 // ltr0n.
have d_c : d <= c / 2%:R by rewrite le_minl lexx.
have d_e : d * D < eps.
  apply: (@le_lt_trans _ _ (eps / 2%:R)); last by lra.
  have : d <= eps / (2%:R * D) by rewrite le_minl lexx orbT.
  by rewrite ler_pdivl_mulr ?mulr_gt0 ?ltr0n //; lra.
pose Z := d *: (perm_mx s - M).
have [P0 Pr Pc] := perm_mx_ds R s.
have dist B : (forall i j, `|M i j - B i j| = d * `|M i j - perm_mx s i j|) ->
    l1dist M B < eps.
  move=> e; have -> : l1dist M B = d * l1dist M (perm_mx s).
    rewrite /l1dist mulr_sumr; apply: eq_bigr => i _; rewrite mulr_sumr.
    exact: eq_bigr.
  by apply: le_lt_trans d_e; rewrite ler_pmul2l // /D; lra.
exists Z; split.
- rewrite scaler_eq0 (gt_eqF d_gt0) subr_eq0 /= eq_sym; exact: noperm.
- have -> : M + Z = d *: perm_mx s + (1 - d) *: M.
    by apply/matrixP => i j; rewrite !mxE; lra.
  have d1 : d <= 1 by lra.
  exact: (ds_comb (ltW d_gt0) d1 (perm_mx_ds R s) dM).
- split=> [i j|i|j].
  + rewrite !mxE; have := c_le i; have := M0 i j.
    by case: eqP => [<-|_] /=; nra.
  + rewrite (eq_bigr (fun j => (1 + d) * M i j - d * perm_mx s i j)).
      by rewrite sumrB -!mulr_sumr Mr Pr; lra.
    by move=> j _; rewrite !mxE; lra.
  + rewrite (eq_bigr (fun i => (1 + d) * M i j - d * perm_mx s i j)).
      by rewrite sumrB -!mulr_sumr Mc Pc; lra.
    by move=> i _; rewrite !mxE; lra.
- apply: dist => i j; rewrite -{1}(gtr0_norm d_gt0) -normrM; congr `|_|.
  by rewrite !mxE; lra.
- apply: dist => i j; rewrite -{1}(gtr0_norm d_gt0) -normrM -normrN.
  by congr `|_|; rewrite !mxE; lra.
Qed.

Lemma midpoint M Z : 2%:R^-1 *: (M + Z) + (1 - 2%:R^-1) *: (M - Z) = M.
Proof. by apply/matrixP => i j; rewrite !mxE; lra. Qed.

Lemma frob_dist_sq_ends M Z :
  frob_dist_sq (M + Z) (M - Z) = 4%:R * frob_sq Z.
Proof.
rewrite /frob_dist_sq /frob_sq mulr_sumr; apply: eq_bigr => i _.
by rewrite mulr_sumr; apply: eq_bigr => j _; rewrite !mxE; lra.
Qed.

Lemma frob_sq_gt0 Z : Z != 0 -> 0 < frob_sq Z.
Proof.
move=> Z0; have := frob_dist_sq_gt0 Z0; rewrite /frob_dist_sq /frob_sq.
congr (0 < _); apply: eq_bigr => i _; apply: eq_bigr => j _.
by rewrite mxE subr0.
Qed.

Definition second_difference_le (f : 'M[R]_n -> R) (beta : R) := forall M Z,
  doubly_stochastic (M + Z) -> doubly_stochastic (M - Z) ->
  f (M + Z) + f (M - Z) - 2%:R * f M <= beta * frob_sq Z.

Lemma penalty_second_difference M Z :
  doubly_stochastic (M + Z) -> doubly_stochastic (M - Z) ->
  penalty (M + Z) + penalty (M - Z) + 2%:R * (n%:R^-1 * frob_sq Z) <=
  2%:R * penalty M.
Proof.
move=> dA dB; have h0 : 0 <= 2%:R^-1 :> R by lra.
have h1 : 2%:R^-1 <= 1 :> R by lra.
have := penalty_strongly_concave h0 h1 dA dB.
by rewrite midpoint frob_dist_sq_ends; lra.
Qed.

Lemma quadratic_second_difference M Z :
  frob_sq (M + Z) + frob_sq (M - Z) - 2%:R * frob_sq M = 2%:R * frob_sq Z.
Proof.
rewrite /frob_sq !mulr_sumr -big_split -sumrB; apply: eq_bigr => i _ /=.
rewrite !mulr_sumr -big_split -sumrB; apply: eq_bigr => j _ /=.
by rewrite !mxE; lra.
Qed.

Lemma concave_local_minimiser (F : 'M[R]_n -> R) M :
  (forall M Z, doubly_stochastic (M + Z) -> doubly_stochastic (M - Z) ->
    Z != 0 -> F (M + Z) + F (M - Z) < 2%:R * F M) ->
  local_minimiser F M -> exists s, M = perm_mx s.
Proof.
move=> conc [dM [eps eps_gt0 minM]].
case: (pickP (fun s : 'S_n => M == perm_mx s)) => [s /eqP ->|no].
  by exists s.
have [|Z [Z0 dA dB hA hB]] := segment_through dM eps_gt0.
  by move=> s; rewrite no.
have := conc M Z dA dB Z0; have := minM _ dA hA; have := minM _ dB hB; lra.
Qed.

(* T7b *)
Theorem penalised_local_minimiser f (beta lam : R) M :
  0 <= lam -> second_difference_le f beta -> beta * n%:R < 2%:R * lam ->
  local_minimiser (fun A => f A + lam * penalty A) M ->
  exists s, M = perm_mx s.
Proof.
move=> lam0 hf bl; apply: concave_local_minimiser => A Z dA dB Z0.
have [n0|n_gt0] := posnP n.
  case/eqP: Z0; apply/matrixP => i.
  by have := ltn_ord i; rewrite [X in (_ < X)%N]n0.
have np : 0 < n%:R^-1 :> R by rewrite invr_gt0 ltr0n.
have nv : n%:R * n%:R^-1 = 1 :> R by rewrite divff // pnatr_eq0 -lt0n.
have h := hf A Z dA dB; have p := penalty_second_difference dA dB.
have fz := frob_sq_gt0 Z0.
have q := ler_wpmul2l lam0 p.
have b2 : beta * n%:R * (n%:R^-1 * frob_sq Z) <
    2%:R * lam * (n%:R^-1 * frob_sq Z) by rewrite ltr_pmul2r // mulr_gt0.
have e : beta * n%:R * (n%:R^-1 * frob_sq Z) = beta * frob_sq Z.
  by rewrite mulrA -[beta * _ * _]mulrA nv mulr1.
lra.
Qed.

Theorem quadratic_local_minimiser f (beta lam : R) M :
  second_difference_le f beta -> beta < 2%:R * lam ->
  local_minimiser (fun A => f A + lam * (n%:R - frob_sq A)) M ->
  exists s, M = perm_mx s.
Proof.
move=> hf bl; apply: concave_local_minimiser => A Z dA dB Z0.
have h := hf A Z dA dB; have q := quadratic_second_difference A Z.
have fz := frob_sq_gt0 Z0; nra.
Qed.

Theorem penalty_local_minimiser M : local_minimiser (@penalty R n) M ->
  exists s, M = perm_mx s.
Proof.
move=> [dM [eps e0 minM]].
apply: (@penalised_local_minimiser (fun=> 0) 0 1) => [|A Z _ _||].
- exact: ler01.
- lra.
- by rewrite mul0r mulr1 ltr0n.
split=> //; exists eps => // A dA hA; rewrite !add0r !mul1r; exact: minM.
Qed.

Lemma penalty_perm s : penalty (perm_mx s : 'M[R]_n) = 0.
Proof. by apply/penalty_eq0_perm; [exact: perm_mx_ds | exists s]. Qed.

Lemma perm_mx_far s (t : 'S_n) : s != t -> 2%:R <= l1dist (perm_mx s : 'M[R]_n)
    (perm_mx t).
Proof.
move=> st; rewrite l1dist_perm; last exact: perm_mx_ds.
have [i si] : exists i, s i != t i.
  apply/existsP; apply: contraR st => /existsPn h.
  by apply/eqP/permP => i; apply/eqP; have := h i; rewrite negbK.
suff : assign_val (perm_mx s : 'M[R]_n) t <= n%:R - 1 by lra.
have -> : n%:R - 1 = \sum_(k < n) (if k == i then 0 else 1 : R).
  rewrite (bigD1 i) //= eqxx add0r (eq_bigr (fun=> 1)); last first.
    by move=> k /negPf ->.
  by rewrite sumr_const cardC1 card_ord -[in LHS](ltn_predK (ltn_ord i));
    rewrite mulrS addrC addrA addNr add0r.
apply: ler_sum => k _; rewrite !mxE; have [->|_] := eqVneq k i.
  by rewrite (negPf si).
by case: (s k == t k); rewrite ?lexx ?ler01.
Qed.

Theorem perm_strict_local_minimiser s :
  strict_local_minimiser (@penalty R n) (perm_mx s).
Proof.
split; first exact: perm_mx_ds.
exists 2%:R => [|A dA As hA]; first exact: ltr0Sn.
rewrite penalty_perm lt_neqAle penalty_ge0 andbT eq_sym; apply/eqP => h.
have [t At] := (penalty_eq0_perm dA).1 h.
have st : s != t by apply: contra As => /eqP ->; rewrite At.
by have := perm_mx_far st; rewrite -At; lra.
Qed.
End Matrices.

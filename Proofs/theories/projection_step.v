(******************************************************************************)
(* Finite identification with the Euclidean projection (T9e, part C)          *)
(*                                                                            *)
(*   nearest_ds Y D == D is doubly stochastic and none is nearer to Y in      *)
(*                     Frobenius distance                                     *)
(*   frob_dist M N  == the Frobenius distance                                 *)
(*   split_force e  == 2 (1 - 2 e) / sqrt(e^2 + (1 - e)^2), the least         *)
(*                     difference of the subgradient off s and on s           *)
(* Main lemmas:                                                               *)
(*   nearest_ds_variational   the variational inequality of the projection    *)
(*   projection_step_le       the distance to perm_mx s falls by              *)
(*                            eta (lam split_force - 2 Gam) / sqrt2           *)
(*   projection_identifies    the iterates reach perm_mx s and stay           *)
(*   near_of_penalty          a start certified by the penalty                *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms assignment penalty sharp_lower_bound.
From AutoShuffleNet Require Import real_arithmetic training_step.
From AutoShuffleNet Require Import aligned_repair.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Projection.
Variables (R : rcfType) (n : nat).
Implicit Types (M Y D G : 'M[R]_n) (x y : 'I_n -> 'I_n -> R).

Definition nearest_ds Y D := doubly_stochastic D /\
  forall D', doubly_stochastic D' -> frob_dist_sq Y D <= frob_dist_sq Y D'.
Definition frob_dist M D := Num.sqrt (frob_dist_sq M D).

Definition inner x y := \sum_i \sum_j x i j * y i j.

Lemma inner_ge0 x : 0 <= inner x x.
Proof.
by apply: sumr_ge0 => i _; apply: sumr_ge0 => j _; rewrite -expr2 sqr_ge0.
Qed.

Lemma inner_addZ x y (c : R) :
  inner (fun i j => x i j + c * y i j) (fun i j => x i j + c * y i j) =
  inner x x + 2%:R * c * inner x y + c ^+ 2 * inner y y.
Proof.
rewrite /inner !mulr_sumr -!big_split; apply: eq_bigr => i _ /=.
rewrite !mulr_sumr -!big_split; apply: eq_bigr => j _ /=; real_lra.
Qed.

Lemma frob_dist_sqE M D : frob_dist_sq M D =
  inner (fun i j => M i j - D i j) (fun i j => M i j - D i j).
Proof. by apply: eq_bigr => i _; apply: eq_bigr => j _; rewrite expr2. Qed.

Lemma frob_dist_sq_ge0 M D : 0 <= frob_dist_sq M D.
Proof. by rewrite frob_dist_sqE inner_ge0. Qed.

Lemma ds_mix M D (c : R) : doubly_stochastic M -> doubly_stochastic D ->
  0 <= c <= 1 -> doubly_stochastic (\matrix_(i, j)
    (M i j + c * (D i j - M i j))).
Proof.
case=> M0 Mr Mc [D0 Dr Dc] /andP[c0 c1]; split=> [i j|i|j].
- rewrite mxE; have : 0 <= c * D i j by rewrite mulr_ge0.
  have : 0 <= (1 - c) * M i j by rewrite mulr_ge0 ?subr_ge0.
  by real_lra.
- under eq_bigr do rewrite mxE.
  by rewrite big_split -mulr_sumr sumrB /= Mr Dr subrr mulr0 addr0.
under eq_bigr do rewrite mxE.
by rewrite big_split -mulr_sumr sumrB /= Mc Dc subrr mulr0 addr0.
Qed.

Lemma nearest_ds_variational Y D D' : nearest_ds Y D -> doubly_stochastic D' ->
  inner (fun i j => Y i j - D i j) (fun i j => D' i j - D i j) <= 0.
Proof.
case=> dD near dD'; set p := inner _ _.
pose q := inner (fun i j => D' i j - D i j) (fun i j => D' i j - D i j).
have q0 : 0 <= q by exact: inner_ge0.
rewrite leNgt; apply/negP => p0.
have key c : 0 <= c <= 1 -> 2%:R * c * p <= c ^+ 2 * q.
  move=> c01; have := near _ (ds_mix dD dD' c01); rewrite !frob_dist_sqE.
  set mix := inner (fun i j => Y i j - (\matrix_(_, _) _) i j) _.
  have -> : mix = inner (fun i j => (Y i j - D i j) + (- c) * (D' i j - D i j))
      (fun i j => (Y i j - D i j) + (- c) * (D' i j - D i j)).
    apply: eq_bigr => i _; apply: eq_bigr => j _; rewrite !mxE.
    by congr (_ * _); real_lra.
  by rewrite inner_addZ -/p -/q; real_lra.
have pq0 : 0 < p + q by rewrite ltr_paddr.
have c01 : 0 <= p / (p + q) <= 1.
  rewrite divr_ge0 ?(ltW p0) ?(ltW pq0) //= ler_pdivr_mulr // mul1r.
  by rewrite ler_addl.
have := key _ c01; set c := p / _.
have c0 : 0 < c by rewrite divr_gt0.
have cE : c * (p + q) = p by rewrite mulfVK ?gt_eqF.
have -> : 2%:R * c * p = c * (2%:R * p) by real_lra.
rewrite expr2 -mulrA ler_pmul2l //.
have := mulr_gt0 c0 p0; move: cE; real_lra.
Qed.
End Projection.

Section ProjectionStep.
Variables (R : rcfType) (n : nat) (s : 'S_n).
Implicit Types (M G : 'M[R]_n).

Definition split_force (e : R) := 2%:R * ((1 - 2%:R * e) / off_norm e).

Section OneStep.
Variables (M M' G : 'M[R]_n) (e eta lam Gam : R).
Hypothesis dM : doubly_stochastic M.
Hypotheses (e_le1 : e <= 1) (e_ge0 : 0 <= e).
Hypothesis near : frob_dist M (perm_mx s) <= e.
Hypotheses (eta_ge0 : 0 <= eta) (lam_ge0 : 0 <= lam).
Hypothesis G_off : forall i j, j != s i -> - Gam <= G i j.
Hypothesis G_on : forall i, G i (s i) <= Gam.
Hypothesis rate_ge0 : 0 <= lam * split_force e - 2%:R * Gam.
Hypothesis M'_near : nearest_ds (move eta lam G (subgradient M) M) M'.

Let P : 'M[R]_n := perm_mx s.
Let g i j := G i j + lam * subgradient M i j.
Let A := lam * split_force e - 2%:R * Gam.
Let M0 i j : 0 <= M i j. Proof. by case: dM. Qed.

Lemma near_on i : 1 - M i (s i) <= e.
Proof.
apply: le_trans near; rewrite -[X in X <= _]ger0_norm ?subr_ge0 ?ds_le1 //.
rewrite -sqrtr_sqr ler_wsqrtr // /frob_dist_sq (bigD1 i) //= (bigD1 (s i)) //=.
rewrite perm_mx_on -[X in X <= _]sqrrN opprB -addrA ler_addl addr_ge0 //.
  by apply: sumr_ge0 => j _; exact: sqr_ge0.
by apply: sumr_ge0 => k _; apply: sumr_ge0 => j _; exact: sqr_ge0.
Qed.

Lemma on_ratio (m y : R) : 0 < y -> 1 - e <= m -> m <= 1 ->
  y ^+ 2 <= m ^+ 2 + (1 - m) ^+ 2 -> (1 - e) / off_norm e <= m / y.
Proof.
move=> y0 em m1 ym; have q0 := off_norm_gt0 e.
have e10 : 0 <= 1 - e by rewrite subr_ge0.
have m0 : 0 <= m := le_trans e10 em.
rewrite ler_pdivr_mulr // mulrAC ler_pdivl_mulr //.
rewrite -ler_sqr ?nnegrE ?mulr_ge0 ?(ltW q0) ?(ltW y0) // !exprMn sqr_off_norm.
have : ((1 - e) * (1 - m)) ^+ 2 <= (m * e) ^+ 2.
  rewrite ler_sqr ?nnegrE ?mulr_ge0 ?subr_ge0 //; real_lra.
have : (1 - e) ^+ 2 * y ^+ 2 <= (1 - e) ^+ 2 * (m ^+ 2 + (1 - m) ^+ 2).
  by rewrite ler_wpmul2l ?sqr_ge0.
real_lra.
Qed.

Lemma subgradient_on_le i :
  subgradient M i (s i) <= 2%:R - 2%:R * ((1 - e) / off_norm e).
Proof.
have q0 := off_norm_gt0 e; have on := near_on i.
have line y : M i (s i) <= y -> y ^+ 2 <= M i (s i) ^+ 2 + (1 - M i (s i)) ^+ 2
    -> (1 - e) / off_norm e <= M i (s i) / y.
  move=> my ym; have := le_trans (M0 i (s i)) my; rewrite le0r.
  case/orP => [/eqP y0|y0]; last first.
    by apply: on_ratio; rewrite ?ds_le1 //; real_lra.
  have m0 : M i (s i) = 0 by apply/eqP; rewrite eq_le M0 andbT -y0.
  have -> : e = 1 by have := e_le1; move: on; rewrite m0; real_lra.
  by rewrite y0 m0 subrr !mul0r.
have r : (1 - e) / off_norm e <= M i (s i) / row_norm M i.
  apply: line; first exact: entry_le_row_norm.
  by rewrite -(ds_off_row s dM); exact: norm2_split.
have c : (1 - e) / off_norm e <= M i (s i) / col_norm M (s i).
  apply: line; first exact: entry_le_col_norm.
  rewrite -(ds_off_col s dM).
  exact: (norm2_split i (fun k => M0 k (s i))).
by rewrite mxE; real_lra.
Qed.

Let E' := \sum_i (1 - M' i (s i)).

Let dM' : doubly_stochastic M'. Proof. by case: M'_near. Qed.

Lemma step_gain : A * E' <= inner g (fun i j => M' i j - P i j).
Proof.
rewrite /E' mulr_sumr; apply: ler_sum => i _.
rewrite (bigD1 (s i)) //= perm_mx_on.
rewrite (eq_bigr (fun j => g i j * M' i j)) => [|j ji]; last first.
  by rewrite perm_mx_off // subr0.
pose lo := lam * off_force e - Gam.
pose hi := lam * (2%:R - 2%:R * ((1 - e) / off_norm e)) + Gam.
have [N0 _ _] := dM'.
have off : lo * (1 - M' i (s i)) <= \sum_(j | j != s i) g i j * M' i j.
  rewrite -(ds_off_row s dM') mulr_sumr; apply: ler_sum => j ji.
  rewrite ler_wpmul2r // /lo /g addrC ler_add ?G_off //.
  by rewrite ler_wpmul2l // (subgradient_off_ge dM e_le1 near_on).
have on : g i (s i) * (1 - M' i (s i)) <= hi * (1 - M' i (s i)).
  rewrite ler_wpmul2r ?subr_ge0 ?ds_le1 // /hi /g addrC ler_add ?G_on //.
  by rewrite ler_wpmul2l // subgradient_on_le.
have AE : A = lo - hi by rewrite /A /lo /hi /split_force /off_force; real_lra.
by rewrite AE; move: off on; real_lra.
Qed.

Lemma dist_le_deficit : frob_dist M' P <= sqrt2 * E'.
Proof.
have [N0 _ _] := dM'; have e0 i : 0 <= 1 - M' i (s i).
  by rewrite subr_ge0 ds_le1.
have E0 : 0 <= E' by exact: sumr_ge0.
have sE0 : 0 <= sqrt2 * E' by rewrite mulr_ge0 ?sqrtr_ge0.
rewrite -[X in _ <= X]ger0_norm // -sqrtr_sqr ler_wsqrtr // exprMn.
rewrite [sqrt2 ^+ 2]expr2 sqrt2_sqr.
apply: (@le_trans _ _ (\sum_i 2%:R * ((1 - M' i (s i)) * E'))); last first.
  by rewrite -mulr_sumr -mulr_suml -/E' expr2.
apply: ler_sum => i _; rewrite (bigD1 (s i)) //= perm_mx_on.
rewrite (eq_bigr (fun j => M' i j ^+ 2)) => [|j ji]; last first.
  by rewrite perm_mx_off // subr0.
have row1 : norm1 (fun j => M' i j) = 1.
  by rewrite norm1_nneg //; case: dM'.
have off := sum_sqr_other_le (s i) (N0 i) row1.
have eE : 1 - M' i (s i) <= E'.
  by rewrite /E' (bigD1 i) //= ler_addl sumr_ge0.
have := ler_wpmul2l (e0 i) eE; move: off; real_lra.
Qed.

Let a := eta * A / sqrt2.

Lemma a_ge0 : 0 <= a.
Proof. by rewrite divr_ge0 ?sqrtr_ge0 // mulr_ge0. Qed.

Theorem projection_step_le :
  frob_dist M' P <= Num.max 0 (frob_dist M P - a).
Proof.
have r0 : 0 < sqrt2 :> R by apply: lt_le_trans (sqrt2_ge1 R); exact: ltr01.
set d := frob_dist M' P; have d0 : 0 <= d by exact: sqrtr_ge0.
have [->|d_neq0] := eqVneq d 0; first by rewrite le_maxr lexx.
have dpos : 0 < d by rewrite lt_neqAle eq_sym d_neq0.
rewrite le_maxr; apply/orP; right; rewrite ler_subr_addr.
pose w i j := M i j - M' i j; pose v i j := M' i j - P i j.
have dv : inner v v = d ^+ 2.
  by rewrite /d /frob_dist sqr_sqrtr ?frob_dist_sq_ge0 // frob_dist_sqE.
have gain : a * d <= inner w v.
  have vi := nearest_ds_variational M'_near (perm_mx_ds R s).
  have : eta * inner g v <= inner w v.
    rewrite -subr_ge0 -oppr_le0; apply: le_trans vi; rewrite le_eqVlt.
    apply/orP; left; apply/eqP; rewrite /inner mulr_sumr -sumrB -sumrN.
    apply: eq_bigr => i _; rewrite mulr_sumr -sumrB -sumrN.
    apply: eq_bigr => j _; rewrite [move _ _ _ _ _ _ _]mxE /w /v /g /P.
    by real_lra.
  apply: le_trans; apply: (@le_trans _ _ (eta * (A * E'))); last first.
    by rewrite ler_wpmul2l // step_gain.
  have -> : eta * (A * E') = a * (sqrt2 * E').
    by rewrite /a [RHS]mulrA mulfVK ?gt_eqF // mulrA.
  by rewrite ler_wpmul2l ?a_ge0 // dist_le_deficit.
have whole : frob_dist_sq M P = inner (fun i j => w i j + v i j)
    (fun i j => w i j + v i j).
  rewrite frob_dist_sqE; apply: eq_bigr => i _; apply: eq_bigr => j _.
  by rewrite /w /v subrKA.
(* |w + v|^2 >= 2 c <w + v, v> - c^2 |v|^2 with c = (a + d) / d *)
rewrite -[X in X <= _]ger0_norm ?addr_ge0 ?a_ge0 // -sqrtr_sqr ler_wsqrtr //.
rewrite whole; pose c := a / d; have cd : c * d = a by rewrite mulfVK.
have := inner_ge0 (fun i j => w i j + (- c) * v i j).
rewrite inner_addZ dv => h.
have := inner_addZ w v 1; have -> : inner (fun i j => w i j + 1 * v i j)
    (fun i j => w i j + 1 * v i j) = inner (fun i j => w i j + v i j)
    (fun i j => w i j + v i j).
  by apply: eq_bigr => i _; apply: eq_bigr => j _; rewrite !mul1r.
move=> ->; rewrite dv.
have c0 : 0 <= c by rewrite divr_ge0 ?a_ge0.
have := ler_wpmul2l c0 gain.
have cd2 : c * c * d * d = a * a by rewrite -cd; real_lra.
have cd3 : c * (a * d) = a * a by rewrite -cd; real_lra.
by move: gain h cd2 cd3; real_lra.
Qed.
End OneStep.

Section Sequence.
Variables (M G : nat -> 'M[R]_n) (e eta lam Gam : R).
Hypothesis step : forall t,
  nearest_ds (move eta lam (G t) (subgradient (M t)) (M t)) (M t.+1).
Hypothesis dM0 : doubly_stochastic (M 0%N).
Hypotheses (e_le1 : e <= 1) (e_ge0 : 0 <= e).
Hypothesis near : frob_dist (M 0%N) (perm_mx s) <= e.
Hypotheses (eta_ge0 : 0 <= eta) (lam_ge0 : 0 <= lam).
Hypothesis G_off : forall t i j, j != s i -> - Gam <= G t i j.
Hypothesis G_on : forall t i, G t i (s i) <= Gam.
Hypothesis rate_ge0 : 0 <= lam * split_force e - 2%:R * Gam.
Let a := eta * (lam * split_force e - 2%:R * Gam) / sqrt2.

Lemma projection_invariant t : doubly_stochastic (M t) /\
  frob_dist (M t) (perm_mx s) <=
    Num.max 0 (frob_dist (M 0%N) (perm_mx s) - t%:R * a).
Proof.
have a0 : 0 <= a by rewrite divr_ge0 ?sqrtr_ge0 // mulr_ge0.
set d0 := frob_dist (M 0%N) _; have d00 : 0 <= d0 by exact: sqrtr_ge0.
elim: t => [|t [dM IH]]; first by split; rewrite // mul0r subr0 max_r.
split; first by case: (step t).
have ne : frob_dist (M t) (perm_mx s) <= e.
  apply: le_trans IH _; rewrite le_maxl e_ge0 /=; apply: le_trans near.
  by rewrite ler_subl_addr ler_addl mulr_ge0 ?ler0n.
apply: le_trans (projection_step_le dM e_le1 e_ge0 ne eta_ge0 lam_ge0
  (@G_off t) (G_on t) rate_ge0 (step t)) _.
rewrite -/a le_maxl !le_maxr lexx /= mulrSr mulrDl mul1r.
move: IH; rewrite le_maxr => /orP[z|h]; apply/orP; [left | right]; real_lra.
Qed.

Theorem projection_identifies t : e <= t%:R * a -> M t = perm_mx s.
Proof.
move=> ta; have [_ dist] := projection_invariant t.
have : frob_dist (M t) (perm_mx s) == 0.
  rewrite eq_le sqrtr_ge0 andbT; apply: le_trans dist _.
  rewrite le_maxl lexx subr_le0 /=; exact: le_trans near ta.
rewrite /frob_dist sqrtr_eq0 => d0.
have {}d0 : frob_dist_sq (M t) (perm_mx s) = 0.
  by apply/eqP; rewrite eq_le d0 frob_dist_sq_ge0.
apply/matrixP => i j; apply/eqP; rewrite -subr_eq0 -sqrf_eq0; apply/eqP.
have sq0 k : 0 <= \sum_l (M t k l - perm_mx s k l) ^+ 2.
  by apply: sumr_ge0 => l _; exact: sqr_ge0.
have row0 : \sum_l (M t i l - perm_mx s i l) ^+ 2 = 0.
  by apply: (psumr_eq0P _ d0).
apply: (psumr_eq0P (P := predT) (F := fun l => (M t i l - perm_mx s i l) ^+ 2))
  => // l _; exact: sqr_ge0.
Qed.
End Sequence.

(* a start certified by the penalty, through T2F *)
Lemma near_of_penalty M (e : R) : doubly_stochastic M -> 0 <= e ->
  penalty M <= 2%:R * (2%:R - sqrt2) * e ^+ 2 ->
  frob_dist M (perm_mx (nearest_perm M)) <= e.
Proof.
move=> dM e0 small; have ht := frob_dist_le_penalty dM.
rewrite -[X in _ <= X]ger0_norm // -sqrtr_sqr ler_wsqrtr //.
have c0 : 0 < 2%:R * (2%:R - sqrt2) :> R.
  by rewrite mulr_gt0 ?ltr0n // sharp_const_gt0.
by rewrite -(ler_pmul2l c0) (le_trans ht).
Qed.
End ProjectionStep.

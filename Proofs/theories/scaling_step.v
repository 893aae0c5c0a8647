(******************************************************************************)
(* The training step with one pass of scaling (T9a to T9d)                    *)
(*                                                                            *)
(* Z is nonnegative, s a permutation; scaling divides columns by their sums,  *)
(* then rows by theirs.                                                       *)
(* Main lemmas:                                                               *)
(*   col_defect_scaling     (T9a) the column defect that one pass leaves      *)
(*   scaling_step_fixed     (T9b) when the step fixes perm_mx s               *)
(*   scaling_step_capture   (T9c) one step lands on perm_mx s                 *)
(*   scaling_zero_column    (T9d) a zero column stays zero                    *)
(*   row_sum_fill_rows_scaling (T9d) with uniform rows for zero ones all sum  *)
(*                          to 1                                              *)
(*   col_defect_zero_column (T9d) the columns then are off by at least 2      *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms assignment penalty.
From AutoShuffleNet Require Import real_arithmetic training_step.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Scaling.
Variables (R : rcfType) (n : nat).
Implicit Types (M G H Z W : 'M[R]_n) (s : 'S_n).

Lemma row_sum_scale_rows Z i : row_sum Z i != 0 -> row_sum (scale_rows Z) i = 1.
Proof.
move=> Zi; rewrite -[RHS](divff Zi) {2}/row_sum mulr_suml.
by apply: eq_bigr => j _; rewrite mxE.
Qed.

Lemma col_sum_scale_cols Z j : col_sum Z j != 0 -> col_sum (scale_cols Z) j = 1.
Proof.
move=> Zj; rewrite -[RHS](divff Zj) {2}/col_sum mulr_suml.
by apply: eq_bigr => i _; rewrite mxE.
Qed.

Lemma col_sum_ge0 Z j : (forall i j, 0 <= Z i j) -> 0 <= col_sum Z j.
Proof. by move=> Z0; apply: sumr_ge0. Qed.

Lemma row_sum_ge0 Z i : (forall i j, 0 <= Z i j) -> 0 <= row_sum Z i.
Proof. by move=> Z0; apply: sumr_ge0. Qed.

Lemma scale_cols_ge0 Z i j : (forall i j, 0 <= Z i j) -> 0 <= scale_cols Z i j.
Proof. by move=> Z0; rewrite mxE divr_ge0 // col_sum_ge0. Qed.

Lemma scaling_ge0 Z i j : (forall i j, 0 <= Z i j) -> 0 <= scaling Z i j.
Proof.
move=> Z0; have C0 k l : 0 <= scale_cols Z k l by exact: scale_cols_ge0.
by rewrite mxE divr_ge0 // row_sum_ge0.
Qed.

Lemma row_sum_scale_cols_gt0 Z i : (forall i j, 0 <= Z i j) ->
  0 < row_sum Z i -> 0 < row_sum (scale_cols Z) i.
Proof.
move=> Z0; have C0 k l : 0 <= scale_cols Z k l by exact: scale_cols_ge0.
rewrite !lt0r !row_sum_ge0 // !andbT; apply: contra => /eqP sum0.
apply/eqP; apply: big1 => j _; have /eqP : scale_cols Z i j = 0.
  exact: (psumr_eq0P _ sum0).
rewrite mxE mulf_eq0 invr_eq0 => /orP[/eqP //|/eqP col0].
exact: (psumr_eq0P _ col0).
Qed.

Lemma row_sum_scaling Z i : (forall i j, 0 <= Z i j) -> 0 < row_sum Z i ->
  row_sum (scaling Z) i = 1.
Proof.
by move=> Z0 Zi; rewrite row_sum_scale_rows // gt_eqF // row_sum_scale_cols_gt0.
Qed.

(* the change of a line when it is divided by its positive sum *)
Lemma scaled_change (x a : R) : 0 <= x -> 0 < a ->
  `|x / a - x| = x / a * `|1 - a|.
Proof.
move=> x0 a0; rewrite -{2}[x](mulfVK (lt0r_neq0 a0)) -{1}[x / a]mulr1 -mulrBr.
by rewrite normrM ger0_norm // divr_ge0 // ltW.
Qed.

Lemma row_defect_scale_cols Z : (forall i j, 0 <= Z i j) ->
  (forall j, 0 < col_sum Z j) ->
  row_defect (scale_cols Z) <= row_defect Z + col_defect Z.
Proof.
move=> Z0 Zc; rewrite addrC.
have -> : col_defect Z = \sum_i \sum_j `|scale_cols Z i j - Z i j|.
  rewrite exchange_big; apply: eq_bigr => j _ /=.
  rewrite -[LHS]mul1r -{1}(divff (lt0r_neq0 (Zc j))) {1}/col_sum !mulr_suml.
  by apply: eq_bigr => i _; rewrite mxE scaled_change // distrC.
rewrite -big_split; apply: ler_sum => i _ /=.
apply: le_trans (ler_dist_add (row_sum Z i) _ _) _; rewrite ler_add2r.
by rewrite /row_sum -sumrB; exact: ler_norm_sum.
Qed.

Theorem col_defect_scaling Z : (forall i j, 0 <= Z i j) ->
  (forall j, 0 < col_sum Z j) -> (forall i, 0 < row_sum Z i) ->
  col_defect (scaling Z) <= row_defect (scale_cols Z).
Proof.
move=> Z0 Zc Zr; set W := scale_cols Z.
have W0 i j : 0 <= W i j by exact: scale_cols_ge0.
have Wr i : 0 < row_sum W i by exact: row_sum_scale_cols_gt0.
have Wc j : col_sum W j = 1 by rewrite col_sum_scale_cols // gt_eqF.
have -> : row_defect W = \sum_j \sum_i `|scaling Z i j - W i j|.
  rewrite exchange_big; apply: eq_bigr => i _ /=.
  rewrite -[LHS]mul1r -{1}(divff (lt0r_neq0 (Wr i))) {1}/row_sum !mulr_suml.
  by apply: eq_bigr => j _; rewrite [scaling Z i j]mxE scaled_change // distrC.
apply: ler_sum => j _; rewrite -{1}(Wc j) /col_sum -sumrB.
exact: ler_norm_sum.
Qed.

(* a zero line *)
Theorem scaling_zero_column Z j : (forall i, Z i j = 0) ->
  (forall i, scaling Z i j = 0) /\ 1 <= col_defect (scaling Z).
Proof.
move=> Zj; have Sj i : scaling Z i j = 0 by rewrite !mxE Zj !mul0r.
split=> //; rewrite /col_defect (bigD1 j) //=.
have -> : col_sum (scaling Z) j = 0 by apply: big1.
by rewrite sub0r normrN1 ler_addl sumr_ge0.
Qed.

Lemma scaling_zero_row Z i : (forall j, Z i j = 0) ->
  forall j, scaling Z i j = 0.
Proof. by move=> Zi j; rewrite !mxE Zi !mul0r. Qed.

(* rows of zeros, which scaling leaves, are made uniform *)
Lemma row_sum_scaling_eq0 Z i : (forall i j, 0 <= Z i j) ->
  (row_sum (scaling Z) i == 0) = (row_sum Z i == 0).
Proof.
move=> Z0; case: (eqVneq (row_sum Z i) 0) => [Zi | Zi].
  have zero j : Z i j = 0 by exact: (psumr_eq0P _ Zi).
  by apply/eqP; apply: big1 => j _; rewrite (scaling_zero_row zero).
by rewrite row_sum_scaling ?oner_eq0 // lt0r Zi row_sum_ge0.
Qed.

Theorem fill_rows_scaling_positive Z : (forall i j, 0 <= Z i j) ->
  (forall i, 0 < row_sum Z i) -> fill_rows (scaling Z) = scaling Z.
Proof.
move=> Z0 Zr; apply/matrixP => i j.
by rewrite mxE row_sum_scaling_eq0 // gt_eqF.
Qed.

Theorem fill_rows_scaling_zero Z i : (forall i j, 0 <= Z i j) ->
  (forall j, Z i j = 0) -> forall j, fill_rows (scaling Z) i j = n%:R^-1.
Proof.
move=> Z0 Zi j; rewrite mxE row_sum_scaling_eq0 //.
by rewrite [row_sum Z i]big1 ?eqxx // => k _; exact: Zi.
Qed.

Theorem row_sum_fill_rows_scaling Z i : (forall i j, 0 <= Z i j) ->
  row_sum (fill_rows (scaling Z)) i = 1.
Proof.
move=> Z0; have n0 : n%:R != 0 :> R.
  by rewrite pnatr_eq0 -lt0n (leq_ltn_trans _ (ltn_ord i)).
case: (eqVneq (row_sum Z i) 0) => [Zi | Zi].
  have zero j : Z i j = 0 by exact: (psumr_eq0P _ Zi).
  rewrite /row_sum (eq_bigr (fun=> n%:R^-1)) => [|j _]; last first.
    exact: fill_rows_scaling_zero.
  by rewrite sumr_const card_ord -[LHS]mulr_natr mulVf.
have Zi0 : 0 < row_sum Z i by rewrite lt0r Zi row_sum_ge0.
rewrite -[RHS](row_sum_scaling Z0 Zi0); apply: eq_bigr => j _.
by rewrite mxE row_sum_scaling_eq0 // (negPf Zi).
Qed.

(* a column of zeros among rows that are not zero costs the columns 2 *)
Theorem col_defect_zero_column Z j : (forall i j, 0 <= Z i j) ->
  (forall i, 0 < row_sum Z i) -> (forall i, Z i j = 0) ->
  2%:R <= col_defect (scaling Z).
Proof.
move=> Z0 Zr Zj; have [zero _] := scaling_zero_column Zj.
rewrite /col_defect (bigD1 j) //=.
have -> : col_sum (scaling Z) j = 0 by apply: big1.
rewrite sub0r normrN1 -[2%:R]/(1 + 1) ler_add2l.
apply: le_trans (ler_norm_sum _ _ _).
have all : \sum_k (col_sum (scaling Z) k - 1) = 0.
  rewrite sumrB exchange_big /= (eq_bigr (fun=> 1)) => [|i _]; last first.
    exact: row_sum_scaling.
  by rewrite subrr.
move: all; rewrite (bigD1 j) //= [col_sum _ j]big1 // sub0r => /eqP.
by rewrite addrC subr_eq0 => /eqP ->; rewrite normr1.
Qed.

(* scaling gives perm_mx s exactly for the diagonals along s *)
Lemma scaling_perm Z s :
  (forall i j, 0 <= Z i j) -> (forall i, 0 < Z i (s i)) ->
  scaling Z = perm_mx s <-> forall i j, j != s i -> Z i j = 0.
Proof.
move=> Z0 Zs.
have col_gt0 j : 0 < col_sum Z j.
  rewrite /col_sum (bigD1 ((s^-1)%g j)) //= ltr_paddr ?sumr_ge0 //.
  by rewrite -{2}[j](permKV s).
have row_gt0 i : 0 < row_sum Z i.
  by rewrite /row_sum (bigD1 (s i)) //= ltr_paddr ?sumr_ge0.
have W_gt0 i : 0 < row_sum (scale_cols Z) i by exact: row_sum_scale_cols_gt0.
split=> [e i j ji|off].
  have /eqP : scaling Z i j = 0 by rewrite e perm_mx_off.
  rewrite mxE mulf_eq0 invr_eq0 (gt_eqF (W_gt0 i)) orbF mxE mulf_eq0 invr_eq0.
  by rewrite (gt_eqF (col_gt0 j)) orbF => /eqP.
have S_off i j : j != s i -> scaling Z i j = 0.
  by move=> ji; rewrite !mxE off // !mul0r.
apply: eq_perm_mx => // i; have := row_sum_scaling Z0 (row_gt0 i).
by rewrite (row_sum_off s) big1 ?addr0 // => j; exact: S_off.
Qed.

(* T9b *)
Lemma perm_mx_row_norm s i : row_norm (perm_mx s : 'M[R]_n) i = 1.
Proof.
rewrite /row_norm /norm2 /norm2sq (bigD1 (s i)) //= perm_mx_on big1.
  by rewrite expr1n addr0 sqrtr1.
by move=> j ji; rewrite perm_mx_off // expr0n.
Qed.

Lemma perm_mx_col_norm s j : col_norm (perm_mx s : 'M[R]_n) j = 1.
Proof.
rewrite /col_norm /norm2 /norm2sq (bigD1 ((s^-1)%g j)) //= -{2}[j](permKV s).
rewrite perm_mx_on big1 ?expr1n ?addr0 ?sqrtr1 // => i ij.
by rewrite perm_mx_off ?expr0n //; exact: off_col_row.
Qed.

Lemma subgradient_perm_on s i : subgradient (perm_mx s) i (s i) = 0 :> R.
Proof.
rewrite mxE perm_mx_row_norm perm_mx_col_norm perm_mx_on divr1; real_lra.
Qed.

Lemma subgradient_perm_off s i j : j != s i ->
  subgradient (perm_mx s) i j = 2%:R :> R.
Proof. by move=> ji; rewrite mxE perm_mx_off // !mul0r !subr0. Qed.

Lemma move_perm_fixed eta lam G H s : 0 < eta ->
  (forall i, eta * G i (s i) < 1) -> (forall i, H i (s i) = 0) ->
  scaling (threshold (move eta lam G H (perm_mx s))) = perm_mx s <->
  forall i j, j != s i -> 0 <= G i j + lam * H i j.
Proof.
move=> eta0 Gs Hs; rewrite scaling_perm.
- split=> off i j ji.
    have := threshold_ge (move eta lam G H (perm_mx s)) i j.
    by rewrite off // mxE perm_mx_off // sub0r oppr_le0 pmulr_rge0.
  by apply: threshold_le0; rewrite mxE perm_mx_off // sub0r oppr_le0
    pmulr_rge0 // off.
- by move=> i j; exact: threshold_ge0.
move=> i; apply: lt_le_trans (threshold_ge _ _ _).
by rewrite mxE perm_mx_on Hs mulr0 addr0 subr_gt0.
Qed.

Theorem scaling_step_fixed eta lam G s : 0 < eta ->
  (forall i, eta * G i (s i) < 1) ->
  scaling_step eta lam G (perm_mx s) = perm_mx s <->
  forall i j, j != s i -> - (2%:R * lam) <= G i j.
Proof.
move=> eta0 Gs; rewrite move_perm_fixed // => [|i]; last first.
  exact: subgradient_perm_on.
split=> off i j ji; have := off i j ji; rewrite subgradient_perm_off //;
  real_lra.
Qed.

Theorem zero_convention_fixed eta lam G s : 0 < eta ->
  (forall i, eta * G i (s i) < 1) ->
  scaling (threshold (move eta lam G
    (zero_at_zero (perm_mx s) (subgradient (perm_mx s))) (perm_mx s)))
    = perm_mx s <->
  forall i j, j != s i -> 0 <= G i j.
Proof.
move=> eta0 Gs; rewrite move_perm_fixed // => [|i]; last first.
  by rewrite mxE subgradient_perm_on; case: eqP.
by split=> off i j ji; have := off i j ji;
  rewrite mxE perm_mx_off // eqxx mulr0 addr0.
Qed.

(* T9c *)
Lemma one_minus_ratio (m y z : R) : 0 < m -> m <= y -> 0 <= z ->
  y ^+ 2 <= m ^+ 2 * (1 + z) -> 1 - m / y <= z / 2%:R.
Proof.
move=> m0 my z0 yz; have y0 : 0 < y := lt_le_trans m0 my.
rewrite ler_pdivl_mulr ?ltr0n // -(ler_pmul2r y0) mulrAC mulrBl mul1r.
rewrite mulfVK ?gt_eqF // leNgt; apply/negP => h.
have : 0 < ((y - m) * 2%:R - z * y) * (y + m).
  by rewrite mulr_gt0 ?subr_gt0 ?addr_gt0.
have : 0 <= z * ((y - m) * (y + 2%:R * m)).
  by rewrite !mulr_ge0 ?subr_ge0 // addr_ge0 ?mulr_ge0 ?ler0n // ltW.
real_lra.
Qed.

Section Capture.
Variables (M G : 'M[R]_n) (s : 'S_n) (eta lam Gam d t : R).
Hypothesis M0 : forall i j, 0 <= M i j.
Hypothesis M_on : forall i, d <= M i (s i).
Hypothesis M_off : forall i j, j != s i -> M i j <= t.
Hypotheses (d_gt0 : 0 < d) (t_ge0 : 0 <= t).
Hypotheses (eta_ge0 : 0 <= eta) (lam_ge0 : 0 <= lam).
Hypothesis G_off : forall i j, j != s i -> - Gam <= G i j.
Hypothesis G_on : forall i, G i (s i) <= Gam.

Let z := n.-1%:R * t ^+ 2 / d ^+ 2.

Let z_ge0 : 0 <= z.
Proof. by rewrite !mulr_ge0 ?invr_ge0 ?sqr_ge0 ?ler0n. Qed.

Let on_gt0 i : 0 < M i (s i). Proof. exact: lt_le_trans d_gt0 (M_on i). Qed.

Let line_norm m (y : R) : d <= m -> y <= m ^+ 2 + n.-1%:R * t ^+ 2 ->
  y <= m ^+ 2 * (1 + z).
Proof.
move=> dm yz; apply: le_trans yz _; rewrite mulrDr mulr1 ler_add2l /z.
rewrite -[X in X <= _](mulfVK (lt0r_neq0 (exprn_gt0 2 d_gt0))) mulrC.
rewrite ler_wpmul2r // ler_sqr ?nnegrE //; first exact: ltW.
exact: le_trans (ltW d_gt0) dm.
Qed.

Lemma capture_on i : subgradient M i (s i) <= z.
Proof.
have r : 1 - M i (s i) / row_norm M i <= z / 2%:R.
  apply: one_minus_ratio; rewrite ?on_gt0 ?entry_le_row_norm //.
  apply: line_norm; first exact: M_on.
  have := @norm2_card _ _ (fun j => M i j) (s i) _ t_ge0 (M0 i).
  by rewrite card_ord; apply => j; exact: M_off.
have c : 1 - M i (s i) / col_norm M (s i) <= z / 2%:R.
  apply: one_minus_ratio; rewrite ?on_gt0 ?entry_le_col_norm //.
  apply: line_norm; first exact: M_on.
  have := @norm2_card _ _ (fun k => M k (s i)) i _ t_ge0 (fun k => M0 k (s i)).
  rewrite card_ord; apply => k ki; apply: M_off.
  by apply: contra ki => /eqP/perm_inj ->.
rewrite mxE; have := ler_add r c; rewrite -mulrDr half_add_half; real_lra.
Qed.

Lemma capture_off i j : j != s i ->
  2%:R - 2%:R * (t / d) <= subgradient M i j.
Proof.
move=> ji; have ratio y m : d <= m -> m <= y -> M i j / y <= t / d.
  move=> dm my; rewrite ler_pmul ?invr_ge0 ?M_off //.
    exact: le_trans (ltW d_gt0) (le_trans dm my).
  by rewrite lef_pinv ?posrE ?(lt_le_trans d_gt0) // (le_trans dm).
have r := ratio _ _ (M_on i) (entry_le_row_norm M i (s i)).
have c := ratio _ _ (M_on ((s^-1)%g j)) (entry_le_col_norm M _ _).
by rewrite permKV in c; rewrite mxE; real_lra.
Qed.

Theorem scaling_step_capture :
  t <= eta * (lam * (2%:R - 2%:R * (t / d)) - Gam) ->
  eta * (Gam + lam * (n.-1%:R * t ^+ 2 / d ^+ 2)) < d ->
  scaling_step eta lam G M = perm_mx s.
Proof.
rewrite -/z => hoff hon; apply/scaling_perm => [i j|i|i j ji].
- exact: threshold_ge0.
- apply: lt_le_trans (threshold_ge _ _ _); rewrite mxE subr_gt0.
  apply: lt_le_trans (M_on i); apply: le_lt_trans hon.
  by rewrite ler_wpmul2l // ler_add ?G_on // ler_wpmul2l // capture_on.
apply: threshold_le0; rewrite mxE subr_le0.
apply: le_trans (M_off ji) _; apply: le_trans hoff _.
rewrite ler_wpmul2l // addrC ler_add ?G_off //.
by rewrite ler_wpmul2l // capture_off.
Qed.
End Capture.
End Scaling.

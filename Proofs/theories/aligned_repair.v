(******************************************************************************)
(* Finite identification with the aligned exact repair (T9e, part A')         *)
(*                                                                            *)
(* s is a permutation, M doubly stochastic, 1 - M i (s i) the off-mass of row *)
(* i and of column s i.  The gradient is arbitrary on s and at least - Gam    *)
(* off s; it may change from step to step.                                    *)
(*       off_force e == 2 - 2 e / sqrt(e^2 + (1 - e)^2), the least component  *)
(*                      of the subgradient off s when no off-mass exceeds e   *)
(* Main lemmas:                                                               *)
(*   complete_ds            the completion of a matrix with line sums at most *)
(*                          1 is doubly stochastic                            *)
(*   subgradient_off_ge     the bound off_force                               *)
(*   aligned_step_deficit   every off-mass falls by eta (lam off_force - Gam) *)
(*                          until it is 0                                     *)
(*   aligned_identifies     the iterates reach perm_mx s and stay             *)
(*   aligned_argmax         s stays the row argmax, so it need not be stored  *)
(*   aligned_start          the start region of T4                            *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms assignment penalty rounding.
From AutoShuffleNet Require Import real_arithmetic training_step.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Repair.
Variables (R : rcfType) (n : nat).
Implicit Types (M Z W : 'M[R]_n) (s : 'S_n).

Definition substochastic W := [/\ forall i j, 0 <= W i j,
  forall i, row_sum W i <= 1 & forall j, col_sum W j <= 1].

Lemma max1_gt0 (x : R) : 0 < Num.max 1 x.
Proof. by rewrite lt_maxr ltr01. Qed.

Lemma div_max1_le (x y : R) : 0 <= x -> x / Num.max 1 y <= x.
Proof.
by move=> x0; rewrite ler_pdivr_mulr ?max1_gt0 // ler_pemulr // le_maxr lexx.
Qed.

Lemma div_max1_self (x : R) : x / Num.max 1 x <= 1.
Proof. by rewrite ler_pdivr_mulr ?max1_gt0 // mul1r le_maxr lexx orbT. Qed.

Lemma cap_cols_ge0 Z i j : 0 <= Z i j -> 0 <= cap_cols Z i j.
Proof. by move=> Z0; rewrite mxE divr_ge0 // ltW // max1_gt0. Qed.

Lemma cap_ge0 Z i j : 0 <= Z i j -> 0 <= cap Z i j.
Proof.
by move=> /cap_cols_ge0 Z0; rewrite mxE divr_ge0 // ltW // max1_gt0.
Qed.

Lemma cap_le Z i j : 0 <= Z i j -> cap Z i j <= Z i j.
Proof.
move=> Z0; rewrite mxE; apply: le_trans (div_max1_le _ (cap_cols_ge0 Z0)) _.
by rewrite mxE div_max1_le.
Qed.

Lemma cap_substochastic Z : (forall i j, 0 <= Z i j) -> substochastic (cap Z).
Proof.
move=> Z0; have C0 i j : 0 <= cap_cols Z i j by exact: cap_cols_ge0.
split=> [i j|i|j]; first exact: cap_ge0.
  rewrite [row_sum _ _](_ : _ = row_sum (cap_cols Z) i /
    Num.max 1 (row_sum (cap_cols Z) i)); first exact: div_max1_self.
  by rewrite {1}/row_sum mulr_suml; apply: eq_bigr => j _; rewrite mxE.
apply: (@le_trans _ _ (col_sum (cap_cols Z) j)).
  by apply: ler_sum => i _; rewrite mxE div_max1_le.
rewrite [col_sum _ _](_ : _ = col_sum Z j / Num.max 1 (col_sum Z j)).
  exact: div_max1_self.
by rewrite /col_sum mulr_suml; apply: eq_bigr => i _; rewrite mxE.
Qed.

Lemma sum_row_deficit W : \sum_i row_deficit W i = \sum_j col_deficit W j.
Proof. by rewrite /row_deficit /col_deficit !sumrB sum_row_sum. Qed.

Lemma complete_ge W i j : substochastic W -> W i j <= complete W i j.
Proof.
case=> W0 Wr Wc; rewrite mxE ler_addl !mulr_ge0 ?subr_ge0 //.
by rewrite invr_ge0 sumr_ge0 // => k _; rewrite subr_ge0.
Qed.

Lemma complete_ds W : substochastic W -> doubly_stochastic (complete W).
Proof.
move=> sW; have [W0 Wr Wc] := sW.
have u0 i : 0 <= row_deficit W i by rewrite subr_ge0.
have v0 j : 0 <= col_deficit W j by rewrite subr_ge0.
set d := \sum_k row_deficit W k.
have fill (x e : R) : x = 1 - e -> (d = 0 -> e = 0) -> x + e * (d / d) = 1.
  move=> -> de; have [d0|d_neq0] := eqVneq d 0.
    by rewrite de // mul0r addr0 subr0.
  by rewrite divff // mulr1 subrK.
split=> [i j|i|j]; first exact: le_trans (W0 i j) (complete_ge i j sW).
  have -> : \sum_j complete W i j = row_sum W i + row_deficit W i * (d / d).
    rewrite /row_sum {1}/d sum_row_deficit mulr_suml mulr_sumr -big_split /=.
    by apply: eq_bigr => j _; rewrite mxE mulrA.
  apply: fill; first by rewrite /row_deficit opprB addrC subrK.
  by move=> d0; apply: (psumr_eq0P _ d0).
have -> : \sum_i complete W i j = col_sum W j + col_deficit W j * (d / d).
  rewrite /col_sum {1}/d mulr_suml mulr_sumr -big_split /=.
  by apply: eq_bigr => i _; rewrite mxE mulrA [col_deficit _ _ * _]mulrC.
apply: fill; first by rewrite /col_deficit opprB addrC subrK.
by rewrite /d sum_row_deficit => d0; apply: (psumr_eq0P _ d0).
Qed.

Lemma refill_off s W i j : j != s i -> refill s W i j = W i j.
Proof. by move=> /negPf ji; rewrite mxE ji addr0. Qed.

Lemma refill_on s W i : refill s W i (s i) =
  W i (s i) + Num.min (row_deficit W i) (col_deficit W (s i)).
Proof. by rewrite mxE eqxx. Qed.

Lemma row_sum_refill s W i : row_sum (refill s W) i =
  row_sum W i + Num.min (row_deficit W i) (col_deficit W (s i)).
Proof.
rewrite !(row_sum_off s) refill_on addrAC; congr (_ + _ + _).
by apply: eq_bigr => j; exact: refill_off.
Qed.

Lemma col_sum_refill s W i : col_sum (refill s W) (s i) =
  col_sum W (s i) + Num.min (row_deficit W i) (col_deficit W (s i)).
Proof.
rewrite !(col_sum_off s) refill_on addrAC; congr (_ + _ + _).
apply: eq_bigr => k ki; rewrite refill_off //.
by apply: contra ki => /eqP/perm_inj ->.
Qed.

Lemma refill_substochastic s W : substochastic W -> substochastic (refill s W).
Proof.
case=> W0 Wr Wc.
have u0 i : 0 <= row_deficit W i by rewrite subr_ge0.
have v0 j : 0 <= col_deficit W j by rewrite subr_ge0.
split=> [i j|i|j].
- rewrite mxE addr_ge0 //; case: eqP => // _.
  by rewrite le_minr u0 v0.
- by rewrite row_sum_refill -ler_subr_addl le_minl lexx.
by rewrite -[j](permKV s) col_sum_refill -ler_subr_addl le_minl lexx orbT.
Qed.

Lemma aligned_repair_ds s Z : (forall i j, 0 <= Z i j) ->
  doubly_stochastic (aligned_repair s Z).
Proof.
move=> Z0; apply: complete_ds.
exact: refill_substochastic (cap_substochastic Z0).
Qed.

Lemma plain_repair_ds Z : (forall i j, 0 <= Z i j) ->
  doubly_stochastic (plain_repair Z).
Proof. by move=> Z0; apply: complete_ds; exact: cap_substochastic. Qed.

(* after the aligned repair the off-mass of a line is at most the larger of  *)
(* the two that it had before                                                *)
Lemma aligned_repair_on s Z i b : (forall i j, 0 <= Z i j) ->
  \sum_(j | j != s i) Z i j <= b -> \sum_(k | k != i) Z k (s i) <= b ->
  1 - b <= aligned_repair s Z i (s i).
Proof.
move=> Z0 rb cb; have sW := cap_substochastic Z0.
apply: le_trans (complete_ge i (s i) (refill_substochastic s sW)).
rewrite refill_on.
have pr : \sum_(j | j != s i) cap Z i j <= b.
  by apply: le_trans rb; apply: ler_sum => j _; exact: cap_le.
have pc : \sum_(k | k != i) cap Z k (s i) <= b.
  by apply: le_trans cb; apply: ler_sum => k _; exact: cap_le.
rewrite -ler_subl_addl le_minr; apply/andP; split.
  by rewrite /row_deficit (row_sum_off s); real_lra.
by rewrite /col_deficit (col_sum_off s); real_lra.
Qed.
End Repair.

Section AlignedStep.
Variables (R : rcfType) (n : nat) (s : 'S_n).
Implicit Types (M G : 'M[R]_n).

Definition off_force (e : R) := 2%:R - 2%:R * (e / off_norm e).

Section OneStep.
Variable M : 'M[R]_n.
Hypothesis dM : doubly_stochastic M.

Let M0 i j : 0 <= M i j. Proof. by case: dM. Qed.

Lemma ds_off_row i : \sum_(j | j != s i) M i j = 1 - M i (s i).
Proof.
by case: dM => _ /(_ i) + _; rewrite (bigD1 (s i)) //=; real_lra.
Qed.

Lemma ds_off_col i : \sum_(k | k != i) M k (s i) = 1 - M i (s i).
Proof.
by case: dM => _ _ /(_ (s i)) +; rewrite (bigD1 i) //=; real_lra.
Qed.

Lemma ds_off_le i j : j != s i -> M i j <= 1 - M i (s i).
Proof.
by move=> ji; rewrite -ds_off_row (bigD1 j) //= ler_addl sumr_ge0.
Qed.

Variable e : R.
Hypothesis e_le1 : e <= 1.
Hypothesis M_on : forall i, 1 - M i (s i) <= e.

Lemma subgradient_off_ge i j : j != s i -> off_force e <= subgradient M i j.
Proof.
move=> ji; have Me := le_trans (ds_off_le ji) (M_on i).
rewrite mxE /off_force -addrA ler_add2l -opprD ler_opp2 mulr_natl mulr2n.
apply: ler_add.
  apply: (@ratio_le_off _ _ _ (M i (s i))); rewrite ?M0 ?row_norm_ge0 //.
    by have := M_on i; real_lra.
  exact: (norm2_pair (fun j => M i j)).
have ki := off_row_col ji; set k := (s^-1)%g j in ki.
apply: (@ratio_le_off _ _ _ (M k j)); rewrite ?M0 ?col_norm_ge0 //.
  by have := M_on k; rewrite {2}/k permKV; real_lra.
exact: (norm2_pair (fun i => M i j)).
Qed.

Variables (G : 'M[R]_n) (eta lam Gam : R).
Hypothesis eta_ge0 : 0 <= eta.
Hypothesis lam_ge0 : 0 <= lam.
Hypothesis G_off : forall i j, j != s i -> - Gam <= G i j.
Hypothesis rate_ge0 : 0 <= lam * off_force e - Gam.

Lemma step_core_off_le i j : j != s i -> step_core eta lam G M i j <=
  Num.max 0 (M i j - eta * (lam * off_force e - Gam)).
Proof.
move=> ji; rewrite mxE; rewrite le_maxl !le_maxr lexx /= mxE ler_add2l ler_opp2.
apply/orP; right; rewrite ler_wpmul2l // addrC ler_add ?G_off //.
by rewrite ler_wpmul2l // subgradient_off_ge.
Qed.

Theorem aligned_step_deficit i :
  1 - aligned_step s eta lam G M i (s i) <=
  Num.max 0 (1 - M i (s i) - eta * (lam * off_force e - Gam)).
Proof.
have a0 : 0 <= eta * (lam * off_force e - Gam) by rewrite mulr_ge0.
rewrite ler_subl_addr -ler_subl_addl; apply: aligned_repair_on => [k j||].
- exact: threshold_ge0.
- rewrite -ds_off_row; apply: le_trans (sum_shrink _ a0 (M0 i)).
  by apply: ler_sum => j; exact: step_core_off_le.
rewrite -ds_off_col.
apply: le_trans (sum_shrink _ a0 (fun k => M0 k (s i))).
apply: ler_sum => k ki; apply: step_core_off_le.
by apply: contra ki => /eqP/perm_inj ->.
Qed.

Lemma aligned_step_ds : doubly_stochastic (aligned_step s eta lam G M).
Proof. by apply: aligned_repair_ds => i j; exact: threshold_ge0. Qed.
End OneStep.

Section Sequence.
Variables (M G : nat -> 'M[R]_n) (eta lam Gam e : R).
Hypothesis step : forall t, M t.+1 = aligned_step s eta lam (G t) (M t).
Hypothesis dM0 : doubly_stochastic (M 0%N).
Hypothesis e_le1 : e <= 1.
Hypothesis M0_on : forall i, 1 - M 0%N i (s i) <= e.
Hypothesis eta_ge0 : 0 <= eta.
Hypothesis lam_ge0 : 0 <= lam.
Hypothesis G_off : forall t i j, j != s i -> - Gam <= G t i j.
Hypothesis rate_ge0 : 0 <= lam * off_force e - Gam.
Let a := eta * (lam * off_force e - Gam).

Lemma aligned_invariant t : doubly_stochastic (M t) /\ forall i,
  1 - M t i (s i) <= Num.max 0 (1 - M 0%N i (s i) - t%:R * a).
Proof.
have a0 : 0 <= a by rewrite mulr_ge0.
elim: t => [|t [dM IH]].
  by split=> // i; rewrite mul0r subr0 le_maxr lexx orbT.
have on i : 1 - M t i (s i) <= e.
  apply: le_trans (IH i) _; rewrite le_maxl; apply/andP; split.
    by apply: le_trans (M0_on i); rewrite subr_ge0 ds_le1.
  by apply: le_trans (M0_on i); rewrite ler_subl_addr ler_addl mulr_ge0 ?ler0n.
split=> [|i]; rewrite step; first exact: aligned_step_ds.
apply: le_trans
  (aligned_step_deficit dM e_le1 on eta_ge0 lam_ge0 (@G_off t) rate_ge0 i)
  _.
rewrite -/a le_maxl le_maxr lexx /= mulrSr mulrDl mul1r opprD addrA.
case: (leP 0 (1 - M 0%N i (s i) - t%:R * a)) => h; have := IH i.
  by rewrite max_r // => IHi; rewrite le_maxr ler_add2r IHi orbT.
rewrite max_l ?(ltW h) // => IHi; rewrite le_maxr; apply/orP; left.
by rewrite subr_le0 (le_trans IHi).
Qed.

Theorem aligned_identifies t : e <= t%:R * a -> M t = perm_mx s.
Proof.
move=> ta; have [dM on] := aligned_invariant t; have [N0 Nr _] := dM.
have one i : M t i (s i) = 1.
  apply/eqP; rewrite eq_le ds_le1 //= -subr_le0.
  apply: le_trans (on i) _; rewrite le_maxl lexx subr_le0 /=.
  exact: le_trans (M0_on i) ta.
apply: eq_perm_mx => // i j ji; apply/eqP; rewrite eq_le N0 andbT.
by rewrite -(subrr 1) -{2}(one i); exact: ds_off_le.
Qed.

Lemma aligned_keeps_deficit t i : 1 - M t i (s i) <= 1 - M 0%N i (s i).
Proof.
have [_ /(_ i) on] := aligned_invariant t; apply: le_trans on _.
rewrite le_maxl subr_ge0 ds_le1 //= ler_subl_addr ler_addl.
by rewrite mulr_ge0 ?ler0n // mulr_ge0.
Qed.

(* below off-mass 1/2, s picks the strict maximum of each row at each time *)
Theorem aligned_argmax t i j : 2%:R^-1 < M 0%N i (s i) -> j != s i ->
  M t i j < M t i (s i).
Proof.
move=> half ji; have [dM _] := aligned_invariant t.
have big : 2%:R^-1 < M t i (s i).
  by have := aligned_keeps_deficit t i; real_lra.
rewrite eq_sym in ji; apply: lt_trans (big).
exact: lt_half_of_pair (ds_row_pair i dM ji) big.
Qed.
End Sequence.

Lemma off_force_half : off_force 2%:R^-1 = 2%:R - sqrt2.
Proof.
have q2 := sqr_off_norm (2%:R^-1 : R); have q0 := off_norm_gt0 (2%:R^-1 : R).
have r2 := sqrt2_sqr R; have r0 := sqrt2_ge1 R.
suff q_r : off_norm (2%:R^-1 : R) * sqrt2 = 1.
  rewrite /off_force mulrA divff ?pnatr_eq0 // mul1r; congr (_ - _).
  by apply: (mulfI (lt0r_neq0 q0)); rewrite q_r divff // gt_eqF.
have p0 : 0 <= off_norm (2%:R^-1 : R) * sqrt2.
  by rewrite mulr_ge0 ?(ltW q0) // (le_trans ler01).
apply/eqP; rewrite -(@eqr_expn2 _ 2) ?ler01 // expr1n exprMn q2 !expr2 r2.
by apply/eqP; real_lra.
Qed.

(* a checkable start: the region in which rounding is certified *)
Theorem aligned_start (M G : nat -> 'M[R]_n) (eta lam Gam : R) :
  (forall t, M t.+1 = aligned_step s eta lam (G t) (M t)) ->
  doubly_stochastic (M 0%N) -> rounds_to (M 0%N) s -> 0 <= eta -> 0 <= lam ->
  (forall t i j, j != s i -> - Gam <= G t i j) ->
  Gam <= (2%:R - sqrt2) * lam ->
  [/\ forall t, doubly_stochastic (M t),
      forall t i j, j != s i -> M t i j < M t i (s i) &
      forall t, 2%:R^-1 <= t%:R * (eta * ((2%:R - sqrt2) * lam - Gam)) ->
        M t = perm_mx s].
Proof.
move=> step dM0 [half _ _ _ _] eta0 lam0 G_off rate.
have on i : 1 - M 0%N i (s i) <= 2%:R^-1 by have := half i; real_lra.
have half1 : 2%:R^-1 <= 1 :> R by real_lra.
have rate0 : 0 <= lam * off_force 2%:R^-1 - Gam.
  by rewrite off_force_half mulrC subr_ge0.
split=> [t|t i j|t ht].
- by have [] := aligned_invariant step dM0 half1 on eta0 lam0 G_off rate0 t.
- exact: (aligned_argmax step dM0 half1 on eta0 lam0 G_off rate0).
apply: (aligned_identifies step dM0 half1 on eta0 lam0 G_off rate0).
by rewrite off_force_half [lam * _]mulrC.
Qed.
End AlignedStep.

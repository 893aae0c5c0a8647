(******************************************************************************)
(* Error bound and rounding with inexact columns (T5b to T5e)                 *)
(*                                                                            *)
(*   argmax_assigns M s == s picks the strict maximum of each row and is the  *)
(*                         only best assignment                               *)
(* Main lemmas, M >= 0:                                                       *)
(*   d1_le_approximate      (T5c) entries at most mu <= 1                     *)
(*   approximate_needs_le1  (T5c) 3/2 times the identity: mu <= 1 is needed   *)
(*   d1_le_rows_exact       (T5b) row sums 1                                  *)
(*   d1_le_rows_only        (T5e) row sums 1: the row gaps and the defect     *)
(*   approximate_rounding, approximate_rounding_excess,                       *)
(*   approximate_rounding_each_row  (T5d) row sums 1: rounding by row maxima  *)
(*   approximate_rounding_scaled    (T5d) any positive row sums               *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import real_arithmetic norms assignment completion.
From AutoShuffleNet Require Import penalty rounding euclidean.
From AutoShuffleNet Require Import frobenius_lipschitz.
From AutoShuffleNet Require Import certificates sharp_lower_bound approximate.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section ErrorBounds.
Variables (R : rcfType) (n : nat).
Implicit Types (M A K : 'M[R]_n) (s t : 'S_n) (r c mu : R).

Lemma l1dist_perm_le1 M s : (forall i j, 0 <= M i j) ->
  (forall i j, M i j <= 1) ->
  l1dist M (perm_mx s) = total M + n%:R - 2%:R * assign_val M s.
Proof.
move=> M0 M1; rewrite l1dist_gain.
have -> : \sum_i \sum_j `|M i j| = total M.
  by apply: eq_bigr => i _; apply: eq_bigr => j _; rewrite ger0_norm.
have -> : assign_val (gain M) s = 2%:R * assign_val M s - n%:R.
  have -> : n%:R = \sum_(i < n) (1 : R) by rewrite sumr_const card_ord.
  rewrite /assign_val mulr_sumr -sumrB; apply: eq_bigr => i _.
  rewrite mxE ger0_norm // ler0_norm ?subr_le0 //; lra.
lra.
Qed.

Lemma frob_sq_ge_rows M r : (forall i j, 0 <= M i j) ->
  (forall i, row_sum M i <= r) ->
  2%:R * total M - n%:R - 2%:R * r * (\sum_i rowgap M i) <= frob_sq M.
Proof.
move=> M0 Mr; have -> : n%:R = \sum_(i < n) (1 : R).
  by rewrite sumr_const card_ord.
rewrite /total !mulr_sumr -!sumrB; apply: ler_sum => i _.
have -> : \sum_j M i j ^+ 2 = norm2 (M i) ^+ 2 by rewrite sqr_norm2.
have := Mr i; have := norm2_le_norm1 (M i); have := norm2_ge0 (M i).
rewrite /rowgap /gap (norm1_nneg (M0 i)) /row_sum.
set p := \sum_j M i j; set q := norm2 (M i) => q0 qp pr.
have := sqr_ge0 (p - 1); have : 0 <= (p - q) * (r - p) by rewrite mulr_ge0
    ?subr_ge0.
have : 0 <= (p - q) * (r - q).
  by rewrite mulr_ge0 ?subr_ge0 // (le_trans qp).
lra.
Qed.

Lemma common_part_value M A K mu : (forall i j, 0 <= M i j) ->
  (forall i j, M i j <= mu) -> doubly_stochastic A ->
  (forall i j, K i j <= M i j) -> (forall i j, K i j <= A i j) ->
  exists s, frob_sq M - mu * l1dist M K <= assign_val M s.
Proof.
move=> M0 Mmu dA KM KA; have [s hs] := assignment_dominates_ds (fun i j => M i
    j).
exists s; apply: le_trans (hs (fun i j => A i j) dA).
rewrite /frob_sq /l1dist mulr_sumr -sumrB; apply: ler_sum => i _.
rewrite mulr_sumr -sumrB; apply: ler_sum => j _.
rewrite ger0_norm ?subr_ge0 //; have := M0 i j; have := Mmu i j.
have := KM i j; have := KA i j.
set x := M i j; set k := K i j; set a := A i j => ka kx xm x0.
have : 0 <= (x - k) * (mu - x) by rewrite mulr_ge0 ?subr_ge0.
have : 0 <= (a - k) * x by rewrite mulr_ge0 ?subr_ge0.
lra.
Qed.

(* T5c *)
Theorem d1_le_approximate M A K r c mu : (forall i j, 0 <= M i j) ->
  (forall i j, M i j <= mu) -> mu <= 1 ->
  (forall i, row_sum M i <= r) -> (forall j, col_sum M j <= c) ->
  doubly_stochastic A -> (forall i j, K i j = Num.min (M i j) (A i j)) ->
  d1 M <= 2%:R * r * (\sum_i rowgap M i) + 2%:R * c * (\sum_j colgap M j) +
    3%:R * (n%:R - total M) + 2%:R * mu * l1dist M K.
Proof.
move=> M0 Mmu mu1 Mr Mc dA KE.
have KM i j : K i j <= M i j by rewrite KE le_minl lexx.
have KA i j : K i j <= A i j by rewrite KE le_minl lexx orbT.
have [s hs] := common_part_value M0 Mmu dA KM KA.
have hr := frob_sq_ge_rows M0 Mr.
have T0 i j : 0 <= M^T i j by rewrite mxE.
have Tr i : row_sum M^T i <= c by rewrite row_sum_tr.
have := frob_sq_ge_rows T0 Tr; rewrite -sum_colgap_tr total_tr.
have -> : frob_sq M^T = frob_sq M.
  rewrite /frob_sq exchange_big; apply: eq_bigr => i _.
  by apply: eq_bigr => j _; rewrite mxE.
move=> hc; apply: le_trans (d1_le M s) _; rewrite l1dist_perm_le1 //.
  lra.
by move=> i j; apply: le_trans (Mmu i j) mu1.
Qed.

(* T5b *)
Lemma row_entry_le1 M i j : (forall i j, 0 <= M i j) ->
  (forall i, \sum_j M i j = 1) -> M i j <= 1.
Proof. by move=> M0 Mr; rewrite -(Mr i) (bigD1 j) //= ler_addl sumr_ge0. Qed.

Theorem d1_le_rows_exact M c : (forall i j, 0 <= M i j) ->
  (forall i, \sum_j M i j = 1) -> (forall j, col_sum M j <= c) ->
  d1 M <= 2%:R * (\sum_i rowgap M i) + 2%:R * c * (\sum_j colgap M j) +
    col_defect M.
Proof.
move=> M0 Mr Mc; have [A [K [dA KE _ <- _]]] := repair_rows_exact M0 Mr.
have M1 i j := row_entry_le1 i j M0 Mr.
have r1 i : row_sum M i <= 1 by rewrite /row_sum Mr.
have := d1_le_approximate M0 M1 (lexx 1) r1 Mc dA KE.
by rewrite rows_exact_total //; lra.
Qed.

Theorem approximate_needs_le1 : (0 < n)%N -> exists M A K : 'M[R]_n,
  [/\ forall i j, 0 <= M i j <= 3%:R / 2%:R, doubly_stochastic A,
      forall i j, K i j = Num.min (M i j) (A i j),
      (forall i, row_sum M i <= 3%:R / 2%:R) /\
      (forall j, col_sum M j <= 3%:R / 2%:R) &
      2%:R * (3%:R / 2%:R) * (\sum_i rowgap M i) +
      2%:R * (3%:R / 2%:R) * (\sum_j colgap M j) +
      3%:R * (n%:R - total M) + 2%:R * (3%:R / 2%:R) * l1dist M K < d1 M].
Proof.
move=> n_gt0; pose I : 'M[R]_n := perm_mx 1%g; pose h : R := 3%:R / 2%:R.
have h0 : 0 <= h by rewrite /h; lra.
have [I0 Ir Ic] : doubly_stochastic I := perm_mx_ds R 1%g.
have I1 i j : I i j <= 1 by exact: ds_le1 (perm_mx_ds R 1%g).
exists (h *: I), I, I.
have gaps (x : 'I_n -> R) : gap x = 0 -> gap (fun j => h * x j) = 0.
  by move=> x0; rewrite gapZ x0 mulr0.
have pI : penalty I = 0.
  by apply/penalty_eq0_perm; [exact: perm_mx_ds | exists 1%g].
have [rI cI] := (penalty_eq0_gaps I).1 pI.
have rE i : row_sum (h *: I) i = h.
  rewrite /row_sum (eq_bigr (fun j => h * I i j)) => [|j _];
    last by rewrite mxE.
  by rewrite -mulr_sumr Ir mulr1.
have cE j : col_sum (h *: I) j = h.
  rewrite /col_sum (eq_bigr (fun i => h * I i j)) => [|i _];
    last by rewrite mxE.
  by rewrite -mulr_sumr Ic mulr1.
split=> [i j||i j||].
- by rewrite mxE mulr_ge0 //= -[X in _ <= X]mulr1 ler_wpmul2l.
- exact: perm_mx_ds.
- rewrite [(h *: I) i j]mxE; apply/esym/min_idPr; have := I0 i j; rewrite /h;
  lra.
- by split=> i; rewrite ?rE ?cE.
rewrite -/h big1 ?mulr0 ?add0r => [|i _]; last first.
  by rewrite -[RHS](gaps _ (rI i)); apply: eq_gap => j; rewrite mxE.
rewrite big1 ?mulr0 ?add0r => [|j _]; last first.
  by rewrite -[RHS](gaps _ (cI j)); apply: eq_gap => i; rewrite mxE.
have -> : total (h *: I) = n%:R * h.
  rewrite /total (eq_bigr (fun=> h)) => [|i _]; last exact: rE.
  by rewrite sumr_const card_ord mulr_natl.
have -> : l1dist (h *: I) I = n%:R * (h - 1).
  rewrite /l1dist (eq_bigr (fun=> h - 1)) => [|i _].
    by rewrite sumr_const card_ord mulr_natl.
  have -> : h - 1 = \sum_j (h - 1) * I i j by rewrite -mulr_sumr Ir mulr1.
  apply: eq_bigr => j _.
  rewrite [(h *: I) i j]mxE ger0_norm /=; first by lra.
  by have := I0 i j; rewrite /h; lra.
have -> : 3%:R * (n%:R - n%:R * h) + 2%:R * h * (n%:R * (h - 1)) = 0.
  by rewrite /h; lra.
rewrite lt_neqAle l1dist_ge0 andbT eq_sym; apply/eqP => /l1dist_eq0.
set s := nearest_perm _ => /matrixP/(_ (Ordinal n_gt0) (s (Ordinal n_gt0))).
rewrite !mxE eqxx; case: (_ == _) => /=; rewrite /h; lra.
Qed.

(* T5e *)
Theorem d1_le_rows_only M : (forall i j, 0 <= M i j) ->
  (forall i, \sum_j M i j = 1) ->
  d1 M <= (2%:R + sqrt2) * (\sum_i rowgap M i) +
    (2%:R + sqrt2 / 2%:R) * col_defect M.
Proof.
move=> M0 Mr; have [A [K [dA _ dist _ _]]] := repair_rows_exact M0 Mr.
have [A0 Ar _] := dA; have rc i : \sum_j A i j = \sum_j M i j by rewrite Mr Ar.
have gapA := rowgaps_half A0 M0 rc.
have bound := d1_le_rowgaps dA; rewrite l1dist_sym dist in gapA.
have s2 := sqrt2_ge1 R.
have M1 i j := row_entry_le1 i j M0 Mr.
have near s : l1dist M (perm_mx s) <= l1dist A (perm_mx s) + l1dist M A.
  by rewrite addrC; exact: l1dist_triangle.
have := near (nearest_perm A); rewrite -/(d1 A) dist => h.
have h1 := d1_le M (nearest_perm A).
have h2 : (2%:R + sqrt2) * (\sum_i rowgap A i - \sum_i rowgap M i) <=
    (2%:R + sqrt2) * (2%:R^-1 * col_defect M).
  by rewrite ler_wpmul2l //; lra.
lra.
Qed.
End ErrorBounds.

Section Argmax.
Variables (R : rcfType) (n : nat) (M : 'M[R]_n) (delta : R).
Hypothesis M0 : forall i j, 0 <= M i j.
Hypothesis Mr : forall i, \sum_j M i j = 1.
Hypothesis Mc : forall j, col_sum M j <= 1 + delta.

(* strict row maxima that form the unique best assignment *)
Definition argmax_assigns (s : 'S_n) :=
  (forall i j, j != s i -> M i j < M i (s i)) /\
  (forall t : 'S_n, t != s -> assign_val M t < assign_val M s).

Lemma strict_rows_assign (s : 'S_n) :
  (forall i j, j != s i -> M i j < M i (s i)) -> argmax_assigns s.
Proof.
move=> row; split=> // t ts; have [i ti] : exists i, t i != s i.
  apply/existsP; apply: contraT => /existsPn h; case/negP: ts.
  by apply/eqP/permP => i; apply/eqP; have := h i; rewrite negbK.
rewrite /assign_val (bigD1 i) //= [X in _ < X](bigD1 i) //=.
apply: ltr_le_add; first exact: row.
apply: ler_sum => k _; have [->//|e] := eqVneq (t k) (s k).
by apply: ltW; exact: row.
Qed.

Lemma col_pair i k j : i != k -> M i j + M k j <= 1 + delta.
Proof.
move=> ik; apply: le_trans (Mc j).
rewrite /col_sum (bigD1 i) //= (bigD1 k) 1?eq_sym //= addrA.
by rewrite ler_addl sumr_ge0.
Qed.

Lemma deficits_lt (f : 'I_n -> 'I_n) (c : R) :
  (forall i j, M i j <= M i (f i)) ->
  \sum_i rowgap M i < (2%:R - sqrt2) * c -> \sum_i (1 - M i (f i)) < c.
Proof.
move=> fmax h; have c0 := sharp_const_gt0 R.
rewrite -(ltr_pmul2l c0); apply: le_lt_trans h; rewrite mulr_sumr.
apply: ler_sum => i _; have := gap_ge_max (M0 i) (fmax i).
by rewrite norm1_nneg // Mr.
Qed.

Lemma deficit_pair (f : 'I_n -> 'I_n) i k : i != k ->
  (1 - M i (f i)) + (1 - M k (f k)) <= \sum_i (1 - M i (f i)).
Proof.
move=> ik; rewrite (bigD1 i) //= (bigD1 k) 1?eq_sym //= [X in _ <= X]addrA.
by rewrite ler_addl sumr_ge0 // => l _; rewrite subr_ge0 row_entry_le1.
Qed.

Lemma argmax_perm (f : 'I_n -> 'I_n) :
  (forall i j, M i j <= M i (f i)) -> \sum_i (1 - M i (f i)) < 1 - delta ->
  exists2 s : 'S_n, (forall i, s i = f i) & argmax_assigns s.
Proof.
move=> fmax lt; have finj : injective f.
  move=> i k fik; apply/eqP; apply: contraT => ik.
  have := deficit_pair f ik; have := col_pair (f i) ik.
  by rewrite -[in X in _ -> X -> _]fik; lra.
exists (perm finj) => [i|]; first by rewrite permE.
apply: strict_rows_assign => i j js; rewrite ltNge permE; apply/negP => ge.
have ik : i != (perm finj)^-1%g j.
  by apply: contra js => /eqP {1}->; rewrite permKV.
have := deficit_pair f ik; have := col_pair j ik.
have -> : f ((perm finj)^-1%g j) = j by rewrite -(permE finj) permKV.
lra.
Qed.

(* T5d *)
Theorem approximate_rounding :
  \sum_i rowgap M i < (2%:R - sqrt2) * (1 - delta) ->
  exists s, argmax_assigns s.
Proof.
move=> h; have [f fmax] := row_argmax M.
have [s _ hs] := argmax_perm fmax (deficits_lt fmax h).
by exists s.
Qed.

(* T5d, per row *)
Theorem approximate_rounding_each_row :
  (forall i, rowgap M i < 1 - Num.sqrt ((1 + delta) / 2%:R)) ->
  exists s, argmax_assigns s /\ forall i, (1 + delta) / 2%:R < M i (s i).
Proof.
move=> h; have ex i : {j | (1 + delta) / 2%:R < M i j}.
  apply: sigW; apply/existsP; apply: contraLR (h i) => /existsPn le.
  rewrite -leNgt /rowgap /gap norm1_nneg // Mr ler_add2l ler_opp2 ler_wsqrtr //.
  have -> : (1 + delta) / 2%:R = \sum_j (1 + delta) / 2%:R * M i j.
    by rewrite -mulr_sumr Mr mulr1.
  apply: ler_sum => j _.
  by rewrite expr2 ler_wpmul2r // leNgt.
pose f i := sval (ex i); have fh i : (1 + delta) / 2%:R < M i (f i) := svalP
    (ex i).
have finj : injective f.
  move=> i k e; apply/eqP; apply: contraT => ik.
  by have := col_pair (f i) ik; have := fh i; have := fh k; rewrite -e; lra.
exists (perm finj); split=> [|i]; last by rewrite permE.
apply: strict_rows_assign => i j js; rewrite permE.
have ik : i != (perm finj)^-1%g j.
  by apply: contra js => /eqP {1}->; rewrite permKV.
have := col_pair j ik; have := fh ((perm finj)^-1%g j); have := fh i.
have -> : f ((perm finj)^-1%g j) = j by rewrite -(permE finj) permKV.
lra.
Qed.
End Argmax.

Section ArgmaxScaled.
Variables (R : rcfType) (n : nat) (M : 'M[R]_n) (delta : R).
Hypothesis M0 : forall i j, 0 <= M i j.
Hypothesis Mr : forall i, 0 < row_sum M i.
Hypothesis Mc : forall i j, col_sum M j <= (1 + delta) * row_sum M i.

(* T5d for rows of any positive sums, which are divided by them first *)
Theorem approximate_rounding_scaled :
  \sum_i (1 - norm2 (fun j => M i j) / row_sum M i) <
    (2%:R - sqrt2) * (1 - delta) ->
  exists s, argmax_assigns M s.
Proof.
move=> h; pose r i := (row_sum M i)^-1.
have r0 i : 0 < r i by rewrite invr_gt0.
pose N : 'M[R]_n := \matrix_(i, j) (r i * M i j).
have N0 i j : 0 <= N i j by rewrite mxE mulr_ge0 // ltW.
have Nr i : \sum_j N i j = 1.
  rewrite (eq_bigr (fun j => r i * M i j)) => [|j _]; last by rewrite mxE.
  by rewrite -mulr_sumr mulVf // gt_eqF.
have Nc j : col_sum N j <= 1 + delta.
  have d0 : 0 <= 1 + delta.
    have c0 : 0 <= col_sum M j by apply: sumr_ge0 => i _.
    by rewrite -(pmulr_lge0 _ (Mr j)) (le_trans c0).
  have [cz | cn] := eqVneq (col_sum M j) 0.
    rewrite /col_sum big1 // => i _; rewrite mxE.
    by rewrite (psumr_eq0P _ cz isT) ?mulr0 // => k _; exact: M0.
  have cp : 0 < col_sum M j by rewrite lt0r cn sumr_ge0.
  apply: (@le_trans _ _ (\sum_i (1 + delta) / col_sum M j * M i j)).
    apply: ler_sum => i _; rewrite mxE ler_wpmul2r //.
    by rewrite ler_pdivl_mulr // mulrC ler_pdivr_mulr.
  by rewrite -mulr_sumr divfK.
have gaps i : rowgap N i = 1 - norm2 (fun j => M i j) / row_sum M i.
  have -> : rowgap N i = gap (fun j => r i * M i j).
    rewrite /rowgap /gap; congr (_ - _); first by apply: eq_bigr => j _; rewrite mxE.
    by congr Num.sqrt; apply: eq_bigr => j _; rewrite mxE.
  rewrite gapZ gtr0_norm // /gap norm1_nneg // mulrBr mulVf ?gt_eqF //.
  by rewrite [r i * _]mulrC.
have hN : \sum_i rowgap N i < (2%:R - sqrt2) * (1 - delta).
  by apply: le_lt_trans h; apply: ler_sum => i _; rewrite gaps.
have [s [row _]] := approximate_rounding N0 Nr Nc hN.
exists s; apply: strict_rows_assign => i j js.
by have := row i j js; rewrite !mxE ltr_pmul2l.
Qed.
End ArgmaxScaled.

Section ArgmaxExcess.
Variables (R : rcfType) (n : nat) (M : 'M[R]_n).
Hypothesis M0 : forall i j, 0 <= M i j.
Hypothesis Mr : forall i, \sum_j M i j = 1.

Lemma col_sum_le_excess j : col_sum M j <= 1 + col_excess M.
Proof.
have : col_sum M j - 1 <= col_excess M; last by lra.
rewrite /col_excess (bigD1 j) //=.
have : 0 <= \sum_(k | k != j) Num.max 0 (col_sum M k - 1).
  by apply: sumr_ge0 => k _; rewrite le_maxr lexx.
by have [h|h] := lerP 0 (col_sum M j - 1); lra.
Qed.

(* T5d with the column excess: the maxima are above 1/2 as well *)
Theorem approximate_rounding_excess :
  \sum_i rowgap M i < (2%:R - sqrt2) * (1 - col_excess M) ->
  exists s, argmax_assigns M s /\ forall i, 2%:R^-1 < M i (s i).
Proof.
move=> h; have [f fmax] := row_argmax M.
have lt := deficits_lt M0 Mr fmax h.
have [s sf hs] := argmax_perm M0 Mr col_sum_le_excess fmax lt.
exists s; split=> // i.
have se : \sum_i (1 - M i (s i)) < 1 - col_excess M.
  by rewrite (eq_bigr (fun i => 1 - M i (f i))) // => k _; rewrite sf.
have part : \sum_(k | k != i) (col_sum M (s k) - 1) <= col_excess M.
  have -> : col_excess M = \sum_k Num.max 0 (col_sum M (s k) - 1).
    by rewrite /col_excess (reindex_inj (@perm_inj _ s)).
  apply: (@le_trans _ _ (\sum_(k | k != i) Num.max 0 (col_sum M (s k) - 1))).
    by apply: ler_sum => k _; rewrite le_maxr lexx orbT.
  by rewrite [X in _ <= X](bigD1 i) //= ler_addr le_maxr lexx.
have off : 1 - M i (s i) <= \sum_(k | k != i) (col_sum M (s k) - M k (s k)).
  have -> : 1 - M i (s i) = \sum_(k | k != i) M i (s k).
    rewrite -(Mr i) (reindex_inj (@perm_inj _ s)) (bigD1 i) //=.
    by rewrite addrAC subrr add0r.
  apply: ler_sum => k ki; rewrite ler_subr_addr /col_sum.
  rewrite (bigD1 i) //= (bigD1 k) //= addrA ler_addl sumr_ge0 //.
rewrite (bigD1 i) //= in se.
have split_off : \sum_(k | k != i) (col_sum M (s k) - M k (s k)) =
    \sum_(k | k != i) (1 - M k (s k)) +
    \sum_(k | k != i) (col_sum M (s k) - 1).
  by rewrite -big_split; apply: eq_bigr => k _ /=; lra.
lra.
Qed.
End ArgmaxExcess.

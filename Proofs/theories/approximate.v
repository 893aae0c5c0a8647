(******************************************************************************)
(* Repair to a doubly stochastic matrix (T5a)                                 *)
(*                                                                            *)
(*       row_sum M i, col_sum M j, total M == sums of a row, a column, all    *)
(*   row_excess M, col_excess M == the sum of max (0, row sum - 1), columns   *)
(*              col_defect M == the sum of |column sum - 1|                   *)
(*  cap_rows M, cap_cols M == rows (columns) of sum above 1 scaled to 1       *)
(* Main lemmas, M >= 0:                                                       *)
(*   repair             a doubly stochastic A; its common part K with M lacks *)
(*                      at most the excess, and l1dist M A is                 *)
(*                      2 l1dist M K + n - total M                            *)
(*   repair_rows_exact  row sums 1: l1dist M A = col_defect M, the least      *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import real_arithmetic norms assignment completion.
From AutoShuffleNet Require Import penalty euclidean frobenius_lipschitz.
From AutoShuffleNet Require Import certificates sharp_lower_bound.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Excess.
Variables (R : rcfType) (n : nat).
Implicit Types (M A K : 'M[R]_n) (s : 'S_n).

Definition row_sum M i := \sum_j M i j.
Definition col_sum M j := \sum_i M i j.
Definition total M := \sum_i \sum_j M i j.
Definition row_excess M : R := \sum_i Num.max 0 (row_sum M i - 1).
Definition col_excess M : R := \sum_j Num.max 0 (col_sum M j - 1).
(* the l1 distance of the column sums from 1 *)
Definition col_defect M := \sum_j `|col_sum M j - 1|.

Lemma total_cols M : total M = \sum_j col_sum M j.
Proof. exact: exchange_big. Qed.

(* rows scaled down to sums at most 1 *)
Definition scale (x : R) : R := if x <= 1 then 1 else x^-1.
Definition cap_rows M : 'M[R]_n := \matrix_(i, j) (M i j * scale (row_sum M i)).

Lemma scale_bounds x : 0 <= x ->
  [/\ 0 <= scale x, scale x <= 1 & x - x * scale x = Num.max 0 (x - 1)].
Proof.
move=> x0; rewrite /scale; have [x1|x1] := lerP x 1.
  split; rewrite ?ler01 // mulr1 subrr; apply/esym/eqP.
  by rewrite eq_le le_maxr lexx le_maxl lexx subr_le0 x1.
have xp : 0 < x by lra.
rewrite divff ?gt_eqF //; split; first by rewrite invr_ge0.
  by rewrite invf_le1 // ltW.
by have [h|h] := lerP 0 (x - 1); lra.
Qed.

Lemma cap_rows_le M : (forall i j, 0 <= M i j) ->
  [/\ forall i j, 0 <= cap_rows M i j, forall i j, cap_rows M i j <= M i j,
      forall i, row_sum (cap_rows M) i <= 1 &
      total M - total (cap_rows M) = row_excess M].
Proof.
move=> M0; have r0 i : 0 <= row_sum M i by exact: sumr_ge0.
have rowE i : row_sum (cap_rows M) i = row_sum M i * scale (row_sum M i).
  by rewrite /row_sum mulr_suml; apply: eq_bigr => j _; rewrite mxE.
split=> [i j|i j|i|].
- by rewrite mxE mulr_ge0 //; have [] := scale_bounds (r0 i).
- rewrite mxE -[X in _ <= X]mulr1 ler_wpmul2l //.
  by have [] := scale_bounds (r0 i).
- rewrite rowE /scale; case: ifPn => [|h]; first by rewrite mulr1.
  by rewrite divff // gt_eqF // (lt_trans ltr01) // ltNge.
rewrite /total -sumrB; apply: eq_bigr => i _.
have [_ _ <-] := scale_bounds (r0 i).
by rewrite -/(row_sum (cap_rows M) i) rowE.
Qed.

Definition cap_cols M := (cap_rows M^T)^T.

Lemma row_sum_tr M i : row_sum M^T i = col_sum M i.
Proof. by apply: eq_bigr => j _; rewrite mxE. Qed.

Lemma total_tr M : total M^T = total M.
Proof.
by rewrite total_cols; apply: eq_bigr => i _; rewrite -row_sum_tr trmxK.
Qed.

Lemma cap_cols_le M : (forall i j, 0 <= M i j) ->
  [/\ forall i j, 0 <= cap_cols M i j, forall i j, cap_cols M i j <= M i j,
      forall j, col_sum (cap_cols M) j <= 1 &
      total M - total (cap_cols M) = col_excess M].
Proof.
move=> M0; have T0 i j : 0 <= M^T i j by rewrite mxE.
have [c0 cM c1 cT] := cap_rows_le T0; split=> [i j|i j|j|].
- by rewrite mxE.
- by rewrite mxE; have := cM j i; rewrite [M^T _ _]mxE.
- by rewrite -row_sum_tr /cap_cols trmxK.
have -> : total (cap_cols M) = total (cap_rows M^T) by rewrite total_tr.
rewrite -(total_tr M) cT; by apply: eq_bigr => j _; rewrite row_sum_tr.
Qed.

Lemma max0_mono (x y : R) : x <= y -> Num.max 0 x <= Num.max 0 y.
Proof. by move=> xy; rewrite le_maxl !le_maxr lexx xy orbT. Qed.

(* T5a: a doubly stochastic matrix near M, and what both have in common *)
Theorem repair M : (forall i j, 0 <= M i j) -> exists A K,
  [/\ doubly_stochastic A, forall i j, K i j = Num.min (M i j) (A i j),
      l1dist M K <= row_excess M + col_excess M &
      l1dist M A = 2%:R * l1dist M K + (n%:R - total M)].
Proof.
move=> M0; have [r0 rM r1 rT] := cap_rows_le M0.
have [c0 cM c1 cT] := cap_cols_le r0.
set B := cap_cols (cap_rows M) in c0 cM c1 cT.
have Br i : \sum_j B i j <= 1.
  by apply: le_trans (r1 i); apply: ler_sum => j _.
have [D [[D0 Dr Dc] BD]] := completion c0 Br c1.
pose A : 'M[R]_n := \matrix_(i, j) D i j.
have dA : doubly_stochastic A.
  split=> [i j|i|j]; first by rewrite mxE.
    by rewrite -[RHS](Dr i); apply: eq_bigr => j _; rewrite mxE.
  by rewrite -[RHS](Dc j); apply: eq_bigr => i _; rewrite mxE.
pose K : 'M[R]_n := \matrix_(i, j) Num.min (M i j) (A i j).
have KE i j : K i j = Num.min (M i j) (A i j) by rewrite mxE.
have tA : total A = n%:R.
  case: dA => _ Ar _; rewrite /total (eq_bigr (fun=> 1)) //.
  by rewrite sumr_const card_ord.
have dK : l1dist M K = total M - total K.
  rewrite /l1dist /total -sumrB; apply: eq_bigr => i _; rewrite -sumrB.
  apply: eq_bigr => j _; rewrite ger0_norm // subr_ge0 KE.
  by rewrite le_minl lexx.
exists A, K; split=> //.
  have col : col_excess (cap_rows M) <= col_excess M.
    apply: ler_sum => j _; apply: max0_mono; rewrite ler_add2r.
    exact: ler_sum.
  have : total B <= total K.
    apply: ler_sum => i _; apply: ler_sum => j _.
    by rewrite KE le_minr (le_trans (cM i j)) //= [A i j]mxE.
  by rewrite dK; lra.
have -> : l1dist M A = (total M - total K) + (total A - total K).
  rewrite /l1dist /total -!sumrB -big_split; apply: eq_bigr => i _ /=.
  rewrite -!sumrB -big_split; apply: eq_bigr => j _ /=; rewrite KE.
  by have [h|h] := lerP (M i j) (A i j); have [k|k] := ger0P (M i j - A i j);
    lra.
by rewrite dK tA; lra.
Qed.

Lemma rows_exact_total M : (forall i, \sum_j M i j = 1) -> total M = n%:R.
Proof.
by move=> Mr; rewrite /total (eq_bigr (fun=> 1)) // sumr_const card_ord.
Qed.

Lemma rows_exact_defect M : (forall i, \sum_j M i j = 1) ->
  col_defect M = 2%:R * col_excess M /\ row_excess M = 0.
Proof.
move=> Mr; split; last first.
  by rewrite /row_excess big1 // => i _; rewrite /row_sum Mr subrr maxxx.
have cs : \sum_j (col_sum M j - 1) = 0.
  by rewrite sumrB -total_cols rows_exact_total // sumr_const card_ord subrr.
have -> : col_defect M = col_defect M + \sum_j (col_sum M j - 1).
  by rewrite cs addr0.
rewrite /col_defect /col_excess mulr_sumr -big_split; apply: eq_bigr => j _ /=.
by have [h|h] := ger0P (col_sum M j - 1); lra.
Qed.

(* T5a, rows exact: the cost is the defect, the least possible *)
Theorem repair_rows_exact M :
  (forall i j, 0 <= M i j) -> (forall i, \sum_j M i j = 1) ->
  exists A K, [/\ doubly_stochastic A,
    forall i j, K i j = Num.min (M i j) (A i j),
    l1dist M A = col_defect M, 2%:R * l1dist M K = col_defect M &
    forall B, doubly_stochastic B -> col_defect M <= l1dist M B].
Proof.
move=> M0 Mr; have [A [K [dA KE le e]]] := repair M0.
have [ce re] := rows_exact_defect Mr.
rewrite rows_exact_total // subrr addr0 in e.
have lo B : doubly_stochastic B -> col_defect M <= l1dist M B.
  exact: column_excess_le.
have := lo A dA; exists A, K; split=> //; lra.
Qed.
End Excess.

(******************************************************************************)
(* The sharp error bound with inexact columns (T5e, sharp form, and T11e)     *)
(*                                                                            *)
(* Prices of an optimal assignment, capped at 1, meet inexact_columns.v.  For *)
(* a rectangular matrix, rows of zeros are added.                             *)
(* Main lemmas, M >= 0, row sums 1:                                           *)
(*   d1_le_sharp    (T5e) d1 M <= (2 + sqrt2) (row gaps) + col_defect M       *)
(*   rect_sharp     the same for injections of m rows into m + k columns,     *)
(*                  with the excess of the column sums over 1                 *)
(*   rect_dist_le_sharp  (T11e) column sums at most 1                         *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import real_arithmetic norms assignment penalty.
From AutoShuffleNet Require Import capped_rows sharp_lower_bound approximate.
From AutoShuffleNet Require Import approximate_bounds further_bounds.
From AutoShuffleNet Require Import inexact_columns.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Prices.
Variables (R : rcfType) (I J : finType) (M : I -> J -> R).
Variables (u : I -> R) (v : J -> R).
Hypothesis M0 : forall i j, 0 <= M i j.
Hypothesis Mr : forall i, \sum_j M i j = 1.
Hypothesis u0 : forall i, 0 <= u i.
Hypothesis v0 : forall j, 0 <= v j.
Hypothesis uv : forall i j, M i j <= u i + v j.

Lemma deficits_le_prices :
  2%:R * (#|I|%:R - (\sum_i u i + \sum_j v j)) <=
  (2%:R + sqrt2) * (\sum_i gap (M i)) +
    2%:R * \sum_j Num.max 0 (\sum_i M i j - 1).
Proof.
have v'0 j : 0 <= Num.min (v j) 1 by rewrite le_minr v0 ler01.
have v'1 j : Num.min (v j) 1 <= 1 by rewrite le_minl lexx orbT.
have v'v : \sum_j Num.min (v j) 1 <= \sum_j v j.
  by apply: ler_sum => j _; rewrite le_minl lexx.
have uv' i j : M i j <= u i + Num.min (v j) 1.
  have M1 : M i j <= 1 by rewrite -(Mr i) (bigD1 j) //= ler_addl sumr_ge0.
  by have := uv i j; have := u0 i; have [h|h] := lerP (v j) 1; lra.
have := row_values_le (slope_b_ge0 R) (slope_b_eq R) (slope_b_39 R)
  M0 Mr u0 v'0 v'1 uv'.
rewrite sumrB sumr_const -mulr_sumr slope_b_scale /pospart; lra.
Qed.
End Prices.

Section Square.
Variables (R : rcfType) (n : nat).
Implicit Types M : 'M[R]_n.

(* T5e, sharp form *)
Theorem d1_le_sharp M : (forall i j, 0 <= M i j) ->
  (forall i, \sum_j M i j = 1) ->
  d1 M <= (2%:R + sqrt2) * (\sum_i rowgap M i) + col_defect M.
Proof.
move=> M0 Mr; have [s opt] := best_assignment M.
have [u [v [u0 v0 uv e]]] := nonneg_prices M0 opt.
have := deficits_le_prices M0 Mr u0 v0 uv.
have [-> _] := rows_exact_defect Mr.
have M1 i j := row_entry_le1 i j M0 Mr.
have := d1_le M s; rewrite l1dist_perm_le1 // rows_exact_total //.
by rewrite card_ord e -/(assign_val M s) /col_excess /col_sum; lra.
Qed.
End Square.

Section Rectangle.
Variables (R : rcfType) (m k : nat) (M : 'M[R]_(m, m + k)).
Hypothesis M0 : forall i j, 0 <= M i j.
Hypothesis Mr : forall i, \sum_j M i j = 1.

(* T5e for rectangular matrices *)
Theorem rect_sharp : exists2 f : 'I_m -> 'I_(m + k), injective f &
  injection_dist M f <= (2%:R + sqrt2) * rect_rowgaps M +
    2%:R * \sum_j Num.max 0 (\sum_i M i j - 1).
Proof.
pose W : 'M[R]_(m + k) := col_mx M 0.
have Wl i b : W (lshift k i) b = M i b by rewrite col_mxEu.
have Wr i b : W (rshift m i) b = 0 by rewrite col_mxEd mxE.
have W0 i j : 0 <= W i j.
  by rewrite -(splitK i); case: (split i) => a /=; rewrite ?Wl ?Wr.
have [s opt] := best_assignment W.
have [u [v [u0 v0 uv e]]] := nonneg_prices W0 opt.
exists (fun i => s (lshift k i)) => [i l /perm_inj/lshift_inj //|].
have uvM i j : M i j <= u (lshift k i) + v j by rewrite -Wl.
have := deficits_le_prices M0 Mr (fun i => u0 (lshift k i)) v0 uvM.
rewrite card_ord /rect_rowgaps /injection_dist.
move: e; rewrite !big_split_ord /=.
rewrite [X in _ = _ + X]big1 => [|i _]; last by rewrite Wr.
have -> : \sum_(i < m) W (lshift k i) (s (lshift k i)) =
    \sum_i M i (s (lshift k i)) by apply: eq_bigr => i _; exact: Wl.
have : 0 <= \sum_(i < k) u (rshift m i) by exact: sumr_ge0.
lra.
Qed.

Theorem rect_dist_le_sharp : (forall j, \sum_i M i j <= 1) ->
  exists2 f : 'I_m -> 'I_(m + k), injective f &
    injection_dist M f <= (2%:R + sqrt2) * rect_rowgaps M.
Proof.
move=> Mc; have [f finj h] := rect_sharp; exists f => //; move: h.
rewrite [X in _ + _ * X]big1 ?mulr0 ?addr0 // => j _.
by have := Mc j; rewrite -subr_le0 => c0; apply: pospart_eq0.
Qed.
End Rectangle.

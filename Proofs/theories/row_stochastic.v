(******************************************************************************)
(* Row-stochastic matrices, no column information (T11d)                      *)
(*                                                                            *)
(* M is nonnegative with row sums 1, and M i (f i) is the maximum of row i.   *)
(*   rowgaps_le_deficit  the row gaps sum to at most the sum of 1 - max       *)
(*   rowgaps_ge_deficit  and to at least 2 - sqrt2 times that sum             *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms assignment penalty.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section RowStochastic.
Variables (R : rcfType) (n : nat) (M : 'M[R]_n) (f : 'I_n -> 'I_n).
Hypothesis M_ge0 : forall i j, 0 <= M i j.
Hypothesis M_row : forall i, \sum_j M i j = 1.
Hypothesis f_max : forall i j, M i j <= M i (f i).

Theorem rowgaps_le_deficit : \sum_i rowgap M i <= \sum_i (1 - M i (f i)).
Proof.
apply: ler_sum => i _; apply: le_trans (gap_le_norm1_sub _ (f i)) _.
by rewrite norm1_nneg // M_row.
Qed.

Theorem rowgaps_ge_deficit :
  (2%:R - sqrt2) * (\sum_i (1 - M i (f i))) <= \sum_i rowgap M i.
Proof.
rewrite mulr_sumr; apply: ler_sum => i _.
have := @gap_ge_max _ _ (fun j => M i j) (f i) (M_ge0 i) (f_max i).
by rewrite norm1_nneg // M_row.
Qed.
End RowStochastic.

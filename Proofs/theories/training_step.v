(******************************************************************************)
(* One training step for a learned permutation                                *)
(*                                                                            *)
(* M is the current matrix, G the gradient of the loss at M, s a permutation, *)
(* eta the step size, lam the weight of the penalty.  Division by 0 gives 0.  *)
(*            row_sum M i, col_sum M j == sum of a row, of a column           *)
(*          row_norm M i, col_norm M j == l2 norm of a row, of a column       *)
(*            row_defect M, col_defect M == sum of |row_sum M i - 1|, of      *)
(*                                        |col_sum M j - 1|                   *)
(*                       subgradient M == entries 2 - M i j / row_norm M i    *)
(*                                        - M i j / col_norm M j, those of    *)
(*                                        the penalty where M i j > 0, and 2  *)
(*                                        where M i j = 0                     *)
(*                zero_at_zero M H i j == 0 where M i j = 0, H i j elsewhere: *)
(*                                        the convention sign 0 = 0           *)
(*             move eta lam G H M == M - eta (G + lam H)                      *)
(*                 threshold Y == Y with negative entries replaced by 0       *)
(*         step_core eta lam G M == threshold (M - eta (G + lam subgradient)) *)
(* Ways back towards the doubly stochastic matrices:                          *)
(*      scale_cols Z, scale_rows Z == each column (row) divided by its sum    *)
(*                       scaling Z == columns first, then rows, one pass      *)
(*                      rounds k Z == k passes                                *)
(*                     fill_rows Z == rows that sum to 0 made uniform         *)
(*          cap_cols Z, cap_rows Z == each column (row) divided by            *)
(*                                    max(1, its sum)                         *)
(*                           cap Z == columns first, then rows                *)
(*    row_deficit W i, col_deficit W j == 1 - sum of the row, of the column   *)
(*                      complete W == W + rank-one matrix of the deficits     *)
(*                      refill s W == the smaller deficit of row i and column *)
(*                                    s i added at (i, s i)                   *)
(*                  plain_repair Z == complete (cap Z)                        *)
(*               aligned_repair s Z == complete (refill s (cap Z))            *)
(* Steps: scaling_step, plain_step, aligned_step apply these to step_core.    *)
(* Main lemmas:                                                               *)
(*   ratio_le         bound of one entry over the norm of its line            *)
(*   sum_shrink       thresholding all terms of a sum lowers it at least as   *)
(*                    much as thresholding the sum                            *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms assignment penalty real_arithmetic.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section TrainingStep.
Variables (R : rcfType) (n : nat).
Implicit Types (M G H Y Z W : 'M[R]_n) (s : 'S_n) (eta lam : R).

Definition row_sum M i := \sum_j M i j.
Definition col_sum M j := \sum_i M i j.
Definition row_norm M i := norm2 (fun j => M i j).
Definition col_norm M j := norm2 (fun i => M i j).
Definition row_defect M := \sum_i `|row_sum M i - 1|.
Definition col_defect M := \sum_j `|col_sum M j - 1|.

Definition subgradient M : 'M[R]_n :=
  \matrix_(i, j) (2%:R - M i j / row_norm M i - M i j / col_norm M j).
Definition zero_at_zero M H : 'M[R]_n :=
  \matrix_(i, j) (if M i j == 0 then 0 else H i j).

Definition move eta lam G H M : 'M[R]_n :=
  \matrix_(i, j) (M i j - eta * (G i j + lam * H i j)).
Definition threshold Y : 'M[R]_n := \matrix_(i, j) Num.max 0 (Y i j).
Definition step_core eta lam G M :=
  threshold (move eta lam G (subgradient M) M).

Definition scale_cols Z : 'M[R]_n := \matrix_(i, j) (Z i j / col_sum Z j).
Definition scale_rows Z : 'M[R]_n := \matrix_(i, j) (Z i j / row_sum Z i).
Definition scaling Z := scale_rows (scale_cols Z).
Definition rounds k Z := iter k scaling Z.
Definition fill_rows Z : 'M[R]_n :=
  \matrix_(i, j) (if row_sum Z i == 0 then n%:R^-1 else Z i j).

Definition cap_cols Z : 'M[R]_n :=
  \matrix_(i, j) (Z i j / Num.max 1 (col_sum Z j)).
Definition cap_rows Z : 'M[R]_n :=
  \matrix_(i, j) (Z i j / Num.max 1 (row_sum Z i)).
Definition cap Z := cap_rows (cap_cols Z).

Definition row_deficit W i := 1 - row_sum W i.
Definition col_deficit W j := 1 - col_sum W j.
Definition complete W : 'M[R]_n := \matrix_(i, j)
  (W i j + row_deficit W i * col_deficit W j / \sum_k row_deficit W k).
Definition refill s W : 'M[R]_n := \matrix_(i, j)
  (W i j + (if j == s i then Num.min (row_deficit W i) (col_deficit W j)
            else 0)).
Definition plain_repair Z := complete (cap Z).
Definition aligned_repair s Z := complete (refill s (cap Z)).

Definition scaling_step eta lam G M := scaling (step_core eta lam G M).
Definition plain_step eta lam G M := plain_repair (step_core eta lam G M).
Definition aligned_step s eta lam G M :=
  aligned_repair s (step_core eta lam G M).

(* Thresholding *)
Lemma threshold_ge0 Y i j : 0 <= threshold Y i j.
Proof. by rewrite mxE le_maxr lexx. Qed.

Lemma threshold_ge Y i j : Y i j <= threshold Y i j.
Proof. by rewrite mxE le_maxr lexx orbT. Qed.

Lemma threshold_le0 Y i j : Y i j <= 0 -> threshold Y i j = 0.
Proof. by move=> Y0; rewrite mxE max_l. Qed.

Lemma threshold_pos Y i j : 0 < threshold Y i j -> threshold Y i j = Y i j.
Proof. by rewrite mxE; case: (leP 0 (Y i j)) => // _; rewrite ltxx. Qed.

(* Permutation matrices *)
Lemma perm_mx_on s i : perm_mx s i (s i) = 1 :> R.
Proof. by rewrite !mxE eqxx. Qed.

Lemma perm_mx_off s i j : j != s i -> perm_mx s i j = 0 :> R.
Proof. by rewrite !mxE eq_sym => /negPf ->. Qed.

Lemma eq_perm_mx s M :
  (forall i, M i (s i) = 1) -> (forall i j, j != s i -> M i j = 0) ->
  M = perm_mx s.
Proof.
move=> on off; apply/matrixP => i j; have [->|ji] := eqVneq j (s i).
  by rewrite perm_mx_on on.
by rewrite perm_mx_off ?off.
Qed.

Lemma off_row_col s i j : j != s i -> i != (s^-1)%g j.
Proof. by apply: contra => /eqP ->; rewrite permKV. Qed.

Lemma off_col_row s i j : i != (s^-1)%g j -> j != s i.
Proof. by apply: contra => /eqP ->; rewrite permK. Qed.

(* Norms of the lines *)
Lemma row_norm_ge0 M i : 0 <= row_norm M i. Proof. exact: norm2_ge0. Qed.
Lemma col_norm_ge0 M j : 0 <= col_norm M j. Proof. exact: norm2_ge0. Qed.

Lemma entry_le_row_norm M i j : M i j <= row_norm M i.
Proof. exact: le_trans (ler_norm _) (norm_le_norm2 (fun j => M i j) j). Qed.

Lemma entry_le_col_norm M i j : M i j <= col_norm M j.
Proof. exact: le_trans (ler_norm _) (norm_le_norm2 (fun i => M i j) i). Qed.

Lemma norm2_pair (I : finType) (x : I -> R) i j :
  j != i -> x i ^+ 2 + x j ^+ 2 <= norm2 x ^+ 2.
Proof.
move=> ji; rewrite sqr_norm2 /norm2sq (bigD1 i) //= (bigD1 j) //= addrA.
by rewrite ler_addl sumr_ge0 // => k _; exact: sqr_ge0.
Qed.

Lemma norm2_split (I : finType) (x : I -> R) k : (forall i, 0 <= x i) ->
  norm2 x ^+ 2 <= x k ^+ 2 + (\sum_(i | i != k) x i) ^+ 2.
Proof.
move=> x0; rewrite sqr_norm2 /norm2sq (bigD1 k) //= ler_add2l.
rewrite [X in _ <= X]expr2 mulr_suml; apply: ler_sum => i ik.
by rewrite expr2 ler_wpmul2l // (bigD1 i) //= ler_addl sumr_ge0.
Qed.

Lemma norm2_card (I : finType) (x : I -> R) k t : 0 <= t ->
  (forall i, 0 <= x i) -> (forall i, i != k -> x i <= t) ->
  norm2 x ^+ 2 <= x k ^+ 2 + #|I|.-1%:R * t ^+ 2.
Proof.
move=> t0 x0 xt; rewrite sqr_norm2 /norm2sq (bigD1 k) //= ler_add2l.
have -> : #|I|.-1 = #|[pred i | i != k]| by rewrite (cardC1 k).
rewrite mulr_natl -sumr_const; apply: ler_sum => i ik.
by rewrite ler_sqr ?nnegrE // xt.
Qed.

(* Entries over norms of their lines *)
Definition off_norm (e : R) := Num.sqrt (e ^+ 2 + (1 - e) ^+ 2).

Lemma sqr_off_norm e : off_norm e ^+ 2 = e ^+ 2 + (1 - e) ^+ 2.
Proof. by rewrite sqr_sqrtr // addr_ge0 ?sqr_ge0. Qed.

Lemma off_norm_gt0 e : 0 < off_norm e.
Proof.
rewrite sqrtr_gt0; have h := sqr_ge0 (2%:R * e - 1); real_lra.
Qed.

(* x^2 over a norm at least sqrt (m^2 + x^2) is at most its value at x <= p m *)
Lemma ratio_le (x y m p q : R) :
  0 <= x -> 0 <= y -> 0 <= m -> 0 <= p -> 0 < q ->
  m ^+ 2 + x ^+ 2 <= y ^+ 2 -> q ^+ 2 = p ^+ 2 + 1 -> x <= p * m ->
  x / y <= p / q.
Proof.
move=> x0 y0 m0 p0 q0 mxy qp xpm.
have [->|y_neq0] := eqVneq y 0; first by rewrite invr0 mulr0 divr_ge0 // ltW.
have y_gt0 : 0 < y by rewrite lt_neqAle eq_sym y_neq0.
rewrite ler_pdivr_mulr // mulrAC ler_pdivl_mulr //.
rewrite -ler_sqr ?nnegrE ?mulr_ge0 ?(ltW q0) // !exprMn qp.
have : x ^+ 2 <= (p * m) ^+ 2 by rewrite ler_sqr ?nnegrE ?mulr_ge0.
have : p ^+ 2 * (m ^+ 2 + x ^+ 2) <= p ^+ 2 * y ^+ 2.
  by rewrite ler_wpmul2l ?sqr_ge0.
real_lra.
Qed.

(* the same with p = e / (1 - e), both sides times 1 - e *)
Lemma ratio_le_off (x y m e : R) : 0 <= x -> 0 <= y -> x <= e -> e <= 1 ->
  1 - e <= m -> m ^+ 2 + x ^+ 2 <= y ^+ 2 -> x / y <= e / off_norm e.
Proof.
move=> x0 y0 xe e1 em mxy; have q0 := off_norm_gt0 e.
have [->|y_neq0] := eqVneq y 0.
  by rewrite invr0 mulr0 divr_ge0 ?(ltW q0) // (le_trans x0).
have y_gt0 : 0 < y by rewrite lt_neqAle eq_sym y_neq0.
rewrite ler_pdivr_mulr // mulrAC ler_pdivl_mulr //.
have e0 : 0 <= e := le_trans x0 xe.
have e10 : 0 <= 1 - e by rewrite subr_ge0.
have m0 : 0 <= m := le_trans e10 em.
rewrite -ler_sqr ?nnegrE ?mulr_ge0 ?(ltW q0) // !exprMn sqr_off_norm.
have : (x * (1 - e)) ^+ 2 <= (e * m) ^+ 2.
  by rewrite ler_sqr ?nnegrE ?mulr_ge0 // ler_pmul.
have : e ^+ 2 * (m ^+ 2 + x ^+ 2) <= e ^+ 2 * y ^+ 2.
  by rewrite ler_wpmul2l ?sqr_ge0.
real_lra.
Qed.

(* Sums *)
Lemma sum_shrink (I : finType) (P : pred I) (x : I -> R) a : 0 <= a ->
  (forall i, 0 <= x i) ->
  \sum_(i | P i) Num.max 0 (x i - a) <= Num.max 0 (\sum_(i | P i) x i - a).
Proof.
move=> a0 x0; have le_x i : Num.max 0 (x i - a) <= x i.
  by rewrite le_maxl x0 /= ler_subl_addr ler_addl.
case: (pickP [pred i | P i && (a < x i)]) => [k /andP[Pk ak]|none].
  rewrite (bigD1 k) //= [X in _ <= Num.max _ (X - a)](bigD1 k) //=.
  have -> : Num.max 0 (x k - a) = x k - a by rewrite max_r // subr_ge0 ltW.
  rewrite le_maxr; apply/orP; right.
  rewrite [X in _ <= X]addrAC ler_add2l; apply: ler_sum => i _; exact: le_x.
rewrite big1 ?le_maxr ?lexx // => i Pi; apply: max_l.
by have := none i; rewrite /= Pi /= subr_le0 => /negbT; rewrite -leNgt.
Qed.

Lemma sum_reindex s (f : 'I_n -> R) : \sum_j f j = \sum_i f (s i).
Proof. exact: (reindex_inj (@perm_inj _ s)). Qed.

Lemma prod_reindex s (f : 'I_n -> R) : \prod_j f j = \prod_i f (s i).
Proof. exact: (reindex_inj (@perm_inj _ s)). Qed.

Lemma row_sum_off s M i :
  row_sum M i = M i (s i) + \sum_(j | j != s i) M i j.
Proof. by rewrite /row_sum (bigD1 (s i)). Qed.

Lemma col_sum_off s M i :
  col_sum M (s i) = M i (s i) + \sum_(k | k != i) M k (s i).
Proof. by rewrite /col_sum (bigD1 i). Qed.

Lemma sum_row_sum M : \sum_i row_sum M i = \sum_j col_sum M j.
Proof. exact: exchange_big. Qed.

End TrainingStep.

(******************************************************************************)
(* What is proved about the training step, in one file (T9)                   *)
(*                                                                            *)
(* R is any real closed field, n any size, s a permutation of the indices, M  *)
(* the current matrix (or M t a sequence of them), G the gradient of the loss *)
(* (G t a sequence), eta the step size, lam the weight of the penalty, Gam a  *)
(* bound of the gradient.  Division by 0 gives 0.                             *)
(*   row_sum, col_sum, row_defect, col_defect, subgradient, zero_at_zero,     *)
(*   move, threshold, scale_cols, scale_rows, scaling, rounds, scaling_step,  *)
(*   plain_step, aligned_step, off_norm                    (training_step.v)  *)
(*                 off_force == least pull off s          (aligned_repair.v)  *)
(*   on_prod, odds, weakest_pull, strongest_push, net_rate                    *)
(*                                                         (scaling_basin.v)  *)
(*   nearest_ds, frob_dist, split_force                  (projection_step.v)  *)
(*   flat n a b, mx2 a b c d == small matrices       (step_counterexamples.v) *)
(* The leading id of each name is that of the claim table in README.md.       *)
(* Assumptions.v prints every statement below with its assumptions.           *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms penalty rounding.
From AutoShuffleNet Require Import training_step scaling_step aligned_repair.
From AutoShuffleNet Require Import scaling_basin projection_step.
From AutoShuffleNet Require Import step_counterexamples.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

(* ---------------------------------------------------------------------- *)
(* T9a: what one pass of scaling leaves                                   *)
(* ---------------------------------------------------------------------- *)

(* rows are exact; the defect of the columns is at most that of the rows  *)
(* after the column step, which is at most the defect before the pass     *)
Theorem T9a_scaling_defect (R : rcfType) n (Z : 'M[R]_n) :
  (forall i j, 0 <= Z i j) ->
  (forall j, 0 < col_sum Z j) -> (forall i, 0 < row_sum Z i) ->
  [/\ forall i, row_sum (scaling Z) i = 1,
      col_defect (scaling Z) <= row_defect (scale_cols Z) &
      row_defect (scale_cols Z) <= row_defect Z + col_defect Z].
Proof.
move=> Z0 Zc Zr; split=> [i||]; first exact: row_sum_scaling.
  exact: col_defect_scaling.
exact: row_defect_scale_cols.
Qed.

(* with exact rows the column defect never increases *)
Theorem T9a_scaling_defect_exact_rows (R : rcfType) n (Z : 'M[R]_n) :
  (forall i j, 0 <= Z i j) ->
  (forall j, 0 < col_sum Z j) -> (forall i, row_sum Z i = 1) ->
  col_defect (scaling Z) <= col_defect Z.
Proof.
move=> Z0 Zc Zr; have Zr0 i : 0 < row_sum Z i by rewrite Zr ltr01.
apply: le_trans (col_defect_scaling Z0 Zc Zr0) _.
apply: le_trans (row_defect_scale_cols Z0 Zc) _.
rewrite [X in X + _](_ : _ = 0) ?add0r // /row_defect big1 // => i _.
by rewrite Zr subrr normr0.
Qed.

(* the penalty is not monotone under scaling, not even with exact rows *)
Theorem T9a_penalty_not_monotone (R : rcfType) (M : 'M[R]_2) :
  M = mx2 (99%:R / 100%:R) 100%:R^-1 (98%:R / 100%:R) (2%:R / 100%:R) ->
  penalty M < penalty (scale_cols M) /\
  penalty (scale_cols M) < penalty (scaling M).
Proof. exact: penalty_scaling_grows. Qed.

(* ---------------------------------------------------------------------- *)
(* T9b: fixed points                                                      *)
(* ---------------------------------------------------------------------- *)

Theorem T9b_fixed_point (R : rcfType) n (G : 'M[R]_n) (s : 'S_n)
    (eta lam : R) :
  0 < eta -> (forall i, eta * G i (s i) < 1) ->
  (scaling_step eta lam G (perm_mx s) = perm_mx s <->
   forall i j, j != s i -> - (2%:R * lam) <= G i j).
Proof. exact: scaling_step_fixed. Qed.

(* with sign 0 = 0 the weight of the penalty has no influence *)
Theorem T9b_zero_convention (R : rcfType) n (G : 'M[R]_n) (s : 'S_n)
    (eta lam : R) :
  0 < eta -> (forall i, eta * G i (s i) < 1) ->
  (scaling (threshold (move eta lam G
     (zero_at_zero (perm_mx s) (subgradient (perm_mx s))) (perm_mx s)))
   = perm_mx s <->
   forall i j, j != s i -> 0 <= G i j).
Proof. exact: zero_convention_fixed. Qed.

(* ---------------------------------------------------------------------- *)
(* T9c: capture in one step                                               *)
(* ---------------------------------------------------------------------- *)

Theorem T9c_one_step_capture (R : rcfType) n (M G : 'M[R]_n) (s : 'S_n)
    (eta lam Gam d t : R) :
  (forall i j, 0 <= M i j) -> (forall i, d <= M i (s i)) ->
  (forall i j, j != s i -> M i j <= t) -> 0 < d -> 0 <= t ->
  0 <= eta -> 0 <= lam ->
  (forall i j, j != s i -> - Gam <= G i j) ->
  (forall i, G i (s i) <= Gam) ->
  t <= eta * (lam * (2%:R - 2%:R * (t / d)) - Gam) ->
  eta * (Gam + lam * (n.-1%:R * t ^+ 2 / d ^+ 2)) < d ->
  scaling_step eta lam G M = perm_mx s.
Proof. exact: scaling_step_capture. Qed.

(* ---------------------------------------------------------------------- *)
(* T9d: zero lines                                                        *)
(* ---------------------------------------------------------------------- *)

(* columns of zeros stay zero, and then the columns are off by at least 2 *)
Theorem T9d_zero_column (R : rcfType) n (Z : 'M[R]_n) j :
  (forall i j, 0 <= Z i j) -> (forall i, 0 < row_sum Z i) ->
  (forall i, Z i j = 0) ->
  [/\ fill_rows (scaling Z) = scaling Z,
      forall i, scaling Z i j = 0
    & 2%:R <= col_defect (scaling Z)].
Proof.
move=> Z0 Zr Zj; split; first exact: fill_rows_scaling_positive.
  by have [] := scaling_zero_column Zj.
exact: col_defect_zero_column Zj.
Qed.

(* rows of zeros become uniform, so that all rows sum to 1 *)
Theorem T9d_zero_row (R : rcfType) n (Z : 'M[R]_n) i :
  (forall i j, 0 <= Z i j) ->
  row_sum (fill_rows (scaling Z)) i = 1 /\
  ((forall j, Z i j = 0) -> forall j, fill_rows (scaling Z) i j = n%:R^-1).
Proof.
move=> Z0; split; first exact: row_sum_fill_rows_scaling.
exact: fill_rows_scaling_zero.
Qed.

(* so no row has its largest entry there, and the row argmax is no permutation *)
Theorem T9d_argmax_no_permutation (R : rcfType) n (Z : 'M[R]_n) j
    (f : 'I_n -> 'I_n) :
  (forall i j, 0 <= Z i j) -> (forall i, 0 < row_sum Z i) ->
  (forall i, Z i j = 0) ->
  (forall i k, scaling Z i k <= scaling Z i (f i)) ->
  (forall i, f i != j) /\ ~ injective f.
Proof.
move=> Z0 Zr Zj fmax; have off i : f i != j.
  apply/eqP => fj; have [zero _] := scaling_zero_column Zj.
  have : 0 <= - row_sum (scaling Z) i.
    rewrite -sumrN; apply: sumr_ge0 => k _; rewrite oppr_ge0.
    by rewrite (le_trans (fmax i k)) // fj zero.
  by rewrite row_sum_scaling // oppr_ge0 ler10.
split=> // finj; have [g _ gK] := injF_bij finj.
by have := off (g j); rewrite gK eqxx.
Qed.

(* both repairs, in contrast, end in the doubly stochastic matrices *)
Theorem T9d_repairs_doubly_stochastic (R : rcfType) n (Z : 'M[R]_n)
    (s : 'S_n) :
  (forall i j, 0 <= Z i j) ->
  doubly_stochastic (plain_repair Z) /\
  doubly_stochastic (aligned_repair s Z).
Proof.
by move=> Z0; split; [exact: plain_repair_ds | exact: aligned_repair_ds].
Qed.

(* L6, the doubly stochastic matrix above, which ends both repairs *)
Theorem L6_completion_formula (R : rcfType) n (W : 'M[R]_n) :
  (forall i j, 0 <= W i j) ->
  (forall i, row_sum W i <= 1) -> (forall j, col_sum W j <= 1) ->
  doubly_stochastic (\matrix_(i, j) (W i j +
    (1 - row_sum W i) * (1 - col_sum W j) / (n%:R - \sum_k row_sum W k))).
Proof.
move=> W0 Wr Wc; have sW : substochastic W by split.
have := complete_ds sW; congr doubly_stochastic; apply/matrixP => i j.
by rewrite !mxE sumrB sumr_const card_ord.
Qed.

(* ---------------------------------------------------------------------- *)
(* T9e: finite identification, aligned exact repair (theorem A')          *)
(* ---------------------------------------------------------------------- *)

(* one step, any step size, nothing asked of the gradient on s *)
Theorem T9e_aligned_step (R : rcfType) n (M G : 'M[R]_n) (s : 'S_n)
    (eta lam Gam e : R) :
  doubly_stochastic M -> e <= 1 -> (forall i, 1 - M i (s i) <= e) ->
  0 <= eta -> 0 <= lam -> (forall i j, j != s i -> - Gam <= G i j) ->
  Gam <= lam * off_force e ->
  doubly_stochastic (aligned_step s eta lam G M) /\
  forall i, 1 - aligned_step s eta lam G M i (s i) <=
    Num.max 0 (1 - M i (s i) - eta * (lam * off_force e - Gam)).
Proof.
move=> dM e1 on eta0 lam0 G_off; rewrite -subr_ge0 => rate.
by split=> [|i]; [exact: aligned_step_ds | exact: aligned_step_deficit].
Qed.

Theorem T9e_aligned_identification (R : rcfType) n (M G : nat -> 'M[R]_n)
    (s : 'S_n) (eta lam Gam e : R) :
  (forall t, M t.+1 = aligned_step s eta lam (G t) (M t)) ->
  doubly_stochastic (M 0%N) -> e <= 1 ->
  (forall i, 1 - M 0%N i (s i) <= e) ->
  0 <= eta -> 0 <= lam -> (forall t i j, j != s i -> - Gam <= G t i j) ->
  Gam <= lam * off_force e ->
  (forall t i, 1 - M t i (s i) <= Num.max 0
     (1 - M 0%N i (s i) - t%:R * (eta * (lam * off_force e - Gam)))) /\
  (forall t, e <= t%:R * (eta * (lam * off_force e - Gam)) ->
     M t = perm_mx s).
Proof.
move=> step dM e1 on eta0 lam0 G_off; rewrite -subr_ge0 => rate; split=> [t|t].
  by have [] := aligned_invariant step dM e1 on eta0 lam0 G_off rate t.
exact: (aligned_identifies step dM e1 on eta0 lam0 G_off rate).
Qed.

(* the start of T4: s is found by rounding and stays the row argmax *)
Theorem T9e_aligned_start (R : rcfType) n (M0 : 'M[R]_n) :
  doubly_stochastic M0 -> \sum_i rowgap M0 i < 2%:R - sqrt2 ->
  exists2 s : 'S_n, rounds_to M0 s &
  forall (M G : nat -> 'M[R]_n) (eta lam Gam : R), M 0%N = M0 ->
    (forall t, M t.+1 = aligned_step s eta lam (G t) (M t)) ->
    0 <= eta -> 0 <= lam ->
    (forall t i j, j != s i -> - Gam <= G t i j) ->
    Gam <= (2%:R - sqrt2) * lam ->
    [/\ forall t, doubly_stochastic (M t),
        forall t i j, j != s i -> M t i j < M t i (s i) &
        forall t, 2%:R^-1 <= t%:R * (eta * ((2%:R - sqrt2) * lam - Gam)) ->
          M t = perm_mx s].
Proof.
move=> dM0 gaps; have [s rs] := rounding_rows dM0 gaps; exists s => //.
move=> M G eta lam Gam M0E step; apply: aligned_start => //; by rewrite M0E.
Qed.

(* the rate is attained, with |G| <= Gam: if lam off_force e < Gam the      *)
(* off-mass e grows                                                         *)
Theorem T9e_aligned_rate_sharp (R : rcfType) (e eta lam Gam : R) :
  0 <= e <= 1 -> 0 <= eta -> 0 <= lam -> 0 <= Gam ->
  0 <= (1 - e) - eta * (Gam + lam * (2%:R - 2%:R * ((1 - e) / off_norm e))) ->
  aligned_step 1%g eta lam (flat 2 Gam (- Gam)) (flat 2 (1 - e) e) =
  let b := Num.max 0 (e - eta * (lam * off_force e - Gam)) in
  flat 2 (1 - b) b.
Proof. exact: aligned_step_flat. Qed.

(* F1: the plain repair does not identify, even without a loss *)
Theorem T9e_plain_never_identifies (R : rcfType) (M : nat -> 'M[R]_2)
    (e eta lam : R) :
  0 < e < 1 -> 0 <= eta -> 0 <= lam -> M 0%N = flat 2 (1 - e) e ->
  (forall t, M t.+1 = plain_step eta lam 0 (M t)) ->
  forall t (s : 'S_2), M t != perm_mx s.
Proof. exact: plain_never_identifies. Qed.

(* F1, one step in rational numbers; the aligned repair gives I *)
Theorem T9e_plain_rational_step (R : rcfType) (eta lam : R) :
  eta * lam = 15%:R / 28%:R ->
  plain_step eta lam 0 (flat 2 (4%:R / 7%:R) (3%:R / 7%:R)) =
    flat 2 (19%:R / 28%:R) (9%:R / 28%:R) /\
  aligned_step 1%g eta lam 0 (flat 2 (4%:R / 7%:R) (3%:R / 7%:R)) = 1%:M.
Proof. exact: plain_rational_step. Qed.

(* F2: the plain repair leaves the identity, whatever lam *)
Theorem T9e_plain_leaves (R : rcfType) n (M : nat -> 'M[R]_n)
    (eta lam Gam : R) :
  (1 < n)%N -> 0 <= eta -> 0 <= lam -> 0 <= Gam -> M 0%N = 1%:M ->
  (forall t, M t.+1 = plain_step eta lam (Gam%:M) (M t)) ->
  forall t i, Num.min (1 - n%:R^-1)
    (n.-1%:R * (eta * Gam) * (1 - (1 - n%:R^-1) ^+ t)) <= 1 - M t i i.
Proof. exact: plain_leaves. Qed.

(* ---------------------------------------------------------------------- *)
(* T9e: finite identification, one pass of scaling (theorem B)            *)
(* ---------------------------------------------------------------------- *)

(* one step: what the product along s gains *)
Theorem T9e_scaling_gain (R : rcfType) n (M G : 'M[R]_n) (s : 'S_n)
    (E L : R) k (eta lam Gam : R) :
  (forall i j, 0 <= M i j) -> (forall i, row_sum M i = 1) ->
  E <= on_prod s M -> 2%:R^-1 <= E -> 0 <= L -> L <= 1 -> (0 < k)%N ->
  1 <= E * (1 + L / k%:R) ^+ k ->
  0 <= eta -> 0 <= lam -> 0 <= Gam ->
  (forall i j, j != s i -> - Gam <= G i j) -> (forall i, G i (s i) <= Gam) ->
  0 < net_rate E L lam Gam ->
  eta * (Gam + lam * strongest_push (1 - E)) < E ->
  let M' := scaling_step eta lam G M in
  let fall := eta * net_rate E L lam Gam in
  [/\ forall i, 0 <= odds s M i <= L,
      on_prod s M * \prod_i (1 + odds s M i) <=
        on_prod s M' * \prod_i (1 + Num.max 0 (odds s M i - fall)),
      (forall i, odds s M i <= fall) -> M' = perm_mx s &
      M' = perm_mx s \/ on_prod s M <= (1 - fall / (1 + L)) * on_prod s M'].
Proof.
move=> M0 Mr Mp half L0 L1 k0 EL eta0 lam0 Gam0 G_off G_on rate small.
have MB : in_basin s E M by [].
split; first by move=> i; rewrite (odds_ge0 MB) (odds_le MB half L0 L1 k0 EL).
- exact: (on_prod_gain MB half L0 L1 k0 EL).
- exact: (small_odds_capture MB half L0 L1 k0 EL).
exact: (capture_or_gain MB half L0 L1 k0 EL).
Qed.

(* r further rounds of scaling change nothing; r = 0 is the one-pass step *)
Theorem T9e_scaling_identification (R : rcfType) n (M G : nat -> 'M[R]_n)
    (s : 'S_n) (E L : R) k r (eta lam Gam c : R) :
  (forall t, M t.+1 = rounds r (scaling_step eta lam (G t) (M t))) ->
  (forall i j, 0 <= M 0%N i j) -> (forall i, row_sum (M 0%N) i = 1) ->
  E <= on_prod s (M 0%N) -> 2%:R^-1 <= E -> 0 <= L -> L <= 1 -> (0 < k)%N ->
  1 <= E * (1 + L / k%:R) ^+ k ->
  0 <= eta -> 0 <= lam -> 0 <= Gam ->
  (forall t i j, j != s i -> - Gam <= G t i j) ->
  (forall t i, G t i (s i) <= Gam) ->
  0 < net_rate E L lam Gam ->
  eta * (Gam + lam * strongest_push (1 - E)) < E ->
  c <= eta * net_rate E L lam Gam / (1 + L) ->
  [/\ forall t i, E <= M t i (s i),
      forall t, on_prod s (M t) <= on_prod s (M t.+1),
      forall t, col_defect (M t) <= 2%:R * L &
      forall T t, (1 - c) ^+ T < on_prod s (M 0%N) -> (T <= t)%N ->
        M t = perm_mx s].
Proof.
move=> step M0 Mr Mp half L0 L1 k0 EL eta0 lam0 Gam0 G_off G_on rate small cc.
have MB : in_basin s E (M 0%N) by [].
have E0 : 0 < E by apply: lt_le_trans half; rewrite invr_gt0 ltr0n.
have stay := scaling_stays step MB half L0 L1 k0 EL eta0 lam0 Gam0 G_off G_on
  rate small.
split=> [t i|t|t|T t].
- exact: basin_on_ge (stay t) i.
- exact: (scaling_mono step MB half L0 L1 k0 EL eta0 lam0 Gam0 G_off G_on).
- exact: (basin_col_defect (stay t) E0 L0 k0 EL).
exact: (scaling_identifies step MB half L0 L1 k0 EL eta0 lam0 Gam0 G_off G_on
  rate small cc).
Qed.

(* in round numbers: a product of at least 3/4 and lam >= Gam suffice *)
Theorem T9e_scaling_three_quarters (R : rcfType) n (M G : nat -> 'M[R]_n)
    (s : 'S_n) r (eta lam Gam : R) T t :
  (forall t, M t.+1 = rounds r (scaling_step eta lam (G t) (M t))) ->
  (forall i j, 0 <= M 0%N i j) -> (forall i, row_sum (M 0%N) i = 1) ->
  3%:R / 4%:R <= on_prod s (M 0%N) ->
  0 <= eta -> 0 <= Gam -> 0 < lam -> Gam <= lam ->
  eta * (Gam + lam / 19%:R) < 3%:R / 4%:R ->
  (forall t i j, j != s i -> - Gam <= G t i j) ->
  (forall t i, G t i (s i) <= Gam) ->
  (1 - eta * lam / 11%:R) ^+ T < 3%:R / 4%:R -> (T <= t)%N -> M t = perm_mx s.
Proof. by move=> step M0 Mr Mp; apply: scaling_identifies_quarter. Qed.

(* a start certified by the row gaps *)
Theorem T9e_scaling_start (R : rcfType) n (M : 'M[R]_n) (s : 'S_n) (E : R) :
  (forall i j, 0 <= M i j) -> (forall i, row_sum M i = 1) ->
  (forall i j, M i j <= M i (s i)) ->
  \sum_i rowgap M i <= (2%:R - sqrt2) * (1 - E) -> E <= on_prod s M.
Proof. exact: on_prod_ge_gaps. Qed.

(* N3: on matrices with product 1 - e both bounds on the forces are attained *)
Theorem T9e_scaling_forces_sharp (R : rcfType) (e : R) : 0 <= e <= 2%:R^-1 ->
  (on_prod 1%g (mx2 (1 - e) e 0 1) = 1 - e /\
   subgradient (mx2 (1 - e) e 0 1) ord0 ord_max = weakest_pull e) /\
  (on_prod 1%g (mx2 1 0 e (1 - e)) = 1 - e /\
   subgradient (mx2 1 0 e (1 - e)) ord_max ord_max = strongest_push e).
Proof. exact: scaling_forces_attained. Qed.

(* N2: the bound on the step size is exact: at equality a column vanishes *)
Theorem T9e_scaling_step_size_sharp (R : rcfType) (e eta lam Gam : R) :
  0 <= e <= 2%:R^-1 -> 0 <= eta -> 0 <= lam -> 0 <= Gam ->
  eta * (Gam + lam * strongest_push e) = 1 - e ->
  forall i, scaling_step eta lam (mx2 0 0 0 Gam) (mx2 1 0 e (1 - e)) i ord_max
    = 0.
Proof. exact: scaling_step_size_sharp. Qed.

(* N1: the row argmax must be a permutation; two rows on one column *)
Theorem T9e_collision_trap (R : rcfType) (M : nat -> 'M[R]_2) :
  M 0%N = mx2 (9%:R / 10%:R) 10%:R^-1 (9%:R / 10%:R) 10%:R^-1 ->
  (forall t, M t.+1 = scaling_step 5%:R^-1 1 0 (M t)) ->
  \sum_i rowgap (M 0%N) i < 5%:R^-1 /\
  forall t, M t.+1 = mx2 1 0 1 0.
Proof. exact: collision_trap. Qed.

(* ---------------------------------------------------------------------- *)
(* T9e: finite identification, Euclidean projection (theorem C)           *)
(* ---------------------------------------------------------------------- *)

(* each step is a doubly stochastic matrix nearest to M - eta (G + lam H) *)
Theorem T9e_projection_identification (R : rcfType) n
    (M G : nat -> 'M[R]_n) (s : 'S_n) (e eta lam Gam : R) :
  (forall t,
     nearest_ds (move eta lam (G t) (subgradient (M t)) (M t)) (M t.+1)) ->
  doubly_stochastic (M 0%N) -> 0 <= e -> e <= 1 ->
  frob_dist (M 0%N) (perm_mx s) <= e -> 0 <= eta -> 0 <= lam ->
  (forall t i j, j != s i -> - Gam <= G t i j) ->
  (forall t i, G t i (s i) <= Gam) ->
  2%:R * Gam <= lam * split_force e ->
  let fall := eta * (lam * split_force e - 2%:R * Gam) / sqrt2 in
  (forall t, frob_dist (M t) (perm_mx s) <=
     Num.max 0 (frob_dist (M 0%N) (perm_mx s) - t%:R * fall)) /\
  (forall t, e <= t%:R * fall -> M t = perm_mx s).
Proof.
move=> step dM e0 e1 near eta0 lam0 G_off G_on; rewrite -subr_ge0 => rate fall.
split=> [t|t].
  by have [] := projection_invariant step dM e1 e0 near eta0 lam0 G_off G_on
    rate t.
exact: (projection_identifies step dM e1 e0 near eta0 lam0 G_off G_on rate).
Qed.

(* a start certified by the penalty *)
Theorem T9e_projection_start (R : rcfType) n (M : 'M[R]_n) (e : R) :
  doubly_stochastic M -> 0 <= e ->
  penalty M <= 2%:R * (2%:R - sqrt2) * e ^+ 2 ->
  frob_dist M (perm_mx (nearest_perm M)) <= e.
Proof. exact: near_of_penalty. Qed.

(* lam >= Gam is necessary: otherwise the identity is not its own image *)
Theorem T9e_projection_threshold (R : rcfType) (eta lam Gam : R) :
  0 < eta ->
  nearest_ds (move eta lam (flat 2 Gam (- Gam)) (subgradient (flat 2 1 0))
    (flat 2 1 0)) (flat 2 1 0) -> Gam <= lam.
Proof. exact: projection_threshold_sharp. Qed.

(******************************************************************************)
(* What is proved, in one file                                                *)
(*                                                                            *)
(* R is any real closed field (the real numbers, the real algebraic numbers), *)
(* n any size, M an n x n matrix, s a permutation of the indices.             *)
(*        norm1, norm2, gap == l1 norm, l2 norm, their difference (norms.v)   *)
(*  rowgap M i,  colgap M j == gap of a row, of a column          (penalty.v) *)
(*                penalty M == sum of all row and column gaps     (penalty.v) *)
(*      doubly_stochastic M == M >= 0, row and column sums 1      (penalty.v) *)
(*           assign_val M s == sum of the entries M i (s i)       (penalty.v) *)
(*               l1dist M N == sum of |M i j - N i j|             (penalty.v) *)
(*                     d1 M == l1 distance from M to the nearest              *)
(*                             permutation matrix                 (penalty.v) *)
(*  frob_sq, frob_dist_sq   == squared Frobenius norm, distance   (penalty.v) *)
(*            rounds_to M s == M has a unique, certified rounding s           *)
(*                                                               (rounding.v) *)
(*  l1_lipschitz, minimises == see                          (exact_penalty.v) *)
(* The leading id of each name is that of the claim table in README.md.       *)
(* Assumptions.v prints every statement below with its assumptions.           *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms assignment completion penalty.
From AutoShuffleNet Require Import rounding lipschitz row_stochastic.
From AutoShuffleNet Require Import sharp_lower_bound half_matrices.
From AutoShuffleNet Require Import equality_case exact_penalty.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

(* ---------------------------------------------------------------------- *)
(* T1: exactness                                                          *)
(* ---------------------------------------------------------------------- *)

(* T1a: for every matrix, no sign condition *)
Theorem T1a_penalty_zero_iff_lines (R : rcfType) n (M : 'M[R]_n) :
  penalty M = 0 <->
  (forall i j k, M i j != 0 -> M i k != 0 -> j = k) /\
  (forall j i k, M i j != 0 -> M k j != 0 -> i = k).
Proof.
rewrite penalty_eq0_lines; split=> -[hr hc]; split=> i j k.
- move=> Mij Mik; apply/eqP; apply: contraT; rewrite eq_sym => /(hr i)/eqP.
  by rewrite mulf_eq0 (negPf Mij) (negPf Mik).
- move=> Mji Mki; apply/eqP; apply: contraT; rewrite eq_sym => /(hc i)/eqP.
  by rewrite mulf_eq0 (negPf Mji) (negPf Mki).
- move=> kj; apply/eqP; rewrite mulf_eq0 -[_ || _]negbK negb_or.
  by apply/negP => /andP[/hr h /h e]; rewrite e eqxx in kj.
move=> kj; apply/eqP; rewrite mulf_eq0 -[_ || _]negbK negb_or.
by apply/negP => /andP[/hc h /h e]; rewrite e eqxx in kj.
Qed.

(* T1b: among doubly stochastic matrices, exactly the permutations *)
Theorem T1b_penalty_zero_iff_permutation (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> (penalty M = 0 <-> exists s : 'S_n, M = perm_mx s).
Proof. exact: penalty_eq0_perm. Qed.

(* ---------------------------------------------------------------------- *)
(* T2: error bounds                                                       *)
(* ---------------------------------------------------------------------- *)

(* T2, upper: constant 1, for every permutation *)
Theorem T2_penalty_le_distance (R : rcfType) n (M : 'M[R]_n) (s : 'S_n) :
  doubly_stochastic M -> penalty M <= l1dist M (perm_mx s).
Proof. exact: penalty_le_l1dist. Qed.

(* T2, lower: constant 1/2, with the quadratic penalty in between *)
Theorem T2_half_distance_le_quadratic (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> 2%:R^-1 * d1 M <= n%:R - frob_sq M.
Proof. by move=> dM; rewrite ler_pdivr_mull ?ltr0n // d1_le_quadratic. Qed.

Theorem T2_quadratic_le_penalty (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> n%:R - frob_sq M <= penalty M.
Proof. exact: quadratic_le_penalty. Qed.

Theorem T2_half_distance_le_penalty (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> 2%:R^-1 * d1 M <= penalty M.
Proof.
move=> dM; apply: le_trans (T2_quadratic_le_penalty dM).
exact: T2_half_distance_le_quadratic.
Qed.

(* T2*: the sharp constant 2 - sqrt 2 for every size *)
Theorem T2star_sharp_error_bound (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> (2%:R - sqrt2) * d1 M <= penalty M.
Proof. exact: penalty_ge_sharp. Qed.

(* T2*, the rows alone, and the columns alone *)
Theorem T2star_rows (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> d1 M <= (2%:R + sqrt2) * (\sum_i rowgap M i).
Proof. exact: d1_le_rowgaps. Qed.

Theorem T2star_columns (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> d1 M <= (2%:R + sqrt2) * (\sum_j colgap M j).
Proof. exact: d1_le_colgaps. Qed.

(* T2*, equality: exactly the half sums of two permutation matrices *)
Theorem T2star_equality (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M ->
  (penalty M = (2%:R - sqrt2) * d1 M <->
   exists s t : 'S_n, M = 2%:R^-1 *: (perm_mx s + perm_mx t)).
Proof. exact: penalty_sharp_equality. Qed.

(* T2*, sharpness: no larger constant holds, whatever the size n >= 2 *)
Theorem T2star_constant_sharp (R : rcfType) n (c : R) : (2 <= n)%N ->
  (forall M : 'M[R]_n, doubly_stochastic M -> c * d1 M <= penalty M) ->
  c <= 2%:R - sqrt2.
Proof.
case: n => [|[|n]] // _ bound.
have := bound _ (half_mx_ds R 1%g (tperm ord0 (lift ord0 ord0))).
rewrite penalty_half_sharp d1_half moved_tperm //.
by rewrite ler_pmul2r // ltr0n.
Qed.

(* T2F: squared Frobenius distance to a nearest permutation matrix *)
Theorem T2F_frobenius_bound (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M ->
  2%:R * (2%:R - sqrt2) * frob_dist_sq M (perm_mx (nearest_perm M))
  <= penalty M.
Proof. exact: frob_dist_le_penalty. Qed.

(* ---------------------------------------------------------------------- *)
(* T4: rounding                                                           *)
(* ---------------------------------------------------------------------- *)

Theorem T4_rounding_from_rows (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> \sum_i rowgap M i < 2%:R - sqrt2 ->
  exists s : 'S_n, rounds_to M s.
Proof. exact: rounding_rows. Qed.

Theorem T4_rounding_from_columns (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> \sum_j colgap M j < 2%:R - sqrt2 ->
  exists s : 'S_n, rounds_to M s.
Proof. exact: rounding_cols. Qed.

Theorem T4_rounding_from_penalty (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> penalty M < 4%:R - 2%:R * sqrt2 ->
  exists s : 'S_n, rounds_to M s.
Proof.
move=> dM; have [hr _|hr] := ltP (\sum_i rowgap M i) (2%:R - sqrt2).
  exact: rounding_rows.
have -> : 4%:R - 2%:R * sqrt2 = (2%:R - sqrt2) + (2%:R - sqrt2) :> R.
  by rewrite addrACA -opprD -natrD mulr_natl mulr2n.
move=> hP; apply: rounding_cols => //.
rewrite -(ltr_add2l (2%:R - sqrt2)); apply: le_lt_trans hP.
by rewrite /penalty ler_add2r.
Qed.

Theorem T4_rounding_from_each_row (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M ->
  (forall i, rowgap M i < 1 - Num.sqrt 2%:R^-1) ->
  exists s : 'S_n, rounds_to M s.
Proof. exact: rounding_each_row. Qed.

(* T4, sharpness: at the threshold every conclusion can fail *)
Theorem T4_threshold_sharp (R : rcfType) n (i j : 'I_n) : i != j ->
  exists2 M : 'M[R]_n, doubly_stochastic M &
  [/\ \sum_k rowgap M k = 2%:R - sqrt2, \sum_k colgap M k = 2%:R - sqrt2,
      forall l, M i l <= 2%:R^-1 &
      forall s : 'S_n, exists2 t, t != s & assign_val M s <= assign_val M t].
Proof. exact: rounding_threshold_sharp. Qed.

(* ---------------------------------------------------------------------- *)
(* T6: Lipschitz constant, thresholding, scaling                          *)
(* ---------------------------------------------------------------------- *)

(* T6a: for all real matrices *)
Theorem T6a_lipschitz (R : rcfType) n (M N : 'M[R]_n) :
  `|penalty M - penalty N| <= 2%:R * l1dist M N.
Proof. exact: penalty_lipschitz. Qed.

(* T6a, sharpness: no constant below 2 holds, whatever the size n >= 2 *)
Theorem T6a_constant_sharp (R : rcfType) n (i j : 'I_n) (c : R) :
  i != j -> c < 2%:R ->
  exists M N : 'M[R]_n, c * l1dist M N < `|penalty M - penalty N|.
Proof. exact: penalty_lipschitz_sharp. Qed.

(* T6f: thresholding never increases the penalty; homogeneity *)
Theorem T6f_threshold (R : rcfType) n (tau : R) (M : 'M[R]_n) :
  penalty (\matrix_(i, j) if `|M i j| < tau then 0 else M i j) <= penalty M.
Proof. exact: penalty_threshold. Qed.

Theorem T6f_monotone (R : rcfType) n (M N : 'M[R]_n) :
  (forall i j, `|M i j| <= `|N i j|) -> penalty M <= penalty N.
Proof. exact: penalty_mono. Qed.

Theorem T6f_homogeneous (R : rcfType) n (a : R) (M : 'M[R]_n) :
  penalty (a *: M) = `|a| * penalty M.
Proof. exact: penaltyZ. Qed.

(* ---------------------------------------------------------------------- *)
(* T8: exact penalisation                                                 *)
(* ---------------------------------------------------------------------- *)

Theorem T8_exact_penalty (R : rcfType) n (f : 'M[R]_n -> R) (L lam : R) :
  0 <= L -> l1_lipschitz f L -> L < (2%:R - sqrt2) * lam ->
  forall M, minimises (fun A => f A + lam * penalty A) M <->
    exists2 s : 'S_n, M = perm_mx s &
      forall t : 'S_n, f (perm_mx s) <= f (perm_mx t).
Proof. exact: exact_penalty. Qed.

(* T8, sharpness: below the threshold no permutation is a minimiser of some
   penalised f *)
Theorem T8_threshold_sharp (R : rcfType) n (i j : 'I_n) (L lam : R) :
  i != j -> 0 <= L -> (2%:R - sqrt2) * lam < L ->
  exists2 f : 'M[R]_n -> R, l1_lipschitz f L &
  exists2 M, doubly_stochastic M & forall s : 'S_n,
    f M + lam * penalty M < f (perm_mx s) + lam * penalty (perm_mx s).
Proof. exact: exact_penalty_sharp. Qed.

(* ---------------------------------------------------------------------- *)
(* T11d: rows only                                                        *)
(* ---------------------------------------------------------------------- *)

Theorem T11d_row_stochastic (R : rcfType) n (M : 'M[R]_n)
    (f : 'I_n -> 'I_n) :
  (forall i j, 0 <= M i j) -> (forall i, \sum_j M i j = 1) ->
  (forall i j, M i j <= M i (f i)) ->
  (2%:R - sqrt2) * (\sum_i (1 - M i (f i))) <= \sum_i rowgap M i
  /\ \sum_i rowgap M i <= \sum_i (1 - M i (f i)).
Proof.
move=> M0 Mr fmax; split; first exact: rowgaps_ge_deficit.
exact: rowgaps_le_deficit.
Qed.

(* ---------------------------------------------------------------------- *)
(* L1 to L6: the lemmas on one vector and on assignments                  *)
(* ---------------------------------------------------------------------- *)

Theorem L1_gap_zero_iff (R : rcfType) (I : finType) (x : I -> R) :
  gap x = 0 <-> forall i j, j != i -> x i * x j = 0.
Proof. exact: gap_eq0P. Qed.

Theorem L2_gap_sandwich (R : rcfType) (I : finType) (x : I -> R) k :
  (forall i, 0 <= x i) -> (forall i, x i <= x k) ->
  (2%:R - sqrt2) * (norm1 x - x k) <= gap x /\ gap x <= norm1 x - x k.
Proof.
by move=> x0 xk; split; [exact: gap_ge_max | exact: gap_le_norm1_sub].
Qed.

Theorem L3_gap_monotone (R : rcfType) (I : finType) (x y : I -> R) :
  (forall i, `|x i| <= `|y i|) -> gap x <= gap y.
Proof. exact: gap_mono. Qed.

Theorem L3_gap_lipschitz (R : rcfType) (I : finType) (x y : I -> R) :
  `|gap x - gap y| <= \sum_i `|x i - y i|.
Proof.
rewrite ler_norml gap_lipschitz andbT ler_oppl opprB.
apply: le_trans (gap_lipschitz _ _) _.
by apply: ler_sum => i _; rewrite distrC.
Qed.

Theorem L4_assignment_duality (R : rcfType) n (M : 'M[R]_n) :
  exists s : 'S_n, forall D : 'M[R]_n, doubly_stochastic D ->
    \sum_i \sum_j D i j * M i j <= assign_val M s.
Proof.
by have [s hs] := assignment_dominates_ds (fun i j => M i j); exists s => D /hs.
Qed.

Theorem L4_nonnegative_potentials (R : rcfType) n (M : 'M[R]_n) (s : 'S_n) :
  doubly_stochastic M ->
  (forall t : 'S_n, assign_val M t <= assign_val M s) ->
  exists u v : 'I_n -> R,
  [/\ forall i, 0 <= u i, forall j, 0 <= v j,
      forall i j, M i j <= u i + v j &
      \sum_i u i + \sum_j v j = assign_val M s].
Proof.
by move=> dM; exact: (@nonneg_potentials R _ (fun i j => M i j) dM s).
Qed.

Theorem L5_marcus_ree (R : rcfType) n (M : 'M[R]_n) :
  doubly_stochastic M -> exists s : 'S_n, frob_sq M <= assign_val M s.
Proof. exact: marcus_ree. Qed.

Theorem L6_completion (R : rcfType) n (S : 'M[R]_n) :
  (forall i j, 0 <= S i j) ->
  (forall i, \sum_j S i j <= 1) -> (forall j, \sum_i S i j <= 1) ->
  exists2 D : 'M[R]_n, doubly_stochastic D & forall i j, S i j <= D i j.
Proof.
move=> S0 Sr Sc; have [D [[D0 Dr Dc] SD]] := completion S0 Sr Sc.
exists (\matrix_(i, j) D i j) => [|i j]; last by rewrite mxE.
split=> [i j|i|j]; first by rewrite mxE.
  by rewrite -[RHS](Dr i); apply: eq_bigr => j _; rewrite mxE.
by rewrite -[RHS](Dc j); apply: eq_bigr => i _; rewrite mxE.
Qed.

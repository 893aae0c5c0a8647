(******************************************************************************)
(* Exact penalisation with the sharp threshold (T8)                           *)
(*                                                                            *)
(*   l1_lipschitz f L == f is L-Lipschitz for l1dist on the doubly            *)
(*                       stochastic matrices                                  *)
(*     minimises F M  == M is doubly stochastic and minimises F over the      *)
(*                       doubly stochastic matrices                           *)
(* Main lemmas:                                                               *)
(*   exact_penalty        if L < (2 - sqrt2) lam, the minimisers of           *)
(*                        f + lam penalty are exactly the permutation         *)
(*                        matrices that are best for f                        *)
(*   exact_penalty_sharp  if (2 - sqrt2) lam < L this fails for some f        *)
(*   distance_le_penalised,                                                   *)
(*   distance_penalised_equality  (2 - sqrt2) lam = L, f the distance to a    *)
(*                        matrix                                              *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms assignment penalty.
From AutoShuffleNet Require Import real_arithmetic sharp_lower_bound.
From AutoShuffleNet Require Import half_matrices equality_case.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section ExactPenalty.
Variables (R : rcfType) (n : nat).
Implicit Types (A B M : 'M[R]_n) (f : 'M[R]_n -> R).

Definition l1_lipschitz f (L : R) := forall A B,
  doubly_stochastic A -> doubly_stochastic B ->
  `|f A - f B| <= L * l1dist A B.

Definition minimises (F : 'M[R]_n -> R) M := doubly_stochastic M /\
  forall A, doubly_stochastic A -> F M <= F A.

Lemma penalised_ge_nearest f (L lam : R) M : 0 <= L -> l1_lipschitz f L ->
  L < (2%:R - sqrt2) * lam -> doubly_stochastic M ->
  let s := nearest_perm M in
  f (perm_mx s) <= f M + lam * penalty M /\
  (f M + lam * penalty M <= f (perm_mx s) -> M = perm_mx s).
Proof.
move=> L0 fL; set c := 2%:R - _ => lamL dM /=; set s := nearest_perm M.
have c_gt0 : 0 < c := sharp_const_gt0 R.
have hs : c * d1 M <= penalty M := penalty_ge_sharp dM.
have h1 : f (perm_mx s) - f M <= L * d1 M.
  apply: le_trans (ler_norm _) _; rewrite distrC.
  by apply: fL => //; exact: perm_mx_ds.
have h2 : c * (L * d1 M) <= L * penalty M by rewrite mulrCA ler_wpmul2l.
have h3 : c * (f (perm_mx s) - f M) <= L * penalty M.
  by apply: le_trans h2; rewrite ler_wpmul2l // ltW.
split.
  rewrite -ler_subl_addl -(ler_pmul2l c_gt0) (le_trans h3) // mulrA.
  by rewrite ler_wpmul2r ?penalty_ge0 // ltW.
rewrite -ler_subr_addl -(ler_pmul2l c_gt0) => h4.
have : c * lam * penalty M <= L * penalty M by rewrite -mulrA (le_trans h4).
rewrite -subr_le0 -mulrBl pmulr_rle0 ?subr_gt0 // => P_le0.
apply: l1dist_eq0; apply/eqP; rewrite eq_le l1dist_ge0 andbT -/(d1 M).
by rewrite -(pmulr_rle0 _ c_gt0) (le_trans hs).
Qed.

Theorem exact_penalty f (L lam : R) : 0 <= L -> l1_lipschitz f L ->
  L < (2%:R - sqrt2) * lam -> forall M,
  minimises (fun A => f A + lam * penalty A) M <->
  exists2 s : 'S_n, M = perm_mx s &
    forall t : 'S_n, f (perm_mx s) <= f (perm_mx t).
Proof.
move=> L0 fL lamL M.
have P0 (s : 'S_n) : penalty (perm_mx s : 'M[R]_n) = 0.
  by apply/penalty_eq0_perm; [exact: perm_mx_ds | exists s].
split=> [[dM minM]|[s -> best]]; last first.
  split=> [|A dA]; first exact: perm_mx_ds.
  rewrite P0 mulr0 addr0; apply: le_trans (best (nearest_perm A)) _.
  by have [] := penalised_ge_nearest L0 fL lamL dA.
have [_ eqM] := penalised_ge_nearest L0 fL lamL dM.
have minP (t : 'S_n) : f M + lam * penalty M <= f (perm_mx t).
  by have := minM _ (perm_mx_ds R t); rewrite P0 mulr0 addr0.
have Ms := eqM (minP _); exists (nearest_perm M) => // t.
by have := minP t; rewrite {1 2}Ms P0 mulr0 addr0.
Qed.

Theorem exact_penalty_sharp (i j : 'I_n) (L lam : R) : i != j -> 0 <= L ->
  (2%:R - sqrt2) * lam < L ->
  exists2 f, l1_lipschitz f L & exists2 M, doubly_stochastic M &
    forall s : 'S_n,
      f M + lam * penalty M < f (perm_mx s) + lam * penalty (perm_mx s).
Proof.
move=> ij L0 lamL; pose M0 : 'M[R]_n := half_mx R 1%g (tperm i j).
exists (fun A => L * l1dist A M0) => [A B _ _|].
  rewrite -mulrBr normrM (ger0_norm L0) ler_wpmul2l // ler_norml.
  rewrite ler_oppl opprB !ler_subl_addr l1dist_triangle andbT.
  by rewrite [l1dist A B]l1dist_sym l1dist_triangle.
exists M0 => [|s]; first exact: half_mx_ds.
have -> : penalty (perm_mx s : 'M[R]_n) = 0.
  by apply/penalty_eq0_perm; [exact: perm_mx_ds | exists s].
have -> : l1dist M0 M0 = 0.
  by rewrite /l1dist big1 // => k _; rewrite big1 // => l _;
    rewrite subrr normr0.
rewrite !mulr0 add0r addr0 penalty_half mulrA [lam * _]mulrC.
apply: lt_le_trans (_ : L * (moved 1%g (tperm i j))%:R <= _).
  by rewrite ltr_pmul2r // moved_tperm // ltr0n.
by rewrite ler_wpmul2l // l1dist_sym l1dist_half_ge.
Qed.
Lemma d1_le_dist A M : d1 A <= l1dist M A + d1 M.
Proof.
apply: le_trans (d1_le A (nearest_perm M)) _.
by rewrite [l1dist M A]l1dist_sym; exact: l1dist_triangle.
Qed.

Lemma sharp_weight : (2%:R - sqrt2) * (1 + sqrt2 / 2%:R) = 1 :> R.
Proof. by have := sqrt2_sqr R; nra. Qed.

(* at the threshold, for f the distance to A *)
Theorem distance_le_penalised A M : doubly_stochastic M ->
  d1 A <= l1dist M A + (1 + sqrt2 / 2%:R) * penalty M.
Proof.
move=> dM; have k := sharp_const_gt0 R.
have h := penalty_ge_sharp dM.
apply: le_trans (d1_le_dist A M) _; rewrite ler_add2l -(ler_pmul2l k) (le_trans h) //.
by rewrite mulrA sharp_weight mul1r.
Qed.

Theorem distance_penalised_equality A M : doubly_stochastic M ->
  d1 A = l1dist M A + (1 + sqrt2 / 2%:R) * penalty M ->
  exists s t : 'S_n, M = 2%:R^-1 *: (perm_mx s + perm_mx t).
Proof.
move=> dM eq; apply/(penalty_sharp_equality dM).
have k := sharp_const_gt0 R.
have h := penalty_ge_sharp dM.
have t := d1_le_dist A M.
have le : (1 + sqrt2 / 2%:R) * penalty M <= d1 M by lra.
apply/eqP; rewrite eq_le h andbT.
apply: (@le_trans _ _ ((2%:R - sqrt2) * ((1 + sqrt2 / 2%:R) * penalty M))).
  by rewrite mulrA sharp_weight mul1r.
by rewrite ler_pmul2l.
Qed.
End ExactPenalty.

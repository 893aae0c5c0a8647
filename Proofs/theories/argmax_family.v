(******************************************************************************)
(* Row maxima that form no permutation, near the threshold of T4              *)
(*                                                                            *)
(*   tied_mx eta == rows (1/2, 1/2 - eta, eta), (1/2, 1/2 - eta, eta) and     *)
(*                  (0, 2 eta, 1 - 2 eta) at three indices i, j, k; identity  *)
(*                  elsewhere                                                 *)
(* Main lemma:                                                                *)
(*   argmax_not_permutation  for every eps > 0 some doubly stochastic M has   *)
(*                           row gaps of sum below 2 - sqrt2 + eps and strict *)
(*                           row maxima, two of them in one column            *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import real_arithmetic norms assignment penalty.
From AutoShuffleNet Require Import frobenius_lipschitz half_matrices concavity.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Family.
Variables (R : rcfType) (n : nat) (i j k : 'I_n).
Hypothesis ij : i != j.
Hypothesis ik : i != k.
Hypothesis jk : j != k.

Definition three_cycle : 'S_n := (tperm i j * tperm j k)%g.

(* rows (1/2, 1/2 - eta, eta) twice and (0, 2 eta, 1 - 2 eta), else identity *)
Definition tied_mx (eta : R) : 'M[R]_n :=
  (2%:R * eta) *: half_mx R three_cycle (tperm j k) +
  (1 - 2%:R * eta) *: half_mx R 1%g (tperm i j).

Definition tied_argmax (a : 'I_n) := if a == j then i else a.

Lemma tied_mxE eta a l : tied_mx eta a l =
  eta * ((three_cycle a == l)%:R + (tperm j k a == l)%:R) +
  (2%:R^-1 - eta) * ((a == l)%:R + (tperm i j a == l)%:R).
Proof.
rewrite [LHS]mxE [X in X + _ = _]mxE [X in _ + X = _]mxE !half_mxE perm1; lra.
Qed.

Lemma tied_argmaxP eta a l : 0 < eta -> eta < 4%:R^-1 -> l != tied_argmax a ->
  tied_mx eta a l < tied_mx eta a (tied_argmax a).
Proof.
move=> e0 e1; rewrite /tied_argmax !tied_mxE !permM.
have ji : j != i by rewrite eq_sym.
have ki : k != i by rewrite eq_sym.
have kj : k != j by rewrite eq_sym.
have [->|aj] := eqVneq a j.
  rewrite tpermR (tpermD ji ki) !tpermL eqxx (negPf ji) (negPf ki) eq_sym.
  move=> /negPf li; rewrite li; have [<-|_] := eqVneq j l.
    by rewrite (negPf kj) /=; lra.
  by case: eqVneq => _ /=; lra.
have [->|ai] := eqVneq a i.
  rewrite !tpermL (tpermD ji ki) eqxx (negPf ki) (negPf ji) eq_sym.
  move=> /negPf li; rewrite li; have [<-|_] := eqVneq j l.
    by rewrite (negPf kj) /=; lra.
  by case: eqVneq => _ /=; lra.
have [->|ak] := eqVneq a k.
  rewrite (tpermD ik jk) !tpermR eqxx (negPf jk) eq_sym.
  by move=> /negPf li; rewrite li; case: eqVneq => _ /=; lra.
have ia : i != a by rewrite eq_sym.
have ja : j != a by rewrite eq_sym.
have ka : k != a by rewrite eq_sym.
rewrite (tpermD ia ja) (tpermD ja ka) eqxx eq_sym => /negPf ->; rewrite /=; lra.
Qed.

Lemma tied_mx_ds eta : 0 <= eta -> 2%:R * eta <= 1 ->
  doubly_stochastic (tied_mx eta).
Proof. by move=> e0 e1; apply: ds_comb; rewrite ?mulr_ge0 ?ler0n //;
  exact: half_mx_ds. Qed.

Lemma l1dist_ds_le (A B : 'M[R]_n) :
  doubly_stochastic A -> doubly_stochastic B -> l1dist A B <= 2%:R * n%:R.
Proof.
case=> A0 Ar _ [B0 Br _].
have -> : 2%:R * n%:R = \sum_(a < n) (2%:R : R).
  by rewrite sumr_const card_ord mulr_natr.
apply: ler_sum => a _; have <- : \sum_l (A a l + B a l) = 2%:R.
  by rewrite big_split /= Ar Br.
apply: ler_sum => l _; apply: le_trans (ler_norm_sub _ _) _.
by rewrite !ger0_norm.
Qed.

Lemma tied_mx_near eta : 0 <= eta -> l1dist (tied_mx eta)
  (half_mx R 1%g (tperm i j)) <= 4%:R * eta * n%:R.
Proof.
move=> e0; set H := half_mx R 1%g _; set G := half_mx R three_cycle (tperm j k).
have -> : l1dist (tied_mx eta) H = 2%:R * eta * l1dist G H.
  rewrite /l1dist mulr_sumr; apply: eq_bigr => a _; rewrite mulr_sumr.
  apply: eq_bigr => l _.
  have -> : tied_mx eta a l - H a l = 2%:R * eta * (G a l - H a l).
    have addE (X Y : 'M[R]_n) : (X + Y) a l = X a l + Y a l by rewrite mxE.
    have scaleE c (X : 'M[R]_n) : (c *: X) a l = c * X a l by rewrite mxE.
    by rewrite /tied_mx addE !scaleE -/G -/H; lra.
  by rewrite normrM (ger0_norm (_ : 0 <= 2%:R * eta)) // mulr_ge0 ?ler0n.
have := l1dist_ds_le (half_mx_ds R three_cycle (tperm j k))
  (half_mx_ds R 1%g (tperm i j)); rewrite -/G -/H.
have e2 : 0 <= 2%:R * eta by rewrite mulr_ge0 ?ler0n.
by move=> /(ler_wpmul2l e2); lra.
Qed.

Theorem argmax_not_permutation (eps : R) : 0 < eps ->
  exists2 M : 'M[R]_n, doubly_stochastic M &
  [/\ \sum_a rowgap M a < 2%:R - sqrt2 + eps,
      penalty M < 4%:R - 2%:R * sqrt2 + eps &
      exists2 f : 'I_n -> 'I_n,
        forall a l, l != f a -> M a l < M a (f a) & f i = f j].
Proof.
move=> eps0; have n0 : 0 < n%:R :> R.
  by rewrite ltr0n (leq_ltn_trans (leq0n i) (ltn_ord i)).
have d0 : 0 < 8%:R * n%:R :> R by rewrite mulr_gt0 // ltr0n.
pose eta := Num.min (8%:R^-1 : R) (eps / (8%:R * n%:R)).
have e0 : 0 < eta.
  by rewrite lt_minr; apply/andP; split; [lra | rewrite divr_gt0].
have e8 : eta <= 8%:R^-1 by rewrite le_minl lexx.
have een : eta * (8%:R * n%:R) <= eps.
  by rewrite -ler_pdivl_mulr // le_minl lexx orbT.
have e1 : 2%:R * eta <= 1 by lra.
have dM := tied_mx_ds (ltW e0) e1; have dH := half_mx_ds R 1%g (tperm i j).
have near := tied_mx_near (ltW e0).
have mt := moved_tperm ij.
exists (tied_mx eta) => //; split.
- have [M0 Mr _] := dM; have [H0 Hr _] := dH.
  have := rowgaps_half M0 H0 (fun a => etrans (Mr a) (esym (Hr a))).
  by rewrite sum_rowgap_half mt two_gaps_half; lra.
- have := le_trans (ler_norm _) (penalty_l1_ds dM dH).
  by rewrite penalty_half mt; lra.
exists tied_argmax => [a l|]; first by apply: tied_argmaxP => //; lra.
by rewrite /tied_argmax eqxx (negPf ij).
Qed.
End Family.

(******************************************************************************)
(* Soundness of the certificate checker's rules (section 12)                  *)
(*                                                                            *)
(*            gain M == |M i j| - |M i j - 1|, the distance that a pair saves *)
(*  dual_feasible G u v == G i j <= u i + v j everywhere                      *)
(*  elimination_order G u v s rank == every tight pair (i, j) off s leads to  *)
(*                      the column of a row of smaller rank                   *)
(*  lower_term, upper_term == bounds of c k times a root, given bounds of it  *)
(* Main lemmas:                                                               *)
(*   dual_certificate, complementary_value, distance_certificate              *)
(*                         feasible, complementary potentials: s is best, and *)
(*                         nearest for any real M                             *)
(*   unique_certificate    an elimination order: no other is as good          *)
(*   birkhoff_certificate  weights of sum 1 give a doubly stochastic M        *)
(*   repair_certificate    removed and added amounts: distance and minimality *)
(*   shares_certificate    shares of the rows: the row half of T2*            *)
(*   root_sum_enclosure    enclosures of roots enclose a sum of roots         *)
(*   root_sum_rational     squares of rationals: the sum is rational          *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import real_arithmetic norms assignment penalty.
From AutoShuffleNet Require Import half_matrices.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Assignment.
Variables (R : rcfType) (n : nat).
Implicit Types (M G : 'M[R]_n) (s t : 'S_n) (u v : 'I_n -> R).

(* what the pair (i, j) saves of the distance *)
Definition gain M : 'M[R]_n := \matrix_(i, j) (`|M i j| - `|M i j - 1|).

Lemma l1dist_gain M s :
  l1dist M (perm_mx s) = \sum_i \sum_j `|M i j| - assign_val (gain M) s.
Proof.
rewrite /l1dist /assign_val -sumrB; apply: eq_bigr => i _.
rewrite (bigD1 (s i)) //= [in RHS](bigD1 (s i)) //= !mxE eqxx mulr1n.
rewrite [X in _ + X = _](eq_bigr (fun j => `|M i j|)) => [|j js]; last first.
  by rewrite !mxE eq_sym (negPf js) subr0.
lra.
Qed.

Definition dual_feasible G u v := forall i j, G i j <= u i + v j.

Lemma dual_bound G u v s : dual_feasible G u v ->
  assign_val G s <= \sum_i u i + \sum_j v j.
Proof.
move=> uv; rewrite (reindex_inj (@perm_inj _ s) (F := v)) -big_split.
by apply: ler_sum => i _; exact: uv.
Qed.

Theorem dual_certificate G u v s : dual_feasible G u v ->
  \sum_i u i + \sum_j v j = assign_val G s ->
  forall t, assign_val G t <= assign_val G s.
Proof. by move=> uv e t; rewrite -e; exact: dual_bound. Qed.

Lemma complementary_value G u v s :
  (forall i, G i (s i) = u i + v (s i)) ->
  \sum_i u i + \sum_j v j = assign_val G s.
Proof.
move=> e; rewrite (reindex_inj (@perm_inj _ s) (F := v)) -big_split.
by apply: eq_bigr => i _ /=; rewrite e.
Qed.

Theorem distance_certificate M u v s : dual_feasible (gain M) u v ->
  \sum_i u i + \sum_j v j = assign_val (gain M) s ->
  d1 M = l1dist M (perm_mx s).
Proof.
move=> uv e; apply/eqP; rewrite eq_le d1_le /= /d1 !l1dist_gain.
by rewrite ler_add2l ler_opp2; apply: dual_certificate e _.
Qed.

(* every tight pair outside s leads to the column of an earlier row *)
Definition elimination_order G u v s (rank : 'I_n -> nat) :=
  forall i j, G i j = u i + v j -> j != s i -> (rank (s^-1%g j) < rank i)%N.

Theorem unique_certificate G u v s rank : dual_feasible G u v ->
  \sum_i u i + \sum_j v j = assign_val G s ->
  elimination_order G u v s rank ->
  forall t, t != s -> assign_val G t < assign_val G s.
Proof.
move=> uv e order t ts; rewrite lt_neqAle (dual_certificate uv e) andbT.
apply: contra ts => /eqP best; apply/eqP/permP => i.
have tight k : G k (t k) = u k + v (t k).
  have z : \sum_i (u i + v (t i) - G i (t i)) = 0.
    have vt : \sum_i v (t i) = \sum_j v j.
      by rewrite [RHS](reindex_inj (@perm_inj _ t)).
    by rewrite sumrB big_split /= vt e -/(assign_val G t) best subrr.
  apply/eqP; rewrite eq_sym -subr_eq0; apply/eqP.
  by apply: (psumr_eq0P _ z) => // l _; rewrite subr_ge0.
have [m] := ubnP (rank i); elim: m i => // m IH i lt_m.
apply/eqP; apply: contraT => si.
have lt_i := order i (t i) (tight i) si.
have tk := IH (s^-1%g (t i)) (leq_trans lt_i lt_m).
by rewrite permKV in tk; rewrite (perm_inj tk) ltnn in lt_i.
Qed.
End Assignment.

Section Decompositions.
Variables (R : rcfType) (n : nat).
Implicit Types (M A : 'M[R]_n) (s : 'S_n).

Theorem birkhoff_certificate (m : nat) (w : 'I_m -> R) (p : 'I_m -> 'S_n) M :
  (forall k, 0 <= w k) -> \sum_k w k = 1 ->
  M = \sum_k w k *: perm_mx (p k) -> doubly_stochastic M.
Proof.
move=> w0 sw ->; have E i j : (\sum_k w k *: perm_mx (p k)) i j =
    \sum_k w k * (perm_mx (p k) : 'M[R]_n) i j.
  by rewrite summxE; apply: eq_bigr => k _; rewrite mxE.
split=> [i j|i|j].
- rewrite E; apply: sumr_ge0 => k _; have [P0 _ _] := perm_mx_ds R (p k).
  by rewrite mulr_ge0.
- rewrite (eq_bigr (fun j => \sum_k w k * (perm_mx (p k) : 'M[R]_n) i j)) //.
  rewrite exchange_big -sw; apply: eq_bigr => k _.
  by have [_ Pr _] := perm_mx_ds R (p k); rewrite -mulr_sumr Pr mulr1.
rewrite (eq_bigr (fun i => \sum_k w k * (perm_mx (p k) : 'M[R]_n) i j)) //.
rewrite exchange_big -sw; apply: eq_bigr => k _.
by have [_ _ Pc] := perm_mx_ds R (p k); rewrite -mulr_sumr Pc mulr1.
Qed.

(* rows of sum 1: no doubly stochastic matrix is nearer than the columns say *)
Lemma column_excess_le M A : doubly_stochastic A ->
  \sum_j `|\sum_i M i j - 1| <= l1dist M A.
Proof.
case=> _ _ Ac; rewrite /l1dist exchange_big; apply: ler_sum => j _.
rewrite -(Ac j) -sumrB; exact: ler_norm_sum.
Qed.

Theorem repair_certificate M A (del add : 'M[R]_n) :
  (forall i j, 0 <= del i j) -> (forall i j, 0 <= add i j) ->
  (forall i j, del i j <= M i j) -> A = M - del + add ->
  (forall i, \sum_j A i j = 1) -> (forall j, \sum_i A i j = 1) ->
  let cost := \sum_i \sum_j (del i j + add i j) in
  [/\ doubly_stochastic A, l1dist M A <= cost &
      cost = \sum_j `|\sum_i M i j - 1| ->
      l1dist M A = cost /\
      forall B, doubly_stochastic B -> cost <= l1dist M B].
Proof.
move=> d0 a0 dM AE Ar Ac cost.
have dA : doubly_stochastic A.
  split=> // i j; rewrite AE !mxE; have := d0 i j; have := a0 i j.
  by have := dM i j; lra.
have le : l1dist M A <= cost.
  apply: ler_sum => i _; apply: ler_sum => j _; rewrite AE !mxE.
  have -> : M i j - (M i j - del i j + add i j) = del i j - add i j by lra.
  have := ler_norm_sub (del i j) (add i j).
  by rewrite (ger0_norm (d0 i j)) (ger0_norm (a0 i j)).
split=> // costE; split=> [|B dB]; last by rewrite costE column_excess_le.
by apply/eqP; rewrite eq_le le costE column_excess_le.
Qed.

Lemma inv_sqrt2 : (1 + 1 / sqrt2) * (2%:R - sqrt2) = 1 :> R.
Proof.
have s2 := sqrt2_sqr R; have s0 : sqrt2 != 0 :> R.
  by rewrite gt_eqF // (lt_le_trans ltr01) // sqrt2_ge1.
have h : 1 / sqrt2 * sqrt2 = 1 :> R by rewrite divfK.
have e : 1 / sqrt2 * (sqrt2 * sqrt2) = sqrt2 :> R by rewrite mulrA h mul1r.
rewrite s2 in e; set w := 1 / sqrt2 in h e *; lra.
Qed.

(* the shares of the rows in T2* *)
Theorem shares_certificate M (share : 'I_n -> R) :
  (forall i, 1 - (1 + 1 / sqrt2) * rowgap M i <= share i) ->
  \sum_i share i = n%:R - 2%:R^-1 * d1 M ->
  (2%:R - sqrt2) / 2%:R * d1 M <= \sum_i rowgap M i.
Proof.
move=> h e; have : \sum_i (1 - (1 + 1 / sqrt2) * rowgap M i) <=
    \sum_i share i by apply: ler_sum.
rewrite sumrB sumr_const card_ord -mulr_sumr e.
set k := 1 + _; set P := \sum_i _ => kP.
have c0 := sharp_const_gt0 R; have kc := inv_sqrt2; rewrite -/k in kc.
have h1 : d1 M <= 2%:R * (k * P) by lra.
have h2 := ler_wpmul2l (ltW c0) h1.
have h3 : (2%:R - sqrt2) * (2%:R * (k * P)) = 2%:R * P.
  have -> : (2%:R - sqrt2) * (2%:R * (k * P)) =
    2%:R * ((k * (2%:R - sqrt2)) * P) by lra.
  by rewrite kc mul1r.
lra.
Qed.
End Decompositions.

Section SquareRoots.
Variables (R : rcfType) (I : finType).
Implicit Types (a c l u q : I -> R).

Lemma sqrt_enclosure (a l u : R) : 0 <= a -> 0 <= l -> l ^+ 2 <= a ->
  0 <= u -> a <= u ^+ 2 -> l <= Num.sqrt a <= u.
Proof.
move=> a0 l0 la u0 au; have s0 := sqrtr_ge0 a.
have sE := sqr_sqrtr a0; apply/andP; split.
  by rewrite -ler_sqr ?nnegrE // sE.
by rewrite -ler_sqr ?nnegrE // sE.
Qed.

Definition lower_term c l u k := if 0 <= c k then c k * l k else c k * u k.
Definition upper_term c l u k := if 0 <= c k then c k * u k else c k * l k.

Theorem root_sum_enclosure c a l u : (forall k, 0 <= a k) ->
  (forall k, 0 <= l k) -> (forall k, l k ^+ 2 <= a k) ->
  (forall k, 0 <= u k) -> (forall k, a k <= u k ^+ 2) ->
  \sum_k lower_term c l u k <= \sum_k c k * Num.sqrt (a k) <=
  \sum_k upper_term c l u k.
Proof.
move=> a0 l0 la u0 au; apply/andP; split; apply: ler_sum => k _;
  have /andP[lo hi] := sqrt_enclosure (a0 k) (l0 k) (la k) (u0 k) (au k);
  rewrite /lower_term /upper_term; case: ifPn => ck.
- by rewrite ler_wpmul2l.
- by rewrite ler_wnmul2l // ltW // ltNge.
- by rewrite ler_wpmul2l.
by rewrite ler_wnmul2l // ltW // ltNge.
Qed.

Theorem root_sum_rational (c a q : I -> rat) : (forall k, a k = q k ^+ 2) ->
  \sum_k ratr (c k) * Num.sqrt (ratr (a k) : R) =
  ratr (\sum_k c k * `|q k|).
Proof.
move=> e; rewrite rmorph_sum; apply: eq_bigr => k _ /=.
by rewrite rmorphM /= e rmorphX sqrtr_sqr ratr_norm.
Qed.
End SquareRoots.

(******************************************************************************)
(* Best assignments from below, row by row [T2*]                              *)
(*                                                                            *)
(*   row_value b x m == for a row x with maximum m, (1 + 2b) norm2sq x - b up *)
(*                      to m = 2/3, m - (1 - m) max (0, (1 + 2b)(1 - m) - b)  *)
(*                      above                                                 *)
(* Main lemmas, 0 <= b <= 1:                                                  *)
(*   row_value_le_price   row prices of sharp_lower_bound.v pay for it        *)
(*   price_family         some assignment is worth the sum of the row values  *)
(*   marcus_ree_improved  entries at most 2/3: some assignment is worth       *)
(*                        frob_sq M + b (2 frob_sq M - n)                     *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import real_arithmetic norms assignment penalty.
From AutoShuffleNet Require Import ring_identities capped_rows.
From AutoShuffleNet Require Import sharp_lower_bound.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Rows.
Variables (R : rcfType) (T : finType) (M : T -> T -> R) (b : R).
Hypothesis dM : ds_fun M.
Hypothesis b_ge0 : 0 <= b.
Hypothesis b_le1 : b <= 1.

(* the value of a row with largest entry m *)
Definition row_value (x : T -> R) (m : R) : R :=
  if 3%:R * m <= 2%:R then (1 + 2%:R * b) * norm2sq x - b
  else m - (1 - m) * Num.max 0 ((1 + 2%:R * b) * (1 - m) - b).

Variables u v : T -> R.
Hypothesis u0 : forall i, 0 <= u i.
Hypothesis v0 : forall j, 0 <= v j.
Hypothesis uv : forall i j, M i j <= u i + v j.

Lemma row_value_le_price i k : (forall j, M i j <= M i k) ->
  row_value (M i) (M i k) <= row_price M b u v i.
Proof.
move=> kmax; have [M0 Mr Mc] := dM.
have Mi1 : \sum_j M i j = 1 by exact: Mr.
have off l : ~~ dominant M i l ->
    cap b (M i l) * pospart (M i l - u i) <= M i l * capped_price M b v l.
  exact: (off_dominant_price dM b_ge0 u0 v0 uv).
case: (boolP (dominant M i k)) => [bk|nk]; last first.
  have no j : ~~ dominant M i j.
    rewrite /dominant -leNgt; apply: le_trans (_ : 2%:R * M i k <= 1).
      by rewrite ler_wpmul2l ?ler0n.
    by move: nk; rewrite /dominant -leNgt.
  have small : 3%:R * M i k <= 2%:R.
    by move: nk; rewrite /dominant -leNgt; lra.
  rewrite /row_value small row_price_flat //.
  apply: (flat_row_quadratic b_ge0 (M0 i) Mi1) => // j.
  - by have := no j; rewrite /dominant -leNgt.
  - exact: off.
rewrite (row_price_dominant b dM u v bk).
have hY := capped_price_bound dM b_ge0 v bk.
have hW l : l != k ->
    cap b (M i l) * pospart (M i l - u i) <= M i l * capped_price M b v l.
  exact: (other_price dM b_ge0 u0 v0 uv bk).
have muv := uv i k.
have far : 1 < 3%:R * (1 - M i k) ->
    (1 + 2%:R * b) * norm2sq (M i) - b <=
    u i + v k - (1 - M i k) * capped_price M b v k +
    \sum_(l | l != k) M i l * capped_price M b v l.
  move=> h3.
  exact: le_trans (dominant_far_quadratic b_ge0 b_le1 (M0 i) Mi1 bk h3)
    (dominant_far_price b_ge0 b_le1 (M0 i) Mi1 bk muv hY hW h3).
have near : M i k - (1 - M i k) * cap b (1 - M i k) <=
    u i + v k - (1 - M i k) * capped_price M b v k +
    \sum_(l | l != k) M i l * capped_price M b v l.
  have W0 : 0 <= \sum_(l | l != k) M i l * capped_price M b v l.
    apply: sumr_ge0 => l lk; apply: le_trans (hW l lk).
    by rewrite mulr_ge0 ?cap_ge0 ?pospart_ge0.
  have c0 : 0 <= cap b (1 - M i k) by exact: cap_ge0.
  have c1 : cap b (1 - M i k) * Num.min (v k) (1 - M i k) <=
      cap b (1 - M i k) * (1 - M i k).
    by rewrite ler_wpmul2l // le_minl lexx orbT.
  lra.
rewrite /row_value; case: ifPn => [m23|_]; last exact: near.
have [h3|h3] := ltP 1 (3%:R * (1 - M i k)); first exact: far.
have m : M i k = 2%:R / 3%:R by lra.
apply: le_trans near; have sq := norm2sq_le_other k (M0 i).
have := sq; rewrite norm1_nneg // Mi1 => /(_ erefl).
rewrite m /cap /slope pospart_id; last by nra.
nra.
Qed.
End Rows.

Section Matrices.
Variables (R : rcfType) (n : nat).
Implicit Types M : 'M[R]_n.

Theorem price_family M (b : R) (f : 'I_n -> 'I_n) : doubly_stochastic M ->
  0 <= b -> b <= 1 -> (forall i j, M i j <= M i (f i)) ->
  exists s : 'S_n, \sum_i row_value b (M i) (M i (f i)) <= assign_val M s.
Proof.
move=> dM b0 b1 fmax; have [s opt] := best_assignment M; exists s.
have [u [v [u0 v0 uv e]]] := nonneg_potentials dM opt.
rewrite -[X in _ <= X]e -(sum_row_price b dM u v); apply: ler_sum => i _.
exact: (row_value_le_price dM b0 b1 u0 v0 uv).
Qed.

Theorem marcus_ree_improved M (b : R) : doubly_stochastic M ->
  0 <= b -> b <= 1 -> (forall i j, 3%:R * M i j <= 2%:R) ->
  exists s : 'S_n,
    frob_sq M + b * (2%:R * frob_sq M - n%:R) <= assign_val M s.
Proof.
move=> dM b0 b1 small.
have ex i : {k | forall j, M i j <= M i k}.
  case: (arg_maxP (fun j => M i j) (isT : xpredT i)) => k _ kmax.
  by exists k => j; apply: kmax.
have [s hs] := price_family dM b0 b1 (fun i => svalP (ex i)).
exists s; apply: le_trans hs.
have -> : n%:R = \sum_(i < n) (1 : R) by rewrite sumr_const card_ord.
rewrite /frob_sq; set F := fun i : 'I_n => \sum_j M i j ^+ 2.
rewrite mulr_sumr -sumrB mulr_sumr -big_split; apply: ler_sum => i _ /=.
by rewrite /row_value small /norm2sq; lra.
Qed.
End Matrices.

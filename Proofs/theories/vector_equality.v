(******************************************************************************)
(* Equality in the bounds on one vector (L2)                                  *)
(*                                                                            *)
(* Main lemmas, for x >= 0:                                                   *)
(*   gap_eq_norm1_sub  gap x = norm1 x - x k iff x i = 0 for all i != k       *)
(*   gap_eq_sharp      largest entry x k: gap x = (2 - sqrt2) (norm1 x - x k) *)
(*                     iff the others are 0, but for one equal to x k         *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import real_arithmetic norms euclidean.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Equality.
Variables (R : rcfType) (I : finType) (x : I -> R) (k : I).
Hypothesis x_ge0 : forall i, 0 <= x i.
Let m := x k.
Let r := \sum_(i | i != k) x i.
Let q := \sum_(i | i != k) (x i) ^+ 2.

Let norm1E : norm1 x = m + r.
Proof. by rewrite norm1_nneg // (bigD1 k). Qed.

Let norm2sqE : norm2sq x = m ^+ 2 + q.
Proof. by rewrite /norm2sq (bigD1 k). Qed.

Let r_ge0 : 0 <= r.
Proof. exact: sumr_ge0. Qed.

Let q_ge0 : 0 <= q.
Proof. by apply: sumr_ge0 => i _; exact: sqr_ge0. Qed.

Let m_ge0 : 0 <= m.
Proof. exact: x_ge0. Qed.

Let norm2_sqr : norm2 x ^+ 2 = m ^+ 2 + q.
Proof. by rewrite sqr_norm2 norm2sqE. Qed.

Lemma others_eq0 : r = 0 -> forall i, i != k -> x i = 0.
Proof. by move=> r0 i; apply: (psumr_eq0P _ r0) => j _. Qed.

(* upper equality; k need not be the maximum *)
Lemma gap_eq_norm1_sub :
  gap x = norm1 x - x k <-> forall i, i != k -> x i = 0.
Proof.
have n0 := norm2_ge0 x; split=> [|z].
  rewrite /gap -/m => e; have n2 : norm2 x = m by lra.
  have q0 : q = 0 by have := norm2_sqr; rewrite n2; lra.
  move=> i ik; apply/eqP; rewrite -sqrf_eq0; apply/eqP.
  by apply: (psumr_eq0P _ q0) => // j _; exact: sqr_ge0.
have q0 : q = 0 by rewrite /q big1 // => i /z ->; rewrite expr0n.
have n2 : norm2 x ^+ 2 = m ^+ 2 by rewrite norm2_sqr q0 addr0.
rewrite /gap -/m; congr (_ - _); have := m_ge0; nra.
Qed.

Hypothesis x_max : forall i, x i <= x k.

Let q_le_mr : q <= m * r.
Proof.
rewrite /q /r mulr_sumr; apply: ler_sum => i _.
by rewrite expr2 ler_wpmul2r.
Qed.

Let q_le_rr : q <= r * r.
Proof.
rewrite /q {1}/r mulr_suml; apply: ler_sum => i ik;
  rewrite expr2 ler_wpmul2l //.
by rewrite /r (bigD1 i) //= ler_addl sumr_ge0.
Qed.

Let d : R := sqrt2 - 1.

Let d_eq : d * d = 1 - 2%:R * d.
Proof. have := sqrt2_sqr R; rewrite /d; lra. Qed.

Let d_gt0 : 0 < d.
Proof. have := sqrt2_sqr R; have := sqrt2_ge1 R; rewrite /d; nra. Qed.

Lemma gap_eq_sharp : gap x = (2%:R - sqrt2) * (norm1 x - x k) <->
  (forall i, i != k -> x i = 0) \/
  (exists2 l, l != k & x l = x k /\
    forall i, i != k -> i != l -> x i = 0).
Proof.
have n0 := norm2_ge0 x; have s2 := sqrt2_sqr R; split; last first.
  case=> [z|[l lk [xl z]]].
    have [_ /(_ z) ->] := gap_eq_norm1_sub.
    have r0 : r = 0 by rewrite /r big1.
    by rewrite norm1E -/m r0 addr0 subrr mulr0.
  have rE : r = m.
    rewrite /r (bigD1 l) //= big1 ?addr0 // => i /andP[il ik]; exact: z.
  have qE : q = m ^+ 2.
    rewrite /q (bigD1 l) //= big1 ?addr0 ?xl // => i /andP[il ik].
    by rewrite z // expr0n.
  have n2 : norm2 x = sqrt2 * m.
    have h : norm2 x ^+ 2 = (sqrt2 * m) ^+ 2.
      by rewrite norm2_sqr qE exprMn [sqrt2 ^+ 2]expr2 s2; lra.
    have h0 : 0 <= sqrt2 * m by rewrite mulr_ge0 ?sqrtr_ge0.
    by apply/eqP; rewrite -(@eqr_expn2 _ 2) // h.
  by rewrite /gap n2 norm1E rE -/m; lra.
rewrite /gap norm1E -/m => e.
have n2 : norm2 x = m + d * r by rewrite /d; lra.
have := norm2_sqr; rewrite n2 => qE.
have dq : d * d * q = (1 - 2%:R * d) * q by rewrite d_eq.
have dd_gt0 : 0 < d * d by rewrite mulr_gt0.
have a0 : 0 <= d * (m * r - q) by rewrite mulr_ge0 ?(ltW d_gt0) ?subr_ge0.
have b0 : 0 <= d * d * (r * r - q).
  by rewrite mulr_ge0 ?(ltW dd_gt0) ?subr_ge0.
have qmr : q = m * r.
  have /eqP : d * (m * r - q) = 0 by lra.
  by rewrite mulf_eq0 (gt_eqF d_gt0) subr_eq0 => /eqP.
have qrr : q = r * r.
  have /eqP : d * d * (r * r - q) = 0 by lra.
  by rewrite mulf_eq0 (gt_eqF dd_gt0) subr_eq0 => /eqP.
have [r0|rn] := eqVneq r 0; first by left; exact: others_eq0.
right; have rm : r = m by apply: (mulIf rn); rewrite -qrr -qmr.
have z : \sum_(i | i != k) x i * (m - x i) = 0.
  rewrite (eq_bigr (fun i => m * x i - x i ^+ 2)) => [|i _]; last by lra.
  by rewrite sumrB -mulr_sumr -/r -/q qmr subrr.
have zz i : i != k -> x i * (m - x i) = 0.
  move=> ik; apply: (psumr_eq0P _ z) => // j _.
  by rewrite mulr_ge0 // subr_ge0.
have [l /andP[lk ln]] : exists l, (l != k) && (x l != 0).
  apply/existsP; apply: contraR rn => /existsPn h; apply/eqP/big1 => i ik.
  by have := h i; rewrite ik negbK => /eqP.
have xl : x l = m.
  by have /eqP := zz l lk; rewrite mulf_eq0 (negPf ln) subr_eq0 => /eqP.
exists l => //; split=> // i ik il.
have r2 : \sum_(j | (j != k) && (j != l)) x j = 0.
  by have := rm; rewrite /r (bigD1 l) //= xl; lra.
by apply: (psumr_eq0P _ r2) => // ; rewrite ik.
Qed.
End Equality.

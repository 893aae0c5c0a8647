(******************************************************************************)
(* Inequalities behind finite identification by scaling                       *)
(*                                                                            *)
(* Main lemmas:                                                               *)
(*   bernoulli            1 + k x <= (1 + x)^k for 1 + x >= 0                 *)
(*   prod_le1_of_sum      the arithmetic mean bounds the geometric mean       *)
(*   prod_deficit_bound   a product of numbers of [0, 1] is at most           *)
(*                        (1 + d / k)^-k, d the sum of their deficits         *)
(*   push_superadditive   1 - 1 / sqrt(1 + z^2) over z increases on [0, 1]    *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms real_arithmetic.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Inequalities.
Variable R : rcfType.

Lemma bernoulli (x : R) k : 0 <= 1 + x -> 1 + k%:R * x <= (1 + x) ^+ k.
Proof.
move=> x0; elim: k => [|k IH]; first by rewrite mul0r addr0 expr0.
rewrite exprSr; apply: le_trans (ler_wpmul2r x0 IH).
have h : 0 <= k%:R * x ^+ 2 by rewrite mulr_ge0 ?ler0n ?sqr_ge0.
rewrite mulrSr; real_lra.
Qed.

Lemma prod_le1 (I : finType) (P : pred I) (x : I -> R) :
  (forall i, 0 <= x i) -> (forall i, x i <= 1) -> \prod_(i | P i) x i <= 1.
Proof.
move=> x0 x1.
pose bound (p : R) := 0 <= p <= 1.
suff /andP[] : bound (\prod_(i | P i) x i) by [].
apply: (big_ind bound) => [|p q /andP[p0 p1] /andP[q0 q1]|i _]; rewrite /bound.
- by rewrite ler01 lexx.
- by rewrite mulr_ge0 // mulr_ile1.
by rewrite x0 x1.
Qed.

(* the inequality of the arithmetic and geometric means *)
Lemma prod_le1_of_sum (I : finType) (x : I -> R) :
  (forall i, 0 <= x i) -> \sum_i x i <= #|I|%:R -> \prod_i x i <= 1.
Proof.
move=> x0 xs; have [h _] := leif_AGM (A := predT) (E := x) (fun i _ => x0 i).
apply: le_trans h _; have [I0|I_gt0] := posnP #|I|; first by rewrite I0 expr0.
rewrite exprn_ile1 // ?divr_ge0 ?ler0n ?sumr_ge0 //.
by rewrite ler_pdivr_mulr ?ltr0n // mul1r.
Qed.

(* 1 + e / k to the power k is at most 1 / (1 - e) *)
Lemma one_deficit_bound (m : R) k : (0 < k)%N -> 0 <= m <= 1 ->
  m * (1 + (1 - m) / k%:R) ^+ k <= 1.
Proof.
move=> k0 /andP[m0 m1]; set u := 1 + _.
have kR : 0 < k%:R :> R by rewrite ltr0n.
have w0 : 0 <= (1 - m) / k%:R by rewrite divr_ge0 ?subr_ge0 // ltW.
have u0 : 0 < u by rewrite /u; real_lra.
have ku : k%:R * (u - 1) = 1 - m.
  by rewrite /u addrAC subrr add0r mulrCA divff ?mulr1 ?gt_eqF.
suff : m <= u ^- k by rewrite -ler_pdivl_mulr ?exprn_gt0 // mul1r.
have v0 : 0 <= u^-1 by rewrite invr_ge0 ltW.
have vu : u^-1 * u = 1 by rewrite mulVf // gt_eqF.
have := @bernoulli (u^-1 - 1) k; rewrite addrCA subrr addr0 exprVn => /(_ v0).
apply: le_trans.
have -> : k%:R * (u^-1 - 1) = - (u^-1 * (1 - m)).
  have : k%:R * (u^-1 * u) = k%:R by rewrite vu mulr1.
  by rewrite -ku; real_lra.
have v1 : u^-1 <= 1 by rewrite invf_le1 // ler_addl.
have : 0 <= (1 - u^-1) * (1 - m) by rewrite mulr_ge0 ?subr_ge0.
real_lra.
Qed.

Lemma prod_deficit_bound (I : finType) (P : pred I) (m : I -> R) k :
  (0 < k)%N -> (forall i, 0 <= m i <= 1) ->
  \prod_(i | P i) m i * (1 + (\sum_(i | P i) (1 - m i)) / k%:R) ^+ k <= 1.
Proof.
move=> k0 m01; have kR : 0 <= k%:R^-1 :> R by rewrite invr_ge0 ler0n.
pose bound (p d : R) := [/\ 0 <= p, 0 <= d & p * (1 + d / k%:R) ^+ k <= 1].
suff [] : bound (\prod_(i | P i) m i) (\sum_(i | P i) (1 - m i)) by [].
apply: (big_rec2 bound) => [|i p d _ [p0 d0 pd]].
  by split; rewrite ?ler01 // mul0r addr0 expr1n mulr1.
have /andP[mi0 mi1] := m01 i; have e0 : 0 <= 1 - m i by rewrite subr_ge0.
split; [exact: mulr_ge0 | exact: addr_ge0 |].
have u0 : 0 <= 1 + (1 - m i) / k%:R by rewrite addr_ge0 ?mulr_ge0 ?ler01.
have w0 : 0 <= 1 + d / k%:R by rewrite addr_ge0 ?mulr_ge0 ?ler01.
apply: (@le_trans _ _ ((m i * (1 + (1 - m i) / k%:R) ^+ k) *
  (p * (1 + d / k%:R) ^+ k))).
  rewrite mulrACA ler_wpmul2l ?mulr_ge0 // -exprMn.
  have uw0 : 0 <= 1 + (1 - m i + d) / k%:R.
    by rewrite addr_ge0 ?ler01 // mulr_ge0 // addr_ge0.
  rewrite ler_expn2r ?nnegrE // ?(mulr_ge0 u0 w0) //.
  have : 0 <= (1 - m i) / k%:R * (d / k%:R) by rewrite !mulr_ge0.
  by rewrite mulrDl; real_lra.
by rewrite mulr_ile1 ?one_deficit_bound // ?mulr_ge0 ?exprn_ge0.
Qed.

(* 1 - 1 / sqrt(1 + z^2) over z increases up to z = 1 *)
Lemma push_superadditive (y Y z Z : R) : 1 <= y -> 1 <= Y ->
  y ^+ 2 <= 1 + z ^+ 2 -> Y ^+ 2 = 1 + Z ^+ 2 -> 0 <= z -> z <= Z -> Z <= 1 ->
  1 - y^-1 <= z / Z * (1 - Y^-1).
Proof.
move=> y1 Y1 yz YZ z0 zZ Z1.
have y0 : 0 < y := lt_le_trans ltr01 y1.
have Y0 : 0 < Y := lt_le_trans ltr01 Y1.
have zz : z ^+ 2 <= Z ^+ 2 by rewrite ler_sqr ?nnegrE // (le_trans z0).
have yY : y <= Y.
  by rewrite -ler_sqr ?nnegrE ?(ltW y0) ?(ltW Y0) //; real_lra.
have [Z_eq0|Z_neq0] := eqVneq Z 0.
  rewrite Z_eq0 invr0 mulr0 mul0r subr_le0 invf_ge1 //.
  by rewrite -ler_sqr ?nnegrE ?(ltW y0) //; rewrite Z_eq0 in zz; real_lra.
have Z0 : 0 < Z by rewrite lt_neqAle eq_sym Z_neq0 (le_trans z0).
have -> : 1 - y^-1 = (y - 1) / y by rewrite mulrBl divff ?gt_eqF // mul1r.
have -> : 1 - Y^-1 = (Y - 1) / Y by rewrite mulrBl divff ?gt_eqF // mul1r.
rewrite mulf_div ler_pdivr_mulr // mulrAC ler_pdivl_mulr ?mulr_gt0 //.
rewrite -ler_sqr ?nnegrE; last 2 first.
- by rewrite !mulr_ge0 ?subr_ge0 // ltW.
- by rewrite !mulr_ge0 ?subr_ge0 // ltW.
rewrite !exprMn.
have Y2 : Y ^+ 2 <= 2%:R.
  have : Z ^+ 2 <= 1 by rewrite expr_le1 // ltW.
  real_lra.
have gap0 : 0 <= (Y - 1) * (y - 1) * ((Y - y) *
    (y * (y - 1) + Y * (Y - 1) + (y + Y) * (2%:R - y * Y))).
  have yY2 : y * Y <= 2%:R.
    by apply: le_trans Y2; rewrite expr2 ler_wpmul2r // ltW.
  have p1 : 0 <= y * (y - 1) by rewrite mulr_ge0 ?subr_ge0 ?(ltW y0).
  have p2 : 0 <= Y * (Y - 1) by rewrite mulr_ge0 ?subr_ge0 ?(ltW Y0).
  have p3 : 0 <= (y + Y) * (2%:R - y * Y).
    by rewrite mulr_ge0 ?subr_ge0 ?addr_ge0 ?(ltW y0) ?(ltW Y0).
  by rewrite !mulr_ge0 ?subr_ge0 // !addr_ge0.
have scaled : 0 <= (z ^+ 2 - (y ^+ 2 - 1)) * ((Y - 1) ^+ 2 * y ^+ 2).
  by rewrite mulr_ge0 ?mulr_ge0 ?sqr_ge0 //; real_lra.
have -> : Z ^+ 2 = Y ^+ 2 - 1 by real_lra.
real_lra.
Qed.
End Inequalities.

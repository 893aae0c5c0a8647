(******************************************************************************)
(* One big row of the error bound with inexact columns (T5e, D1 to D3)        *)
(*                                                                            *)
(* b is as in capped_rows.v.  X >= 0 is a row of sum 1 with an entry m > 1/2  *)
(* at j; e = 1 - m, s = 1 - 2e; f = 1 - (1 + 1/sqrt2)(1 - norm2 X) is half    *)
(* the value of capped_rows.v.                                                *)
(*    pay b X j u == u + the sum over i != j of cap (X i) pospart (X i - u):  *)
(*                   what the row pays at its own price u                     *)
(*   need b X j v == f - pay (pospart (m - v)): what it needs beside this if  *)
(*                   the price of column j is v                               *)
(* Main lemmas:                                                               *)
(*   pay_slope    slopes of pay are between 1 - cap e and 1                   *)
(*   need_enough  f <= pay u + need v whenever m <= u + v   (C)               *)
(*   need_far     (D1) a lower bound of m - need v for e >= 1/3               *)
(*   need_le      (D2) need v <= v - cap e min (v, e)                         *)
(*   need_half    (D3) (1 - v) / 2 <= m - need v                              *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import real_arithmetic norms capped_rows.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Row.
Variables (R : rcfType) (b : R).
Hypothesis b_ge0 : 0 <= b.
Hypothesis b_eq : (1 + 4%:R * b) * (1 + 4%:R * b) = 2%:R.
Hypothesis b_ge_4_39 : 4%:R <= 39%:R * b.
Implicit Types x y z u v w : R.

Lemma b_upper : 376%:R * b <= 39%:R.
Proof. by nra. Qed.

Lemma cap_lipschitz x y : x <= y -> cap b y - cap b x <= slope b * (y - x).
Proof.
move=> xy; have k0 : 0 <= slope b * (y - x).
  by rewrite mulr_ge0 ?slope_ge0 // subr_ge0.
rewrite ler_subl_addr; apply: pospart_le; first by rewrite addr_ge0 ?cap_ge0.
by have := cap_ge b x; lra.
Qed.

Lemma cap_mono x y : x <= y -> cap b x <= cap b y.
Proof.
move=> xy; apply: pospart_le; rewrite ?cap_ge0 //; apply: le_trans (cap_ge _ _).
by rewrite ler_add2r ler_wpmul2l ?slope_ge0.
Qed.

Lemma pospart_mono x y : x <= y -> pospart x <= pospart y.
Proof.
by move=> xy; apply: pospart_le; rewrite ?pospart_ge0 // (le_trans xy)
  ?pospart_ge.
Qed.

Section OneRow.
Variables (I : finType) (X : I -> R) (j : I).
Hypothesis X0 : forall i, 0 <= X i.
Hypothesis sX : \sum_i X i = 1.
Hypothesis big : 1 < 2%:R * X j.
Let m := X j.
Let e := 1 - m.
Let s := 1 - 2%:R * e.
Let S2 := \sum_(i | i != j) X i * X i.
Let f := 1 - (3%:R + 4%:R * b) / 2%:R * gap X.

Definition pay u := u + \sum_(i | i != j) cap b (X i) * pospart (X i - u).
Definition need v := f - pay (pospart (m - v)).

Let others : \sum_(i | i != j) X i = e.
Proof. exact: dominant_others. Qed.

Let other_le i : i != j -> X i <= e.
Proof. exact: dominant_other_le. Qed.

Let e_ge0 : 0 <= e.
Proof. exact: deficit_ge0. Qed.

Let cap_e : cap b e <= e.
Proof.
by apply: cap_le_id => //; rewrite /e /m; lra.
Qed.

Lemma caps_le : \sum_(i | i != j) cap b (X i) <= cap b e.
Proof.
have [e0|] := eqVneq e 0.
  rewrite big1 ?cap_ge0 // => i ij; have := other_le ij; rewrite e0 => h.
  by rewrite (_ : X i = 0) ?cap0 //; apply/eqP; rewrite eq_le h X0.
move=> en; have ep : 0 < e by rewrite lt_neqAle eq_sym en.
rewrite -(ler_pmul2l ep) mulr_sumr.
apply: (@le_trans _ _ (\sum_(i | i != j) X i * cap b e)).
  by apply: ler_sum => i ij; apply: cap_star => //; exact: other_le.
by rewrite -mulr_suml others.
Qed.

Lemma pay_slope u w : u <= w ->
  (1 - cap b e) * (w - u) <= pay w - pay u <= w - u.
Proof.
move=> uw; pose C u := \sum_(i | i != j) cap b (X i) * pospart (X i - u).
have up : C w <= C u.
  apply: ler_sum => i _; rewrite ler_wpmul2l ?cap_ge0 // pospart_mono //.
  by rewrite ler_add2l ler_opp2.
have down : C u - C w <= cap b e * (w - u).
  apply: (@le_trans _ _ (\sum_(i | i != j) cap b (X i) * (w - u))).
    rewrite -sumrB; apply: ler_sum => i _.
    rewrite -mulrBr ler_wpmul2l ?cap_ge0 //.
    rewrite ler_subl_addr; apply: pospart_le.
      by rewrite addr_ge0 ?subr_ge0 ?pospart_ge0.
    by have := pospart_ge (X i - w); lra.
  by rewrite -mulr_suml ler_wpmul2r ?subr_ge0 // caps_le.
by rewrite /pay -/(C w) -/(C u); apply/andP; split; lra.
Qed.

Lemma pay_mono u w : u <= w -> pay u <= pay w.
Proof.
move=> uw; have /andP[h _] := pay_slope uw; rewrite -subr_ge0.
apply: le_trans h; rewrite mulr_ge0 ?subr_ge0 //; move: cap_e big.
by rewrite /e /m; lra.
Qed.

(* (C) *)
Lemma need_enough u v : 0 <= u -> m <= u + v -> f <= pay u + need v.
Proof.
move=> u0 uv; rewrite /need; suff : pay (pospart (m - v)) <= pay u by lra.
by apply: pay_mono; apply: pospart_le => //; lra.
Qed.

Let f_le : f <= slope b * (m * m + S2) - b.
Proof.
have := row_value_le b_ge0 b_eq (dominant_norm1 X0 sX).
by rewrite (dominant_norm2sq _ j) -/m -/S2 /f; lra.
Qed.

Lemma pay_ge u : u <= pay u.
Proof.
by rewrite /pay ler_addl sumr_ge0 // => i _; rewrite mulr_ge0 ?cap_ge0
  ?pospart_ge0.
Qed.

(* (D1) *)
Lemma need_far v : 1 <= 3%:R * e -> e <= v ->
  m * (e - b * s) + pospart (m - v) * (m + b * s) <= m - need v.
Proof.
move=> h3 ev; have ep : 0 < e by lra.
set w := pospart (m - v); have w0 : 0 <= w by exact: pospart_ge0.
have we : w <= e by apply: pospart_le; rewrite // /e /m in ev h3 *; lra.
have be : b <= slope b * e by rewrite /slope; nra.
pose C := \sum_(i | i != j) cap b (X i) * pospart (X i - w).
have : e * (slope b * S2) - e * (b * e + slope b * (w * e) - w * b) <= e * C.
  rewrite /S2 /C !mulr_sumr -[X in _ - X * _]others mulr_suml -sumrB.
  by apply: ler_sum => i ij; apply: cap_product_ge; rewrite ?other_le.
rewrite -mulrBr ler_pmul2l // => h; have := f_le.
rewrite /need -/w /pay -/C /s; have -> : m = 1 - e by rewrite /e; lra.
by rewrite /slope in h *; lra.
Qed.

Let near_value : 3%:R * e <= 1 -> f <= m - e * cap b e.
Proof.
move=> h3; have h := gap_ge_dominant X0 (dominant_norm1 X0 sX) h3.
rewrite -/m -/e in h.
have p3 : 3%:R * cap b e <= 1 - b.
  suff : cap b e <= (1 - b) / 3%:R by lra.
  by apply: pospart_le; rewrite /slope; have := b_upper; nra.
have : (3%:R + 4%:R * b) * (16%:R * e) <= (3%:R + 4%:R * b) * (21%:R * gap X).
  by rewrite ler_wpmul2l //; lra.
have : e * (3%:R * cap b e) <= e * (1 - b) by rewrite ler_wpmul2l.
have : e * 4%:R <= e * (39%:R * b) by rewrite ler_wpmul2l.
have mE : m = 1 - e by rewrite /e; lra.
by rewrite /f mE; lra.
Qed.

(* (D2) *)
Lemma need_le v : 0 <= v -> v <= 1 -> need v <= v - cap b e * Num.min v e.
Proof.
move=> v0 v1; have p0 := cap_ge0 b e; have eh : 2%:R * e < 1.
  by rewrite /e /m; lra.
have mE : m = 1 - e by rewrite /e; lra.
have [h3|/ltW h3] := lerP (3%:R * e) 1.
  have := near_value h3; have := pay_ge (pospart (m - v)).
  have := pospart_ge (m - v); rewrite /need => h1 h2 h.
  have : cap b e * Num.min v e <= cap b e * e.
    by rewrite ler_wpmul2l // le_minl lexx orbT.
  by lra.
have capE : cap b e = slope b * e - b.
  by rewrite /cap pospart_id // /slope; nra.
have at_e : need e <= e - cap b e * e.
  have := need_far h3 (lexx e).
  have -> : pospart (m - e) = m - e by apply: pospart_id; lra.
  by rewrite capE /slope /s mE; lra.
have [ve|/ltW ev] := lerP v e.
  have -> : need v = need e - (pay (pospart (m - v)) - pay (pospart (m - e))).
    by rewrite /need; lra.
  rewrite !pospart_id; try lra.
  have uw : m - e <= m - v by lra.
  by have /andP[h _] := pay_slope uw; lra.
have -> : need v = need e + (pay (pospart (m - e)) - pay (pospart (m - v))).
  by rewrite /need; lra.
have uw : pospart (m - v) <= pospart (m - e) by apply: pospart_mono; lra.
have /andP[_ h] := pay_slope uw; have := pospart_ge (m - v).
by rewrite [pospart (m - e)]pospart_id in h *; lra.
Qed.

Let need_m : e / 2%:R <= m - need m.
Proof.
have eh : 2%:R * e < 1 by rewrite /e /m; lra.
have mE : m = 1 - e by rewrite /e; lra.
have [h|/ltW h] := lerP (2%:R * b * m) e.
  have : slope b * S2 - b * e <= pay (pospart (m - m)).
    rewrite subrr pospart_id // /pay add0r /S2 -others !mulr_sumr -sumrB.
    apply: ler_sum => i _; rewrite subr0 pospart_id //.
    by have := cap_ge b (X i); have := X0 i; nra.
  have := f_le; rewrite /need /slope mE in h *; nra.
pose N0 := 1 - 3%:R / 2%:R * (1 - 4%:R * b) * e.
have bu := b_upper.
have N00 : 0 <= N0 by rewrite /N0; nra.
have nsq : norm2 X ^+ 2 <= m * m + e * e.
  by rewrite sqr_norm2; have := norm2sq_le_other j X0 (dominant_norm1 X0 sX).
have key : e * (36%:R * b - 5%:R / 2%:R) <= 12%:R * b - 1.
  by rewrite mE in h; nra.
have le0 : norm2 X <= N0.
  rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?norm2_ge0 //; apply: le_trans nsq _.
  have : e * (e * (36%:R * b - 5%:R / 2%:R)) <= e * (12%:R * b - 1).
    by rewrite ler_wpmul2l.
  have : e * e * ((1 + 4%:R * b) * (1 + 4%:R * b)) = e * e * 2%:R.
    by rewrite b_eq.
  by rewrite /N0 expr2 mE; lra.
have : (3%:R + 4%:R * b) * (1 - N0) <= (3%:R + 4%:R * b) * gap X.
  rewrite ler_wpmul2l //; first by lra.
  by rewrite /gap (dominant_norm1 X0 sX); lra.
have : e * ((1 + 4%:R * b) * (1 + 4%:R * b)) = e * 2%:R by rewrite b_eq.
have := pay_ge (pospart (m - m)); have := pospart_ge0 (m - m).
by rewrite /need /f /N0 mE; lra.
Qed.

(* (D3) *)
Lemma need_half v : 0 <= v -> v <= 1 -> (1 - v) / 2%:R <= m - need v.
Proof.
move=> v0 v1; have eh : 2%:R * e < 1 by rewrite /e /m; lra.
have mE : m = 1 - e by rewrite /e; lra.
have nm := need_m; rewrite /need subrr in nm *.
rewrite (pospart_id (lexx 0)) in nm.
have uw : 0 <= pospart (m - v) by exact: pospart_ge0.
have /andP[h _] := pay_slope uw; have := cap_e => ce.
have [mv|/ltW vm] := lerP m v.
  by rewrite (@pospart_eq0 _ (m - v)) in h *; lra.
rewrite (@pospart_id _ (m - v)) in h *; try lra.
have : cap b e * (m - v) <= (1 / 2%:R) * (m - v).
  by rewrite ler_wpmul2r //; lra.
by lra.
Qed.
End OneRow.
End Row.

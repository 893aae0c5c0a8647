(******************************************************************************)
(* One row of the sharp lower bound (T2*, scalar facts and row inequalities)  *)
(*                                                                            *)
(* b stands for (sqrt2 - 1) / 4: only 0 <= b <= 1, (1 + 4b)^2 = 2 and         *)
(* 4 <= 39b are used.  The value of a row X of sum 1 is                       *)
(*          2 - (3 + 4b) gap X, twice f(X) = 1 - (1 + 1/sqrt2)(1 - norm2 X).  *)
(*       slope b == 1 + 2b                                                    *)
(*     pospart x == max(0, x)                                                 *)
(*       cap b x == pospart (slope b * x - b)                                 *)
(* Main lemmas:                                                               *)
(*   chord_le         (S1) f(X) lies below a quadratic in norm2 X             *)
(*   cap_le_id, cap_star  (S2) cap x <= x up to 1/2; cap x / x nondecreasing  *)
(*   cap_product_ge   (S3) lower bound on cap x * pospart (x - s)             *)
(*   gap_ge_dominant  (S4) 16 (1 - m) <= 21 gap X when the maximum m >= 2/3   *)
(*   flat_row         rows without an entry above 1/2 (step 3)                *)
(*   dominant_row     rows with an entry above 1/2 (step 4): near 1 (deficit  *)
(*                    at most 1/3) or far from it                             *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms ring_identities.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Scalars.
Variables (R : rcfType) (b : R).
Hypothesis b0 : 0 <= b.
Hypothesis bE : (1 + 4%:R * b) * (1 + 4%:R * b) = 2%:R.
Hypothesis b39 : 4%:R <= 39%:R * b.
Hypothesis b1 : b <= 1.
Implicit Types x y e s t u v : R.

Let nat0 n : 0 <= n%:R :> R.
Proof. exact: ler0n. Qed.

Definition slope := 1 + 2%:R * b.
Lemma slope_ge0 : 0 <= slope.
Proof.
by rewrite /slope addr_ge0 ?mulr_ge0 ?ler01.
Qed.

Definition pospart x := Num.max 0 x.

Lemma pospart_ge0 x : 0 <= pospart x.
Proof.
by rewrite /pospart le_maxr lexx.
Qed.

Lemma pospart_ge x : x <= pospart x.
Proof.
by rewrite /pospart le_maxr lexx orbT.
Qed.

Lemma pospart_le x y : 0 <= y -> x <= y -> pospart x <= y.
Proof. by move=> y0 xy; rewrite /pospart le_maxl y0. Qed.

Lemma pospart_id x : 0 <= x -> pospart x = x.
Proof. by move=> x0; apply/eqP; rewrite eq_le pospart_ge andbT pospart_le. Qed.

Lemma pospart_eq0 x : x <= 0 -> pospart x = 0.
Proof. by move=> x0; apply/eqP; rewrite eq_le pospart_ge0 andbT pospart_le. Qed.

Definition cap x := pospart (slope * x - b).
Lemma cap_ge0 x : 0 <= cap x.
Proof. exact: pospart_ge0. Qed.

Lemma cap_ge x : slope * x - b <= cap x.
Proof. exact: pospart_ge. Qed.

Lemma cap0 : cap 0 = 0.
Proof.
by rewrite /cap pospart_eq0 // mulr0 sub0r oppr_le0.
Qed.

Lemma cap_le_id x : 0 <= x -> 2%:R * x <= 1 -> cap x <= x.
Proof.
move=> x0 x1; apply: pospart_le => //.
by rewrite -subr_ge0 /slope cap_below_id mulr_ge0 // subr_ge0.
Qed.

Lemma cap_star x y : 0 <= x -> x <= y -> y * cap x <= x * cap y.
Proof.
move=> x0 xy; have y0 := le_trans x0 xy.
have [h|h] := lerP 0 (slope * x - b); last first.
  by rewrite /cap (pospart_eq0 (ltW h)) mulr0 mulr_ge0 // cap_ge0.
rewrite {1}/cap (pospart_id h); apply: (@le_trans _ _ (x * (slope * y - b))).
  by rewrite -subr_ge0 /slope cap_star_difference mulr_ge0 // subr_ge0.
by rewrite ler_wpmul2l // cap_ge.
Qed.

(* S1 *)
Lemma chord_le t : 2%:R - (3%:R + 4%:R * b) * (1 - t) <=
  2%:R * (slope * (t * t) - b).
Proof.
rewrite -subr_ge0 /slope chord_difference -(pmulr_rge0 _ (ltr0Sn R 3))
  chord_square bE subrr mul0r addr0.
apply: mulr_ge0; last by rewrite -expr2 sqr_ge0.
by rewrite addr_ge0 // mulr_ge0.
Qed.

(* S3 *)
Lemma cap_product_ge e s x : 0 <= s -> s <= e -> b <= slope * e -> 0 <= x ->
  x <= e ->
  e * (slope * (x * x)) - x * (b * e + slope * (s * e) - s * b) <=
    e * (cap x * pospart (x - s)).
Proof.
move=> s0 se be x0 xe; have e0 := le_trans x0 xe.
have rhs0 : 0 <= e * (cap x * pospart (x - s)) by rewrite !mulr_ge0 ?cap_ge0
  ?pospart_ge0.
have [h|h] := lerP 0 (slope * x - b); last first.
  apply: le_trans rhs0;
    rewrite -subr_ge0 /slope product_small_cap mulr_ge0 // addr_ge0 // mulr_ge0
    // subr_ge0 //.
  by rewrite -subr_le0 ltW.
have [xs|xs] := lerP x s.
  apply: le_trans rhs0;
    rewrite -subr_ge0 /slope product_small_x mulr_ge0 // addr_ge0 //.
    by rewrite mulr_ge0 // subr_ge0.
  by rewrite mulr_ge0 ?slope_ge0 // mulr_ge0 // subr_ge0.
rewrite /cap (pospart_id h) pospart_id ?subr_ge0 ?(ltW xs) // -subr_ge0 /slope
  product_both.
by rewrite !mulr_ge0 // subr_ge0.
Qed.

Variable I : finType.
Implicit Types X W : I -> R.

Lemma row_value_le X : norm1 X = 1 ->
  2%:R - (3%:R + 4%:R * b) * gap X <= 2%:R * (slope * norm2sq X - b).
Proof. by move=> X1; rewrite /gap X1 -sqr_norm2 expr2 chord_le. Qed.

(* rows without an entry > 1/2 *)
Lemma flat_row_quadratic X W u : (forall i, 0 <= X i) -> \sum_i X i = 1 ->
  (forall i, 2%:R * X i <= 1) ->
  0 <= u -> (forall i, cap (X i) * pospart (X i - u) <= W i) ->
  slope * norm2sq X - b <= u + \sum_i W i.
Proof.
move=> X0 X1 Xh u0 hW;
  apply: (@le_trans _ _ (u + \sum_i (slope * (X i * X i) - (b + u) * X i))).
  rewrite sumrB -!mulr_sumr X1 mulr1 flat_shift.
  by rewrite /norm2sq (eq_bigr (fun i => X i * X i)) // => i _; rewrite expr2.
rewrite ler_add2l; apply: ler_sum => i _; apply: le_trans (hW i).
apply: (@le_trans _ _ (cap (X i) * (X i - u)));
  last by rewrite ler_wpmul2l ?cap_ge0 ?pospart_ge.
rewrite /slope -flat_term -/slope mulrBr ler_sub //.
  by rewrite ler_wpmul2r // cap_ge.
by rewrite ler_wpmul2r // cap_le_id.
Qed.

Lemma flat_row X W u : (forall i, 0 <= X i) -> \sum_i X i = 1 ->
  (forall i, 2%:R * X i <= 1) ->
  0 <= u -> (forall i, cap (X i) * pospart (X i - u) <= W i) ->
  2%:R - (3%:R + 4%:R * b) * gap X <= 2%:R * (u + \sum_i W i).
Proof.
move=> X0 X1 Xh u0 hW; apply: le_trans (row_value_le _) _;
  first by rewrite norm1_nneg.
by rewrite ler_wpmul2l // flat_row_quadratic.
Qed.

(* S4 *)
Lemma gap_ge_dominant X j : (forall i, 0 <= X i) -> norm1 X = 1 ->
  3%:R * (1 - X j) <= 1 ->
  16%:R * (1 - X j) <= 21%:R * gap X.
Proof.
move=> X0 X1 h3; set m := X j in h3 *.
have m1 : m <= 1 by rewrite -X1 norm1_nneg // (bigD1 j) //= ler_addl sumr_ge0.
have e0 : 0 <= 1 - m by rewrite subr_ge0.
have a0 : 0 <= 21%:R - 16%:R * (1 - m).
  rewrite subr_ge0; apply: (@le_trans _ _ (7%:R * (3%:R * (1 - m)))).
    by rewrite mulrA -natrM ler_wpmul2r // ler_nat.
  by apply: (@le_trans _ _ (7%:R * 1)); rewrite ?ler_wpmul2l // mulr1 ler_nat.
suff h : 21%:R * norm2 X <= 21%:R - 16%:R * (1 - m).
  by rewrite /gap X1 -subr_ge0 near_one_shift subr_ge0.
rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?mulr_ge0 ?norm2_ge0 //.
rewrite [X in X <= _]exprMn sqr_norm2.
apply: (@le_trans _ _ (21%:R ^+ 2 * (m * m + (1 - m) * (1 - m)))).
  by rewrite ler_wpmul2l ?exprn_ge0 // norm2sq_le_other.
rewrite !expr2 -subr_ge0 -(pmulr_rge0 _ (ltr0Sn R 2)) near_one_square mulr_ge0
  //.
by rewrite addr_ge0 // mulr_ge0 // mulr_ge0 ?subr_ge0 // addr_ge0 ?mulr_ge0
  ?ler01.
Qed.

(* rows with an entry m > 1/2 at j *)
Section Big.
Variables (X W : I -> R) (j : I) (u v Y : R).
Hypothesis X0 : forall i, 0 <= X i.
Hypothesis sX : \sum_i X i = 1.
Hypothesis big : 1 < 2%:R * X j.
Hypothesis u0 : 0 <= u.
Hypothesis v0 : 0 <= v.
Hypothesis muv : X j <= u + v.
Hypothesis hY : (1 - X j) * Y <= cap (1 - X j) * Num.min v (1 - X j).
Hypothesis hW : forall i, i != j -> cap (X i) * pospart (X i - u) <= W i.
Let m := X j.
Let e := 1 - m.
Let s := 1 - 2%:R * e.
Let S2 := \sum_(i | i != j) X i * X i.
Let WW := \sum_(i | i != j) cap (X i) * pospart (X i - s).
Let c := Num.min v e.

Lemma big_n1 : norm1 X = 1.
Proof. by rewrite norm1_nneg. Qed.

Lemma big_oth : \sum_(i | i != j) X i = e.
Proof. by rewrite /e /m -sX [in RHS](bigD1 j) //= addrAC subrr add0r. Qed.

Lemma big_Xe i : i != j -> X i <= e.
Proof. by move=> ij; rewrite -big_oth (bigD1 i) //= ler_addl sumr_ge0. Qed.

Lemma big_n2E : norm2sq X = m * m + S2.
Proof. by rewrite /norm2sq (bigD1 j) //= expr2; congr (_ + _);
  apply: eq_bigr => i _; rewrite expr2. Qed.

Lemma big_e0 : 0 <= e.
Proof. by rewrite -big_oth sumr_ge0. Qed.

Lemma big_sE : s = m - e.
Proof. exact: dominant_excess. Qed.

Lemma big_s0 : 0 < s.
Proof.
have -> : s = 2%:R * m - 1 by rewrite big_sE /e opprB addrA -[2%:R]/(1 + 1)
  mulrDl mul1r.
by rewrite subr_gt0.
Qed.

Lemma big_e1 : e <= 1.
Proof.
by rewrite ler_subl_addr ler_addl -[m]/(X j) X0.
Qed.

Lemma big_e2 : 2%:R * e <= 1.
Proof. by rewrite -subr_ge0 ltW // big_s0. Qed.

Lemma big_ppe : cap e <= 1.
Proof.
exact: le_trans (cap_le_id big_e0 big_e2) big_e1.
Qed.

Lemma big_ce : c <= e.
Proof. by rewrite /c le_minl lexx orbT. Qed.

Lemma big_cv : c <= v.
Proof. by rewrite /c le_minl lexx. Qed.

Lemma big_Yc : u + v - cap e * c <= u + v - e * Y.
Proof. by rewrite ler_add2l ler_opp2. Qed.

Lemma dominant_near_one : 3%:R * e <= 1 ->
  6%:R * (e * (39%:R * b - 4%:R)) <=
    21%:R * (3%:R * (2%:R * (u + v - e * Y + \sum_(i | i != j) W i) -
    (2%:R - (3%:R + 4%:R * b) * gap X))).
Proof.
move=> h3.
have W0 : 0 <= \sum_(i | i != j) W i.
  by apply: sumr_ge0 => i ij; apply: le_trans (hW ij);
    rewrite mulr_ge0 ?cap_ge0 ?pospart_ge0.
have hs := gap_ge_dominant X0 big_n1 h3; rewrite -/m -/e in hs.
have p3 : 3%:R * cap e <= 1 - b.
  rewrite /cap; have [h|h] := lerP 0 (slope * e - b);
    last by rewrite (pospart_eq0 (ltW h)) mulr0 subr_ge0.
  by rewrite (pospart_id h) -subr_ge0 /slope cap_at_third mulr_ge0 ?slope_ge0 //
    subr_ge0.
apply: (@le_trans _ _ (21%:R *
  (3%:R * (2%:R * (m - e * cap e) - (2%:R - (3%:R + 4%:R * b) * gap X)))));
  last first.
  rewrite ler_wpmul2l // ler_wpmul2l // ler_add2r ler_wpmul2l // -[X in X <=
    _]addr0 ler_add //; apply: le_trans big_Yc.
  rewrite ler_add // ler_opp2 [e * _]mulrC ler_wpmul2l ?cap_ge0 //;
    exact: big_ce.
rewrite near_one_difference near_one_total ler_addr.
have k4 : 0 <= 3%:R + 4%:R * b by rewrite addr_ge0 // mulr_ge0.
apply: addr_ge0.
- by rewrite mulr_ge0 // mulr_ge0 // subr_ge0.
- by rewrite mulr_ge0 // mulr_ge0 // mulr_ge0 ?big_e0 // subr_ge0.
Qed.

Hypothesis h3 : 1 < 3%:R * e.

Lemma big_ep : 0 < e.
Proof.
by rewrite -(pmulr_rgt0 _ (ltr0Sn R 2)) (lt_trans ltr01).
Qed.

Lemma big_be : b <= slope * e.
Proof.
rewrite -subr_ge0 -(pmulr_rge0 _ (ltr0Sn R 2)) /slope cap_nonneg_third addr_ge0
  ?subr_ge0 //.
by rewrite mulr_ge0 ?slope_ge0 // subr_ge0 ltW.
Qed.

Lemma big_se : s <= e.
Proof. by rewrite /s ler_subl_addr -[X in X + _]mul1r -mulrDl -[1 + 2%:R]/(3%:R)
  ltW. Qed.

Lemma big_ppE : cap e = slope * e - b.
Proof. by rewrite /cap pospart_id // subr_ge0 big_be. Qed.

Lemma dominant_far_price : m - e * (slope * e - b) + WW <=
  u + v - e * Y + \sum_(i | i != j) W i.
Proof.
have SPP : \sum_(i | i != j) cap (X i) <= cap e.
  rewrite -(ler_pmul2l big_ep) mulr_sumr;
    apply: (@le_trans _ _ (\sum_(i | i != j) X i * cap e)).
    by apply: ler_sum => i ij; apply: cap_star => //; exact: big_Xe.
  by rewrite -mulr_suml big_oth.
pose XX := pospart (u - s).
have WWX : WW - XX * cap e <= \sum_(i | i != j) W i.
  apply: (@le_trans _ _ (WW - XX * \sum_(i | i != j) cap (X i))).
    by rewrite ler_add2l ler_opp2 ler_wpmul2l // pospart_ge0.
  rewrite /WW mulr_sumr -sumrB; apply: ler_sum => i ij; apply: le_trans (hW ij).
  rewrite mulrC -mulrBl mulrC ler_wpmul2l ?cap_ge0 // ler_subl_addr;
    apply: pospart_le.
    by rewrite addr_ge0 ?pospart_ge0.
  have -> : X i - s = (X i - u) + (u - s) by rewrite addrA subrK.
  by rewrite ler_add // pospart_ge.
have main : m - e * cap e + WW <= u + v - cap e * c + (WW - XX * cap e).
  rewrite -subr_ge0 far_difference; have [h|h] := lerP 0 (e - c - XX).
    by rewrite addr_ge0 ?subr_ge0 // mulr_ge0 // cap_ge0.
  have us : 0 <= u - s.
    rewrite leNgt; apply/negP => us; move: h;
      rewrite /XX (pospart_eq0 (ltW us)) subr0 subr_lt0.
    by rewrite ltNge big_ce.
  apply: (@le_trans _ _ ((u + v - m) + (e - c - XX))); last first.
    by rewrite ler_add2l -[X in X <= _]mul1r ler_wnmul2r ?big_ppe // ltW.
  by rewrite /XX (pospart_id us) big_sE price_slack subr_ge0 big_cv.
rewrite -big_ppE; apply: le_trans main _; rewrite ler_add //; exact: big_Yc.
Qed.

Lemma big_term i : i != j ->
  e * (slope * (X i * X i)) - X i * (b * e + slope * (s * e) - s * b) <=
    e * (cap (X i) * pospart (X i - s)).
Proof.
by move=> ij; apply: cap_product_ge;
  rewrite ?(ltW big_s0) ?big_se ?big_be ?big_Xe.
Qed.

Lemma big_sum : \sum_(i | i != j) (e * (cap (X i) * pospart (X i - s)) -
  (e * (slope * (X i * X i)) - X i * (b * e + slope * (s * e) - s * b)))
  = e * (m - e * (slope * e - b) + WW - (slope * norm2sq X - b)).
Proof.
rewrite sumrB -mulr_sumr -/WW sumrB -!mulr_sumr -/S2 -mulr_suml big_oth -mulrBr
  -mulrBr big_n2E.
have <- : m - e * (slope * e - b) +
  (slope * S2 - (b * e + slope * (s * e) - s * b)) =
  slope * (m * m + S2) - b by exact: dominant_total.
by set A := m - _; set B := slope * S2 - _;
  rewrite (opprD A B) (addrACA A WW) subrr add0r.
Qed.

Lemma dominant_far_quadratic : slope * norm2sq X - b <=
  m - e * (slope * e - b) + WW.
Proof.
rewrite -subr_ge0 -(pmulr_rge0 _ big_ep) -big_sum sumr_ge0 // => i ij.
by rewrite subr_ge0 big_term.
Qed.
End Big.

Lemma dominant_row X W j u v Y : (forall i, 0 <= X i) -> \sum_i X i = 1 ->
  1 < 2%:R * X j ->
  0 <= u -> 0 <= v -> X j <= u + v ->
    (1 - X j) * Y <= cap (1 - X j) * Num.min v (1 - X j) ->
  (forall i, i != j -> cap (X i) * pospart (X i - u) <= W i) ->
  2%:R - (3%:R + 4%:R * b) * gap X <=
    2%:R * (u + v - (1 - X j) * Y + \sum_(i | i != j) W i).
Proof.
move=> X0 sX big u0 v0 muv hY hW.
have [h3|h3] := lerP (3%:R * (1 - X j)) 1.
  have h := dominant_near_one X0 sX muv hY hW h3.
  rewrite -subr_ge0 -(pmulr_rge0 _ (ltr0Sn R 2)) -(pmulr_rge0 _ (ltr0Sn R 20));
    apply: le_trans h.
  rewrite mulr_ge0 // mulr_ge0 ?subr_ge0 //; have := big_e0 j X0 sX;
    by rewrite subr_ge0.
apply: le_trans (row_value_le (big_n1 X0 sX)) _; rewrite ler_wpmul2l //.
exact: le_trans (dominant_far_quadratic X0 sX big h3)
  (dominant_far_price X0 sX big muv hY hW h3).
Qed.
End Scalars.

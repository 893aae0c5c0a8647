(******************************************************************************)
(* Prices of overloaded columns (T5e, sharp form)                             *)
(*                                                                            *)
(* A column a of entries in [0, 1], of sum c and price v, gets a lower price  *)
(* y <= v, and each entry a i above 1/2 the rest of its need d i over a i y;  *)
(* the excess of c over 1 covers what v does not.                             *)
(* Main lemmas:                                                               *)
(*   capped_ratio       the price y = cap z / z * min (v, z) is high enough   *)
(*                      for entries up to z                          (A)      *)
(*   overloaded_single  inequality (5): one big entry                         *)
(*   column_price       the choice of y for a column                 (A), (B) *)
(*   row_values_le      the values of the rows sum to at most the prices and  *)
(*                      the excess of the column sums over 1                  *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import real_arithmetic norms capped_rows.
From AutoShuffleNet Require Import inexact_rows.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Column.
Variables (R : rcfType) (b : R).
Hypothesis b_ge0 : 0 <= b.
Hypothesis b_eq : (1 + 4%:R * b) * (1 + 4%:R * b) = 2%:R.
Hypothesis b_ge_4_39 : 4%:R <= 39%:R * b.
Implicit Types x y z v m r d : R.

Let b_le : 376%:R * b <= 39%:R.
Proof. exact: b_upper. Qed.

Lemma capped_ratio z v : 0 <= z -> 2%:R * z <= 1 -> 0 <= v ->
  exists y, [/\ 0 <= y, y <= v, z * y = cap b z * Num.min v z &
    forall x, 0 <= x -> x <= z -> cap b x * Num.min v x <= x * y].
Proof.
move=> z0 zh v0; have [e|zn] := eqVneq z 0.
  exists 0; split=> // [|x x0 xz]; first by rewrite e (cap0 b_ge0) !mul0r.
  rewrite e in xz; have -> : x = 0 by apply/eqP; rewrite eq_le xz.
  by rewrite (cap0 b_ge0) !mul0r.
have zp : 0 < z by rewrite lt_neqAle eq_sym zn.
pose y := cap b z * Num.min v z / z; exists y.
have m0 : 0 <= Num.min v z by rewrite le_minr v0.
have mv : Num.min v z <= v by rewrite le_minl lexx.
have zy : z * y = cap b z * Num.min v z by rewrite mulrC divfK.
split=> //; first by rewrite divr_ge0 ?mulr_ge0 ?cap_ge0.
  rewrite -(ler_pmul2l zp) zy; apply: ler_pmul; rewrite ?cap_ge0 //.
  exact: cap_le_id.
move=> x x0 xz; rewrite -(ler_pmul2l zp) [in X in _ <= X]mulrCA zy !mulrA.
apply: ler_pmul; first by rewrite mulr_ge0 ?cap_ge0.
- by rewrite le_minr v0.
- exact: cap_star.
by rewrite le_minr !le_minl lexx xz orbT.
Qed.

(* one big entry m in an overloaded column whose other entries sum to r *)
Lemma overloaded_single m r v d : 1 < 2%:R * m -> m <= 1 -> 1 < m + r ->
  2%:R * r <= 1 -> 0 <= v -> v <= 1 ->
  d <= v - cap b (1 - m) * Num.min v (1 - m) ->
  (1 <= 3%:R * (1 - m) -> 1 - m <= v ->
    m * (1 - m - b * (2%:R * m - 1)) +
      pospart (m - v) * (m + b * (2%:R * m - 1)) <= m - d) ->
  1 - m - v + d <= r - cap b r * Num.min v r.
Proof.
move=> mh m1 mr rh v0 v1 d2 d1; set e := 1 - m in d2 d1 *.
have mE : m = 1 - e by rewrite /e; lra.
have er : e <= r by lra.
have e0 : 0 <= e by lra.
have lip := cap_lipschitz b_ge0 b_eq b_ge_4_39 er; have capr0 := cap_ge0 b r.
have [ve|/ltW ev] := lerP v e.
  rewrite !min_l ?(le_trans ve) // in d2 *.
  have : v * (cap b r - cap b e) <= v * (slope b * (r - e)).
    by rewrite ler_wpmul2l.
  have : (1 - v * slope b) * (r - e) >= 0.
    by rewrite mulr_ge0 //; rewrite /slope; nra.
  by lra.
have [h3|/ltW h3] := lerP (3%:R * e) 1.
  rewrite (min_r ev) in d2.
  have : cap b r * Num.min v r <= cap b r * r.
    by rewrite ler_wpmul2l // le_minl lexx orbT.
  suff : r * cap b r - e * cap b e <= r - e by lra.
  have [c0|c0] := lerP (slope b * r - b) 0.
    rewrite {1}/cap pospart_eq0 //; have := cap_ge0 b e => q.
    by have := mulr_ge0 e0 q; lra.
  have capE : cap b r = slope b * r - b by rewrite /cap pospart_id // ltW.
  have [k0|k0] := lerP (slope b * e - b) 0.
    have -> : cap b e = 0 by rewrite /cap pospart_eq0.
    rewrite capE; have h1 : r * (slope b * e) <= r * b.
      by rewrite ler_wpmul2l //; lra.
    have : 0 <= (1 - slope b * r) * (r - e).
      by rewrite mulr_ge0 //; rewrite /slope; nra.
    by lra.
  have -> : cap b e = slope b * e - b by rewrite /cap pospart_id // ltW.
  rewrite capE; have : 0 <= (1 + b - slope b * (r + e)) * (r - e).
    by rewrite mulr_ge0 //; rewrite /slope; nra.
  by lra.
have {d1} := d1 h3 ev; set z := Num.min v r => d1.
have zv : z <= v by rewrite le_minl lexx.
have zr : z <= r by rewrite le_minl lexx orbT.
have ez : e <= z by rewrite le_minr ev.
have capE : cap b r = slope b * r - b.
  by rewrite /cap pospart_id // /slope; nra.
have k1 : slope b * z <= 1 by rewrite /slope; nra.
have k2 : 0 <= (z - e) * (1 - slope b * z) by rewrite mulr_ge0 //; lra.
(* r - cap r z >= z - cap z z *)
have g : z - (slope b * z - b) * z <= r - cap b r * z.
  rewrite capE; have : 0 <= (1 - slope b * z) * (r - z).
    by rewrite mulr_ge0 //; lra.
  by lra.
have bs : 0 <= e - b * (2%:R * m - 1) by nra.
apply: le_trans g; rewrite mE in d1 bs *; rewrite /slope in k2 *.
have [vm|/ltW mv] := lerP v (1 - e).
  rewrite pospart_id in d1; last by lra.
  have := mulr_ge0 bs (_ : 0 <= v - z); rewrite subr_ge0 => /(_ zv).
  by lra.
rewrite pospart_eq0 in d1; last by lra.
have := mulr_ge0 bs (_ : 0 <= 1 - e - z); rewrite subr_ge0.
have zm : z <= 1 - e by lra.
by move=> /(_ zm); lra.
Qed.

Variables (I : finType) (a d : I -> R) (v : R).
Let big i := 1 < 2%:R * a i.
Let c := \sum_i a i.
Hypothesis a0 : forall i, 0 <= a i.
Hypothesis a1 : forall i, a i <= 1.
Hypothesis v0 : 0 <= v.
Hypothesis v1 : v <= 1.
Hypothesis d_le : forall i, big i ->
  d i <= v - cap b (1 - a i) * Num.min v (1 - a i).
Hypothesis d_half : forall i, big i -> (1 - v) / 2%:R <= a i - d i.
Hypothesis d_far : forall i, big i -> 1 <= 3%:R * (1 - a i) ->
  1 - a i <= v -> a i * (1 - a i - b * (2%:R * a i - 1)) +
    pospart (a i - v) * (a i + b * (2%:R * a i - 1)) <= a i - d i.

Let entry_le y : y = v -> forall i, ~~ big i ->
  cap b (a i) * Num.min v (a i) <= a i * y.
Proof.
move=> -> i; rewrite /big -leNgt => ih.
apply: ler_pmul; rewrite ?cap_ge0 ?cap_le_id ?le_minr ?v0 ?a0 //.
by rewrite le_minl lexx.
Qed.

(* what the big rows of the column leave of their entries *)
Let w y i := a i * (1 - y) - pospart (d i - a i * y).

Let w_ge y x i : x <= a i * (1 - y) -> x <= a i - d i -> x <= w y i.
Proof.
move=> h1 h2; suff : pospart (d i - a i * y) <= a i * (1 - y) - x.
  by rewrite /w; lra.
by apply: pospart_le; lra.
Qed.

Let w_half y i : big i -> y <= v -> (1 - v) / 2%:R <= w y i.
Proof.
move=> ib yv; apply: w_ge; last exact: d_half.
by rewrite /big in ib; nra.
Qed.

Lemma column_price : exists y, [/\ 0 <= y, y <= v,
  forall i, ~~ big i -> cap b (a i) * Num.min v (a i) <= a i * y &
  \sum_(i | big i) pospart (d i - a i * y) <= v + pospart (c - 1) - c * y].
Proof.
pose r := \sum_(i | ~~ big i) a i.
have r0 : 0 <= r by exact: sumr_ge0.
have cE : c = \sum_(i | big i) a i + r by rewrite /c (bigID big).
have sumw y : \sum_(i | big i) pospart (d i - a i * y) =
    \sum_(i | big i) a i * (1 - y) - \sum_(i | big i) w y i.
  by rewrite -sumrB; apply: eq_bigr => i _; rewrite /w; lra.
have close y : y <= 1 -> 1 - v <= \sum_(i | big i) w y i + r * (1 - y) ->
    \sum_(i | big i) pospart (d i - a i * y) <= v + pospart (c - 1) - c * y.
  move=> y1 h; rewrite sumw -mulr_suml; have := pospart_ge (c - 1).
  by rewrite cE; lra.
case: (pickP big) => [i ib|no]; last first.
  exists v; split=> //; first exact: entry_le.
  rewrite big1 => [|i]; last by rewrite no.
  have := pospart_ge (c - 1); have := pospart_ge0 (c - 1).
  have c0 : 0 <= c by exact: sumr_ge0.
  have [c1|/ltW c1] := lerP c 1.
    have : c * v <= 1 * v by rewrite ler_wpmul2r.
    by lra.
  have : 0 <= (c - 1) * (1 - v) by rewrite mulr_ge0 ?subr_ge0.
  by lra.
have ih : 1 < 2%:R * a i := ib.
case: (pickP (fun k => big k && (k != i))) => [k /andP[kb ki]|only].
  exists v; split=> //; first exact: entry_le.
  apply: close => //; rewrite (bigD1 i) //= (bigD1 k) /=; last by rewrite kb.
  have h1 := w_half ib (lexx v); have h2 := w_half kb (lexx v).
  have h3 : 0 <= \sum_(l | big l && (l != i) && (l != k)) w v l.
    apply: sumr_ge0 => l /andP[/andP[lb _] _].
    by have := w_half lb (lexx v); lra.
  have : 0 <= r * (1 - v) by rewrite mulr_ge0 ?subr_ge0.
  by lra.
have bigE F : \sum_(l | big l) F l = F i :> R.
  rewrite (bigD1 i) //= big1 ?addr0 // => l; by have := only l => /= ->.
rewrite bigE in cE; have ai1 := a1 i.
have le_r l : ~~ big l -> a l <= r.
  by move=> lb; rewrite /r (bigD1 l) //= ler_addl sumr_ge0.
have [c1|c1] := lerP c 1.
  have e0 : 0 <= 1 - a i by lra.
  have eh : 2%:R * (1 - a i) <= 1 by lra.
  have [y [y0 yv ey yA]] := capped_ratio e0 eh v0.
  exists y; split=> // [l lb|].
    by apply: yA => //; have := le_r l lb; lra.
  rewrite bigE (@pospart_eq0 _ (c - 1)) ?subr_le0 // addr0.
  have cy : c * y <= 1 * y by rewrite ler_wpmul2r.
  apply: pospart_le; first by lra.
  by have := d_le ib; rewrite -ey => h; lra.
have [rh|/ltW rh] := lerP 1 (2%:R * r).
  exists v; split=> //; first exact: entry_le.
  apply: close => //; rewrite bigE; have h1 := w_half ib (lexx v).
  have : 0 <= (2%:R * r - 1) * (1 - v) by rewrite mulr_ge0 //; lra.
  by lra.
have [y [y0 yv ry yA]] := capped_ratio r0 rh v0.
exists y; split=> // [l lb|]; first by apply: yA => //; exact: le_r.
apply: close; first by lra.
rewrite bigE; have mr : 1 < a i + r by lra.
have key := overloaded_single ih ai1 mr rh v0 v1 (d_le ib) (@d_far i ib).
suff : 1 - v - r * (1 - y) <= w y i by lra.
apply: w_ge; last by lra.
have : 0 <= (a i + r - 1) * (1 - y) by rewrite mulr_ge0 //; lra.
by lra.
Qed.
End Column.

Section Sum.
Variables (R : rcfType) (b : R).
Hypothesis b_ge0 : 0 <= b.
Hypothesis b_eq : (1 + 4%:R * b) * (1 + 4%:R * b) = 2%:R.
Hypothesis b_ge_4_39 : 4%:R <= 39%:R * b.
Variables (I J : finType) (M : I -> J -> R) (u : I -> R) (v : J -> R).
Hypothesis M0 : forall i j, 0 <= M i j.
Hypothesis Mr : forall i, \sum_j M i j = 1.
Hypothesis u0 : forall i, 0 <= u i.
Hypothesis v0 : forall j, 0 <= v j.
Hypothesis v1 : forall j, v j <= 1.
Hypothesis uv : forall i j, M i j <= u i + v j.
Let big i j := 1 < 2%:R * M i j.

Let M1 i j : M i j <= 1.
Proof. by rewrite -(Mr i) (bigD1 j) //= ler_addl sumr_ge0. Qed.

Let row_value i := 1 - (3%:R + 4%:R * b) / 2%:R * gap (M i).

Let column j : exists y, [/\ 0 <= y, y <= v j,
  forall i, ~~ big i j -> cap b (M i j) * Num.min (v j) (M i j) <= M i j * y &
  \sum_(i | big i j) pospart (need b (M i) j (v j) - M i j * y) <=
    v j + pospart (\sum_i M i j - 1) - (\sum_i M i j) * y].
Proof.
apply: (column_price b_ge0 b_eq b_ge_4_39 (a := M^~ j)) => // i ib.
- exact: need_le.
- exact: need_half.
move=> h1 h2.
have := need_far b_ge0 b_eq b_ge_4_39 (M0 i) (Mr i) ib h1 h2.
by rewrite (_ : 1 - 2%:R * (1 - M i j) = 2%:R * M i j - 1) //; lra.
Qed.

Lemma row_values_le : \sum_i row_value i <=
  \sum_i u i + \sum_j v j + \sum_j pospart (\sum_i M i j - 1).
Proof.
have [y hy] := fin_all_exists column.
pose t i j := if big i j then pospart (need b (M i) j (v j) - M i j * y j)
  else 0.
have t0 i j : 0 <= t i j by rewrite /t; case: ifP => // _; exact: pospart_ge0.
apply: (@le_trans _ _ (\sum_i (u i + \sum_j (M i j * y j + t i j)))).
  apply: ler_sum => i _.
  have other j : ~~ big i j ->
      cap b (M i j) * pospart (M i j - u i) <= M i j * y j.
    move=> ij; have [_ _ hA _] := hy j; apply: le_trans (hA i ij).
    rewrite ler_wpmul2l ?cap_ge0 //; apply: pospart_le.
      by rewrite le_minr v0 M0.
    by have := uv i j; have := u0 i; rewrite le_minr => h1 h2;
      apply/andP; split; lra.
  have yt j : M i j * y j <= M i j * y j + t i j by rewrite ler_addl.
  case: (pickP (big i)) => [j ij|no].
    have enough := need_enough b_ge0 b_eq b_ge_4_39 (M0 i) (Mr i) ij (u0 i)
      (uv i j).
    apply: le_trans enough _; rewrite /pay -addrA ler_add2l.
    rewrite [X in _ <= X](bigD1 j) //= addrC ler_add //.
      rewrite /t ij; have := pospart_ge (need b (M i) j (v j) - M i j * y j).
      by lra.
    apply: ler_sum => l lj; apply: le_trans (yt l); apply: other.
    rewrite /big -leNgt; have := dominant_other_le (M0 i) (Mr i) lj.
    by move: ij; rewrite /big; lra.
  have flat j : 2%:R * M i j <= 1.
    by rewrite leNgt; apply/negbT; exact: no.
  suff : 2%:R * row_value i <=
      2%:R * (u i + \sum_j (M i j * y j + t i j)) by lra.
  have -> : 2%:R * row_value i = 2%:R - (3%:R + 4%:R * b) * gap (M i).
    by rewrite /row_value; lra.
  by apply: flat_row => // j; apply: le_trans (yt j); apply: other; rewrite no.
rewrite big_split -addrA ler_add2l exchange_big -big_split.
apply: ler_sum => j _ /=.
have [_ _ _ hB] := hy j; rewrite big_split /= -mulr_suml.
have -> : \sum_i t i j =
    \sum_(i | big i j) pospart (need b (M i) j (v j) - M i j * y j).
  by rewrite /t -big_mkcond.
by lra.
Qed.
End Sum.

(******************************************************************************)
(* The equality case of the sharp error bound [T2*]                           *)
(*                                                                            *)
(* Main lemmas:                                                               *)
(*   chord_tight, cap_product_gt, flat_row_tight, dominant_row_tight          *)
(*                           when the row inequalities of capped_rows.v hold  *)
(*                           with equality                                    *)
(*   rows_sharp_equality     equality forces every entry to be 0, 1/2 or 1    *)
(*   support_perm            a doubly stochastic matrix has a permutation in  *)
(*                           its support                                      *)
(*   half_values_half_mx     entries 0, 1/2, 1: half sum of two permutations  *)
(*   rowgaps_sharp_half_mx   equality for the rows alone already suffices     *)
(*   penalty_sharp_equality  equality holds exactly at the half sums          *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms assignment penalty ring_identities
  capped_rows
  sharp_lower_bound half_matrices.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section EqScalars.
Variables (R : rcfType) (b : R).
Hypothesis b0 : 0 < b.
Hypothesis bE : (1 + 4%:R * b) * (1 + 4%:R * b) = 2%:R.
Hypothesis b39 : 4%:R < 39%:R * b.
Hypothesis b1 : b < 1.
Let nat0 n : 0 <= n%:R :> R.
Proof. exact: ler0n. Qed.

Let b0' : 0 <= b := ltW b0.
Let slope := slope b. Let cap := cap b.

Lemma slope_gt0 : 0 < slope.
Proof.
by rewrite /slope /capped_rows.slope ltr_paddr ?ltr01 // mulr_ge0.
Qed.

(* tight S1: t^2 = 1/2 *)
Lemma chord_tight t : 2%:R * (slope * (t * t) - b) <=
  2%:R - (3%:R + 4%:R * b) * (1 - t) -> 2%:R * (t * t) = 1.
Proof.
rewrite -subr_le0 /slope /capped_rows.slope chord_difference
  -(pmulr_rle0 _ (ltr0Sn R 3)) chord_square bE subrr mul0r addr0.
have c0 : 0 < 2%:R + 4%:R * b by rewrite ltr_paddr ?ltr0n // mulr_ge0.
rewrite pmulr_rle0 // => h.
have : (2%:R * t - (1 + 4%:R * b)) ^+ 2 == 0 by rewrite eq_le sqr_ge0 andbT
  expr2.
rewrite sqrf_eq0 subr_eq0 => /eqP e.
have e2 : (2%:R * t) * (2%:R * t) = 2%:R by rewrite e bE.
apply: (@mulfI _ (2%:R : R)); first by rewrite pnatr_eq0.
rewrite mulr1 -[X in _ = X]e2 [in RHS]mulrACA; exact: mulrA.
Qed.

(* strict S3 *)
Lemma cap_product_gt e s x : 0 < s -> s <= e -> b <= slope * e -> 0 < x ->
  x < e ->
  e * (slope * (x * x)) - x * (b * e + slope * (s * e) - s * b) <
    e * (cap x * pospart (x - s)).
Proof.
move=> s0 se be x0 xe; have e0 := lt_trans x0 xe.
have rhs0 : 0 <= e * (cap x * pospart (x - s)) by rewrite !mulr_ge0 ?cap_ge0
  ?pospart_ge0 // ltW.
have [h|h] := lerP 0 (slope * x - b); last first.
  apply: lt_le_trans rhs0;
    rewrite -subr_gt0 /slope /capped_rows.slope product_small_cap mulr_gt0 //
    ltr_paddr //.
    by rewrite mulr_ge0 ?(ltW s0) // subr_ge0.
  by rewrite mulr_gt0 // -oppr_lt0 opprB.
have [xs|xs] := lerP x s.
  apply: lt_le_trans rhs0;
    rewrite -subr_gt0 /slope /capped_rows.slope product_small_x mulr_gt0 //.
  have [es|es] := eqVneq s e.
    rewrite ltr_paddl ?mulr_ge0 ?subr_ge0 // mulr_gt0 ?slope_gt0 // mulr_gt0 //
      subr_gt0 es //.
  rewrite ltr_paddr //; last by rewrite mulr_gt0 // subr_gt0 lt_neqAle es.
  by rewrite mulr_ge0 ?(ltW slope_gt0) // mulr_ge0 ?(ltW e0) // subr_ge0.
rewrite /cap /capped_rows.cap (pospart_id h) pospart_id ?subr_ge0 ?(ltW xs) //
  -subr_gt0 /slope /capped_rows.slope product_both.
by rewrite !mulr_gt0 // subr_gt0.
Qed.

Variable I : finType.
Implicit Types X W : I -> R.

Lemma half_vals X : (forall i, 0 <= X i) -> \sum_i X i = 1 ->
  (forall i, 2%:R * X i <= 1) ->
  2%:R * norm2sq X = 1 -> forall i, X i * (1 - 2%:R * X i) = 0.
Proof.
move=> X0 sX Xh hn i.
have z : \sum_i X i * (1 - 2%:R * X i) = 0.
  rewrite (eq_bigr (fun i => X i - 2%:R * X i ^+ 2)) => [|k _];
    last by rewrite mulrBr mulr1 mulrCA expr2.
  by rewrite sumrB sX -mulr_sumr hn subrr.
by apply: (psumr_eq0P _ z) => // k _; rewrite mulr_ge0 // subr_ge0.
Qed.

Lemma flat_row_tight X W u : (forall i, 0 <= X i) -> \sum_i X i = 1 ->
  (forall i, 2%:R * X i <= 1) ->
  0 <= u -> (forall i, cap (X i) * pospart (X i - u) <= W i) ->
  2%:R * (u + \sum_i W i) <= 2%:R - (3%:R + 4%:R * b) * gap X ->
  forall i, X i * (1 - 2%:R * X i) = 0.
Proof.
move=> X0 sX Xh u0 hW tight; apply: half_vals => //.
have X1 : norm1 X = 1 by rewrite norm1_nneg.
rewrite -sqr_norm2 expr2; apply: chord_tight.
rewrite /gap X1 in tight; apply: le_trans tight;
  rewrite ler_wpmul2l // -expr2 sqr_norm2.
exact: flat_row_quadratic.
Qed.

Lemma dominant_row_tight X W j u v Y : (forall i, 0 <= X i) -> \sum_i X i = 1 ->
  1 < 2%:R * X j ->
  0 <= u -> 0 <= v -> X j <= u + v ->
    (1 - X j) * Y <= cap (1 - X j) * Num.min v (1 - X j) ->
  (forall i, i != j -> cap (X i) * pospart (X i - u) <= W i) ->
  2%:R * (u + v - (1 - X j) * Y + \sum_(i | i != j) W i) <=
    2%:R - (3%:R + 4%:R * b) * gap X ->
  X j = 1.
Proof.
move=> X0 sX big u0 v0 muv hY hW tight.
have X1 : norm1 X = 1 by rewrite norm1_nneg.
have e0 := big_e0 j X0 sX; set e := 1 - X j in e0.
have [h3|h3] := lerP (3%:R * (1 - X j)) 1.
  have h := dominant_near_one b0' (ltW b1) X0 sX muv hY hW h3.
  have : 6%:R * (e * (39%:R * b - 4%:R)) <= 0.
    by apply: le_trans h _;
      rewrite pmulr_rle0 ?ltr0n // pmulr_rle0 ?ltr0n // subr_le0.
  rewrite pmulr_rle0 ?ltr0n // pmulr_lle0 ?subr_gt0 // => e1.
  by apply/eqP; rewrite eq_sym -subr_eq0 eq_le e1.
have c1 := dominant_far_quadratic b0' (ltW b1) X0 sX big h3.
have c2 := dominant_far_price b0' (ltW b1) X0 sX big muv hY hW h3.
have c3 := row_value_le b0' bE X1.
have sq : 2%:R * norm2sq X = 1.
  rewrite -sqr_norm2 expr2; apply: chord_tight.
  rewrite /gap X1 in tight; apply: le_trans tight;
    rewrite ler_wpmul2l // -expr2 sqr_norm2.
  exact: le_trans c2.
have c4 := le_trans tight c3; rewrite ler_pmul2l ?ltr0n // in c4.
have z := big_sum b j sX.
have z0 := le_trans c2 c4; rewrite -subr_le0 in z0.
have zt i : i != j -> X i * X i = X i * e.
  move=> ij.
  have [->|xn] := eqVneq (X i) 0; first by rewrite !mul0r.
  have [-> //|xe] := eqVneq (X i) e.
  have xp : 0 < X i by rewrite lt_neqAle eq_sym xn X0.
  have xl : X i < e by rewrite lt_neqAle xe; exact: big_Xe.
  have lt := cap_product_gt (big_s0 big) (big_se h3) (big_be b0' (ltW b1) h3) xp
    xl.
  rewrite (bigD1 i) //= in z.
  have : 0 < (1 - X j) * (X j - (1 - X j) * (slope * (1 - X j) - b) +
    \sum_(k | k != j) cap (X k) * pospart (X k - (1 - 2%:R * (1 - X j))) -
    (slope * norm2sq X - b)).
    rewrite -z; apply: ltr_paddr; last by rewrite subr_gt0.
    apply: sumr_ge0 => k /andP[kj _]; rewrite subr_ge0.
    exact: (big_term b0' (ltW b1) X0 sX big h3 kj).
  by rewrite ltNge mulr_ge0_le0.
have sq2 : 2%:R * (X j * X j + (1 - X j) * (1 - X j)) = 1.
  rewrite -[RHS]sq (big_n2E X j); congr (_ * (_ + _)).
  by rewrite [RHS](eq_bigr (fun i => X i * e)) // -mulr_suml (big_oth j sX).
have : (2%:R * X j - 1) ^+ 2 == 0 by rewrite expr2 -half_square sq2 subrr.
by rewrite sqrf_eq0 subr_eq0 => /eqP h; rewrite h ltxx in big.
Qed.
End EqScalars.

Section EqMain.
Variable R : rcfType.

Theorem rows_sharp_equality (T : finType) (M : T -> T -> R) (s : {perm T}) :
  ds_fun M ->
  (forall t : {perm T}, \sum_i M i (t i) <= \sum_i M i (s i)) ->
  (2%:R + sqrt2) * (\sum_i gap (M i)) <= 2%:R * (#|T|%:R - \sum_i M i (s i)) ->
  forall i j, [\/ M i j = 0, 2%:R * M i j = 1 | M i j = 1].
Proof.
move=> dM opt; have [u [v [u0 v0 uv suv]]] := nonneg_potentials dM opt;
  rewrite -suv.
have [M0 Mr Mc] := dM.
pose b := slope_b R; have bp : 0 < b := slope_b_gt0 R; have b0 := ltW bp.
have bE := slope_b_eq R; have b39 := slope_b_39_lt R.
have b1 := slope_b_lt1 R; have bc := slope_b_scale R.
rewrite -(sum_row_price b dM u v) -bc => tight.
pose D i := 2%:R * row_price M b u v i - (2%:R - (3%:R + 4%:R * b) * gap (M i)).
have D0 i : 0 <= D i by rewrite subr_ge0;
  exact: (row_price_ge dM b0 bE (ltW b39) (ltW b1) u0 v0 uv).
have sD : \sum_i D i = 0.
  apply/eqP; rewrite eq_le sumr_ge0 ?andbT //.
  have -> : \sum_i D i = 2%:R * (\sum_i row_price M b u v i) -
    (2%:R * #|T|%:R - (3%:R + 4%:R * b) * (\sum_i gap (M i))).
    have -> : 2%:R * #|T|%:R = \sum_(i : T) (2%:R :
      R) by rewrite sumr_const mulr_natr.
    by rewrite /D sumrB sumrB !mulr_sumr.
  by rewrite subr_le0 ler_subr_addr addrC -ler_subr_addr -mulrBr.
have tr i : 2%:R * row_price M b u v i <= 2%:R - (3%:R + 4%:R * b) * gap (M i).
  by rewrite -subr_le0 -/(D i) (psumr_eq0P (fun i _ => D0 i) sD).
move=> i j.
case: (pickP (fun j => dominant M i j)) => [k bk|no].
  have t := tr i; rewrite (row_price_dominant b dM u v bk) in t.
  have k1 := dominant_row_tight bp bE b39 b1 (M0 i) (Mr i) bk (u0 i) (v0 k)
    (uv i k) (capped_price_bound dM b0 v bk) (other_price dM b0 u0 v0 uv bk) t.
  have [->|jk] := eqVneq j k; first by apply: Or33.
  apply: Or31; apply/eqP; rewrite eq_le M0 andbT.
  by have := row_le dM i jk; rewrite k1 subrr.
have no' l : ~~ dominant M i l by rewrite no.
have t := tr i; rewrite (row_price_flat b u v no') in t.
have h := flat_row_tight bp bE (M0 i) (Mr i) _ (u0 i) _ t j.
have {}h : M i j * (1 - 2%:R * M i j) = 0.
  apply: h => [l|l]; first by rewrite leNgt; exact: no'.
  exact: off_dominant_price.
move/eqP: h; rewrite mulf_eq0 subr_eq0 => /orP[/eqP|/eqP] e;
  [exact: Or31 | apply: Or32; by rewrite -e].
Qed.
End EqMain.

Section EqMatrices.
Variables (R : rcfType) (n : nat).
Implicit Types M : 'M[R]_n.

(* a permutation inside the support, by assignment duality on the support *)
Lemma support_perm M : doubly_stochastic M ->
  exists s : 'S_n, forall i, M i (s i) != 0.
Proof.
move=> dM; have [M0 Mr Mc] := dM.
pose W i j : R := (M i j != 0)%:R.
have [s hs] := assignment_dominates_ds W; exists s.
have W1 i : 0 <= 1 - W i (s i).
  by rewrite subr_ge0 /W -[1]/(1%:R) ler_nat; case: eqP.
have total : \sum_i (1 - W i (s i)) = 0.
  apply/eqP; rewrite eq_le sumr_ge0 // andbT sumrB subr_le0.
  apply: le_trans (hs _ dM); apply: ler_sum => i _; rewrite -(Mr i).
  apply: ler_sum => j _; rewrite /W; case: eqP => [->|_].
    by rewrite mul0r.
  by rewrite mulr1.
move=> i; have z : 1 - W i (s i) = 0.
  by apply: (psumr_eq0P _ total) => // k _; exact: W1.
move/eqP: z; rewrite subr_eq0 /W; case: (M i (s i) != 0) => //.
by rewrite oner_eq0.
Qed.

Lemma half_values_half_mx M : doubly_stochastic M ->
  (forall i j, [\/ M i j = 0, 2%:R * M i j = 1 | M i j = 1]) ->
  exists s t : 'S_n, M = half_mx R s t.
Proof.
move=> dM vals; have [M0 Mr Mc] := dM.
have [s sM] := support_perm dM; exists s.
have [_ sr sc] := perm_mx_ds R s.
pose N : 'M[R]_n := \matrix_(i, j) (2%:R * M i j - perm_mx s i j).
have two1 : 2%:R - 1 = 1 :> R by rewrite -[2%:R]/(1 + 1) addrK.
have N01 i j : N i j = 0 \/ N i j = 1.
  rewrite mxE !mxE; have [sj|sj] := eqVneq (s i) j; last first.
    rewrite subr0; have [->|->|Mij] := vals i j; first by left; rewrite mulr0.
      by right.
    have := ds_row_pair i dM sj; rewrite Mij ger_addr => le0.
    by case/negP: (sM i); rewrite eq_le le0 M0.
  case: (vals i j) => [Mij|->|->]; last by right; rewrite mulr1.
    by have := sM i; rewrite sj Mij eqxx.
  by left; rewrite subrr.
have dN : doubly_stochastic N.
  split=> [i j|i|j].
  - by case: (N01 i j) => ->; rewrite ?ler01.
  - rewrite (eq_bigr (fun j => 2%:R * M i j - perm_mx s i j)).
      by rewrite sumrB -mulr_sumr Mr sr mulr1.
    by move=> j _; rewrite [LHS]mxE.
  rewrite (eq_bigr (fun i => 2%:R * M i j - perm_mx s i j)).
    by rewrite sumrB -mulr_sumr Mc sc mulr1.
  by move=> i _; rewrite [LHS]mxE.
have one_neq0 (x y : R) : x + y <= 1 -> x = 0 \/ x = 1 -> y = 0 \/ y = 1 ->
    x * y = 0.
  move=> xy [->|x1]; first by rewrite mul0r.
  case=> [->|y1]; first by rewrite mulr0.
  by move: xy; rewrite x1 y1 ger_addl ler10.
have [t Nt] : exists t : 'S_n, N = perm_mx t.
  apply/penalty_eq0_perm => //; apply/penalty_eq0_lines; split.
    move=> i j k kj; apply: one_neq0 (N01 i j) (N01 i k).
    by apply: ds_row_pair; rewrite // eq_sym.
  move=> j i k ki; apply: one_neq0 (N01 i j) (N01 k j).
  by apply: ds_col_pair; rewrite // eq_sym.
exists t; apply/matrixP => i j.
have -> : M i j = 2%:R^-1 * (N i j + perm_mx s i j).
  by rewrite [N i j]mxE subrK mulKf // pnatr_eq0.
by rewrite Nt half_mxE addrC !mxE.
Qed.

Theorem rowgaps_sharp_half_mx M : doubly_stochastic M ->
  (2%:R + sqrt2) * (\sum_i rowgap M i) <= d1 M ->
  exists s t : 'S_n, M = half_mx R s t.
Proof.
move=> dM tight; apply: half_values_half_mx => //.
have [s opt] := best_assignment M.
rewrite (d1_best dM opt) l1dist_perm // in tight.
by apply: (rows_sharp_equality dM opt); rewrite card_ord.
Qed.

Theorem penalty_sharp_equality M : doubly_stochastic M ->
  (penalty M = (2%:R - sqrt2) * d1 M <->
   exists s t : 'S_n, M = half_mx R s t).
Proof.
move=> dM; split=> [tight|[s [t ->]]]; last exact: penalty_half_sharp.
apply: rowgaps_sharp_half_mx => //.
have q0 : 0 <= 2%:R + sqrt2 :> R by rewrite addr_ge0 ?ler0n ?sqrtr_ge0.
have hc := d1_le_colgaps dM.
have : (2%:R + sqrt2) * penalty M = d1 M + d1 M.
  rewrite tight mulrA [(2%:R + _) * _]mulrC sharp_const_conj.
  by rewrite mulr_natl mulr2n.
rewrite /penalty mulrDr => e.
by rewrite -(ler_add2r (d1 M)) -e ler_add2l.
Qed.
End EqMatrices.

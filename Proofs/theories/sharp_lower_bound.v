(******************************************************************************)
(* The sharp error bound (T2* and T2F), every size                            *)
(*                                                                            *)
(* From nonnegative potentials u, v of an optimal assignment, the price of    *)
(* the column of each entry above 1/2 is capped and the loss charged to its   *)
(* row.  The row prices sum to the optimal value, and each row pays for its   *)
(* own gap by capped_rows.v.                                                  *)
(*     dominant M i j == M i j is above 1/2                                   *)
(*     cap_ratio, capped, cap_loss == the cap of a dominant column's price,   *)
(*                       and what the cap takes away                          *)
(*     capped_price j == the price of column j after capping                  *)
(*        row_price i == u i + the prices that row i pays + its losses        *)
(*            slope_b == (sqrt2 - 1) / 4                                      *)
(* Main lemmas:                                                               *)
(*   rows_sharp           over finite types, for every optimal assignment     *)
(*   d1_le_rowgaps, d1_le_colgaps  [T2*] d1 M <= (2 + sqrt2) (sum of gaps)    *)
(*   penalty_ge_sharp     [T2*] (2 - sqrt2) d1 M <= penalty M                 *)
(*   frob_dist_le_d1, frob_dist_le_penalty  (T2F) squared Frobenius distance  *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms assignment penalty ring_identities
  capped_rows.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Rows.
Variables (R : rcfType) (T : finType) (M : T -> T -> R) (b : R).
Hypothesis dM : ds_fun M.
Hypothesis b0 : 0 <= b.
Hypothesis bE : (1 + 4%:R * b) * (1 + 4%:R * b) = 2%:R.
Hypothesis b39 : 4%:R <= 39%:R * b.
Hypothesis b1 : b <= 1.
Variables u v : T -> R.
Hypothesis u0 : forall i, 0 <= u i.
Hypothesis v0 : forall j, 0 <= v j.
Hypothesis uv : forall i j, M i j <= u i + v j.

Let M0 i j : 0 <= M i j.
Proof. by case: dM. Qed.

Let Mr i : \sum_j M i j = 1.
Proof. by case: dM. Qed.

Let Mc j : \sum_i M i j = 1.
Proof. by case: dM. Qed.

Definition dominant i j := 1 < 2%:R * M i j.
Definition cap_ratio e : R := cap b e / e.
Definition capped i j := cap_ratio (1 - M i j) * Num.min (v j) (1 - M i j).
Definition cap_loss i j : R := if dominant i j then v j - capped i j else 0.
Definition capped_price j := v j - \sum_i cap_loss i j.

Lemma col_le i k j : i != k -> M i j <= 1 - M k j.
Proof.
move=> ik; rewrite ler_subr_addr -(Mc j) (bigD1 i) //= (bigD1 k) 1?eq_sym //=
  addrA.
by rewrite ler_addl sumr_ge0.
Qed.

Lemma row_le i j k : j != k -> M i j <= 1 - M i k.
Proof.
move=> jk; rewrite ler_subr_addr -(Mr i) (bigD1 j) //= (bigD1 k) 1?eq_sym //=
  addrA.
by rewrite ler_addl sumr_ge0.
Qed.

Lemma half_of_complement (a c : R) : a <= 1 - c -> 1 < 2%:R * c -> 2%:R * a < 1.
Proof.
move=> ac c1; apply: le_lt_trans (_ : 2%:R * (1 - c) < 1);
  first by rewrite ler_wpmul2l ?ler0n.
by rewrite mulrBr mulr1 ltr_subl_addr -[2%:R]/(1 + 1) ltr_add2l.
Qed.

Lemma dominant_col i k j : dominant i j -> i != k -> ~~ dominant k j.
Proof.
move=> bi ik; rewrite /dominant -leNgt ltW //; apply: half_of_complement bi;
  apply: col_le; by rewrite eq_sym.
Qed.

Lemma dominant_row_uniq i j k : dominant i j -> j != k -> ~~ dominant i k.
Proof.
move=> bi jk; rewrite /dominant -leNgt ltW //; apply: half_of_complement bi;
  apply: row_le; by rewrite eq_sym.
Qed.

Lemma capped_price_dominant i j : dominant i j -> capped_price j = capped i j.
Proof.
move=> bi; rewrite /capped_price (bigD1 i) //= big1 => [|k ki]; last first.
  by rewrite /cap_loss (negPf (dominant_col bi _)) // eq_sym.
by rewrite addr0 /cap_loss bi opprB addrC subrK.
Qed.

Lemma capped_price_other j : (forall i, ~~ dominant i j) ->
  capped_price j = v j.
Proof. by move=> nb; rewrite /capped_price big1 ?subr0 // => i _;
  rewrite /cap_loss (negPf (nb i)). Qed.

Lemma off_dominant_price i l : ~~ dominant i l ->
  cap b (M i l) * pospart (M i l - u i) <= M i l * capped_price l.
Proof.
move=> nb; have xu : M i l - u i <= v l by rewrite ler_subl_addr addrC uv.
case: (pickP (fun k => dominant k l)) => [k bk|no]; last first.
  rewrite capped_price_other; last by move=> k; rewrite no.
  apply: ler_pmul; rewrite ?cap_ge0 ?pospart_ge0 //; last exact: pospart_le.
  by apply: cap_le_id => //; rewrite leNgt.
rewrite (capped_price_dominant bk);
  have ik : i != k by apply: contra nb => /eqP ->.
have xe := col_le l ik; rewrite /capped /cap_ratio; set e := 1 - M k l in xe *.
have [->|xn] := eqVneq (M i l) 0; first by rewrite cap0 // !mul0r.
have x0 : 0 < M i l by rewrite lt_neqAle eq_sym xn M0.
have e0 : 0 < e by exact: lt_le_trans xe.
rewrite mulrA; apply: ler_pmul; rewrite ?cap_ge0 ?pospart_ge0 //.
  by rewrite mulrA ler_pdivl_mulr // mulrC cap_star // ltW.
apply: pospart_le; first by rewrite le_minr v0 ltW.
by rewrite le_minr xu /= (le_trans _ xe) // ler_subl_addr ler_addl.
Qed.

Definition row_price i := u i + \sum_l M i l * capped_price l +
  \sum_l cap_loss i l.

Lemma row_price_flat i : (forall j, ~~ dominant i j) ->
  row_price i = u i + \sum_l M i l * capped_price l.
Proof.
by move=> no; rewrite /row_price [X in _ + X = _]big1 ?addr0 // => l _;
  rewrite /cap_loss (negPf (no l)).
Qed.

Lemma row_price_dominant i j : dominant i j ->
  row_price i = u i + v j - (1 - M i j) * capped_price j +
  \sum_(l | l != j) M i l * capped_price l.
Proof.
move=> bj; have -> : row_price i = u i + \sum_l M i l * capped_price l +
  (v j - capped_price j).
  rewrite /row_price; congr (_ + _);
    rewrite (bigD1 j) //= big1 ?addr0 => [|l lj]; last first.
    by rewrite /cap_loss (negPf (dominant_row_uniq bj _)) // eq_sym.
  by rewrite /cap_loss bj (capped_price_dominant bj).
by rewrite (bigD1 j) //= price_regroup.
Qed.

Lemma capped_price_bound i j : dominant i j ->
  (1 - M i j) * capped_price j <= cap b (1 - M i j) * Num.min (v j) (1 - M i j).
Proof.
move=> bj; rewrite (capped_price_dominant bj) /capped /cap_ratio;
  set e := 1 - M i j.
have [->|en] := eqVneq e 0; first by rewrite mul0r cap0 // mul0r.
by rewrite mulrA [e * _]mulrC divfK.
Qed.

Lemma other_price i j : dominant i j -> forall l, l != j ->
  cap b (M i l) * pospart (M i l - u i) <= M i l * capped_price l.
Proof. by move=> bj l lj; apply: off_dominant_price;
  apply: dominant_row_uniq bj _; rewrite eq_sym. Qed.

Lemma row_price_ge i : 2%:R - (3%:R + 4%:R * b) * gap (M i) <=
  2%:R * row_price i.
Proof.
case: (pickP (fun j => dominant i j)) => [j bj|no].
  by rewrite (row_price_dominant bj); apply: dominant_row => //;
    [exact: capped_price_bound | exact: other_price].
have no' j : ~~ dominant i j by rewrite no.
rewrite row_price_flat //; apply: flat_row => // l; first by rewrite leNgt;
  exact: no'.
exact: off_dominant_price.
Qed.

Lemma sum_row_price : \sum_i row_price i = \sum_i u i + \sum_j v j.
Proof.
rewrite /row_price !big_split /= -addrA; congr (_ + _).
rewrite exchange_big /= [X in _ + X]exchange_big /= -big_split /=;
  apply: eq_bigr => j _.
by rewrite -mulr_suml Mc mul1r /capped_price subrK.
Qed.
End Rows.

Section SharpRows.
Variable R : rcfType.

Definition slope_b : R := (sqrt2 - 1) / 4%:R.
Local Notation b := slope_b.

Lemma four_slope_b : 4%:R * b = sqrt2 - 1.
Proof. by rewrite /slope_b mulrC divfK // pnatr_eq0. Qed.

Lemma one_add_four_slope_b : 1 + 4%:R * b = sqrt2.
Proof. by rewrite four_slope_b addrC subrK. Qed.

Lemma slope_b_eq : (1 + 4%:R * b) * (1 + 4%:R * b) = 2%:R.
Proof. by rewrite one_add_four_slope_b sqrt2_sqr. Qed.

Lemma slope_b_39_lt : 4%:R < 39%:R * b.
Proof.
rewrite -(ltr_pmul2l (ltr0Sn R 3)) mulrCA four_slope_b mulrBr mulr1.
rewrite ltr_subr_addr -natrM -natrD.
have -> : (4 * 4 + 39 = 55)%N by [].
rewrite -(@ltr_pexpn2r _ 2) ?nnegrE ?mulr_ge0 ?ler0n ?sqrtr_ge0 //.
by rewrite exprMn [sqrt2 ^+ 2]expr2 sqrt2_sqr -!natrX -natrM ltr_nat.
Qed.

Lemma slope_b_39 : 4%:R <= 39%:R * b.
Proof. exact: ltW slope_b_39_lt. Qed.

Lemma slope_b_gt0 : 0 < b.
Proof.
by rewrite -(pmulr_rgt0 _ (ltr0Sn R 38)) (lt_trans _ slope_b_39_lt) // ltr0n.
Qed.

Lemma slope_b_ge0 : 0 <= b.
Proof. exact: ltW slope_b_gt0. Qed.

Lemma slope_b_lt1 : b < 1.
Proof.
rewrite /slope_b ltr_pdivr_mulr ?ltr0n // mul1r ltr_subl_addr.
apply: le_lt_trans (sqrt2_le2 R) _.
by rewrite -[1]/(1%:R) -natrD ltr_nat.
Qed.

Lemma slope_b_le1 : b <= 1.
Proof. exact: ltW slope_b_lt1. Qed.

Lemma slope_b_scale : 3%:R + 4%:R * b = 2%:R + sqrt2.
Proof. by rewrite -one_add_four_slope_b addrA -[1]/(1%:R) -natrD. Qed.

Theorem rows_sharp (T : finType) (M : T -> T -> R) (s : {perm T}) : ds_fun M ->
  (forall t : {perm T}, \sum_i M i (t i) <= \sum_i M i (s i)) ->
  2%:R * (#|T|%:R - \sum_i M i (s i)) <= (2%:R + sqrt2) * \sum_i gap (M i).
Proof.
move=> dM opt; have [u [v [u0 v0 uv <-]]] := nonneg_potentials dM opt.
rewrite -(sum_row_price slope_b dM u v).
have -> : #|T|%:R = \sum_(i : T) (1 : R) by rewrite sumr_const.
rewrite -sumrB !mulr_sumr; apply: ler_sum => i _.
have := row_price_ge dM slope_b_ge0 slope_b_eq slope_b_39 slope_b_le1 u0 v0 uv
  i.
rewrite slope_b_scale => h.
by rewrite mulrBr mulr1 ler_subl_addr addrC -ler_subl_addr.
Qed.
End SharpRows.

Section SharpMatrices.
Variables (R : rcfType) (n : nat).
Implicit Types M : 'M[R]_n.

Theorem d1_le_rowgaps M : doubly_stochastic M ->
  d1 M <= (2%:R + sqrt2) * \sum_i rowgap M i.
Proof.
move=> dM; have [s opt] := best_assignment M.
rewrite (d1_best dM opt) l1dist_perm //.
by have := rows_sharp dM opt; rewrite card_ord.
Qed.

Theorem d1_le_colgaps M : doubly_stochastic M ->
  d1 M <= (2%:R + sqrt2) * \sum_j colgap M j.
Proof.
move=> dM; have := d1_le_rowgaps (ds_tr dM).
rewrite (eq_bigr (colgap M)); last by move=> j _; rewrite rowgap_tr.
apply: le_trans; have [s opt] := best_assignment M.
have optT (t : 'S_n) : assign_val M^T t <= assign_val M^T s^-1%g.
  by rewrite assign_val_tr -[t]invgK assign_val_tr.
rewrite (d1_best dM opt) (d1_best (ds_tr dM) optT) !l1dist_perm //.
  by rewrite assign_val_tr.
exact: ds_tr.
Qed.

Theorem penalty_ge_sharp M : doubly_stochastic M ->
  (2%:R - sqrt2) * d1 M <= penalty M.
Proof.
move=> dM; rewrite -(ler_pmul2l (ltr0Sn R 1)).
have -> : 2%:R * penalty M = (2%:R - sqrt2) * ((2%:R + sqrt2) * penalty M).
  by rewrite mulrA sharp_const_conj.
rewrite mulrCA ler_wpmul2l ?(ltW (sharp_const_gt0 R)) //.
have -> : 2%:R * d1 M = d1 M + d1 M by rewrite -mulr2n mulr_natl.
rewrite /penalty mulrDr.
by apply: ler_add; [exact: d1_le_rowgaps | exact: d1_le_colgaps].
Qed.

Theorem frob_dist_le_d1 M : doubly_stochastic M ->
  2%:R * frob_dist_sq M (perm_mx (nearest_perm M)) <= d1 M.
Proof.
move=> dM; rewrite /d1 l1dist_perm // ler_wpmul2l ?ler0n //.
rewrite frob_dist_sq_perm -[X in _ <= X]add0r ler_add2r subr_le0.
have [t ht] := marcus_ree dM; apply: le_trans ht _.
have := d1_le M t; rewrite /d1 !l1dist_perm // ler_pmul2l ?ltr0n //.
by rewrite ler_add2l ler_opp2.
Qed.

Theorem frob_dist_le_penalty M : doubly_stochastic M ->
  2%:R * (2%:R - sqrt2) * frob_dist_sq M (perm_mx (nearest_perm M))
  <= penalty M.
Proof.
move=> dM; apply: le_trans (penalty_ge_sharp dM).
rewrite mulrAC [X in _ <= X]mulrC.
by rewrite ler_wpmul2r ?(ltW (sharp_const_gt0 R)) // frob_dist_le_d1.
Qed.
End SharpMatrices.

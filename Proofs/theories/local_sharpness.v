(******************************************************************************)
(* The penalty near a permutation matrix, and against n - frob_sq             *)
(*                                                                            *)
(* Main lemmas, M doubly stochastic:                                          *)
(*   penalty_lt_l1dist      (T2 upper) strict unless M = perm_mx s            *)
(*   penalty_ge_local       (T3) deficits at most e < 1: the penalty is at    *)
(*                          least 1 - e / (2 (1 - e)) times the distance      *)
(*   deficit_le_quarter     (T3) a deficit is at most 1/4 of the distance     *)
(*   penalty_le_quadratic,                                                    *)
(*   quadratic_lt_penalty   (T2Q) n - frob_sq is at least half of             *)
(*                          1 + 1 / sqrt n times the penalty, and below it    *)
(*                          but for permutation matrices                      *)
(*   penalised_perm_strict_local_minimiser  [T8''] lam > L: every permutation *)
(*                          matrix is a strict local minimiser                *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import real_arithmetic norms assignment penalty.
From AutoShuffleNet Require Import euclidean vector_equality half_matrices.
From AutoShuffleNet Require Import frobenius_lipschitz concavity exact_penalty.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section LocalSharpness.
Variables (R : rcfType) (n : nat).
Implicit Types (M : 'M[R]_n) (s t : 'S_n) (e : R).

Lemma card_sum1 : n%:R = \sum_(i < n) (1 : R).
Proof. by rewrite sumr_const card_ord. Qed.

Lemma assign_val_le M s : doubly_stochastic M -> assign_val M s <= n%:R.
Proof. by move=> dM; rewrite card_sum1 ler_sum // => i _; exact: ds_le1. Qed.

Lemma rowgaps_le_deficits M s : doubly_stochastic M ->
  \sum_i rowgap M i <= n%:R - assign_val M s.
Proof.
case=> M0 Mr _; rewrite card_sum1 -sumrB; apply: ler_sum => i _.
by have := gap_le_norm1_sub (M i) (s i); rewrite norm1_nneg // Mr.
Qed.

Lemma colgaps_le_deficits M s : doubly_stochastic M ->
  \sum_j colgap M j <= n%:R - assign_val M s.
Proof.
move=> dM; rewrite sum_colgap_tr -assign_val_tr.
exact/rowgaps_le_deficits/ds_tr.
Qed.

(* T2, upper: strict *)
Theorem penalty_lt_l1dist M s : doubly_stochastic M -> M != perm_mx s ->
  penalty M < l1dist M (perm_mx s).
Proof.
move=> dM; apply: contraNT; rewrite -leNgt l1dist_perm // => h.
have [M0 Mr _] := dM; have hc := colgaps_le_deficits s dM.
have hr := rowgaps_le_deficits s dM.
have z : \sum_i (1 - M i (s i) - rowgap M i) = 0.
  have zE : \sum_i (1 - M i (s i) - rowgap M i) =
      n%:R - assign_val M s - \sum_i rowgap M i by rewrite card_sum1 -!sumrB.
  apply/eqP; rewrite eq_le sumr_ge0 => [|i _]; last first.
    have := gap_le_norm1_sub (M i) (s i); rewrite norm1_nneg // Mr.
    by rewrite /rowgap; lra.
  by rewrite andbT zE; move: h; rewrite /penalty; lra.
have zi i : rowgap M i = norm1 (M i) - M i (s i).
  have : 1 - M i (s i) - rowgap M i = 0.
    apply: (psumr_eq0P _ z) => // k _.
    have := gap_le_norm1_sub (M k) (s k); rewrite norm1_nneg // Mr.
    by rewrite /rowgap; lra.
  by rewrite norm1_nneg // Mr; lra.
apply/eqP/matrixP => i j; have off := (gap_eq_norm1_sub (s i) (M0 i)).1 (zi i).
rewrite !mxE; case: eqP => [<-|/eqP js]; last by rewrite off // eq_sym.
rewrite -(Mr i) (bigD1 (s i)) //= big1 ?addr0 // => k; exact: off.
Qed.

(* T3 *)
Lemma gap_ge_local (I : finType) (x : I -> R) k e : (forall i, 0 <= x i) ->
  \sum_i x i = 1 -> 1 - x k <= e -> e < 1 ->
  (1 - e / (2%:R * (1 - e))) * (1 - x k) <= gap x.
Proof.
move=> x0 sx xe e1; have x1 : norm1 x = 1 by rewrite norm1_nneg.
have h := norm2sq_le_other k x0 x1; rewrite -sqr_norm2 in h.
have n0 := norm2_ge0 x; rewrite /gap x1.
have xk1 : x k <= 1 by rewrite -sx (bigD1 k) //= ler_addl sumr_ge0.
have e0 : 0 < 1 - e by lra.
have q0 : 0 <= e / (2%:R * (1 - e)).
  by rewrite divr_ge0 ?mulr_ge0 ?ler0n //; lra.
have qE : e / (2%:R * (1 - e)) * (2%:R * (1 - e)) = e.
  by rewrite divfK // mulf_neq0 ?pnatr_eq0 // gt_eqF.
set q := e / _ in q0 qE *; set d := 1 - x k in h xe *.
have d0 : 0 <= d by rewrite /d; lra.
have xk0 := x0 k; have xkd : x k = 1 - d by rewrite /d; lra.
rewrite xkd in h; set N := norm2 x in h n0 *.
have h1 : d <= q * (2%:R * (1 - d)) by have := ler_wpmul2l q0 xe; lra.
have sq : N ^+ 2 <= ((1 - d) + q * d) ^+ 2.
  have : 0 <= q * d * (q * d) by rewrite -expr2 sqr_ge0.
  by have := ler_wpmul2l d0 h1; lra.
have d1 : 0 <= 1 - d by rewrite -xkd.
have p0 : 0 <= 1 - d + q * d by rewrite addr_ge0 // mulr_ge0.
have : N <= 1 - d + q * d by rewrite -ler_sqr ?nnegrE.
lra.
Qed.

Theorem penalty_ge_local M s e : doubly_stochastic M ->
  (forall i, 1 - M i (s i) <= e) -> e < 1 ->
  (1 - e / (2%:R * (1 - e))) * l1dist M (perm_mx s) <= penalty M.
Proof.
move=> dM he e1; have rows (A : 'M[R]_n) (u : 'S_n) : doubly_stochastic A ->
    (forall i, 1 - A i (u i) <= e) ->
    (1 - e / (2%:R * (1 - e))) * (n%:R - assign_val A u) <=
    \sum_i rowgap A i.
  move=> [A0 Ar _] hA; rewrite card_sum1 -sumrB mulr_sumr;
    apply: ler_sum => i _.
  exact: gap_ge_local.
have hr := rows _ _ dM he.
have hc : (1 - e / (2%:R * (1 - e))) * (n%:R - assign_val M s) <=
    \sum_j colgap M j.
  rewrite sum_colgap_tr -assign_val_tr; apply: rows; first exact: ds_tr.
  by move=> i; rewrite mxE; have := he (s^-1%g i); rewrite permKV.
by rewrite l1dist_perm // /penalty; lra.
Qed.

(* the largest deficit of a permutation is a quarter of the distance *)
Theorem deficit_le_quarter M s i : doubly_stochastic M ->
  4%:R * (1 - M i (s i)) <= l1dist M (perm_mx s).
Proof.
move=> dM; have [M0 Mr _] := dM; rewrite l1dist_perm //.
suff : 2%:R * (1 - M i (s i)) <= n%:R - assign_val M s by lra.
rewrite card_sum1 -sumrB (bigD1 i) //=.
suff : 1 - M i (s i) <= \sum_(k | k != i) (1 - M k (s k)) by lra.
have -> : 1 - M i (s i) = \sum_(k | k != i) M i (s k).
  rewrite -(Mr i) (reindex_inj (@perm_inj _ s)) (bigD1 i) //=.
  by rewrite addrAC subrr add0r.
apply: ler_sum => k ki; have := ds_col_pair (s k) dM ki; lra.
Qed.

(* T2Q *)
Lemma gap_quadratic_lower (I : finType) (x : I -> R) : (forall i, 0 <= x i) ->
  \sum_i x i = 1 ->
  (1 + Num.sqrt #|I|%:R^-1) * gap x <= 1 - norm2sq x.
Proof.
move=> x0 sx; have I_gt0 := unit_sum_card_gt0 sx.
have := unit_norm2sq_ge sx; rewrite -sqr_norm2 => h.
have h1 := norm2sq_dot_unit x0 sx; have n0 := norm2_ge0 x.
set c := Num.sqrt _; have c0 : 0 <= c := sqrtr_ge0 _.
have cE : #|I|%:R * c ^+ 2 = 1.
  by rewrite sqr_sqrtr ?invr_ge0 ?ler0n // divff // gt_eqF.
have ct : c <= norm2 x.
  rewrite -ler_sqr ?nnegrE //; rewrite -(ler_pmul2l I_gt0) cE; exact: h.
rewrite /gap norm1_nneg // sx; nra.
Qed.

Lemma quadratic_rows M : n%:R - frob_sq M = \sum_i (1 - norm2sq (M i)).
Proof. by rewrite sumrB -card_sum1. Qed.

Lemma frob_sq_tr M : frob_sq M^T = frob_sq M.
Proof.
rewrite /frob_sq exchange_big; apply: eq_bigr => i _.
by apply: eq_bigr => j _; rewrite mxE.
Qed.

Theorem penalty_le_quadratic M : doubly_stochastic M ->
  2%:R^-1 * (1 + Num.sqrt n%:R^-1) * penalty M <= n%:R - frob_sq M.
Proof.
move=> dM; have rows (A : 'M[R]_n) : doubly_stochastic A ->
    (1 + Num.sqrt n%:R^-1) * (\sum_i rowgap A i) <= n%:R - frob_sq A.
  move=> [A0 Ar _]; rewrite quadratic_rows mulr_sumr; apply: ler_sum => i _.
  by have := gap_quadratic_lower (A0 i) (Ar i); rewrite card_ord.
have := rows _ dM; have := rows _ (ds_tr dM).
by rewrite -sum_colgap_tr frob_sq_tr /penalty; lra.
Qed.

Theorem quadratic_lt_penalty M : doubly_stochastic M ->
  (forall s, M != perm_mx s) -> n%:R - frob_sq M < penalty M.
Proof.
move=> dM noperm; have [M0 Mr _] := dM.
have tri (x : 'I_n -> R) : (forall i, 0 <= x i) -> \sum_i x i = 1 ->
    1 - norm2sq x = 2%:R * gap x - gap x ^+ 2.
  by move=> x0 sx; rewrite -sqr_norm2 /gap norm1_nneg // sx; lra.
have qr : n%:R - frob_sq M = 2%:R * (\sum_i rowgap M i) -
    \sum_i rowgap M i ^+ 2.
  by rewrite quadratic_rows mulr_sumr -sumrB; apply: eq_bigr => i _; exact: tri.
have qc : n%:R - frob_sq M <= 2%:R * (\sum_j colgap M j).
  have [T0 Tr _] := ds_tr dM.
  rewrite -frob_sq_tr quadratic_rows sum_colgap_tr mulr_sumr.
  apply: ler_sum => i _; have := tri _ (T0 i) (Tr i); rewrite /rowgap.
  by have := sqr_ge0 (gap (M^T i)); lra.
have sq0 : 0 <= \sum_i rowgap M i ^+ 2.
  by apply: sumr_ge0 => i _; exact: sqr_ge0.
have [z|nz] := eqVneq (\sum_i rowgap M i ^+ 2) 0; last first.
  have : 0 < \sum_i rowgap M i ^+ 2 by rewrite lt_neqAle eq_sym nz.
  by rewrite /penalty; lra.
have gz i : rowgap M i = 0.
  apply/eqP; rewrite -sqrf_eq0; apply/eqP.
  by apply: (psumr_eq0P _ z) => // k _; exact: sqr_ge0.
have q0 : n%:R - frob_sq M = 0.
  by rewrite qr z big1 // mulr0 subr0.
rewrite q0 lt_neqAle penalty_ge0 andbT eq_sym; apply/eqP.
by move=> /(penalty_eq0_perm dM) [s Ms]; case/eqP: (noperm s).
Qed.

(* T3 makes every permutation a strict local minimiser, T8'' *)
Theorem penalised_perm_strict_local_minimiser f (L lam : R) s :
  0 <= L -> l1_lipschitz f L -> L < lam ->
  strict_local_minimiser (fun A => f A + lam * penalty A) (perm_mx s).
Proof.
move=> L0 fL Ll; split; first exact: perm_mx_ds.
have lam0 : 0 < lam by lra.
pose e := (lam - L) / (2%:R * lam).
have eE : e * (2%:R * lam) = lam - L.
  by rewrite divfK // mulf_neq0 ?pnatr_eq0 // gt_eqF.
have e_gt0 : 0 < e by rewrite divr_gt0 ?mulr_gt0 ?ltr0n // subr_gt0.
have e_half : 2%:R * e <= 1 by nra.
exists (4%:R * e) => [|A dA As]; first by rewrite mulr_gt0 // ltr0n.
rewrite l1dist_sym => hA; set d := l1dist A (perm_mx s) in hA.
have d_gt0 : 0 < d.
  rewrite lt_neqAle l1dist_ge0 andbT eq_sym; apply: contra As => /eqP h.
  by apply/eqP/l1dist_eq0.
have def i : 1 - A i (s i) <= e.
  have := deficit_le_quarter s i dA; rewrite -/d; lra.
have e1 : e < 1 by lra.
have loc := penalty_ge_local dA def e1; rewrite -/d in loc.
have qE : e / (2%:R * (1 - e)) * (2%:R * (1 - e)) = e.
  by rewrite divfK // mulf_neq0 ?pnatr_eq0 // gt_eqF //; lra.
set q := e / _ in loc qE.
have q_le : q <= e by nra.
have fA : f (perm_mx s) - f A <= L * d.
  apply: le_trans (ler_norm _) _; rewrite /d l1dist_sym.
  by apply: fL => //; exact: perm_mx_ds.
rewrite penalty_perm mulr0 addr0.
have p1 : lam * ((1 - q) * d) <= lam * penalty A by rewrite ler_pmul2l.
have p2 : L * d < lam * ((1 - q) * d).
  by rewrite mulrA ltr_pmul2r //; nra.
lra.
Qed.
End LocalSharpness.

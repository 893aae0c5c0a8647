(******************************************************************************)
(* Counterexamples and sharpness for the training step (T9)                   *)
(*                                                                            *)
(*    flat n a b == the n x n matrix with a on the diagonal and b elsewhere   *)
(*   mx2 a b c d == the 2 x 2 matrix with rows (a, b) and (c, d)              *)
(* Main lemmas:                                                               *)
(*   aligned_step_flat      the aligned step on flat (1 - e) e, exactly: the  *)
(*                          rate of theorem A' is attained                    *)
(*   plain_never_identifies (F1) the plain repair never reaches a permutation *)
(*                          matrix from flat 2 (1 - e) e, even with G = 0     *)
(*   plain_rational_step    (F1) one such step in rational numbers            *)
(*   plain_leaves           (F2) with G = Gam I the plain repair moves away   *)
(*                          from the identity, whatever lam                   *)
(*   penalty_scaling_grows  (T9a) scaling may raise the penalty               *)
(*   scaling_forces_attained, scaling_step_size_sharp  (N2, N3) the bounds of *)
(*                          theorem B on the forces and on eta are exact      *)
(*   projection_threshold_sharp  theorem C needs lam >= Gam                   *)
(*   collision_trap         (N1) small row gaps alone do not suffice for      *)
(*                          scaling: two rows may choose one column           *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms assignment penalty.
From AutoShuffleNet Require Import real_arithmetic training_step.
From AutoShuffleNet Require Import scaling_step aligned_repair.
From AutoShuffleNet Require Import scaling_basin projection_step.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section FlatMatrices.
Variables (R : rcfType) (n : nat).
Implicit Types (M : 'M[R]_n) (a b c d eta lam Gam : R).

Definition flat a b : 'M[R]_n := \matrix_(i, j) (if i == j then a else b).

Local Notation others := (n.-1%:R : R).

Lemma flat_on a b i : flat a b i i = a.
Proof. by rewrite mxE eqxx. Qed.

Lemma flat_off a b i j : j != i -> flat a b i j = b.
Proof. by rewrite mxE eq_sym => /negPf ->. Qed.

Lemma eq_flat a b M : (forall i, M i i = a) ->
  (forall i j, j != i -> M i j = b) -> M = flat a b.
Proof.
move=> on off; apply/matrixP => i j; rewrite mxE.
by have [<-|ij] := eqVneq i j; [exact: on | apply: off; rewrite eq_sym].
Qed.

Lemma flat_perm1 : flat 1 0 = perm_mx 1.
Proof. by apply/matrixP => i j; rewrite !mxE perm1; case: eqP. Qed.

Lemma sum_flat a b (i : 'I_n) :
  \sum_(j < n) (if i == j then a else b) = a + others * b.
Proof.
rewrite (bigD1 i) //= eqxx (eq_bigr (fun _ => b)) => [|j ji]; last first.
  by rewrite eq_sym (negPf ji).
by rewrite sumr_const cardC1 card_ord mulr_natl.
Qed.

Lemma row_sum_flat a b i : row_sum (flat a b) i = a + others * b.
Proof. by rewrite -(sum_flat a b i); apply: eq_bigr => j _; rewrite mxE. Qed.

Lemma col_sum_flat a b j : col_sum (flat a b) j = a + others * b.
Proof.
by rewrite -(sum_flat a b j); apply: eq_bigr => i _; rewrite mxE eq_sym.
Qed.

Definition flat_norm a b := Num.sqrt (a ^+ 2 + others * b ^+ 2).

Lemma row_norm_flat a b i : row_norm (flat a b) i = flat_norm a b.
Proof.
rewrite /flat_norm -(sum_flat _ _ i); congr Num.sqrt.
by apply: eq_bigr => j _; rewrite mxE; case: eqP.
Qed.

Lemma col_norm_flat a b j : col_norm (flat a b) j = flat_norm a b.
Proof.
rewrite /flat_norm -(sum_flat _ _ j); congr Num.sqrt.
by apply: eq_bigr => i _; rewrite mxE [in RHS]eq_sym; case: eqP.
Qed.

Lemma subgradient_flat a b : subgradient (flat a b) =
  flat (2%:R - 2%:R * (a / flat_norm a b)) (2%:R - 2%:R * (b / flat_norm a b)).
Proof.
apply: eq_flat => [i|i j ji]; rewrite mxE row_norm_flat col_norm_flat.
  by rewrite flat_on; real_lra.
by rewrite flat_off //; real_lra.
Qed.

Lemma move_flat eta lam g h p q a b :
  move eta lam (flat g h) (flat p q) (flat a b) =
  flat (a - eta * (g + lam * p)) (b - eta * (h + lam * q)).
Proof.
by apply: eq_flat => [i|i j ji]; rewrite mxE ?flat_on ?flat_off.
Qed.

Lemma threshold_flat a b :
  threshold (flat a b) = flat (Num.max 0 a) (Num.max 0 b).
Proof. by apply: eq_flat => [i|i j ji]; rewrite mxE ?flat_on ?flat_off. Qed.

Lemma step_core_flat eta lam g h a b :
  step_core eta lam (flat g h) (flat a b) =
  flat (Num.max 0 (a - eta *
          (g + lam * (2%:R - 2%:R * (a / flat_norm a b)))))
       (Num.max 0 (b - eta *
          (h + lam * (2%:R - 2%:R * (b / flat_norm a b))))).
Proof. by rewrite /step_core subgradient_flat move_flat threshold_flat. Qed.

Lemma cap_flat a b : a + others * b <= 1 -> cap (flat a b) = flat a b.
Proof.
move=> ab; have C : cap_cols (flat a b) = flat a b.
  apply/matrixP => i j; rewrite mxE col_sum_flat max_l // divr1.
  by [].
by apply/matrixP => i j; rewrite /cap C mxE row_sum_flat max_l // divr1.
Qed.

Lemma complete_flat a b : complete (flat a b) =
  flat (a + (1 - (a + others * b)) / n%:R) (b + (1 - (a + others * b)) / n%:R).
Proof.
set d := 1 - _.
have sumd : \sum_k row_deficit (flat a b) k = n%:R * d.
  rewrite (eq_bigr (fun _ => d)) => [|k _]; last first.
    by rewrite /row_deficit row_sum_flat.
  by rewrite sumr_const card_ord mulr_natl.
have add : d * d / (n%:R * d) = d / n%:R.
  have [->|d0] := eqVneq d 0; first by rewrite !mul0r.
  by rewrite -mulf_div divff // mulr1.
apply: eq_flat => [i|i j ji]; rewrite mxE sumd /row_deficit /col_deficit
  row_sum_flat col_sum_flat -/d add ?flat_on ?flat_off //.
Qed.

Lemma refill_flat a b : refill 1%g (flat a b) = flat (1 - others * b) b.
Proof.
apply: eq_flat => [i|i j ji]; rewrite mxE perm1.
  rewrite eqxx /row_deficit /col_deficit row_sum_flat col_sum_flat minxx.
  by rewrite flat_on; real_lra.
by rewrite (negPf ji) addr0 flat_off.
Qed.

Lemma flat_norm_ge a b : a <= flat_norm a b.
Proof.
apply: le_trans (ler_norm _) _; rewrite -sqrtr_sqr ler_wsqrtr // ler_addl.
by rewrite mulr_ge0 ?ler0n ?sqr_ge0.
Qed.

Lemma flat_norm_ge_off a b : (1 < n)%N -> b <= flat_norm a b.
Proof.
move=> n1; apply: le_trans (ler_norm _) _; rewrite -sqrtr_sqr ler_wsqrtr //.
rewrite -[X in X <= _]add0r ler_add ?sqr_ge0 // ler_pemull ?sqr_ge0 // ler1n.
by rewrite -subn1 subn_gt0.
Qed.

Lemma flat_force_ge0 (x q : R) : 0 <= q -> x <= q -> 0 <= 2%:R - 2%:R * (x / q).
Proof.
move=> q0 xq; have [->|q_neq0] := eqVneq q 0.
  by rewrite invr0 !mulr0 subr0 ler0n.
have : x / q <= 1 by rewrite ler_pdivr_mulr ?mul1r // lt_neqAle eq_sym q_neq0.
real_lra.
Qed.

Let norm_ge0 a b : 0 <= flat_norm a b. Proof. exact: sqrtr_ge0. Qed.

(* F2 *)
Lemma plain_flat_gain eta lam Gam b : (1 < n)%N -> 0 <= eta -> 0 <= lam ->
  0 <= Gam -> 0 <= b -> others * b <= 1 ->
  exists c, [/\ plain_step eta lam (flat Gam 0) (flat (1 - others * b) b) =
      flat (1 - others * c) c, 0 <= c, others * c <= 1 &
    (1 - n%:R^-1) * Num.min 1 (others * b + eta * Gam) <= others * c].
Proof.
move=> n1 eta0 lam0 Gam0 b0 b1; have o0 : 0 <= others by rewrite ler0n.
have nR : 0 < n%:R :> R by rewrite ltr0n ltnW.
have on : others = n%:R - 1 by rewrite -subn1 natrB // ltnW.
rewrite /plain_step step_core_flat; set q := flat_norm _ _.
have f1 : 0 <= 2%:R - 2%:R * ((1 - others * b) / q).
  by apply: flat_force_ge0; [exact: norm_ge0 | exact: flat_norm_ge].
have f2 : 0 <= 2%:R - 2%:R * (b / q).
  by apply: flat_force_ge0; [exact: norm_ge0 | exact: flat_norm_ge_off].
set x := Num.max 0 _; set y := Num.max 0 (b - _).
have x0 : 0 <= x by rewrite le_maxr lexx.
have y0 : 0 <= y by rewrite le_maxr lexx.
have h1 : 0 <= eta * (Gam + lam * (2%:R - 2%:R * ((1 - others * b) / q))).
  by rewrite mulr_ge0 // addr_ge0 // mulr_ge0.
have h2 : 0 <= eta * (0 + lam * (2%:R - 2%:R * (b / q))).
  by rewrite mulr_ge0 // add0r mulr_ge0.
have xb : x <= 1 - others * b by rewrite le_maxl; apply/andP; split; real_lra.
have yb : y <= b by rewrite le_maxl b0 /=; real_lra.
have oy : others * y <= others * b by rewrite ler_wpmul2l.
have xy1 : x + others * y <= 1 by real_lra.
have xmin : x <= 1 - Num.min 1 (others * b + eta * Gam).
  rewrite le_maxl subr_ge0 le_minl lexx /= ler_subr_addr -ler_subr_addl le_minl.
  apply/orP; right; have : 0 <= eta * (lam *
    (2%:R - 2%:R * ((1 - others * b) / q))) by rewrite !mulr_ge0.
  real_lra.
rewrite /plain_repair cap_flat // complete_flat.
set d := 1 - (x + others * y); have d0 : 0 <= d by rewrite subr_ge0.
have dn : n%:R * (d / n%:R) = d by rewrite mulrCA divff ?mulr1 // gt_eqF.
have dn0 : 0 <= d / n%:R by rewrite divr_ge0 // ltW.
exists (y + d / n%:R); split.
- congr flat; move: dn; rewrite on /d on; real_lra.
- by rewrite addr_ge0.
- move: dn; rewrite /d on => dn; have := x0; have := dn0.
  by rewrite /d on; real_lra.
have -> : others * (y + d / n%:R) = (1 - n%:R^-1) * (1 - x + y).
  have nn : n%:R * n%:R^-1 = 1 :> R by rewrite divff // gt_eqF.
  have e1 : n%:R * n%:R^-1 * y = y by rewrite nn mul1r.
  have e2 : n%:R * n%:R^-1 * x = x by rewrite nn mul1r.
  have e3 : n%:R * n%:R^-1 * y * n%:R = y * n%:R by rewrite nn mul1r.
  by rewrite /d on; real_lra.
rewrite ler_wpmul2l //; last by real_lra.
by rewrite subr_ge0 invf_le1 // ler1n ltnW.
Qed.
End FlatMatrices.

Section PlainLeaves.
Variables (R : rcfType) (n : nat) (M : nat -> 'M[R]_n) (eta lam Gam : R).
Hypothesis n_gt1 : (1 < n)%N.
Hypotheses (eta_ge0 : 0 <= eta) (lam_ge0 : 0 <= lam) (Gam_ge0 : 0 <= Gam).
Hypothesis M0 : M 0%N = 1%:M.
Hypothesis step : forall t, M t.+1 = plain_step eta lam (Gam%:M) (M t).
Let r : R := 1 - n%:R^-1.
Let g := eta * Gam.

Let flat_scalar (a : R) : a%:M = flat n a 0.
Proof. by apply/matrixP => i j; rewrite !mxE; case: eqP. Qed.

(* from the identity the off-mass exceeds every level below                *)
(* min (1 - 1/n, (n - 1) eta Gam)                                          *)
Theorem plain_leaves t i :
  Num.min r (n.-1%:R * g * (1 - r ^+ t)) <= 1 - M t i i.
Proof.
have nR : 0 < n%:R :> R by rewrite ltr0n ltnW.
have on : n.-1%:R = n%:R - 1 :> R by rewrite -subn1 natrB // ltnW.
have nn : n%:R * n%:R^-1 = 1 :> R by rewrite divff // gt_eqF.
have r0 : 0 <= r by rewrite subr_ge0 invf_le1 // ler1n ltnW.
have o0 : 0 <= n.-1%:R :> R by rewrite ler0n.
have g0 : 0 <= g by rewrite mulr_ge0.
suff [b [-> _ _ h]] : exists b, [/\ M t = flat n (1 - n.-1%:R * b) b,
    0 <= b, n.-1%:R * b <= 1 &
    Num.min r (n.-1%:R * g * (1 - r ^+ t)) <= n.-1%:R * b].
  by rewrite flat_on; real_lra.
elim: t => [|t [b [Mt b0 b1 IH]]].
  exists 0; split; rewrite ?mulr0 ?ler01 ?subr0 //.
    by rewrite M0 flat_scalar.
  by rewrite expr0 subrr mulr0 le_minl lexx orbT.
have [c [Mc c0 c1 cge]] :=
  plain_flat_gain n_gt1 eta_ge0 lam_ge0 Gam_ge0 b0 b1.
exists c; split=> //; first by rewrite step Mt flat_scalar.
apply: le_trans cge; rewrite -/r -/g.
set F := n.-1%:R * g * (1 - r ^+ t) in IH.
have Fnext : n.-1%:R * g * (1 - r ^+ t.+1) = r * (F + g).
  have rn : r * n.-1%:R = n.-1%:R - r.
    by rewrite /r on; move: nn; real_lra.
  have e1 : r * n.-1%:R * g = (n.-1%:R - r) * g by rewrite rn.
  by rewrite exprS /F; move: e1; real_lra.
rewrite Fnext; have [bg|bg] := leP 1 (n.-1%:R * b + g).
  by rewrite mulr1 le_minl lexx.
rewrite le_minl; apply/orP; right; rewrite ler_wpmul2l // ler_add2r.
move: IH; rewrite le_minl => /orP[rb|//].
have Fg : F <= n.-1%:R * g.
  by rewrite ler_pimulr ?mulr_ge0 // ler_subl_addr ler_addl exprn_ge0.
have gn : 0 <= n%:R^-1 - g by move: rb bg; rewrite /r; real_lra.
have h := mulr_ge0 o0 gn; apply: le_trans Fg _; apply: le_trans rb.
by move: h nn; rewrite /r on; real_lra.
Qed.
End PlainLeaves.

Section TwoByTwo.
Variable R : rcfType.
Implicit Types a b c d e eta lam Gam : R.

(* the rate of the aligned repair is attained *)
Theorem aligned_step_flat e eta lam Gam : 0 <= e <= 1 ->
  0 <= eta -> 0 <= lam -> 0 <= Gam ->
  0 <= (1 - e) - eta * (Gam + lam * (2%:R - 2%:R * ((1 - e) / off_norm e))) ->
  aligned_step 1%g eta lam (flat 2 Gam (- Gam)) (flat 2 (1 - e) e) =
  let b := Num.max 0 (e - eta * (lam * off_force e - Gam)) in
  flat 2 (1 - b) b.
Proof.
move=> /andP[e0 e1] eta0 lam0 Gam0 on0.
have qE : flat_norm 2 (1 - e) e = off_norm e.
  by rewrite /flat_norm mul1r addrC.
have q0 := off_norm_gt0 e.
rewrite /aligned_step step_core_flat qE /aligned_repair max_r //.
have -> : e - eta * (- Gam + lam * (2%:R - 2%:R * (e / off_norm e))) =
  e - eta * (lam * off_force e - Gam) by rewrite [- Gam + _]addrC.
set b := Num.max 0 _; have b0 : 0 <= b by rewrite le_maxr lexx.
have f1 : 0 <= 2%:R - 2%:R * ((1 - e) / off_norm e).
  apply: flat_force_ge0; first exact: ltW.
  by rewrite -qE flat_norm_ge.
have f2 : 0 <= off_force e.
  apply: flat_force_ge0; first exact: ltW.
  by rewrite -qE flat_norm_ge_off.
have h1 := mulr_ge0 eta0 (mulr_ge0 lam0 f1).
have h2 := mulr_ge0 eta0 (mulr_ge0 lam0 f2).
have h3 := mulr_ge0 eta0 Gam0.
rewrite cap_flat ?refill_flat ?complete_flat /= ?mul1r.
  by congr (flat 2); rewrite subrK subrr mul0r addr0.
rewrite -ler_subr_addl le_maxl; apply/andP; split; first by real_lra.
by move: h1 h2; real_lra.
Qed.

(* F1: off-mass in ]0, 1[ stays in ]0, 1[ *)
Lemma plain_step_flat e eta lam : 0 < e < 1 -> 0 <= eta -> 0 <= lam ->
  exists2 c, plain_step eta lam 0 (flat 2 (1 - e) e) = flat 2 (1 - c) c &
  0 < c < 1.
Proof.
move=> /andP[e0 e1] eta0 lam0.
have -> : 0 = flat 2 (0 : R) 0 by apply/matrixP => i j; rewrite !mxE; case: eqP.
rewrite /plain_step step_core_flat; set q := flat_norm 2 (1 - e) e.
have q0 : 0 <= q by exact: sqrtr_ge0.
have f1 : 0 <= 2%:R - 2%:R * ((1 - e) / q).
  by apply: flat_force_ge0 => //; exact: flat_norm_ge.
have f2 : 0 <= 2%:R - 2%:R * (e / q).
  by apply: flat_force_ge0 => //; exact: flat_norm_ge_off.
have h1 := mulr_ge0 eta0 (mulr_ge0 lam0 f1).
have h2 := mulr_ge0 eta0 (mulr_ge0 lam0 f2).
set x := Num.max 0 _; set y := Num.max 0 (e - _).
have x0 : 0 <= x by rewrite le_maxr lexx.
have y0 : 0 <= y by rewrite le_maxr lexx.
have xb : x <= 1 - e by rewrite le_maxl; apply/andP; split; move: h1; real_lra.
have yb : y <= e by rewrite le_maxl (ltW e0) /=; move: h2; real_lra.
rewrite /plain_repair cap_flat ?complete_flat /= ?mul1r; last by real_lra.
exists (y + (1 - (x + y)) / 2%:R).
  by congr (flat 2); real_lra.
by apply/andP; split; real_lra.
Qed.

Theorem plain_never_identifies (M : nat -> 'M[R]_2) e eta lam :
  0 < e < 1 -> 0 <= eta -> 0 <= lam -> M 0%N = flat 2 (1 - e) e ->
  (forall t, M t.+1 = plain_step eta lam 0 (M t)) ->
  forall t (s : 'S_2), M t != perm_mx s.
Proof.
move=> e01 eta0 lam0 M0 step t s.
have [c -> /andP[c0 c1]] :
    exists2 c, M t = flat 2 (1 - c) c & 0 < c < 1.
  elim: t => [|t [c Mt c01]]; first by exists e.
  by rewrite step Mt; exact: plain_step_flat.
apply/eqP => /matrixP/(_ ord0 ord0); rewrite !mxE eqxx.
by case: eqP => _ /=; real_lra.
Qed.

Lemma sqrt_eq (x y : R) : 0 <= y -> x = y ^+ 2 -> Num.sqrt x = y.
Proof. by move=> y0 ->; rewrite sqrtr_sqr ger0_norm. Qed.

(* F1 in rational numbers: the row norm is 5/7 *)
Theorem plain_rational_step eta lam : eta * lam = 15%:R / 28%:R ->
  plain_step eta lam 0 (flat 2 (4%:R / 7%:R) (3%:R / 7%:R)) =
    flat 2 (19%:R / 28%:R) (9%:R / 28%:R) /\
  aligned_step 1%g eta lam 0 (flat 2 (4%:R / 7%:R) (3%:R / 7%:R)) = 1%:M.
Proof.
move=> etalam.
have -> : 0 = flat 2 (0 : R) 0 by apply/matrixP => i j; rewrite !mxE; case: eqP.
have norm_eq : flat_norm 2 (4%:R / 7%:R) (3%:R / 7%:R) = 5%:R / 7%:R :> R.
  by apply: sqrt_eq => /=; real_lra.
have inv57 : (5%:R / 7%:R)^-1 = 7%:R / 5%:R :> R by rewrite invf_div.
have on : eta * (0 + lam * (2%:R - 2%:R * (4%:R / 7%:R * (7%:R / 5%:R)))) =
    3%:R / 14%:R.
  have -> : eta * (0 + lam * (2%:R - 2%:R * (4%:R / 7%:R * (7%:R / 5%:R)))) =
    2%:R / 5%:R * (eta * lam) by real_lra.
  by rewrite etalam; real_lra.
have off : eta * (0 + lam * (2%:R - 2%:R * (3%:R / 7%:R * (7%:R / 5%:R)))) =
    3%:R / 7%:R.
  have -> : eta * (0 + lam * (2%:R - 2%:R * (3%:R / 7%:R * (7%:R / 5%:R)))) =
    4%:R / 5%:R * (eta * lam) by real_lra.
  by rewrite etalam; real_lra.
have core : step_core eta lam (flat 2 0 0) (flat 2 (4%:R / 7%:R) (3%:R / 7%:R))
    = flat 2 (5%:R / 14%:R) 0.
  rewrite step_core_flat norm_eq inv57 on off subrr maxxx; congr (flat 2 _ _).
  by rewrite max_r; real_lra.
have cap_core : cap (flat 2 (5%:R / 14%:R : R) 0) = flat 2 (5%:R / 14%:R) 0.
  by apply: cap_flat => /=; real_lra.
rewrite /plain_step /aligned_step core /plain_repair /aligned_repair cap_core.
rewrite refill_flat !complete_flat /=; split.
  by congr (flat 2); real_lra.
have -> : 1%:M = flat 2 (1 : R) 0.
  by apply/matrixP => i j; rewrite !mxE; case: eqP.
by congr (flat 2); real_lra.
Qed.

(* Matrices by their four entries *)
Definition mx2 a b c d : 'M[R]_2 := \matrix_(i, j)
  (if i == ord0 then if j == ord0 then a else b
   else if j == ord0 then c else d).

Lemma ord2P (i : 'I_2) : i = ord0 \/ i = ord_max.
Proof.
case: i => [[|[|i]] lti] //; [left | right]; exact: val_inj.
Qed.

Lemma eq_mx2 a b c d (M : 'M[R]_2) :
  M ord0 ord0 = a -> M ord0 ord_max = b -> M ord_max ord0 = c ->
  M ord_max ord_max = d -> M = mx2 a b c d.
Proof.
move=> Ma Mb Mc Md; apply/matrixP => i j.
by have [->|->] := ord2P i; have [->|->] := ord2P j; rewrite mxE.
Qed.

Lemma sum2 (F : 'I_2 -> R) : \sum_i F i = F ord0 + F ord_max.
Proof.
rewrite big_ord_recl big_ord1; congr (_ + F _); exact: val_inj.
Qed.

Lemma scale_cols_mx2 a b c d : scale_cols (mx2 a b c d) =
  mx2 (a / (a + c)) (b / (b + d)) (c / (a + c)) (d / (b + d)).
Proof. by apply: eq_mx2; rewrite mxE /col_sum sum2 !mxE. Qed.

Lemma scale_rows_mx2 a b c d : scale_rows (mx2 a b c d) =
  mx2 (a / (a + b)) (b / (a + b)) (c / (c + d)) (d / (c + d)).
Proof. by apply: eq_mx2; rewrite mxE /row_sum sum2 !mxE. Qed.

Lemma penalty_mx2 a b c d : 0 <= a -> 0 <= b -> 0 <= c -> 0 <= d ->
  penalty (mx2 a b c d) = 2%:R * (a + b + c + d) -
    (Num.sqrt (a ^+ 2 + b ^+ 2) + Num.sqrt (c ^+ 2 + d ^+ 2) +
     Num.sqrt (a ^+ 2 + c ^+ 2) + Num.sqrt (b ^+ 2 + d ^+ 2)).
Proof.
move=> a0 b0 c0 d0; rewrite /penalty !sum2 /rowgap /colgap /gap /norm1 /norm2.
by rewrite /norm2sq !sum2 !mxE !ger0_norm //=; real_lra.
Qed.

Lemma sqrt_le (x u : R) : 0 <= u -> x <= u ^+ 2 -> Num.sqrt x <= u.
Proof.
by move=> u0 xu; rewrite -[u]ger0_norm // -sqrtr_sqr ler_wsqrtr.
Qed.

Lemma sqrt_ge (x u : R) : 0 <= u -> u ^+ 2 <= x -> u <= Num.sqrt x.
Proof.
by move=> u0 ux; rewrite -[u]ger0_norm // -sqrtr_sqr ler_wsqrtr.
Qed.

(* bounds of square roots by rationals *)
Ltac root_le u := apply: (@sqrt_le _ u); real_lra.
Ltac root_ge u := apply: (@sqrt_ge _ u); real_lra.

(* P grows in the column step, and again in the row step *)
Theorem penalty_scaling_grows (M : 'M[R]_2) :
  M = mx2 (99%:R / 100%:R) 100%:R^-1 (98%:R / 100%:R) (2%:R / 100%:R) ->
  penalty M < penalty (scale_cols M) /\
  penalty (scale_cols M) < penalty (scaling M).
Proof.
have p : penalty (mx2 (99%:R / 100%:R) 100%:R^-1 (98%:R / 100%:R)
    (2%:R / 100%:R)) <= 62%:R / 100%:R.
  rewrite penalty_mx2; try by real_lra.
  set w := Num.sqrt _; set x := Num.sqrt _; set y := Num.sqrt _.
  set z := Num.sqrt _.
  have : 99%:R / 100%:R <= w by root_ge (99%:R / 100%:R : R).
  have : 98%:R / 100%:R <= x by root_ge (98%:R / 100%:R : R).
  have : 139%:R / 100%:R <= y by root_ge (139%:R / 100%:R : R).
  have : 2%:R / 100%:R <= z by root_ge (2%:R / 100%:R : R).
  by move: w x y z => w x y z; real_lra.
have c : scale_cols (mx2 (99%:R / 100%:R) 100%:R^-1 (98%:R / 100%:R)
    (2%:R / 100%:R)) = mx2 (99%:R / 197%:R) 3%:R^-1 (98%:R / 197%:R)
    (2%:R / 3%:R) :> 'M[R]_2.
  have e1 : 99%:R / 100%:R + 98%:R / 100%:R = 197%:R / 100%:R :> R by real_lra.
  have e2 : 100%:R^-1 + 2%:R / 100%:R = 3%:R / 100%:R :> R by real_lra.
  have inv1 : (197%:R / 100%:R)^-1 = 100%:R / 197%:R :> R by rewrite invf_div.
  have inv2 : (3%:R / 100%:R)^-1 = 100%:R / 3%:R :> R by rewrite invf_div.
  by rewrite scale_cols_mx2 e1 e2 inv1 inv2; congr mx2; real_lra.
have r : scale_rows (mx2 (99%:R / 197%:R) 3%:R^-1 (98%:R / 197%:R)
    (2%:R / 3%:R)) = mx2 (297%:R / 494%:R) (197%:R / 494%:R) (147%:R / 344%:R)
    (197%:R / 344%:R) :> 'M[R]_2.
  have e1 : 99%:R / 197%:R + 3%:R^-1 = 494%:R / 591%:R :> R by real_lra.
  have e2 : 98%:R / 197%:R + 2%:R / 3%:R = 688%:R / 591%:R :> R by real_lra.
  have inv1 : (494%:R / 591%:R)^-1 = 591%:R / 494%:R :> R by rewrite invf_div.
  have inv2 : (688%:R / 591%:R)^-1 = 591%:R / 688%:R :> R by rewrite invf_div.
  by rewrite scale_rows_mx2 e1 e2 inv1 inv2; congr mx2; real_lra.
move=> ->; rewrite /scaling c r; split.
  apply: le_lt_trans p _; rewrite {c r} penalty_mx2; try by real_lra.
  set w := Num.sqrt _; set x := Num.sqrt _; set y := Num.sqrt _.
  set z := Num.sqrt _.
  have : w <= 61%:R / 100%:R by root_le (61%:R / 100%:R : R).
  have : x <= 84%:R / 100%:R by root_le (84%:R / 100%:R : R).
  have : y <= 71%:R / 100%:R by root_le (71%:R / 100%:R : R).
  have : z <= 75%:R / 100%:R by root_le (75%:R / 100%:R : R).
  by move: w x y z => w x y z; real_lra.
rewrite {p} !penalty_mx2; try by real_lra.
set w := Num.sqrt (_ + (3%:R^-1) ^+ 2).
set x := Num.sqrt (_ + (2%:R / 3%:R) ^+ 2).
set y := Num.sqrt (_ + (98%:R / 197%:R) ^+ 2).
set z := Num.sqrt (3%:R^-1 ^+ 2 + _).
set w' := Num.sqrt (_ + (197%:R / 494%:R) ^+ 2).
set x' := Num.sqrt (_ + (197%:R / 344%:R) ^+ 2).
set y' := Num.sqrt (_ + (147%:R / 344%:R) ^+ 2).
set z' := Num.sqrt (_ + (197%:R / 344%:R) ^+ 2).
have : 6%:R / 10%:R <= w by root_ge (6%:R / 10%:R : R).
have : 83%:R / 100%:R <= x by root_ge (83%:R / 100%:R : R).
have : 707%:R / 1000%:R <= y by root_ge (707%:R / 1000%:R : R).
have : 745%:R / 1000%:R <= z by root_ge (745%:R / 1000%:R : R).
have : w' <= 722%:R / 1000%:R by root_le (722%:R / 1000%:R : R).
have : x' <= 715%:R / 1000%:R by root_le (715%:R / 1000%:R : R).
have : y' <= 738%:R / 1000%:R by root_le (738%:R / 1000%:R : R).
have : z' <= 698%:R / 1000%:R by root_le (698%:R / 1000%:R : R).
by move: w x y z w' x' y' z' => w x y z w' x' y' z'; real_lra.
Qed.

(* N1 *)
Lemma mx2_trap_scaling (z : R) : z != 0 -> scaling (mx2 z 0 z 0) = mx2 1 0 1 0.
Proof.
move=> z0; have zz : z + z != 0 by rewrite -mulr2n mulrn_eq0.
rewrite /scaling scale_cols_mx2 scale_rows_mx2 !mul0r addr0.
by rewrite divff // mulf_neq0 ?invr_eq0.
Qed.

Lemma trap_step (M : 'M[R]_2) a b : M = mx2 a b a b -> 2%:R / 5%:R < a ->
  0 <= b -> subgradient M ord0 ord0 <= 2%:R ->
  5%:R * b <= subgradient M ord0 ord_max ->
  scaling_step 5%:R^-1 1 0 M = mx2 1 0 1 0.
Proof.
move=> MM a_big b0 on off.
have same : subgradient M ord_max ord0 = subgradient M ord0 ord0 /\
    subgradient M ord_max ord_max = subgradient M ord0 ord_max.
  have r : row_norm M ord_max = row_norm M ord0.
    by rewrite MM /row_norm /norm2 /norm2sq !sum2 !mxE.
  by rewrite ![subgradient M _ _]mxE r; rewrite MM !mxE.
case: same => same0 same1.
have entry i j : step_core 5%:R^-1 1 0 M i j =
    Num.max 0 (M i j - 5%:R^-1 * subgradient M i j).
  rewrite [LHS]mxE [move _ _ _ _ _ _ _]mxE [(0 : 'M[R]_2) i j]mxE.
  by rewrite add0r mul1r.
pose z := a - 5%:R^-1 * subgradient M ord0 ord0.
have z0 : 0 < z by rewrite /z; real_lra.
have core : step_core 5%:R^-1 1 0 M = mx2 z 0 z 0.
  apply: eq_mx2; rewrite entry ?same0 ?same1 MM [mx2 _ _ _ _ _ _]mxE /= -MM.
  - by rewrite max_r // ltW.
  - by rewrite max_l //; real_lra.
  - by rewrite max_r // ltW.
  by rewrite max_l //; real_lra.
by rewrite /scaling_step core mx2_trap_scaling // gt_eqF.
Qed.

Theorem collision_trap (M : nat -> 'M[R]_2) :
  M 0%N = mx2 (9%:R / 10%:R) 10%:R^-1 (9%:R / 10%:R) 10%:R^-1 ->
  (forall t, M t.+1 = scaling_step 5%:R^-1 1 0 (M t)) ->
  \sum_i rowgap (M 0%N) i < 5%:R^-1 /\
  forall t, M t.+1 = mx2 1 0 1 0.
Proof.
move=> M0 step; split.
  rewrite M0 sum2 /rowgap /gap /norm1 /norm2 /norm2sq !sum2 !mxE /=.
  rewrite !ger0_norm; try by real_lra.
  set w := Num.sqrt _; have : 905%:R / 1000%:R <= w.
    by root_ge (905%:R / 1000%:R : R).
  by move: w => w; real_lra.
have push_le2 (N : 'M[R]_2) i j : 0 <= N i j -> subgradient N i j <= 2%:R.
  move=> N0; rewrite mxE -addrA ger_addl -opprD oppr_le0.
  by rewrite addr_ge0 // divr_ge0 // norm2_ge0.
elim=> [|t IH]; rewrite step.
  apply: (trap_step M0); rewrite ?push_le2 //; try by real_lra.
    by rewrite M0 mxE /=; real_lra.
  have r : 9%:R / 10%:R <= row_norm (M 0%N) ord0.
    by have := entry_le_row_norm (M 0%N) ord0 ord0; rewrite {1}M0 mxE.
  have c : 10%:R^-1 <= col_norm (M 0%N) ord_max.
    by have := entry_le_col_norm (M 0%N) ord0 ord_max; rewrite {1}M0 mxE.
  rewrite mxE; have -> : M 0%N ord0 ord_max = 10%:R^-1 by rewrite M0 mxE.
  have {}r : 10%:R^-1 / row_norm (M 0%N) ord0 <= 9%:R^-1.
    rewrite ler_pdivr_mulr; first by real_lra.
    by apply: lt_le_trans r; real_lra.
  have {}c : 10%:R^-1 / col_norm (M 0%N) ord_max <= 1.
    rewrite ler_pdivr_mulr; first by real_lra.
    by apply: lt_le_trans c; real_lra.
  by real_lra.
apply: (trap_step IH); rewrite ?lexx ?push_le2 //; try by real_lra.
  by rewrite IH mxE ler01.
by rewrite [subgradient _ _ _]mxE IH mxE /= !mul0r mulr0 !subr0 ler0n.
Qed.

(* the two force bounds of theorem B are attained at product 1 - e *)
Theorem scaling_forces_attained e : 0 <= e <= 2%:R^-1 ->
  (on_prod 1%g (mx2 (1 - e) e 0 1) = 1 - e /\
   subgradient (mx2 (1 - e) e 0 1) ord0 ord_max = weakest_pull e) /\
  (on_prod 1%g (mx2 1 0 e (1 - e)) = 1 - e /\
   subgradient (mx2 1 0 e (1 - e)) ord_max ord_max = strongest_push e).
Proof.
move=> /andP[e0 e_half].
have e1 : 0 < 1 - e by move: (half_add_half R); real_lra.
have prod2 (F : 'I_2 -> R) : \prod_i F i = F ord0 * F ord_max.
  by rewrite big_ord_recl big_ord1; congr (_ * F _); exact: val_inj.
rewrite /on_prod !prod2 !perm1 !mxE /= /row_norm /col_norm /norm2 /norm2sq.
rewrite !sum2 !mxE /= expr0n /= add0r sqrtr_sqr ger0_norm ?(ltW e1) // expr1n.
rewrite /weakest_pull /strongest_push /off_norm divff ?gt_eqF //.
rewrite [(1 - e) ^+ 2 + e ^+ 2]addrC [e ^+ 2 + 1]addrC.
by rewrite mulr1 mul1r; split; split=> //; real_lra.
Qed.

(* N2: at eta (Gam + lam strongest_push) = product a column can vanish *)
Theorem scaling_step_size_sharp e eta lam Gam : 0 <= e <= 2%:R^-1 ->
  0 <= eta -> 0 <= lam -> 0 <= Gam ->
  eta * (Gam + lam * strongest_push e) = 1 - e ->
  forall i, scaling_step eta lam (mx2 0 0 0 Gam) (mx2 1 0 e (1 - e)) i ord_max
    = 0.
Proof.
move=> e01 eta0 lam0 Gam0 big; have [_ [_ push]] := scaling_forces_attained e01.
suff Z0 i : step_core eta lam (mx2 0 0 0 Gam) (mx2 1 0 e (1 - e)) i ord_max = 0.
  by have [] := scaling_zero_column Z0.
apply: threshold_le0; rewrite mxE; have [->|->] := ord2P i; last first.
  by rewrite push [mx2 0 0 0 Gam _ _]mxE [mx2 1 0 _ _ _ _]mxE /= big subrr.
rewrite [subgradient _ _ _]mxE !mxE /= !mul0r !subr0 !add0r oppr_le0.
by rewrite !mulr_ge0 ?ler0n.
Qed.

(* Euclidean projection needs lam >= Gam *)
Theorem projection_threshold_sharp eta lam Gam : 0 < eta ->
  nearest_ds (move eta lam (flat 2 Gam (- Gam)) (subgradient (flat 2 1 0))
    (flat 2 1 0)) (flat 2 1 0) -> Gam <= lam.
Proof.
move=> eta0 near.
have swap_ds : doubly_stochastic (flat 2 (0 : R) 1).
  split=> [i j|i|j]; first by rewrite mxE; case: eqP; rewrite ?lexx ?ler01.
    by rewrite [LHS](row_sum_flat 0 1 i) /= mul1r add0r.
  by rewrite [LHS](col_sum_flat 0 1 j) /= mul1r add0r.
have := nearest_ds_variational near swap_ds.
have q1 : flat_norm 2 (1 : R) 0 = 1.
  by rewrite /flat_norm expr1n expr0n mulr0 addr0 sqrtr1.
rewrite subgradient_flat q1 move_flat /inner sum2 !sum2 !mxE /= divr1 mul0r.
move=> vi; rewrite -(ler_pmul2l eta0); move: vi; real_lra.
Qed.
End TwoByTwo.

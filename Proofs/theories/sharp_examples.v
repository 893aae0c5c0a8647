(******************************************************************************)
(* Matrices that show constants to be best (T2F, T2Q, T3, T6c, T8')           *)
(*                                                                            *)
(*   mixture e s t == (1 - e) perm_mx s + e perm_mx t                         *)
(*    uniform_mx R n == every entry 1 / n                                     *)
(* Main lemmas:                                                               *)
(*   penalty_near_distance    (T3, T6c) the constant 1 is approached          *)
(*   quadratic_near_penalty   (T2Q) the constant 1 is approached              *)
(*   frobenius_constant_sharp (T2F) half sums of permutation matrices         *)
(*   uniform_quadratic_sharp  (T2Q) equality at uniform_mx                    *)
(*   exact_quadratic          [T8'] lam > 2 L makes n - frob_sq exact         *)
(*   exact_quadratic_sharp    [T8'] lam < 2 L does not                        *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import real_arithmetic norms assignment penalty.
From AutoShuffleNet Require Import euclidean frobenius_lipschitz rounding.
From AutoShuffleNet Require Import sharp_lower_bound half_matrices
    exact_penalty.
From AutoShuffleNet Require Import equality_case concavity local_sharpness.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Mixtures.
Variables (R : rcfType) (n : nat).
Implicit Types (M : 'M[R]_n) (s t : 'S_n) (e : R).

Definition mixture e s t : 'M[R]_n := e *: perm_mx t + (1 - e) *: perm_mx s.

Lemma mixture_ds e s t : 0 <= e -> e <= 1 -> doubly_stochastic (mixture e s t).
Proof. by move=> e0 e1; apply: ds_comb => //; exact: perm_mx_ds. Qed.

Lemma mixture_stay e s t i : s i = t i -> mixture e s t i (s i) = 1.
Proof. by move=> st; rewrite !mxE st eqxx /=; lra. Qed.

Lemma mixture_move e s t i : s i != t i -> mixture e s t i (s i) = 1 - e.
Proof. by move=> st; rewrite !mxE eqxx eq_sym (negPf st) /=; lra. Qed.

Lemma mixture_other e s t i : s i != t i -> mixture e s t i (t i) = e.
Proof. by move=> st; rewrite !mxE eqxx (negPf st) /=; lra. Qed.

Lemma mixture_off e s t i j : j != s i -> j != t i -> mixture e s t i j = 0.
Proof.
move=> js jt; rewrite !mxE eq_sym (negPf jt) [s i == j]eq_sym (negPf js) /=;
  lra.
Qed.

Lemma mixture_l1dist e s t : 0 <= e -> e <= 1 ->
  l1dist (mixture e s t) (perm_mx s) = 2%:R * e * (moved s t)%:R.
Proof.
move=> e0 e1; rewrite l1dist_perm; last exact: mixture_ds.
have -> : n%:R - assign_val (mixture e s t) s = (moved s t)%:R * e; last by lra.
rewrite card_sum1 -sumrB -sum_moved; apply: eq_bigr => i _.
case: eqP => [st|/eqP st]; first by rewrite mixture_stay // subrr.
by rewrite mixture_move //; lra.
Qed.

Lemma mixture_quadratic e s t :
  n%:R - frob_sq (mixture e s t) = (moved s t)%:R * (2%:R * e * (1 - e)).
Proof.
rewrite quadratic_rows -sum_moved; apply: eq_bigr => i _.
rewrite /norm2sq (bigD1 (s i)) //=; case: eqP => [st|/eqP st].
  rewrite mixture_stay // big1 ?expr1n ?addr0 ?subrr // => j js.
  by rewrite mixture_off ?expr0n // -st.
rewrite (bigD1 (t i)) 1?eq_sym //= mixture_move // mixture_other //.
rewrite big1 ?addr0 => [|j /andP[js jt]]; first by lra.
by rewrite mixture_off ?expr0n.
Qed.

(* T6c and T3: the constant 1 is approached near permutations *)
Theorem penalty_near_distance (i j : 'I_n) (c : R) : i != j -> c < 1 ->
  exists2 M : 'M[R]_n, doubly_stochastic M & exists s,
    [/\ 0 < l1dist M (perm_mx s), d1 M = l1dist M (perm_mx s) &
        c * l1dist M (perm_mx s) < penalty M].
Proof.
move=> ij c1; pose t := tperm i j; have mt := moved_tperm ij.
pose e := Num.min (4%:R^-1 : R) ((1 - c) / 2%:R).
have e_gt0 : 0 < e by rewrite lt_minr; apply/andP; split; lra.
have e_q : e <= 4%:R^-1 by rewrite le_minl lexx.
have e_c : e <= (1 - c) / 2%:R by rewrite le_minl lexx orbT.
have e1 : e <= 1 by lra.
have dM := mixture_ds 1%g t (ltW e_gt0) e1.
exists (mixture e 1%g t) => //; exists 1%g.
have dE := mixture_l1dist 1%g t (ltW e_gt0) e1; rewrite mt in dE.
have d_gt0 : 0 < l1dist (mixture e 1%g t) (perm_mx 1%g) by rewrite dE; lra.
have def k : 1 - mixture e 1%g t k ((1%g : 'S_n) k) <= e.
  have [st|st] := eqVneq ((1%g : 'S_n) k) (t k).
    by rewrite mixture_stay // subrr ltW.
  by rewrite mixture_move //; lra.
have elt1 : e < 1 by lra.
split=> //; last first.
  apply: lt_le_trans (penalty_ge_local dM def elt1); rewrite ltr_pmul2r //.
  have qE : e / (2%:R * (1 - e)) * (2%:R * (1 - e)) = e.
    by rewrite divfK // mulf_neq0 ?pnatr_eq0 // gt_eqF //; lra.
  by set q := e / _ in qE *; nra.
have [v hv] : exists v : 'S_n, d1 (mixture e 1%g t) =
    l1dist (mixture e 1%g t) (perm_mx v) by exists (nearest_perm (mixture e 1
        t)).
apply/eqP; rewrite eq_le d1_le /= hv !l1dist_perm // ler_pmul2l ?ltr0n //.
rewrite ler_add2l ler_opp2; apply: ler_sum => k _.
have [<- //|vk] := eqVneq ((1%g : 'S_n) k) (v k).
have := ds_row_pair k dM vk; have := def k; lra.
Qed.

(* T2Q: the constant 1 is approached near permutations *)
Theorem quadratic_near_penalty (i j : 'I_n) (c : R) : i != j -> c < 1 ->
  exists2 M : 'M[R]_n, doubly_stochastic M &
    0 < penalty M /\ c * penalty M < n%:R - frob_sq M.
Proof.
move=> ij c1; pose t := tperm i j; have mt := moved_tperm ij.
pose e := Num.min (4%:R^-1 : R) ((1 - c) / 2%:R).
have e_gt0 : 0 < e by rewrite lt_minr; apply/andP; split; lra.
have e_q : e <= 4%:R^-1 by rewrite le_minl lexx.
have e_c : e <= (1 - c) / 2%:R by rewrite le_minl lexx orbT.
have e1 : e <= 1 by lra.
have dM := mixture_ds 1%g t (ltW e_gt0) e1.
exists (mixture e 1%g t) => //.
have dE := mixture_l1dist 1%g t (ltW e_gt0) e1; rewrite mt in dE.
have qE := mixture_quadratic e 1%g t; rewrite mt in qE.
have up := penalty_le_l1dist 1%g dM; rewrite dE in up.
have lo := quadratic_le_penalty dM; rewrite qE in lo.
have p_gt0 : 0 < penalty (mixture e 1%g t) by nra.
split=> //; rewrite qE.
have [c0|c0] := lerP 0 c; last by nra.
have := ler_wpmul2l c0 up; nra.
Qed.
End Mixtures.

Section FrobeniusSharp.
Variables (R : rcfType) (n : nat).

Lemma frob_dist_half (s t : 'S_n) :
  2%:R * frob_dist_sq (half_mx R s t)
    (perm_mx (nearest_perm (half_mx R s t))) = d1 (half_mx R s t).
Proof.
have dM := half_mx_ds R s t; rewrite frob_dist_sq_perm.
have d : d1 (half_mx R s t) = (moved s t)%:R := d1_half R s t.
have := d; rewrite {1}/d1 l1dist_perm //.
have q : n%:R - frob_sq (half_mx R s t) = (moved s t)%:R * 2%:R^-1.
  rewrite quadratic_rows -sum_moved; apply: eq_bigr => i _.
  have := rowgap_half R s t i; rewrite /rowgap /gap -sqr_norm2.
  have [M0 Mr _] := dM; rewrite norm1_nneg // Mr; set x := norm2 _.
  have h : Num.sqrt (2%:R^-1 : R) ^+ 2 = 2%:R^-1.
    by rewrite sqr_sqrtr // invr_ge0 ler0n.
  case: ifP => _ e.
    have x1 : x = 1 by lra.
    by rewrite x1 expr1n subrr.
  have xh : x = Num.sqrt 2%:R^-1 by lra.
  by rewrite xh h; lra.
by rewrite d; lra.
Qed.

(* T2F *)
Theorem frobenius_constant_sharp (c : R) : (2 <= n)%N ->
  (forall M : 'M[R]_n, doubly_stochastic M ->
    c * frob_dist_sq M (perm_mx (nearest_perm M)) <= penalty M) ->
  c <= 2%:R * (2%:R - sqrt2).
Proof.
move=> n2 bound; have n1 : (0 < n)%N by exact: ltn_trans n2.
pose i := Ordinal n1; pose j := Ordinal n2; have ij : i != j by [].
have := bound _ (half_mx_ds R 1%g (tperm i j)).
rewrite penalty_half_sharp d1_half; have := frob_dist_half 1%g (tperm i j).
rewrite d1_half moved_tperm // => e.
set D := frob_dist_sq _ _ in e *; have -> : D = 1 by lra.
lra.
Qed.
End FrobeniusSharp.

Section Uniform.
Variables (R : rcfType) (n : nat).
Hypothesis n_gt0 : (0 < n)%N.

Definition uniform_mx : 'M[R]_n := \matrix_(i, j) n%:R^-1.

Let nR : 0 < n%:R :> R.
Proof. by rewrite ltr0n. Qed.

Let nV : n%:R * n%:R^-1 = 1 :> R.
Proof. by rewrite divff // gt_eqF. Qed.

Lemma uniform_ds : doubly_stochastic uniform_mx.
Proof.
split=> [i j|i|j]; first by rewrite mxE invr_ge0 ler0n.
  rewrite (eq_bigr (fun=> n%:R^-1)) => [|j _]; last by rewrite mxE.
  by rewrite sumr_const card_ord -[_ *+ _]mulr_natl.
rewrite (eq_bigr (fun=> n%:R^-1)) => [|i _]; last by rewrite mxE.
by rewrite sumr_const card_ord -[_ *+ _]mulr_natl.
Qed.

Lemma uniform_row (i : 'I_n) : norm2sq (fun j => uniform_mx i j) = n%:R^-1.
Proof.
rewrite /norm2sq (eq_bigr (fun=> n%:R^-1 ^+ 2)) => [|j _]; last by rewrite mxE.
by rewrite sumr_const card_ord -[_ *+ _]mulr_natl expr2 mulrA nV mul1r.
Qed.

Lemma uniform_quadratic : n%:R - frob_sq uniform_mx = n%:R - 1.
Proof.
congr (_ - _); rewrite /frob_sq (eq_bigr (fun=> n%:R^-1)) => [|i _].
  by rewrite sumr_const card_ord -[_ *+ _]mulr_natl.
exact: uniform_row.
Qed.

Lemma uniform_tr : uniform_mx^T = uniform_mx.
Proof. by apply/matrixP => i j; rewrite !mxE. Qed.

Lemma uniform_penalty :
  penalty uniform_mx = 2%:R * (n%:R * (1 - Num.sqrt n%:R^-1)).
Proof.
have rows : \sum_i rowgap uniform_mx i = n%:R * (1 - Num.sqrt n%:R^-1).
  rewrite (eq_bigr (fun=> 1 - Num.sqrt n%:R^-1)) => [|i _].
    by rewrite sumr_const card_ord -[_ *+ _]mulr_natl.
  have [M0 Mr _] := uniform_ds.
  by rewrite /rowgap /gap norm1_nneg // Mr /norm2 uniform_row.
by rewrite /penalty sum_colgap_tr uniform_tr rows; lra.
Qed.

(* T2Q, lower: equality *)
Theorem uniform_quadratic_sharp :
  n%:R - frob_sq uniform_mx =
  2%:R^-1 * (1 + Num.sqrt n%:R^-1) * penalty uniform_mx.
Proof.
rewrite uniform_quadratic uniform_penalty.
have h : Num.sqrt (n%:R^-1 : R) ^+ 2 = n%:R^-1.
  by rewrite sqr_sqrtr // invr_ge0 ler0n.
have : n%:R * Num.sqrt (n%:R^-1 : R) ^+ 2 = 1 by rewrite h nV.
by lra.
Qed.

Lemma uniform_l1dist (s : 'S_n) :
  l1dist uniform_mx (perm_mx s) = 2%:R * (n%:R - 1).
Proof.
rewrite l1dist_perm; last exact: uniform_ds.
rewrite /assign_val (eq_bigr (fun=> n%:R^-1)) => [|i _]; last by rewrite mxE.
by rewrite sumr_const card_ord; congr (_ * (_ - _)); rewrite -[LHS]mulr_natl nV.
Qed.
End Uniform.

Section QuadraticPenalty.
Variables (R : rcfType) (n : nat).
Implicit Types (M A : 'M[R]_n).

Lemma quadratic_perm (s : 'S_n) : n%:R - frob_sq (perm_mx s : 'M[R]_n) = 0.
Proof.
rewrite quadratic_rows big1 // => i _; rewrite /norm2sq (bigD1 (s i)) //=.
rewrite !mxE eqxx expr1n big1 ?addr0 ?subrr // => j js.
by rewrite !mxE eq_sym (negPf js) expr0n.
Qed.

Lemma quadratic_ge0 M : doubly_stochastic M -> 0 <= n%:R - frob_sq M.
Proof.
by move=> dM; have := d1_le_quadratic dM; have := l1dist_ge0 M
  (perm_mx (nearest_perm M)); rewrite -/(d1 M); lra.
Qed.

(* T8' *)
Theorem exact_quadratic (f : 'M[R]_n -> R) (L lam : R) : 0 <= L ->
  l1_lipschitz f L -> 2%:R * L < lam -> forall M,
  minimises (fun A => f A + lam * (n%:R - frob_sq A)) M <->
  exists2 s : 'S_n, M = perm_mx s &
    forall t : 'S_n, f (perm_mx s) <= f (perm_mx t).
Proof.
move=> L0 fL Ll M; have lam0 : 0 < lam by lra.
have near A : doubly_stochastic A ->
    f (perm_mx (nearest_perm A)) <= f A + L * d1 A.
  move=> dA; have : f (perm_mx (nearest_perm A)) - f A <= L * d1 A.
    apply: le_trans (ler_norm _) _; rewrite distrC; apply: fL => //.
    exact: perm_mx_ds.
  lra.
have step A : doubly_stochastic A ->
    L * d1 A <= lam * (n%:R - frob_sq A) /\
    (lam * (n%:R - frob_sq A) <= L * d1 A -> d1 A = 0).
  move=> dA; have q := d1_le_quadratic dA; have q0 := quadratic_ge0 dA.
  have p0 : 0 <= d1 A by exact: l1dist_ge0.
  split; first by nra.
  by move=> h; have : n%:R - frob_sq A <= 0; nra.
split=> [[dM minM]|[s -> best]]; last first.
  split=> [|A dA]; first exact: perm_mx_ds.
  rewrite quadratic_perm mulr0 addr0; apply: le_trans (best (nearest_perm A)) _.
  have := near A dA; have [] := step A dA; lra.
have minP (t : 'S_n) : f M + lam * (n%:R - frob_sq M) <= f (perm_mx t).
  by have := minM _ (perm_mx_ds R t); rewrite quadratic_perm mulr0 addr0.
have [_ z] := step M dM; have := near M dM; have := minP (nearest_perm M).
move=> h1 h2; have d0 : d1 M = 0 by apply: z; lra.
have Ms : M = perm_mx (nearest_perm M) by apply: l1dist_eq0; exact: d0.
exists (nearest_perm M) => // t.
by have := minP t; rewrite {1 2}Ms quadratic_perm mulr0 addr0.
Qed.

Theorem exact_quadratic_sharp (L lam : R) : (2 <= n)%N -> 0 <= L ->
  lam < 2%:R * L ->
  exists2 f : 'M[R]_n -> R, l1_lipschitz f L &
  exists2 M, doubly_stochastic M & forall s : 'S_n,
    f M + lam * (n%:R - frob_sq M) <
    f (perm_mx s) + lam * (n%:R - frob_sq (perm_mx s : 'M[R]_n)).
Proof.
move=> n2 L0 lamL; have n1 : (0 < n)%N by exact: ltn_trans n2.
pose U := uniform_mx R n; have dU := uniform_ds R n1.
exists (fun A => L * l1dist A U) => [A B _ _|].
  rewrite -mulrBr normrM (ger0_norm L0) ler_wpmul2l // ler_norml.
  rewrite ler_oppl opprB !ler_subl_addr l1dist_triangle andbT.
  by rewrite [l1dist A B]l1dist_sym l1dist_triangle.
exists U => [|s] //; rewrite quadratic_perm mulr0 addr0 uniform_quadratic //.
have -> : l1dist U U = 0.
  by rewrite /l1dist big1 // => k _; rewrite big1 // => l _;
    rewrite subrr normr0.
rewrite l1dist_sym uniform_l1dist //.
have : 0 < n%:R - 1 :> R by rewrite subr_gt0 ltr1n.
nra.
Qed.
End QuadraticPenalty.

(******************************************************************************)
(* The l1-l2 permutation penalty of a square matrix                           *)
(*                                                                            *)
(* M, N are n x n matrices over a real closed field, s is a permutation;      *)
(* perm_mx s has a 1 at (i, s i).                                             *)
(*          rowgap M i == gap of row i                                        *)
(*          colgap M j == gap of column j                                     *)
(*           penalty M == the sum of all row gaps and all column gaps         *)
(* doubly_stochastic M == M >= 0 with all row and column sums 1               *)
(*      assign_val M s == the sum of the entries M i (s i)                    *)
(*          l1dist M N == the sum of |M i j - N i j|                          *)
(*           frob_sq M == the sum of the squares of the entries               *)
(*    frob_dist_sq M N == the sum of the squares of the entries of M - N      *)
(*      nearest_perm M == a permutation nearest to M in l1dist                *)
(*                d1 M == l1dist M (perm_mx (nearest_perm M))                 *)
(* Main lemmas:                                                               *)
(*   penalty_eq0_lines    (T1a) zero iff each line has at most one nonzero    *)
(*   penalty_eq0_perm     (T1b) doubly stochastic: zero iff a permutation     *)
(*   penalty_le_l1dist    (T2 upper) penalty M <= l1dist M (perm_mx s)        *)
(*   quadratic_le_penalty,                                                    *)
(*   d1_le_quadratic      (T2 lower) d1 M / 2 <= n - frob_sq M <= penalty M   *)
(*   penalty_lipschitz    (T6a) 2-Lipschitz for l1dist, all matrices          *)
(*   l1dist_perm          l1dist M (perm_mx s) = 2 (n - assign_val M s)       *)
(* The penalty of Lyu, Zhang, Qi, Xin, arXiv:1901.08624.                      *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms assignment ring_identities.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Penalty.
Variables (R : rcfType) (n : nat).
Implicit Types M N K : 'M[R]_n.

Definition rowgap M i := gap (fun j => M i j).
Definition colgap M j := gap (fun i => M i j).
Definition penalty M := \sum_i rowgap M i + \sum_j colgap M j.
Definition doubly_stochastic M := ds_fun (fun i j => M i j).
Definition assign_val M (s : 'S_n) := \sum_i M i (s i).
Definition l1dist M N := \sum_i \sum_j `|M i j - N i j|.
Definition frob_sq M := \sum_i \sum_j (M i j) ^+ 2.
Definition frob_dist_sq M N := \sum_i \sum_j (M i j - N i j) ^+ 2.
Definition nearest_perm M : 'S_n :=
  [arg min_(s < 1%g) l1dist M (perm_mx s)]%O.
Definition d1 M := l1dist M (perm_mx (nearest_perm M)).

(* Doubly stochastic matrices *)
Lemma perm_mx_ds (s : 'S_n) : doubly_stochastic (perm_mx s).
Proof.
split=> [i j|i|j]; first by rewrite !mxE ler0n.
  rewrite (bigD1 (s i)) //= !mxE eqxx big1 ?addr0 // => j js.
  by rewrite !mxE eq_sym (negPf js).
rewrite (bigD1 ((s^-1)%g j)) //= !mxE permKV eqxx big1 ?addr0 // => i ij.
rewrite !mxE; case: eqP => // e; by rewrite -e permK eqxx in ij.
Qed.

Lemma ds_tr M : doubly_stochastic M -> doubly_stochastic M^T.
Proof.
case=> M0 Mr Mc; split=> [i j|i|j]; first by rewrite mxE.
  by rewrite -[RHS](Mc i); apply: eq_bigr => j _; rewrite mxE.
by rewrite -[RHS](Mr j); apply: eq_bigr => i _; rewrite mxE.
Qed.

Lemma ds_le1 M i j : doubly_stochastic M -> M i j <= 1.
Proof.
by case=> M0 Mr _; rewrite -(Mr i) (bigD1 j) //= ler_addl sumr_ge0.
Qed.

Lemma ds_row_pair M i j k :
  doubly_stochastic M -> j != k -> M i j + M i k <= 1.
Proof.
case=> M0 Mr _ jk; rewrite -(Mr i) (bigD1 j) //= (bigD1 k) 1?eq_sym //= addrA.
by rewrite ler_addl sumr_ge0.
Qed.

Lemma ds_col_pair M i k j :
  doubly_stochastic M -> i != k -> M i j + M k j <= 1.
Proof.
case=> M0 _ Mc ik; rewrite -(Mc j) (bigD1 i) //= (bigD1 k) 1?eq_sym //= addrA.
by rewrite ler_addl sumr_ge0.
Qed.

(* Transposition *)
Lemma rowgap_tr M i : rowgap M^T i = colgap M i.
Proof. by apply: eq_gap => j; rewrite mxE. Qed.

Lemma assign_val_tr M (s : 'S_n) : assign_val M^T s^-1%g = assign_val M s.
Proof.
rewrite /assign_val (reindex_inj (@perm_inj _ s)) /=.
by apply: eq_bigr => i _; rewrite permK mxE.
Qed.

Lemma best_assignment M :
  exists s : 'S_n, forall t : 'S_n, assign_val M t <= assign_val M s.
Proof.
have [s _ h] := arg_maxP (assign_val M) (isT : xpredT (1%g : 'S_n)).
by exists s => t; exact: h.
Qed.

(* The distance to the nearest permutation matrix *)
Lemma d1_le M (s : 'S_n) : d1 M <= l1dist M (perm_mx s).
Proof. by rewrite /d1 /nearest_perm; case: arg_minP => // t _; apply. Qed.

Lemma l1dist_ge0 M N : 0 <= l1dist M N.
Proof. by rewrite sumr_ge0 // => i _; rewrite sumr_ge0. Qed.

Lemma l1dist_sym M N : l1dist M N = l1dist N M.
Proof. by apply: eq_bigr => i _; apply: eq_bigr => j _; rewrite distrC. Qed.

Lemma l1dist_triangle M N K : l1dist M K <= l1dist M N + l1dist N K.
Proof.
rewrite /l1dist -big_split /=; apply: ler_sum => i _; rewrite -big_split /=.
by apply: ler_sum => j _; exact: ler_dist_add.
Qed.

Lemma l1dist_eq0 M N : l1dist M N = 0 -> M = N.
Proof.
move=> d0; apply/matrixP => i j; apply/eqP.
rewrite -subr_eq0 -normr_eq0 eq_le normr_ge0 andbT -d0.
rewrite /l1dist (bigD1 i) //= (bigD1 j) //= -addrA ler_addl.
by rewrite addr_ge0 // sumr_ge0 // => k _; rewrite ?normr_ge0 // sumr_ge0.
Qed.

Lemma penalty_ge0 M : 0 <= penalty M.
Proof. by rewrite addr_ge0 // sumr_ge0 // => i _; apply: gap_ge0. Qed.

Lemma penalty_eq0_gaps M : penalty M = 0 <->
  (forall i, rowgap M i = 0) /\ (forall j, colgap M j = 0).
Proof.
split=> [h|[hr hc]]; last first.
  rewrite /penalty big1 => [|i _]; last exact: hr.
  by rewrite add0r big1 // => i _; exact: hc.
have r0 : 0 <= \sum_i rowgap M i by apply: sumr_ge0 => i _; apply: gap_ge0.
have c0 : 0 <= \sum_j colgap M j by apply: sumr_ge0 => i _; apply: gap_ge0.
move/eqP: h; rewrite /penalty paddr_eq0 // => /andP[/eqP hr /eqP hc].
split=> i.
  by apply: (psumr_eq0P _ hr) => // k _; apply: gap_ge0.
by apply: (psumr_eq0P _ hc) => // k _; apply: gap_ge0.
Qed.

(* T1, first half: every real matrix, no sign condition *)
Theorem penalty_eq0_lines M : penalty M = 0 <->
  (forall i j k, k != j -> M i j * M i k = 0) /\
  (forall j i k, k != i -> M i j * M k j = 0).
Proof.
rewrite penalty_eq0_gaps; split=> -[hr hc]; split=> i.
- by move=> j k kj; have /gap_eq0P := hr i; apply.
- by move=> j k kj; have /gap_eq0P := hc i; apply.
- by apply/gap_eq0P => j k; apply: hr.
- by apply/gap_eq0P => j k; apply: hc.
Qed.

(* T1, second half *)
Theorem penalty_eq0_perm M : doubly_stochastic M ->
  (penalty M = 0 <-> exists s : 'S_n, M = perm_mx s).
Proof.
case=> M0 Mr Mc; rewrite penalty_eq0_lines; split; last first.
  case=> s ->; split=> i j k kj; rewrite !mxE.
    case: eqP => [e|_]; last by rewrite mul0r.
    case: eqP => [e'|_]; last by rewrite mulr0.
    by rewrite -e -e' eqxx in kj.
  case: eqP => [e|_]; last by rewrite mul0r.
  case: eqP => [e'|_]; last by rewrite mulr0.
  by rewrite -e in e'; rewrite (perm_inj e') eqxx in kj.
case=> hr hc.
have ex i : {j | M i j != 0}.
  apply: sigW; apply/existsP; rewrite -negb_forall; apply/negP => /forallP h.
  have := Mr i; rewrite big1 => [/eqP|j _]; first by rewrite eq_sym oner_eq0.
  exact/eqP.
pose f i := sval (ex i).
have f1 i : M i (f i) = 1.
  rewrite -(Mr i) (bigD1 (f i)) //= big1 ?addr0 // => j jf.
  have /eqP := hr i (f i) j jf; rewrite mulf_eq0 (negPf (svalP (ex i))) /=.
  by move/eqP.
have f0 i j : j != f i -> M i j = 0.
  by move=> jf; have := hr i (f i) j jf; rewrite f1 mul1r.
have finj : injective f.
  move=> i k e; apply/eqP; apply: contraT => ik.
  have /eqP := hc (f k) k i ik; rewrite -{2}e !f1 mulr1.
  by rewrite oner_eq0.
exists (perm finj); apply/matrixP => i j; rewrite !mxE permE.
by case: eqP => [<-|/eqP e]; [rewrite f1 | rewrite f0 // eq_sym].
Qed.

(* l1 distance from a DS matrix to a permutation matrix *)
Lemma l1dist_perm M (s : 'S_n) : doubly_stochastic M ->
  l1dist M (perm_mx s) = 2%:R * (n%:R - assign_val M s).
Proof.
case=> M0 Mr Mc; rewrite /l1dist /assign_val.
have -> : n%:R = \sum_(i < n) (1 : R) by rewrite sumr_const card_ord.
rewrite -sumrB mulr_sumr; apply: eq_bigr => i _.
have Mi : \sum_(j | j != s i) M i j = 1 - M i (s i).
  by have := Mr i; rewrite (bigD1 (s i)) //= => <-; rewrite addrAC subrr add0r.
have h : 0 <= 1 - M i (s i) by rewrite -Mi sumr_ge0.
rewrite (bigD1 (s i)) //= !mxE eqxx distrC ger0_norm //.
rewrite [X in _ + X](eq_bigr (fun j => M i j)).
  by rewrite Mi -[2%:R]/(1+1) mulrDl mul1r.
by move=> j js; rewrite !mxE eq_sym (negPf js) subr0 ger0_norm.
Qed.

Lemma d1_best M (s : 'S_n) : doubly_stochastic M ->
  (forall t : 'S_n, assign_val M t <= assign_val M s) ->
  d1 M = l1dist M (perm_mx s).
Proof.
move=> dM opt; apply/eqP; rewrite eq_le d1_le /= /d1 !l1dist_perm //.
by rewrite ler_wpmul2l ?ler0n // ler_add2l ler_opp2.
Qed.

Lemma frob_dist_sq_perm M (s : 'S_n) : frob_dist_sq M (perm_mx s) =
  frob_sq M - assign_val M s + (n%:R - assign_val M s).
Proof.
have -> : n%:R = \sum_(i < n) (1 : R) by rewrite sumr_const card_ord.
rewrite /frob_dist_sq /frob_sq /assign_val -!sumrB -big_split /=;
  apply: eq_bigr => i _.
rewrite (bigD1 (s i)) //= [in RHS](bigD1 (s i)) //= !mxE eqxx.
rewrite [X in _ + X](eq_bigr (fun j => M i j ^+ 2)); last first.
  by move=> j js; rewrite !mxE eq_sym (negPf js) subr0.
by rewrite mulr1n sqrrB1 mulr2n frob_regroup.
Qed.

(* T2 upper bound, for every permutation *)
Theorem penalty_le_l1dist M (s : 'S_n) : doubly_stochastic M ->
  penalty M <= l1dist M (perm_mx s).
Proof.
move=> dM; rewrite l1dist_perm //; case: dM => M0 Mr Mc.
rewrite -[2%:R]/(1+1) mulrDl mul1r /assign_val.
have -> : n%:R = \sum_(i < n) (1 : R) by rewrite sumr_const card_ord.
rewrite -sumrB; apply: ler_add.
  apply: ler_sum => i _; apply: le_trans (gap_le_norm1_sub _ (s i)) _.
  by rewrite norm1_nneg // Mr.
rewrite [X in _ <= X](reindex_inj (@perm_inj _ (s^-1)%g)) /=.
apply: ler_sum => j _; apply: le_trans (gap_le_norm1_sub _ ((s^-1)%g j)) _.
by rewrite norm1_nneg // Mc permKV.
Qed.

(* N - |M|_F^2 <= penalty M on DS matrices *)
Lemma quadratic_le_penalty M : doubly_stochastic M ->
  n%:R - frob_sq M <= penalty M.
Proof.
case=> M0 Mr Mc.
have nE : n%:R = \sum_(i < n) (1 : R) by rewrite sumr_const card_ord.
have hr : n%:R - frob_sq M <= 2%:R * \sum_i rowgap M i.
  rewrite nE /frob_sq -sumrB mulr_sumr; apply: ler_sum => i _.
  by apply: norm2sq_gap_unit; rewrite norm1_nneg.
have hc : n%:R - frob_sq M <= 2%:R * \sum_j colgap M j.
  rewrite nE /frob_sq exchange_big /= -sumrB mulr_sumr; apply: ler_sum => i _.
  by apply: norm2sq_gap_unit; rewrite norm1_nneg.
have := ler_add hr hc; rewrite -mulrDr -/(penalty M) -mulr2n -[_ *+ 2]mulr_natl.
by rewrite ler_pmul2l // ltr0n.
Qed.

(* T2 lower bound (constant 1/2), through Marcus-Ree *)
Theorem d1_le_quadratic M :
  doubly_stochastic M -> d1 M <= 2%:R * (n%:R - frob_sq M).
Proof.
move=> dM; have [s hs] := marcus_ree dM; apply: le_trans (d1_le M s) _.
by rewrite l1dist_perm // ler_wpmul2l ?ler0n // ler_add2l ler_opp2.
Qed.

(* T6: l1-Lipschitz with constant 2, all real matrices *)
Theorem penalty_lipschitz M N : `|penalty M - penalty N| <= 2%:R * l1dist M N.
Proof.
have h A B : penalty A - penalty B <= 2%:R * l1dist A B.
  rewrite /penalty opprD addrACA -!sumrB -[2%:R]/(1+1) mulrDl mul1r.
  apply: ler_add; first by apply: ler_sum => i _; apply: gap_lipschitz.
  rewrite /l1dist exchange_big /=; apply: ler_sum => i _; exact: gap_lipschitz.
by rewrite ler_norml h andbT ler_oppl opprB l1dist_sym h.
Qed.

End Penalty.

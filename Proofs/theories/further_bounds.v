(******************************************************************************)
(* Further bounds (T11)                                                       *)
(*                                                                            *)
(*        undecided tau M == the entries in [tau, 1 - tau]                    *)
(*         direct_sum A B == the block matrix with diagonal blocks A, B       *)
(*         rect_rowgaps M, rect_penalty M == sums of gaps of a rectangular M  *)
(*     injection_dist M f == 2 (m - the sum of M i (f i)), the l1 distance to *)
(*                           the 0/1 matrix of an injection f, row sums 1     *)
(* Main lemmas:                                                               *)
(*   undecided_le        (T11a) tau (1 - tau) times their number: at most     *)
(*                       n - frob_sq, and so at most penalty                  *)
(*   ratio_sandwich      (T11c) norm1 / norm2 - 1 between gap and sqrt n gap  *)
(*   rect_penalty_le,                                                         *)
(*   rect_dist_le        (T11e) rows of sum 1, columns of sum at most 1       *)
(*   penalty_direct_sum,                                                      *)
(*   quadratic_direct_sum  (T11f) additivity                                  *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import real_arithmetic norms assignment penalty.
From AutoShuffleNet Require Import euclidean frobenius_lipschitz.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Counting.
Variables (R : rcfType) (n : nat).
Implicit Types (M : 'M[R]_n) (tau : R).

(* the entries in [tau, 1 - tau] *)
Definition undecided tau M : {set 'I_n * 'I_n} :=
  [set p | tau <= M p.1 p.2 <= 1 - tau].

Theorem undecided_le M tau : doubly_stochastic M -> 0 <= tau ->
  tau * (1 - tau) * #|undecided tau M|%:R <= n%:R - frob_sq M <= penalty M.
Proof.
move=> dM tau0; have [M0 Mr _] := dM.
rewrite quadratic_le_penalty // andbT.
have -> : n%:R - frob_sq M = \sum_p M p.1 p.2 * (1 - M p.1 p.2).
  rewrite -(pair_bigA _ (fun i j => M i j * (1 - M i j))) /=.
  have -> : n%:R = \sum_(i < n) (1 : R) by rewrite sumr_const card_ord.
  rewrite -sumrB; apply: eq_bigr => i _.
  rewrite -[X in X - _ = _](Mr i) -sumrB.
  by apply: eq_bigr => j _ /=; lra.
rewrite mulr_natr -sumr_const big_mkcond; apply: ler_sum => -[i j] _ /=.
rewrite inE /=; have := M0 i j; have := ds_le1 i j dM.
by case: ifP => [/andP[]|_]; nra.
Qed.
End Counting.

Section Ratio.
Variables (R : rcfType) (I : finType) (x : I -> R).
Hypothesis x0 : forall i, 0 <= x i.
Hypothesis sx : \sum_i x i = 1.

(* T11c: the ratio of the norms in place of their difference *)
Theorem ratio_sandwich : gap x <= norm1 x / norm2 x - 1 /\
  norm1 x / norm2 x - 1 <= Num.sqrt #|I|%:R * gap x.
Proof.
have t0 := unit_norm2_gt0 sx; have t1 := norm2sq_dot_unit x0 sx.
have I0 := unit_sum_card_gt0 sx; have := unit_norm2sq_ge sx.
rewrite -sqr_norm2 /gap norm1_nneg // sx => h.
set t := norm2 x in t0 t1 h *; set c := Num.sqrt _.
have c0 : 0 <= c := sqrtr_ge0 _.
have cE : c ^+ 2 = #|I|%:R by rewrite sqr_sqrtr // ltW.
have ct : 1 <= c * t.
  rewrite -ler_sqr ?nnegrE ?mulr_ge0 ?ler01 ?(ltW t0) // expr1n exprMn cE.
  exact: h.
have e : 1 / t * t = 1 by rewrite divfK // gt_eqF.
set r := 1 / t in e *.
by split; rewrite -(ler_pmul2r t0); nra.
Qed.
End Ratio.

Section DirectSum.
Variables (R : rcfType) (m n : nat) (A : 'M[R]_m) (B : 'M[R]_n).

Definition direct_sum : 'M[R]_(m + n) := block_mx A 0 0 B.

Lemma gap_split (p q : nat) (x : 'I_(p + q) -> R) :
  gap x = (\sum_i `|x (lshift q i)| + \sum_i `|x (rshift p i)|) -
  Num.sqrt (\sum_i x (lshift q i) ^+ 2 + \sum_i x (rshift p i) ^+ 2).
Proof. by rewrite /gap /norm2 /norm1 /norm2sq !big_split_ord. Qed.

Lemma gap_pad_right (p q : nat) (x : 'I_(p + q) -> R) :
  (forall i, x (rshift p i) = 0) -> gap x = gap (fun i => x (lshift q i)).
Proof.
move=> x0; rewrite gap_split [X in _ + X - _]big1 => [|i _]; last first.
  by rewrite x0 normr0.
by rewrite [X in Num.sqrt (_ + X)]big1 ?addr0 // => i _; rewrite x0 expr0n.
Qed.

Lemma gap_pad_left (p q : nat) (x : 'I_(p + q) -> R) :
  (forall i, x (lshift q i) = 0) -> gap x = gap (fun i => x (rshift p i)).
Proof.
move=> x0; rewrite gap_split [X in X + _ - _]big1 => [|i _]; last first.
  by rewrite x0 normr0.
by rewrite [X in Num.sqrt (X + _)]big1 ?add0r // => i _; rewrite x0 expr0n.
Qed.

Theorem penalty_direct_sum : penalty direct_sum = penalty A + penalty B.
Proof.
have ul i j : direct_sum (lshift n i) (lshift n j) = A i j by rewrite
    block_mxEul.
have ur i j : direct_sum (lshift n i) (rshift m j) = 0.
  by rewrite block_mxEur mxE.
have dl i j : direct_sum (rshift m i) (lshift n j) = 0.
  by rewrite block_mxEdl mxE.
have dr i j : direct_sum (rshift m i) (rshift m j) = B i j.
  by rewrite block_mxEdr.
have rows : \sum_i rowgap direct_sum i =
    \sum_i rowgap A i + \sum_i rowgap B i.
  rewrite big_split_ord; congr (_ + _); apply: eq_bigr => i _ /=.
    rewrite /rowgap gap_pad_right => [|j]; last exact: ur.
    by apply: eq_gap => j; exact: ul.
  rewrite /rowgap gap_pad_left => [|j]; last exact: dl.
  by apply: eq_gap => j; exact: dr.
have cols : \sum_j colgap direct_sum j =
    \sum_j colgap A j + \sum_j colgap B j.
  rewrite big_split_ord; congr (_ + _); apply: eq_bigr => i _ /=.
    rewrite /colgap gap_pad_right => [|j]; last exact: dl.
    by apply: eq_gap => j; exact: ul.
  rewrite /colgap gap_pad_left => [|j]; last exact: ur.
  by apply: eq_gap => j; exact: dr.
by rewrite /penalty rows cols; lra.
Qed.

Theorem quadratic_direct_sum : (m + n)%:R - frob_sq direct_sum =
  (m%:R - frob_sq A) + (n%:R - frob_sq B).
Proof.
have -> : frob_sq direct_sum = frob_sq A + frob_sq B.
  rewrite /frob_sq big_split_ord; congr (_ + _); apply: eq_bigr => i _ /=.
    rewrite big_split_ord /= [X in _ + X]big1 ?addr0 => [|j _]; last first.
      by rewrite block_mxEur mxE expr0n.
    by apply: eq_bigr => j _; rewrite block_mxEul.
  rewrite big_split_ord /= [X in X + _]big1 ?add0r => [|j _]; last first.
    by rewrite block_mxEdl mxE expr0n.
  by apply: eq_bigr => j _; rewrite block_mxEdr.
by rewrite natrD; lra.
Qed.
End DirectSum.

Section Rectangular.
Variables (R : rcfType) (m k : nat) (M : 'M[R]_(m, m + k)).
Hypothesis M0 : forall i j, 0 <= M i j.
Hypothesis Mr : forall i, \sum_j M i j = 1.
Hypothesis Mc : forall j, \sum_i M i j <= 1.

Definition rect_rowgaps := \sum_i gap (fun j => M i j).
Definition rect_penalty := rect_rowgaps + \sum_j gap (fun i => M i j).
(* the l1 distance to the 0/1 matrix of an injection *)
Definition injection_dist (f : 'I_m -> 'I_(m + k)) :=
  2%:R * (m%:R - \sum_i M i (f i)).

Lemma sum_rows1 : m%:R = \sum_(i < m) (1 : R).
Proof. by rewrite sumr_const card_ord. Qed.

(* T11e, upper *)
Theorem rect_penalty_le f : injective f -> rect_penalty <= injection_dist f.
Proof.
move=> finj; have rows : rect_rowgaps <= m%:R - \sum_i M i (f i).
  rewrite sum_rows1 -sumrB; apply: ler_sum => i _.
  by have := gap_le_norm1_sub (M i) (f i); rewrite norm1_nneg // Mr.
suff cols : \sum_j gap (fun i => M i j) <= m%:R - \sum_i M i (f i).
  by rewrite /rect_penalty /injection_dist; lra.
have -> : m%:R = \sum_j \sum_i M i j.
  by rewrite exchange_big sum_rows1; apply: eq_bigr => i _; rewrite Mr.
have -> : \sum_i M i (f i) = \sum_j \sum_(i | f i == j) M i j.
  rewrite (exchange_big_dep xpredT) //=; apply: eq_bigr => i _.
  by rewrite (big_pred1 (f i)) // => j; rewrite eq_sym.
rewrite -sumrB; apply: ler_sum => j _.
case: (pickP (fun i => f i == j)) => [i /eqP fi|no].
  rewrite [X in _ - X](big_pred1 i) => [|l]; last by rewrite -fi (inj_eq finj).
  have := gap_le_norm1_sub (fun i => M i j) i; rewrite norm1_nneg //.
rewrite [X in _ - X]big_pred0 // subr0.
have := norm2_ge0 (fun i => M i j); rewrite /gap norm1_nneg //; lra.
Qed.

Lemma injection_value : exists2 f : 'I_m -> 'I_(m + k), injective f &
  \sum_i \sum_j M i j ^+ 2 <= \sum_i M i (f i).
Proof.
pose W (a b : 'I_(m + k)) : R :=
  match split a with inl i => M i b | inr _ => 0 end.
pose D (a b : 'I_(m + k)) : R := match split a with
  inl i => M i b | inr _ => (1 - \sum_i M i b) / k%:R end.
have Wl i b : W (lshift k i) b = M i b.
  by rewrite /W (unsplitK (inl i : 'I_m + 'I_k)).
have Wr i b : W (rshift m i) b = 0.
  by rewrite /W (unsplitK (inr i : 'I_m + 'I_k)).
have Dl i b : D (lshift k i) b = M i b.
  by rewrite /D (unsplitK (inl i : 'I_m + 'I_k)).
have Dr i b : D (rshift m i) b = (1 - \sum_i M i b) / k%:R.
  by rewrite /D (unsplitK (inr i : 'I_m + 'I_k)).
have colsum : \sum_b \sum_i M i b = m%:R.
  by rewrite exchange_big sum_rows1; apply: eq_bigr => i _; rewrite Mr.
have k_neq0 : (0 < k)%N -> k%:R != 0 :> R by move=> k0; rewrite pnatr_eq0 -lt0n.
have full b : k = 0%N -> \sum_i M i b = 1.
  move=> k0; have z : \sum_b (1 - \sum_i M i b) = 0.
    by rewrite sumrB colsum sumr_const card_ord k0 addn0 subrr.
  have : 1 - \sum_i M i b = 0.
    by apply: (psumr_eq0P _ z) => // c _; rewrite subr_ge0.
  lra.
have dD : ds_fun D.
  split=> [a b|a|b].
  - rewrite /D; case: split => i //; rewrite divr_ge0 ?ler0n // subr_ge0 //.
  - rewrite -(splitK a); case: (split a) => i /=.
      by rewrite (eq_bigr (M i)) // => b _; exact: Dl.
    rewrite (eq_bigr (fun b => (1 - \sum_i M i b) / k%:R)) => [|b _];
      last first.
      exact: Dr.
    rewrite -mulr_suml sumrB colsum sumr_const card_ord natrD addrAC subrr
        add0r.
    by rewrite divff // k_neq0 // (leq_ltn_trans (leq0n i) (ltn_ord i)).
  rewrite big_split_ord /= (eq_bigr (fun i => M i b)) => [|i _]; last exact: Dl.
  rewrite [X in _ + X](eq_bigr (fun=> (1 - \sum_i M i b) / k%:R)) => [|i _].
    2: exact: Dr.
  rewrite sumr_const card_ord -[_ *+ _]mulr_natl.
  have [k0|k0] := posnP k; first by rewrite full // subrr mul0r mulr0 addr0.
  by rewrite mulrCA divff ?k_neq0 // mulr1; lra.
have [s hs] := assignment_dominates_ds W.
exists (fun i => s (lshift k i)) => [i l /perm_inj/lshift_inj //|].
have := hs D dD; rewrite !big_split_ord /=.
rewrite [X in _ <= _ + X]big1 => [|i _]; last by rewrite Wr.
rewrite [X in _ + X <= _]big1 => [|i _]; last first.
  by rewrite big1 // => b _; rewrite Wr mulr0.
rewrite !addr0 (eq_bigr (fun i => \sum_j M i j ^+ 2)) => [|i _]; last first.
  by apply: eq_bigr => b _; rewrite Dl Wl expr2.
rewrite (eq_bigr (fun i => M i (s (lshift k i)))) // => i _; exact: Wl.
Qed.

(* T11e, lower *)
Theorem rect_dist_le : exists2 f : 'I_m -> 'I_(m + k), injective f &
  injection_dist f <= 4%:R * rect_rowgaps.
Proof.
have [f finj hf] := injection_value; exists f => //.
have : m%:R - \sum_i \sum_j M i j ^+ 2 <= 2%:R * rect_rowgaps.
  rewrite sum_rows1 -sumrB mulr_sumr; apply: ler_sum => i _.
  by apply: norm2sq_gap_unit; rewrite norm1_nneg.
by rewrite /injection_dist; lra.
Qed.
End Rectangular.

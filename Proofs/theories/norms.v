(******************************************************************************)
(* The l1-l2 gap of a finite family of reals                                  *)
(*                                                                            *)
(* R is any real closed field (rcfType), I any finite index type and          *)
(* x : I -> R a vector.                                                       *)
(*       sqrt2 == the square root of 2                                        *)
(*     norm1 x == the sum of the absolute values of the entries               *)
(*   norm2sq x == the sum of the squares of the entries                       *)
(*     norm2 x == the square root of norm2sq x                                *)
(*       gap x == norm1 x - norm2 x                                           *)
(*     cross x == the sum of |x i| |x j| over i != j                          *)
(* Main lemmas:                                                               *)
(*   gap_eq0P         (L1) gap x = 0 iff x has at most one nonzero entry      *)
(*   gap_ge_max,                                                              *)
(*   gap_le_norm1_sub (L2) for x >= 0 with largest entry m,                   *)
(*                    (2 - sqrt2) (norm1 x - m) <= gap x <= norm1 x - m       *)
(*   gap_mono,                                                                *)
(*   gap_lipschitz    (L3) gap is monotone in the absolute values and         *)
(*                    1-Lipschitz for the l1 distance                         *)
(*   gapZ             gap is absolutely homogeneous                           *)
(*   norm2sq_gap_unit 1 - norm2sq x <= 2 gap x when norm1 x = 1               *)
(* The penalty that these lemmas serve is that of Lyu, Zhang, Qi, Xin,        *)
(* AutoShuffleNet: Learning Permutation Matrices via an Exact Lipschitz       *)
(* Continuous Penalty in Deep Convolutional Neural Networks, arXiv:1901.08624.*)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Notation sqrt2 := (Num.sqrt 2%:R).

Section Sqrt2.
Variable R : rcfType.

Lemma sqrt2_sqr : sqrt2 * sqrt2 = 2%:R :> R.
Proof. by rewrite -expr2 sqr_sqrtr // ler0n. Qed.

Lemma sqrt2_ge1 : 1 <= sqrt2 :> R.
Proof. by rewrite -[X in X <= _]sqrtr1 ler_wsqrtr // ler1n. Qed.

Lemma sqrt2_lt2 : sqrt2 < 2%:R :> R.
Proof.
rewrite -[2%:R in X in _ < X]ger0_norm ?ler0n // -sqrtr_sqr.
by rewrite ltr_sqrt ?exprn_gt0 ?ltr0n // -natrX ltr_nat.
Qed.

Lemma sqrt2_le2 : sqrt2 <= 2%:R :> R.
Proof. exact: ltW sqrt2_lt2. Qed.

Lemma sharp_const_gt0 : 0 < 2%:R - sqrt2 :> R.
Proof. by rewrite subr_gt0 sqrt2_lt2. Qed.

Lemma sharp_const_conj : (2%:R - sqrt2) * (2%:R + sqrt2) = 2%:R :> R.
Proof. by rewrite -subr_sqr !expr2 sqrt2_sqr -natrM -natrB. Qed.

Lemma half_add_half : 2%:R^-1 + 2%:R^-1 = 1 :> R.
Proof. by rewrite -mulr2n -[_ *+ 2]mulr_natl divff // pnatr_eq0. Qed.
End Sqrt2.

Section Gap.
Variables (R : rcfType) (I : finType).
Implicit Types x : I -> R.

Definition norm1 x := \sum_i `|x i|.
Definition norm2sq x := \sum_i (x i) ^+ 2.
Definition norm2 x := Num.sqrt (norm2sq x).
Definition gap x := norm1 x - norm2 x.

Lemma norm1_ge0 x : 0 <= norm1 x.
Proof. by apply: sumr_ge0 => i _; exact: normr_ge0. Qed.

Lemma norm2sq_ge0 x : 0 <= norm2sq x.
Proof. by apply: sumr_ge0 => i _; exact: sqr_ge0. Qed.

Lemma norm2_ge0 x : 0 <= norm2 x.
Proof. exact: sqrtr_ge0. Qed.

Lemma sqr_norm2 x : norm2 x ^+ 2 = norm2sq x.
Proof. by rewrite sqr_sqrtr // norm2sq_ge0. Qed.

Definition cross x := \sum_i \sum_(j | j != i) `|x i| * `|x j|.

Lemma cross_ge0 x : 0 <= cross x.
Proof.
apply: sumr_ge0 => i _; apply: sumr_ge0 => j _.
by rewrite mulr_ge0.
Qed.

Lemma sqr_norm1E x : norm1 x ^+ 2 = norm2sq x + cross x.
Proof.
rewrite expr2 /norm1 mulr_suml /norm2sq /cross -big_split /=.
apply: eq_bigr => i _; rewrite mulr_sumr (bigD1 i) //=; congr (_ + _).
by rewrite -normrM -expr2 ger0_norm ?sqr_ge0.
Qed.

Lemma norm2_le_norm1 x : norm2 x <= norm1 x.
Proof.
rewrite -[norm1 x]ger0_norm ?norm1_ge0 // -sqrtr_sqr ler_wsqrtr // sqr_norm1E.
by rewrite ler_addl cross_ge0.
Qed.

Lemma gap_ge0 x : 0 <= gap x.
Proof. by rewrite subr_ge0 norm2_le_norm1. Qed.

(* exactness on one vector: all reals, no sign condition *)
Lemma gap_eq0P x : gap x = 0 <-> (forall i j, j != i -> x i * x j = 0).
Proof.
split=> [/eqP|H].
  rewrite subr_eq0 => /eqP e i j ji.
  have c0 : cross x = 0.
    by apply: (addrI (norm2sq x)); rewrite -sqr_norm1E e sqr_norm2 addr0.
  have c1 : \sum_(k | k != i) `|x i| * `|x k| = 0.
    apply: (psumr_eq0P _ c0) => // k _; apply: sumr_ge0 => l _; exact: mulr_ge0.
  have c2 : `|x i| * `|x j| = 0.
    by apply: (psumr_eq0P _ c1) => // k _; exact: mulr_ge0.
  by apply/eqP; rewrite -normr_eq0 normrM c2.
have c0 : cross x = 0.
  rewrite /cross big1 // => i _; rewrite big1 // => j ji.
  by rewrite -normrM H // normr0.
apply/eqP; rewrite subr_eq0 /norm2 -[norm2sq x]addr0 -c0 -sqr_norm1E sqrtr_sqr.
by rewrite ger0_norm ?norm1_ge0.
Qed.

Lemma norm_le_norm2 x k : `|x k| <= norm2 x.
Proof.
rewrite -sqrtr_sqr ler_wsqrtr // /norm2sq (bigD1 k) //= ler_addl.
by apply: sumr_ge0 => i _; exact: sqr_ge0.
Qed.

Lemma gap_le_norm1_sub x k : gap x <= norm1 x - x k.
Proof. by rewrite ler_sub // (le_trans (ler_norm _)) // norm_le_norm2. Qed.

(* the inequality behind the lower bound, for unit-sum vectors *)
Lemma norm2sq_gap_unit x : norm1 x = 1 -> 1 - norm2sq x <= 2%:R * gap x.
Proof.
move=> s1; have := gap_ge0 x; rewrite /gap s1 -sqr_norm2 => h.
rewrite -{1}[1](expr1n _ 2) subr_sqr mulrC ler_wpmul2r //.
by rewrite -[2%:R]/(1 + 1) ler_add2l -subr_ge0.
Qed.
End Gap.

Section GapBounds.
Variables (R : rcfType) (I : finType).
Implicit Types x y : I -> R.

Lemma eq_gap x y : x =1 y -> gap x = gap y.
Proof.
move=> xy; congr (_ - Num.sqrt _); apply: eq_bigr => i _; by rewrite xy.
Qed.

Lemma gapZ a x : gap (fun i => a * x i) = `|a| * gap x.
Proof.
rewrite /gap mulrBr; congr (_ - _).
  by rewrite /norm1 mulr_sumr; apply: eq_bigr => i _; rewrite normrM.
rewrite -[`|a|]sqrtr_sqr -sqrtrM ?sqr_ge0 //; congr Num.sqrt.
by rewrite /norm2sq mulr_sumr; apply: eq_bigr => i _; rewrite exprMn.
Qed.

Lemma norm1_nneg x : (forall i, 0 <= x i) -> norm1 x = \sum_i x i.
Proof. by move=> x0; apply: eq_bigr => i _; rewrite ger0_norm. Qed.

(* gap is monotone in the moduli *)
Lemma gap_mono x y : (forall i, `|x i| <= `|y i|) -> gap x <= gap y.
Proof.
move=> xy; rewrite /gap ler_subl_addr addrAC ler_subr_addl -ler_subr_addr.
suff: norm2 y - norm2 x <=
  norm1 y - norm1 x by rewrite !ler_subl_addr addrAC ler_subr_addr.
have [|np] := leP (norm2 y + norm2 x) 0.
  move=> le0; have y0 : norm2 y = 0.
    by apply/eqP; rewrite eq_le norm2_ge0 andbT (le_trans _ le0) // ler_addl
      norm2_ge0.
  have x0 : norm2 x = 0.
    by apply/eqP; rewrite eq_le norm2_ge0 andbT (le_trans _ le0) // ler_addr
      norm2_ge0.
  by rewrite y0 x0 subrr subr_ge0; apply: ler_sum => i _.
rewrite -(ler_pmul2r np) -subr_sqr !sqr_norm2 /norm2sq /norm1 -!sumrB mulr_suml.
apply: ler_sum => i _;
  rewrite -(real_normK (num_real (x i))) -(real_normK (num_real (y i)))
  subr_sqr.
by rewrite ler_wpmul2l ?subr_ge0 // ler_add // norm_le_norm2.
Qed.

(* gap is 1-Lipschitz for the l1 distance, all reals *)
Lemma gap_lipschitz x y : gap x - gap y <= \sum_i `|x i - y i|.
Proof.
pose m i := Num.min `|x i| `|y i|.
have m0 i : 0 <= m i by rewrite le_minr !normr_ge0.
have mx i : `|m i| <= `|x i| by rewrite ger0_norm // le_minl lexx.
have my i : `|m i| <= `|y i| by rewrite ger0_norm // le_minl lexx orbT.
have n2m : norm2 m <= norm2 x.
  by apply: ler_wsqrtr; apply: ler_sum => i _;
    rewrite -(real_normK (num_real (m i))) -(real_normK (num_real (x i)))
    ler_sqr ?nnegrE.
apply: (@le_trans _ _ (gap x - gap m));
  first by rewrite ler_add2l ler_opp2 gap_mono.
apply: (@le_trans _ _ (norm1 x - norm1 m)).
  have -> : gap x - gap m = (norm1 x - norm1 m) - (norm2 x - norm2 m).
    by rewrite /gap !opprD !opprK addrACA.
  by rewrite ler_subl_addr ler_addl subr_ge0.
rewrite /norm1 -sumrB; apply: ler_sum => i _; rewrite (ger0_norm (m0 i)) /m.
have [xy|yx] := leP `|x i| `|y i|; first by rewrite subrr normr_ge0.
exact: ler_sub_dist.
Qed.

(* key lemma: gap >= (2 - sqrt 2) (l1 - max), nonnegative vectors *)
Lemma gap_ge_max x k : (forall i, 0 <= x i) -> (forall i, x i <= x k) ->
  (2%:R - Num.sqrt 2%:R) * (norm1 x - x k) <= gap x.
Proof.
move=> x0 xk; set m := x k; set c := Num.sqrt 2%:R.
pose r := \sum_(i | i != k) x i; pose q := \sum_(i | i != k) (x i) ^+ 2.
have n1E : norm1 x = m + r by rewrite norm1_nneg // (bigD1 k).
have n2E : norm2sq x = m ^+ 2 + q by rewrite /norm2sq (bigD1 k).
have r0 : 0 <= r by apply: sumr_ge0 => i _.
have m0 : 0 <= m by apply: x0.
have q1 : q <= m * r.
  rewrite /q /r mulr_sumr; apply: ler_sum => i _; by rewrite expr2 ler_wpmul2r.
have q2 : q <= r * r.
  rewrite /q {1}/r mulr_suml; apply: ler_sum => i ik;
    rewrite expr2 ler_wpmul2l //.
  by rewrite /r (bigD1 i) //= ler_addl sumr_ge0.
have c2 : c * c = 2%:R := sqrt2_sqr R.
have c1 : 1 <= c := sqrt2_ge1 R.
pose d := c - 1.
have d0 : 0 <= d by rewrite subr_ge0.
have dd : d * d = 1 - 2%:R * d.
  by rewrite /d -expr2 sqrrB1 expr2 c2 addrC mulr_natl mulrnBl opprB.
have -> : norm1 x - m = r by rewrite n1E addrAC subrr add0r.
rewrite /gap n1E.
suff: norm2 x <= m + d * r.
  move=> h; have -> : (2%:R - c) * r = m + r - (m + d * r).
    rewrite opprD addrACA subrr add0r -{2}[r]mul1r -mulrBl /d opprB addrA.
    by rewrite -[2%:R]/(1+1).
  by rewrite ler_add2l ler_opp2.
have p0 : 0 <= m + d * r by rewrite addr_ge0 // mulr_ge0.
rewrite -[m + d * r]ger0_norm // -sqrtr_sqr ler_wsqrtr // n2E.
rewrite sqrrD -addrA ler_add2l.
have -> : (d * r) ^+ 2 =
  (1 - 2%:R * d) * (r * r) by rewrite exprMn expr2 dd expr2.
have -> : m * (d * r) *+ 2 = (2%:R * d) * (m * r).
  by rewrite -[LHS]mulr_natl [m * (d * r)]mulrCA -[RHS]mulrA.
have d1 : 0 <= 1 - 2%:R * d by rewrite -dd mulr_ge0.
apply: (@le_trans _ _ ((2%:R * d) * q + (1 - 2%:R * d) * q)).
  by rewrite -mulrDl addrC subrK mul1r.
by apply: ler_add; apply: ler_wpmul2l => //; rewrite mulr_ge0 // ler0n.
Qed.

Lemma gap_ge_of_le_half x : (forall i, 0 <= x i) -> norm1 x = 1 ->
  (forall i, x i <= 2%:R^-1) ->
  1 - Num.sqrt (2%:R^-1) <= gap x.
Proof.
move=> x0 x1 xh; rewrite /gap x1 ler_add2l ler_opp2 ler_wsqrtr //.
apply: (@le_trans _ _ (2%:R^-1 * \sum_i x i));
  last by rewrite -norm1_nneg // x1 mulr1.
rewrite mulr_sumr; apply: ler_sum => i _.
by rewrite expr2; apply: ler_wpmul2r.
Qed.

Lemma sum_sqr_other_le x k : (forall i, 0 <= x i) -> norm1 x = 1 ->
  \sum_(i | i != k) (x i) ^+ 2 <= (1 - x k) * (1 - x k).
Proof.
move=> x0 x1; have -> : 1 - x k = \sum_(i | i != k) x i.
  by rewrite -x1 norm1_nneg // (bigD1 k) //= addrAC subrr add0r.
rewrite [X in _ <= X]mulr_suml; apply: ler_sum => i ik;
  rewrite expr2 ler_wpmul2l //.
by rewrite (bigD1 i) //= ler_addl sumr_ge0.
Qed.

Lemma norm2sq_le_other x k : (forall i, 0 <= x i) -> norm1 x = 1 ->
  norm2sq x <= x k * x k + (1 - x k) * (1 - x k).
Proof.
by move=> x0 x1; rewrite /norm2sq (bigD1 k) //= expr2 ler_add2l
  sum_sqr_other_le.
Qed.

Lemma norm2_le_of_sqr x (b : R) : 0 <= b -> norm2sq x <= b * b -> norm2 x <= b.
Proof.
by move=> b0 h; rewrite -[b]ger0_norm // -sqrtr_sqr ler_wsqrtr // expr2.
Qed.

End GapBounds.

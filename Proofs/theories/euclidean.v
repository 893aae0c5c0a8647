(******************************************************************************)
(* Inner products, and the l2 norm on vectors of sum 1                        *)
(*                                                                            *)
(*   dot x y == the sum of the products x i * y i                             *)
(* Main lemmas:                                                               *)
(*   cauchy_schwarz        dot x y <= norm2 x * norm2 y                       *)
(*   norm2_comb_le         convexity of the l2 norm                           *)
(*   norm2_tangent         the norm lies above its tangents                   *)
(*   norm2sq_const_sum     (sum of x)^2 <= #|I| * norm2sq x                   *)
(*   norm2_unit_lipschitz  x, y >= 0 of sum 1, n entries:                     *)
(*                         n (norm2 y - norm2 x)^2 <= (n - 1) norm2sq (y - x) *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import real_arithmetic norms.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Dot.
Variables (R : rcfType) (I : finType).
Implicit Types (x y w : I -> R) (a b c : R).

Definition dot x y := \sum_i x i * y i.

Lemma dotC x y : dot x y = dot y x.
Proof. by apply: eq_bigr => i _; exact: mulrC. Qed.

Lemma dotBr x y w : dot x (fun i => y i - w i) = dot x y - dot x w.
Proof. by rewrite -sumrB; apply: eq_bigr => i _; rewrite mulrBr. Qed.

Lemma dotxx x : dot x x = norm2sq x.
Proof. by apply: eq_bigr => i _; rewrite expr2. Qed.

Lemma norm2sq_comb a b x y : norm2sq (fun i => a * x i + b * y i) =
  a ^+ 2 * norm2sq x + 2%:R * a * b * dot x y + b ^+ 2 * norm2sq y.
Proof.
rewrite /norm2sq /dot !mulr_sumr -!big_split; apply: eq_bigr => i _ /=; lra.
Qed.

Lemma norm2sqB x y : norm2sq (fun i => x i - y i) =
  norm2sq x - 2%:R * dot x y + norm2sq y.
Proof.
have <- : norm2sq (fun i => 1 * x i + -1 * y i) = norm2sq (fun i => x i - y i).
  by apply: eq_bigr => i _; rewrite mul1r mulN1r.
rewrite norm2sq_comb; lra.
Qed.

Lemma norm2sq_eq0 x : norm2sq x = 0 -> forall i, x i = 0.
Proof.
move=> x0 i; apply/eqP; rewrite -sqrf_eq0; apply/eqP.
by apply: (psumr_eq0P _ x0) => // k _; exact: sqr_ge0.
Qed.

Lemma norm2sq_const_sum x : (\sum_i x i) ^+ 2 <= #|I|%:R * norm2sq x.
Proof.
have [n0|n_gt0] := posnP #|I|.
  rewrite n0 mul0r /norm2sq big1 ?expr0n // => i _.
  by have := max_card (pred1 i); rewrite n0 card1.
have n_real : 0 < #|I|%:R :> R by rewrite ltr0n.
pose m := (\sum_i x i) / #|I|%:R.
have mE : m * #|I|%:R = \sum_i x i by rewrite /m divfK // gt_eqF.
have : 0 <= \sum_i (x i - m) ^+ 2 by apply: sumr_ge0 => i _; exact: sqr_ge0.
have -> : \sum_i (x i - m) ^+ 2 =
    norm2sq x - 2%:R * m * (\sum_i x i) + m ^+ 2 * #|I|%:R.
  rewrite -sum1_card natr_sum /norm2sq !mulr_sumr -sumrB -big_split.
  by apply: eq_bigr => i _ /=; lra.
by rewrite -mE; nra.
Qed.

Lemma dot_sqr_le x y : dot x y ^+ 2 <= norm2sq x * norm2sq y.
Proof.
have [y0|yn] := eqVneq (norm2sq y) 0.
  rewrite y0 mulr0 /dot big1 ?expr0n // => i _.
  by rewrite (norm2sq_eq0 y0) mulr0.
have y_gt0 : 0 < norm2sq y by rewrite lt_neqAle eq_sym yn norm2sq_ge0.
have := norm2sq_ge0 (fun i => norm2sq y * x i + - dot x y * y i).
rewrite norm2sq_comb => h; rewrite -subr_ge0 -(pmulr_rge0 _ y_gt0); lra.
Qed.

Lemma cauchy_schwarz x y : dot x y <= norm2 x * norm2 y.
Proof.
have := dot_sqr_le x y; rewrite -!sqr_norm2.
have := norm2_ge0 x; have := norm2_ge0 y; set a := norm2 x; set b := norm2 y.
move=> b0 a0 h; have ab0 : 0 <= a * b by rewrite mulr_ge0.
nra.
Qed.

Lemma norm2_comb_le a b x y : 0 <= a -> 0 <= b ->
  norm2 (fun i => a * x i + b * y i) <= a * norm2 x + b * norm2 y.
Proof.
move=> a0 b0; apply: norm2_le_of_sqr.
  by rewrite addr_ge0 // mulr_ge0 // norm2_ge0.
have ab : 0 <= a * b by rewrite mulr_ge0.
have := ler_wpmul2l ab (cauchy_schwarz x y).
rewrite norm2sq_comb -!sqr_norm2; lra.
Qed.

(* the norm lies above its tangents *)
Lemma norm2_tangent x y :
  norm2 y * (norm2 y - norm2 x) <= norm2sq y - dot y x.
Proof. have := cauchy_schwarz y x; rewrite -sqr_norm2; lra. Qed.

Lemma norm2sq_dot_unit x : (forall i, 0 <= x i) -> \sum_i x i = 1 ->
  norm2 x <= 1.
Proof.
by move=> x0 sx; have := norm2_le_norm1 x; rewrite norm1_nneg // sx.
Qed.
End Dot.

Section UnitSum.
Variables (R : rcfType) (I : finType).
Implicit Types (x y : I -> R).
Local Notation n := (#|I|%:R : R).

Lemma unit_sum_card_gt0 x : \sum_i x i = 1 -> 0 < n.
Proof.
move=> sx; rewrite ltr0n lt0n; apply/eqP => I0; have := sx.
rewrite big1 => [/esym/eqP|i _]; first by rewrite oner_eq0.
by have := max_card (pred1 i); rewrite I0 card1.
Qed.

Lemma unit_norm2sq_ge x : \sum_i x i = 1 -> 1 <= n * norm2sq x.
Proof. by move=> sx; have := norm2sq_const_sum x; rewrite sx expr1n. Qed.

Lemma unit_norm2_gt0 x : \sum_i x i = 1 -> 0 < norm2 x.
Proof.
move=> sx; rewrite lt_neqAle norm2_ge0 andbT eq_sym; apply/eqP => x0.
have := unit_norm2sq_ge sx; rewrite -sqr_norm2 x0 expr0n mulr0; lra.
Qed.

Lemma norm2_unit_lipschitz_le x y : \sum_i x i = 1 -> \sum_i y i = 1 ->
  norm2 x <= norm2 y -> norm2 y <= 1 ->
  n * (norm2 y - norm2 x) ^+ 2 <= (n - 1) * norm2sq (fun i => y i - x i).
Proof.
move=> sx sy xy y1; have n_gt0 := unit_sum_card_gt0 sx.
have y_gt0 := unit_norm2_gt0 sy.
have t := norm2_tangent x y.
pose q i := n * y i - 1.
have qw : dot q (fun i => y i - x i) = n * (norm2sq y - dot y x).
  have -> : dot q (fun i => y i - x i) =
      n * dot y (fun i => y i - x i) - (\sum_i y i - \sum_i x i).
    rewrite /dot mulr_sumr -!sumrB; apply: eq_bigr => i _ /=.
    by rewrite /q; lra.
  by rewrite sx sy dotBr dotxx; lra.
have qq : norm2sq q = n * (n * norm2sq y - 1).
  have -> : norm2sq q = n ^+ 2 * norm2sq y - 2%:R * n * (\sum_i y i) + n.
    rewrite -[X in _ = _ + X%:R]sum1_card natr_sum /norm2sq !mulr_sumr -sumrB
        -big_split.
    by apply: eq_bigr => i _ /=; rewrite /q; lra.
  by rewrite sy; lra.
have cs := dot_sqr_le q (fun i => y i - x i).
rewrite qw qq in cs.
set D := norm2sq (fun i => y i - x i) in cs *.
have D0 : 0 <= D by exact: norm2sq_ge0.
set a := norm2 x in xy t *; set b := norm2 y in xy y1 y_gt0 t *.
have ysq : norm2sq y = b ^+ 2 by rewrite sqr_norm2.
set g := norm2sq y - dot y x in t cs; rewrite ysq in cs.
have t0 : 0 <= b * (b - a) by rewrite mulr_ge0 ?subr_ge0 // ltW.
have sq : (b * (b - a)) ^+ 2 <= g ^+ 2 by nra.
have cs' : n * g ^+ 2 <= (n * b ^+ 2 - 1) * D.
  rewrite -(ler_pmul2l n_gt0); lra.
have b2 : b ^+ 2 <= 1 by nra.
have b2_gt0 : 0 < b ^+ 2 by rewrite exprn_gt0.
rewrite -(ler_pmul2l b2_gt0).
have h1 : n * (b * (b - a)) ^+ 2 <= n * g ^+ 2 by rewrite ler_pmul2l.
have h2 : b ^+ 2 * D <= D by nra.
lra.
Qed.

Lemma norm2_unit_lipschitz x y :
  (forall i, 0 <= x i) -> (forall i, 0 <= y i) ->
  \sum_i x i = 1 -> \sum_i y i = 1 ->
  n * (norm2 y - norm2 x) ^+ 2 <= (n - 1) * norm2sq (fun i => y i - x i).
Proof.
move=> x0 y0 sx sy; have x1 := norm2sq_dot_unit x0 sx.
have y1 := norm2sq_dot_unit y0 sy.
have [xy|yx] := lerP (norm2 x) (norm2 y).
  exact: norm2_unit_lipschitz_le.
have := norm2_unit_lipschitz_le sy sx (ltW yx) x1.
have -> : norm2sq (fun i => x i - y i) = norm2sq (fun i => y i - x i).
  by apply: eq_bigr => i _; rewrite -sqrrN opprB.
by rewrite -[in X in X -> _]opprB sqrrN.
Qed.
End UnitSum.

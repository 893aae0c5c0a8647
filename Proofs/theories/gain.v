(******************************************************************************)
(* The gain of a soft shuffle, and its correction (R7)                        *)
(*                                                                            *)
(* M is an n x n matrix over a real closed field, J / n the matrix with       *)
(* entries 1/n, r a row of n numbers.                                         *)
(*     mean_mx == J / n                                                       *)
(*  gain_sq M  == (frob_sq M - 1) / (n - 1): the mean square gain of M on     *)
(*                vectors of sum 0                                            *)
(*     gain M  == its square root                                             *)
(* corrected M == J / n + (M - J / n) / gain M                                *)
(* row_gain_sq r, row_gain r, corrected_row r == the same for one row:        *)
(*                (|r|_2^2 - 1/n) / (1 - 1/n) and so on                       *)
(* Main lemmas:                                                               *)
(*   norm2sq_rescaled   the energy of a vector rescaled about its mean        *)
(*   gain_sq_quadratic, gain_sq_range, gain_eq0, gain_eq1                     *)
(*   corrected_energy, corrected_line_sums, corrected_perm                    *)
(*   row_gain_eq0, row_gain_le1, row_gain_eq1, corrected_row_energy,          *)
(*   corrected_row_sum, corrected_row_id                                      *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import real_arithmetic norms assignment penalty.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Rescaled.
Variables (R : rcfType) (I : finType).
Implicit Types (x : I -> R) (u k : R).

Lemma sum_quadratic x (c d e : R) :
  \sum_i (c + (d * x i + e * x i ^+ 2)) =
  #|I|%:R * c + (d * (\sum_i x i) + e * norm2sq x).
Proof.
by rewrite !big_split /= -!mulr_sumr sumr_const -[_ *+ _]mulr_natl.
Qed.

Lemma norm2sq_rescaled x u k : \sum_i x i = #|I|%:R * u ->
  norm2sq (fun i => u + (x i - u) * k) =
  #|I|%:R * u ^+ 2 + (norm2sq x - #|I|%:R * u ^+ 2) * k ^+ 2.
Proof.
move=> sx; have e i : (u + (x i - u) * k) ^+ 2 =
    (u ^+ 2 - 2%:R * u ^+ 2 * k + u ^+ 2 * k ^+ 2) +
    ((2%:R * u * k - 2%:R * u * k ^+ 2) * x i + k ^+ 2 * x i ^+ 2) by lra.
rewrite {1}/norm2sq (eq_bigr _ (fun i _ => e i)) sum_quadratic sx.
by move: (#|I|%:R) => N; lra.
Qed.

Lemma norm2sq_centred x u : \sum_i x i = #|I|%:R * u ->
  norm2sq (fun i => x i - u) = norm2sq x - #|I|%:R * u ^+ 2.
Proof.
move=> sx; have e i : (x i - u) ^+ 2 =
    u ^+ 2 + ((- (2%:R * u)) * x i + 1 * x i ^+ 2) by lra.
rewrite {1}/norm2sq (eq_bigr _ (fun i _ => e i)) sum_quadratic sx.
by move: (#|I|%:R) => N; lra.
Qed.

Lemma norm2sq_eq0P x : norm2sq x = 0 <-> forall i, x i = 0.
Proof.
split=> [/eqP|e]; last by rewrite /norm2sq big1 // => i _; rewrite e expr0n.
rewrite psumr_eq0 => [/allP h i|i _]; last exact: sqr_ge0.
by have := h i (mem_index_enum i); rewrite sqrf_eq0 => /eqP.
Qed.
End Rescaled.

Section RowGain.
Variables (R : rcfType) (n : nat).
Hypothesis n_gt1 : (1 < n)%N.
Implicit Type r : 'I_n -> R.

Definition row_gain_sq r := (norm2sq r - n%:R^-1) / (1 - n%:R^-1).
Definition row_gain r := Num.sqrt (row_gain_sq r).
Definition corrected_row r i := n%:R^-1 + (r i - n%:R^-1) / row_gain r.

Let n0 : n%:R != 0 :> R.
Proof. by rewrite pnatr_eq0 -lt0n ltnW. Qed.

Let nV : n%:R * n%:R^-1 = 1 :> R.
Proof. exact: divff. Qed.

Let nV2 : n%:R * n%:R^-1 ^+ 2 = n%:R^-1 :> R.
Proof. by rewrite expr2 mulrA nV mul1r. Qed.

Let room : 0 < 1 - n%:R^-1 :> R.
Proof. by rewrite subr_gt0 invf_lt1 ?ltr1n // ltr0n ltnW. Qed.

Lemma row_centred r : \sum_i r i = 1 ->
  norm2sq (fun i => r i - n%:R^-1) = norm2sq r - n%:R^-1.
Proof. by move=> sr; rewrite norm2sq_centred ?card_ord ?nV ?nV2. Qed.

Lemma row_gain_sq_ge0 r : \sum_i r i = 1 -> 0 <= row_gain_sq r.
Proof.
move=> sr; apply: divr_ge0; last exact: ltW.
by rewrite -row_centred // norm2sq_ge0.
Qed.

Lemma row_gain_sqr r : \sum_i r i = 1 -> row_gain r ^+ 2 = row_gain_sq r.
Proof. by move=> sr; rewrite sqr_sqrtr // row_gain_sq_ge0. Qed.

Lemma row_gain_eq0 r : \sum_i r i = 1 ->
  (row_gain r = 0 <-> forall i, r i = n%:R^-1).
Proof.
move=> sr; have <- : norm2sq (fun i => r i - n%:R^-1) = 0 <-> row_gain r = 0.
  rewrite row_centred //; split=> [e|/eqP].
    by rewrite /row_gain /row_gain_sq e mul0r sqrtr0.
  rewrite -sqrf_eq0 row_gain_sqr // mulf_eq0 invr_eq0 (gt_eqF room) orbF.
  by move/eqP.
rewrite norm2sq_eq0P; split=> h i; first by apply/eqP; rewrite -subr_eq0 h.
by rewrite h subrr.
Qed.

(* Nonnegative rows: at most 1, and 1 at the unit vectors only *)
Lemma norm2sq_le1 r : (forall i, 0 <= r i) -> \sum_i r i = 1 ->
  norm2sq r <= 1 /\ (norm2sq r = 1 -> exists i, forall j, r j = (j == i)%:R).
Proof.
move=> r0 sr; have r1 i : r i <= 1.
  by rewrite -sr (bigD1 i) //= ler_addl sumr_ge0.
have loss0 i : 0 <= r i * (1 - r i) by rewrite mulr_ge0 ?subr_ge0.
have loss : 1 - norm2sq r = \sum_i r i * (1 - r i).
  by rewrite -{1}sr -sumrB; apply: eq_bigr => i _; rewrite mulrBr mulr1 expr2.
split=> [|e]; first by rewrite -subr_ge0 loss sumr_ge0.
move: loss; rewrite e subrr => /esym/eqP.
rewrite psumr_eq0 => [/allP all0|] //.
have one i : r i = 0 \/ r i = 1.
  have := all0 i (mem_index_enum i); rewrite /= mulf_eq0 subr_eq0.
  by case/orP=> /eqP; [left|right].
have [i ri] : exists i, r i = 1.
  have [/existsP[i /eqP ri]|/existsPn no1] := boolP [exists i, r i == 1].
    by exists i.
  move: sr; rewrite big1 => [/esym/eqP|i _]; first by rewrite oner_eq0.
  by have [//|ri] := one i; have := no1 i; rewrite ri eqxx.
exists i => j; have [->//|ji] := eqVneq j i.
rewrite -[RHS]/(0 : R); apply/eqP; rewrite eq_le r0 andbT.
have : r i + r j <= 1.
  rewrite -sr (bigD1 i) //= (bigD1 j) //= addrA ler_addl sumr_ge0 //.
by rewrite ri; lra.
Qed.

Lemma row_gain_le1 r : (forall i, 0 <= r i) -> \sum_i r i = 1 ->
  row_gain r <= 1.
Proof.
move=> r0 sr; rewrite -[leRHS]sqrtr1 ler_wsqrtr // ler_pdivr_mulr // mul1r.
by rewrite ler_add2r; have [] := norm2sq_le1 r0 sr.
Qed.

Lemma row_gain_eq1E r : \sum_i r i = 1 -> (row_gain r = 1 <-> norm2sq r = 1).
Proof.
move=> sr; split=> e.
  have := row_gain_sqr sr; rewrite e expr1n => /esym/eqP.
  rewrite /row_gain_sq -[1 in X in _ == X](divff (lt0r_neq0 room)).
  by move/eqP/(mulIf (invr_neq0 (lt0r_neq0 room)))/addIr.
by rewrite /row_gain /row_gain_sq e divff ?sqrtr1 // lt0r_neq0.
Qed.

Lemma norm2sq_unit (r : 'I_n -> R) i :
  (forall j, r j = (j == i)%:R) -> norm2sq r = 1.
Proof.
move=> h; rewrite /norm2sq (bigD1 i) //= h eqxx expr1n big1 ?addr0 // => j ji.
by rewrite h (negPf ji) expr0n.
Qed.

Lemma row_gain_eq1 r : (forall i, 0 <= r i) -> \sum_i r i = 1 ->
  (row_gain r = 1 <-> exists i, forall j, r j = (j == i)%:R).
Proof.
move=> r0 sr; rewrite row_gain_eq1E //; split.
  by have [] := norm2sq_le1 r0 sr.
by case=> i; apply: norm2sq_unit.
Qed.

Lemma corrected_row_sum r : \sum_i r i = 1 -> \sum_i corrected_row r i = 1.
Proof.
move=> sr; rewrite /corrected_row big_split /= -mulr_suml sumrB sr.
by rewrite sumr_const card_ord -[_ *+ _]mulr_natl nV subrr mul0r addr0.
Qed.

Lemma corrected_row_energy r : \sum_i r i = 1 -> row_gain r != 0 ->
  norm2sq (corrected_row r) = 1.
Proof.
move=> sr s0; rewrite /corrected_row norm2sq_rescaled ?card_ord ?nV // nV2.
have e : norm2sq r - n%:R^-1 = (1 - n%:R^-1) * row_gain r ^+ 2.
  by rewrite row_gain_sqr // mulrC divfK // lt0r_neq0.
by rewrite e -mulrA -exprMn divff // expr1n mulr1 addrCA subrr addr0.
Qed.

Lemma corrected_row_id r : \sum_i r i = 1 ->
  ((forall i, corrected_row r i = r i) <->
   norm2sq r = 1 \/ forall i, r i = n%:R^-1).
Proof.
move=> sr; split=> [h|[/(row_gain_eq1E sr) e i|e i]].
- have [/(row_gain_eq0 sr)|s0] := eqVneq (row_gain r) 0; first by right.
  left; rewrite -(corrected_row_energy sr s0).
  by apply: eq_bigr => i _; rewrite h.
- by rewrite /corrected_row e divr1 addrC subrK.
by rewrite /corrected_row e subrr mul0r addr0.
Qed.
End RowGain.

Section Gain.
Variables (R : rcfType) (n : nat).
Hypothesis n_gt1 : (1 < n)%N.
Implicit Type M : 'M[R]_n.

Definition mean_mx : 'M[R]_n := const_mx n%:R^-1.
Definition gain_sq M := (frob_sq M - 1) / (n%:R - 1).
Definition gain M := Num.sqrt (gain_sq M).
Definition corrected M := mean_mx + (gain M)^-1 *: (M - mean_mx).

Definition row_sums1 M := forall i, \sum_j M i j = 1.
Definition col_sums1 M := forall j, \sum_i M i j = 1.

Let n0 : n%:R != 0 :> R.
Proof. by rewrite pnatr_eq0 -lt0n ltnW. Qed.

Let nV : n%:R * n%:R^-1 = 1 :> R.
Proof. exact: divff. Qed.

Let room : 0 < n%:R - 1 :> R.
Proof. by rewrite subr_gt0 ltr1n. Qed.

Lemma frob_sq_pairs M : frob_sq M = norm2sq (fun ij => M ij.1 ij.2).
Proof. by rewrite /frob_sq pair_bigA. Qed.

Let total M : row_sums1 M ->
  \sum_ij M ij.1 ij.2 = #|[finType of 'I_n * 'I_n]|%:R * n%:R^-1.
Proof.
move=> hr; rewrite -(pair_bigA _ (fun i j => M i j)) /=.
rewrite (eq_bigr (fun=> 1)) => [|i _]; last exact: hr.
by rewrite sumr_const card_prod card_ord natrM -mulrA nV mulr1.
Qed.

Let unit_energy :
  #|[finType of 'I_n * 'I_n]|%:R * n%:R^-1 ^+ 2 = 1 :> R.
Proof. by rewrite card_prod card_ord natrM -expr2 -exprMn nV expr1n. Qed.

(* the energy that white noise of variance 1 on vectors of sum 0 leaves with *)
Lemma centred_energy M : row_sums1 M ->
  frob_sq (M - mean_mx) = (n%:R - 1) * gain_sq M.
Proof.
move=> hr; rewrite mulrC divfK ?lt0r_neq0 // !frob_sq_pairs.
rewrite -unit_energy -norm2sq_centred; last exact: total.
by apply: eq_bigr => ij _; rewrite !mxE.
Qed.

Lemma centred_mul M : row_sums1 M -> M *m (1%:M - mean_mx) = M - mean_mx.
Proof.
move=> hr; rewrite mulmxBr mulmx1; congr (_ - _); apply/matrixP => i j.
rewrite !mxE (eq_bigr (fun k => M i k * n%:R^-1)) => [|k _]; last first.
  by rewrite mxE.
by rewrite -mulr_suml hr mul1r.
Qed.

Lemma gain_sq_ge0 M : row_sums1 M -> 0 <= gain_sq M.
Proof.
move=> hr; rewrite -(pmulr_rge0 _ room) -centred_energy //.
by rewrite frob_sq_pairs norm2sq_ge0.
Qed.

Lemma gain_sqr M : row_sums1 M -> gain M ^+ 2 = gain_sq M.
Proof. by move=> hr; rewrite sqr_sqrtr // gain_sq_ge0. Qed.

Lemma gain_sq_quadratic M :
  gain_sq M = 1 - (n%:R - frob_sq M) / (n%:R - 1).
Proof.
have e : frob_sq M - 1 = (n%:R - 1) - (n%:R - frob_sq M).
  by move: (n%:R : R) (frob_sq M) => N F; lra.
by rewrite /gain_sq e mulrBl divff // lt0r_neq0.
Qed.

Lemma gain_eq0 M : row_sums1 M -> (gain M = 0 <-> M = mean_mx).
Proof.
move=> hr; split=> [e|e].
  have : frob_sq (M - mean_mx) = 0.
    by rewrite centred_energy // -gain_sqr // e expr0n mulr0.
  rewrite frob_sq_pairs norm2sq_eq0P => h; apply/matrixP => i j.
  by apply/eqP; rewrite -subr_eq0; have := h (i, j); rewrite !mxE => ->.
apply/eqP; rewrite -sqrf_eq0 gain_sqr //.
rewrite -(mulrI_eq0 _ (lregP (lt0r_neq0 room))).
rewrite -centred_energy // e subrr frob_sq_pairs; apply/eqP/norm2sq_eq0P => ij.
by rewrite mxE.
Qed.

Lemma frob_sq_perm (s : 'S_n) : frob_sq (perm_mx s : 'M[R]_n) = n%:R.
Proof.
rewrite /frob_sq (eq_bigr (fun=> 1)) ?sumr_const ?card_ord // => i _.
by rewrite -[RHS](@norm2sq_unit _ _ (fun j => (j == s i)%:R) (s i)) //;
  apply: eq_bigr => j _; rewrite !mxE eq_sym.
Qed.

Lemma gain_perm (s : 'S_n) : gain (perm_mx s) = 1.
Proof. by rewrite /gain /gain_sq frob_sq_perm divff ?sqrtr1 // lt0r_neq0. Qed.

Lemma gain_le1 M : doubly_stochastic M -> gain M <= 1.
Proof.
move=> dM; rewrite -[leRHS]sqrtr1 ler_wsqrtr // gain_sq_quadratic.
rewrite ger_addl oppr_le0 divr_ge0 ?(ltW room) //.
have := le_trans (l1dist_ge0 _ _) (d1_le_quadratic dM).
by rewrite pmulr_rge0 // ltr0n.
Qed.

Lemma gain_eq1 M : doubly_stochastic M ->
  (gain M = 1 <-> exists s : 'S_n, M = perm_mx s).
Proof.
move=> dM; split=> [e|[s ->]]; last exact: gain_perm.
have [_ hr _] := dM; have := gain_sqr hr.
rewrite e expr1n gain_sq_quadratic => /esym/eqP.
rewrite -subr_eq0 addrC addrA addNr add0r oppr_eq0 mulf_eq0 invr_eq0.
rewrite (gt_eqF room) orbF => /eqP Q0; exists (nearest_perm M).
apply: l1dist_eq0; apply/eqP; rewrite eq_le l1dist_ge0 andbT.
by have := d1_le_quadratic dM; rewrite Q0 mulr0.
Qed.

Lemma corrected_energy M : row_sums1 M -> gain M != 0 ->
  frob_sq (corrected M) = n%:R.
Proof.
move=> hr s0; rewrite frob_sq_pairs.
transitivity (norm2sq (fun ij : 'I_n * 'I_n =>
    n%:R^-1 + (M ij.1 ij.2 - n%:R^-1) * (gain M)^-1)).
  by apply: eq_bigr => ij _; rewrite !mxE [X in _ + X]mulrC.
rewrite norm2sq_rescaled; last exact: total.
rewrite unit_energy -frob_sq_pairs.
have -> : frob_sq M - 1 = (n%:R - 1) * gain M ^+ 2.
  by rewrite gain_sqr // mulrC divfK // lt0r_neq0.
by rewrite -mulrA -exprMn divff // expr1n mulr1 addrC subrK.
Qed.

Lemma corrected_row_sums M : row_sums1 M -> row_sums1 (corrected M).
Proof.
move=> hr i; rewrite (eq_bigr (fun j => n%:R^-1 + (gain M)^-1 *
  (M i j - n%:R^-1))) => [|j _]; last by rewrite !mxE.
rewrite big_split /= -mulr_sumr sumrB hr.
by rewrite sumr_const card_ord -[_ *+ _]mulr_natl nV subrr mulr0 addr0.
Qed.

Lemma corrected_col_sums M : col_sums1 M -> col_sums1 (corrected M).
Proof.
move=> hc j; rewrite (eq_bigr (fun i => n%:R^-1 + (gain M)^-1 *
  (M i j - n%:R^-1))) => [|i _]; last by rewrite !mxE.
rewrite big_split /= -mulr_sumr sumrB hc.
by rewrite sumr_const card_ord -[_ *+ _]mulr_natl nV subrr mulr0 addr0.
Qed.

Lemma corrected_perm (s : 'S_n) : corrected (perm_mx s) = perm_mx s.
Proof. by rewrite /corrected gain_perm invr1 scale1r addrC subrK. Qed.
End Gain.

(******************************************************************************)
(* Finite identification with one pass of scaling (T9e, part B)               *)
(*                                                                            *)
(* s is a permutation, M nonnegative with row sums 1 (nothing is asked of its *)
(* columns).  The quantity that increases is the product of the entries of M  *)
(* along s.  E is a lower bound of that product, at least 1/2, and L an upper *)
(* bound of - log E, at most 1, certified by 1 <= E (1 + L / k)^k for some    *)
(* k > 0: no logarithm is needed, and k = 1 gives L = 1 / E - 1.              *)
(*         on_prod s M == the product of the entries M i (s i)                *)
(*       col_off s M i == the sum of column s i without M i (s i)             *)
(*          odds s M i == col_off s M i / M i (s i)                           *)
(*    weakest_pull e   == the least component of the subgradient off s,       *)
(*    strongest_push e == its largest component on s, when the product is at  *)
(*                        least 1 - e                                         *)
(*    net_rate         == lam weakest_pull - Gam - L (Gam + lam               *)
(*                        strongest_push)                                     *)
(*    in_basin E M     == M >= 0, row sums 1, on_prod M at least E            *)
(* Main lemmas:                                                               *)
(*   on_prod_scaling, on_prod_scale_cols  scaling does not lower the product  *)
(*   subgradient_pull, subgradient_push   the two bounds on the subgradient   *)
(*   in_basin_rounds      further rounds of scaling stay in the basin         *)
(*   odds_le, scaled_odds the odds are at most L and fall by eta net_rate     *)
(*   on_prod_gain         what the product gains in one step                  *)
(*   scaling_identifies   the iterates reach perm_mx s and stay               *)
(*   on_prod_ge_gaps      a start certified by the row gaps                   *)
(*   scaling_identifies_quarter  the case of a product of at least 3/4        *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms assignment penalty.
From AutoShuffleNet Require Import row_stochastic real_arithmetic.
From AutoShuffleNet Require Import product_inequalities training_step.
From AutoShuffleNet Require Import scaling_step.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Forces.
Variable R : rcfType.
Implicit Types e : R.

Definition weakest_pull e :=
  2%:R - e / off_norm e - e / Num.sqrt (1 + e ^+ 2).
Definition strongest_push e := 1 - (1 - e) / off_norm e.

Lemma strongest_push_ge0 e : e <= 1 -> 0 <= strongest_push e.
Proof.
move=> e1; have q0 := off_norm_gt0 e.
rewrite subr_ge0 ler_pdivr_mulr // mul1r -ler_sqr ?nnegrE ?subr_ge0 //.
  by rewrite sqr_off_norm ler_addr sqr_ge0.
exact: ltW.
Qed.
End Forces.

Section Basin.
Variables (R : rcfType) (n : nat) (s : 'S_n).
Implicit Types (M G Z : 'M[R]_n) (E L eta lam Gam : R).

Definition on_prod M := \prod_i M i (s i).
Definition col_off M i := \sum_(k | k != i) M k (s i).
Definition odds M i := col_off M i / M i (s i).
Definition net_rate E L lam Gam := lam * weakest_pull (1 - E) - Gam -
  L * (Gam + lam * strongest_push (1 - E)).

(* The state of the iteration *)
Definition in_basin E M := [/\ forall i j, 0 <= M i j,
  forall i, row_sum M i = 1 & E <= on_prod M].

(* Scaling and the product along s, for any nonnegative matrix *)
Section Rounds.
Variable Z : 'M[R]_n.
Hypothesis Z0 : forall i j, 0 <= Z i j.
Hypothesis Z_on : forall i, 0 < Z i (s i).

Lemma on_col_gt0 j : 0 < col_sum Z j.
Proof.
rewrite -[j](permKV s) (col_sum_off s) ltr_paddr //; exact: sumr_ge0.
Qed.

Lemma on_row_gt0 i : 0 < row_sum Z i.
Proof. rewrite (row_sum_off s) ltr_paddr //; exact: sumr_ge0. Qed.

Let sum1 (f : 'I_n -> R) : (forall i, f i = 1) -> \sum_i f i = #|'I_n|%:R.
Proof.
by move=> f1; rewrite (eq_bigr (fun _ => 1)) ?sumr_const // => i _; exact: f1.
Qed.

(* after a column step the row step does not lower the product *)
Lemma on_prod_scaling : on_prod (scale_cols Z) <= on_prod (scaling Z).
Proof.
set W := scale_cols Z; have W0 i j : 0 <= W i j by exact: scale_cols_ge0.
have rows i : 0 < row_sum W i by apply: row_sum_scale_cols_gt0 (on_row_gt0 i).
have -> : on_prod (scaling Z) = on_prod W / \prod_i row_sum W i.
  by rewrite -prodf_div; apply: eq_bigr => i _; rewrite [LHS]mxE.
have rows_gt0 : 0 < \prod_i row_sum W i by exact: prodr_gt0.
rewrite ler_pdivl_mulr // ler_pimulr ?prodr_ge0 //.
apply: prod_le1_of_sum => [i|]; first exact: ltW.
rewrite sum_row_sum sum1 // => j.
by rewrite col_sum_scale_cols // gt_eqF // on_col_gt0.
Qed.

(* with exact rows the column step does not lower it either *)
Lemma on_prod_scale_cols : (forall i, row_sum Z i = 1) ->
  on_prod Z <= on_prod (scale_cols Z).
Proof.
move=> Zr; have -> : on_prod (scale_cols Z) = on_prod Z / \prod_j col_sum Z j.
  rewrite (prod_reindex s (col_sum Z)) -prodf_div.
  by apply: eq_bigr => i _; rewrite [LHS]mxE.
have cols_gt0 : 0 < \prod_j col_sum Z j.
  by apply: prodr_gt0 => j _; exact: on_col_gt0.
rewrite ler_pdivl_mulr // ler_pimulr ?prodr_ge0 //.
apply: prod_le1_of_sum => [j|]; first exact: ltW (on_col_gt0 j).
by rewrite -sum_row_sum sum1.
Qed.
End Rounds.

Section OneStep.
Variables (M : 'M[R]_n) (E L : R) (k : nat).
Hypothesis M_basin : in_basin E M.
Hypothesis E_ge_half : 2%:R^-1 <= E.
Hypotheses (L_ge0 : 0 <= L) (L_le1 : L <= 1).
Hypotheses (k_gt0 : (0 < k)%N) (EL : 1 <= E * (1 + L / k%:R) ^+ k).

Local Notation m i := (M i (s i)).
Local Notation f i := (col_off M i).

Let M0 i j : 0 <= M i j. Proof. by case: M_basin. Qed.
Let E0 : 0 < E.
Proof. by apply: lt_le_trans E_ge_half; rewrite invr_gt0 ltr0n. Qed.

Lemma basin_le1 i j : M i j <= 1.
Proof.
case: M_basin => _ /(_ i) <- _; rewrite /row_sum (bigD1 j) //= ler_addl.
exact: sumr_ge0.
Qed.

Lemma basin_off_le i j : j != s i -> M i j <= 1 - m i.
Proof.
move=> ji; case: M_basin => _ /(_ i) r _; rewrite ler_subr_addr -r.
rewrite /row_sum (bigD1 (s i)) //= addrC ler_add2l (bigD1 j) //= ler_addl.
exact: sumr_ge0.
Qed.

Lemma basin_pair i l : i != l -> E <= m i * m l.
Proof.
move=> il; case: M_basin => _ _ Ep; apply: le_trans Ep _.
rewrite /on_prod (bigD1 i) //= ler_wpmul2l // (bigD1 l) 1?eq_sym //=.
by rewrite ler_pimulr // prod_le1 // => j; exact: basin_le1.
Qed.

Lemma basin_on_ge i : E <= m i.
Proof.
case: M_basin => _ _ Ep; apply: le_trans Ep _.
rewrite /on_prod (bigD1 i) //= ler_pimulr // prod_le1 // => j.
exact: basin_le1.
Qed.

Let m0 i : 0 < m i. Proof. exact: lt_le_trans E0 (basin_on_ge i). Qed.

Lemma basin_E_le1 (i : 'I_n) : E <= 1.
Proof. exact: le_trans (basin_on_ge i) (basin_le1 i _). Qed.

Lemma col_off_ge0 i : 0 <= f i. Proof. exact: sumr_ge0. Qed.

Lemma odds_ge0 i : 0 <= odds M i.
Proof. by rewrite divr_ge0 ?col_off_ge0. Qed.

Lemma col_off_le i : f i <= \sum_(l | l != i) (1 - m l).
Proof.
apply: ler_sum => l li; apply: basin_off_le.
by rewrite (inj_eq perm_inj) eq_sym.
Qed.

(* (2) of the paper proof: what the product leaves to the other rows *)
Lemma basin_deficit i :
  E * (1 + (\sum_(l | l != i) (1 - m l)) / k%:R) ^+ k <= m i.
Proof.
set d := \sum_(l | _) _; have d0 : 0 <= d.
  by apply: sumr_ge0 => l _; rewrite subr_ge0 basin_le1.
have u0 : 0 <= (1 + d / k%:R) ^+ k.
  by rewrite exprn_ge0 // addr_ge0 ?ler01 // divr_ge0 ?ler0n.
have /= h := @prod_deficit_bound _ _ (fun l => l != i) (fun l => m l) _ k_gt0.
have {}h := h (fun l => introT andP (conj (M0 l (s l)) (basin_le1 l (s l)))).
case: M_basin => _ _; rewrite /on_prod (bigD1 i) //= => Ep.
apply: le_trans (ler_wpmul2r u0 Ep) _; rewrite -mulrA ler_pimulr //.
Qed.

Let kR : 0 < k%:R :> R. Proof. by rewrite ltr0n. Qed.

Lemma basin_deficit1 i : E * (1 + f i) <= m i.
Proof.
apply: le_trans (basin_deficit i); rewrite ler_pmul2l //.
set d := \sum_(l | _) _; apply: (@le_trans _ _ (1 + d)).
  by rewrite ler_add2l col_off_le.
have d0 : 0 <= d by apply: le_trans (col_off_le i); exact: col_off_ge0.
have w0 : 0 <= 1 + d / k%:R by rewrite addr_ge0 ?ler01 // divr_ge0 ?ler0n.
by have := bernoulli k w0; rewrite mulrCA divff ?gt_eqF // mulr1.
Qed.

Lemma odds_le i : odds M i <= L.
Proof.
rewrite ler_pdivr_mulr //; apply: le_trans (col_off_le i) _.
set d := \sum_(l | _) _.
have d0 : 0 <= d by apply: le_trans (col_off_le i); exact: col_off_ge0.
pose u := 1 + d / k%:R; pose v := 1 + L / k%:R.
have u0 : 0 <= u by rewrite addr_ge0 ?ler01 // divr_ge0 ?ler0n.
have v0 : 0 < v by rewrite /v ltr_paddr ?ltr01 // divr_ge0 // ltW.
have kL0 : 0 < k%:R + L by rewrite ltr_paddr.
have uv : u / v = 1 + (d - L) / (k%:R + L).
  have overk (x : R) : 1 + x / k%:R = (k%:R + x) / k%:R.
    by rewrite [RHS]mulrDl divff ?gt_eqF.
  rewrite /u /v !overk invf_div mulrA mulfVK ?gt_eqF //.
  rewrite -[X in _ = X + _](divff (lt0r_neq0 kL0)) -mulrDl.
  by congr (_ / _); real_lra.
have : 1 + k%:R * ((d - L) / (k%:R + L)) <= m i.
  apply: le_trans (basin_deficit i); rewrite -/d -/u.
  apply: (@le_trans _ _ ((u / v) ^+ k)).
    by rewrite uv bernoulli // -uv divr_ge0 // ltW.
  rewrite expr_div_n ler_pdivr_mulr ?exprn_gt0 // mulrAC.
  by rewrite ler_pemull ?exprn_ge0.
have := basin_le1 i (s i); rewrite mulrA => m1.
rewrite -ler_subr_addl -(ler_pmul2r kL0) mulfVK ?gt_eqF // => km.
have dL : d <= L.
  rewrite -(ler_pmul2l kR) -subr_le0 -mulrBr; apply: le_trans km _.
  by rewrite mulr_le0_ge0 ?subr_le0 // ltW.
rewrite -(ler_pmul2r kL0).
have : L * (k%:R * (d - L)) <= L * ((m i - 1) * (k%:R + L)).
  by rewrite ler_wpmul2l.
have : 0 <= (L - d) * (k%:R * (1 - L) + L).
  by rewrite mulr_ge0 ?subr_ge0 // addr_ge0 // mulr_ge0 ?subr_ge0 // ltW.
real_lra.
Qed.

(* (1) of the paper proof *)
Lemma subgradient_pull i j : j != s i ->
  weakest_pull (1 - E) <= subgradient M i j.
Proof.
move=> ji; have E1 := basin_E_le1 i.
have M_le : M i j <= 1 - E.
  by have := basin_off_le ji; have := basin_on_ge i; real_lra.
rewrite mxE /weakest_pull; apply: ler_add.
  rewrite ler_add2l ler_opp2.
  apply: (@ratio_le_off _ _ _ (m i)); rewrite ?M0 ?row_norm_ge0 //.
  - by real_lra.
  - by have := basin_on_ge i; real_lra.
  exact: (norm2_pair (fun j => M i j)).
rewrite ler_opp2; have li := off_row_col ji; set l := (s^-1)%g j in li.
have lj : s l = j by rewrite permKV.
have pair := basin_pair li; rewrite lj in pair.
have l1 := basin_le1 l j; have lE := basin_on_ge l; rewrite lj in lE.
apply: (@ratio_le _ _ _ (M l j)); rewrite ?M0 ?col_norm_ge0 ?subr_ge0 //.
- by rewrite sqrtr_gt0 ltr_paddr ?sqr_ge0 ?ltr01.
- exact: (norm2_pair (fun i => M i j)).
- by rewrite sqr_sqrtr 1?addrC // addr_ge0 ?ler01 ?sqr_ge0.
have offM := basin_off_le ji; rewrite -(ler_pmul2r (lt_le_trans E0 lE)).
have : 0 <= (1 - M l j) * (E - (1 - E) * M l j).
  rewrite mulr_ge0 ?subr_ge0 // (@le_trans _ _ (1 - E)) //.
    by rewrite ler_pimulr ?subr_ge0.
  by have := half_add_half R; real_lra.
have : M i j * M l j <= (1 - m i) * M l j by rewrite ler_wpmul2r.
real_lra.
Qed.

(* (3) of the paper proof *)
Lemma subgradient_push i :
  subgradient M i (s i) <= strongest_push (1 - E).
Proof.
have E1 := basin_E_le1 i; have mi0 := m0 i; have f0 := col_off_ge0 i.
have m1 := basin_le1 i (s i); set e := 1 - E; have q0 := off_norm_gt0 e.
have eE : 1 - e = E by rewrite /e opprB addrC subrK.
pose Z := e / E; pose Y := off_norm e / E.
have YZ : Y ^+ 2 = 1 + Z ^+ 2.
  rewrite /Y /Z !expr_div_n sqr_off_norm eE mulrDl divff ?expf_neq0 ?gt_eqF //.
  by rewrite addrC.
have Z0 : 0 <= Z by rewrite divr_ge0 ?subr_ge0 // ltW.
have Y1 : 1 <= Y.
  rewrite -ler_sqr ?nnegrE ?divr_ge0 ?(ltW q0) ?(ltW E0) // YZ expr1n.
  by rewrite ler_addl sqr_ge0.
have Z1 : Z <= 1.
  by rewrite ler_pdivr_mulr // mul1r /e; have := half_add_half R; real_lra.
have push y x : 0 <= x -> m i <= y -> y ^+ 2 <= m i ^+ 2 + x ^+ 2 ->
    x / m i <= Z -> 1 - m i / y <= x / m i / Z * (1 - Y^-1).
  move=> x0 my yx xZ; rewrite -invf_div.
  apply: push_superadditive => //; last by rewrite divr_ge0 // ltW.
    by rewrite ler_pdivl_mulr // mul1r.
  rewrite !expr_div_n -(divff (lt0r_neq0 (exprn_gt0 2 mi0))) -mulrDl.
  by rewrite ler_pmul2r // invr_gt0 exprn_gt0.
have both : (1 - m i) / m i + f i / m i <= Z.
  rewrite -mulrDl ler_pdivr_mulr // /Z mulrAC ler_pdivl_mulr //.
  by have := basin_deficit1 i; rewrite /e; real_lra.
have o0 : 0 <= f i / m i by rewrite divr_ge0 // ltW.
have a0 : 0 <= (1 - m i) / m i by rewrite divr_ge0 ?subr_ge0 // ltW.
have r := push (row_norm M i) (1 - m i).
have c := push (col_norm M (s i)) (f i).
have {}r : 1 - m i / row_norm M i <= (1 - m i) / m i / Z * (1 - Y^-1).
  apply: r; rewrite ?subr_ge0 ?entry_le_row_norm //; last by real_lra.
  have := norm2_split (s i) (M0 i).
  suff -> : \sum_(j | j != s i) M i j = 1 - m i by [].
  by case: M_basin => _ /(_ i) <- _; rewrite (row_sum_off s) addrAC subrr add0r.
have {}c : 1 - m i / col_norm M (s i) <= f i / m i / Z * (1 - Y^-1).
  apply: c; rewrite ?entry_le_col_norm //; last by real_lra.
  exact: (norm2_split i (fun l => M0 l (s i))).
have YE : Y^-1 = (1 - e) / off_norm e by rewrite invf_div eE.
have P0 : 0 <= 1 - Y^-1.
  rewrite YE; apply: (@strongest_push_ge0 _ e).
  by rewrite ler_subl_addr ler_addl ltW.
rewrite /strongest_push -YE; apply: le_trans
  (_ : ((1 - m i) / m i / Z + f i / m i / Z) * (1 - Y^-1) <= _).
  by rewrite mulrDl; have := ler_add r c; rewrite mxE; real_lra.
rewrite -mulrDl -{2}[1 - Y^-1]mul1r ler_wpmul2r //.
have [->|Z_neq0] := eqVneq Z 0; first by rewrite invr0 mulr0 ler01.
by rewrite ler_pdivr_mulr ?mul1r // lt_neqAle eq_sym Z_neq0.
Qed.

Variables (G : 'M[R]_n) (eta lam Gam : R).
Hypotheses (eta_ge0 : 0 <= eta) (lam_ge0 : 0 <= lam) (Gam_ge0 : 0 <= Gam).
Hypothesis G_off : forall i j, j != s i -> - Gam <= G i j.
Hypothesis G_on : forall i, G i (s i) <= Gam.
Hypothesis rate_gt0 : 0 < net_rate E L lam Gam.
Hypothesis eta_small : eta * (Gam + lam * strongest_push (1 - E)) < E.

Let A := lam * weakest_pull (1 - E) - Gam.
Let B := Gam + lam * strongest_push (1 - E).
Let K := net_rate E L lam Gam.
Let Z := step_core eta lam G M.
Let M' := scaling_step eta lam G M.

Let B_ge0 : 0 <= B.
Proof.
rewrite addr_ge0 // mulr_ge0 // strongest_push_ge0 //.
by rewrite ler_subl_addr ler_addl ltW.
Qed.

Let A_ge0 : 0 <= A.
Proof.
have := mulr_ge0 L_ge0 B_ge0; have := rate_gt0.
rewrite /net_rate -/A -/B; real_lra.
Qed.

Let Z0 i j : 0 <= Z i j. Proof. exact: threshold_ge0. Qed.

Lemma core_on_ge i : m i - eta * B <= Z i (s i).
Proof.
apply: le_trans (threshold_ge _ _ _); rewrite mxE ler_add2l ler_opp2.
by rewrite ler_wpmul2l // ler_add ?G_on // ler_wpmul2l // subgradient_push.
Qed.

Let reduced_gt0 i : 0 < m i - eta * B.
Proof. by rewrite subr_gt0 (lt_le_trans eta_small) // basin_on_ge. Qed.

Lemma core_on_gt0 i : 0 < Z i (s i).
Proof. exact: lt_le_trans (reduced_gt0 i) (core_on_ge i). Qed.

Lemma core_off_le i j : j != s i -> Z i j <= Num.max 0 (M i j - eta * A).
Proof.
move=> ji; rewrite mxE le_maxl !le_maxr lexx /= mxE ler_add2l ler_opp2.
apply/orP; right; rewrite ler_wpmul2l // addrC ler_add ?G_off //.
by rewrite ler_wpmul2l // subgradient_pull.
Qed.

(* (4) of the paper proof *)
Lemma scaled_odds i :
  col_off Z i <= Num.max 0 (odds M i - eta * K) * Z i (s i).
Proof.
have fE : f i = odds M i * m i by rewrite mulfVK ?gt_eqF.
have shrink : col_off Z i <= Num.max 0 (f i - eta * A).
  have etaA := mulr_ge0 eta_ge0 A_ge0.
  apply: le_trans (sum_shrink (fun k => k != i) etaA (fun k => M0 k (s i))).
  apply: ler_sum => l li; apply: core_off_le.
  by rewrite (inj_eq perm_inj) eq_sym.
apply: le_trans shrink _; rewrite le_maxl mulr_ge0 ?le_maxr ?lexx //=.
have Zp := core_on_gt0 i; have red := reduced_gt0 i; have Zge := core_on_ge i.
have [fA|fA] := leP (f i) (eta * A).
  apply: (@le_trans _ _ 0); first by rewrite subr_le0.
  by rewrite mulr_ge0 ?le_maxr ?lexx.
have key : f i - eta * A <= (odds M i - eta * K) * (m i - eta * B).
  have h1 : 0 <= eta * (B * (L - odds M i)).
    by rewrite !mulr_ge0 ?subr_ge0 ?odds_le.
  have h2 : 0 <= eta * (K * (1 - (m i - eta * B))).
    rewrite !mulr_ge0 ?(ltW rate_gt0) // subr_ge0.
    have := mulr_ge0 eta_ge0 B_ge0; have := basin_le1 i (s i); real_lra.
  have KE : K = A - L * B by [].
  by rewrite fE; move: h1 h2; rewrite KE; real_lra.
have pos : 0 < odds M i - eta * K.
  by rewrite -(pmulr_lgt0 _ red) (lt_le_trans _ key) // subr_gt0.
rewrite (max_r (ltW pos)); apply: le_trans key _.
by rewrite ler_wpmul2l // ltW.
Qed.

Let core_col_gt0 i : 0 < col_sum Z (s i).
Proof.
rewrite (col_sum_off s) ltr_paddr ?core_on_gt0 //; exact: sumr_ge0.
Qed.

Let core_row_gt0 i : 0 < row_sum Z i.
Proof.
rewrite (row_sum_off s) ltr_paddr ?core_on_gt0 //; exact: sumr_ge0.
Qed.

Let card_sum (f : 'I_n -> R) : (forall i, f i = 1) -> \sum_i f i = #|'I_n|%:R.
Proof.
by move=> f1; rewrite (eq_bigr (fun _ => 1)) ?sumr_const // => i _; exact: f1.
Qed.

(* (5) of the paper proof *)
Lemma on_prod_after :
  1 <= on_prod M' * \prod_i (1 + Num.max 0 (odds M i - eta * K)).
Proof.
set x := fun i => Num.max 0 (odds M i - eta * K).
have x0 i : 0 <= x i by rewrite le_maxr lexx.
have px : 0 <= \prod_i (1 + x i).
  by apply: prodr_ge0 => i _; rewrite addr_ge0 ?ler01.
apply: le_trans (ler_wpmul2r px (on_prod_scaling Z0 core_on_gt0)).
rewrite -big_split /=.
have one : 1 = \prod_(i < n) (1 : R) by rewrite big1.
rewrite [X in X <= _]one; apply: ler_prod => i _; rewrite ler01 /=.
rewrite [scale_cols _ _ _]mxE mulrAC ler_pdivl_mulr // mul1r (col_sum_off s).
by rewrite mulrDr mulr1 ler_add2l mulrC scaled_odds.
Qed.

Lemma on_prod_before : on_prod M * \prod_i (1 + odds M i) <= 1.
Proof.
rewrite -big_split /= (eq_bigr (fun i => col_sum M (s i))) => [|i _];
  last first.
  rewrite mulrDr mulr1 (col_sum_off s) /odds mulrCA divff ?mulr1 //.
  by rewrite gt_eqF.
apply: prod_le1_of_sum => [i|]; first exact: sumr_ge0.
rewrite -(sum_reindex s (col_sum M)) -sum_row_sum card_sum //.
by case: M_basin.
Qed.

Theorem on_prod_gain : on_prod M * \prod_i (1 + odds M i) <=
  on_prod M' * \prod_i (1 + Num.max 0 (odds M i - eta * K)).
Proof. exact: le_trans on_prod_before on_prod_after. Qed.

Let etaK_ge0 : 0 <= eta * K. Proof. by rewrite mulr_ge0 // ltW. Qed.

Let new_odds_le i :
  0 <= 1 + Num.max 0 (odds M i - eta * K) <= 1 + odds M i.
Proof.
rewrite addr_ge0 ?le_maxr ?lexx ?ler01 //= ler_add2l le_maxl odds_ge0 /=.
by rewrite ler_subl_addr ler_addl.
Qed.

Let odds_prod_gt0 : 0 < \prod_i (1 + odds M i).
Proof. by apply: prodr_gt0 => i _; rewrite ltr_paddr ?odds_ge0 ?ltr01. Qed.

Let on_prod'_ge0 : 0 <= on_prod M'.
Proof. by apply: prodr_ge0 => i _; exact: scaling_ge0. Qed.

Lemma on_prod_mono : on_prod M <= on_prod M'.
Proof.
rewrite -(ler_pmul2r odds_prod_gt0); apply: le_trans on_prod_gain _.
by rewrite ler_wpmul2l //; apply: ler_prod => i _; exact: new_odds_le.
Qed.

Lemma in_basin_step : in_basin E M'.
Proof.
split=> [i j|i|]; first exact: scaling_ge0.
  exact: row_sum_scaling.
by case: M_basin => _ _ /le_trans; apply; exact: on_prod_mono.
Qed.

(* (6) of the paper proof *)
Theorem small_odds_capture : (forall i, odds M i <= eta * K) -> M' = perm_mx s.
Proof.
move=> small; apply/scaling_perm => // [i|i j ji]; first exact: core_on_gt0.
have := scaled_odds ((s^-1)%g j).
rewrite max_l ?subr_le0 // mul0r /col_off permKV => g0.
have /psumr_eq0P : \sum_(k | k != (s^-1)%g j) Z k j = 0.
  by apply/eqP; rewrite eq_le g0 sumr_ge0.
apply=> //; exact: off_row_col.
Qed.

Theorem capture_or_gain : M' = perm_mx s \/
  on_prod M <= (1 - eta * K / (1 + L)) * on_prod M'.
Proof.
have [/forallP small|] := boolP [forall i, odds M i <= eta * K].
  by left; exact: small_odds_capture.
rewrite negb_forall => /existsP[j]; rewrite -ltNge => big; right.
have L1 : 0 < 1 + L by rewrite ltr_paddr ?ltr01.
rewrite -(ler_pmul2r odds_prod_gt0); apply: le_trans on_prod_gain _.
rewrite [X in X <= _]mulrC [X in _ <= X]mulrAC; apply: ler_wpmul2r => //.
rewrite (bigD1 j) //= [X in _ <= _ * X](bigD1 j) //= mulrA.
apply: ler_pmul => //; first by case/andP: (new_odds_le j).
- by apply: prodr_ge0 => i _; case/andP: (new_odds_le i).
- rewrite max_r ?subr_ge0 ?(ltW big) // mulrBl mul1r addrA ler_add2l ler_opp2.
  rewrite mulrAC ler_pdivr_mulr // ler_wpmul2l //.
  by rewrite ler_add2l odds_le.
by apply: ler_prod => i _; exact: new_odds_le.
Qed.

End OneStep.

(* the columns are nearly stochastic as well *)
Lemma basin_col_defect M E L k : in_basin E M -> 0 < E -> 0 <= L ->
  (0 < k)%N -> 1 <= E * (1 + L / k%:R) ^+ k -> col_defect M <= 2%:R * L.
Proof.
move=> MB E0 L0 k0 EL; have [M0 Mr Mp] := MB.
have on1 i : 0 <= 1 - M i (s i) by rewrite subr_ge0 (basin_le1 MB).
pose d := \sum_i (1 - M i (s i)).
have d0 : 0 <= d by exact: sumr_ge0.
have kR : 0 < k%:R :> R by rewrite ltr0n.
have fsum : \sum_i col_off M i = d.
  rewrite /d; have : \sum_i col_sum M (s i) = \sum_i row_sum M i.
    by rewrite -(sum_reindex s (col_sum M)) sum_row_sum.
  rewrite [X in _ = X -> _](eq_bigr (fun _ => 1)) => [|i _]; last exact: Mr.
  rewrite (eq_bigr (fun i => M i (s i) + col_off M i)) => [|i _].
    by rewrite big_split sumrB /= => <-; rewrite addrAC subrr add0r.
  exact: col_sum_off.
have -> : 2%:R * L = L + L by rewrite mulr_natl mulr2n.
apply: (@le_trans _ _ (d + d)).
  rewrite /col_defect (sum_reindex s) -{2}fsum -big_split /=.
  apply: ler_sum => i _; rewrite (col_sum_off s) ler_norml -/(col_off M i).
  have f0 : 0 <= col_off M i by exact: sumr_ge0.
  by apply/andP; split; have := on1 i; real_lra.
suff dL : d <= L by rewrite ler_add.
have m01 i : 0 <= M i (s i) <= 1 by rewrite M0 (basin_le1 MB).
have /= h := @prod_deficit_bound _ _ predT (fun i => M i (s i)) _ k0 m01.
have w0 : 0 <= 1 + d / k%:R by rewrite addr_ge0 ?ler01 // divr_ge0 // ltW.
have v0 : 0 <= 1 + L / k%:R by rewrite addr_ge0 ?ler01 // divr_ge0 // ltW.
have : (1 + d / k%:R) ^+ k <= (1 + L / k%:R) ^+ k.
  rewrite -(ler_pmul2l E0); apply: le_trans EL; apply: le_trans h.
  by rewrite ler_wpmul2r // exprn_ge0.
rewrite ler_pexpn2r ?nnegrE // ler_add2l ler_pmul2r // invr_gt0 //.
Qed.

(* further rounds of scaling *)
Lemma in_basin_rounds M E r : 0 < E -> in_basin E M ->
  in_basin E (rounds r M) /\ on_prod M <= on_prod (rounds r M).
Proof.
move=> E0 MB; elim: r => [|r [IH mono]] //.
rewrite /rounds iterS -/(rounds r M); set N := rounds r M in IH mono *.
have [N0 Nr Np] := IH.
have on i : 0 < N i (s i) by apply: lt_le_trans E0 (basin_on_ge IH i).
have gain : on_prod N <= on_prod (scaling N).
  exact: le_trans (on_prod_scale_cols N0 on Nr) (on_prod_scaling N0 on).
split; last exact: le_trans mono gain.
split=> [i j|i|]; [exact: scaling_ge0 | | exact: le_trans Np gain].
by apply: row_sum_scaling; rewrite // Nr ltr01.
Qed.

Lemma perm_mx_rounds r : rounds r (perm_mx s) = perm_mx s :> 'M[R]_n.
Proof.
elim: r => // r; rewrite /rounds iterS => ->.
apply/scaling_perm => [i j|i|i j]; last exact: perm_mx_off.
  by rewrite !mxE ler0n.
by rewrite perm_mx_on ltr01.
Qed.

(* a start certified by the row gaps, when s is the row argmax *)
Lemma on_prod_ge_gaps M E : (forall i j, 0 <= M i j) ->
  (forall i, row_sum M i = 1) -> (forall i j, M i j <= M i (s i)) ->
  \sum_i rowgap M i <= (2%:R - sqrt2) * (1 - E) -> E <= on_prod M.
Proof.
move=> M0 Mr Ms gaps; have := rowgaps_ge_deficit M0 Mr Ms.
move/le_trans/(_ gaps); rewrite ler_pmul2l ?sharp_const_gt0 // => h.
have M1 i : M i (s i) <= 1.
  by rewrite -(Mr i) (row_sum_off s) ler_addl sumr_ge0.
pose bound (p d : R) := [/\ p <= 1, 0 <= d & 1 - d <= p].
suff [_ _] : bound (on_prod M) (\sum_i (1 - M i (s i))) by real_lra.
apply: (big_rec2 bound) => [|i p d _ [p1 d0 pd]].
  by split; rewrite ?lexx ?subr0.
have e0 : 0 <= 1 - M i (s i) by rewrite subr_ge0.
have h1 : 0 <= (1 - M i (s i)) * (1 - p) by rewrite mulr_ge0 // subr_ge0.
have h2 : 0 <= M i (s i) * (1 - p) by rewrite mulr_ge0 // subr_ge0.
by split; [have := M1 i | |]; real_lra.
Qed.

Section Sequence.
Variables (M G : nat -> 'M[R]_n) (E L : R) (k r : nat) (eta lam Gam : R).
Hypothesis step : forall t,
  M t.+1 = rounds r (scaling_step eta lam (G t) (M t)).
Hypothesis M0_basin : in_basin E (M 0%N).
Hypothesis E_ge_half : 2%:R^-1 <= E.
Hypotheses (L_ge0 : 0 <= L) (L_le1 : L <= 1).
Hypotheses (k_gt0 : (0 < k)%N) (EL : 1 <= E * (1 + L / k%:R) ^+ k).
Hypotheses (eta_ge0 : 0 <= eta) (lam_ge0 : 0 <= lam) (Gam_ge0 : 0 <= Gam).
Hypothesis G_off : forall t i j, j != s i -> - Gam <= G t i j.
Hypothesis G_on : forall t i, G t i (s i) <= Gam.
Hypothesis rate_gt0 : 0 < net_rate E L lam Gam.
Hypothesis eta_small : eta * (Gam + lam * strongest_push (1 - E)) < E.
Let E0 : 0 < E.
Proof. by apply: lt_le_trans E_ge_half; rewrite invr_gt0 ltr0n. Qed.

Let first t := scaling_step eta lam (G t) (M t).

Let first_basin t : in_basin E (M t) -> in_basin E (first t).
Proof.
by move=> MB; exact: (in_basin_step MB E_ge_half L_ge0 L_le1 k_gt0 EL eta_ge0
  lam_ge0 Gam_ge0 (@G_off t) (G_on t) rate_gt0 eta_small).
Qed.

Theorem scaling_stays t : in_basin E (M t).
Proof.
elim: t => // t IH; rewrite step.
by have [] := in_basin_rounds r E0 (first_basin IH).
Qed.

Let first_le t : on_prod (first t) <= on_prod (M t.+1).
Proof.
rewrite step.
by have [] := in_basin_rounds r E0 (first_basin (scaling_stays t)).
Qed.

Theorem scaling_mono t : on_prod (M t) <= on_prod (M t.+1).
Proof.
apply: le_trans (first_le t).
exact: (on_prod_mono (scaling_stays t) E_ge_half L_ge0 L_le1 k_gt0 EL eta_ge0
  lam_ge0 Gam_ge0 (@G_off t) (G_on t) rate_gt0 eta_small).
Qed.

Variable c : R.
Hypothesis c_le : c <= eta * net_rate E L lam Gam / (1 + L).

Lemma perm_mx_odds i : odds (perm_mx s) i = 0 :> R.
Proof.
rewrite /odds /col_off big1 ?mul0r // => l li; apply: perm_mx_off.
by rewrite (inj_eq perm_inj) eq_sym.
Qed.

Theorem perm_stays t : M t = perm_mx s -> M t.+1 = perm_mx s.
Proof.
move=> Mt; rewrite step; rewrite [scaling_step _ _ _ _](_ : _ = perm_mx s).
  exact: perm_mx_rounds.
apply: (small_odds_capture (scaling_stays t) E_ge_half L_ge0 L_le1 k_gt0 EL
  eta_ge0 lam_ge0 Gam_ge0 (@G_off t) (G_on t) rate_gt0 eta_small) => i.
by rewrite Mt perm_mx_odds mulr_ge0 // ltW.
Qed.

Let on_prod_le1 t : on_prod (M t) <= 1.
Proof.
have MB := scaling_stays t; apply: prod_le1 => i; first by case: MB.
exact: basin_le1 MB i (s i).
Qed.

Let on_prod_gt0 t : 0 < on_prod (M t).
Proof.
case: (scaling_stays t) => _ _; apply: lt_le_trans.
by apply: lt_le_trans E_ge_half; rewrite invr_gt0 ltr0n.
Qed.

Let alternative t : M t.+1 = perm_mx s \/
  on_prod (M t) <= (1 - c) * on_prod (M t.+1).
Proof.
have := capture_or_gain (scaling_stays t) E_ge_half L_ge0 L_le1 k_gt0 EL
  eta_ge0 lam_ge0 Gam_ge0 (@G_off t) (G_on t) rate_gt0 eta_small.
rewrite -/(first t) => -[f|gain].
  by left; rewrite step -/(first t) f; exact: perm_mx_rounds.
have cb := c_le; set b := _ / _ in cb gain.
have [b1|b1] := leP 1 b.
  have : on_prod (M t) <= 0.
    apply: le_trans gain _; rewrite mulr_le0_ge0 ?subr_le0 //.
    exact: ltW (lt_le_trans (on_prod_gt0 t) (on_prod_mono (scaling_stays t)
      E_ge_half L_ge0 L_le1 k_gt0 EL eta_ge0 lam_ge0 Gam_ge0 (@G_off t)
      (G_on t) rate_gt0 eta_small)).
  by rewrite leNgt on_prod_gt0.
right; apply: le_trans gain _; apply: (@le_trans _ _ ((1 - b) *
  on_prod (M t.+1))).
  by rewrite ler_wpmul2l ?first_le // subr_ge0 ltW.
by rewrite ler_wpmul2r ?ler_add2l ?ler_opp2 // ltW // on_prod_gt0.
Qed.

Lemma identified_or_gain t : M t = perm_mx s \/
  on_prod (M 0%N) <= (1 - c) ^+ t * on_prod (M t).
Proof.
elim: t => [|t [Mt|IH]]; first by right; rewrite expr0 mul1r.
  by left; exact: perm_stays.
have [Mt|gain] := alternative t; [by left | right].
have c1 : 0 < 1 - c.
  by rewrite -(pmulr_lgt0 _ (on_prod_gt0 t.+1)) (lt_le_trans _ gain).
apply: le_trans IH _; rewrite exprSr -mulrA ler_wpmul2l // exprn_ge0 //.
exact: ltW.
Qed.

Theorem scaling_identifies T t :
  (1 - c) ^+ T < on_prod (M 0%N) -> (T <= t)%N -> M t = perm_mx s.
Proof.
move=> hT; elim: t => [|t IH].
  rewrite leqn0 => /eqP T0; move: hT; rewrite T0 expr0 ltNge.
  by rewrite on_prod_le1.
rewrite leq_eqVlt ltnS => /orP[/eqP Tt|/IH]; last exact: perm_stays.
have [//|gain] := identified_or_gain t.+1; move: hT; rewrite ltNge => /negP[].
have p0 : 0 < (1 - c) ^+ t.+1.
  rewrite -(pmulr_lgt0 _ (on_prod_gt0 t.+1)); exact: lt_le_trans gain.
by rewrite Tt; apply: le_trans gain _; rewrite ler_pimulr // ltW.
Qed.
End Sequence.

(* the constants at E = 3/4, L = 3/10 *)
Lemma weakest_pull_quarter : 36%:R / 25%:R <= weakest_pull (4%:R^-1 : R).
Proof.
have q0 := off_norm_gt0 (4%:R^-1 : R); have q2 := sqr_off_norm (4%:R^-1 : R).
set q := off_norm _ in q0 q2; rewrite /weakest_pull -/q.
have q_ge : 79%:R / 100%:R <= q.
  rewrite -ler_sqr ?nnegrE ?(ltW q0) // ?q2; by real_lra.
set r := Num.sqrt _; have r_ge : 103%:R / 100%:R <= r.
  rewrite -[X in X <= _]ger0_norm -?sqrtr_sqr; last by real_lra.
  by rewrite ler_wsqrtr //; real_lra.
have -> : 36%:R / 25%:R = 2%:R - 317%:R / 1000%:R - 243%:R / 1000%:R :> R.
  by real_lra.
rewrite ler_add ?ler_add2l ?ler_opp2 // ler_pdivr_mulr; first by real_lra.
- exact: q0.
- by real_lra.
by apply: lt_le_trans r_ge; real_lra.
Qed.

Lemma strongest_push_quarter : strongest_push (4%:R^-1 : R) <= 19%:R^-1.
Proof.
have q0 := off_norm_gt0 (4%:R^-1 : R); have q2 := sqr_off_norm (4%:R^-1 : R).
set q := off_norm _ in q0 q2; rewrite /strongest_push -/q.
have q_le : q <= 791%:R / 1000%:R.
  rewrite -ler_sqr ?nnegrE ?(ltW q0) ?q2 //; by real_lra.
suff : 18%:R / 19%:R <= (1 - 4%:R^-1) / q by real_lra.
by rewrite ler_pdivl_mulr //; real_lra.
Qed.

Theorem scaling_identifies_quarter (M G : nat -> 'M[R]_n) r eta lam Gam T t :
  (forall t, M t.+1 = rounds r (scaling_step eta lam (G t) (M t))) ->
  in_basin (3%:R / 4%:R) (M 0%N) -> 0 <= eta -> 0 <= Gam -> 0 < lam ->
  Gam <= lam -> eta * (Gam + lam / 19%:R) < 3%:R / 4%:R ->
  (forall t i j, j != s i -> - Gam <= G t i j) ->
  (forall t i, G t i (s i) <= Gam) ->
  (1 - eta * lam / 11%:R) ^+ T < 3%:R / 4%:R -> (T <= t)%N -> M t = perm_mx s.
Proof.
move=> step MB eta0 Gam0 lam0 Gam_lam eta_small G_off G_on hT.
have E1 : 1 - 3%:R / 4%:R = 4%:R^-1 :> R by real_lra.
have pull := ler_wpmul2l (ltW lam0) weakest_pull_quarter.
have push := ler_wpmul2l (ltW lam0) strongest_push_quarter.
have rate : lam * (31%:R / 250%:R) <=
    net_rate (3%:R / 4%:R) (3%:R / 10%:R) lam Gam.
  by rewrite /net_rate E1; real_lra.
have rate_gt0 : 0 < net_rate (3%:R / 4%:R) (3%:R / 10%:R) lam Gam.
  by apply: lt_le_trans rate; rewrite mulr_gt0 //; real_lra.
have etarate := ler_wpmul2l eta0 rate.
apply: (@scaling_identifies M G (3%:R / 4%:R) (3%:R / 10%:R) 8 r eta lam Gam
  step MB _ _ _ _ _ eta0 (ltW lam0) Gam0 G_off G_on rate_gt0 _
  (eta * lam / 11%:R)) => //; try by real_lra.
- rewrite E1; apply: le_lt_trans eta_small; rewrite ler_wpmul2l //.
  by rewrite ler_add2l.
- rewrite ler_pdivl_mulr; last by real_lra.
  apply: le_trans etarate; have := mulr_ge0 eta0 (ltW lam0); real_lra.
by apply: lt_le_trans hT _; case: MB.
Qed.
End Basin.

(******************************************************************************)
(* Assignment duality without Birkhoff, Hall or Koenig                        *)
(*                                                                            *)
(* Longest simple paths serve as potentials: if the identity is an optimal    *)
(* assignment, every cycle has weight at most 0 for w i j = M i j - M j j.    *)
(* Everything holds over any real domain, so over the rationals as well.      *)
(*   path_weight w i s == weight of the path that starts at i and follows s   *)
(*        cycle_perm u == the permutation that rotates a duplicate-free       *)
(*                        sequence c and fixes the rest (u : uniq c)          *)
(*            ds_fun D == D : T -> T -> R is nonnegative with all row and     *)
(*                        column sums 1                                       *)
(* Main lemmas:                                                               *)
(*   potentials               p with M i j - M j j <= p i - p j               *)
(*   assignment_dominates_ds  (L4) one permutation scores at least as high    *)
(*                            as every doubly stochastic D                    *)
(*   marcus_ree               (L5) Marcus and Ree 1959: some permutation      *)
(*                            scores at least the sum of squares              *)
(*   nonneg_prices            (L4) an optimal dual pair u, v >= 0 for M >= 0  *)
(*   nonneg_potentials        (L4) the same for doubly stochastic M           *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Paths.
Variables (R : realDomainType) (T : finType) (w : T -> T -> R).

Fixpoint path_weight (i : T) (s : seq T) : R :=
  if s is j :: s' then w i j + path_weight j s' else 0.

Lemma path_weight_cat i s1 j s2 : path_weight i (s1 ++ j :: s2) =
  path_weight i (rcons s1 j) + path_weight j s2.
Proof.
elim: s1 i => [|k s1 IH] i /=; first by rewrite addr0.
by rewrite IH addrA.
Qed.

Lemma sum_next_weight y0 y p : uniq (y :: p) ->
  \sum_(x <- y :: p) w x (next_at x y0 y p) = path_weight y (rcons p y0).
Proof.
elim: p y => [|y' p IH] y /=; first by rewrite big_seq1 eqxx addr0.
move=> /andP[yn u]; rewrite big_cons eqxx; congr (_ + _).
rewrite -IH //; apply: eq_big_seq => x xin.
case: eqP => // xy; by rewrite -xy xin in yn.
Qed.

(* the permutation made of one cycle *)
Lemma next_inj_all (c : seq T) : uniq c -> injective (next c).
Proof. by move=> u; apply: can_inj (prev_next u). Qed.

Definition cycle_perm (c : seq T) (u : uniq c) :
  {perm T} := perm (next_inj_all u).

Lemma next_out (c : seq T) x : x \notin c -> next c x = x.
Proof.
case: c => //= y p; elim: p y {1 3}y => [|z p IH] y y0 /=.
  by rewrite inE => /negPf ->.
by rewrite inE negb_or => /andP[/negPf -> xz]; apply: IH.
Qed.
End Paths.

Section Duality.
Variables (R : realDomainType) (T : finType) (M : T -> T -> R).
(* the identity is an optimal assignment *)
Hypothesis opt : forall s : {perm T}, \sum_i M i (s i) <= \sum_i M i i.
Let w i j := M i j - M j j.

Lemma cycle_le0 (i : T) s : uniq (i :: s) -> path_weight w i (rcons s i) <= 0.
Proof.
move=> u; rewrite -(sum_next_weight w i u).
have -> : \sum_(x <- i :: s) w x (next_at x i i s)
        = \sum_x w x (cycle_perm u x).
  rewrite (big_uniq _ u) [RHS](bigID (mem (i :: s))) /= [X in _ =
    _ + X]big1 ?addr0.
    by apply: eq_bigr => x _; rewrite permE.
  by move=> x xn; rewrite permE (next_out xn) /w subrr.
rewrite /w big_split /= sumrN subr_le0.
by rewrite -(reindex_inj (h := cycle_perm u) (F := fun x =>
  M x x) (P := xpredT) (@perm_inj _ _)) ?opt.
Qed.

Lemma w_refl i : w i i = 0.
Proof. by rewrite /w subrr. Qed.

(* potentials *)
Lemma potentials : exists p : T -> R, forall i j, M i j - M j j <= p i - p j.
Proof.
pose N := #|T|.
have best i : {s : seq T | uniq (i :: s) & forall t, uniq (i :: t) ->
  path_weight w i t <= path_weight w i s}.
  pose Q (b : N.-bseq T) := uniq (i :: b).
  have Q0 : Q [bseq] by [].
  case: (arg_maxP (fun b : N.-bseq T => path_weight w i b) Q0) => b Qb bmax.
  exists (b : seq T) => // t ut.
  have st : (size t <= N)%N.
    have := card_uniqP ut => e; have := max_card (mem (i :: t)).
    by rewrite e => /ltnW.
  exact: (bmax (Bseq st)).
exists (fun i => path_weight w i (s2val (best i))) => i j.
rewrite ler_subr_addr.
case: (best j) => s us smax; case: (best i) => t ut tmax /=.
have [ij|ij] := eqVneq i j.
  by subst j; rewrite -/(w i i) w_refl add0r tmax.
have [iin|inin] := boolP (i \in s); last first.
  apply: (tmax (j :: s)); rewrite /= inE negb_or ij inin /=; exact: us.
case/splitPr: iin us {smax} => s1 s2 us.
have us1 : uniq (i :: j :: s1).
  move: us; rewrite -cat_cons cat_uniq /= => /and3P[u1 /norP[ni _] _].
  by rewrite ni.
have us2 : uniq (i :: s2).
  by move: us; rewrite -cat_cons cat_uniq => /and3P[_ _].
have c := cycle_le0 us1; rewrite /= in c.
rewrite path_weight_cat addrA; apply: le_trans (tmax s2 us2).
by rewrite -[X in _ <= X]add0r ler_add2r.
Qed.

Definition ds_fun (D : T -> T -> R) :=
  [/\ forall i j, 0 <= D i j, forall i, \sum_j D i j = 1 & forall j,
    \sum_i D i j = 1].

Theorem identity_dominates_ds D : ds_fun D ->
  \sum_i \sum_j D i j * M i j <= \sum_i M i i.
Proof.
case=> D0 Dr Dc; have [p hp] := potentials.
have h i j : D i j * M i j <= D i j * (M j j - p j) + D i j * p i.
  rewrite -mulrDr ler_wpmul2l //.
  have := hp i j; rewrite ler_subl_addr => /le_trans; apply.
  by rewrite addrC addrCA addrC.
apply: (@le_trans _ _ (\sum_i \sum_j (D i j * (M j j - p j) + D i j * p i))).
  by apply: ler_sum => i _; apply: ler_sum => j _.
rewrite (eq_bigr (fun i => \sum_j D i j * (M j j - p j) + p i)); last first.
  by move=> i _; rewrite big_split /= -mulr_suml Dr mul1r.
rewrite big_split /= exchange_big /=.
rewrite (eq_bigr (fun j => M j j - p j)); last by move=> j _;
  rewrite -mulr_suml Dc mul1r.
by rewrite big_split /= sumrN subrK.
Qed.
End Duality.

Section MarcusRee.
Variables (R : realDomainType) (T : finType) (M : T -> T -> R).

Theorem assignment_dominates_ds : exists s : {perm T}, forall D, ds_fun D ->
  \sum_i \sum_j D i j * M i j <= \sum_i M i (s i).
Proof.
case: (arg_maxP (fun s : {perm T} =>
  \sum_i M i (s i)) (isT : xpredT (1%g : {perm T}))) => s _ smax.
exists s => D [D0 Dr Dc].
pose M' i j := M i (s j).
have opt' (t : {perm T}) : \sum_i M' i (t i) <= \sum_i M' i i.
  have -> : \sum_i M' i (t i) = \sum_i M i ((t * s)%g i).
    by apply: eq_bigr => i _; rewrite permM.
  exact: (smax (t * s)%g isT).
have dsD : ds_fun (fun i j => D i (s j)).
  split=> [i j|i|j] //.
  by rewrite -[RHS](Dr i) [RHS](reindex_inj (@perm_inj _ s)).
apply: le_trans (identity_dominates_ds opt' dsD).
by apply: ler_sum => i _; rewrite (reindex_inj (@perm_inj _ s)).
Qed.

Theorem marcus_ree : ds_fun M -> exists s : {perm T},
  \sum_i \sum_j (M i j) ^+ 2 <= \sum_i M i (s i).
Proof.
by move=> h; have [s hs] := assignment_dominates_ds; exists s; exact: hs.
Qed.
End MarcusRee.

Section NonnegPotentials.
Variables (R : realDomainType) (T : finType) (M : T -> T -> R).
Hypothesis M0 : forall i j, 0 <= M i j.
Variable s : {perm T}.
Hypothesis opt : forall t : {perm T}, \sum_i M i (t i) <= \sum_i M i (s i).

Lemma nonneg_prices : exists u v : T -> R,
  [/\ forall i, 0 <= u i, forall j, 0 <= v j, forall i j, M i j <= u i + v j &
      \sum_i u i + \sum_j v j = \sum_i M i (s i)].
Proof.
pose M' i j := M i (s j).
have opt' (t : {perm T}) : \sum_i M' i (t i) <= \sum_i M' i i.
  have -> : \sum_i M' i (t i) = \sum_i M i ((t * s)%g i).
    by apply: eq_bigr => i _; rewrite permM.
  exact: opt.
have [p hp] := potentials opt'.
pose r j := (s^-1)%g j.
pose v0 j := M' (r j) (r j) - p (r j).
have h i j : M i j <= p i + v0 j.
  have := hp i (r j); rewrite /M' permKV ler_subl_addr => /le_trans; apply.
  by rewrite /v0 /M' permKV addrAC -addrA.
have sv : \sum_i p i + \sum_j v0 j = \sum_i M i (s i).
  rewrite [X in _ + X](reindex_inj (@perm_inj _ s)) /= -big_split /=;
    apply: eq_bigr => i _.
  by rewrite /v0 /r permK /M' addrC subrK.
case: (pickP (fun _ : T => true)) => [i0 _|no]; last first.
  exists p, v0; split=> [i|j|i j|//]; [have := no i | have := no j | exact: h];
    by [].
case: (arg_minP v0 (isT : xpredT i0)) => j0 _ jmin.
exists (fun i => p i + v0 j0), (fun j => v0 j - v0 j0); split.
- by move=> i; apply: le_trans (h i j0).
- by move=> j; rewrite subr_ge0 jmin.
- by move=> i j; rewrite addrAC addrA subrK.
- by rewrite -sv -!big_split /=; apply: eq_bigr => i _;
  rewrite addrACA subrr addr0 ?addrA // addrAC ?subrr ?addr0.
Qed.
End NonnegPotentials.

Lemma nonneg_potentials (R : realDomainType) (T : finType) (M : T -> T -> R) :
  ds_fun M -> forall s : {perm T},
  (forall t : {perm T}, \sum_i M i (t i) <= \sum_i M i (s i)) ->
  exists u v : T -> R,
  [/\ forall i, 0 <= u i, forall j, 0 <= v j, forall i j, M i j <= u i + v j &
      \sum_i u i + \sum_j v j = \sum_i M i (s i)].
Proof. by case=> M0 _ _ s; exact: nonneg_prices. Qed.

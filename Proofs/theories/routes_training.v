(******************************************************************************)
(* Training commutes with relabelling (R5)                                    *)
(*                                                                            *)
(* K is the finite set of the coordinates of all parameters, sigma permutes   *)
(* it; a parameter vector, or the vector of an optimiser's states, is a       *)
(* function on K.                                                             *)
(*     relabel sigma z  == z with its coordinates permuted by sigma           *)
(*   is_gradient F x g  == F is differentiable at x, with gradient g          *)
(*                (the error is at most eps |h|_1 for small steps h)          *)
(* train kind look upd grad n z == the states after n steps from z: step t    *)
(*                moves each coordinate by upd t, which sees its kind, its    *)
(*                state and its entry of the gradient at the point look t     *)
(*           law w f y  == the weight of the draws at which f is y            *)
(* With momenta and moments in the states this is SGD with momentum (Nesterov *)
(* looks ahead), weight decay by kind, Adam.                                  *)
(* Main lemmas:                                                               *)
(*   gradient_relabel, gradient_unique   gradients are relabelled alike       *)
(*   iterates_commute    steps that commute with a map: so do their iterates  *)
(*   train_relabel       so training commutes with sigma                      *)
(*   law_trajectory      a start whose law sigma keeps: equal laws of all     *)
(*                       that is measured along the way                       *)
(*   independent_exchangeable    independent draws by kind are such a start   *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Definition relabel (K : finType) (S : Type) (sigma : {perm K})
  (z : {ffun K -> S}) : {ffun K -> S} := [ffun c => z (sigma c)].

Lemma relabelK (K : finType) (S : Type) (sigma : {perm K}) :
  cancel (@relabel K S sigma) (relabel sigma^-1).
Proof. by move=> z; apply/ffunP => c; rewrite !ffunE permKV. Qed.

Lemma relabelVK (K : finType) (S : Type) (sigma : {perm K}) :
  cancel (@relabel K S sigma^-1) (relabel sigma).
Proof. by move=> z; apply/ffunP => c; rewrite !ffunE permK. Qed.

Section Gradient.
Variables (R : realFieldType) (K : finType).
Implicit Types (F : {ffun K -> R} -> R) (x g h : {ffun K -> R}).

Definition is_gradient F x g := forall eps : R, 0 < eps ->
  exists2 del : R, 0 < del & forall h, \sum_c `|h c| <= del ->
    `|F (x + h) - F x - \sum_c g c * h c| <= eps * \sum_c `|h c|.

Theorem gradient_relabel (sigma : {perm K}) (Fp Fq : {ffun K -> R} -> R) x g :
  (forall z, Fq z = Fp (relabel sigma z)) ->
  is_gradient Fq x g -> is_gradient Fp (relabel sigma x) (relabel sigma g).
Proof.
move=> FE grad eps /grad[del del0 near]; exists del => // h small.
have sum_h : \sum_c `|relabel sigma^-1 h c| = \sum_c `|h c|.
  rewrite [RHS](reindex_inj (@perm_inj _ sigma^-1)) /=.
  by apply: eq_bigr => c _; rewrite ffunE.
have := near (relabel sigma^-1 h); rewrite sum_h => /(_ small).
rewrite !FE; have -> : relabel sigma (x + relabel sigma^-1 h) =
    relabel sigma x + h.
  by apply/ffunP => c; rewrite !ffunE permK.
congr (`| _ - _| <= _); rewrite [LHS](reindex_inj (@perm_inj _ sigma)) /=.
by apply: eq_bigr => c _; rewrite !ffunE permK.
Qed.

Lemma gradient_unique F x g1 g2 :
  is_gradient F x g1 -> is_gradient F x g2 -> g1 = g2.
Proof.
move=> grad1 grad2; apply/ffunP => c; apply/eqP; rewrite -subr_eq0 -normr_le0.
apply/ler_addgt0Pl => e e0; rewrite addr0.
have e2 : 0 < e / 2%:R by rewrite divr_gt0 // ltr0n.
have [d1 d10 near1] := grad1 _ e2; have [d2 d20 near2] := grad2 _ e2.
pose t := Num.min d1 d2; have t0 : 0 < t by rewrite lt_minr d10.
pose h : {ffun K -> R} := [ffun k => if k == c then t else 0].
have norm_h : \sum_k `|h k| = t.
  rewrite (bigD1 c) //= ffunE eqxx gtr0_norm // big1 ?addr0 // => k kc.
  by rewrite ffunE (negPf kc) normr0.
have along g : \sum_k g k * h k = g c * t.
  rewrite (bigD1 c) //= ffunE eqxx big1 ?addr0 // => k kc.
  by rewrite ffunE (negPf kc) mulr0.
have := near2 h; have := near1 h; rewrite norm_h !along.
rewrite {1}/t le_minl lexx => /(_ isT) h1.
rewrite {1}/t le_minl lexx orbT => /(_ isT) h2.
rewrite -(ler_pmul2r t0) -{1}(gtr0_norm t0) -normrM mulrBl.
have -> : g1 c * t - g2 c * t = (F (x + h) - F x - g2 c * t) -
    (F (x + h) - F x - g1 c * t).
  by move: (F (x + h) - F x) => D; rewrite opprB [RHS]addrC addrA subrK.
apply: le_trans (ler_norm_sub _ _) _; apply: le_trans (ler_add h2 h1) _.
by rewrite -mulrDl -splitr.
Qed.
End Gradient.

Lemma iterates_commute (X : Type) (sig : X -> X) (Up Uq : nat -> X -> X) :
  (forall t x, Up t (sig x) = sig (Uq t x)) -> forall n x,
  foldl (fun z t => Up t z) (sig x) (iota 0 n) =
  sig (foldl (fun z t => Uq t z) x (iota 0 n)).
Proof.
move=> e n; elim: (iota 0 n) => //= t ts IH x.
by rewrite e IH.
Qed.

Section Training.
Variables (K : finType) (kinds W G S : Type) (kind : K -> kinds).
Variables (look : nat -> kinds -> S -> W) (upd : nat -> kinds -> S -> G -> S).
Implicit Type grad : nat -> {ffun K -> W} -> {ffun K -> G}.

Definition looked_at t (z : {ffun K -> S}) : {ffun K -> W} :=
  [ffun c => look t (kind c) (z c)].

Definition train_step grad t (z : {ffun K -> S}) : {ffun K -> S} :=
  [ffun c => upd t (kind c) (z c) (grad t (looked_at t z) c)].

Definition train grad n z :=
  foldl (fun z t => train_step grad t z) z (iota 0 n).

Variables (sigma : {perm K}).
Variables (gradp gradq : nat -> {ffun K -> W} -> {ffun K -> G}).
Hypothesis same_kind : forall c, kind (sigma c) = kind c.
Hypothesis grads : forall t w,
  gradp t (relabel sigma w) = relabel sigma (gradq t w).

Theorem train_relabel n z :
  train gradp n (relabel sigma z) = relabel sigma (train gradq n z).
Proof.
apply: iterates_commute => t y; apply/ffunP => c; rewrite !ffunE same_kind.
congr (upd _ _ _ _); have -> : looked_at t (relabel sigma y) =
    relabel sigma (looked_at t y).
  by apply/ffunP => k; rewrite !ffunE same_kind.
by rewrite grads ffunE.
Qed.
End Training.

Section Law.
Variables (R : zmodType) (Omega : finType) (w : Omega -> R).

Definition law (Y : eqType) (f : Omega -> Y) (y : Y) := \sum_(o | f o == y) w o.

(* The law of a function of f depends on the law of f only *)
Lemma law_comp (Z Y : eqType) (f g : Omega -> Z) (h : Z -> Y) :
  (forall z, law f z = law g z) -> forall y, law (h \o f) y = law (h \o g) y.
Proof.
move=> e y; pose zs := undup (codom f ++ codom g).
suff all_z k : (forall o, k o \in zs) ->
    law (h \o k) y = \sum_(z <- zs | h z == y) law k z.
  rewrite !all_z; first by apply: eq_bigr => z _; rewrite e.
    by move=> o; rewrite mem_undup mem_cat codom_f orbT.
  by move=> o; rewrite mem_undup mem_cat codom_f.
move=> kzs; rewrite /law (exchange_big_dep predT) //= big_mkcond.
apply: eq_bigr => o _; rewrite big_mkcond (bigD1_seq (k o)) ?undup_uniq //=.
rewrite eqxx andbT big1 ?addr0 // => z; rewrite eq_sym => /negPf ->.
by rewrite andbF.
Qed.
End Law.

Section SameLaw.
Variables (K : finType) (kinds W G : Type) (S : eqType) (kind : K -> kinds).
Variables (look : nat -> kinds -> S -> W) (upd : nat -> kinds -> S -> G -> S).
Variables (sigma : {perm K}).
Variables (gradp gradq : nat -> {ffun K -> W} -> {ffun K -> G}).
Hypothesis same_kind : forall c, kind (sigma c) = kind c.
Hypothesis grads : forall t w,
  gradp t (relabel sigma w) = relabel sigma (gradq t w).

Variables (Y : eqType) (Fp Fq : nat -> {ffun K -> S} -> Y).
Hypothesis measured : forall t z, Fq t z = Fp t (relabel sigma z).

Definition trajectory (F : nat -> {ffun K -> S} -> Y) grad n z :=
  [seq F t (train kind look upd grad t z) | t <- iota 0 n.+1].

Lemma trajectory_relabel n z :
  trajectory Fp gradp n (relabel sigma z) = trajectory Fq gradq n z.
Proof.
by apply: eq_map => t; rewrite measured (train_relabel _ _ same_kind grads).
Qed.

Theorem law_trajectory (R : zmodType) (Omega : finType) (w : Omega -> R)
    (init : Omega -> {ffun K -> S}) n :
  (forall z, law w (relabel sigma \o init) z = law w init z) ->
  forall y, law w (trajectory Fq gradq n \o init) y =
            law w (trajectory Fp gradp n \o init) y.
Proof.
move=> exch y; rewrite -(law_comp (trajectory Fp gradp n) exch).
by apply: eq_bigl => o /=; rewrite trajectory_relabel.
Qed.
End SameLaw.

(* Draws from a finite set D, independent, with weights by kind *)
Section Independent.
Variables (R : comRingType) (K D : finType) (kinds : Type) (S : eqType).
Variables (kind : K -> kinds) (mu : kinds -> D -> R) (start : kinds -> D -> S).

Definition draw_weight (o : {ffun K -> D}) := \prod_c mu (kind c) (o c).
Definition draw_start (o : {ffun K -> D}) := [ffun c => start (kind c) (o c)].

Theorem independent_exchangeable (sigma : {perm K}) :
  (forall c, kind (sigma c) = kind c) -> forall z,
  law draw_weight (relabel sigma \o draw_start) z =
  law draw_weight draw_start z.
Proof.
move=> same z; rewrite /law (reindex_inj (can_inj (@relabelVK _ _ sigma))) /=.
apply: eq_big => [o|o _].
  congr (_ == _); apply/ffunP => c; rewrite !ffunE same.
  by rewrite permK.
rewrite /draw_weight (reindex_inj (@perm_inj _ sigma)); apply: eq_bigr => c _.
by rewrite ffunE permK same.
Qed.
End Independent.

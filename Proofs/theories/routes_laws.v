(******************************************************************************)
(* Shuffles of one table train alike in law (R3, R4, R5)                      *)
(*                                                                            *)
(* A network is cut into a part with coordinates U (a unit, a stage) and the  *)
(* rest: what comes before and after it, skips over it, other shuffles, the   *)
(* data.                                                                      *)
(*  own_of theta, rest_of theta == the coordinates of the part, of the rest   *)
(*   network part input out theta == out of the rest and of what the part     *)
(*                    makes of the input, which depends on the rest only      *)
(*         extend sigma == sigma on U, the identity on the rest               *)
(* Main lemmas:                                                               *)
(*   network_relabelled   networks are relabelled with their part             *)
(*   part_same_law        equal laws of all that is measured while training   *)
(*   unit_kinds, stage_kinds    coordinates only go to others of one kind     *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import routes_tables routes_relabelling.
From AutoShuffleNet Require Import routes_lifetimes routes_training.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Network.
Variables (U rest : finType) (R X Y : Type).
Notation K := [finType of U + rest].

Definition own_of (S : Type) (theta : {ffun K -> S}) : {ffun U -> S} :=
  [ffun c => theta (inl c)].
Definition rest_of (S : Type) (theta : {ffun K -> S}) : {ffun rest -> S} :=
  [ffun c => theta (inr c)].

Definition network (Z : Type) (part : {ffun U -> R} -> X -> Y)
    (input : {ffun rest -> R} -> X) (out : {ffun rest -> R} -> Y -> Z)
    (theta : {ffun K -> R}) : Z :=
  out (rest_of theta) (part (own_of theta) (input (rest_of theta))).

Definition extend_fun (sigma : {perm U}) (c : U + rest) : U + rest :=
  match c with inl u => inl (sigma u) | inr v => inr v end.

Lemma extend_inj sigma : injective (extend_fun sigma).
Proof. by case=> [u|u] [v|v] //= [] e; rewrite ?e // (perm_inj e). Qed.

Definition extend sigma : {perm K} := perm (@extend_inj sigma).

Variables (partp partq : {ffun U -> R} -> X -> Y) (sigma : {perm U}).
Hypothesis parts : forall theta x, partq theta x = partp (relabel sigma theta) x.

Lemma network_relabelled Z input (out : _ -> _ -> Z) theta :
  network partq input out theta =
  network partp input out (relabel (extend sigma) theta).
Proof.
rewrite /network parts; congr (out _ (partp _ (input _))).
- by apply/ffunP => c; rewrite !ffunE permE.
- by apply/ffunP => c; rewrite !ffunE permE.
by apply/ffunP => c; rewrite !ffunE permE.
Qed.
End Network.

Section SameLaw.
Variables (R : realFieldType) (U rest : finType) (X Y : Type).
Notation K := [finType of U + rest].
Variables (partp partq : {ffun U -> R} -> X -> Y) (sigma : {perm U}).
Hypothesis parts : forall theta x, partq theta x = partp (relabel sigma theta) x.

Variables (kinds : Type) (kind : U + rest -> kinds).
Hypothesis same_kind : forall c, kind (inl (sigma c)) = kind (inl c).

Variables (input : nat -> {ffun rest -> R} -> X).
Variables (loss : nat -> {ffun rest -> R} -> Y -> R).
Variables (gradp gradq : nat -> {ffun K -> R} -> {ffun K -> R}).
Hypothesis gradpP : forall t w,
  is_gradient (network partp (input t) (loss t)) w (gradp t w).
Hypothesis gradqP : forall t w,
  is_gradient (network partq (input t) (loss t)) w (gradq t w).

Variables (S : eqType) (weight : S -> R) (look : nat -> kinds -> S -> R).
Variables (upd : nat -> kinds -> S -> R -> S).

Definition weights (z : {ffun K -> S}) : {ffun K -> R} :=
  [ffun c => weight (z c)].

Variables (Z : eqType) (probe : nat -> {ffun rest -> R} -> X).
Variables (measure : nat -> {ffun rest -> R} -> Y -> Z).

Definition measured part t z := network part (probe t) (measure t) (weights z).

Variables (Q : comRingType) (D : finType) (mu : kinds -> D -> Q).
Variables (start : kinds -> D -> S).

Theorem part_same_law n y :
  law (draw_weight kind mu)
    (trajectory kind look upd (measured partq) gradq n \o draw_start kind start)
    y =
  law (draw_weight kind mu)
    (trajectory kind look upd (measured partp) gradp n \o draw_start kind start)
    y.
Proof.
have same c : kind (extend rest sigma c) = kind c.
  by rewrite permE; case: c => [u|v] /=.
apply: (@law_trajectory _ _ _ _ _ kind look upd (extend rest sigma)) => //.
- move=> t w; apply: (gradient_unique (gradpP t _)).
  by apply: gradient_relabel (gradqP t w) => z; apply: network_relabelled.
- move=> t z; rewrite /measured (network_relabelled parts).
  by congr network; apply/ffunP => c; rewrite !ffunE.
exact: independent_exchangeable.
Qed.
End SameLaw.

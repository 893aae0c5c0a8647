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
Hypothesis parts : forall theta x,
  partq theta x = partp (relabel sigma theta) x.

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
Hypothesis parts : forall theta x,
  partq theta x = partp (relabel sigma theta) x.

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

(* The unit of routes_relabelling.v as such a part *)
Section UnitPart.
Variables (R : ringType) (V : lmodType R) (m C l g d : nat) (s r : finType).
Variables (Ain : 'I_m -> s) (A : 'I_C -> s) (B : 'I_C -> r) (Bout : 'I_l -> r).
Variables (phi : 'rV[R]_g -> V -> V) (psi : 'rV[R]_d -> V -> V).
Notation coord := (unit_coord m C l g d).

Definition unit_part (p : 'S_C) (theta : {ffun coord -> R}) (x : 'I_m -> V) :
    {ffun 'I_l -> V} :=
  [ffun k => unit_of Ain A B Bout phi psi p theta x k].

Definition unit_move (alpha beta : 'S_C) : {perm coord} :=
  perm (@move_coord_inj m C l g d alpha beta).

Lemma unit_parts (p q alpha beta : 'S_C) : relabelled A B p q alpha beta ->
  forall theta x,
  unit_part q theta x = unit_part p (relabel (unit_move alpha beta) theta) x.
Proof.
move=> rel theta x; apply/ffunP => k; rewrite !ffunE.
rewrite (relabelled_coordinates Ain Bout phi psi rel).
by congr (shuffle_unit _ _ _ _ _ _ _ _ _ _ _ x k); apply/matrixP => i j;
  rewrite !mxE ffunE.
Qed.

(* alike: coordinates that differ in a channel of one group only *)
Definition unit_alike (kinds : Type) (kind : coord -> kinds) :=
  [/\ forall i i' j, A i = A i' ->
        kind (coord_W1 l g d i j) = kind (coord_W1 l g d i' j),
      forall i i' j, A i = A i' ->
        kind (coord_gamma m l d i j) = kind (coord_gamma m l d i' j),
      forall i i' j, B i = B i' ->
        kind (coord_delta m l g i j) = kind (coord_delta m l g i' j)
    & forall i i' k, B i = B i' ->
        kind (coord_W2 m g d k i) = kind (coord_W2 m g d k i')].

Lemma unit_kinds kinds (kind : coord -> kinds) (alpha beta : 'S_C) :
  unit_alike kind -> (forall i, A (alpha i) = A i) ->
  (forall i, B (beta i) = B i) ->
  forall c, kind (unit_move alpha beta c) = kind c.
Proof.
move=> [k1 k2 k3 k4] hA hB c; rewrite permE.
by case: c => [[[i j]|[i j]]|[[i j]|[i j]]] /=;
  [apply: k1 | apply: k2 | apply: k3 | apply: k4].
Qed.
End UnitPart.

(* The stage of routes_lifetimes.v as such a part *)
Section StagePart.
Variables (m h k l : nat) (R X V : Type) (Hidden Next : zmodType).
Variables (first : bool -> {ffun 'I_k -> R} -> X -> V).
Variables (take : X -> nat -> {ffun 'I_l -> R} -> V -> Hidden).
Variables (make : X -> nat -> {ffun 'I_k -> R} -> Hidden -> V).
Variables (last : X -> {ffun 'I_l -> R} -> V -> Next).
Notation coord := (stage_coord m h k l).

Definition stage_part (p : nat -> {perm position h})
    (theta : {ffun coord -> R}) (x : X) : Next :=
  stage_of first take make last p theta x.

Definition stage_move (alpha : {perm feature m h}) (beta : {perm reading m h}) :
    {perm coord} :=
  perm (@move_stage_coord_inj m h k l alpha beta).

Lemma stage_parts p q alpha beta :
  relabelled (@source_of m h) (@reader_of m h) (read p) (read q) alpha beta ->
  forall theta x,
  stage_part q theta x = stage_part p (relabel (stage_move alpha beta) theta) x.
Proof.
move=> rel theta x; rewrite /stage_part (stage_coordinates _ _ _ _ rel).
by apply: stage_of_ext => c; rewrite ffunE.
Qed.

(* alike: coordinates that differ in a feature of one source, or in a         *)
(* reading of one reader, only                                                *)
Definition stage_alike (kinds : Type) (kind : coord -> kinds) :=
  (forall (f f' : feature m h) j, source_of f = source_of f' ->
     kind (inl (f, j)) = kind (inl (f', j))) /\
  (forall (a a' : reading m h) j, reader_of a = reader_of a' ->
     kind (inr (a, j)) = kind (inr (a', j))).

Lemma stage_kinds kinds (kind : coord -> kinds) (alpha : {perm feature m h})
    (beta : {perm reading m h}) :
  stage_alike kind -> (forall f, source_of (alpha f) = source_of f) ->
  (forall a, reader_of (beta a) = reader_of a) ->
  forall c, kind (stage_move alpha beta c) = kind c.
Proof.
move=> [k1 k2] hA hB c; rewrite permE.
by case: c => [[f j]|[a j]] /=; [apply: k1 | apply: k2].
Qed.
End StagePart.

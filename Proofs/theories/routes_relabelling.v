(******************************************************************************)
(* Relabelling the channels around a shuffle (R3)                             *)
(*                                                                            *)
(* Channels carry values of a module V over a ring R, say images, or batches  *)
(* of images; x : I -> V is a signal with channels I.                         *)
(*  group_conv Ain Aout W x == the 1x1 convolution with weights W in groups:  *)
(*                      output i sees the inputs of its own group             *)
(* shuffle_unit phi psi ... == group convolution, channelwise functions phi   *)
(*                      with a row of parameters for each channel (norm and   *)
(*                      rectifier), shuffle by p, channelwise psi (depthwise  *)
(*                      convolution, norm), group convolution                 *)
(*      equivariant_unit    == the same with any layer whose channel i is a   *)
(*                      function of its own parameters and its group, and any *)
(*                      layer that adds up functions of one channel each      *)
(*       unit_coord, coord_* == coordinates of the parameters of the unit     *)
(*             unit_of theta == the unit with parameters theta                *)
(*    move_coord alpha beta  == the coordinate that a coordinate goes to      *)
(* Main lemmas:                                                               *)
(*   relabelled_unit   (R3) the two units agree as functions                  *)
(*   relabelled_coordinates (R3) by one permutation of coordinates, whatever  *)
(*                     the parameters and the input                           *)
(* The symmetry of networks under permutations of hidden channels is known    *)
(* (Hecht-Nielsen 1990).                                                      *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import routes_tables.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

Section Equivariant.
Variables (C : nat) (s r : finType) (A : 'I_C -> s) (B : 'I_C -> r).
Variables (X V P P' : Type) (H : r -> zmodType).
Variables (out : s -> P -> X -> V) (inn : forall a : r, P' -> V -> H a).

Definition equivariant_unit (p : 'S_C) (top : 'I_C -> P) (bottom : 'I_C -> P')
    (x : X) (a : r) : H a :=
  \sum_(i | B i == a) inn a (bottom i) (out (A (p i)) (top (p i)) x).

Theorem relabelled_equivariant (p q alpha beta : 'S_C) :
  relabelled A B p q alpha beta -> forall top bottom x a,
  equivariant_unit q top bottom x a =
  equivariant_unit p (top \o alpha) (bottom \o beta) x a.
Proof.
move=> [hA hB e] top bottom x a; rewrite /equivariant_unit.
rewrite (reindex_inj (@perm_inj _ beta)); apply: eq_big => [i|i _] /=.
  by rewrite hB.
by rewrite e hA.
Qed.
End Equivariant.

Section ShuffleUnit.
Variables (R : ringType) (V : lmodType R) (m C l g d : nat) (s r : finType).
Variables (Ain : 'I_m -> s) (A : 'I_C -> s) (B : 'I_C -> r) (Bout : 'I_l -> r).
Variables (phi : 'rV[R]_g -> V -> V) (psi : 'rV[R]_d -> V -> V).

Definition group_conv k n (t : finType) (ins : 'I_k -> t) (outs : 'I_n -> t)
    (W : 'M[R]_(n, k)) (x : 'I_k -> V) (i : 'I_n) : V :=
  \sum_(j | ins j == outs i) W i j *: x j.

Definition shuffle_unit (p : 'S_C) (W1 : 'M[R]_(C, m)) (gamma : 'M[R]_(C, g))
    (delta : 'M[R]_(C, d)) (W2 : 'M[R]_(l, C)) (x : 'I_m -> V) : 'I_l -> V :=
  let y i := phi (row i gamma) (group_conv Ain A W1 x i) in
  group_conv B Bout W2 (fun i => psi (row i delta) (y (p i))).

(* Rows go along alpha, columns along beta: within their groups *)
Theorem relabelled_unit (p q alpha beta : 'S_C) :
  relabelled A B p q alpha beta -> forall W1 gamma delta W2 x k,
  shuffle_unit q W1 gamma delta W2 x k =
  shuffle_unit p (row_perm alpha W1) (row_perm alpha gamma)
    (row_perm beta delta) (col_perm beta W2) x k.
Proof.
move=> [hA hB e] W1 gamma delta W2 x k; rewrite /shuffle_unit /group_conv.
rewrite (reindex_inj (@perm_inj _ beta)); apply: eq_big => [i|i _] /=.
  by rewrite hB.
rewrite mxE e; congr (_ *: psi _ (phi _ _)).
- by apply/rowP => j; rewrite !mxE.
- by apply/rowP => j; rewrite !mxE.
by apply: eq_big => [j|j _]; rewrite ?hA // mxE.
Qed.

(* One coordinate for each entry of W1, gamma, delta, W2 *)
Definition unit_coord : finType :=
  [finType of ('I_C * 'I_m + 'I_C * 'I_g) + ('I_C * 'I_d + 'I_l * 'I_C)].

Definition coord_W1 i j : unit_coord := inl (inl (i, j)).
Definition coord_gamma i j : unit_coord := inl (inr (i, j)).
Definition coord_delta i j : unit_coord := inr (inl (i, j)).
Definition coord_W2 k i : unit_coord := inr (inr (k, i)).

Definition unit_of (p : 'S_C) (theta : unit_coord -> R) :
    ('I_m -> V) -> 'I_l -> V :=
  shuffle_unit p (\matrix_(i, j) theta (coord_W1 i j))
    (\matrix_(i, j) theta (coord_gamma i j))
    (\matrix_(i, j) theta (coord_delta i j))
    (\matrix_(k, i) theta (coord_W2 k i)).

Definition move_coord (alpha beta : 'S_C) (c : unit_coord) : unit_coord :=
  match c with
  | inl (inl (i, j)) => coord_W1 (alpha i) j
  | inl (inr (i, j)) => coord_gamma (alpha i) j
  | inr (inl (i, j)) => coord_delta (beta i) j
  | inr (inr (k, i)) => coord_W2 k (beta i)
  end.

Lemma move_coord_inj alpha beta : injective (move_coord alpha beta).
Proof.
case=> [[[i j]|[i j]]|[[i j]|[i j]]] [[[i' j']|[i' j']]|[[i' j']|[i' j']]] //=;
  by first [case=> /perm_inj -> -> | case=> -> /perm_inj ->].
Qed.

Theorem relabelled_coordinates (p q alpha beta : 'S_C) :
  relabelled A B p q alpha beta -> forall (theta : unit_coord -> R) x k,
  unit_of q theta x k =
  unit_of p (fun c => theta (perm (@move_coord_inj alpha beta) c)) x k.
Proof.
move=> rel theta x k; rewrite /unit_of (relabelled_unit rel).
congr (shuffle_unit p _ _ _ _ x k); apply/matrixP => i j; rewrite !mxE;
  by rewrite permE.
Qed.
End ShuffleUnit.

(******************************************************************************)
(* What is proved about the routes of a learned shuffle (R1-R7)               *)
(*                                                                            *)
(* A shuffle by p sends x to y with y_i = x_(p i).  A and B colour its inputs *)
(* and its outputs by their group; no group needs to have the size of another.*)
(*            table A B p a b == the outputs of group a that take an input of *)
(*                               group b               (routes_tables.v)      *)
(*                 within A s == s keeps every group   (routes_distance.v)    *)
(*          rerouted A B p q == C less the smaller entries of both tables     *)
(*                                                     (routes_distance.v)    *)
(*  shuffle_unit, group_conv,                                                 *)
(*           equivariant_unit == the unit of version 1 (routes_relabelling.v) *)
(* content, read, lifetimes, stage_out == the stage of version 2              *)
(*                                                     (routes_lifetimes.v)   *)
(*  relabel, is_gradient, train, law,                                         *)
(*                 trajectory == see                   (routes_training.v)    *)
(*     network, unit_part, stage_part, unit_alike,                            *)
(*      stage_alike, measured == see                   (routes_laws.v)        *)
(* gain, corrected, row_gain, corrected_row == see     (gain.v)               *)
(* The leading id of each name is that of the claim table in README.md.       *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import norms penalty.
From AutoShuffleNet Require Import routes_tables routes_distance routes_count.
From AutoShuffleNet Require Import routes_relabelling routes_lifetimes.
From AutoShuffleNet Require Import routes_training routes_laws gain.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

(* ---------------------------------------------------------------------- *)
(* R1: tables are the double cosets                                       *)
(* ---------------------------------------------------------------------- *)

Theorem R1_tables_are_double_cosets (C : nat) (s r : finType)
    (A : 'I_C -> s) (B : 'I_C -> r) (p q : 'S_C) :
  (forall a b, table A B p a b = table A B q a b) <->
  exists alpha beta : 'S_C, [/\ within A alpha, within B beta
    & forall i, q (beta i) = alpha (p i)].
Proof.
exact: same_table_relabelled (injF_bij perm_inj) (injF_bij perm_inj).
Qed.

Theorem R1_row_sums (C : nat) (s r : finType) (A : 'I_C -> s)
    (B : 'I_C -> r) (p : 'S_C) a :
  (\sum_b table A B p a b)%N = #|[set i | B i == a]|.
Proof. exact: table_row_sum. Qed.

Theorem R1_column_sums (C : nat) (s r : finType) (A : 'I_C -> s)
    (B : 'I_C -> r) (p : 'S_C) b :
  (\sum_a table A B p a b)%N = #|[set j | A j == b]|.
Proof. exact: table_col_sum (injF_bij perm_inj). Qed.

(* no other conditions: the different shuffles are the tables with these sums *)
Theorem R1_every_table_occurs (C : nat) (s r : finType) (A : 'I_C -> s)
    (B : 'I_C -> r) (t : r -> s -> nat) :
  (forall a, (\sum_b t a b)%N = #|[set i | B i == a]|) ->
  (forall b, (\sum_a t a b)%N = #|[set j | A j == b]|) ->
  exists p : 'S_C, forall a b, table A B p a b = t a b.
Proof.
move=> rows cols; have [f fb fE] := table_realised rows cols.
exists (perm (bij_inj fb)) => a b; rewrite -fE.
by apply: eq_card => i; rewrite !inE permE.
Qed.

(* ---------------------------------------------------------------------- *)
(* R2: how many channels are routed differently, up to names              *)
(* ---------------------------------------------------------------------- *)

Theorem R2_least (C : nat) (s r : finType) (A : 'I_C -> s) (B : 'I_C -> r)
    (p q : 'S_C) :
  (forall alpha beta : 'S_C, within A alpha -> within B beta ->
     (rerouted A B p q <= #|[set i | q (beta i) != alpha (p i)]|)%N) /\
  (exists alpha beta : 'S_C, [/\ within A alpha, within B beta
     & #|[set i | q (beta i) != alpha (p i)]| = rerouted A B p q]).
Proof.
split=> [alpha beta|]; first exact: rerouted_le.
exact: rerouted_attained (injF_bij perm_inj) (injF_bij perm_inj).
Qed.

(* C less the smaller entries; half the l1 distance of the tables *)
Theorem R2_formula (C : nat) (s r : finType) (A : 'I_C -> s) (B : 'I_C -> r)
    (p q : 'S_C) :
  (rerouted A B p q =
    C - \sum_a \sum_b minn (table A B p a b) (table A B q a b))%N /\
  (2 * rerouted A B p q = \sum_a \sum_b
    ((table A B p a b - table A B q a b) +
     (table A B q a b - table A B p a b)))%N.
Proof.
split; first by rewrite /rerouted card_ord.
exact: double_rerouted.
Qed.

Theorem R2_zero_iff_same_table (C : nat) (s r : finType) (A : 'I_C -> s)
    (B : 'I_C -> r) (p q : 'S_C) :
  rerouted A B p q = 0%N <-> (forall a b, table A B p a b = table A B q a b).
Proof. exact: rerouted_eq0. Qed.

Theorem R2_symmetric (C : nat) (s r : finType) (A : 'I_C -> s)
    (B : 'I_C -> r) (p q : 'S_C) : rerouted A B p q = rerouted A B q p.
Proof. exact: rerouted_sym. Qed.

Theorem R2_triangle (C : nat) (s r : finType) (A : 'I_C -> s)
    (B : 'I_C -> r) (p q t : 'S_C) :
  (rerouted A B p t <= rerouted A B p q + rerouted A B q t)%N.
Proof. exact: rerouted_triangle. Qed.

(* ---------------------------------------------------------------------- *)
(* R3: the unit of ShuffleNet v1                                          *)
(* ---------------------------------------------------------------------- *)

(* V any module: images, batches of images; phi, psi any functions *)
Theorem R3_same_function (R : ringType) (V : lmodType R) (m C l g d : nat)
    (s r : finType) (Ain : 'I_m -> s) (A : 'I_C -> s) (B : 'I_C -> r)
    (Bout : 'I_l -> r) (phi : 'rV[R]_g -> V -> V) (psi : 'rV[R]_d -> V -> V)
    (p q : 'S_C) :
  (forall a b, table A B p a b = table A B q a b) ->
  exists alpha beta : 'S_C, [/\ within A alpha, within B beta &
  forall W1 gamma delta W2 x k,
    shuffle_unit Ain A B Bout phi psi q W1 gamma delta W2 x k =
    shuffle_unit Ain A B Bout phi psi p (row_perm alpha W1)
      (row_perm alpha gamma) (row_perm beta delta) (col_perm beta W2) x k].
Proof.
move/R1_tables_are_double_cosets=> [alpha [beta [hA hB e]]].
by exists alpha, beta; split=> // *; apply: relabelled_unit.
Qed.

(* any two layers that are equivariant within the groups *)
Theorem R3_equivariant_layers (C : nat) (s r : finType) (A : 'I_C -> s)
    (B : 'I_C -> r) (p q : 'S_C) :
  (forall a b, table A B p a b = table A B q a b) ->
  exists alpha beta : 'S_C, [/\ within A alpha, within B beta &
  forall (X V P P' : Type) (H : r -> zmodType) (out : s -> P -> X -> V)
    (inn : forall a : r, P' -> V -> H a) top bottom x a,
    equivariant_unit A B out inn q top bottom x a =
    equivariant_unit A B out inn p (top \o alpha) (bottom \o beta) x a].
Proof.
move/R1_tables_are_double_cosets=> [alpha [beta [hA hB e]]].
by exists alpha, beta; split=> // *; apply: relabelled_equivariant.
Qed.

(* one permutation of the coordinates, within the groups, for all parameters *)
Theorem R3_coordinates (R : ringType) (V : lmodType R) (m C l g d : nat)
    (s r : finType) (Ain : 'I_m -> s) (A : 'I_C -> s) (B : 'I_C -> r)
    (Bout : 'I_l -> r) (phi : 'rV[R]_g -> V -> V) (psi : 'rV[R]_d -> V -> V)
    (p q : 'S_C) :
  (forall a b, table A B p a b = table A B q a b) ->
  exists2 sigma : {perm unit_coord m C l g d},
    forall theta x, unit_part Ain A B Bout phi psi q theta x =
      unit_part Ain A B Bout phi psi p (relabel sigma theta) x &
    forall (kinds : Type) (kind : unit_coord m C l g d -> kinds),
      unit_alike A B kind -> forall c, kind (sigma c) = kind c.
Proof.
move/R1_tables_are_double_cosets=> [alpha [beta rel]].
exists (unit_move m l g d alpha beta) => [theta x|kinds kind alike c].
  exact: unit_parts.
by have [hA hB _] := rel; apply: (unit_kinds alike).
Qed.

(* gradients of any loss of any network around the unit, by the same sigma *)
Theorem R3_gradient (R : realFieldType) (V : lmodType R) (m C l g d : nat)
    (s r : finType) (Ain : 'I_m -> s) (A : 'I_C -> s) (B : 'I_C -> r)
    (Bout : 'I_l -> r) (phi : 'rV[R]_g -> V -> V) (psi : 'rV[R]_d -> V -> V)
    (p q : 'S_C) (rest : finType) :
  (forall a b, table A B p a b = table A B q a b) ->
  exists sigma : {perm unit_coord m C l g d + rest},
  forall (input : {ffun rest -> R} -> 'I_m -> V)
    (loss : {ffun rest -> R} -> {ffun 'I_l -> V} -> R),
  let net t := network (unit_part Ain A B Bout phi psi t) input loss in
  (forall theta, net q theta = net p (relabel sigma theta)) /\
  (forall theta grad, is_gradient (net q) theta grad ->
     is_gradient (net p) (relabel sigma theta) (relabel sigma grad)).
Proof.
move/(R3_coordinates Ain Bout phi psi)=> [sigma parts _].
exists (extend rest sigma) => input loss net.
have e theta : net q theta = net p (relabel (extend rest sigma) theta).
  exact: network_relabelled.
by split=> // theta grad; apply: gradient_relabel.
Qed.

(* Corollary 1: a dense layer on one side, and all permutations are one *)
Theorem R3_one_input_group (C : nat) (s r : finType) (A : 'I_C -> s)
    (B : 'I_C -> r) (p q : 'S_C) :
  (forall i j, A i = A j) -> forall a b, table A B p a b = table A B q a b.
Proof. exact: one_input_group. Qed.

Theorem R3_one_output_group (C : nat) (s r : finType) (A : 'I_C -> s)
    (B : 'I_C -> r) (p q : 'S_C) :
  (forall i j, B i = B j) -> forall a b, table A B p a b = table A B q a b.
Proof.
move=> one.
exact: one_output_group one (injF_bij perm_inj) (injF_bij perm_inj).
Qed.

(* Corollary 2: three groups of n channels on both sides; with                *)
(* R1_every_table_occurs, the number of different shuffles                    *)
Theorem R3_number_of_tables (n : nat) :
  (8 * #|[set t : {ffun 'I_3 * 'I_3 -> 'I_n.+1} |
     [forall a, \sum_b t (a, b) == n] && [forall b, \sum_a t (a, b) == n]]| =
   n.+1 * n.+2 * (n ^ 2 + 3 * n + 4))%N.
Proof. exact: card_tables3. Qed.

(* ---------------------------------------------------------------------- *)
(* R4: the stage of ShuffleNet v2                                         *)
(* ---------------------------------------------------------------------- *)

Theorem R4_read_exactly_once (m h : nat) (p : nat -> {perm position h}) :
  bijective (@read m h p).
Proof. exact: read_bij. Qed.

(* m + 1 units; source s (0, 1: both branches of unit 1), reader t (unit      *)
(* t + 2, or what follows the stage for t = m)                                *)
Theorem R4_table_sums (m h : nat) (p : nat -> {perm position h}) :
  [/\ forall (t : 'I_m.+1) (s : 'I_m.+2), (t.+1 < s)%N ->
        @lifetimes m h p t s = 0%N,
      forall s, (\sum_t @lifetimes m h p t s)%N = h,
      forall t : 'I_m.+1, (t < m)%N -> (\sum_s @lifetimes m h p t s)%N = h
    & (\sum_s @lifetimes m h p ord_max s)%N = (h + h)%N].
Proof.
split=> [t s|s|t|]; first exact: too_early.
- exact: reads_of_source.
- exact: reads_by_unit.
exact: reads_at_end.
Qed.

(* wirings of any kind: equal counts, and they are the same up to names *)
Theorem R4_wiring_isomorphism (F F' : finType) (S T : eqType)
    (source : F -> S) (reader : F -> T) (source' : F' -> S)
    (reader' : F' -> T) :
  (forall s t, #|[set f | (source f == s) && (reader f == t)]| =
               #|[set f | (source' f == s) && (reader' f == t)]|) ->
  exists2 b : F -> F', bijective b &
    forall f, source' (b f) = source f /\ reader' (b f) = reader f.
Proof.
move=> counts.
pose c f := (source f, reader f); pose c' f := (source' f, reader' f).
have sizes k : #|[set f | c f == k]| = #|[set f | c' f == k]|.
  case: k => s t.
  by rewrite -[LHS]/#|[set f | (source f == s) && (reader f == t)]| counts.
have [b bI bE] := match_fibres sizes.
have [b' b'I _] := match_fibres (fun k => esym (sizes k)).
exists b => [|f]; last by have [] := bE f.
exact: inj_card_bij bI (leq_card _ b'I).
Qed.

(* first, take, make, last: whatever the layers do with single features; x    *)
(* is all else, the stage's input and the other parameters of the branches    *)
Theorem R4_same_function (m h : nat) (p q : nat -> {perm position h}) :
  (forall t s, @lifetimes m h p t s = @lifetimes m h q t s) ->
  exists alpha : {perm feature m h}, exists beta : {perm reading m h},
  [/\ within (@source_of m h) alpha, within (@reader_of m h) beta &
  forall (X P P' V : Type) (Hidden Next : zmodType)
    (first : bool -> P -> X -> V) (take : X -> nat -> P' -> V -> Hidden)
    (make : X -> nat -> P -> Hidden -> V) (last : X -> P' -> V -> Next)
    top bottom x,
    stage_out first take make last q top bottom x =
    stage_out first take make last p (top \o alpha) (bottom \o beta) x].
Proof.
move/(same_table_relabelled (@source_of m h) (@reader_of m h)
  (@read_bij m h p) (@read_bij m h q)) => [alpha [beta rel]].
exists alpha, beta; have [hA hB _] := rel.
by split=> // *; apply: stage_relabelled.
Qed.

Theorem R4_coordinates (m h k l : nat) (R X V : Type) (Hidden Next : zmodType)
    (first : bool -> {ffun 'I_k -> R} -> X -> V)
    (take : X -> nat -> {ffun 'I_l -> R} -> V -> Hidden)
    (make : X -> nat -> {ffun 'I_k -> R} -> Hidden -> V)
    (last : X -> {ffun 'I_l -> R} -> V -> Next)
    (p q : nat -> {perm position h}) :
  (forall t s, @lifetimes m h p t s = @lifetimes m h q t s) ->
  exists2 sigma : {perm stage_coord m h k l},
    forall theta x, stage_part first take make last q theta x =
      stage_part first take make last p (relabel sigma theta) x &
    forall (kinds : Type) (kind : stage_coord m h k l -> kinds),
      stage_alike kind -> forall c, kind (sigma c) = kind c.
Proof.
move/(same_table_relabelled (@source_of m h) (@reader_of m h)
  (@read_bij m h p) (@read_bij m h q)) => [alpha [beta rel]].
exists (stage_move k l alpha beta) => [theta x|kinds kind alike c].
  exact: stage_parts.
by have [hA hB _] := rel; apply: (stage_kinds alike).
Qed.

Theorem R4_gradient (m h k l : nat) (R : realFieldType) (X V : Type)
    (Hidden Next : zmodType) (first : bool -> {ffun 'I_k -> R} -> X -> V)
    (take : X -> nat -> {ffun 'I_l -> R} -> V -> Hidden)
    (make : X -> nat -> {ffun 'I_k -> R} -> Hidden -> V)
    (last : X -> {ffun 'I_l -> R} -> V -> Next) (p q : nat -> {perm position h})
    (rest : finType) :
  (forall t s, @lifetimes m h p t s = @lifetimes m h q t s) ->
  exists sigma : {perm stage_coord m h k l + rest},
  forall (input : {ffun rest -> R} -> X)
    (loss : {ffun rest -> R} -> Next -> R),
  let net t := network (stage_part first take make last t) input loss in
  (forall theta, net q theta = net p (relabel sigma theta)) /\
  (forall theta grad, is_gradient (net q) theta grad ->
     is_gradient (net p) (relabel sigma theta) (relabel sigma grad)).
Proof.
move/(R4_coordinates first take make last)=> [sigma parts _].
exists (extend rest sigma) => input loss net.
have e theta : net q theta = net p (relabel (extend rest sigma) theta).
  exact: network_relabelled.
by split=> // theta grad; apply: gradient_relabel.
Qed.

(* Corollary 1: the last shuffle (number m) has nothing to learn *)
Theorem R4_last_shuffle (m h : nat) (p q : nat -> {perm position h}) :
  (forall u, (u < m)%N -> p u = q u) ->
  forall t s, @lifetimes m h p t s = @lifetimes m h q t s.
Proof. exact: last_shuffle. Qed.

(* the distance: features whose reader changes, up to names *)
Theorem R4_distance (m h : nat) (p q : nat -> {perm position h}) :
  let rho := rerouted (@source_of m h) (@reader_of m h) (read p) (read q) in
  [/\ forall (alpha : {perm feature m h}) (beta : {perm reading m h}),
        within (@source_of m h) alpha -> within (@reader_of m h) beta ->
        (rho <= #|[set a | read q (beta a) != alpha (read p a)]|)%N,
      exists alpha : {perm feature m h}, exists beta : {perm reading m h},
        [/\ within (@source_of m h) alpha, within (@reader_of m h) beta
          & #|[set a | read q (beta a) != alpha (read p a)]| = rho]
    & (2 * rho = \sum_t \sum_s
         ((@lifetimes m h p t s - @lifetimes m h q t s) +
          (@lifetimes m h q t s - @lifetimes m h p t s)))%N].
Proof.
split=> [alpha beta||]; first exact: rerouted_le.
  exact: rerouted_attained (@read_bij m h p) (@read_bij m h q).
exact: double_rerouted.
Qed.

(* ---------------------------------------------------------------------- *)
(* R5: training                                                           *)
(* ---------------------------------------------------------------------- *)

Theorem R5_gradient_relabelled (R : realFieldType) (K : finType)
    (sigma : {perm K}) (Fp Fq : {ffun K -> R} -> R) x g :
  (forall z, Fq z = Fp (relabel sigma z)) ->
  is_gradient Fq x g -> is_gradient Fp (relabel sigma x) (relabel sigma g).
Proof. exact: gradient_relabel. Qed.

Theorem R5_gradient_unique (R : realFieldType) (K : finType)
    (F : {ffun K -> R} -> R) x g g' :
  is_gradient F x g -> is_gradient F x g' -> g = g'.
Proof. exact: gradient_unique. Qed.

(* steps of any kind, another batch in each *)
Theorem R5_iterates (X : Type) (sigma : X -> X) (Up Uq : nat -> X -> X)
    (xp xq : nat -> X) :
  (forall t x, Up t (sigma x) = sigma (Uq t x)) ->
  xp 0%N = sigma (xq 0%N) -> (forall t, xp t.+1 = Up t (xp t)) ->
  (forall t, xq t.+1 = Uq t (xq t)) -> forall t, xp t = sigma (xq t).
Proof.
by move=> e e0 stepp stepq; elim=> [|t IH] //; rewrite stepp IH e -stepq.
Qed.

(* any optimiser that treats coordinates alike, by kind *)
Theorem R5_training_commutes (K : finType) (kinds W G S : Type)
    (kind : K -> kinds) (look : nat -> kinds -> S -> W)
    (upd : nat -> kinds -> S -> G -> S) (sigma : {perm K})
    (gradp gradq : nat -> {ffun K -> W} -> {ffun K -> G}) :
  (forall c, kind (sigma c) = kind c) ->
  (forall t w, gradp t (relabel sigma w) = relabel sigma (gradq t w)) ->
  forall n z, train kind look upd gradp n (relabel sigma z) =
              relabel sigma (train kind look upd gradq n z).
Proof. by move=> same grads n z; apply: train_relabel. Qed.

(* a start whose law sigma keeps: equal laws of all that is measured *)
Theorem R5_same_law (K : finType) (kinds W G : Type) (S : eqType)
    (kind : K -> kinds) (look : nat -> kinds -> S -> W)
    (upd : nat -> kinds -> S -> G -> S) (sigma : {perm K})
    (gradp gradq : nat -> {ffun K -> W} -> {ffun K -> G}) (Y : eqType)
    (Fp Fq : nat -> {ffun K -> S} -> Y) (R : zmodType) (Omega : finType)
    (weight : Omega -> R) (init : Omega -> {ffun K -> S}) n :
  (forall c, kind (sigma c) = kind c) ->
  (forall t w, gradp t (relabel sigma w) = relabel sigma (gradq t w)) ->
  (forall t z, Fq t z = Fp t (relabel sigma z)) ->
  (forall z, law weight (relabel sigma \o init) z = law weight init z) ->
  forall y,
  law weight (trajectory kind look upd Fq gradq n \o init) y =
  law weight (trajectory kind look upd Fp gradp n \o init) y.
Proof. by move=> same grads F_rel exch y; apply: law_trajectory exch y. Qed.

Theorem R5_independent_start (R : comRingType) (K D : finType) (kinds : Type)
    (S : eqType) (kind : K -> kinds) (mu : kinds -> D -> R)
    (start : kinds -> D -> S) (sigma : {perm K}) :
  (forall c, kind (sigma c) = kind c) -> forall z,
  law (draw_weight kind mu) (relabel sigma \o draw_start kind start) z =
  law (draw_weight kind mu) (draw_start kind start) z.
Proof. exact: independent_exchangeable. Qed.

(* ShuffleNet v1, one unit at a time, whatever is around it *)
Theorem R5_unit_same_law (R : realFieldType) (V : lmodType R) (m C l g d : nat)
    (s r : finType) (Ain : 'I_m -> s) (A : 'I_C -> s) (B : 'I_C -> r)
    (Bout : 'I_l -> r) (phi : 'rV[R]_g -> V -> V) (psi : 'rV[R]_d -> V -> V)
    (p q : 'S_C) (rest : finType) (kinds : Type)
    (kind : unit_coord m C l g d + rest -> kinds)
    (input : nat -> {ffun rest -> R} -> 'I_m -> V)
    (loss : nat -> {ffun rest -> R} -> {ffun 'I_l -> V} -> R)
    (grad : 'S_C -> nat -> {ffun unit_coord m C l g d + rest -> R} ->
       {ffun unit_coord m C l g d + rest -> R})
    (S : eqType) (weight : S -> R) (look : nat -> kinds -> S -> R)
    (upd : nat -> kinds -> S -> R -> S) (Z : eqType)
    (probe : nat -> {ffun rest -> R} -> 'I_m -> V)
    (measure : nat -> {ffun rest -> R} -> {ffun 'I_l -> V} -> Z)
    (Q : comRingType) (D : finType) (mu : kinds -> D -> Q)
    (start : kinds -> D -> S) n :
  let part := unit_part Ain A B Bout phi psi in
  let run t := trajectory kind look upd
    (measured weight probe measure (part t)) (grad t) n \o
    draw_start kind start in
  (forall a b, table A B p a b = table A B q a b) ->
  unit_alike A B (fun c => kind (inl c)) ->
  (forall t u w, is_gradient (network (part t) (input u) (loss u)) w
     (grad t u w)) ->
  forall y, law (draw_weight kind mu) (run q) y =
            law (draw_weight kind mu) (run p) y.
Proof.
move=> part run /(R3_coordinates Ain Bout phi psi)[sigma parts same].
move=> alike gradP.
apply: (part_same_law parts _ (gradP p) (gradP q)).
exact: (same _ _ alike).
Qed.

(* ShuffleNet v2, one stage at a time *)
Theorem R5_stage_same_law (m h k l : nat) (R : realFieldType) (X V : Type)
    (Hidden Next : zmodType) (first : bool -> {ffun 'I_k -> R} -> X -> V)
    (take : X -> nat -> {ffun 'I_l -> R} -> V -> Hidden)
    (make : X -> nat -> {ffun 'I_k -> R} -> Hidden -> V)
    (last : X -> {ffun 'I_l -> R} -> V -> Next) (p q : nat -> {perm position h})
    (rest : finType) (kinds : Type)
    (kind : stage_coord m h k l + rest -> kinds)
    (input : nat -> {ffun rest -> R} -> X)
    (loss : nat -> {ffun rest -> R} -> Next -> R)
    (grad : (nat -> {perm position h}) -> nat ->
       {ffun stage_coord m h k l + rest -> R} ->
       {ffun stage_coord m h k l + rest -> R})
    (S : eqType) (weight : S -> R) (look : nat -> kinds -> S -> R)
    (upd : nat -> kinds -> S -> R -> S) (Z : eqType)
    (probe : nat -> {ffun rest -> R} -> X)
    (measure : nat -> {ffun rest -> R} -> Next -> Z)
    (Q : comRingType) (D : finType) (mu : kinds -> D -> Q)
    (start : kinds -> D -> S) n :
  let part := stage_part first take make last in
  let run t := trajectory kind look upd
    (measured weight probe measure (part t)) (grad t) n \o
    draw_start kind start in
  (forall t s, @lifetimes m h p t s = @lifetimes m h q t s) ->
  stage_alike (fun c => kind (inl c)) ->
  (forall t u w, is_gradient (network (part t) (input u) (loss u)) w
     (grad t u w)) ->
  forall y, law (draw_weight kind mu) (run q) y =
            law (draw_weight kind mu) (run p) y.
Proof.
move=> part run /(R4_coordinates first take make last)[sigma parts same].
move=> alike gradP; apply: (part_same_law parts _ (gradP p) (gradP q)).
exact: (same _ _ alike).
Qed.

(* ---------------------------------------------------------------------- *)
(* R6: next to any layer                                                  *)
(* ---------------------------------------------------------------------- *)

(* in mathcomp's order of products, (b * p * a) i = a (p (b i)) *)
Theorem R6_double_coset (C : nat) (Theta X Y : Type)
    (net : 'S_C -> Theta -> X -> Y) (before after : {set 'S_C}) :
  let same p q := exists2 move : Theta -> Theta, bijective move &
    forall theta x, net q theta x = net p (move theta) x in
  (forall a p, a \in before -> same p (p * a)%g) ->
  (forall b p, b \in after -> same p (b * p)%g) ->
  forall p a b, a \in before -> b \in after -> same p (b * p * a)%g.
Proof.
move=> same inn out p a b ha hb; have [f fb fE] := inn a (b * p)%g ha.
have [f' fb' fE'] := out b p hb.
by exists (f' \o f) => [|theta x]; rewrite ?fE ?fE' //; apply: bij_comp.
Qed.

(* next to a dense layer every permutation is vacuous *)
Theorem R6_all_absorbed (C : nat) (Theta X Y : Type)
    (net : 'S_C -> Theta -> X -> Y) :
  let same p q := exists2 move : Theta -> Theta, bijective move &
    forall theta x, net q theta x = net p (move theta) x in
  (forall a p, same p (p * a)%g) -> forall p q, same p q.
Proof. by move=> same inn p q; have := inn (p^-1 * q)%g p; rewrite mulKVg. Qed.

(* groups that may change places: tables up to their rows and columns *)
Theorem R6_interchangeable_groups (C : nat) (s r : finType) (A : 'I_C -> s)
    (B : 'I_C -> r) (p q : 'S_C) (sigma : {perm s}) (tau : {perm r}) :
  (forall a b, table A B p a b = table A B q (tau a) (sigma b)) <->
  exists alpha beta : 'S_C,
    [/\ forall i, A (alpha i) = sigma (A i), forall i, B (beta i) = tau (B i)
      & forall i, q (beta i) = alpha (p i)].
Proof. exact: same_table_blocks (injF_bij perm_inj) (injF_bij perm_inj). Qed.

(* ---------------------------------------------------------------------- *)
(* R7: the gain of a soft shuffle                                         *)
(* ---------------------------------------------------------------------- *)

(* gain_sq M = (|M|_F^2 - 1) / (n - 1); Q(M) = n - |M|_F^2 *)
Theorem R7_gain_quadratic (R : rcfType) n (M : 'M[R]_n) : (1 < n)%N ->
  row_sums1 M ->
  gain M ^+ 2 = gain_sq M /\
  gain_sq M = 1 - (n%:R - frob_sq M) / (n%:R - 1).
Proof.
by move=> n1 hr; rewrite -gain_sq_quadratic // gain_sqr.
Qed.

(* the energy on vectors of sum 0: 1 - J/n projects onto them *)
Theorem R7_energy_of_noise (R : rcfType) n (M : 'M[R]_n) : (1 < n)%N ->
  row_sums1 M ->
  frob_sq (M *m (1%:M - mean_mx R n)) = (n%:R - 1) * gain_sq M.
Proof. by move=> n1 hr; rewrite centred_mul // centred_energy. Qed.

Theorem R7_gain_range (R : rcfType) n (M : 'M[R]_n) : (1 < n)%N ->
  doubly_stochastic M -> 0 <= gain M <= 1.
Proof. by move=> n1 dM; rewrite sqrtr_ge0 gain_le1. Qed.

Theorem R7_gain_one (R : rcfType) n (M : 'M[R]_n) : (1 < n)%N ->
  doubly_stochastic M -> (gain M = 1 <-> exists s : 'S_n, M = perm_mx s).
Proof. by move=> n1; apply: gain_eq1. Qed.

Theorem R7_gain_zero (R : rcfType) n (M : 'M[R]_n) : (1 < n)%N ->
  row_sums1 M -> (gain M = 0 <-> M = const_mx n%:R^-1).
Proof. by move=> n1; apply: gain_eq0. Qed.

(* corrected M = J/n + (M - J/n) / gain M; entries of any sign *)
Theorem R7_corrected_energy (R : rcfType) n (M : 'M[R]_n) : (1 < n)%N ->
  row_sums1 M -> gain M != 0 -> frob_sq (corrected M) = n%:R.
Proof. by move=> n1; apply: corrected_energy. Qed.

Theorem R7_corrected_sums (R : rcfType) n (M : 'M[R]_n) : (1 < n)%N ->
  (row_sums1 M -> row_sums1 (corrected M)) /\
  (col_sums1 M -> col_sums1 (corrected M)).
Proof.
by move=> n1; split; [apply: corrected_row_sums | apply: corrected_col_sums].
Qed.

Theorem R7_corrected_permutation (R : rcfType) n (s : 'S_n) : (1 < n)%N ->
  corrected (perm_mx s) = perm_mx s :> 'M[R]_n.
Proof. by move=> n1; apply: corrected_perm. Qed.

(* one row; row_gain_sq r = (|r|^2 - 1/n) / (1 - 1/n) *)
Theorem R7_row_gain (R : rcfType) n (r : 'I_n -> R) : (1 < n)%N ->
  \sum_i r i = 1 ->
  row_gain r ^+ 2 = row_gain_sq r /\
  (row_gain r = 0 <-> forall i, r i = n%:R^-1).
Proof.
by move=> n1 sr; split; [apply: row_gain_sqr | apply: row_gain_eq0].
Qed.

Theorem R7_row_gain_range (R : rcfType) n (r : 'I_n -> R) : (1 < n)%N ->
  (forall i, 0 <= r i) -> \sum_i r i = 1 ->
  0 <= row_gain r <= 1 /\
  (row_gain r = 1 <-> exists i, forall j, r j = (j == i)%:R).
Proof.
move=> n1 r0 sr; rewrite sqrtr_ge0 row_gain_le1 //; split=> //.
exact: row_gain_eq1.
Qed.

Theorem R7_corrected_row (R : rcfType) n (r : 'I_n -> R) : (1 < n)%N ->
  \sum_i r i = 1 ->
  \sum_i corrected_row r i = 1 /\
  (row_gain r != 0 -> norm2sq (corrected_row r) = 1).
Proof.
move=> n1 sr; split; first exact: corrected_row_sum.
exact: corrected_row_energy.
Qed.

Theorem R7_corrected_row_fixed (R : rcfType) n (r : 'I_n -> R) : (1 < n)%N ->
  \sum_i r i = 1 ->
  ((forall i, corrected_row r i = r i) <->
   norm2sq r = 1 \/ forall i, r i = n%:R^-1).
Proof. by move=> n1; apply: corrected_row_id. Qed.

(******************************************************************************)
(* How long features live in a stage of ShuffleNet v2 (R4)                    *)
(*                                                                            *)
(* A stage has m + 1 units and 2h channels, positions 'I_h + 'I_h: a first    *)
(* and a second half.  Unit 1 fills them from its left branch (source 0) and  *)
(* its right one (source 1).  p t : the shuffle after unit t + 1; position i  *)
(* then holds what was at p t i.  Unit t + 2 (t < m) lets the first half      *)
(* pass, reads the second half, and puts there what its branch makes          *)
(* (source t + 2).  After the last shuffle what follows reads everything.     *)
(*     feature m h == (source, index): channels by where they were made       *)
(*     reading m h == (t, index), the second half after shuffle t, read by    *)
(*                    unit t + 2 or, for t = m, at the end; index, the first  *)
(*                    half at the end                                         *)
(*   content p t i == the feature at position i after unit t + 1              *)
(*        read p r == the feature that the reading r finds                    *)
(*  source_of f, reader_of r == the source; t for unit t + 2, m for the end   *)
(* lifetimes p t s == the table of read: how many features of source s are    *)
(*                    read by reader t                                        *)
(*     stage_state == the values at the positions, unit after unit            *)
(*       stage_out == what the layer after the stage receives                 *)
(*        stage_of == the same from one vector of coordinates                 *)
(* A branch makes the value of each feature of its own (make, with the        *)
(* parameters of the feature, a row) from a sum, over the features that it    *)
(* reads, of functions of one feature each (take, with parameters of the      *)
(* reading, a column).  All of them may depend on x, which holds the input of *)
(* the stage and all other parameters.  So a dense 1x1 convolution first and  *)
(* last, with anything in between, will do; after the stage, a depthwise and  *)
(* then a dense one, too (last).                                              *)
(* Main lemmas:                                                               *)
(*   read_bij          every feature is read exactly once                     *)
(*   stage_relabelled  (R4) one relabelling carries all stages with shuffles  *)
(*                     q to those with shuffles p                             *)
(*   last_shuffle      the last shuffle does not change the table             *)
(*   too_early, reads_by_unit, reads_at_end, reads_of_source  zeros and sums  *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import routes_tables.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.

Section Wiring.
Variables (m h : nat).

Definition position : finType := [finType of 'I_h + 'I_h].
Definition feature : finType := [finType of 'I_m.+2 * 'I_h].
Definition reading : finType := [finType of 'I_m.+1 * 'I_h + 'I_h].

Implicit Types p q : nat -> {perm position}.

Fixpoint content p t (i : position) : feature :=
  match t, i with
  | 0, inl j => (inord 0, j)
  | 0, inr j => (inord 1, j)
  | u.+1, inl j => content p u (p u (inl j))
  | u.+1, inr j => (inord u.+2, j)
  end.

Definition read p (r : reading) : feature :=
  match r with
  | inl (t, j) => content p t (p t (inr j))
  | inr j => content p m (p m (inl j))
  end.

Definition source_of (f : feature) : 'I_m.+2 := f.1.

Definition reader_of (r : reading) : 'I_m.+1 :=
  match r with inl (t, _) => t | inr _ => ord_max end.

Definition lifetimes p (t : 'I_m.+1) (s : 'I_m.+2) :=
  table source_of reader_of (read p) t s.

Lemma content_source p t i : t <= m -> source_of (content p t i) <= t.+1.
Proof.
elim: t i => [|t IH] [j|j] /= le; rewrite ?inordK //.
exact: leq_trans (IH _ (ltnW le)) _.
Qed.

(* What was made before is still there or has been read *)
Lemma content_or_read p t (f : feature) : t <= m -> f.1 <= t.+1 ->
  (exists i, content p t i = f) \/
  (exists u : 'I_m.+1, exists2 j, u < t & read p (inl (u, j)) = f).
Proof.
case: f => s j /=; elim: t => [|t IH] le_t le_s.
  left; case: (ltnP s 1) => s1.
    exists (inl j); congr (_, _); apply/val_inj; rewrite /= inordK //.
    by case: (val s) s1.
  exists (inr j); congr (_, _); apply/val_inj; rewrite /= inordK //.
  by apply/eqP; rewrite eqn_leq s1.
move: le_s; rewrite leq_eqVlt => /orP[/eqP se|lt_s].
  left; exists (inr j); congr (_, _); apply/val_inj.
  by rewrite /= inordK // ltnS.
case: (IH (ltnW le_t) lt_s) => [[i iE]|[u [k lt_u uE]]]; last first.
  by right; exists u, k => //; rewrite ltnS ltnW.
case E : ((p t)^-1 i)%g => [k|k]; [left|right].
  by exists (inl k); rewrite /= -E permKV.
by exists (Ordinal (leqW le_t)), k => //=; rewrite -E permKV.
Qed.

Lemma read_onto p f : exists r, read p r = f.
Proof.
have le : f.1 <= m.+1 by rewrite -ltnS.
case: (content_or_read p (leqnn m) le) => [[i iE]|[u [j _ uE]]].
  case E : ((p m)^-1 i)%g => [j|j].
    by exists (inr j); rewrite /= -E permKV.
  by exists (inl (ord_max, j)); rewrite /= -E permKV.
by exists (inl (u, j)).
Qed.

Lemma card_reading : #|reading| = #|feature|.
Proof.
by rewrite card_sum !card_prod !card_ord [in RHS]mulSn addnC.
Qed.

(* every feature is read exactly once *)
Lemma read_bij p : bijective (read p).
Proof.
apply: inj_card_bij; last by rewrite card_reading.
apply/injectiveP/card_uniqP; rewrite size_map -cardE card_reading.
by apply: eq_card => f; have [r <-] := read_onto p f; rewrite codom_f.
Qed.

(* Corollary 1: the last shuffle has nothing to say *)
Lemma same_content p q t : (forall u, u < t -> p u = q u) ->
  content p t =1 content q t.
Proof.
elim: t => [|t IH] e [j|j] //=; rewrite e // IH // => u lt_u.
by rewrite e // ltnS ltnW.
Qed.

(* Who reads at the end has every position to read from *)
Lemma end_reads p s :
  lifetimes p ord_max s = #|[set i | source_of (content p m i) == s]|.
Proof.
pose end_reading (i : position) : reading :=
  match i with inl j => inr j | inr j => inl (ord_max, j) end.
have endI : injective end_reading by case=> [j|j] [k|k] //= [->].
rewrite -(card_bij (fun i => source_of (content p m i) == s)
  (injF_bij (@perm_inj _ (p m)))) -(card_imset _ endI).
apply: eq_card => r; rewrite inE; apply/andP/imsetP => [[]|[i]].
  case: r => [[t j]|j] /= /eqP; last first.
    by move=> _ rs; exists (inl j); rewrite ?inE.
  by move=> -> rs; exists (inr j); rewrite ?inE.
by rewrite inE; case: i => j hj ->.
Qed.

Lemma last_shuffle p q : (forall u, u < m -> p u = q u) ->
  forall t s, lifetimes p t s = lifetimes q t s.
Proof.
move=> e t s; have [->|tm] := eqVneq t ord_max.
  by rewrite !end_reads; apply: eq_card => i; rewrite !inE (same_content e).
have lt_t : t < m by rewrite ltn_neqAle -ltnS ltn_ord andbT.
apply: eq_card => -[[u j]|j]; rewrite !inE /=; last first.
  by rewrite eq_sym (negPf tm).
case: eqP => //= ->; rewrite e // (same_content (q := q)) // => v lt_v.
by apply: e; apply: ltn_trans lt_v lt_t.
Qed.

(* Zeros and sums of the table *)
Lemma read_source p r : source_of (read p r) <= (reader_of r).+1.
Proof.
by case: r => [[u j]|j] /=; apply: content_source => //; rewrite -ltnS.
Qed.

Lemma too_early p (t : 'I_m.+1) (s : 'I_m.+2) : t.+1 < s -> lifetimes p t s = 0.
Proof.
move=> lt; apply/eqP; rewrite cards_eq0; apply/set0Pn => -[r].
rewrite inE => /andP[/eqP rt /eqP rs].
suff : s <= t.+1 by rewrite leqNgt lt.
by rewrite -rs -rt read_source.
Qed.

Lemma reads_by_unit p (t : 'I_m.+1) : t < m -> \sum_s lifetimes p t s = h.
Proof.
move=> lt; rewrite table_row_sum -[RHS]card_ord.
have tI : injective (fun j : 'I_h => inl (t, j) : reading) by move=> j k [].
rewrite -cardsT -(card_imset _ tI); apply: eq_card => r; rewrite inE.
apply/eqP/imsetP => [|[j _ ->]] //; case: r => [[u j]|j] /= e.
  by exists j; rewrite ?e.
by rewrite -e ltnn in lt.
Qed.

Lemma reads_at_end p : \sum_s lifetimes p ord_max s = h + h.
Proof.
transitivity #|position|; last by rewrite card_sum !card_ord.
rewrite -cardsT (card_split_colour (fun i => source_of (content p m i))).
by apply: eq_bigr => s _; rewrite end_reads; apply: eq_card => i; rewrite !inE.
Qed.

Lemma reads_of_source p s : \sum_t lifetimes p t s = h.
Proof.
rewrite (table_col_sum source_of reader_of _ (read_bij p)) -[RHS]card_ord.
have sI : injective (fun j : 'I_h => (s, j) : feature) by move=> j k [].
rewrite -cardsT -(card_imset _ sI); apply: eq_card => -[u j]; rewrite inE.
by apply/eqP/imsetP => [/= ->|[k _ [->]]] //; exists j.
Qed.
End Wiring.

Section Stage.
Local Open Scope ring_scope.
Variables (m h : nat) (X P P' V : Type) (Hidden Next : zmodType).
Variables (first : bool -> P -> X -> V).
Variables (take : X -> nat -> P' -> V -> Hidden).
Variables (make : X -> nat -> P -> Hidden -> V).
Variables (last : X -> P' -> V -> Next).
Notation position := (position h).
Notation feature := (feature m h).
Notation reading := (reading m h).
Implicit Types (p q : nat -> {perm position}).
Implicit Types (top : feature -> P) (bottom : reading -> P').

Fixpoint stage_state p top bottom (x : X) t (i : position) : V :=
  match t, i with
  | 0%N, inl j => first false (top (inord 0, j)) x
  | 0%N, inr j => first true (top (inord 1, j)) x
  | u.+1, inl j => stage_state p top bottom x u (p u (inl j))
  | u.+1, inr j => make x u (top (inord u.+2, j))
      (\sum_k take x u (bottom (inl (inord u, k)))
         (stage_state p top bottom x u (p u (inr k))))
  end.

Definition stage_out p top bottom (x : X) : Next :=
  \sum_k last x (bottom (inr k)) (stage_state p top bottom x m (p m (inl k))) +
  \sum_k last x (bottom (inl (ord_max, k)))
    (stage_state p top bottom x m (p m (inr k))).

Lemma stage_out_ext p top top' bottom bottom' x :
  top =1 top' -> bottom =1 bottom' ->
  stage_out p top bottom x = stage_out p top' bottom' x.
Proof.
move=> et eb; have es t i : stage_state p top bottom x t i =
    stage_state p top' bottom' x t i.
  elim: t i => [|t IH] [j|j] /=; rewrite ?et ?IH //.
  by congr make; apply: eq_bigr => k _; rewrite eb IH.
by congr (_ + _); apply: eq_bigr => k _; rewrite eb es.
Qed.

(* The value of a feature, wherever it is *)
Definition received p top bottom x t : Hidden :=
  \sum_k take x t (bottom (inl (inord t, k)))
    (stage_state p top bottom x t (p t (inr k))).

Definition value p top bottom x (f : feature) : V :=
  match val f.1 with
  | 0%N => first false (top f) x
  | 1%N => first true (top f) x
  | t.+2 => make x t (top f) (received p top bottom x t)
  end.

Lemma state_value p top bottom x t i : (t <= m)%N ->
  stage_state p top bottom x t i = value p top bottom x (content m p t i).
Proof.
elim: t i => [|t IH] [j|j] le /=; try by rewrite /value /= inordK.
by rewrite IH // ltnW.
Qed.

(* Sums over the readings of one reader *)
Lemma sum_fixed_first (W : zmodType) (F : reading -> W) (t : 'I_m.+1) :
  \sum_(r : 'I_m.+1 * 'I_h | reader_of (inl r : reading) == t) F (inl r) =
  \sum_j F (inl (t, j)).
Proof.
transitivity (\sum_(u | u == t) \sum_j F (inl (u, j))).
  by rewrite pair_big_dep; apply: eq_big => -[u j] //=; rewrite andbT.
by rewrite big_pred1_eq.
Qed.

Lemma sum_by_unit (W : zmodType) (F : reading -> W) (t : 'I_m.+1) : (t < m)%N ->
  \sum_(r : reading | reader_of r == t) F r = \sum_j F (inl (t, j)).
Proof.
move=> lt; rewrite big_sumType /= [X in _ + X]big1 => [|j /eqP e]; last first.
  by rewrite -e ltnn in lt.
by rewrite addr0 sum_fixed_first.
Qed.

Lemma sum_at_end (W : zmodType) (F : reading -> W) :
  \sum_(r : reading | reader_of r == ord_max) F r =
  \sum_j F (inr j) + \sum_j F (inl (ord_max, j)).
Proof.
rewrite big_sumType /= addrC; congr (_ + _).
  by apply: eq_bigl => j; rewrite eqxx.
exact: sum_fixed_first.
Qed.

Lemma receivedE p top bottom x (t : 'I_m.+1) : (t < m)%N ->
  received p top bottom x t = \sum_(r : reading | reader_of r == t)
    take x t (bottom r) (value p top bottom x (read p r)).
Proof.
move=> lt; rewrite sum_by_unit //; apply: eq_bigr => j _.
by rewrite inord_val state_value // ltnW.
Qed.

Lemma stage_outE p top bottom x :
  stage_out p top bottom x = \sum_(r : reading | reader_of r == ord_max)
    last x (bottom r) (value p top bottom x (read p r)).
Proof.
by rewrite sum_at_end; congr (_ + _); apply: eq_bigr => j _;
  rewrite state_value.
Qed.

Variables (p q : nat -> {perm position}).
Variables (alpha : {perm feature}) (beta : {perm reading}).
Hypothesis rel : relabelled (@source_of m h) (@reader_of m h)
  (read p) (read q) alpha beta.

Lemma value_relabelled top bottom x f :
  value q top bottom x (alpha f) =
  value p (top \o alpha) (bottom \o beta) x f.
Proof.
have [hA hB e] := rel.
have [n] := ubnP (f.1 : nat); elim: n f => // n IH f lt_n.
rewrite /value; have -> : (alpha f).1 = f.1 by exact: hA.
case E : (val f.1) => [|[|t]] //=; congr (make x t _ _).
have t_m : (t < m)%N by have := ltn_ord f.1; rewrite E !ltnS.
have [u uE] : exists u : 'I_m.+1, nat_of_ord u = t.
  by exists (inord t); rewrite inordK // ltnW.
rewrite -uE !receivedE ?uE // (reindex_inj (@perm_inj _ beta)) /=.
apply: eq_big => [r|r]; rewrite ?hB // => /eqP rt.
rewrite e IH //; apply: leq_ltn_trans (read_source p r) _.
by rewrite rt uE -E.
Qed.

Theorem stage_relabelled top bottom x :
  stage_out q top bottom x = stage_out p (top \o alpha) (bottom \o beta) x.
Proof.
have [_ hB e] := rel; rewrite !stage_outE (reindex_inj (@perm_inj _ beta)) /=.
by apply: eq_big => [r|r _]; rewrite ?hB // e value_relabelled.
Qed.
End Stage.

(* One vector of coordinates: k for each feature, l for each reading *)
Section Coordinates.
Variables (m h k l : nat) (R X V : Type) (Hidden Next : zmodType).
Variables (first : bool -> {ffun 'I_k -> R} -> X -> V).
Variables (take : X -> nat -> {ffun 'I_l -> R} -> V -> Hidden).
Variables (make : X -> nat -> {ffun 'I_k -> R} -> Hidden -> V).
Variables (last : X -> {ffun 'I_l -> R} -> V -> Next).
Notation feature := (feature m h).
Notation reading := (reading m h).

Definition stage_coord : finType :=
  [finType of feature * 'I_k + reading * 'I_l].

Definition stage_of (p : nat -> {perm position h}) (theta : stage_coord -> R) :=
  stage_out first take make last p
    (fun f : feature => [ffun j => theta (inl (f, j))])
    (fun r : reading => [ffun j => theta (inr (r, j))]).

Lemma stage_of_ext p theta theta' x : theta =1 theta' ->
  stage_of p theta x = stage_of p theta' x.
Proof.
by move=> e; apply: stage_out_ext => [f|r]; apply/ffunP => j; rewrite !ffunE e.
Qed.

Definition move_stage_coord (alpha : {perm feature}) (beta : {perm reading})
    (c : stage_coord) : stage_coord :=
  match c with
  | inl (f, j) => inl (alpha f, j)
  | inr (r, j) => inr (beta r, j)
  end.

Lemma move_stage_coord_inj alpha beta :
  injective (move_stage_coord alpha beta).
Proof. by case=> [[f j]|[r j]] [[f' j']|[r' j']] //= [/perm_inj-> ->]. Qed.

Theorem stage_coordinates p q alpha beta :
  relabelled (@source_of m h) (@reader_of m h) (read p) (read q) alpha beta ->
  forall theta x, stage_of q theta x =
    stage_of p (fun c => theta (perm (@move_stage_coord_inj alpha beta) c)) x.
Proof.
move=> rel theta x.
transitivity (stage_of p (fun c => theta (move_stage_coord alpha beta c)) x).
  exact: (stage_relabelled _ _ _ _ rel).
by apply: stage_of_ext => c; rewrite permE.
Qed.
End Coordinates.

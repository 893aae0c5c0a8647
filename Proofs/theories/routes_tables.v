(******************************************************************************)
(* Tables of a shuffle between grouped channels (R1)                          *)
(*                                                                            *)
(* T and U are finite sets, p : T -> U says which input an output takes,      *)
(* A colours the inputs U by their group, B the outputs T by theirs.          *)
(*     cell A B p i == the pair (group of output i, group of its input)       *)
(* table A B p a b  == the number of outputs in group a that take an input    *)
(*                     of group b                                             *)
(* Main lemmas:                                                               *)
(*   match_fibres    two colourings with fibres of equal sizes are matched    *)
(*                   by an injection that keeps colours                       *)
(*   match_most      and if the sizes differ, by a permutation that keeps     *)
(*                   coarse colours and as many fine ones as the sizes allow  *)
(*   extend_within   a permutation that keeps some colours agrees there with  *)
(*                   one that keeps all                                       *)
(*   same_table_relabelled (R1) equal tables iff p and q differ by            *)
(*                   permutations within the groups                           *)
(*   same_table_blocks (R6) the same for groups that may change places        *)
(* The classical description of double cosets of Young subgroups by           *)
(* contingency tables (James and Kerber 1981, Diaconis and Gangolli 1995).    *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Section EqualFibres.
Variables (T U : finType) (K : eqType) (c : T -> K) (d : U -> K).
Hypothesis sizes : forall k, #|[set x | c x == k]| = #|[set y | d y == k]|.

Lemma match_fibres :
  exists2 f : T -> U, injective f & forall x, d (f x) = c x.
Proof.
pose fc k := enum [set x | c x == k]; pose fd k := enum [set y | d y == k].
have fcx x : x \in fc (c x) by rewrite mem_enum inE.
have [f fP] : exists f : T -> U, forall x,
    f x \in fd (c x) /\ index (f x) (fd (c x)) = index x (fc (c x)).
  apply: (fin_all_exists (P := fun x y => y \in fd (c x) /\
    index y (fd (c x)) = index x (fc (c x)))) => x.
  have lt : index x (fc (c x)) < size (fd (c x)).
    by rewrite /fd -cardE -sizes cardE index_mem.
  case E : (fd (c x)) lt => [|y0 s] // lt.
  exists (nth y0 (y0 :: s) (index x (fc (c x)))); split; first exact: mem_nth.
  by rewrite index_uniq // -E enum_uniq.
have colour x : d (f x) = c x.
  by have [] := fP x; rewrite mem_enum inE => /eqP.
exists f => // x y e; have cxy : c x = c y by rewrite -!colour e.
have [_ hx] := fP x; have [_ hy] := fP y.
rewrite -(nth_index x (fcx x)) -(nth_index x (fcx y)) -hx -hy e.
by rewrite cxy.
Qed.
End EqualFibres.

Lemma match_perm (T : finType) (K : eqType) (c d : T -> K) :
  (forall k, #|[set x | c x == k]| = #|[set y | d y == k]|) ->
  exists s : {perm T}, forall x, d (s x) = c x.
Proof.
by move/match_fibres=> [f fI fE]; exists (perm fI) => x; rewrite permE.
Qed.

Lemma set_of_size (T : finType) (S : {set T}) m : m <= #|S| ->
  exists S' : {set T}, S' \subset S /\ #|S'| = m.
Proof.
move=> le; exists [set x in take m (enum S)]; split.
  by apply/subsetP => x; rewrite inE => /mem_take; rewrite mem_enum.
rewrite cardsE (card_uniqP _) ?size_takel -?cardE //.
exact: take_uniq (enum_uniq _).
Qed.

(* A bijection carries a set described on its target to one on its source *)
Lemma card_bij (T U : finType) (f : T -> U) (P : pred U) : bijective f ->
  #|[set x | P (f x)]| = #|[set y | P y]|.
Proof.
move=> fb; have fI := bij_inj fb; rewrite -(card_imset _ fI).
apply: eq_card => y; rewrite inE; have [g fK gK] := fb.
apply/imsetP/idP => [[x]|Py]; first by rewrite inE => Px ->.
by exists (g y); rewrite ?inE gK.
Qed.

Lemma card_split_colour (T K : finType) (c : T -> K) (P : pred T) :
  #|[set x | P x]| = \sum_k #|[set x | P x && (c x == k)]|.
Proof.
rewrite -sum1_card (partition_big c xpredT) //=; apply: eq_bigr => k _.
by rewrite -sum1_card; apply: eq_bigl => x; rewrite !inE.
Qed.

(* Colours of the points outside chosen parts of the fibres: the coarse one *)
Section Parts.
Variables (T K L : finType) (c : T -> K) (h : K -> L) (S : K -> {set T}).
Hypothesis inside : forall k, S k \subset [set x | c x == k].

Definition part_colour x : L + K :=
  if x \in S (c x) then inr (c x) else inl (h (c x)).

Lemma part_of x k : x \in S k -> c x = k.
Proof. by move/(subsetP (inside k)); rewrite inE => /eqP. Qed.

Lemma card_part_inr k : #|[set x | part_colour x == inr k]| = #|S k|.
Proof.
apply: eq_card => x; rewrite inE /part_colour; case: ifPn => xS.
  apply/eqP/idP => [[<-]//|xk]; by rewrite (part_of xk).
by apply/esym/negP => xk; rewrite (part_of xk) xk in xS.
Qed.

Lemma card_part_inl l : #|[set x | part_colour x == inl l]| =
  #|[set x | h (c x) == l]| - \sum_(k | h k == l) #|S k|.
Proof.
have -> : \sum_(k | h k == l) #|S k| =
    #|[set x | (h (c x) == l) && (x \in S (c x))]|.
  rewrite (card_split_colour c) big_mkcond; apply: eq_bigr => k _.
  have [hk|hk] := ifPn; last first.
    apply/esym/eqP; rewrite cards_eq0; apply/set0Pn => -[x]; rewrite inE.
    by case/andP=> /andP[xl _] /eqP xk; rewrite xk (negPf hk) in xl.
  apply: eq_card => x; rewrite inE; apply/idP/idP => [xk|].
    by rewrite (part_of xk) hk xk eqxx.
  by case/andP=> /andP[_ xS] /eqP <-.
rewrite -(cardsID [set x | x \in S (c x)] [set x | h (c x) == l]).
rewrite (_ : _ :&: _ = [set x | (h (c x) == l) && (x \in S (c x))]).
  rewrite addKn; apply: eq_card => x; rewrite !inE /part_colour.
  by case: (x \in S (c x)).
by apply/setP => x; rewrite !inE.
Qed.
End Parts.

Section Overlap.
Variables (T K L : finType) (c d : T -> K) (h : K -> L).

Definition overlap := \sum_k
  minn #|[set x | c x == k]| #|[set x | d x == k]|.

Lemma agreement_le_overlap (s : {perm T}) :
  #|[set x | d (s x) == c x]| <= overlap.
Proof.
rewrite (card_split_colour c); apply: leq_sum => k _; rewrite leq_min.
apply/andP; split.
  by apply: subset_leq_card; apply/subsetP => x; rewrite !inE => /andP[].
rewrite -(card_bij (fun y => d y == k) (injF_bij (@perm_inj _ s))).
apply: subset_leq_card; apply/subsetP => x.
by rewrite !inE => /andP[/eqP <-].
Qed.

Lemma match_most :
  (forall l, #|[set x | h (c x) == l]| = #|[set x | h (d x) == l]|) ->
  exists2 s : {perm T}, forall x, h (d (s x)) = h (c x) &
    #|[set x | d (s x) == c x]| = overlap.
Proof.
move=> coarse; pose m k := minn #|[set x | c x == k]| #|[set x | d x == k]|.
have [S SP] := fin_all_exists (fun k =>
  set_of_size (geq_minl _ _ : m k <= #|[set x | c x == k]|)).
have [S' SP'] := fin_all_exists (fun k =>
  set_of_size (geq_minr _ _ : m k <= #|[set x | d x == k]|)).
have inS k : S k \subset [set x | c x == k] by have [] := SP k.
have inS' k : S' k \subset [set x | d x == k] by have [] := SP' k.
have [|s sE] := @match_perm _ _ (part_colour c h S) (part_colour d h S').
  case=> [l|k]; last first.
    by rewrite !card_part_inr //; have [_ ->] := SP k; have [_ ->] := SP' k.
  rewrite !card_part_inl // coarse; congr (_ - _); apply: eq_bigr => k _.
  by have [_ ->] := SP k; have [_ ->] := SP' k.
exists s => [x|].
  have := sE x; rewrite /part_colour.
  by case: ifP => _; case: ifP => _ // [->].
apply/eqP; rewrite eqn_leq agreement_le_overlap (card_split_colour c).
apply: leq_sum => k _; rewrite -/(m k); have [_ <-] := SP k.
apply: subset_leq_card.
apply/subsetP => x xk; have cx := part_of inS xk; rewrite inE cx eqxx andbT.
have := sE x; rewrite /part_colour cx xk.
by case: ifP => _ // [->].
Qed.
End Overlap.

(* A bijection g that keeps some colours agrees there with one that keeps all *)
Lemma extend_within (U : finType) (K : eqType) (A : U -> K) (g : {perm U}) :
  exists2 a : {perm U}, forall u, A (a u) = A u &
    forall u, A (g u) = A u -> a u = g u.
Proof.
pose good u := A (g u) == A u.
pose c u : K + U := if good u then inr u else inl (A u).
pose d u : K + U := if good (g^-1 u)%g then inr (g^-1 u)%g else inl (A u).
have [|a aE] := @match_perm _ _ c d.
  case=> [k|v]; last first.
    rewrite -(card_bij (fun u => d u == inr v) (injF_bij (@perm_inj _ g))).
    by apply: eq_card => u; rewrite !inE /d /c permK; case: ifP.
  have split_good (f : U -> U) : bijective f ->
      (forall u, f u = u \/ f u = g u) ->
      #|[set u | (A (f u) == k) && ~~ good u]| =
      #|[set u | A u == k]| - #|[set u | (A u == k) && good u]|.
    move=> fb fE; rewrite -(card_bij (fun u => A u == k) fb).
    rewrite -(cardsID [set u | good u] [set u | A (f u) == k]).
    rewrite (_ : _ :&: _ = [set u | (A u == k) && good u]).
      by rewrite addKn; apply: eq_card => u; rewrite !inE andbC.
    apply/setP => u; rewrite !inE; case: (boolP (good u)) => [/eqP gu|].
      by have [->|->] := fE u; rewrite ?gu.
    by rewrite !andbF.
  rewrite -(card_bij (fun u => d u == inl k) (injF_bij (@perm_inj _ g))).
  transitivity #|[set u | (A u == k) && ~~ good u]|.
    apply: eq_card => u; rewrite !inE /c.
    by case: ifP => _; rewrite ?andbF ?andbT.
  transitivity #|[set u | (A (g u) == k) && ~~ good u]|.
    rewrite (split_good id); first last.
    - by move=> u; left.
    - by exists id.
    rewrite (split_good g) //; first exact: injF_bij (@perm_inj _ g).
    by move=> u; right.
  apply: eq_card => u; rewrite !inE /d permK.
  by case: ifP => _; rewrite ?andbF ?andbT.
exists a => [u|u gu].
  have := aE u; rewrite /d /c.
  case: ifPn => [/eqP|_]; case: ifPn => [/eqP|_] //; last by case.
  by rewrite permKV => gu hu [e]; rewrite -[a u](permKV g) e.
have := aE u; rewrite /d /c /good gu eqxx.
by case: ifP => // _ [e]; rewrite -[a u](permKV g) e.
Qed.

Section Tables.
Variables (T U r s : finType) (A : U -> s) (B : T -> r).
Implicit Types p q : T -> U.

Definition cell p i := (B i, A (p i)).
Definition table p a b := #|[set i | (B i == a) && (A (p i) == b)]|.

Lemma tableE p a b : table p a b = #|[set i | cell p i == (a, b)]|.
Proof. by apply: eq_card => i; rewrite !inE. Qed.

(* From one map to the other: relabelling of the inputs, of the outputs *)
Definition relabelled p q (alpha : {perm U}) (beta : {perm T}) :=
  [/\ forall u, A (alpha u) = A u, forall i, B (beta i) = B i
    & forall i, q (beta i) = alpha (p i)].

Lemma relabelled_table p q alpha beta : relabelled p q alpha beta ->
  forall a b, table p a b = table q a b.
Proof.
case=> hA hB e a b; rewrite !tableE.
rewrite -(card_bij (fun i => cell q i == (a, b)) (injF_bij (@perm_inj _ beta))).
by apply: eq_card => i; rewrite !inE /cell e hA hB.
Qed.

Lemma compose_perm p q (beta : {perm T}) : bijective p -> bijective q ->
  exists g : {perm U}, forall i, g (p i) = q (beta i).
Proof.
move=> [p' pK p'K] /bij_inj qI.
have gI : injective (fun u => q (beta (p' u))).
  by move=> u v /qI /perm_inj /(can_inj p'K).
by exists (perm gI) => i; rewrite permE pK.
Qed.

Theorem same_table_relabelled p q : bijective p -> bijective q ->
  (forall a b, table p a b = table q a b) <->
  exists alpha beta, relabelled p q alpha beta.
Proof.
move=> pb qb; split=> [e|[alpha [beta /relabelled_table]]] //.
have [|beta bE] := @match_perm _ _ (cell p) (cell q).
  by case=> a b; rewrite -!tableE.
have [g gE] := compose_perm beta pb qb; exists g, beta.
have [p' pK p'K] := pb; split=> [u|i|i] //; last by have [] := bE i.
by rewrite -[u]p'K gE; have [_] := bE (p' u).
Qed.

(* Groups of inputs, and of outputs, that may change places as a whole *)
Theorem same_table_blocks p q (sigma : {perm s}) (tau : {perm r}) :
  bijective p -> bijective q ->
  (forall a b, table p a b = table q (tau a) (sigma b)) <->
  exists alpha : {perm U}, exists beta : {perm T},
    [/\ forall u, A (alpha u) = sigma (A u), forall i, B (beta i) = tau (B i)
      & forall i, q (beta i) = alpha (p i)].
Proof.
move=> pb qb; split=> [e|[alpha [beta [hA hB e]]] a b]; last first.
  rewrite !tableE -(card_bij (fun i => cell q i == (tau a, sigma b))
    (injF_bij (@perm_inj _ beta))).
  apply: eq_card => i; rewrite !inE /cell e hA hB !xpair_eqE.
  by rewrite !(inj_eq perm_inj).
pose c i := (tau (B i), sigma (A (p i))).
have [|beta bE] := @match_perm _ _ c (cell q).
  case=> a b; rewrite -tableE -[a](permKV tau) -[b](permKV sigma) -e tableE.
  apply: eq_card => i; rewrite !inE /c /cell !xpair_eqE.
  by rewrite !(inj_eq perm_inj).
have [g gE] := compose_perm beta pb qb; exists g, beta.
have [p' pK p'K] := pb; split=> [u|i|i] //; last by have [] := bE i.
by rewrite -[u in LHS]p'K gE -[u in RHS]p'K; have [_] := bE (p' u).
Qed.

(* Row sums are the sizes of the output groups, column sums of the input ones *)
Lemma table_row_sum p a : \sum_b table p a b = #|[set i | B i == a]|.
Proof. by rewrite (card_split_colour (fun i => A (p i))). Qed.

Lemma table_col_sum p b : bijective p ->
  \sum_a table p a b = #|[set u | A u == b]|.
Proof.
move=> pb; rewrite -(card_bij (fun u => A u == b) pb) (card_split_colour B).
by apply: eq_bigr => a _; apply: eq_card => i; rewrite !inE andbC.
Qed.

Lemma table_sum p : \sum_a \sum_b table p a b = #|T|.
Proof.
rewrite -cardsT (card_split_colour B); apply: eq_bigr => a _.
by rewrite table_row_sum; apply: eq_card => i; rewrite !inE.
Qed.

Lemma one_input_group p q : (forall u v, A u = A v) ->
  forall a b, table p a b = table q a b.
Proof.
move=> one a b; apply: eq_card => i; rewrite !inE.
by rewrite (one (p i) (q i)).
Qed.

Lemma one_output_group p q : (forall i j, B i = B j) ->
  bijective p -> bijective q -> forall a b, table p a b = table q a b.
Proof.
move=> one pb qb a b; rewrite !tableE.
have [/eqP T0|/card_gt0P[i0 _]] := posnP #|T|.
  by apply: eq_card => i; have := fintype0 i => /(_ (eqP T0)).
have [<-|ne] := eqVneq (B i0) a.
  transitivity #|[set u | A u == b]|;
    [rewrite -(card_bij (fun u => A u == b) pb) |
     rewrite -(card_bij (fun u => A u == b) qb)];
  by apply: eq_card => i; rewrite !inE /cell (one i i0) ?xpair_eqE ?eqxx.
by apply: eq_card => i; rewrite !inE /cell (one i i0) !xpair_eqE (negPf ne).
Qed.
End Tables.

(* Every table with the right sums is the table of some bijection *)
Section Realised.
Variables (T U r s : finType) (A : U -> s) (B : T -> r) (t : r -> s -> nat).
Hypothesis rows : forall a, \sum_b t a b = #|[set i | B i == a]|.
Hypothesis cols : forall b, \sum_a t a b = #|[set u | A u == b]|.

Let slot : finType := [finType of {ab : r * s & 'I_(t ab.1 ab.2)}].

Let card_slots (P : pred (r * s)) :
  #|[set w : slot | P (tag w)]| = \sum_(ab | P ab) t ab.1 ab.2.
Proof.
rewrite -sum1_card (eq_bigr (fun ab => \sum_(j < t ab.1 ab.2) 1)) => [|ab _].
  rewrite (sig_big_dep _ (fun _ _ => true) (fun _ _ => 1)) /=.
  by apply: eq_bigl => w; rewrite inE andbT.
by rewrite sum1_card card_ord.
Qed.

Theorem table_realised : exists2 p : T -> U, bijective p &
  forall a b, table A B p a b = t a b.
Proof.
have [a|f fI fE] := @match_fibres T slot _ B (fun w => (tag w).1).
  rewrite -rows [RHS](card_slots (fun ab => ab.1 == a)).
  transitivity (\sum_(a' | a' == a) \sum_b t a' b).
    by rewrite big_pred1_eq.
  by rewrite pair_big_dep; apply: eq_bigl => -[a' b]; rewrite /= andbT.
have [b|g gI gE] := @match_fibres U slot _ A (fun w => (tag w).2).
  rewrite -cols [RHS](card_slots (fun ab => ab.2 == b)).
  transitivity (\sum_a \sum_(b' | b' == b) t a b').
    by apply: eq_bigr => a _; rewrite big_pred1_eq.
  by rewrite pair_big_dep; apply: eq_bigl => -[a b'].
have all_slots (V V' : finType) (c : V -> V') (S : V' -> nat) :
    (forall k, S k = #|[set v | c v == k]|) -> \sum_k S k = #|V|.
  move=> e; rewrite -cardsT (card_split_colour c); apply: eq_bigr => k _.
  by rewrite e; apply: eq_card => v; rewrite !inE.
have card_slot : #|slot| = \sum_a \sum_b t a b.
  rewrite -cardsT (_ : setT = [set w : slot | xpredT (tag w)]).
    by rewrite [LHS](card_slots xpredT) pair_bigA.
  by apply/setP => w; rewrite !inE.
have fb : bijective f.
  by apply: inj_card_bij fI _; rewrite card_slot -(all_slots _ _ B _ rows).
have gb : bijective g.
  apply: inj_card_bij gI _; rewrite card_slot exchange_big.
  by rewrite -(all_slots _ _ A _ cols).
have [g' gK g'K] := gb; exists (g' \o f).
  by apply: bij_comp fb; exists g.
move=> a b; transitivity #|[set w : slot | tag w == (a, b)]|; last first.
  by rewrite [LHS](card_slots (fun ab => ab == (a, b))) (big_pred1_eq _ (a, b)).
rewrite -(card_bij (fun w : slot => tag w == (a, b)) fb).
apply: eq_card => i; rewrite !inE -[(_, _)]/(a, b) -fE -gE /= g'K.
by case: (tag (f i)) => a' b'; rewrite xpair_eqE.
Qed.
End Realised.

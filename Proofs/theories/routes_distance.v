(******************************************************************************)
(* How many channels two shuffles route differently, up to names (R2)         *)
(*                                                                            *)
(* The notation is that of routes_tables.v.                                   *)
(*        within A s == the permutation s keeps every group of A              *)
(* mismatches p q alpha beta == the number of outputs i for which q does not  *)
(*                      route beta i to alpha (p i)                           *)
(*   shared A B p q  == the sum of the smaller entries of the two tables      *)
(*  rerouted A B p q == the number of outputs less the shared ones            *)
(*    table_gap t u  == the sum of the |t a b - u a b|, natural numbers       *)
(* Main lemmas:                                                               *)
(*   rerouted_le, rerouted_attained (R2) it is the least number of mismatches *)
(*   double_rerouted (R2) it is half the l1 distance of the tables            *)
(*   rerouted_eq0, rerouted_sym, rerouted_triangle    a metric on tables      *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup.
From Coq Require Import Lia.
From AutoShuffleNet Require Import routes_tables.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Section TableGap.
Variables r s : finType.
Implicit Types t u v : r -> s -> nat.

Definition table_gap t u :=
  \sum_a \sum_b ((t a b - u a b) + (u a b - t a b)).

Lemma table_gap_eq0 t u :
  table_gap t u = 0 <-> (forall a b, t a b = u a b).
Proof.
split=> [/eqP|e]; last first.
  by rewrite /table_gap big1 // => a _; rewrite big1 // => b _; rewrite e subnn.
rewrite sum_nat_eq0 => /forallP h a b.
have := h a; rewrite implyTb sum_nat_eq0 => /forallP/(_ b).
by rewrite implyTb addn_eq0 !subn_eq0 -eqn_leq => /eqP.
Qed.

Lemma table_gap_sym t u : table_gap t u = table_gap u t.
Proof. by apply: eq_bigr => a _; apply: eq_bigr => b _; rewrite addnC. Qed.

Lemma table_gap_triangle t u v :
  table_gap t v <= table_gap t u + table_gap u v.
Proof.
rewrite /table_gap -big_split; apply: leq_sum => a _.
rewrite -big_split; apply: leq_sum => b _ /=.
move: (t a b) (u a b) (v a b) => x y z; apply/leP.
by rewrite -!plusE -!minusE; lia.
Qed.
End TableGap.

Definition within (U : finType) (K : eqType) (A : U -> K) (s : {perm U}) :=
  forall u, A (s u) = A u.

Section Distance.
Variables (T U r s : finType) (A : U -> s) (B : T -> r).
Implicit Types p q : T -> U.

Definition mismatches p q (alpha : {perm U}) (beta : {perm T}) :=
  #|[set i | q (beta i) != alpha (p i)]|.

Definition shared p q :=
  \sum_a \sum_b minn (table A B p a b) (table A B q a b).

Definition rerouted p q := #|T| - shared p q.

Lemma overlap_shared p q : overlap (cell A B p) (cell A B q) = shared p q.
Proof.
rewrite /shared pair_bigA /=; apply: eq_bigr => -[a b] _ /=.
by rewrite -!tableE.
Qed.

Lemma mismatchesE p q alpha beta :
  mismatches p q alpha beta = #|T| - #|[set i | q (beta i) == alpha (p i)]|.
Proof.
rewrite -cardsT -(cardsID [set i | q (beta i) == alpha (p i)] setT) setTI addKn.
by apply: eq_card => i; rewrite !inE andbT.
Qed.

Theorem rerouted_le p q (alpha : {perm U}) (beta : {perm T}) :
  within A alpha -> within B beta -> rerouted p q <= mismatches p q alpha beta.
Proof.
move=> hA hB; rewrite mismatchesE leq_sub2l // -overlap_shared.
apply: leq_trans (agreement_le_overlap _ _ beta).
apply: subset_leq_card; apply/subsetP => i; rewrite !inE /cell => /eqP ->.
by rewrite hA hB.
Qed.

Theorem rerouted_attained p q : bijective p -> bijective q ->
  exists alpha beta, [/\ within A alpha, within B beta &
    mismatches p q alpha beta = rerouted p q].
Proof.
move=> pb qb; have [l|beta bB bE] := match_most (h := fst)
    (c := cell A B p) (d := cell A B q); first by [].
have [g gE] := compose_perm beta pb qb.
have [alpha aA aE] := extend_within A g.
exists alpha, beta; split=> //.
apply/eqP; rewrite eqn_leq rerouted_le // andbT mismatchesE leq_sub2l //.
rewrite -overlap_shared -bE; apply: subset_leq_card.
apply/subsetP => i; rewrite !inE => /eqP[_ e].
by rewrite aE ?gE // eqxx.
Qed.

Theorem double_rerouted p q :
  2 * rerouted p q = table_gap (table A B p) (table A B q).
Proof.
have e : table_gap (table A B p) (table A B q) + 2 * shared p q = 2 * #|T|.
  rewrite [RHS]mul2n -addnn.
  rewrite -[RHS](congr2 addn (table_sum A B p) (table_sum A B q)).
  rewrite /table_gap /shared big_distrr -!big_split; apply: eq_bigr => a _ /=.
  rewrite big_distrr -!big_split; apply: eq_bigr => b _ /=.
  move: (table A B p a b) (table A B q a b) => x y; rewrite /minn.
  by case: ltnP => /leP; rewrite -!plusE -!minusE -!multE; lia.
by rewrite /rerouted mulnBr -e addnK.
Qed.

Lemma rerouted_eq0 p q :
  rerouted p q = 0 <-> (forall a b, table A B p a b = table A B q a b).
Proof.
rewrite -table_gap_eq0 -double_rerouted; split=> [->|/eqP] //.
by rewrite muln_eq0 => /eqP.
Qed.

Lemma rerouted_sym p q : rerouted p q = rerouted q p.
Proof.
apply/eqP; rewrite -(eqn_pmul2l (m := 2)) // !double_rerouted.
by rewrite table_gap_sym.
Qed.

Lemma rerouted_triangle p q t : rerouted p t <= rerouted p q + rerouted q t.
Proof.
by rewrite -(leq_pmul2l (m := 2)) // mulnDr !double_rerouted table_gap_triangle.
Qed.
End Distance.

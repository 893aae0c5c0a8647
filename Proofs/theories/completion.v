(******************************************************************************)
(* Completion of a doubly substochastic array (L6)                            *)
(*                                                                            *)
(* Main lemma:                                                                *)
(*   completion  a nonnegative square array with row and column sums at most  *)
(*               1 lies entrywise below a doubly stochastic one               *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import assignment.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Completion.
Variables (R : realFieldType) (T : finType) (S : T -> T -> R).
Hypothesis S0 : forall i j, 0 <= S i j.
Hypothesis Sr : forall i, \sum_j S i j <= 1.
Hypothesis Sc : forall j, \sum_i S i j <= 1.

Lemma completion : exists D, ds_fun D /\ (forall i j, S i j <= D i j).
Proof.
pose u i := 1 - \sum_j S i j; pose v j := 1 - \sum_i S i j.
have u0 i : 0 <= u i by rewrite subr_ge0.
have v0 j : 0 <= v j by rewrite subr_ge0.
pose d := \sum_i u i.
have dv : \sum_j v j = d by rewrite /d /u /v !sumrB exchange_big.
have [dz|dn] := eqVneq d 0.
  have uz i : u i = 0 by apply: (psumr_eq0P _ dz).
  have vz j : v j = 0 by rewrite dz in dv; apply: (psumr_eq0P _ dv).
  exists S; split=> //; split=> // i; apply/eqP; rewrite eq_sym -subr_eq0;
    apply/eqP; [exact: uz | exact: vz].
have dp : 0 <= d^-1 by rewrite invr_ge0 sumr_ge0.
exists (fun i j => S i j + u i * (v j * d^-1)); split; last first.
  by move=> i j; rewrite ler_addl !mulr_ge0.
split=> [i j|i|j].
- by rewrite addr_ge0 ?S0 // !mulr_ge0.
- by rewrite big_split /= -mulr_sumr -mulr_suml dv divff // mulr1 /u addrC
  subrK.
- by rewrite big_split /= -mulr_suml -/d mulrCA divff // mulr1 /v addrC subrK.
Qed.
End Completion.

(******************************************************************************)
(* Linear and polynomial arithmetic over real closed fields                   *)
(*                                                                            *)
(* Coq's decision procedures for ordered rings (Micromega) run on an abstract *)
(* syntax with rational coefficients.  This file interprets that syntax in a  *)
(* real closed field, proves the checker of certificates sound for it, and    *)
(* adds a tactic that reads the goal and the hypotheses of the context.       *)
(*   real_lra   proves a relation <=, <, = between polynomials that follows   *)
(*              linearly, monomials taken as unknowns, from the hypotheses of *)
(*              these three forms                                             *)
(* The certificate is found outside the kernel and checked inside it: a wrong *)
(* one cannot be accepted, and no axiom is used.                              *)
(* Definitions:                                                               *)
(*       rat_value R q == the value in R of the rational q of Coq             *)
(*   formula_holds R e k f == the formula f under the valuation e             *)
(* Main lemma:                                                                *)
(*   certificate_sound  an accepted certificate proves the formula            *)
(******************************************************************************)
From Coq Require Import ZArith QArith Nnat.
From Coq.micromega Require Import OrderedRing RingMicromega EnvRing.
From Coq.micromega Require Import Refl Tauto QMicromega Lqa.
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Delimit Scope Z_scope with BZ.
Delimit Scope Q_scope with BQ.
Local Open Scope ring_scope.

Section RatValue.
Variable R : rcfType.

Definition pos_value (p : positive) : R := (Pos.to_nat p)%:R.

Definition int_value (z : Z) : R :=
  match z with
  | Z0 => 0
  | Zpos p => pos_value p
  | Zneg p => - pos_value p
  end.

(* the two special cases make numerals convertible to n%:R and n%:R^-1 *)
Definition rat_value (q : Q) : R :=
  match q with
  | Qmake n xH => int_value n
  | Qmake (Zpos xH) d => (pos_value d)^-1
  | Qmake n d => int_value n / pos_value d
  end.

Lemma pos_value_gt0 p : 0 < pos_value p.
Proof. by rewrite ltr0n; apply/ssrnat.ltP; exact: Pos2Nat.is_pos. Qed.

Lemma pos_value1 : pos_value 1%positive = 1.
Proof. by []. Qed.

Lemma rat_valueE q : rat_value q = int_value (Qnum q) / pos_value (Qden q).
Proof.
case: q => [[|p|p] d]; last by case: d => //=; rewrite pos_value1 divr1.
  by case: d => //=; rewrite pos_value1 divr1.
case: p => [p|p|]; case: d => [d|d|] //=; rewrite ?pos_value1 ?divr1 ?mul1r //.
Qed.

Lemma int_value_nat n : int_value (Z.of_nat n) = n%:R.
Proof. by case: n => //= n; rewrite /pos_value SuccNat2Pos.id_succ. Qed.

Lemma int_valueN z : int_value (- z) = - int_value z.
Proof. by case: z => [|p|p] /=; rewrite ?oppr0 ?opprK. Qed.

Lemma int_valueB m n :
  int_value (Z.of_nat m - Z.of_nat n) = m%:R - n%:R.
Proof.
have sub_nat k l :
    int_value (Z.of_nat (k + l) - Z.of_nat l) = (k + l)%:R - l%:R.
  rewrite Nat2Z.inj_add Z.add_simpl_r int_value_nat natrD addrK //.
have [nm|/ltnW mn] := leqP n m; first by rewrite -{1 2}(subnK nm) sub_nat.
rewrite -[LHS]opprK -int_valueN Z.opp_sub_distr Z.add_comm Z.add_opp_r.
by rewrite -{1 2}(subnK mn) sub_nat opprB subnK.
Qed.

Lemma int_split z : exists m n, z = (Z.of_nat m - Z.of_nat n)%BZ.
Proof.
case: z => [|p|p]; first by exists 0%N, 0%N.
  by exists (Pos.to_nat p), 0%N; rewrite positive_nat_Z Z.sub_0_r.
by exists 0%N, (Pos.to_nat p); rewrite positive_nat_Z.
Qed.

Lemma int_valueD x y : int_value (x + y) = int_value x + int_value y.
Proof.
have [a [b ->]] := int_split x; have [c [d ->]] := int_split y.
have -> : (Z.of_nat a - Z.of_nat b + (Z.of_nat c - Z.of_nat d) =
  Z.of_nat (a + c) - Z.of_nat (b + d))%BZ.
  rewrite !Nat2Z.inj_add; ring.
by rewrite !int_valueB !natrD opprD addrACA.
Qed.

Lemma int_valueM x y : int_value (x * y) = int_value x * int_value y.
Proof.
have [a [b ->]] := int_split x; have [c [d ->]] := int_split y.
have -> : ((Z.of_nat a - Z.of_nat b) * (Z.of_nat c - Z.of_nat d) =
  Z.of_nat (a * c + b * d) - Z.of_nat (a * d + b * c))%BZ.
  rewrite !Nat2Z.inj_add !Nat2Z.inj_mul; ring.
rewrite !int_valueB mulrBr !mulrBl !natrD !natrM opprB opprD.
by rewrite [RHS]addrACA; congr (_ + _); exact: addrC.
Qed.

Lemma int_value_ge0 z : (0 <= z)%BZ -> 0 <= int_value z.
Proof. by case: z => // p _; exact: ltW (pos_value_gt0 p). Qed.

Lemma int_value_le x y : (x <= y)%BZ -> int_value x <= int_value y.
Proof.
move=> xy; rewrite -subr_ge0 -int_valueN -int_valueD; apply: int_value_ge0.
by apply/Z.le_0_sub.
Qed.

Lemma int_value_inj x y : int_value x = int_value y -> x = y.
Proof.
move=> e; have : int_value (x - y) = 0.
  by rewrite int_valueD int_valueN e subrr.
case E: (x - y)%BZ => [|p|p] /=; first by move/Z.sub_move_0_r: E.
  by move/eqP; rewrite gt_eqF // pos_value_gt0.
by move/eqP; rewrite oppr_eq0 gt_eqF // pos_value_gt0.
Qed.

Lemma pos_valueM p q : pos_value (p * q) = pos_value p * pos_value q.
Proof. by rewrite /pos_value Pos2Nat.inj_mul natrM. Qed.

Lemma pos_value_unit p : pos_value p \is a GRing.unit.
Proof. by rewrite unitfE gt_eqF // pos_value_gt0. Qed.

Lemma real_ring_theory :
  ring_theory (0 : R) 1 +%R *%R (fun x y => x - y) -%R eq.
Proof.
split=> *; rewrite ?add0r ?mul1r ?subrr ?mulrDl //;
  [exact: addrC | exact: addrA | exact: mulrC | exact: mulrA].
Qed.

Local Notation real_le := (fun x y : R => is_true (x <= y)).
Local Notation real_lt := (fun x y : R => is_true (x < y)).

Lemma real_sor :
  SOR (0 : R) 1 +%R *%R (fun x y => x - y) -%R eq real_le real_lt.
Proof.
split=> //.
- exact: Eqsth.
- by move=> x _ <- y _ <-.
- by move=> x _ <- y _ <-.
- by move=> x _ <-.
- by move=> x _ <- y _ <-.
- by move=> x _ <- y _ <-.
- exact: real_ring_theory.
- by move=> x y xy yx; apply/eqP; rewrite eq_le xy.
- by move=> x y z; exact: le_trans.
- move=> x y; split=> [xy|[xy /eqP n]]; last by rewrite lt_neqAle n.
  by split; [exact: ltW | move=> e; rewrite e ltxx in xy].
- by move=> x y; case: (ltgtP x y) => h; [left | right; right | right; left].
- by move=> x y p xy; rewrite ler_add2l.
- by move=> x y; exact: mulr_gt0.
by move/eqP; rewrite eq_sym oner_eq0.
Qed.

Lemma rat_value_le x y : (x <= y)%BQ -> rat_value x <= rat_value y.
Proof.
move=> xy; rewrite !rat_valueE ler_pdivr_mulr ?pos_value_gt0 // mulrAC.
rewrite ler_pdivl_mulr ?pos_value_gt0 //.
have := int_value_le xy; by rewrite !int_valueM.
Qed.

Lemma real_sor_addon :
  SORaddon (0 : R) 1 +%R *%R (fun x y => x - y) -%R eq real_le
    0%BQ 1%BQ Qplus Qmult Qminus Qopp Qeq_bool Qle_bool rat_value
    N.to_nat (fun x n => x ^+ n).
Proof.
have unitD x : pos_value (Qden x) != 0 by rewrite gt_eqF // pos_value_gt0.
have valD x y : rat_value (x + y) = rat_value x + rat_value y.
  rewrite !rat_valueE /= int_valueD !int_valueM pos_valueM addf_div //.
have valN x : rat_value (- x) = - rat_value x.
  by rewrite !rat_valueE /= int_valueN mulNr.
split; [split | split | |] => //.
- by move=> x y; rewrite valD valN.
- by move=> x y; rewrite !rat_valueE /= int_valueM pos_valueM mulf_div.
- move=> x y /Qeq_bool_eq e; apply/eqP.
  by rewrite eq_le !rat_value_le // e; exact: Qle_refl.
- move=> x n; elim/N.peano_ind: n => // n IH.
  rewrite N2Nat.inj_succ exprS IH; case: {IH} n => [|p] /=; first exact: mulr1.
  have assoc : associative ( *%R : R -> R -> R) by exact: mulrA.
  have pow_succ q : pow_pos *%R x (Pos.succ q) = x * pow_pos *%R x q.
    by rewrite (@Ring_theory.pow_pos_succ R *%R eq) //; exact: Eqsth.
  by rewrite pow_succ.
- move=> x y /Qeq_bool_neq n /eqP; rewrite !rat_valueE eqr_div // => /eqP.
  move=> e; apply: n; apply: int_value_inj; by rewrite !int_valueM.
by move=> x y /Qle_bool_imp_le; exact: rat_value_le.
Qed.

Definition expr_value (env : PolEnv R) (e : PExpr Q) : R :=
  eval_pexpr +%R *%R (fun x y => x - y) -%R rat_value N.to_nat
    (fun x n => x ^+ n) env e.

Definition relation_holds (k : Tauto.kind) (o : Op2) (x y : R) :
    Tauto.rtyp k :=
  match k return Tauto.rtyp k with
  | isProp => match o with
    | OpEq => x = y
    | OpNEq => ~ (x = y)
    | OpLe => is_true (x <= y)
    | OpGe => is_true (y <= x)
    | OpLt => is_true (x < y)
    | OpGt => is_true (y < x)
    end
  | isBool => match o with
    | OpEq => x == y
    | OpNEq => x != y
    | OpLe => x <= y
    | OpGe => y <= x
    | OpLt => x < y
    | OpGt => y < x
    end
  end.

Definition formula_holds (env : PolEnv R) (k : Tauto.kind) (f : Formula Q) :=
  let (lhs, o, rhs) := f in
  relation_holds k o (expr_value env lhs) (expr_value env rhs).

Lemma formula_holdsE env k f :
  Tauto.hold k (formula_holds env k f) <->
  eval_formula +%R *%R (fun x y => x - y) -%R eq real_le real_lt rat_value
    N.to_nat (fun x n => x ^+ n) env f.
Proof.
case: f => l o r; case: k; case: o => //=; rewrite /expr_value /is_true.
  by split=> /eqP.
by split=> /eqP.
Qed.

Lemma certificate_sound f w : QTautoChecker f w = true ->
  forall env : PolEnv R, eval_bf (formula_holds env) f.
Proof.
unfold QTautoChecker; apply tauto_checker_sound with (eval := formula_holds)
  (eval' := eval_nformula 0 +%R *%R eq real_le real_lt rat_value).
- exact: (eval_nformula_dec real_sor).
- by case=> p o; exact: (check_inconsistent_sound real_sor real_sor_addon).
- move=> g1 g2 g12 plus env h1 h2.
  exact: (nformula_plus_nformula_correct real_sor real_sor_addon env
    g1 g2 h1 h2 plus).
- move=> env k t tg /(cnf_normalise_correct real_sor real_sor_addon) h.
  by rewrite formula_holdsE.
- move=> env k t tg /(cnf_negate_correct real_sor real_sor_addon) h.
  by rewrite Tauto.hold_eNOT formula_holdsE.
move=> t u h env; rewrite /eval_tt.
rewrite (make_impl_map
  (eval_nformula 0 +%R *%R eq real_le real_lt rat_value env)) //.
exact: (checker_nf_sound real_sor real_sor_addon) h env.
Qed.
End RatValue.

Definition valuation (R : rcfType) (l : seq R) : PolEnv R :=
  fun p => nth 0 l (Pos.to_nat p).-1.

(* Reification: the atoms of a term are listed, then it is read as a tree. *)
Ltac literal n :=
  lazymatch n with
  | O => constr:(true)
  | S ?m => literal m
  | _ => constr:(false)
  end.

(* atoms are compared up to conversion: overloaded operations may differ in *)
(* the instance that they carry                                             *)
Ltac same x y :=
  constr:(ltac:(tryif unify x y then exact true else exact false)).

Ltac add_atom x l :=
  lazymatch l with
  | nil => constr:(cons x l)
  | cons x _ => l
  | cons ?y ?t =>
    lazymatch same x y with
    | true => l
    | false => let t' := add_atom x t in constr:(cons y t')
    end
  end.

Ltac atom_index x l :=
  lazymatch l with
  | cons x _ => constr:(xH)
  | cons ?y ?t =>
    lazymatch same x y with
    | true => constr:(xH)
    | false => let p := atom_index x t in eval compute in (Pos.succ p)
    end
  end.

Ltac term_atoms t l :=
  lazymatch t with
  | @GRing.add _ ?x ?y => let l := term_atoms x l in term_atoms y l
  | @GRing.mul _ ?x ?y => let l := term_atoms x l in term_atoms y l
  | @GRing.opp _ ?x => term_atoms x l
  | @GRing.natmul _ (GRing.one _) ?n =>
    lazymatch literal n with true => l | false => add_atom t l end
  | @GRing.natmul _ ?x 2 => term_atoms x l
  | @GRing.exp _ ?x ?n =>
    lazymatch literal n with true => term_atoms x l | false => add_atom t l end
  | @GRing.inv _ (@GRing.natmul _ (GRing.one _) ?n) =>
    lazymatch literal n with true => l | false => add_atom t l end
  | GRing.zero _ => l
  | GRing.one _ => l
  | _ => add_atom t l
  end.

Ltac term_expr t l :=
  lazymatch t with
  | @GRing.add _ ?x ?y =>
    let e := term_expr x l in let f := term_expr y l in constr:(PEadd e f)
  | @GRing.mul _ ?x ?y =>
    let e := term_expr x l in let f := term_expr y l in constr:(PEmul e f)
  | @GRing.opp _ ?x => let e := term_expr x l in constr:(PEopp e)
  | @GRing.natmul _ (GRing.one _) ?n =>
    lazymatch literal n with
    | true => let z := eval compute in (Z.of_nat n) in
      constr:(PEc (Qmake z 1))
    | false => let p := atom_index t l in constr:(@PEX Q p)
    end
  | @GRing.natmul _ ?x 2 => let e := term_expr x l in constr:(PEadd e e)
  | @GRing.exp _ ?x ?n =>
    lazymatch literal n with
    | true => let e := term_expr x l in
      let m := eval compute in (N.of_nat n) in constr:(PEpow e m)
    | false => let p := atom_index t l in constr:(@PEX Q p)
    end
  | @GRing.inv _ (@GRing.natmul _ (GRing.one _) ?n) =>
    lazymatch literal n with
    | true => let p := eval compute in (Pos.of_nat n) in
      constr:(PEc (Qmake 1 p))
    | false => let p := atom_index t l in constr:(@PEX Q p)
    end
  | GRing.zero _ => constr:(PEc (Qmake 0 1))
  | GRing.one _ => constr:(PEc (Qmake 1 1))
  | _ => let p := atom_index t l in constr:(@PEX Q p)
  end.

Ltac goal_atoms G l :=
  lazymatch G with
  | ?P -> ?C => let l := goal_atoms P l in goal_atoms C l
  | is_true (@Order.le _ _ ?x ?y) => let l := term_atoms x l in term_atoms y l
  | is_true (@Order.lt _ _ ?x ?y) => let l := term_atoms x l in term_atoms y l
  | @eq _ ?x ?y => let l := term_atoms x l in term_atoms y l
  | False => l
  end.

Ltac relation_formula o x y l :=
  let e := term_expr x l in let f := term_expr y l in
  constr:(@A (Formula Q) eKind unit unit isProp (@Build_Formula Q e o f) tt).

Ltac goal_formula G l :=
  lazymatch G with
  | ?P -> ?C => let f := goal_formula P l in let g := goal_formula C l in
    constr:(@IMPL (Formula Q) eKind unit unit isProp f (@None unit) g)
  | is_true (@Order.le _ _ ?x ?y) => relation_formula OpLe x y l
  | is_true (@Order.lt _ _ ?x ?y) => relation_formula OpLt x y l
  | @eq _ ?x ?y => relation_formula OpEq x y l
  | False => constr:(@FF (Formula Q) eKind unit unit isProp)
  end.

Ltac revert_relations R :=
  repeat match goal with
  | H : is_true (@Order.le _ _ ?x _) |- _ =>
    let _ := constr:(x : R) in revert H
  | H : is_true (@Order.lt _ _ ?x _) |- _ =>
    let _ := constr:(x : R) in revert H
  | H : @eq _ ?x _ |- _ => let _ := constr:(x : R) in revert H
  end.

Ltac real_lra :=
  lazymatch goal with R : rcfType |- _ =>
    revert_relations R;
    lazymatch goal with |- ?G =>
      let l := goal_atoms G (@nil R) in
      let f := goal_formula G l in
      let w := fresh "witness" in
      wlra_Q w f;
      change (eval_bf (@formula_holds R (valuation l)) f);
      apply: (@certificate_sound R f w); vm_compute; reflexivity
    end
  end.

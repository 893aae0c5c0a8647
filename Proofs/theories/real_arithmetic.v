(******************************************************************************)
(* Linear and simple polynomial arithmetic over real closed fields            *)
(*                                                                            *)
(* The goal is x <= y, x < y, x = y (proved as two inequalities) or anything  *)
(* else, when the hypotheses must be contradictory; hypotheses of these forms *)
(* are used.  Coefficients are numerals n%:R and their inverses; every term   *)
(* that is no sum, product, opposite or numeral power counts as a variable.   *)
(*   lra == certificate by Fourier-Motzkin elimination; products of variables *)
(*          are treated as new variables, so it proves ring identities too    *)
(*   nra == the same after multiplying hypotheses in pairs                    *)
(*   real_lra == another name of lra                                          *)
(* The search is that of the standard library's micromega plugin for rational *)
(* numbers (wlra_Q, wnra_Q); it is not trusted: its certificate is checked by *)
(* the plugin's verified checker, whose soundness is carried over to R here.  *)
(*      real_of_Z z, real_of_Q q == the integer z, the rational q in R        *)
(*               eval_prop env f == the meaning of a reified formula in R     *)
(* Main lemmas:                                                               *)
(*   ordered_field_theory  R is an ordered ring in the sense of the plugin    *)
(*   rational_coefficients coefficients may be rational                       *)
(*   checker_sound         what the checker accepts is true in R              *)
(******************************************************************************)
From Coq Require Import ZArith QArith Ring_theory.
From Coq.micromega Require Import OrderedRing RingMicromega EnvRing Refl Tauto.
From Coq.micromega Require Import QMicromega Lqa.
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

(* nra would otherwise leave a cache of its searches in the working folder *)
Global Unset Nra Cache.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.
Delimit Scope Z_scope with Zint.
Delimit Scope Q_scope with Qrat.

Section Soundness.
Variable R : rcfType.

Definition real_of_Z (z : Z) : R :=
  match z with
  | Z0 => 0
  | Zpos p => (Pos.to_nat p)%:R
  | Zneg p => - (Pos.to_nat p)%:R
  end.

Lemma real_of_Z_nat k : real_of_Z (Z.of_nat k) = k%:R.
Proof. by case: k => [|k] //=; rewrite SuccNat2Pos.id_succ. Qed.

Lemma real_of_Z_opp x : real_of_Z (- x) = - real_of_Z x.
Proof. by case: x => [|p|p] /=; rewrite ?oppr0 ?opprK. Qed.

Lemma real_of_Z_diff m n :
  real_of_Z (Z.of_nat m - Z.of_nat n) = m%:R - n%:R.
Proof.
have [nm|mn] := leqP n m.
  have -> : (Z.of_nat m - Z.of_nat n)%Zint = Z.of_nat (m - n).
    by rewrite -minusE Nat2Z.inj_sub; last exact/ssrnat.leP.
  by rewrite real_of_Z_nat natrB.
have -> : (Z.of_nat m - Z.of_nat n = - Z.of_nat (n - m))%Zint.
  rewrite -minusE Nat2Z.inj_sub; last exact/ssrnat.leP/ltnW.
  by rewrite Z.opp_sub_distr Z.add_comm.
by rewrite real_of_Z_opp real_of_Z_nat natrB ?opprB // ltnW.
Qed.

Lemma Z_as_diff x : exists m n, x = (Z.of_nat m - Z.of_nat n)%Zint.
Proof.
case: x => [|p|p]; first by exists O, O.
  by exists (Pos.to_nat p), O; rewrite Z.sub_0_r positive_nat_Z.
by exists O, (Pos.to_nat p); rewrite positive_nat_Z.
Qed.

Lemma real_of_Z_add x y : real_of_Z (x + y) = real_of_Z x + real_of_Z y.
Proof.
have [m [n ->]] := Z_as_diff x; have [k [l ->]] := Z_as_diff y.
have -> : (Z.of_nat m - Z.of_nat n + (Z.of_nat k - Z.of_nat l) =
           Z.of_nat (m + k) - Z.of_nat (n + l))%Zint.
  by rewrite -!plusE !Nat2Z.inj_add; ring.
by rewrite !real_of_Z_diff !natrD opprD addrACA.
Qed.

Lemma real_of_Z_mul x y : real_of_Z (x * y) = real_of_Z x * real_of_Z y.
Proof.
have [m [n ->]] := Z_as_diff x; have [k [l ->]] := Z_as_diff y.
have -> : ((Z.of_nat m - Z.of_nat n) * (Z.of_nat k - Z.of_nat l) =
           Z.of_nat (m * k + n * l) - Z.of_nat (m * l + n * k))%Zint.
  by rewrite -!plusE -!multE !Nat2Z.inj_add !Nat2Z.inj_mul; ring.
rewrite !real_of_Z_diff !natrD !natrM mulrBl !mulrBr opprB opprD.
by rewrite addrACA [RHS]addrA -!addrA; congr (_ + _);
  rewrite addrCA addrC !addrA.
Qed.

Lemma real_of_Z_le x y : (x <=? y)%Zint -> real_of_Z x <= real_of_Z y.
Proof.
move=> /Z.leb_le xy; rewrite -subr_ge0 -real_of_Z_opp -real_of_Z_add.
have -> : (y + - x = Z.of_nat (Z.to_nat (y - x)))%Zint.
  by rewrite Z2Nat.id //; apply: Zle_minus_le_0.
by rewrite real_of_Z_nat ler0n.
Qed.

Lemma real_of_Z_inj x y : real_of_Z x = real_of_Z y -> x = y.
Proof.
move/eqP; rewrite -subr_eq0 -real_of_Z_opp -real_of_Z_add => h.
suff : (x + - y)%Zint = 0%Zint by move/Z.add_move_0_r; rewrite Z.opp_involutive.
case: (x + - y)%Zint h => [//|p|p] /=; rewrite ?oppr_eq0 pnatr_eq0 => /eqP h;
  by have := Pos2Nat.is_pos p; rewrite h => /ssrnat.leP.
Qed.

Arguments real_of_Z : simpl never.

Definition real_of_Q (q : Q) : R :=
  match q with
  | Qmake n xH => real_of_Z n
  | Qmake (Zpos xH) d => (Pos.to_nat d)%:R^-1
  | Qmake n d => real_of_Z n / (Pos.to_nat d)%:R
  end.

Lemma real_of_QE q :
  real_of_Q q = real_of_Z (Qnum q) / real_of_Z (Zpos (Qden q)).
Proof.
case: q => [[|[n|n|]|n] [d|d|]] //=; rewrite ?divr1 // -[X in X / _]/1.
all: by rewrite mul1r.
Qed.

Lemma den_neq0 d : real_of_Z (Zpos d) != 0.
Proof.
apply/eqP => h; have : Zpos d = 0%Zint by apply: real_of_Z_inj.
by [].
Qed.

Lemma den_gt0 d : 0 < real_of_Z (Zpos d).
Proof.
by rewrite lt_neqAle eq_sym den_neq0 -[0]/(real_of_Z 0) real_of_Z_le.
Qed.

Lemma ordered_field_theory :
  SOR (0 : R) 1 +%R *%R (fun x y => x - y) -%R eq (fun x y => x <= y)
    (fun x y => x < y).
Proof.
split.
- exact: RelationClasses.eq_equivalence.
- by move=> ? ? -> ? ? ->.
- by move=> ? ? -> ? ? ->.
- by move=> ? ? ->.
- by move=> ? ? -> ? ? ->.
- by move=> ? ? -> ? ? ->.
- split=> // *; rewrite ?add0r ?mul1r ?subrr ?mulrDl //;
  [exact: addrC | exact: addrA | exact: mulrC | exact: mulrA].
- by [].
- by move=> x y xy yx; apply/eqP; rewrite eq_le xy.
- by move=> x y z; apply: le_trans.
- move=> x y; rewrite lt_neqAle; split=> [/andP[/eqP xy ->]//|[-> /eqP ->]//].
- by move=> x y; case: (ltgtP x y) => h; [left | right; right | right; left].
- by move=> x y z h; rewrite ler_add2l.
- by move=> x y; apply: mulr_gt0.
- by move/esym/eqP; rewrite oner_eq0.
Qed.

Lemma rational_coefficients :
  SORaddon (0 : R) 1 +%R *%R (fun x y => x - y) -%R eq (fun x y => x <= y)
    (0%Qrat) (1%Qrat) Qplus Qmult Qminus Qopp Qeq_bool Qle_bool real_of_Q
    N.to_nat (@GRing.exp R).
Proof.
split.
- split=> //.
  + move=> x y; rewrite !real_of_QE /= Pos2Z.inj_mul real_of_Z_add
      !real_of_Z_mul.
    by rewrite addf_div ?den_neq0.
  + move=> x y; rewrite !real_of_QE /= Pos2Z.inj_mul real_of_Z_add
      !real_of_Z_mul.
    by rewrite real_of_Z_opp -mulNr addf_div ?den_neq0.
  + move=> x y; rewrite !real_of_QE /= Pos2Z.inj_mul !real_of_Z_mul.
    by rewrite mulf_div.
  + by move=> x; rewrite !real_of_QE /= real_of_Z_opp mulNr.
  + move=> x y /Zeq_bool_eq h; rewrite !real_of_QE.
    apply/eqP; rewrite eqr_div ?den_neq0 // -!real_of_Z_mul; apply/eqP.
    by congr real_of_Z; rewrite h Z.mul_comm.
- split=> x n; case: n => [|p] //=.
  elim: p => [p IH|p IH|] /=.
  + by rewrite Pos2Nat.inj_xI exprS multE mulSn mul1n exprD IH.
  + by rewrite Pos2Nat.inj_xO multE mulSn mul1n exprD IH.
  + by rewrite expr1.
- move=> x y h e; have := Zeq_bool_neq _ _ h; apply; apply: real_of_Z_inj.
  move/eqP: e; rewrite !real_of_QE eqr_div ?den_neq0 // -!real_of_Z_mul.
  by move/eqP => ->; rewrite Z.mul_comm.
- move=> x y h; rewrite !real_of_QE ler_pdivr_mulr ?den_gt0 // mulrAC.
  by rewrite ler_pdivl_mulr ?den_gt0 // -!real_of_Z_mul real_of_Z_le.
Qed.

Definition eval_prop (env : PolEnv R) (f : Formula Q) : Prop :=
  eval_formula +%R *%R (fun x y => x - y) -%R eq
    (fun x y => x <= y) (fun x y => x < y) real_of_Q N.to_nat (@GRing.exp R)
    env f.

Definition eval_bool (env : PolEnv R) (f : Formula Q) : bool :=
  let value := eval_pexpr +%R *%R (fun x y => x - y) -%R real_of_Q N.to_nat
    (@GRing.exp R) env in
  let (l, o, r) := f in
  match o with
  | OpEq => value l == value r
  | OpNEq => value l != value r
  | OpLe => value l <= value r
  | OpGe => value r <= value l
  | OpLt => value l < value r
  | OpGt => value r < value l
  end.

Definition eval_atom (env : PolEnv R) (k : kind) : Formula Q -> rtyp k :=
  match k return Formula Q -> rtyp k with
  | isProp => eval_prop env
  | isBool => eval_bool env
  end.

Lemma eval_atomE env k f : hold k (eval_atom env k f) <-> eval_prop env f.
Proof.
by destruct k; split=> //; case: f => l [] r //= /eqP.
Qed.

Lemma checker_sound f w : QTautoChecker f w = true ->
  forall env, eval_bf (eval_atom env) f.
Proof.
have sor := ordered_field_theory; have addon := rational_coefficients.
pose value := eval_nformula (0 : R) +%R *%R eq (fun x y => x <= y)
  (fun x y => x < y) real_of_Q.
apply: (@tauto_checker_sound _ _ _ _ _ _ _ _ value).
- exact: (eval_nformula_dec sor).
- by move=> [p o] h env; exact: (check_inconsistent_sound sor addon p o h env).
- move=> t t' u h env ht ht'.
  exact: (nformula_plus_nformula_correct sor addon env t t' ht ht' h).
- move=> env b t tg h; apply/eval_atomE.
  exact/(cnf_normalise_correct sor addon env t tg).
- move=> env b t tg h; apply/hold_eNOT => /eval_atomE.
  exact/(cnf_negate_correct sor addon env t tg).
- move=> t w0 h env; apply/(@make_impl_map _ _ (value env)); first by [].
  exact: (checker_nf_sound sor addon _ _ h).
Qed.
End Soundness.

Ltac nat_literal n :=
  lazymatch n with
  | O => true
  | S ?m => nat_literal m
  | _ => false
  end.

Ltac head_of e := lazymatch e with ?f _ => head_of f | _ => e end.

Ltac same_atom e b :=
  match goal with
  | _ => let _ := match goal with _ => constr_eq e b end in true
  | _ =>
    let he := head_of e in let hb := head_of b in
    let _ := match goal with _ => constr_eq he hb; unify e b end in true
  | _ => false
  end.

Ltac has_atom e l :=
  lazymatch l with
  | nil => false
  | cons ?b ?t =>
    lazymatch same_atom e b with true => true | false => has_atom e t end
  end.

Ltac canonical_atom l e :=
  lazymatch type of l with
  | list (Num.RealClosedField.sort ?R) =>
    lazymatch e with
    | @GRing.natmul _ (@GRing.one _) ?n =>
      constr:(@GRing.natmul (Num.RealClosedField.zmodType R)
        (GRing.one (Num.RealClosedField.ringType R)) n)
    | @GRing.inv _ ?x =>
      let x' := canonical_atom l x in
      constr:(@GRing.inv (Num.RealClosedField.unitRingType R) x')
    | _ => e
    end
  end.

Ltac add_atom e l :=
  let a := canonical_atom l e in
  lazymatch has_atom a l with
  | true => l
  | false => lazymatch type of l with list ?T => constr:(@cons T a l) end
  end.

Ltac atoms_of e l :=
  lazymatch e with
  | @GRing.add _ ?x ?y => let l := atoms_of x l in atoms_of y l
  | @GRing.mul _ ?x ?y => let l := atoms_of x l in atoms_of y l
  | @GRing.opp _ ?x => atoms_of x l
  | @GRing.zero _ => l
  | @GRing.one _ => l
  | @GRing.natmul _ (@GRing.one _) ?n =>
    lazymatch nat_literal n with true => l | false => add_atom e l end
  | @GRing.natmul _ ?x 2 => atoms_of x l
  | @GRing.inv _ (@GRing.natmul _ (@GRing.one _) ?n) =>
    lazymatch nat_literal n with true => l | false => add_atom e l end
  | @GRing.exp _ ?x ?n =>
    lazymatch nat_literal n with true => atoms_of x l | false => add_atom e l
        end
  | _ => add_atom e l
  end.

Ltac atoms_of_goal g l :=
  lazymatch g with
  | is_true (@Order.le _ _ ?x ?y) -> ?g' =>
    let l := atoms_of x l in let l := atoms_of y l in atoms_of_goal g' l
  | is_true (@Order.lt _ _ ?x ?y) -> ?g' =>
    let l := atoms_of x l in let l := atoms_of y l in atoms_of_goal g' l
  | ?x = ?y -> ?g' =>
    let l := atoms_of x l in let l := atoms_of y l in atoms_of_goal g' l
  | _ => l
  end.

Ltac position_of e l p :=
  lazymatch l with
  | cons ?b ?t =>
    lazymatch same_atom e b with
    | true => p
    | false =>
      let p' := eval vm_compute in (Pos.succ p) in position_of e t p'
    end
  end.

Ltac reify e l :=
  let atom _ :=
    let a := canonical_atom l e in let p := position_of a l xH in constr:(@PEX
        Q p) in
  lazymatch e with
  | @GRing.add _ ?x ?y =>
    let a := reify x l in let b := reify y l in constr:(@PEadd Q a b)
  | @GRing.mul _ ?x ?y =>
    let a := reify x l in let b := reify y l in constr:(@PEmul Q a b)
  | @GRing.opp _ ?x => let a := reify x l in constr:(@PEopp Q a)
  | @GRing.zero _ => constr:(@PEc Q (Qmake Z0 xH))
  | @GRing.one _ => constr:(@PEc Q (Qmake (Zpos xH) xH))
  | @GRing.natmul _ (@GRing.one _) ?n =>
    lazymatch nat_literal n with
    | true =>
      let z := eval vm_compute in (Z.of_nat n) in constr:(@PEc Q (Qmake z xH))
    | false => atom tt
    end
  | @GRing.natmul _ ?x 2 => let a := reify x l in constr:(@PEadd Q a a)
  | @GRing.inv _ (@GRing.natmul _ (@GRing.one _) ?n) =>
    lazymatch nat_literal n with
    | true =>
      let p := eval vm_compute in (Pos.of_nat n) in
      constr:(@PEc Q (Qmake (Zpos xH) p))
    | false => atom tt
    end
  | @GRing.exp _ ?x ?n =>
    lazymatch nat_literal n with
    | true =>
      let a := reify x l in
      let k := eval vm_compute in (N.of_nat n) in constr:(@PEpow Q a k)
    | false => atom tt
    end
  | _ => atom tt
  end.

Ltac reify_goal g l :=
  let hyp x o y g' :=
    let a := reify x l in let b := reify y l in let f := reify_goal g' l in
    constr:(@IMPL (Formula Q) eKind unit unit isProp
      (@A (Formula Q) eKind unit unit isProp (@Build_Formula Q a o b) tt)
      None f) in
  lazymatch g with
  | is_true (@Order.le _ _ ?x ?y) -> ?g' => hyp x OpLe y g'
  | is_true (@Order.lt _ _ ?x ?y) -> ?g' => hyp x OpLt y g'
  | ?x = ?y -> ?g' => hyp x OpEq y g'
  | False => constr:(@FF (Formula Q) eKind unit unit isProp)
  end.

Definition atom_env (R : rcfType) (l : seq R) : PolEnv R :=
  fun p => nth 0 l (Pos.to_nat p).-1.

Ltac decide_real R solver :=
  let g := lazymatch goal with |- ?g => g end in
  let l := atoms_of_goal g constr:(@nil (Num.RealClosedField.sort R)) in
  let f := reify_goal g l in
  let w := fresh "witness" in
  solver w f;
  change (eval_bf (eval_atom (@atom_env R l)) f);
  exact (@checker_sound R f w (erefl true) (@atom_env R l)).

Ltac real_hypotheses R :=
  repeat match goal with
  | H : is_true (_ && _) |- _ => case/andP: H => ? ?
  | H : is_true (@Order.le _ ?T _ _) |- _ =>
    unify (Order.POrder.sort T) (Num.RealClosedField.sort R);
    generalize H; clear H
  | H : is_true (@Order.lt _ ?T _ _) |- _ =>
    unify (Order.POrder.sort T) (Num.RealClosedField.sort R);
    generalize H; clear H
  | H : @eq ?T _ _ |- _ =>
    unify T (Num.RealClosedField.sort R); generalize H; clear H
  end.

Ltac refute_real solver :=
  match goal with R : rcfType |- _ => real_hypotheses R;
    decide_real R solver end.

Ltac real_solve solver :=
  intros;
  lazymatch goal with
  | |- is_true (@Order.le _ _ _ _) =>
    rewrite leNgt; apply/negP => ?; refute_real solver
  | |- is_true (@Order.lt _ _ _ _) =>
    rewrite ltNge; apply/negP => ?; refute_real solver
  | |- @eq _ _ _ =>
    apply/eqP; rewrite eq_le; apply/andP; split; real_solve solver
  | |- _ => exfalso; refute_real solver
  end.

Ltac lra := real_solve ltac:(fun w f => wlra_Q w f).
Ltac nra := real_solve ltac:(fun w f => wnra_Q w f).
Ltac real_lra := lra.

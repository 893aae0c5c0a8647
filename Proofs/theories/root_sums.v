(******************************************************************************)
(* When a sum of square roots of rational numbers is rational (section 12)    *)
(*                                                                            *)
(*      subfield F == F : R -> Prop holds of 1 and is closed under            *)
(*                    differences, products and inverses                      *)
(*  with_root F r x == x = u + v r with u and v in F                          *)
(*    rational x == x is the image of a rational number                       *)
(* Main lemmas:                                                               *)
(*   with_root_subfield  adjoining a square root of an element gives a field  *)
(*   root_sum_in_field   a sum of roots that lies in F: so does every root    *)
(*   root_sum_square     a sum of roots of rationals that is rational: every  *)
(*                       radicand is a rational square                        *)
(* The proof adjoins one root after the other and needs no Galois theory:     *)
(* all roots are nonnegative, so none can cancel another.                     *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From AutoShuffleNet Require Import real_arithmetic.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Fields.
Variable R : rcfType.
Implicit Types (F : R -> Prop) (x y r b : R) (l : seq R).

Definition subfield F := [/\ F 1, forall x y, F x -> F y -> F (x - y),
  forall x y, F x -> F y -> F (x * y) & forall x, F x -> F x^-1].

Lemma subfield0 F : subfield F -> F 0.
Proof. by case=> F1 FB _ _; rewrite -(subrr 1); exact: (FB). Qed.

Lemma subfieldN F x : subfield F -> F x -> F (- x).
Proof.
by move=> fF Fx; rewrite -sub0r; case: (fF) => _ FB _ _; apply: (FB) => //;
  exact: subfield0.
Qed.

Lemma subfieldD F x y : subfield F -> F x -> F y -> F (x + y).
Proof.
move=> fF Fx Fy; rewrite -[y]opprK; case: (fF) => _ FB _ _; apply: (FB) => //.
exact: subfieldN.
Qed.

Definition with_root F r x := exists u v, [/\ F u, F v & x = u + v * r].

Lemma with_root_sub F r x : subfield F -> F x -> with_root F r x.
Proof.
move=> fF Fx; exists x, 0; split=> //; first exact: subfield0.
by rewrite mul0r addr0.
Qed.

Lemma with_root_root F r : subfield F -> with_root F r r.
Proof.
move=> fF; exists 0, 1; have F0 := subfield0 fF; case: fF => F1 _ _ _.
by split=> //; lra.
Qed.

Lemma with_root_subfield F r : subfield F -> F (r ^+ 2) ->
  subfield (with_root F r).
Proof.
move=> fF Fr; have F0 := subfield0 fF; have [F1 FB FM FV] := fF; split.
- exact: with_root_sub.
- move=> x y [u [v [Fu Fv ->]]] [w [z [Fw Fz ->]]].
  by exists (u - w), (v - z); split; [exact: (FB) | exact: (FB) | lra].
- move=> x y [u [v [Fu Fv ->]]] [w [z [Fw Fz ->]]].
  exists (u * w + v * z * r ^+ 2), (u * z + v * w); split; last by lra.
    by apply: subfieldD => //; [exact: (FM) | apply: (FM) => //; exact: (FM)].
  by apply: subfieldD => //; exact: (FM).
move=> x [u [v [Fu Fv ->]]].
have [d0|dn] := eqVneq (u ^+ 2 - v ^+ 2 * r ^+ 2) 0.
  have [x0|xn] := eqVneq (u + v * r) 0.
    by rewrite x0 invr0; apply: with_root_sub.
  have h : (u + v * r) * (u - v * r) = 0 by lra.
  move/eqP: h; rewrite mulf_eq0 (negPf xn) subr_eq0 => /eqP <-.
  by apply: with_root_sub => //; apply: (FV); exact: subfieldD.
pose d := u ^+ 2 - v ^+ 2 * r ^+ 2.
have Fd : F d.
  by rewrite /d !expr2; apply: (FB); [exact: (FM) | apply: (FM);
    [exact: (FM) |]];
    rewrite -expr2.
have e : (u + v * r) * ((u - v * r) / d) = 1.
  rewrite mulrA; have -> : (u + v * r) * (u - v * r) = d by rewrite /d; lra.
  by rewrite divff.
have xn : u + v * r != 0.
  by apply/eqP => x0; move: e; rewrite x0 mul0r => /esym/eqP; rewrite oner_eq0.
have -> : (u + v * r)^-1 = (u - v * r) / d.
  by apply: (mulfI xn); rewrite divff // e.
exists (u / d), (- v / d); split; last by lra.
  by apply: (FM) => //; exact: (FV).
by apply: (FM); [exact: subfieldN | exact: (FV)].
Qed.

(* roots in F(r) are in F or nonnegative multiples of r, unless r is in F *)
Lemma roots_split F r l : subfield F -> 0 < r -> F (r ^+ 2) ->
  (forall a, a \in l -> F a /\ 0 <= a) ->
  (forall a, a \in l -> with_root F r (Num.sqrt a)) ->
  F r \/ exists X Y, [/\ F X, F Y, 0 <= Y &
    \sum_(a <- l) Num.sqrt a = X + Y * r].
Proof.
move=> fF r_gt0 Fr; have F0 := subfield0 fF; have [F1 FB FM FV] := fF.
elim: l => [|a l IH] Fl Kl.
  by right; exists 0, 0; rewrite big_nil; split=> //; lra.
have Fl' c : c \in l -> F c /\ 0 <= c by move=> cl; apply: Fl;
  rewrite inE cl orbT.
have Kl' c : c \in l -> with_root F r (Num.sqrt c).
  by move=> cl; apply: Kl; rewrite inE cl orbT.
have [Fr'|[X [Y [FX FY Y0 E]]]] := IH Fl' Kl'; first by left.
have [Fa a0] := Fl a (mem_head _ _).
have [u [v [Fu Fv ae]]] := Kl a (mem_head _ _).
have s0 := sqrtr_ge0 a; have sq := sqr_sqrtr a0; rewrite ae in s0 sq.
have [uv|uv] := eqVneq (u * v) 0; last first.
  left; have e : r = (a - u * u - v * v * r ^+ 2) / (u * v + u * v).
    have d : u * v + u * v != 0 by apply: contra uv => /eqP h; apply/eqP; lra.
    by apply: (mulfI d); rewrite mulrCA divff // mulr1 -sq; lra.
  rewrite e; apply: (FM); last by apply: (FV); apply: subfieldD => //;
    exact: (FM).
  by apply: (FB); [apply: (FB) => //; exact: (FM) | apply: (FM) => //;
    exact: (FM)].
right; exists (u + X), (v + Y); rewrite big_cons E ae; split.
- exact: subfieldD.
- exact: subfieldD.
- move/eqP: uv; rewrite mulf_eq0 => /orP[/eqP u0|/eqP ->]; last by lra.
  by move: s0; rewrite u0 add0r pmulr_lge0 // => v0; lra.
lra.
Qed.

Theorem root_sum_in_field l : forall F, subfield F ->
  (forall a, a \in l -> F a /\ 0 <= a) -> F (\sum_(a <- l) Num.sqrt a) ->
  forall a, a \in l -> F (Num.sqrt a).
Proof.
elim: l => [//|b l IH] F fF Fl; rewrite big_cons => Fsum.
have [Fb b0] := Fl b (mem_head _ _); have [F1 FB FM FV] := fF.
have Fl' a : a \in l -> F a /\ 0 <= a by move=> al; apply: Fl;
  rewrite inE al orbT.
set r := Num.sqrt b in Fsum *; have rsq : F (r ^+ 2) by rewrite sqr_sqrtr.
suff Fr : F r.
  have Frest : F (\sum_(a <- l) Num.sqrt a).
    have -> : \sum_(a <- l) Num.sqrt a = r + \sum_(a <- l) Num.sqrt a - r by
        lra.
    exact: (FB).
  by move=> a; rewrite inE => /predU1P[->//|]; exact: IH.
have [r0|rn] := eqVneq r 0; first by rewrite r0; exact: subfield0.
have r_gt0 : 0 < r by rewrite lt_neqAle eq_sym rn sqrtr_ge0.
have fK := with_root_subfield fF rsq.
have Kl a : a \in l -> with_root F r (Num.sqrt a).
  apply: (IH _ fK) => [c /Fl'[Fc c0]|]; first by split=> //;
    exact: with_root_sub.
  have -> : \sum_(a <- l) Num.sqrt a = r + \sum_(a <- l) Num.sqrt a - r by lra.
  case: (fK) => _ KB _ _; apply: (KB); last exact: with_root_root.
  exact: with_root_sub.
have [//|[X [Y [FX FY Y0 E]]]] := roots_split fF r_gt0 rsq Fl' Kl.
rewrite E in Fsum; have Y1 : 1 + Y != 0 by rewrite gt_eqF //; lra.
have -> : r = (r + (X + Y * r) - X) / (1 + Y).
  by apply: (mulfI Y1); rewrite mulrCA divff // mulr1; lra.
by apply: (FM); [exact: (FB) | apply: (FV); exact: subfieldD].
Qed.

Definition rational x := exists q : rat, x = ratr q.

Lemma rational_subfield : subfield rational.
Proof.
split=> [|x y [p ->] [q ->]|x y [p ->] [q ->]|x [p ->]].
- by exists 1; rewrite rmorph1.
- by exists (p - q); rewrite rmorphB.
- by exists (p * q); rewrite rmorphM.
by exists p^-1; rewrite fmorphV.
Qed.

Theorem root_sum_square (I : finType) (a : I -> rat) :
  (forall k, 0 <= a k) ->
  (exists q : rat, \sum_k Num.sqrt (ratr (a k) : R) = ratr q) ->
  forall k, exists q : rat, a k = q ^+ 2.
Proof.
move=> a0 sum_rat k; pose l := [seq (ratr (a i) : R) | i <- index_enum I].
have Fl x : x \in l -> rational x /\ 0 <= x.
  by move=> /mapP[i _ ->]; split; [exists (a i) | rewrite ler0q].
have := @root_sum_in_field l _ rational_subfield Fl.
rewrite big_map => /(_ sum_rat (ratr (a k))) [].
  by apply: map_f; rewrite mem_index_enum.
move=> q e; exists q; apply: (fmorph_inj (ratr_rmorphism R)).
by rewrite /= rmorphX /= -e sqr_sqrtr // ler0q.
Qed.
End Fields.

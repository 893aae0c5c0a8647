(******************************************************************************)
(* Polynomial identities behind the sharp lower bound                         *)
(*                                                                            *)
(* Each identity holds in every commutative ring and is proved by ring.  The  *)
(* tactic of Coq knows neither the overloaded operations of a comRingType nor *)
(* its numerals, hence ring_with_numerals: it spells n%:R as a sum of ones,   *)
(* then names the five operations by local definitions that are declared as a *)
(* ring.  The identities are applied over real closed fields by rewriting.    *)
(* Throughout, 1 + 2b is the slope and 1 + 4b stands for sqrt2.               *)
(******************************************************************************)
From Coq Require Import Ring.
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

Section RingIdentities.
Variable T : comRingType.
Implicit Types b c d e m p s t u v x y g A G P S W X : T.

Let add (x y : T) : T := x + y.
Let mul (x y : T) : T := x * y.
Let opp (x : T) : T := - x.
Let sub (x y : T) : T := x - y.
Let zero : T := 0.
Let one : T := 1.

Fact comring_theory : ring_theory zero one add mul sub opp eq.
Proof.
by split=> *; rewrite /add /mul /sub /opp /zero /one
  ?add0r ?mul1r ?subrr ?mulrDl //;
  [exact: addrC | exact: addrA | exact: mulrC | exact: mulrA].
Qed.
Add Ring comring : comring_theory.

Ltac ring_with_numerals :=
  intros; rewrite ?mulrS ?mulr0n;
  repeat match goal with
  | |- context [@GRing.add _ ?x ?y] => change (@GRing.add _ x y) with (add x y)
  | |- context [@GRing.mul _ ?x ?y] => change (@GRing.mul _ x y) with (mul x y)
  | |- context [@GRing.opp _ ?x] => change (@GRing.opp _ x) with (opp x)
  | |- context [GRing.zero ?V] => change (GRing.zero V) with zero
  | |- context [GRing.one ?V] => change (GRing.one V) with one
  end;
  match goal with |- @eq _ ?x ?y => change (@eq T x y) end;
  ring.

Lemma chord_square b t :
  4%:R * ((2%:R + 4%:R * b) * (t * t) - (3%:R + 4%:R * b) * t + (1 + 2%:R * b))
  = (2%:R + 4%:R * b) *
    ((2%:R * t - (1 + 4%:R * b)) * (2%:R * t - (1 + 4%:R * b))) +
    ((1 + 4%:R * b) * (1 + 4%:R * b) - 2%:R) * (4%:R * t - (2%:R + 4%:R * b)).
Proof. by ring_with_numerals. Qed.

Lemma chord_difference b t :
  2%:R * ((1 + 2%:R * b) * (t * t) - b) - (2%:R - (3%:R + 4%:R * b) * (1 - t))
  = (2%:R + 4%:R * b) * (t * t) - (3%:R + 4%:R * b) * t + (1 + 2%:R * b).
Proof. by ring_with_numerals. Qed.

Lemma cap_below_id b x :
  x - ((1 + 2%:R * b) * x - b)
  = b * (1 - 2%:R * x).
Proof. by ring_with_numerals. Qed.

Lemma cap_star_difference b x y :
  x * ((1 + 2%:R * b) * y - b) - y * ((1 + 2%:R * b) * x - b)
  = b * (y - x).
Proof. by ring_with_numerals. Qed.

Lemma product_both b e s x :
  e * (((1 + 2%:R * b) * x - b) * (x - s)) - (e * ((1 + 2%:R * b) * (x * x)) -
    x * (b * e + (1 + 2%:R * b) * (s * e) - s * b))
  = s * b * (e - x).
Proof. by ring_with_numerals. Qed.

Lemma product_small_x b e s x :
  0 - (e * ((1 + 2%:R * b) * (x * x)) - x * (b * e + (1 + 2%:R * b) * (s * e) -
    s * b))
  = x * (b * (e - s) + (1 + 2%:R * b) * (e * (s - x))).
Proof. by ring_with_numerals. Qed.

Lemma product_small_cap b e s x :
  0 - (e * ((1 + 2%:R * b) * (x * x)) - x * (b * e + (1 + 2%:R * b) * (s * e) -
    s * b))
  = x * (e * (b - (1 + 2%:R * b) * x) + s * ((1 + 2%:R * b) * e - b)).
Proof. by ring_with_numerals. Qed.

Lemma dominant_total b m S :
  m - (1 - m) * ((1 + 2%:R * b) * (1 - m) - b) +
    ((1 + 2%:R * b) * S -
    (b * (1 - m) + (1 + 2%:R * b) * ((1 - 2%:R * (1 - m)) * (1 - m)) -
    (1 - 2%:R * (1 - m)) * b))
  = (1 + 2%:R * b) * (m * m + S) - b.
Proof. by ring_with_numerals. Qed.

Lemma cap_at_third b e :
  (1 - b) - 3%:R * ((1 + 2%:R * b) * e - b)
  = (1 + 2%:R * b) * (1 - 3%:R * e).
Proof. by ring_with_numerals. Qed.

Lemma near_one_total b e G p :
  21%:R * (3%:R * ((3%:R + 4%:R * b) * G - (2%:R * e + 2%:R * (e * p))))
  = 3%:R * ((3%:R + 4%:R * b) * (21%:R * G - 16%:R * e)) + 2%:R *
    (21%:R * (e * ((1 - b) - 3%:R * p))) + 6%:R * (e * (39%:R * b - 4%:R)).
Proof. by ring_with_numerals. Qed.

Lemma near_one_square m :
  3%:R * ((21%:R - 16%:R * (1 - m)) * (21%:R - 16%:R * (1 - m)) - 21%:R *
    21%:R * (m * m + (1 - m) * (1 - m)))
  = (1 - m) * (4%:R + 2%:R * ((8%:R * 39%:R + 1) * (1 - 3%:R * (1 - m)))).
Proof. by ring_with_numerals. Qed.

Lemma flat_term b x u :
  ((1 + 2%:R * b) * x - b) * x - x * u
  = (1 + 2%:R * b) * (x * x) - (b + u) * x.
Proof. by ring_with_numerals. Qed.

Lemma dominant_excess m :
  1 - 2%:R * (1 - m)
  = m - (1 - m).
Proof. by ring_with_numerals. Qed.

Lemma cap_nonneg_third b e :
  3%:R * ((1 + 2%:R * b) * e - b)
  = (1 + 2%:R * b) * (3%:R * e - 1) + (1 - b).
Proof. by ring_with_numerals. Qed.

Lemma price_slack m e u v c :
  (u + v - m) + (e - c - (u - (m - e)))
  = v - c.
Proof. by ring_with_numerals. Qed.

Lemma near_one_difference m G b p :
  2%:R * (m - (1 - m) * p) - (2%:R - (3%:R + 4%:R * b) * G)
  = (3%:R + 4%:R * b) * G - (2%:R * (1 - m) + 2%:R * ((1 - m) * p)).
Proof. by ring_with_numerals. Qed.

Lemma far_difference u v P c W X m e :
  (u + v - P * c + (W - X * P)) - (m - e * P + W)
  = (u + v - m) + P * (e - c - X).
Proof. by ring_with_numerals. Qed.

Lemma flat_shift u A b :
  u + (A - (b + u))
  = A - b.
Proof. by ring_with_numerals. Qed.

Lemma price_regroup u m y S v :
  u + (m * y + S) + (v - y)
  = u + v - (1 - m) * y + S.
Proof. by ring_with_numerals. Qed.

Lemma half_square m :
  2%:R * (m * m + (1 - m) * (1 - m)) - 1
  = (2%:R * m - 1) * (2%:R * m - 1).
Proof. by ring_with_numerals. Qed.

Lemma near_one_shift m t :
  21%:R * (1 - t) - 16%:R * (1 - m)
  = 21%:R - 16%:R * (1 - m) - 21%:R * t.
Proof. by ring_with_numerals. Qed.

Lemma frob_regroup y m e : y - (m + m) + 1 + e = y + e - m + (1 - m).
Proof. by ring_with_numerals. Qed.

End RingIdentities.

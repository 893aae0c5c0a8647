(******************************************************************************)
(* The number of different shuffles between three groups and three (R3)       *)
(*                                                                            *)
(*  tables3 n == the 3 x 3 tables of natural numbers with all line sums n     *)
(*  corners n == what their upper left quarters can be                        *)
(* Main lemmas:                                                               *)
(*   card_tables3   there are (n + 1) (n + 2) (n^2 + 3 n + 4) / 8 (MacMahon)  *)
(* The quarter determines the table.  Given its first row x, y, the second    *)
(* rows are counted by the sums over u of the intervals that v may be in.     *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup.
From Coq Require Import Lia.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Lemma sum_interval k a b :
  \sum_(v < k) ((a <= v) && (v < b) : nat) = minn b k - a.
Proof.
elim: k => [|k IH]; first by rewrite big_ord0 minn0.
rewrite big_ord_recr /= IH /minn.
case: (leqP a k) => ak; case: (ltnP k b) => kb; case: (ltnP b k.+1) => bk;
  case: (ltnP b k) => bk' /=; move/leP in ak; move/leP in kb;
  move/leP in bk; move/leP in bk'; rewrite -?plusE -?minusE; lia.
Qed.

Lemma sum_max y d : 2 * (\sum_(u < (y + d).+1) maxn u y) =
  y * y.+1 + (y + d) * (y + d).+1.
Proof.
elim: d => [|d IH]; last first.
  rewrite addnS big_ord_recr mulnDr IH /= (maxn_idPl _) ?leqW ?leq_addr //.
  by rewrite -?plusE -?multE; lia.
rewrite addn0 (eq_bigr (fun=> y)) => [|u _]; last first.
  by apply/maxn_idPr; rewrite -ltnS.
by rewrite sum_nat_const card_ord -?plusE -?multE; lia.
Qed.

Lemma sum_rest z d : 2 * (\sum_(u < (z + d).+1) (z - u)) = z * z.+1.
Proof.
elim: d => [|d IH]; last first.
  rewrite addnS big_ord_recr mulnDr IH /=.
  rewrite (_ : z - _ = 0) ?muln0 ?addn0 //.
  by apply/eqP; rewrite subn_eq0 leqW ?leq_addr.
rewrite addn0; elim: z => [|z IH]; first by rewrite big_ord_recr big_ord0.
rewrite big_ord_recl mulnDr (eq_bigr (fun u : 'I_z.+1 => z - u)) ?IH //.
by rewrite subn0 -?plusE -?multE; lia.
Qed.

Lemma sum_products m : 3 * (\sum_(y < m.+1) y * y.+1) = m * m.+1 * m.+2.
Proof.
elim: m => [|m IH]; first by rewrite big_ord_recr big_ord0.
by rewrite big_ord_recr /= mulnDr IH -?plusE -?multE; lia.
Qed.

Lemma sum_three k c (F G H : nat -> nat) :
  \sum_(y < k) (2 * F y + (G y + c + H y)) =
  2 * (\sum_(y < k) F y) + (\sum_(y < k) G y + k * c + \sum_(y < k) H y).
Proof.
rewrite [LHS]big_split [in RHS]big_distrr; congr (_ + _).
rewrite [LHS]big_split; congr (_ + _); rewrite [LHS]big_split.
by rewrite /= sum_nat_const card_ord.
Qed.

Lemma sum_two k (F G : nat -> nat) : \sum_(y < k) (6 * F y + G y) =
  6 * (\sum_(y < k) F y) + \sum_(y < k) G y.
Proof. by rewrite [LHS]big_split [in RHS]big_distrr. Qed.

(* the second rows below the first row n - m, y, m - y *)
Definition second_rows n m y :=
  \sum_(u < m.+1) ((n.+1 - maxn u y) - (m - y - u)).

Lemma second_rowsE n m y : y <= m -> m <= n ->
  2 * second_rows n m y +
    (y * y.+1 + m * m.+1 + (m - y) * (m - y).+1) = 2 * (m.+1 * n.+1).
Proof.
move=> ym mn; have hmax := sum_max y (m - y); have hrest := sum_rest (m - y) y.
rewrite subnKC // in hmax; rewrite subnK // in hrest.
rewrite -hmax -hrest -!mulnDr /second_rows -!big_split /=; congr (2 * _).
rewrite (eq_bigr (fun=> n.+1)) ?sum_nat_const ?card_ord // => u _.
have um : u <= m by rewrite -ltnS.
rewrite /maxn; move: (nat_of_ord u) um => {}u /leP um; move/leP in ym.
move/leP in mn; case: ltnP => /leP; rewrite -?plusE -?minusE; lia.
Qed.

Lemma rows_sum n m : m <= n ->
  6 * (\sum_(y < m.+1) second_rows n m y) +
    (2 * (m * m.+1 * m.+2) + 3 * (m * m.+1 * m.+1)) = 6 * (m.+1 * m.+1 * n.+1).
Proof.
move=> mn; have h : \sum_(y < m.+1) (2 * second_rows n m y +
    (y * y.+1 + m * m.+1 + (m - y) * (m - y).+1)) = m.+1 * (2 * (m.+1 * n.+1)).
  rewrite (eq_bigr (fun=> 2 * (m.+1 * n.+1))) => [|y _]; last first.
    by apply: second_rowsE => //; rewrite -ltnS.
  by rewrite sum_nat_const card_ord.
have h1 := sum_products m.
have h2 : 3 * (\sum_(y < m.+1) (m - y) * (m - y).+1) = m * m.+1 * m.+2.
  rewrite -h1; congr (3 * _); rewrite [RHS](reindex_inj rev_ord_inj) /=.
  by apply: eq_bigr => y _; rewrite subSS.
move: h h1 h2.
rewrite (sum_three _ _ (second_rows n m) (fun y => y * y.+1)
  (fun y => (m - y) * (m - y).+1)).
set X := \sum_(y < _) second_rows n m y; set Y := \sum_(y < _) (y * y.+1).
set Z := \sum_(y < _) _.
move: X Y Z => X Y Z; rewrite -!plusE -!multE => h h1 h2; lia.
Qed.

Lemma sum_cubes n : 4 * (\sum_(m < n.+1)
    (2 * (m * m.+1 * m.+2) + 3 * (m * m.+1 * m.+1))) =
  n * n.+1 * n.+2 * (5 * n + 11).
Proof.
elim: n => [|n IH]; first by rewrite big_ord_recr big_ord0.
by rewrite big_ord_recr /= mulnDr IH -?plusE -?multE; lia.
Qed.

Lemma sum_squares n :
  6 * (\sum_(m < n.+1) m.+1 * m.+1) = n.+1 * n.+2 * (2 * n + 3).
Proof.
elim: n => [|n IH]; first by rewrite big_ord_recr big_ord0.
by rewrite big_ord_recr /= mulnDr IH -?plusE -?multE; lia.
Qed.

Lemma quarter_count n :
  8 * (\sum_(m < n.+1) \sum_(y < m.+1) second_rows n m y) =
  n.+1 * n.+2 * (n ^ 2 + 3 * n + 4).
Proof.
have h : \sum_(m < n.+1) (6 * (\sum_(y < m.+1) second_rows n m y) +
    (2 * (m * m.+1 * m.+2) + 3 * (m * m.+1 * m.+1))) =
    \sum_(m < n.+1) 6 * (m.+1 * m.+1 * n.+1).
  by apply: eq_bigr => m _; apply: rows_sum; rewrite -ltnS.
have h1 := sum_cubes n; have h2 := sum_squares n.
move: h h1 h2.
rewrite (sum_two _ (fun m => \sum_(y < m.+1) second_rows n m y)
  (fun m => 2 * (m * m.+1 * m.+2) + 3 * (m * m.+1 * m.+1))).
rewrite -big_distrr -big_distrl /=.
set X := \sum_(m < _) \sum_(y < _) _.
set Y := \sum_(m < _) (_ + _); set Z := \sum_(m < _) _.
move: X Y Z => X Y Z h h1 h2.
have {h2} : 4 * n.+1 * (6 * Z) = 4 * n.+1 * (n.+1 * n.+2 * (2 * n + 3)).
  by rewrite h2.
rewrite expnS expn1; move: h h1; rewrite -!plusE -!multE.
move=> h h1 h2; lia.
Qed.

Section Tables.
Variable n : nat.
Notation S := 'I_n.+1.

Definition tables3 : {set {ffun 'I_3 * 'I_3 -> S}} :=
  [set t : {ffun 'I_3 * 'I_3 -> S} |
    [forall a, \sum_b t (a, b) == n] && [forall b, \sum_a t (a, b) == n]].

Definition corners : {set (S * S) * (S * S)} :=
  [set q : (S * S) * (S * S) | [&& q.1.1 + q.1.2 <= n, q.2.1 + q.2.2 <= n,
     q.1.1 + q.2.1 <= n, q.1.2 + q.2.2 <= n &
     n <= q.1.1 + q.1.2 + (q.2.1 + q.2.2)]].

Let o0 : 'I_3 := @Ordinal 3 0 isT.
Let o1 : 'I_3 := @Ordinal 3 1 isT.
Let o2 : 'I_3 := @Ordinal 3 2 isT.

Let ord3P (a : 'I_3) : [\/ a = o0, a = o1 | a = o2].
Proof.
case: a => [[|[|[|a]]] lt] //; [apply: Or31 | apply: Or32 | apply: Or33];
  exact: val_inj.
Qed.

Let sum3 (F : 'I_3 -> nat) : \sum_i F i = F o0 + F o1 + F o2.
Proof.
rewrite !big_ord_recl big_ord0 addn0 addnA.
by congr (F _ + F _ + F _); apply: val_inj.
Qed.

Let tablesP (t : {ffun 'I_3 * 'I_3 -> S}) : reflect
  ((forall a, t (a, o0) + t (a, o1) + t (a, o2) = n) /\
   (forall b, t (o0, b) + t (o1, b) + t (o2, b) = n)) (t \in tables3).
Proof.
rewrite inE; apply: (iffP andP) => [[/forallP h /forallP h']|[h h']].
  by split=> a; [have := h a | have := h' a]; rewrite sum3 => /eqP.
by split; apply/forallP => a; rewrite sum3 ?h ?h'.
Qed.

Definition corner (t : {ffun 'I_3 * 'I_3 -> S}) :=
  ((t (o0, o0), t (o0, o1)), (t (o1, o0), t (o1, o1))).

Definition completed (q : (S * S) * (S * S)) : {ffun 'I_3 * 'I_3 -> S} :=
  [ffun ab => match val ab.1, val ab.2 with
    | 0, 0 => q.1.1
    | 0, 1 => q.1.2
    | 0, _ => inord (n - (q.1.1 + q.1.2))
    | 1, 0 => q.2.1
    | 1, 1 => q.2.2
    | 1, _ => inord (n - (q.2.1 + q.2.2))
    | _, 0 => inord (n - (q.1.1 + q.2.1))
    | _, 1 => inord (n - (q.1.2 + q.2.2))
    | _, _ => inord (q.1.1 + q.1.2 + (q.2.1 + q.2.2) - n)
    end].

Lemma corner_inj : {in tables3 &, injective corner}.
Proof.
move=> t t' /tablesP[r c] /tablesP[r' c'] [] e00 e01 e10 e11.
have := r o0; have := r o1; have := r o2; have := c o0; have := c o1.
have := c o2; have := r' o0; have := r' o1; have := r' o2; have := c' o0.
have := c' o1; have := c' o2; move: e00 e01 e10 e11.
move=> /(congr1 val) /= e00 /(congr1 val) /= e01.
move=> /(congr1 val) /= e10 /(congr1 val) /= e11.
rewrite -!plusE => *; apply/ffunP => -[a b]; apply: val_inj => /=.
by case: (ord3P a) => ->; case: (ord3P b) => ->; lia.
Qed.

Lemma completed_in q : q \in corners -> completed q \in tables3.
Proof.
case: q => [[x y] [u v]]; rewrite inE /= => /and5P[].
move=> /leP h1 /leP h2 /leP h3 /leP h4 /leP h5.
have := ltn_ord x; have := ltn_ord y; have := ltn_ord u; have := ltn_ord v.
move=> /leP lv /leP lu /leP ly /leP lx.
move: h1 h2 h3 h4 h5; rewrite -!plusE => h1 h2 h3 h4 h5.
have small k : k <= n -> (inord k : S) = k :> nat by move=> le; rewrite inordK.
apply/tablesP; split=> a; case: (ord3P a) => -> ; rewrite !ffunE /= ?small;
  rewrite -?plusE -?minusE; try (apply/leP); rewrite -?plusE -?minusE; lia.
Qed.

Lemma corner_completed q : corner (completed q) = q.
Proof. by case: q => [[x y] [u v]]; rewrite /corner !ffunE. Qed.

Lemma corner_in t : t \in tables3 -> corner t \in corners.
Proof.
move=> /tablesP[r c]; rewrite inE /=.
have := r o0; have := r o1; have := r o2; have := c o0; have := c o1.
have := c o2; set a := nat_of_ord (t (o0, o0)).
set b := nat_of_ord (t (o0, o1)); set d := nat_of_ord (t (o1, o0)).
set e := nat_of_ord (t (o1, o1)); set x := nat_of_ord (t (o0, o2)).
set y := nat_of_ord (t (o1, o2)); set z := nat_of_ord (t (o2, o2)).
move: a b d e x y z => a b d e x y z.
by rewrite -!plusE => *; apply/and5P; split; apply/leP; lia.
Qed.

Lemma card_tables_corners : #|tables3| = #|corners|.
Proof.
rewrite -(card_in_imset corner_inj); apply: eq_card => q.
apply/imsetP/idP => [[t tin ->]|qin]; first exact: corner_in.
by exists (completed q); [apply: completed_in | rewrite corner_completed].
Qed.

Lemma card_corners : #|corners| =
  \sum_(m < n.+1) \sum_(y < m.+1) second_rows n m y.
Proof.
pose ok x y u v : bool := [&& x + y <= n, u + v <= n, x + u <= n, y + v <= n &
  n <= x + y + (u + v)].
transitivity (\sum_(x < n.+1) \sum_(y < n.+1) \sum_(u < n.+1) \sum_(v < n.+1)
    (ok x y u v : nat)).
  rewrite -sum1_card big_mkcond /=.
  transitivity (\sum_(xy : S * S) \sum_(uv : S * S)
      (ok xy.1 xy.2 uv.1 uv.2 : nat)).
    rewrite [RHS]pair_bigA; apply: eq_bigr => q _; rewrite inE /ok /=.
    by case: [&& _, _, _, _ & _].
  by rewrite [RHS]pair_bigA; apply: eq_bigr => xy _; rewrite [RHS]pair_bigA.
rewrite (reindex_inj rev_ord_inj) /=; apply: eq_bigr => m _; rewrite subSS.
have mn : m <= n by rewrite -ltnS.
have lem : m.+1 <= n.+1 by [].
rewrite (big_ord_widen n.+1 (fun y => second_rows n m y) lem).
rewrite [RHS]big_mkcond /=.
apply: eq_bigr => y _; case: ifP => ym; last first.
  rewrite big1 // => u _; rewrite big1 // => v _.
  by rewrite /ok (_ : _ - _ + _ <= n = false) //; apply/negbTE; rewrite -ltnNge;
    rewrite -(ltn_add2l m) addnA subnKC // addnC ltn_add2l ltnNge -ltnS ym.
rewrite /second_rows (big_ord_widen n.+1
  (fun u => (n.+1 - maxn u y) - (m - y - u)) lem) [RHS]big_mkcond /=.
apply: eq_bigr => u _; case: ifP => um; last first.
  rewrite big1 // => v _.
  rewrite /ok (_ : (n - m + u <= n) = false) ?andbF //; apply/negbTE.
  rewrite -ltnNge -(ltn_add2l m) addnA subnKC //.
  by rewrite addnC ltn_add2l ltnNge -ltnS um.
rewrite (eq_bigr (fun v : S =>
  ((m - y - u <= v) && (v < n.+1 - maxn u y) : nat))).
  by rewrite sum_interval (minn_idPl _) // leq_subr.
move=> v _; congr nat_of_bool; rewrite /ok /maxn.
clear lem; move: (nat_of_ord y) (nat_of_ord u) (nat_of_ord v) ym um (ltn_ord v).
move: (nat_of_ord m) mn => {}m /leP mn {}y {}u {}v /leP ym /leP um /leP lv.
case: (ltnP u y) => /leP uy; apply/and5P/andP;
  [move=> [/leP h1 /leP h2 /leP h3 /leP h4 /leP h5]; split |
   move=> [/leP h1 /leP h2]; split |
   move=> [/leP h1 /leP h2 /leP h3 /leP h4 /leP h5]; split |
   move=> [/leP h1 /leP h2]; split]; apply/leP;
  move: h1 h2; try move: h3 h4 h5; rewrite -?plusE -?minusE; lia.
Qed.

Theorem card_tables3 : 8 * #|tables3| = n.+1 * n.+2 * (n ^ 2 + 3 * n + 4).
Proof. by rewrite card_tables_corners card_corners quarter_count. Qed.
End Tables.

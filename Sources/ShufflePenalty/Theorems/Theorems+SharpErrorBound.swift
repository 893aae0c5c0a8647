import Claims
import Exact

/// T2*: the sharp global error bound, its proof row by row, and its by-products.
extension Theorems {
  static let sharpErrorBound: [Claim] = [
    t2SharpRows, t2SharpColumns, t2Sharp, t2SharpByRows, t2Family, t2FamilyByRows, t2MarcusRee,
  ]

  /// T2* for rows.
  package static let t2SharpRows = Claim(
    "T2-sharp-rows", assuming: "M doubly stochastic",
    "(2 - sqrt 2)/2 d1(M) <= Prow(M), equal iff M is half the sum of two permutation matrices",
    comparing: "(2 - sqrt 2)/2 d1 against Prow",
    .provedInProofs(["T2star_rows", "T2star_rows_equality"]),
    examples: sharpExamples, tests: ["SharpErrorBoundTests.equalityExactlyAtHalfMatrices"],
    on: .matrix(.doublyStochastic) { facts in
      .below(
        Rational(1, 2) * facts.distance * RadicalSum.sharpConstant, facts.rowPenalty,
        unless: facts.isHalfMatrix, "Prow is not above (2 - sqrt 2)/2 d1")
    })

  /// T2* for columns.
  package static let t2SharpColumns = Claim(
    "T2-sharp-columns", assuming: "M doubly stochastic",
    "(2 - sqrt 2)/2 d1(M) <= Pcol(M), equal iff M is half the sum of two permutation matrices",
    comparing: "(2 - sqrt 2)/2 d1 against Pcol",
    .provedInProofs(["T2star_columns", "T2star_rows_equality"]),
    examples: sharpExamples, tests: ["SharpErrorBoundTests.equalityExactlyAtHalfMatrices"],
    on: .matrix(.doublyStochastic) { facts in
      .below(
        Rational(1, 2) * facts.distance * RadicalSum.sharpConstant, facts.columnPenalty,
        unless: facts.isHalfMatrix, "Pcol is not above (2 - sqrt 2)/2 d1")
    })

  /// T2*.
  package static let t2Sharp = Claim(
    "T2-sharp", assuming: "M doubly stochastic",
    "(2 - sqrt 2) d1(M) <= P(M), equal iff M is half the sum of two permutation matrices",
    comparing: "(2 - sqrt 2) d1 against P",
    .provedInProofs(["T2star_sharp_error_bound", "T2star_equality", "T2star_constant_sharp"]),
    examples: sharpExamples, tests: ["SharpErrorBoundTests.equalityExactlyAtHalfMatrices"],
    on: .matrix(.doublyStochastic) { facts in
      .below(
        facts.distance * RadicalSum.sharpConstant, facts.penalty, unless: facts.isHalfMatrix,
        "P is not above (2 - sqrt 2) d1")
    })

  /// The certificate of T2*: shares of a(M) that bound every row alone.
  package static let t2SharpByRows = Claim(
    "T2-sharp-by-rows", assuming: "M doubly stochastic, Q_i the shares of capped potentials",
    "sum Q_i = a(M), and 1 - (1 + 1/sqrt 2) gap(r_i) <= Q_i for every row",
    comparing: "1 - (1 + 1/sqrt 2) gap(r_i) against Q_i", .provedOnPaper,
    examples: sharpExamples, tests: ["SharpErrorBoundTests.everyRowHasItsShare"],
    on: .matrix(.doublyStochastic) { facts in
      let potentials = CappedPotentials(facts, parameter: CappedPotentials.sharpParameter)
      guard shareAll(potentials, of: facts) else {
        return .asserts(false, "the shares of the rows do not sum to a(M)")
      }
      let factor: RadicalSum = 1 + .root(Rational(1, 2))
      return .tightest(
        (0..<facts.order).map { i in
          .atMost(
            1 - factor * facts.rowGap(i), potentials.shares[i].radicalSum,
            "row \(i) needs more than its share")
        })
    })

  /// The family of bounds with a parameter b in [0, 1], in total.
  package static let t2Family = Claim(
    "T2-family", assuming: "M doubly stochastic, b one of 0, 1/8, (sqrt 2 - 1)/4, 1/2, 1",
    "sum F_b(r_i) <= a(M), with F_b(r) = (1 + 2b)|r|^2 - b if max r <= 2/3, and "
      + "m - e max((1 + 2b)e - b, 0) if m = max r = 1 - e > 2/3",
    comparing: "sum F_b(r_i) against a(M)", .provedInProofs(["T2star_price_family"]),
    examples: [ClaimExample("a half block", .equality, halfBlock)],
    tests: ["SharpErrorBoundTests.everyRowHasItsShare"],
    on: .matrix(.doublyStochastic) { facts in
      .tightest(
        familyParameters.map { b in
          let total = (0..<facts.order).reduce(RootTwoNumber(0)) {
            $0 + CappedPotentials.bound(facts, row: $1, parameter: b)
          }
          return .atMost(
            total.radicalSum, RadicalSum(facts.largestPermutationSum),
            "the bounds of the rows exceed a(M)")
        })
    })

  /// The same, row by row.
  package static let t2FamilyByRows = Claim(
    "T2-family-by-rows",
    assuming: "M doubly stochastic, Q_i the shares of potentials capped with one of the same b",
    "sum Q_i = a(M), and F_b(r_i) <= Q_i for every row", comparing: "F_b(r_i) against Q_i",
    .provedOnPaper, examples: [ClaimExample("a half block", .equality, halfBlock)],
    tests: ["SharpErrorBoundTests.everyRowHasItsShare"],
    on: .matrix(.doublyStochastic) { facts in
      var decisions: [ClaimDecision] = []
      for b in familyParameters {
        let potentials = CappedPotentials(facts, parameter: b)
        guard shareAll(potentials, of: facts) else {
          return .asserts(false, "the shares of the rows do not sum to a(M)")
        }
        decisions += (0..<facts.order).map { i in
          .atMost(
            CappedPotentials.bound(facts, row: i, parameter: b).radicalSum,
            potentials.shares[i].radicalSum,
            "row \(i) needs more than its share")
        }
      }
      return .tightest(decisions)
    })

  /// The improvement on Marcus and Ree.
  package static let t2MarcusRee = Claim(
    "T2-marcus-ree", assuming: "M doubly stochastic with all entries at most 2/3, 0 <= b <= 1",
    "|M|_F^2 + b (2 |M|_F^2 - N) <= a(M)", comparing: "|M|_F^2 + b (2|M|_F^2 - N) against a(M)",
    .provedInProofs(["T2star_marcus_ree_improved"]),
    examples: [ClaimExample("a half block", .equality, halfBlock)],
    tests: ["SharpErrorBoundTests.marcusReeIsImproved"],
    on: .matrix(.doublyStochastic) { facts in
      guard facts.rowMaxima.allSatisfy({ $0 <= Rational(2, 3) }) else { return .inapplicable }
      // Linear in b: the ends 0 and 1 decide.
      let excess = 2 * facts.squareSum - Rational(facts.order)
      return .atMost(
        RadicalSum(facts.squareSum + max(excess, 0)), RadicalSum(facts.largestPermutationSum),
        "the improved bound of Marcus and Ree fails")
    })

  private static let sharpExamples = [
    ClaimExample("a half block", .equality, halfBlock),
    ClaimExample("a permutation", .equality, [[0, 1], [1, 0]]),
    ClaimExample(
      "the best strict vertex of order 4", .nearEquality(Rational(98, 100)),
      [
        [Rational(2, 3), Rational(1, 3), 0, 0],
        [Rational(1, 3), 0, Rational(1, 3), Rational(1, 3)],
        [0, Rational(1, 3), Rational(2, 3), 0], [0, Rational(1, 3), 0, Rational(2, 3)],
      ]),
  ]

  private static var familyParameters: [RootTwoNumber] {
    [
      RootTwoNumber(0), RootTwoNumber(Rational(1, 8)), CappedPotentials.sharpParameter,
      RootTwoNumber(Rational(1, 2)), RootTwoNumber(1),
    ]
  }

  private static func shareAll(_ potentials: CappedPotentials, of facts: MatrixFacts) -> Bool {
    potentials.shares.reduce(RootTwoNumber(0), +) == RootTwoNumber(facts.largestPermutationSum)
  }
}

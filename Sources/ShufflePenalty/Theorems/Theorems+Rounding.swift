import Birkhoff
import Claims
import Exact

/// T4: when rounding each row to its largest entry is certain to be right.
extension Theorems {
  static let rounding: [Claim] = [t4, t4EachRow, t4OneRow, t4Rational, t4Implies]

  /// T4 with the sharp threshold.
  package static let t4 = Claim(
    "T4", assuming: "M doubly stochastic, Prow(M) < 2 - sqrt 2 or Pcol(M) < 2 - sqrt 2",
    "every row has a largest entry > 1/2, they form a permutation, and it is the only nearest one",
    comparing: "min(Prow, Pcol) against 2 - sqrt 2",
    .provedInProofs([
      "T4_rounding_from_rows", "T4_rounding_from_columns", "T4_rounding_from_penalty",
      "T4_threshold_sharp", "T4_argmax_not_permutation",
    ]),
    examples: [
      ClaimExample(
        "a half block", .boundary, halfBlock)
    ],
    tests: ["ClaimTests.theHalfBlockIsTheSharpInstance"],
    on: .matrix(.doublyStochastic) { facts in
      decideRounding(facts, min(facts.rowPenalty, facts.columnPenalty), below: .sharpConstant)
    })

  /// T4 with a threshold for each row.
  package static let t4EachRow = Claim(
    "T4-rows", assuming: "M doubly stochastic, gap(r_i) < 1 - 1/sqrt 2 for every row",
    "every row has a largest entry > 1/2, they form a permutation, and it is the only nearest one",
    comparing: "max gap(r_i) against 1 - 1/sqrt 2",
    .provedInProofs(["T4_rounding_from_each_row", "T4_each_row_sharp"]),
    examples: [ClaimExample("a half block", .boundary, halfBlock)],
    tests: ["RoundingClaimTests.theThresholdsAreSharp"],
    on: .matrix(.doublyStochastic) { facts in
      let largest = facts.rowSquares.min() ?? 1
      return decideRounding(facts, 1 - .root(largest), below: 1 - .root(Rational(1, 2)))
    })

  /// T4 for one row alone.
  package static let t4OneRow = Claim(
    "T4-row", assuming: "x a row of M >= 0 with sum 1 and gap(x) < 1 - 1/sqrt 2",
    "x has an entry > 1/2", comparing: "gap(x) against 1 - 1/sqrt 2",
    .provedInProofs(["T4_rounding_from_each_row"]),
    examples: [ClaimExample("a half block", .boundary, halfBlock)],
    tests: ["RoundingClaimTests.theThresholdsAreSharp"],
    on: .matrix(.rowStochastic) { facts in
      let threshold: RadicalSum = 1 - .root(Rational(1, 2))
      return .tightest(
        (0..<facts.order).filter { facts.rowGap($0) < threshold }.map { i in
          .asserts(
            facts.rowMaxima[i] > Rational(1, 2), "row \(i) has no entry above 1/2",
            facts.rowGap(i), threshold)
        })
    })

  /// The test without roots.
  package static let t4Rational = Claim(
    "T4-rational", assuming: "M doubly stochastic, sum (1 - largest entry of row i) < 1",
    "every row has a largest entry > 1/2, they form a permutation, and it is the only nearest one",
    comparing: "sum (1 - max r_i) against 1", .provedInProofs(["T4_rounding_from_deficits"]),
    examples: [ClaimExample("a half block", .boundary, halfBlock)],
    tests: ["RoundingClaimTests.theThresholdsAreSharp"],
    on: .matrix(.doublyStochastic) { facts in
      decideRounding(facts, RadicalSum(facts.rowMaximaDeficit), below: 1)
    })

  /// The test without roots applies whenever the one with roots does.
  package static let t4Implies = Claim(
    "T4-implies-rational", assuming: "M doubly stochastic, Prow(M) < 2 - sqrt 2",
    "sum (1 - largest entry of row i) < 1", comparing: "sum (1 - max r_i) against 1",
    .provedInProofs(["T4_deficits_from_rows"]),
    examples: [ClaimExample("a half block", .boundary, halfBlock)],
    tests: ["RoundingClaimTests.theThresholdsAreSharp"],
    on: .matrix(.doublyStochastic) { facts in
      guard facts.rowPenalty < .sharpConstant else { return .inapplicable }
      return .below(
        RadicalSum(facts.rowMaximaDeficit), 1, unless: false, "the test without roots fails")
    })

  /// Decides "quantity < threshold implies that rounding is safe".
  static func decideRounding(
    _ facts: MatrixFacts, _ quantity: RadicalSum, below threshold: RadicalSum
  ) -> ClaimDecision {
    guard quantity < threshold else { return .inapplicable }
    return .asserts(
      hasCertainRounding(facts), "the row argmax is not the unique nearest permutation", quantity,
      threshold)
  }

  /// The conclusion of T4, decided directly: unique row maxima above 1/2 that form a permutation,
  /// which is the only optimal assignment.
  static func hasCertainRounding(_ facts: MatrixFacts) -> Bool {
    guard let permutation = facts.argmax.permutation else { return false }
    return facts.argmax.tiedRows.isEmpty && facts.rowMaxima.allSatisfy { $0 > Rational(1, 2) }
      && facts.assignment.isUnique && facts.assignment.permutation == permutation
  }
}

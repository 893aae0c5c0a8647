import Birkhoff
import Claims
import Exact

/// T5d: when rounding rows is certain although column sums are not exactly 1.
extension Theorems {
  /// T5d for any row sums.
  ///
  /// Rows are divided by their sums s_i, which moves no argmax; the divided columns have sums at
  /// most (largest column sum) / (smallest s_i) = 1 + delta, which needs no rational with a common
  /// denominator of all s_i. They may sum to less, and then the theorem for rows of sum 1 could
  /// apply where this one does not. Prow of the divided matrix is N - sum_i |r_i|_2 / s_i. Unique
  /// row maxima that form a permutation are the only optimal assignment, whatever the columns are.
  package static let t5d = Claim(
    "T5d",
    assuming:
      "M >= 0 with rows r_i of sums s_i > 0, no column sum above (1 + delta) s_i for any i, "
      + "delta >= 0, and N - sum_i |r_i|_2 / s_i < (2 - sqrt 2)(1 - delta)",
    "the row maxima are unique, form a permutation, and it is the only optimal assignment",
    comparing: "N - sum_i |r_i|_2 / s_i against (2 - sqrt 2)(1 - delta)",
    .provedInProofs(["T5d_argmax", "T5d_argmax_any_rows"]),
    examples: [ClaimExample("a half block", .boundary, halfBlock)],
    tests: [
      "ClaimTests.theHalfBlockIsTheSharpInstance", "NearlyStochasticClaimTests.rowsOfAnySums",
    ],
    on: .matrix(.nonnegative) { facts in
      guard let smallest = facts.defects.rowSums.min(), smallest.sign > 0 else {
        return .inapplicable
      }
      let delta = max(0, facts.defects.largestColumnSum / smallest - 1)
      guard delta < 1 else { return .inapplicable }
      var rowPenalty = RadicalSum(Rational(facts.order))
      for (square, sum) in zip(facts.rowSquares, facts.defects.rowSums) {
        rowPenalty.addRoot(square, times: -1 / sum)
      }
      return decideRowMaxima(facts, rowPenalty, below: (1 - delta) * RadicalSum.sharpConstant)
    })

  /// T5d with a threshold for each row.
  static let t5dEachRow = Claim(
    "T5d-rows",
    assuming: "M >= 0 with row sums 1, column sums at most 1 + delta, and "
      + "gap(r_i) < 1 - sqrt((1 + delta)/2) for every row",
    "the row maxima are unique, form a permutation, and it is the only optimal assignment",
    comparing: "max gap(r_i) against 1 - sqrt((1 + delta)/2)",
    .provedInProofs(["T5d_argmax_each_row"]),
    examples: [
      ClaimExample("a half block", .boundary, halfBlock),
      ClaimExample("two rows on one column", .boundary, [[1, 0], [1, 0]]),
    ],
    tests: ["NearlyStochasticClaimTests.thresholdsForEachRowAreSharp"],
    on: .matrix(.rowStochastic) { facts in
      let largest: RadicalSum = 1 - .root(facts.rowSquares.min() ?? 1)
      let threshold: RadicalSum = 1 - .root(facts.defects.largestColumnSum * Rational(1, 2))
      return decideRowMaxima(facts, largest, below: threshold)
    })

  /// T5d with all column excess together.
  static let t5dHalves = Claim(
    "T5d-halves", assuming: "M >= 0 with row sums 1 and Prow < (2 - sqrt 2)(1 - E_c)",
    "every row has an entry > 1/2", comparing: "Prow against (2 - sqrt 2)(1 - E_c)",
    .provedInProofs(["T5d_argmax_excess"]),
    examples: [ClaimExample("a half block", .boundary, halfBlock)],
    tests: ["NearlyStochasticClaimTests.boundsHoldOnSamples"],
    on: .matrix(.rowStochastic) { facts in
      let threshold = (1 - facts.defects.columnExcess) * RadicalSum.sharpConstant
      guard facts.rowPenalty < threshold else { return .inapplicable }
      return .asserts(
        facts.rowMaxima.allSatisfy { $0 > Rational(1, 2) }, "a row has no entry above 1/2",
        facts.rowPenalty, threshold)
    })

  /// Decides "quantity < threshold implies that the row maxima are unique and form a permutation".
  static func decideRowMaxima(
    _ facts: MatrixFacts, _ quantity: RadicalSum, below threshold: RadicalSum
  ) -> ClaimDecision {
    guard quantity < threshold else { return .inapplicable }
    return .asserts(
      facts.argmax.tiedRows.isEmpty && facts.argmax.permutation != nil,
      "the row argmax is tied or not a permutation", quantity, threshold)
  }
}

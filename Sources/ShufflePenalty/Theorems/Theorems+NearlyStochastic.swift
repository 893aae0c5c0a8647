import Birkhoff
import Exact

/// T5: matrices that are not exactly doubly stochastic, floats among them.
extension Theorems {
  static let nearlyStochastic: [Claim] = [t5d]

  /// T5d for any row sums.
  ///
  /// Rows are divided by their sums s_i, which moves no argmax; the divided columns have sums at most
  /// (largest column sum) / (smallest s_i) = 1 + delta, which needs no rational with a common
  /// denominator of all s_i. Then Prow of the divided matrix is N - sum_i |r_i|_2 / s_i.
  package static let t5d = Claim(
    "T5d",
    assuming: "M >= 0 with rows divided by their sums, columns then summing to at most 1 + delta, "
      + "and Prow < (2 - sqrt 2)(1 - delta)",
    "the row maxima are unique, form a permutation, and it is the only optimal assignment",
    comparing: "Prow against (2 - sqrt 2)(1 - delta)", .provedOnPaper,
    examples: [
      ClaimExample(
        "a half block", .boundary,
        [[Rational(1, 2), Rational(1, 2)], [Rational(1, 2), Rational(1, 2)]])
    ],
    tests: ["ClaimTests.theHalfBlockIsTheSharpInstance"],
    on: .matrix(.nonnegative) { facts in
      guard let smallest = facts.defects.rowSums.min(),
        let largest = facts.defects.columnSums.max(),
        smallest.sign > 0
      else { return .inapplicable }
      let delta = max(0, largest / smallest - 1)
      guard delta < 1 else { return .inapplicable }
      var rowPenalty = RadicalSum(Rational(facts.order))
      for (square, sum) in zip(facts.rowSquares, facts.defects.rowSums) {
        rowPenalty.addRoot(square, times: -1 / sum)
      }
      let threshold = (1 - delta) * RadicalSum.sharpConstant
      guard rowPenalty < threshold else { return .inapplicable }
      return .asserts(
        facts.argmax.tiedRows.isEmpty && facts.argmax.permutation != nil,
        "the row argmax is tied or not a permutation", rowPenalty, threshold)
    })
}

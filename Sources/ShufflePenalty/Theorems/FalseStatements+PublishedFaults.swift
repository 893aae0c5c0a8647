import Birkhoff
import Claims
import Exact

/// Faults of published programs that learn permutations, each as the statement their authors rely
/// on, refuted by a small exact example.
extension FalseStatements {
  static let publishedFaults: [Claim] = [
    meanTrigger, twoSoftmaxes, oneMinusNorm, multiplierUpdate, squaredNorm, signZero,
  ]

  /// Rounding that starts when the mean of the line terms is small.
  ///
  /// The loss is mean_i (1 - |r_i|_2) + mean_j (|c_j|_1 - |c_j|_2). Rows with an entry above 0.9
  /// are then rounded and get no gradient any more. 12 is the least order where two of them can
  /// share a column: with entries a, b in (0.9, 1] there, P is at least a + b - |(a, b)|_2 + (2 -
  /// sqrt 2)(2 - a
  /// - b) by L3 and L2, which falls in a and b, so at least 2 - sqrt 2 > 11/20.
  static let meanTrigger = Claim(
    "peer-mean-trigger",
    assuming: "M >= 0 with row sums 1, P(M)/N < 1/20",
    "rows with an entry above 9/10, which are rounded and frozen, have them in different columns",
    comparing: "P(M)/N against 1/20",
    .isFalse("T4 bounds the sum of the line terms, not their mean, and needs exact columns"),
    examples: [
      ClaimExample(
        "order 12, two rows frozen on one column", .counterexample,
        ClaimInstance(matrices: [twoRowsOnOneColumn(order: 12)]))
    ],
    tests: ["FalseStatementTests.aMeanTriggerFreezesTwoRowsFromOrderTwelveOn"],
    on: .matrix(.rowStochastic) { facts in
      let mean = Rational(1, facts.order) * facts.penalty
      let limit = RadicalSum(Rational(1, 20))
      guard mean < limit else { return .inapplicable }
      let frozen = facts.argmax.columns.indices
        .filter { facts.rowMaxima[$0] > Rational(9, 10) }
        .map { facts.argmax.columns[$0] }
      return .asserts(
        Set(frozen).count == frozen.count, "two frozen rows share a column", mean, limit)
    })

  /// The identity with row 1 moved to column 0.
  static func twoRowsOnOneColumn(order n: Int) -> RationalMatrix {
    RationalMatrix(rows: n, columns: n) { i, j in (i == 1 ? 0 : i) == j ? 1 : 0 }
  }

  /// Row terms on the row softmax of the logits, column terms on their column softmax.
  ///
  /// As t grows the row softmax of t X tends to R, the 0/1 matrix of the row maxima, and the column
  /// softmax to C, that of the column maxima; Prow(R) + Pcol(C) = 0 always.
  static let twoSoftmaxes = Claim(
    "peer-two-softmaxes",
    assuming: "logits M real with unique line maxima; R and C the limits of the row and the column "
      + "softmax of t M for large t, where Prow(R) + Pcol(C) = 0",
    "R is a permutation matrix", comparing: "Prow(R) + Pcol(C) against 0",
    .isFalse("T1b needs both parts of the penalty on one matrix with exact rows and columns"),
    examples: [
      ClaimExample(
        "both rows prefer column 0, both columns row 0", .counterexample, [[3, 1], [2, 0]])
    ],
    tests: ["FalseStatementTests.twoSoftmaxesHaveNoPenaltyAndNoPermutation"],
    on: .matrix(.real) { facts in
      let columns = ArgmaxRounding(facts.matrix.transposed)
      guard facts.argmax.tiedRows.isEmpty, columns.tiedRows.isEmpty else { return .inapplicable }
      let rowLimit = RationalMatrix(rows: facts.order, columns: facts.order) {
        facts.argmax.columns[$0] == $1 ? 1 : 0
      }
      let columnLimit = RationalMatrix(rows: facts.order, columns: facts.order) {
        columns.columns[$1] == $0 ? 1 : 0
      }
      let penalty = Penalty.rows(rowLimit) + Penalty.columns(columnLimit)
      guard penalty.sign() == 0 else { return .inapplicable }
      return .asserts(
        facts.argmax.permutation != nil, "the penalty is 0 and R is no permutation", penalty, 0)
    })

  /// 1 - |r|_2 for |r|_1 - |r|_2, as where rows are taken to sum to 1.
  static let oneMinusNorm = Claim(
    "peer-one-minus-norm",
    assuming: "M real, P' = sum_i (1 - |r_i|_2) + sum_j (|c_j|_1 - |c_j|_2)",
    "P'(M) >= 0, with equality iff every row and every column has at most one nonzero entry",
    comparing: "P'(M) against 0",
    .isFalse(
      "T1a and T6f: off row sums 1 the term is negative or positive at partial permutations"),
    examples: [
      ClaimExample("negative at twice the identity", .counterexample, [[2, 0], [0, 2]]),
      ClaimExample(
        "positive at half the identity", .counterexample,
        [[Rational(1, 2), 0], [0, Rational(1, 2)]]),
    ],
    tests: ["FalseStatementTests.oneMinusTheNormIsNoPenaltyOffRowSumsOne"],
    on: .matrix(.real) { facts in
      var rows = RadicalSum(Rational(facts.order))
      for square in facts.rowSquares { rows.addRoot(square, times: -1) }
      let penalty = rows + facts.columnPenalty
      let sign = penalty.sign()
      let hasOneEntryALine = facts.penalty.sign() == 0
      return .asserts(
        sign >= 0 && (sign == 0) == hasOneEntryALine,
        "P' is negative, or its zeros are not those of P", penalty, 0)
    })

  /// An augmented Lagrangian whose loss and multiplier update use different constraints.
  static let multiplierUpdate = Claim(
    "peer-multiplier-update", assuming: "M >= 0",
    "in every row the loss term 1 - |r|_2 is the violation |r|_1 - |r|_2 that moves its multiplier",
    comparing: "N - sum |r_i|_2 against Prow(M)",
    .isFalse(
      "T1a: only |r|_1 - |r|_2 vanishes exactly at one nonzero entry; the terms agree only at "
        + "row sums 1"),
    examples: [
      ClaimExample(
        "half the identity: pressed, and never updated", .counterexample,
        [[Rational(1, 2), 0], [0, Rational(1, 2)]])
    ],
    tests: ["FalseStatementTests.oneMinusTheNormIsNoPenaltyOffRowSumsOne"],
    on: .matrix(.nonnegative) { facts in
      var loss = RadicalSum(Rational(facts.order))
      for square in facts.rowSquares { loss.addRoot(square, times: -1) }
      return .asserts(
        facts.rowMagnitudes.allSatisfy { $0 == 1 },
        "a loss term differs from the violation that moves its multiplier", loss,
        facts.rowPenalty)
    })

  /// |r|_1 - |r|_2^2, the square root forgotten.
  ///
  /// On the doubly stochastic matrices the sum over all lines is 2Q = 2(N - |M|_F^2), which is
  /// exact and has an error bound there (T2, T8'); the fault shows off them.
  static let squaredNorm = Claim(
    "peer-squared-norm",
    assuming: "A, B real, |A_ij| <= |B_ij|, P'' = the sum of |x|_1 - |x|_2^2 over all lines",
    "P''(A) <= P''(B): setting entries to 0 or shrinking them never raises the penalty",
    comparing: "P''(A) against P''(B)",
    .isFalse(
      "T6f and T6a: the square breaks monotony and scaling, and off [0, 1] the sign and any "
        + "Lipschitz constant; on doubly stochastic matrices it is 2Q and stays exact"),
    examples: [
      ClaimExample(
        "half the identity is penalised, the identity is not", .counterexample,
        ClaimInstance(matrices: [
          Rational(1, 2) * Permutation(identity: 2).matrix, Permutation(identity: 2).matrix,
        ]))
    ],
    tests: ["FalseStatementTests.theSquaredNormIsNotMonotone"],
    on: .pair(.dominated) { a, b in
      .atMost(
        RadicalSum(squaredNormPenalty(a)), RadicalSum(squaredNormPenalty(b)),
        "smaller entries have a larger penalty")
    })

  /// sum over all lines of |x|_1 - |x|_2^2.
  static func squaredNormPenalty(_ matrix: RationalMatrix) -> Rational {
    2 * (matrix.sum(of: .magnitude) - matrix.sum(of: .square))
  }

  /// sign(0) = 0 in the derivative of |x|_1, which removes the force 2 lambda at zero entries.
  static let signZero = Claim(
    "peer-sign-zero",
    assuming: "M = P_pi, eta G_ij < 1 on pi, G_ij >= -2 lambda off pi, H_ij = 0 at zero entries",
    "S(M) = M", comparing: "max -G_ij off pi against 2 lambda",
    .isFalse("T9b: with sign(0) = 0 every negative G_ij off pi moves M, whatever lambda is"),
    examples: [
      ClaimExample(
        "lambda = 100 against one gradient entry of -1", .counterexample,
        DescentStep(
          matrix: RationalMatrix([[1, 0], [0, 1]]), gradient: RationalMatrix([[0, -1], [0, 0]]),
          weight: 100, rate: Rational(1, 10)
        ).instance)
    ],
    tests: ["FalseStatementTests.signZeroRemovesTheForce"],
    on: .step(.permutation) { step in
      guard let aligned = Theorems.stepAtPermutation(step),
        aligned.pullOff <= 2 * step.weight
      else { return .inapplicable }
      return .asserts(
        Theorems.isFixed(aligned, force: 0), "the step leaves the permutation",
        RadicalSum(aligned.pullOff), RadicalSum(2 * step.weight))
    })
}

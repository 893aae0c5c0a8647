import Birkhoff
import Claims
import Exact

/// About penalties and what minimising them finds.
extension FalseStatements {
  static let penalties: [Claim] = [
    localMinimaAreBest, quadraticIsLipschitz, quadraticIsNonnegative,
  ]

  /// T8'': why "the penalty finds the best permutation" is not claimed.
  ///
  /// P is strictly concave on the doubly stochastic matrices (T7a) and f linear, so local
  /// minimisers are permutations. At P_pi the derivative of f + lambda P in the direction D - P_pi
  /// is linear in D, <C, D - P_pi> + 2 lambda (mass of D off pi): it is positive for all D, and
  /// P_pi a strict local minimiser, iff P_pi is the only optimum of the assignment problem with
  /// costs C + 2 lambda off pi.
  static let localMinimaAreBest = Claim(
    "T8-local-is-best",
    assuming: "C real, L = max |C_ij| > 0, lambda = 2L > (1 + 1/sqrt 2) L, M a strict local "
      + "minimiser of <C, D> + lambda P(D) over doubly stochastic D",
    "M is a permutation of least <C, M>", comparing: "<C, M> against the least over permutations",
    .isFalse("T8 is about global minimisers; every permutation is a strict local one (T3, T8'')"),
    examples: [
      ClaimExample(
        "the identity, at cost 3 where 0 is possible", .counterexample,
        ClaimInstance(matrices: [
          RationalMatrix([[1, 0, 0], [0, 1, 0], [0, 0, 1]]), Permutation(identity: 3).matrix,
        ]))
    ],
    tests: ["FalseStatementTests.everyPermutationIsAStrictLocalMinimiser"],
    on: .pair(.realAndDoublyStochastic) { costs, matrix in
      let bound = costs.rows.joined().map(\.magnitude).max() ?? 0
      guard bound.sign > 0, let permutation = ArgmaxRounding(matrix).permutation,
        permutation.matrix == matrix,
        isStrictLocalMinimiser(permutation, costs: costs, weight: 2 * bound)
      else { return .inapplicable }
      let least = -Assignment(maximising: -1 * costs).value
      let value = permutation.images.enumerated().reduce(Rational()) {
        $0 + costs[$1.offset, $1.element]
      }
      return .asserts(
        value == least, "a strict local minimiser is not the best permutation",
        RadicalSum(value), RadicalSum(least))
    })

  /// Whether P_pi is a strict local minimiser of <C, D> + lambda P(D) over doubly stochastic D.
  static func isStrictLocalMinimiser(
    _ permutation: Permutation, costs: RationalMatrix, weight: Rational
  ) -> Bool {
    let gain = RationalMatrix(rows: costs.rowCount, columns: costs.columnCount) { i, j in
      -costs[i, j] - (permutation[i] == j ? 0 : 2 * weight)
    }
    let assignment = Assignment(maximising: gain)
    return assignment.isUnique && assignment.permutation == permutation
  }

  /// T6e, with a constant.
  static let quadraticIsLipschitz = Claim(
    "T6e-lipschitz", assuming: "A, B real, Q(M) = N - |M|_F^2", "|Q(A) - Q(B)| <= 1000 |A - B|_1",
    comparing: "|Q(A) - Q(B)| against 1000 |A - B|_1",
    .isFalse(
      "T6e: Q(tI) = N - N t^2, so no constant serves all real matrices, as 2 does for P (T6a)"),
    examples: [
      ClaimExample(
        "the identity and 1000 times it", .counterexample,
        ClaimInstance(matrices: [
          Permutation(identity: 2).matrix, 1000 * Permutation(identity: 2).matrix,
        ]))
    ],
    tests: ["FalseStatementTests.theQuadraticPenaltyOffThePolytope"],
    on: .pair(.real) { a, b in
      .atMost(
        RadicalSum((a.sum(of: .square) - b.sum(of: .square)).magnitude),
        RadicalSum(1000 * a.l1Distance(to: b)), "Q changes by more than 1000 |A - B|_1")
    })

  /// T6e, second part.
  static let quadraticIsNonnegative = Claim(
    "T6e-sign", assuming: "M >= 0, Q(M) = N - |M|_F^2", "Q(M) >= 0",
    comparing: "0 against Q(M)",
    .isFalse("T6e: Q is no penalty off the doubly stochastic matrices, where P >= 0 still holds"),
    examples: [ClaimExample("twice the identity", .counterexample, [[2, 0], [0, 2]])],
    tests: ["FalseStatementTests.theQuadraticPenaltyOffThePolytope"],
    on: .matrix(.nonnegative) { facts in
      .atMost(0, RadicalSum(facts.quadraticPenalty), "Q is negative")
    })
}

import Birkhoff
import Claims
import Exact

/// L1 to L6: lemmas on one line, and on assignment.
extension Theorems {
  static let lines: [Claim] = [
    l1, l2Lower, l2Upper, l3Monotone, l3Lipschitz, l3Euclidean, l4, l5, l6,
  ]

  /// L1, row by row.
  package static let l1 = Claim(
    "L1", assuming: "x a row of a real M",
    "gap(x) = |x|_1 - |x|_2 >= 0, and gap(x) = 0 iff x has at most one nonzero entry",
    comparing: "0 against gap(x)", .provedInProofs(["L1_gap_zero_iff"]),
    tests: ["LemmaTests.lemmasHoldOnSmallMatrices"],
    on: .matrix(.real) { facts in
      .tightest(
        (0..<facts.order).map { i in
          let nonzero = (0..<facts.order).count { facts.matrix[i, $0].sign != 0 }
          return .below(
            0, facts.rowGap(i), unless: nonzero <= 1,
            "the gap of row \(i) is not positive exactly when two entries are nonzero")
        })
    })

  /// L2, lower side.
  static let l2Lower = Claim(
    "L2-lower", assuming: "x a row of M >= 0, m its largest entry",
    "(2 - sqrt 2)(|x|_1 - m) <= gap(x), equal iff x has at most one nonzero entry, or two equal ones",
    comparing: "(2 - sqrt 2)(|x|_1 - m) against gap(x)",
    .provedInProofs(["L2_gap_sandwich", "L2_lower_equality"]),
    examples: [ClaimExample("two equal entries", .equality, halfBlock)],
    tests: ["LemmaTests.lemmasHoldOnSmallMatrices"],
    on: .matrix(.nonnegative) { facts in
      .tightest(
        (0..<facts.order).map { i in
          let nonzero = (0..<facts.order).map { facts.matrix[i, $0] }.filter { $0.sign != 0 }
          let isTight = nonzero.count <= 1 || nonzero.count == 2 && nonzero[0] == nonzero[1]
          return .below(
            (facts.rowMagnitudes[i] - facts.rowMaxima[i]) * RadicalSum.sharpConstant,
            facts.rowGap(i), unless: isTight, "the lower side of L2 fails in row \(i)")
        })
    })

  /// L2, upper side.
  static let l2Upper = Claim(
    "L2-upper", assuming: "x a row of M >= 0, m its largest entry",
    "gap(x) <= |x|_1 - m, equal iff x has at most one nonzero entry",
    comparing: "gap(x) against |x|_1 - m",
    .provedInProofs(["L2_gap_sandwich", "L2_upper_equality"]),
    examples: [
      ClaimExample(
        "a small second entry", .nearEquality(Rational(99, 100)), [[1, Rational(1, 100)], [0, 1]])
    ],
    tests: ["LemmaTests.lemmasHoldOnSmallMatrices"],
    on: .matrix(.nonnegative) { facts in
      .tightest(
        (0..<facts.order).map { i in
          let nonzero = (0..<facts.order).count { facts.matrix[i, $0].sign != 0 }
          return .below(
            facts.rowGap(i), RadicalSum(facts.rowMagnitudes[i] - facts.rowMaxima[i]),
            unless: nonzero <= 1, "the upper side of L2 fails in row \(i)")
        })
    })

  /// L3, monotony.
  static let l3Monotone = Claim(
    "L3-monotone", assuming: "x, y rows with |x_k| <= |y_k| for all k", "gap(x) <= gap(y)",
    comparing: "gap(x) against gap(y)", .provedInProofs(["L3_gap_monotone"]),
    examples: [
      ClaimExample(
        "a row with itself", .equality,
        ClaimInstance(matrices: [RationalMatrix(halfBlock), RationalMatrix(halfBlock)]))
    ],
    tests: ["LemmaTests.lemmasHoldOnSmallMatrices"],
    on: .pair(.dominated) { a, b in
      .tightest(
        zip(MatrixFacts(a).rowGaps, MatrixFacts(b).rowGaps).enumerated().map {
          .atMost($1.0, $1.1, "the gap of row \($0) is not monotone")
        })
    })

  /// L3, in l1.
  static let l3Lipschitz = Claim(
    "L3-l1", assuming: "x, y rows of real A, B", "|gap(x) - gap(y)| <= |x - y|_1",
    comparing: "|gap(x) - gap(y)| against |x - y|_1", .provedInProofs(["L3_gap_lipschitz"]),
    examples: [
      ClaimExample(
        "a small second entry", .nearEquality(Rational(99, 100)),
        ClaimInstance(matrices: [
          RationalMatrix([[1, 0], [0, 1]]), RationalMatrix([[1, Rational(1, 100)], [0, 1]]),
        ]))
    ],
    tests: ["LemmaTests.lemmasHoldOnSmallMatrices"],
    on: .pair(.real) { a, b in
      let changes = (a - b).rowSums(of: .magnitude)
      return .tightest(
        zip(MatrixFacts(a).rowGaps, MatrixFacts(b).rowGaps).enumerated().map { i, gaps in
          .atMost((gaps.0 - gaps.1).magnitude, RadicalSum(changes[i]), "L3 fails in row \(i)")
        })
    })

  /// L3, in l2.
  static let l3Euclidean = Claim(
    "L3-l2", assuming: "x, y rows of n entries of real A, B",
    "|gap(x) - gap(y)| <= sqrt(n - 1) |x - y|_2",
    comparing: "|gap(x) - gap(y)| against sqrt(n - 1) |x - y|_2",
    .provedInProofs(["L3_gap_lipschitz_l2"]),
    examples: [
      ClaimExample(
        "a small second entry", .nearEquality(Rational(99, 100)),
        ClaimInstance(matrices: [
          RationalMatrix([[1, 0], [0, 1]]), RationalMatrix([[1, Rational(1, 100)], [0, 1]]),
        ]))
    ],
    tests: ["LemmaTests.lemmasHoldOnSmallMatrices"],
    on: .pair(.real) { a, b in
      let changes = (a - b).rowSums(of: .square)
      let factor = Rational(a.order - 1)
      return .tightest(
        zip(MatrixFacts(a).rowGaps, MatrixFacts(b).rowGaps).enumerated().map { i, gaps in
          .atMost((gaps.0 - gaps.1).magnitude, .root(factor * changes[i]), "L3 fails in row \(i)")
        })
    })

  /// L4: assignment bounds the product with every doubly stochastic matrix.
  static let l4 = Claim(
    "L4", assuming: "A real, B doubly stochastic, pi an optimal assignment of A",
    "<A, B> <= <A, P_pi>", comparing: "<A, B> against <A, P_pi>",
    .provedInProofs(["L4_assignment_duality", "L4_nonnegative_potentials"]),
    examples: [
      ClaimExample(
        "a matrix with two optimal assignments and their mean", .equality,
        ClaimInstance(matrices: [
          RationalMatrix([[1, 1], [1, 1]]), RationalMatrix(halfBlock),
        ]))
    ],
    tests: ["LemmaTests.lemmasHoldOnSmallMatrices"],
    on: .pair(.realAndDoublyStochastic) { a, b in
      .atMost(
        RadicalSum(innerProduct(a, b)), RadicalSum(Assignment(maximising: a).value),
        "a doubly stochastic matrix does better than every permutation")
    })

  /// L5, the theorem of Marcus and Ree (1959, doi 10.1093/qmath/10.1.296).
  static let l5 = Claim(
    "L5", assuming: "M doubly stochastic", "|M|_F^2 <= a(M), the value of an optimal assignment",
    comparing: "|M|_F^2 against a(M)", .provedInProofs(["L5_marcus_ree"]),
    examples: [
      ClaimExample("the uniform matrix", .equality, halfBlock),
      ClaimExample("a permutation", .equality, [[0, 1], [1, 0]]),
    ],
    tests: ["LemmaTests.lemmasHoldOnSmallMatrices"],
    on: .matrix(.doublyStochastic) { facts in
      .atMost(
        RadicalSum(facts.squareSum), RadicalSum(facts.largestPermutationSum),
        "a(M) is below the sum of squares")
    })

  /// L6: completion to a doubly stochastic matrix.
  static let l6 = Claim(
    "L6", assuming: "M >= 0 with all row and column sums at most 1",
    "adding (1 - row sum)(1 - column sum)/(N - sum) to the entries makes M doubly stochastic",
    comparing: "line sums against 1",
    .provedInProofs(["L6_completion", "L6_completion_formula"]),
    tests: ["LemmaTests.lemmasHoldOnSmallMatrices"],
    on: .matrix(.nonnegative) { facts in
      let sums = facts.defects.rowSums + facts.defects.columnSums
      guard sums.allSatisfy({ $0 <= 1 }) else { return .inapplicable }
      let completed = ExactProjection.doublyStochastic(facts.matrix)
      let isAbove = (0..<facts.order).allSatisfy { i in
        (0..<facts.order).allSatisfy { facts.matrix[i, $0] <= completed[i, $0] }
      }
      return .asserts(
        isAbove && StochasticDefects(completed).isDoublyStochastic,
        "the completion is not a doubly stochastic matrix above M")
    })

  private static func innerProduct(_ a: RationalMatrix, _ b: RationalMatrix) -> Rational {
    var total = Rational()
    for i in 0..<a.rowCount {
      for j in 0..<a.columnCount { total.addProduct(a[i, j], b[i, j]) }
    }
    return total
  }

  /// [[1/2, 1/2], [1/2, 1/2]], where L2, T2* and T4 are sharp.
  static let halfBlock: [[Rational]] = [
    [Rational(1, 2), Rational(1, 2)], [Rational(1, 2), Rational(1, 2)],
  ]
}

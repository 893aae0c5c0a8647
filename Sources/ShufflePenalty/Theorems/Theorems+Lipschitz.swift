import Birkhoff
import Claims
import Exact

/// T6a to T6f: how fast the penalty changes. T6g is in Theorems+Subdifferential.swift.
extension Theorems {
  static let lipschitz: [Claim] = [
    t6a, t6b, t6c, t6d, t6e, t6fHomogeneous, t6fMonotone, t6fThreshold, t6gDerivative, t6gClarke,
    t6gAtZero,
  ]

  /// T6a: each line's gap changes by at most its entries' change, and an entry is in two lines.
  package static let t6a = Claim(
    "T6a", assuming: "A, B real", "|P(A) - P(B)| <= 2 |A - B|_1",
    comparing: "|P(A) - P(B)| against 2 |A - B|_1",
    .provedInProofs(["T6a_lipschitz", "T6a_constant_sharp"]),
    examples: [
      ClaimExample(
        "a small entry in occupied lines", .nearEquality(Rational(99, 100)),
        ClaimInstance(matrices: [
          RationalMatrix([[1, 0], [0, 1]]), RationalMatrix([[1, Rational(1, 100)], [0, 1]]),
        ]))
    ],
    tests: ["ClaimTests.plantedClaimsAreRefutedByTheirSharpInstances"],
    on: .pair(.real) { decideLipschitz($0, $1, constant: 2) })

  /// Decides |P(A) - P(B)| <= constant |A - B|_1.
  static func decideLipschitz(
    _ a: RationalMatrix, _ b: RationalMatrix, constant: RadicalSum
  ) -> ClaimDecision {
    let change = (Penalty.value(a) - Penalty.value(b)).magnitude
    return .atMost(
      change, a.l1Distance(to: b) * constant,
      "P changes by more than the constant times the distance")
  }

  /// T6b: reached near the identity by equal small entries elsewhere.
  static let t6b = Claim(
    "T6b", assuming: "A, B real", "|P(A) - P(B)| <= 2 sqrt(N(N - 1)) |A - B|_F",
    comparing: "|P(A) - P(B)| against 2 sqrt(N(N - 1)) |A - B|_F",
    .provedInProofs(["T6b_frobenius", "T6b_constant_sharp"]),
    examples: [
      ClaimExample(
        "the identity and equal small entries elsewhere", .nearEquality(Rational(99, 100)),
        nextToTheIdentity { $0 == $1 ? 1 : Rational(1, 100) })
    ],
    tests: ["LipschitzClaimTests.constantsAreReached"],
    on: .pair(.real) { a, b in
      let n = Rational(a.order)
      return decideEuclidean(a, b, squaredConstant: 4 * n * (n - 1))
    })

  /// T6c: half the constant of T6a once line sums are fixed.
  static let t6c = Claim(
    "T6c", assuming: "A, B >= 0 with the same row sums and the same column sums",
    "|P(A) - P(B)| <= |A - B|_1", comparing: "|P(A) - P(B)| against |A - B|_1",
    .provedOnPaper,
    examples: [
      ClaimExample(
        "a permutation and one nearby", .nearEquality(Rational(99, 100)),
        nextToTheIdentity { $0 == $1 ? Rational(199, 200) : Rational(1, 200) })
    ],
    tests: ["LipschitzClaimTests.constantsAreReached"],
    on: .pair(.equalLineSums) { decideLipschitz($0, $1, constant: 1) })

  /// T6d: T6b's constant without a root of N, since line sums are kept.
  static let t6d = Claim(
    "T6d", assuming: "A, B doubly stochastic", "|P(A) - P(B)| <= 2 sqrt(N - 1) |A - B|_F",
    comparing: "|P(A) - P(B)| against 2 sqrt(N - 1) |A - B|_F",
    .provedInProofs(["T6d_frobenius_ds", "T6d_constant_sharp"]),
    examples: [
      ClaimExample(
        "a permutation and a step towards the matrix of all 1/N", .nearEquality(Rational(99, 100)),
        nextToTheIdentity { $0 == $1 ? Rational(199, 200) : Rational(1, 200) })
    ],
    tests: ["LipschitzClaimTests.constantsAreReached"],
    on: .pair(.doublyStochastic) { a, b in
      decideEuclidean(a, b, squaredConstant: 4 * Rational(a.order - 1))
    })

  /// Decides |P(A) - P(B)| <= sqrt(squaredConstant) |A - B|_F.
  static func decideEuclidean(
    _ a: RationalMatrix, _ b: RationalMatrix, squaredConstant: Rational
  ) -> ClaimDecision {
    let change = (Penalty.value(a) - Penalty.value(b)).magnitude
    return .atMost(
      change, .root(squaredConstant * (a - b).sum(of: .square)),
      "P changes by more than the constant times the Frobenius distance")
  }

  /// T6e, its true part: Q on doubly stochastic matrices.
  static let t6e = Claim(
    "T6e", assuming: "A, B doubly stochastic, Q(M) = N - |M|_F^2", "|Q(A) - Q(B)| <= |A - B|_1",
    comparing: "|Q(A) - Q(B)| against |A - B|_1", .provedInProofs(["T6e_quadratic_lipschitz_ds"]),
    examples: [
      ClaimExample(
        "a permutation and one nearby", .nearEquality(Rational(99, 100)),
        nextToTheIdentity { $0 == $1 ? Rational(199, 200) : Rational(1, 200) })
    ],
    tests: ["LipschitzClaimTests.constantsAreReached"],
    on: .pair(.doublyStochastic) { decideQuadraticLipschitz($0, $1, constant: 1) })

  /// Decides |Q(A) - Q(B)| <= constant |A - B|_1.
  static func decideQuadraticLipschitz(
    _ a: RationalMatrix, _ b: RationalMatrix, constant: Rational
  ) -> ClaimDecision {
    .atMost(
      RadicalSum((a.sum(of: .square) - b.sum(of: .square)).magnitude),
      RadicalSum(constant * a.l1Distance(to: b)), "Q changes by more than the distance")
  }

  /// T6f, homogeneity, line by line: |t x|_1 = |t| |x|_1 and |t x|_2^2 = t^2 |x|_2^2.
  static let t6fHomogeneous = Claim(
    "T6f-homogeneous", assuming: "M real, t one of -5/3, 0, 2/7", "P(tM) = |t| P(M)",
    comparing: "P(tM) against |t| P(M)", .provedInProofs(["T6f_homogeneous"]),
    tests: ["LipschitzClaimTests.scalingAndThresholds"],
    on: .matrix(.real) { facts in
      let factors = [Rational(-5, 3), 0, Rational(2, 7)]
      return .tightest(
        factors.map { t in
          let scaled = MatrixFacts(t * facts.matrix)
          let isScaled =
            scaled.rowMagnitudes == facts.rowMagnitudes.map { t.magnitude * $0 }
            && scaled.columnMagnitudes == facts.columnMagnitudes.map { t.magnitude * $0 }
            && scaled.rowSquares == facts.rowSquares.map { t.squared * $0 }
            && scaled.columnSquares == facts.columnSquares.map { t.squared * $0 }
          return .asserts(
            isScaled, "P is not homogeneous", scaled.penalty, t.magnitude * facts.penalty)
        })
    })

  /// T6f, monotony.
  static let t6fMonotone = Claim(
    "T6f-monotone", assuming: "A, B real with |A_ij| <= |B_ij| for all i, j", "P(A) <= P(B)",
    comparing: "P(A) against P(B)", .provedInProofs(["T6f_monotone"]),
    examples: [
      ClaimExample(
        "signs changed", .equality,
        ClaimInstance(matrices: [
          RationalMatrix([[1, -2], [3, 0]]), RationalMatrix([[1, 2], [3, 0]]),
        ])
      )
    ],
    tests: ["LipschitzClaimTests.scalingAndThresholds"],
    on: .pair(.dominated) { a, b in
      .atMost(Penalty.value(a), Penalty.value(b), "P is not monotone")
    })

  /// T6f, thresholding.
  static let t6fThreshold = Claim(
    "T6f-threshold",
    assuming: "M real, tau one of 2^-10, 1/4, 1/2, 1 and the largest |M_ij|, T(M) the matrix with "
      + "all |M_ij| < tau set to 0",
    "P(T(M)) <= P(M)", comparing: "P(T(M)) against P(M)", .provedInProofs(["T6f_threshold"]),
    examples: [ClaimExample("nothing below the threshold", .equality, [[1, -1], [1, 1]])],
    tests: ["LipschitzClaimTests.scalingAndThresholds"],
    on: .matrix(.real) { facts in
      var largest = Rational()
      for x in facts.matrix.rows.joined() { largest = max(largest, x.magnitude) }
      let thresholds = [
        Rational.powerOfTwo(-10), Rational(1, 4), Rational(1, 2), Rational(1), largest,
      ]
      return .tightest(
        thresholds.map { tau in
          let kept = RationalMatrix(rows: facts.order, columns: facts.order) { i, j in
            facts.matrix[i, j].magnitude < tau ? 0 : facts.matrix[i, j]
          }
          return .atMost(Penalty.value(kept), facts.penalty, "P grows when entries vanish")
        })
    })

  /// The identity of order 2 and another matrix.
  static func nextToTheIdentity(_ entry: (Int, Int) -> Rational) -> ClaimInstance {
    ClaimInstance(matrices: [
      Permutation(identity: 2).matrix, RationalMatrix(rows: 2, columns: 2, entry),
    ])
  }
}

import Birkhoff
import Claims
import Exact

/// T11: what else the penalty bounds, and bounds it.
extension Theorems {
  static let further: [Claim] = [
    t11a, t11b, t11cLower, t11cUpper, t11dLower, t11dUpper, t11eLower, t11eUpper, t11f,
  ]

  /// T11a, for all tau at once: between two neighbouring values of min(M_ij, 1 - M_ij) the count is
  /// constant and tau(1 - tau) grows, so the values themselves decide.
  static let t11a = Claim(
    "T11a", assuming: "M doubly stochastic, 0 < tau <= 1/2, c(tau) entries in [tau, 1 - tau]",
    "c(tau) tau(1 - tau) <= N - |M|_F^2 <= P(M)",
    comparing: "the largest c(tau) tau(1 - tau) against P(M)",
    .provedInProofs(["T11a_undecided_entries"]),
    examples: [
      ClaimExample(
        "next to a permutation", .nearEquality(Rational(98, 100)),
        [[Rational(99, 100), Rational(1, 100)], [Rational(1, 100), Rational(99, 100)]])
    ],
    tests: ["FurtherClaimTests.countsOfFractionalEntries"],
    on: .matrix(.doublyStochastic) { facts in
      let largest = largestFractionalCount(facts.matrix)
      guard largest <= facts.quadraticPenalty else {
        return .atMost(
          RadicalSum(largest), RadicalSum(facts.quadraticPenalty), "N - |M|_F^2 is below the count")
      }
      return .atMost(RadicalSum(largest), facts.penalty, "P is below the count")
    })

  /// The largest c(tau) tau(1 - tau) over 0 < tau <= 1/2.
  static func largestFractionalCount(_ matrix: RationalMatrix) -> Rational {
    let depths = matrix.rows.joined().map { min($0, 1 - $0) }.filter { $0.sign > 0 }
    var largest = Rational()
    for (k, depth) in depths.sorted(by: >).enumerated() {
      largest = max(largest, Rational(k + 1) * depth * (1 - depth))
    }
    return largest
  }

  /// T11b.
  static let t11b = Claim(
    "T11b", assuming: "M doubly stochastic, Ent(M) = -sum M_ij log M_ij, Q(M) = N - |M|_F^2",
    "(1 + 1/sqrt N) P(M)/2 <= Q(M) <= Ent(M), with Q(M) = Ent(M) iff M is a permutation",
    comparing: "(1 + 1/sqrt N) P/2 against Q, Q against a lower bound of Ent", .provedOnPaper,
    examples: [ClaimExample("a half block", .equality, halfBlock)],
    tests: ["FurtherClaimTests.entropies"],
    on: .matrix(.doublyStochastic) { facts in
      let quadratic = RadicalSum(facts.quadraticPenalty)
      let factor: RadicalSum = 1 + .root(Rational(1, facts.order))
      let roots = ClaimDecision.atMost(
        Rational(1, 2) * factor * facts.penalty, quadratic, "Q is below (1 + 1/sqrt N) P/2")
      // For a permutation all terms are 0, and there is nothing to compare.
      guard facts.distance.sign > 0 else { return roots }
      let (sign, entropy) = Entropy.comparison(facts.matrix, to: quadratic)
      return .tightest([
        roots, .asserts(sign > 0, "Ent is not above Q", quadratic, RadicalSum(entropy.lower)),
      ])
    })

  /// T11c, left side: each row with |x|_2 = t has 1 - t <= 1/t - 1.
  static let t11cLower = Claim(
    "T11c-lower", assuming: "M >= 0 with row sums 1, x a row", "gap(x) <= 1/|x|_2 - 1",
    comparing: "gap(x) against 1/|x|_2 - 1", .provedInProofs(["T11c_ratio"]),
    examples: [ClaimExample("a permutation", .equality, [[0, 1], [1, 0]])],
    tests: ["FurtherClaimTests.ratiosOfNorms"],
    on: .matrix(.rowStochastic) { facts in
      .tightest(
        facts.rowSquares.enumerated().map { i, square in
          .atMost(
            facts.rowGap(i), inverseNorm(square) - 1, "the ratio is below the gap in row \(i)")
        })
    })

  /// T11c, right side.
  static let t11cUpper = Claim(
    "T11c-upper", assuming: "M >= 0 with row sums 1, x a row", "1/|x|_2 - 1 <= sqrt N gap(x)",
    comparing: "1/|x|_2 - 1 against sqrt N gap(x)", .provedInProofs(["T11c_ratio"]),
    examples: [ClaimExample("a half block", .equality, halfBlock)],
    tests: ["FurtherClaimTests.ratiosOfNorms"],
    on: .matrix(.rowStochastic) { facts in
      .tightest(
        facts.rowSquares.enumerated().map { i, square in
          .atMost(
            inverseNorm(square) - 1, .root(Rational(facts.order)) * facts.rowGap(i),
            "the ratio is above sqrt N times the gap in row \(i)")
        })
    })

  /// 1/sqrt(square) = sqrt(square)/square.
  private static func inverseNorm(_ square: Rational) -> RadicalSum {
    .root(square, times: 1 / square)
  }

  /// T11d, lower side.
  static let t11dLower = Claim(
    "T11d-lower", assuming: "M >= 0 with row sums 1, D = sum (1 - largest entry of row i)",
    "(2 - sqrt 2) D <= Prow(M)", comparing: "(2 - sqrt 2) D against Prow",
    .provedInProofs(["T11d_row_stochastic"]),
    examples: [ClaimExample("a half block", .equality, halfBlock)],
    tests: ["FurtherClaimTests.rowsAlone"],
    on: .matrix(.rowStochastic) { facts in
      .atMost(
        facts.rowMaximaDeficit * RadicalSum.sharpConstant, facts.rowPenalty,
        "Prow is below (2 - sqrt 2) D")
    })

  /// T11d, upper side, with the distance to the matrices with one-hot rows, which is on paper only.
  static let t11dUpper = Claim(
    "T11d-upper", assuming: "M >= 0 with row sums 1, D = sum (1 - largest entry of row i)",
    "Prow(M) <= D, and 2 D is the l1 distance to the nearest matrix with one-hot rows",
    comparing: "Prow against D", .provedInProofs(["T11d_row_stochastic"]),
    examples: [
      ClaimExample(
        "a small second entry", .nearEquality(Rational(99, 100)),
        [[Rational(99, 100), Rational(1, 100)], [0, 1]])
    ],
    tests: ["FurtherClaimTests.rowsAlone"],
    on: .matrix(.rowStochastic) { facts in
      // |r - e_j|_1 = |r|_1 - |r_j| + |r_j - 1|, the least over j row by row.
      let nearest = (0..<facts.order).reduce(Rational()) { total, i in
        let distances = (0..<facts.order).map { j in
          facts.rowMagnitudes[i] - facts.matrix[i, j] + (facts.matrix[i, j] - 1).magnitude
        }
        return total + (distances.min() ?? 0)
      }
      guard nearest == 2 * facts.rowMaximaDeficit else {
        return .asserts(false, "2 D is not the distance to one-hot rows")
      }
      return .atMost(facts.rowPenalty, RadicalSum(facts.rowMaximaDeficit), "Prow exceeds D")
    })

  /// T11e, lower side, with the sharp constant of T2*.
  ///
  /// The proof of T2* by rows works for rectangles: the dual of the largest injection has u, v with
  /// u_i + v_j >= M_ij, v >= 0 and v_j = 0 at free columns, so u >= 0 as well when there is one;
  /// capped potentials y <= v and column sums of at most 1 give sum Q_i <= sum u + sum v, and the
  /// rows are treated as there. Without free columns all columns sum to 1, which is T2* itself.
  static let t11eLower = Claim(
    "T11e-lower",
    assuming: "M >= 0 with m rows of sum 1, the others zero, column sums at most 1, and "
      + "d1 = 2(m - the largest sum of entries over injections of those rows)",
    "d1 <= (2 + sqrt 2) Prow(M)", comparing: "d1 against (2 + sqrt 2) Prow",
    .provedInProofs(["T11e_lower_sharp"]),
    examples: [
      ClaimExample("one half row", .equality, [[Rational(1, 2), Rational(1, 2)], [0, 0]]),
      ClaimExample("a half block", .equality, halfBlock),
    ],
    tests: ["FurtherClaimTests.rectangles"],
    on: .matrix(.rectangular) { decideRectangularBound($0, factor: 2 + .root(2)) })

  /// Decides d1 <= factor Prow for rectangles.
  static func decideRectangularBound(_ facts: MatrixFacts, factor: RadicalSum) -> ClaimDecision {
    .atMost(
      RadicalSum(facts.injectionDistance), factor * facts.rowPenalty,
      "d1 exceeds its bound from the rows")
  }

  /// T11e, upper side; also that zero rows change neither P nor its rectangle's lines.
  static let t11eUpper = Claim(
    "T11e-upper", assuming: "M as in T11e-lower",
    "P(M) is P of the rectangle without the zero rows, and P(M) <= d1", comparing: "P against d1",
    .provedInProofs(["T11e_upper"]),
    examples: [
      ClaimExample(
        "two rows of three columns, next to an injection", .nearEquality(Rational(99, 100)),
        [
          [Rational(199, 200), Rational(1, 200), 0], [Rational(1, 200), Rational(199, 200), 0],
          [0, 0, 0],
        ])
    ],
    tests: ["FurtherClaimTests.rectangles"],
    on: .matrix(.rectangular) { facts in
      let rows = facts.matrix.rows.filter { $0.contains { $0.sign != 0 } }
      let rectangle = RationalMatrix(rows: rows.count, columns: facts.order) { rows[$0][$1] }
      guard Penalty.value(rectangle) == facts.penalty else {
        return .asserts(false, "zero rows change P")
      }
      return .atMost(facts.penalty, RadicalSum(facts.injectionDistance), "P exceeds d1")
    })

  /// T11f.
  static let t11f = Claim(
    "T11f", assuming: "A, B >= 0, M their direct sum",
    "P, d1, dF^2 and Q of M are the sums of those of A and B",
    comparing: "P(M) against P(A) + P(B)",
    .provedInProofs(["T11f_penalty", "T11f_quadratic", "T11f_distance", "T11f_frobenius"]),
    examples: [
      ClaimExample(
        "two blocks", .equality,
        ClaimInstance(matrices: [RationalMatrix(halfBlock), RationalMatrix([[0, 1], [1, 0]])]))
    ],
    tests: ["FurtherClaimTests.directSums"],
    on: .pair(.nonnegative) { a, b in
      let n = a.order
      let sum = RationalMatrix(rows: 2 * n, columns: 2 * n) { i, j in
        if i < n, j < n { return a[i, j] }
        return i >= n && j >= n ? b[i - n, j - n] : 0
      }
      let (first, second, whole) = (MatrixFacts(a), MatrixFacts(b), MatrixFacts(sum))
      let isSum =
        whole.distance == first.distance + second.distance
        && frobeniusDistance(whole) == frobeniusDistance(first) + frobeniusDistance(second)
        && whole.quadraticPenalty == first.quadraticPenalty + second.quadraticPenalty
      let parts = first.penalty + second.penalty
      return .asserts(
        isSum && whole.penalty == parts, "a quantity does not add", whole.penalty, parts)
    })

  /// dF^2 = |M|_F^2 + N - 2 a(M) for entries of any size.
  private static func frobeniusDistance(_ facts: MatrixFacts) -> Rational {
    facts.squareSum + Rational(facts.order) - 2 * Assignment(maximising: facts.matrix).value
  }
}

extension MatrixFacts {
  /// 2(m - the largest sum of entries over injections) for a matrix of the class `rectangular` with
  /// m rows that are not zero: zero rows add nothing to any assignment.
  var injectionDistance: Rational {
    2 * (defects.total - largestPermutationSum)
  }
}

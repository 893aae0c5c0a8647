import Claims
import Exact

/// T6g: derivatives of the gap of one line.
///
/// For x != 0 the derivative of gap at x in direction d is
///
///     gap'(x; d) = sum over x_k != 0 of sgn(x_k) d_k + sum over x_k = 0 of |d_k| - <x, d>/|x|_2,
///
/// so gap is differentiable at x iff no x_k is 0; gap'(0; d) = gap(d). The Clarke subdifferential
/// at 0 is {c : |c_k| <= 1, sum |c_k| <= n - 1}, whose support function is |d|_1 - min |d_k|.
/// Decided here are the derivative (through bounds for finite steps that squeeze it), that every
/// derivative lies below that support function, and that gradients near 0 reach it up to a factor 1
/// - 2^-20. That a closed convex set is determined by its support function, and that Clarke's set
/// is the closed convex hull of limits of gradients, is not decided: it is the definition and
/// general theory.
extension Theorems {
  /// T6g, the derivative away from 0.
  ///
  /// For steps t d that change no sign, |x + t d|_1 is linear in t, and |x + t d|_2 lies between
  /// its tangent and the parabola t^2 |d|^2/(2 |x|) above it.
  static let t6gDerivative = Claim(
    "T6g-derivative",
    assuming: "x != 0 a row of A, d that of B, t <= 1 the largest step that changes no sign of x",
    "0 <= gap(x) + t gap'(x; d) - gap(x + t d) <= t^2 |d|_2^2/(2 |x|_2), also for 2^-20 t",
    comparing: "gap(x) + t gap'(x; d) - gap(x + t d) against t^2 |d|_2^2/(2 |x|_2)", .provedOnPaper,
    examples: [
      ClaimExample(
        "small steps across", .nearEquality(Rational(99, 100)),
        ClaimInstance(matrices: [
          RationalMatrix([[1, 0], [0, 1]]),
          RationalMatrix([[0, Rational(1, 100)], [Rational(1, 100), 0]]),
        ]))
    ],
    tests: ["SubdifferentialClaimTests.derivativesByHand"],
    on: .pair(.real) { a, b in
      .tightest(
        zip(a.rows, b.rows).flatMap { x, d -> [ClaimDecision] in
          guard let t = largestStep(x, d) else { return [] }
          return decideDerivative(x, d, step: t)
            + decideDerivative(x, d, step: t * .powerOfTwo(-20))
        })
    })

  /// Decides both sides of T6g-derivative for one line and one step.
  private static func decideDerivative(
    _ x: [Rational], _ d: [Rational], step t: Rational
  ) -> [ClaimDecision] {
    let change = gap(zip(x, d).map { $0 + t * $1 }) - gap(x)
    let tangent = t * derivative(x, d)
    // t^2 |d|^2 / (2 |x|), with 1/|x| = |x| / |x|^2.
    let square = x.reduce(0) { $0 + $1.squared }
    let curvature = RadicalSum.root(
      square, times: t.squared * d.reduce(0) { $0 + $1.squared } / (2 * square))
    return [
      .atMost(0, tangent - change, "gap grows faster than its derivative says"),
      .atMost(tangent - change, curvature, "gap falls below the parabola of its derivative"),
    ]
  }

  /// T6g, the derivatives away from 0 against Clarke's set at 0.
  static let t6gClarke = Claim(
    "T6g-clarke", assuming: "x a row of A, d that of B", "gap'(x; d) <= |d|_1 - min |d_k|",
    comparing: "gap'(x; d) against |d|_1 - min |d_k|", .provedOnPaper,
    examples: [
      ClaimExample(
        "one-hot rows in directions that are least there", .equality,
        ClaimInstance(matrices: [
          RationalMatrix([[1, 0], [0, 1]]), RationalMatrix([[1, -2], [3, 1]]),
        ])
      )
    ],
    tests: ["SubdifferentialClaimTests.derivativesByHand"],
    on: .pair(.real) { a, b in
      .tightest(
        zip(a.rows, b.rows).map { x, d in
          .atMost(
            derivative(x, d), RadicalSum(clarkeSupport(d)),
            "a derivative exceeds the support function at 0")
        })
    })

  /// T6g, gradients next to 0.
  ///
  /// Gradients do not change along rays to 0, so the gradients at all points without zeros are
  /// those next to 0. The one at a nearly one-hot point, large where |d_k| is least, nearly reaches
  /// the support function in direction d.
  static let t6gAtZero = Claim(
    "T6g-zero",
    assuming: "d a row of M, k with |d_k| least, x_k = sgn d_k and x_l = h sgn d_l, h = 2^-20 "
      + "(sgn 0 = 1), c the gradient of gap at x",
    "|c_l| <= 1, sum |c_l| <= n - 1 and (1 - h)(|d|_1 - |d_k|) <= <c, d> <= |d|_1 - |d_k|",
    comparing: "(1 - h)(|d|_1 - |d_k|) against <c, d>", .provedOnPaper,
    tests: ["SubdifferentialClaimTests.gradientsFillTheSetAtZero"],
    on: .matrix(.real) { facts in
      .tightest(
        (0..<facts.order).flatMap { i -> [ClaimDecision] in
          let d = (0..<facts.order).map { facts.matrix[i, $0] }
          let h = Rational.powerOfTwo(-20)
          guard let k = d.indices.min(by: { d[$0].magnitude < d[$1].magnitude }) else { return [] }
          let x = d.indices.map { ($0 == k ? 1 : h) * Rational(d[$0].sign < 0 ? -1 : 1) }
          let along = derivative(x, d)
          let support = clarkeSupport(d)
          // |c_l| = 1 - |x_l|/|x|_2 lies in [0, 1], and the sum is n - |x|_1/|x|_2.
          let size = RadicalSum(Rational(facts.order)) - slope(x)
          return [
            .atMost((1 - h) * RadicalSum(support), along, "no gradient reaches direction \(i)"),
            .atMost(along, RadicalSum(support), "a gradient exceeds the set in direction \(i)"),
            .atMost(size, RadicalSum(Rational(facts.order - 1)), "a gradient lies outside the set"),
          ]
        })
    })

  // MARK: One line

  /// gap(x).
  private static func gap(_ x: [Rational]) -> RadicalSum {
    RadicalSum(x.reduce(0) { $0 + $1.magnitude }) - .root(x.reduce(0) { $0 + $1.squared })
  }

  /// |x|_1/|x|_2 for x != 0.
  private static func slope(_ x: [Rational]) -> RadicalSum {
    let square = x.reduce(0) { $0 + $1.squared }
    return .root(square, times: x.reduce(0) { $0 + $1.magnitude } / square)
  }

  /// gap'(x; d).
  static func derivative(_ x: [Rational], _ d: [Rational]) -> RadicalSum {
    guard x.contains(where: { $0.sign != 0 }) else { return gap(d) }
    var linear = Rational()
    var product = Rational()
    for (x, d) in zip(x, d) {
      linear += x.sign == 0 ? d.magnitude : Rational(x.sign) * d
      product.addProduct(x, d)
    }
    let square = x.reduce(0) { $0 + $1.squared }
    return RadicalSum(linear) - .root(square, times: product / square)
  }

  /// The support function |d|_1 - min |d_k| of Clarke's set at 0.
  private static func clarkeSupport(_ d: [Rational]) -> Rational {
    d.reduce(0) { $0 + $1.magnitude } - (d.map(\.magnitude).min() ?? 0)
  }

  /// The largest t <= 1 for which x + t d has no entry of the sign opposite to that in x; nil for
  /// x = 0.
  private static func largestStep(_ x: [Rational], _ d: [Rational]) -> Rational? {
    guard x.contains(where: { $0.sign != 0 }) else { return nil }
    var step = Rational(1)
    for (x, d) in zip(x, d) where x.sign * d.sign < 0 { step = min(step, -x / d) }
    return step
  }
}

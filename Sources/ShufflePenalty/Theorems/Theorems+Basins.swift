import Birkhoff
import Claims
import Exact
import StepArithmetic

/// T9e: training ends at a permutation exactly, after finitely many steps; one step of each
/// theorem.
///
/// Gam is the least bound >= 0 with G_ij >= -Gam off pi and G_ij <= Gam on pi. Irrational constants
/// are replaced by rationals within 2^-90, on the side that makes the claim weaker.
extension Theorems {
  static let basins: [Claim] = [
    t9eAligned, t9ePlain, t9eScaling, t9eOffForce, t9eOnForce, t9eProduct, t9eProjection,
  ]

  /// T9e, A'.
  static let t9eAligned = Claim(
    "T9e-A'",
    assuming: "M doubly stochastic, all e_i = 1 - M_i,pi(i) at most e* < 1/2, so that the anchors "
      + "are pi, A = lambda h(e*) - Gam > 0 with h(e) = 2 - 2e/sqrt(e^2 + (1 - e)^2); any G on pi",
    "the step with the aligned exact repair ends doubly stochastic with e_i' <= max(0, e_i - eta A) "
      + "in every row, so at P_pi if all e_i <= eta A",
    comparing: "e_i' against max(0, e_i - eta A)",
    .provedInProofs([
      "T9e_aligned_step", "T9e_aligned_identification", "T9e_aligned_start",
      "T9e_aligned_rate_sharp",
    ]),
    examples: [
      ClaimExample(
        "a block with norms 5/7 and the worst gradient", .equality,
        DescentStep(
          matrix: Rational(1, 7) * RationalMatrix([[4, 3], [3, 4]]),
          gradient: RationalMatrix([[1, -1], [-1, 1]]), weight: 2, rate: Rational(1, 5)
        ).instance),
      ClaimExample(
        "a block whose off-mass grows because lambda = Gam/h - 1/100", .boundary,
        DescentStep(
          matrix: Rational(1, 7) * RationalMatrix([[4, 3], [3, 4]]),
          gradient: RationalMatrix([[1, -1], [-1, 1]]), weight: Rational(124, 100),
          rate: Rational(1, 5)
        ).instance),
    ],
    tests: [
      "BasinClaimTests.theAlignedRateIsExactOnABlock",
      "BasinClaimTests.alignedTrajectoriesEndAtThePermutationInTime",
    ],
    on: .step(.alignedBasin) { step in
      guard let aligned = doublyStochasticStep(step), 2 * aligned.largestDeficit < 1 else {
        return .inapplicable
      }
      let basin = AlignedBasin(radius: aligned.largestDeficit)
      // Nothing is needed of G on pi, and off pi the rounding of H helps.
      let speed = step.rate * (step.weight * basin.offForce - aligned.pullOff)
      guard speed.sign > 0 else { return .inapplicable }
      let next = aligned.step.result(.repair)
      guard StochasticDefects(next).isDoublyStochastic else {
        return .asserts(false, "the repair is not doubly stochastic")
      }
      return .tightest(
        aligned.deficits.enumerated().map { i, deficit in
          .atMost(
            RadicalSum(1 - next[i, i]), RadicalSum(max(0, deficit - speed)),
            "e_i falls by less than eta A in row \(i)")
        })
    })

  /// T9e, A0.
  static let t9ePlain = Claim(
    "T9e-A0",
    assuming: "M doubly stochastic, e_i = 1 - M_i,pi(i), e* = max(e_i, 2 eta (2 lambda - Gam)) <= "
      + "1/2, A = lambda h(e*) - Gam > 0, B = Gam + lambda (2 - 2(1 - e*)/sqrt(e*^2 + (1 - e*)^2)), "
      + "N B <= 2A, entries off pi at most eta A, e_i + eta B <= 2 eta A",
    "Z is zero off pi, and the plain exact repair has e_i' <= (1 - 1/N) max(1 - Z_i,pi(i))+, entries "
      + "off pi at most eta A and e_i' + eta B <= 2 eta A again",
    comparing: "e_i' against (1 - 1/N) max(1 - Z_i,pi(i))+", .provedOnPaper,
    examples: [
      ClaimExample(
        "the identity with a gradient that lowers all of it equally", .equality,
        DescentStep(
          matrix: RationalMatrix([[1, 0], [0, 1]]), gradient: RationalMatrix([[1, 0], [0, 1]]),
          weight: 3, rate: Rational(1, 100)
        ).instance),
      ClaimExample(
        "N B > 2A: deficits of the identity grow out of the basin", .boundary,
        DescentStep(
          matrix: RationalMatrix([[1, 0], [0, 1]]),
          gradient: Rational(6, 5) * RationalMatrix([[1, 0], [0, 1]]), weight: 1,
          rate: Rational(1, 1000)
        ).instance),
      ClaimExample(
        "entries above eta A survive the threshold", .boundary,
        DescentStep(
          matrix: Rational(1, 100) * RationalMatrix([[97, 3], [3, 97]]),
          gradient: RationalMatrix(rows: 2, columns: 2), weight: 1, rate: Rational(1, 100)
        ).instance),
    ],
    tests: ["BasinClaimTests.thePlainRepairKeepsItsSmallBasin"],
    on: .step(.plainBasin) { step in
      guard let aligned = doublyStochasticStep(step) else { return .inapplicable }
      let (n, bound) = (Rational(aligned.order), aligned.gradientBound)
      let radius = max(aligned.largestDeficit, 2 * step.rate * (2 * step.weight - bound))
      guard 2 * radius <= 1 else { return .inapplicable }
      let basin = AlignedBasin(radius: radius)
      let pull = step.rate * (step.weight * basin.offForce - bound)
      let push = step.rate * (bound + step.weight * basin.onForce)
      guard pull.sign > 0, n * push <= 2 * pull, aligned.largestOffEntry <= pull,
        aligned.largestDeficit + push <= 2 * pull
      else { return .inapplicable }
      let z = aligned.thresholded
      var isDiagonal = true
      aligned.eachOffEntry { i, j in if z[i, j].sign != 0 { isDiagonal = false } }
      guard isDiagonal else { return .asserts(false, "Z has an entry off the permutation") }
      let next = AlignedStep(
        DescentStep(
          matrix: ExactProjection.doublyStochastic(z), gradient: aligned.step.gradient,
          weight: step.weight, rate: step.rate))
      guard next.largestOffEntry <= pull, next.largestDeficit + push <= 2 * pull else {
        return .asserts(false, "the repaired matrix leaves the basin")
      }
      let deficit = (0..<aligned.order).map { max(0, 1 - z[$0, $0]) }.max() ?? 0
      return .atMost(
        RadicalSum(next.largestDeficit), RadicalSum((1 - 1 / n) * deficit),
        "e_i' exceeds (1 - 1/N) times the largest deficit of Z")
    })

  /// T9e, B.
  static let t9eScaling = Claim(
    "T9e-B",
    assuming: "M >= 0 with row sums 1, E = prod M_i,pi(i) >= 1/2, L = -log E, e* = 1 - E, "
      + "K = A - L B > 0, eta B < E, with A = lambda h_off - Gam, B = Gam + lambda h_on, "
      + "h_off = 2 - e*/sqrt(e*^2 + E^2) - e*/sqrt(1 + e*^2), h_on = phi(1/E - 1), plus phi(L) if "
      + "1/E > 1 + 1/sqrt 2, phi(z) = 1 - 1/sqrt(1 + z^2)",
    "with o_j the sum of column j off pi over its entry on pi: no line of Z is zero, o_j of Z is at "
      + "most max(0, o_j - eta K), prod S(M)_i,pi(i) >= E prod (1 + o_j)/(1 + max(0, o_j - eta K)), "
      + "S(M) = P_pi if all o_j <= eta K, and sum_j |c_j - 1| <= 2L",
    comparing: "E prod (1 + o_j)/(1 + max(0, o_j - eta K)) against prod S(M)_i,pi(i)",
    .provedInProofs([
      "T9e_scaling_gain", "T9e_scaling_identification", "T9e_scaling_three_quarters",
      "T9e_scaling_start", "T9e_scaling_step_size_sharp", "T9e_scaling_forces_sharp",
    ]),
    examples: [
      ClaimExample(
        "a doubly stochastic block captured at once", .equality,
        stepOnRows(
          [[Rational(9, 10), Rational(1, 10)], [Rational(1, 10), Rational(9, 10)]],
          rate: Rational(1, 10))),
      ClaimExample(
        "h_off attained", .nearEquality(Rational(22, 25)),
        stepOnRows([[Rational(12, 17), Rational(5, 17)], [0, 1]], rate: Rational(1, 10))),
      ClaimExample(
        "eta B = E leaves a zero column", .boundary,
        stepOnRows([[1, 0], [Rational(5, 17), Rational(12, 17)]], rate: Rational(52, 85))),
      ClaimExample(
        "lambda = 4/5 Gam lets the product fall", .boundary,
        stepOnRows(
          [[Rational(24, 31), Rational(7, 31)], [Rational(7, 31), Rational(24, 31)]],
          weight: Rational(4, 5), rate: Rational(1, 100))),
    ],
    tests: [
      "BasinClaimTests.scalingFailsJustOutsideItsHypotheses",
      "BasinClaimTests.scalingTrajectoriesEndAtThePermutationInTime",
    ],
    on: .step(.scalingBasin) { step in
      guard let (aligned, product) = rowStochasticStep(step),
        let basin = ScalingBasin(product: product)
      else { return .inapplicable }
      let bound = aligned.gradientBound
      let speed = step.rate * basin.rate(weight: step.weight, gradientBound: bound)
      let push = step.rate * basin.push(weight: step.weight, gradientBound: bound)
      guard speed.sign > 0, push < product else { return .inapplicable }
      return decideScaling(aligned, basin, speed)
    })

  /// The conclusions of Theorem B, with eta K as `speed`.
  private static func decideScaling(
    _ aligned: AlignedStep, _ basin: ScalingBasin, _ speed: Rational
  ) -> ClaimDecision {
    let z = aligned.thresholded
    let n = aligned.order
    guard (0..<n).allSatisfy({ z[$0, $0].sign > 0 }) else {
      return .asserts(false, "an entry on the permutation is removed")
    }
    let (before, after) = (columnOdds(aligned.matrix), columnOdds(z))
    let bounds = before.map { max(0, $0 - speed) }
    guard zip(after, bounds).allSatisfy({ $0 <= $1 }) else {
      return .asserts(false, "the odds of a column fall by less than eta K")
    }
    let next = ExactProjection.scaled(z)
    guard before.contains(where: { $0 > speed }) || next == aligned.target.matrix else {
      return .asserts(false, "the step does not end at the permutation")
    }
    guard defect(aligned.matrix.columnSums()) <= 2 * basin.logarithm else {
      return .asserts(false, "the column defects exceed 2L")
    }
    let growth = zip(before, bounds).reduce(Rational(1)) { $0 * (1 + $1.0) / (1 + $1.1) }
    return .atMost(
      RadicalSum(basin.product * growth), RadicalSum(diagonalProduct(next)),
      "the product on the permutation grows by too little")
  }

  /// The first force of T9e, B.
  static let t9eOffForce = Claim(
    "T9e-B-off",
    assuming: "M >= 0 with row sums 1, E = prod M_i,pi(i) >= 1/2, e* = 1 - E",
    "H_ij >= h_off = 2 - e*/sqrt(e*^2 + E^2) - e*/sqrt(1 + e*^2) off pi",
    comparing: "h_off against the least H_ij off pi", .provedOnPaper,
    examples: [
      ClaimExample(
        "one row off by e*", .equality,
        stepOnRows([[Rational(2, 3), Rational(1, 3)], [0, 1]], rate: 1))
    ],
    tests: ["BasinClaimTests.theForcesAreAttained"],
    on: .step(.scalingBasin) { step in
      guard let (aligned, product) = rowStochasticStep(step), 2 * product >= 1,
        aligned.order > 1
      else { return .inapplicable }
      let escape = (1 - product).squared
      var forces: [RadicalSum] = []
      aligned.eachOffEntry { i, j in forces.append(force(aligned.matrix, i, j)) }
      let least =
        2 - .root(escape / (escape + product.squared)) - .root(escape / (1 + escape))
      return .atMost(least, forces.min() ?? 2, "a force off the permutation is below h_off")
    })

  /// The second force of T9e, B, where it needs no logarithm.
  static let t9eOnForce = Claim(
    "T9e-B-on",
    assuming: "M >= 0 with row sums 1, E = prod M_i,pi(i), 1/E <= 1 + 1/sqrt 2",
    "H_ij <= h_on = 1 - 1/sqrt(1 + (1/E - 1)^2) on pi",
    comparing: "the largest H_ij on pi against h_on", .provedOnPaper,
    examples: [
      ClaimExample(
        "one row off by e*", .equality,
        stepOnRows([[1, 0], [Rational(1, 3), Rational(2, 3)]], rate: 1))
    ],
    tests: ["BasinClaimTests.theForcesAreAttained"],
    on: .step(.scalingBasin) { step in
      guard let (aligned, product) = rowStochasticStep(step), product.sign > 0 else {
        return .inapplicable
      }
      let odds = (1 / product - 1).squared
      guard 2 * odds <= 1 else { return .inapplicable }
      let forces = (0..<aligned.order).map { force(aligned.matrix, $0, $0) }
      return .atMost(
        forces.max() ?? 0, 1 - .root(1 / (1 + odds)), "a force on the permutation exceeds h_on")
    })

  /// T9e, B, what any number of further passes rest on.
  ///
  /// Scaling multiplies the product over every permutation by the same 1/(prod c_j prod rho_i),
  /// with c_j the column sums and rho_i the row sums after the columns are divided; both sum to N.
  static let t9eProduct = Claim(
    "T9e-B-product", assuming: "Z >= 0 with row sums 1 and no zero column",
    "scaling never lowers a product prod Z_i,pi(i)",
    comparing: "the factor 1 against prod c_j prod rho_i <= 1", .provedOnPaper,
    examples: [
      ClaimExample(
        "a doubly stochastic matrix", .equality,
        pureScaling([[Rational(1, 4), Rational(3, 4)], [Rational(3, 4), Rational(1, 4)]]))
    ],
    tests: ["BasinClaimTests.scalingRaisesEveryProduct"],
    on: .step(.scaling) { step in
      guard let z = rowStochasticThreshold(step) else { return .inapplicable }
      let sums = z.columnSums()
      let divided = RationalMatrix(rows: z.rowCount, columns: z.columnCount) {
        z[$0, $1] / sums[$1]
      }
      let factor = (sums + divided.rowSums()).reduce(Rational(1)) { $0 * $1 }
      guard diagonalProduct(ExactProjection.scaled(z)) * factor == diagonalProduct(z) else {
        return .asserts(false, "a product changes by another factor")
      }
      return .atMost(RadicalSum(factor), 1, "scaling lowers the products")
    })

  /// T9e, C.
  static let t9eProjection = Claim(
    "T9e-C",
    assuming: "M doubly stochastic, |M - P_pi|_F <= e* < 1/2, "
      + "A = 2 lambda (1 - 2e*)/sqrt(e*^2 + (1 - e*)^2) - 2 Gam > 0",
    "the Euclidean projection M' of M - eta (G + lambda H) on the doubly stochastic matrices has "
      + "|M' - P_pi|_F <= max(0, |M - P_pi|_F - eta A/sqrt 2)",
    comparing: "|M' - P_pi|_F + eta A/sqrt 2 against |M - P_pi|_F",
    .provedInProofs([
      "T9e_projection_identification", "T9e_projection_start", "T9e_projection_threshold",
    ]),
    examples: [
      ClaimExample(
        "at a permutation, with lambda below Gam", .boundary,
        stepOnRows([[1, 0], [0, 1]], weight: Rational(99, 100), rate: 1))
    ],
    tests: [
      "EuclideanProjectionTests.projectionsSatisfyTheirConditions",
      "BasinClaimTests.theProjectionNeedsTheWeightAboveTheGradient",
    ],
    on: .step(.projectionBasin) { step in
      guard let aligned = doublyStochasticStep(step) else { return .inapplicable }
      let target = aligned.target.matrix
      let square = (aligned.matrix - target).sum(of: .square)
      guard let basin = ProjectionBasin(squaredDistance: square) else { return .inapplicable }
      let speed =
        step.rate
        * basin.rate(weight: step.weight, gradientBound: aligned.gradientBound)
      guard speed.sign > 0 else { return .inapplicable }
      let moved = aligned.step.moved
      guard let projection = EuclideanProjection(of: moved), projection.isProjection(of: moved)
      else { return ClaimDecision(verdict: .undecided("the projection was not found exactly")) }
      if 2 * square <= speed.squared {
        return .asserts(
          projection.matrix == target, "the step does not end at the permutation",
          .root((projection.matrix - target).sum(of: .square)), 0)
      }
      return .atMost(
        .root((projection.matrix - target).sum(of: .square)) + .root(Rational(1, 2), times: speed),
        .root(square), "the distance falls by less than eta A/sqrt 2")
    })
}

/// What the claims about basins share.
extension Theorems {
  /// The step seen from pi, if M is doubly stochastic with all e_i at most 1/2.
  static func doublyStochasticStep(_ step: DescentStep) -> AlignedStep? {
    guard StochasticDefects(step.matrix).isDoublyStochastic else { return nil }
    let aligned = AlignedStep(step)
    return 2 * aligned.largestDeficit <= 1 ? aligned : nil
  }

  /// The step seen from pi and prod M_i,pi(i), if M is nonnegative with row sums 1.
  static func rowStochasticStep(_ step: DescentStep) -> (AlignedStep, product: Rational)? {
    guard MatrixClass.rowStochastic.contains(MatrixFacts(step.matrix)) else { return nil }
    let aligned = AlignedStep(step)
    return (aligned, diagonalProduct(aligned.matrix))
  }

  /// Z, if its rows sum to 1 and no column is zero.
  static func rowStochasticThreshold(_ step: DescentStep) -> RationalMatrix? {
    let z = step.thresholded
    let isRowStochastic = MatrixClass.rowStochastic.contains(MatrixFacts(z))
    return isRowStochastic && zeroLines(z.columnSums()).isEmpty ? z : nil
  }

  static func diagonalProduct(_ matrix: RationalMatrix) -> Rational {
    (0..<matrix.order).reduce(1) { $0 * matrix[$1, $1] }
  }

  /// The step on `rows` with the worst gradient for Gam = 1, by default with lambda = 2.
  static func stepOnRows(
    _ rows: [[Rational]], weight: Rational = 2, rate: Rational
  ) -> ClaimInstance {
    let matrix = RationalMatrix(rows)
    let gradient = RationalMatrix(rows: matrix.order, columns: matrix.order) { $0 == $1 ? 1 : -1 }
    return DescentStep(matrix: matrix, gradient: gradient, weight: weight, rate: rate).instance
  }

  /// sum_{i != j} M_ij / M_jj, column by column; the diagonal must be positive.
  private static func columnOdds(_ matrix: RationalMatrix) -> [Rational] {
    matrix.columnSums().enumerated().map { j, sum in sum / matrix[j, j] - 1 }
  }

  /// H_ij as a sum of roots, for a nonnegative matrix.
  private static func force(_ matrix: RationalMatrix, _ i: Int, _ j: Int) -> RadicalSum {
    let square = matrix[i, j].squared
    guard square.sign != 0 else { return 2 }
    let row = (0..<matrix.order).reduce(Rational()) { $0 + matrix[i, $1].squared }
    let column = (0..<matrix.order).reduce(Rational()) { $0 + matrix[$1, j].squared }
    return 2 - .root(square / row) - .root(square / column)
  }
}

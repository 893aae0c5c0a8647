import Birkhoff
import Claims
import Exact
import StepArithmetic

/// T9a-d: one step of projected descent, and the scaling or repair that ends it.
///
/// Z = max(M - eta (G + lambda H), 0); S(M) divides the columns of Z by their sums, then the rows
/// by theirs. All of it is computed by the functions that train (`StepArithmetic`), with rationals.
extension Theorems {
  static let trainingStep: [Claim] = [t9a, t9b, t9bSignZero, t9c, t9d, t9dTraining]

  /// T9a.
  static let t9a = Claim(
    "T9a",
    assuming: "Z >= 0 without zero lines, rho the row sums of Z after its columns are divided by "
      + "their sums",
    "after the rows are divided too, sum_j |c_j - 1| <= sum_i |rho_i - 1|, which is at most the sum "
      + "of all |line sum of Z - 1|, that is sum_j |column sum of Z - 1| if the rows of Z sum to 1",
    comparing: "sum_j |c_j - 1| after scaling against the defects before",
    .provedInProofs(["T9a_scaling_defect", "T9a_scaling_defect_exact_rows"]),
    examples: [
      ClaimExample(
        "two rows on one column, one on the others", .equality,
        pureScaling([[0, 1, 0], [Rational(1, 2), 0, Rational(1, 2)], [0, 1, 0]]))
    ],
    tests: ["TrainingStepClaimTests.scalingDefectsByHand"],
    on: .step(.scaling) { step in
      let z = step.thresholded
      let before = StochasticDefects(z)
      let sums = before.rowSums + before.columnSums
      guard before.isNonnegative, sums.allSatisfy({ $0.sign > 0 }) else { return .inapplicable }
      let bound = defect(sums)
      let divided = RationalMatrix(rows: z.rowCount, columns: z.columnCount) {
        z[$0, $1] / before.columnSums[$1]
      }
      let rows = defect(divided.rowSums())
      guard rows <= bound else {
        return .atMost(
          RadicalSum(rows), RadicalSum(bound), "dividing columns raises the defect of the rows")
      }
      return .atMost(
        RadicalSum(defect(ExactProjection.scaled(z).columnSums())), RadicalSum(rows),
        "the columns are further from 1 than the rows were")
    })

  /// T9b.
  static let t9b = Claim(
    "T9b", assuming: "M = P_pi, eta G_ij < 1 on pi",
    "S(M) = M iff G_ij >= -2 lambda off pi", comparing: "max -G_ij off pi against 2 lambda",
    .provedInProofs(["T9b_fixed_point"]),
    examples: [
      ClaimExample(
        "a gradient of -2 lambda off the identity", .equality,
        DescentStep(
          matrix: RationalMatrix([[1, 0], [0, 1]]), gradient: RationalMatrix([[0, -2], [1, 0]]),
          weight: 1, rate: 1
        ).instance),
      ClaimExample(
        "eta G = 1 on the identity leaves a zero line", .boundary,
        DescentStep(
          matrix: RationalMatrix([[1, 0], [0, 1]]), gradient: RationalMatrix([[1, 0], [0, 0]]),
          weight: 1, rate: 1
        ).instance),
    ],
    tests: ["TrainingStepClaimTests.permutationsAreFixedUpToTwiceTheWeight"],
    on: .step(.permutation) { step in
      decideFixedPoint(step, force: 2)
    })

  /// T9b, second sentence.
  static let t9bSignZero = Claim(
    "T9b-sign-zero",
    assuming: "M = P_pi, eta G_ij < 1 on pi, H_ij = 0 at zero entries, as sign(0) = 0 gives it",
    "S(M) = M iff G_ij >= 0 off pi, whatever lambda is", comparing: "max -G_ij off pi against 0",
    .provedInProofs(["T9b_zero_convention"]),
    examples: [
      ClaimExample(
        "no gradient", .equality,
        DescentStep(
          matrix: RationalMatrix([[1, 0], [0, 1]]), gradient: RationalMatrix(rows: 2, columns: 2),
          weight: 1, rate: 1
        ).instance)
    ],
    tests: ["TrainingStepClaimTests.withSignZeroNoWeightHoldsAPermutation"],
    on: .step(.permutation) { step in
      decideFixedPoint(step, force: 0)
    })

  /// T9c.
  static let t9c = Claim(
    "T9c",
    assuming: "M >= 0 with entries >= d on pi and <= t off it, -G off pi and G on pi at most Gam, "
      + "eta (lambda (2 - 2t/d) - Gam) >= t, eta (Gam + lambda (N - 1) t^2/d^2) < d",
    "S(M) = P_pi", comparing: "t against eta (lambda (2 - 2t/d) - Gam)",
    .provedInProofs(["T9c_one_step_capture"]),
    examples: [
      ClaimExample(
        "a gradient of -2 lambda off the identity", .equality,
        DescentStep(
          matrix: RationalMatrix([[1, 0], [0, 1]]), gradient: RationalMatrix([[0, -2], [-2, 0]]),
          weight: 1, rate: Rational(1, 4)
        ).instance),
      ClaimExample(
        "a gradient below -2 lambda off the identity", .boundary,
        DescentStep(
          matrix: RationalMatrix([[1, 0], [0, 1]]),
          gradient: RationalMatrix([[0, Rational(-201, 100)], [0, 0]]),
          weight: 1, rate: Rational(1, 4)
        ).instance),
    ],
    tests: ["TrainingStepClaimTests.captureNeedsBothBounds"],
    on: .step(.capture) { step in
      guard StochasticDefects(step.matrix).isNonnegative else { return .inapplicable }
      let aligned = AlignedStep(step)
      let least = 1 - aligned.largestDeficit
      guard least.sign > 0 else { return .inapplicable }
      let most = aligned.largestOffEntry
      let ratio = most / least
      let bound = aligned.gradientBound
      let pull = step.rate * (step.weight * (2 - 2 * ratio) - bound)
      let push =
        step.rate * (bound + step.weight * Rational(aligned.order - 1) * ratio.squared)
      guard pull >= most, push < least else { return .inapplicable }
      return .asserts(
        ExactProjection.scaled(aligned.thresholded) == aligned.target.matrix,
        "the step does not end at the permutation", RadicalSum(most), RadicalSum(pull))
    })

  /// T9d.
  static let t9d = Claim(
    "T9d", assuming: "Z >= 0 has a zero line",
    "scaling, which leaves zero columns and makes zero rows uniform, gives all rows the sum 1; if no "
      + "row is zero, zero columns stay zero, so sum_j |c_j - 1| >= 2 and the row argmax is no "
      + "permutation; the exact repair of Z is doubly stochastic",
    comparing: "2 against sum_j |c_j - 1| after scaling, if no row is zero",
    .provedInProofs([
      "T9d_zero_column", "T9d_argmax_no_permutation", "T9d_zero_row",
      "T9d_repairs_doubly_stochastic",
    ]),
    examples: [
      ClaimExample(
        "two rows on one column", .equality, pureScaling([[1, 0], [1, 0]]))
    ],
    tests: ["TrainingStepClaimTests.theRepairFillsZeroLines"],
    on: .step(.zeroLine) { step in
      let z = step.thresholded
      let n = z.order
      let (rows, columns) = (zeroLines(z.rowSums()), zeroLines(z.columnSums()))
      guard !rows.isEmpty || !columns.isEmpty else { return .inapplicable }
      let scaled = ExactProjection.scaled(z)
      let defects = StochasticDefects(scaled)
      guard defects.rowSums.allSatisfy({ $0 == 1 }),
        rows.allSatisfy({ i in (0..<n).allSatisfy { scaled[i, $0] == Rational(1, n) } })
      else { return .asserts(false, "a row does not sum to 1, or a zero row is not uniform") }
      guard StochasticDefects(ExactProjection.doublyStochastic(z)).isDoublyStochastic else {
        return .asserts(false, "the repair is not doubly stochastic")
      }
      guard rows.isEmpty else { return .asserts(true, "") }
      guard zeroLines(defects.columnSums) == columns, ArgmaxRounding(scaled).permutation == nil
      else {
        return .asserts(
          false, "scaling fills a zero column, or the row argmax is a permutation")
      }
      return .atMost(
        2, RadicalSum(defect(defects.columnSums)), "the defects of the columns sum to less than 2")
    })

  /// T9d for the repair that trains, which also refills rows without an anchor in proportion.
  static let t9dTraining = Claim(
    "T9d-training", assuming: "M, G of float32, anchors those of M",
    "the training step that ends with the repair gives a doubly stochastic matrix",
    comparing: "the sums and the least entry of the result", .provedOnPaper,
    examples: [
      ClaimExample(
        "soft rows on one column", .equality,
        pureScaling([
          [Rational(1, 2), Rational(1, 4), 0], [Rational(1, 2), 0, Rational(1, 4)], [0, 0, 0],
        ]))
    ],
    tests: ["TrainingStepClaimTests.theTrainingRepairIsDoublyStochastic"],
    on: .step(.floats) { step in
      .asserts(
        StochasticDefects(step.result(.repair)).isDoublyStochastic,
        "the step does not end at a doubly stochastic matrix")
    })

  /// The step that only scales: no gradient and no penalty.
  static func pureScaling(_ rows: [[Rational]]) -> ClaimInstance {
    let matrix = RationalMatrix(rows)
    return DescentStep(
      matrix: matrix, gradient: RationalMatrix(rows: matrix.order, columns: matrix.order),
      weight: 0, rate: 1
    ).instance
  }

  /// Decides that a permutation matrix is fixed iff -G_ij <= force * lambda off it, where `force`
  /// is the value of H at zero entries.
  static func decideFixedPoint(_ step: DescentStep, force: Rational) -> ClaimDecision {
    guard let aligned = stepAtPermutation(step) else { return .inapplicable }
    let limit = force * step.weight
    guard aligned.pullOff <= limit else {
      return .asserts(
        !isFixed(aligned, force: force), "the permutation is fixed although -G exceeds the force")
    }
    return .asserts(
      isFixed(aligned, force: force), "the permutation is moved although -G is at most the force",
      RadicalSum(aligned.pullOff), RadicalSum(limit))
  }

  /// The step seen from pi if M = P_pi and eta G < 1 on pi.
  static func stepAtPermutation(_ step: DescentStep) -> AlignedStep? {
    guard StochasticDefects(step.matrix).isNonnegative else { return nil }
    let aligned = AlignedStep(step)
    let isBelowOne = (0..<aligned.order).allSatisfy {
      step.rate * aligned.step.gradient[$0, $0] < 1
    }
    return aligned.matrix == aligned.target.matrix && isBelowOne ? aligned : nil
  }

  /// Whether S(M) = M, with `force` the value of H at zero entries.
  static func isFixed(_ aligned: AlignedStep, force: Rational) -> Bool {
    aligned.step.withForceAtZero(force).result(.scale) == aligned.matrix
  }

  /// sum |s - 1| over line sums s.
  static func defect(_ sums: [Rational]) -> Rational {
    sums.reduce(0) { $0 + ($1 - 1).magnitude }
  }

  static func zeroLines(_ sums: [Rational]) -> [Int] {
    sums.indices.filter { sums[$0].sign == 0 }
  }
}

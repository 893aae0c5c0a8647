import Birkhoff
import Claims
import Exact

/// False statements that are believed, or easily made, about the penalty and the training step; the
/// bench must refute each with an exact counterexample.
package enum FalseStatements {
  /// All of them: about training steps, about penalties, and the faults of published programs.
  package static let all: [Claim] = trainingStep + penalties + publishedFaults
}

/// About training steps.
extension FalseStatements {
  static let trainingStep: [Claim] = [
    scalingLowersThePenalty, scalingLowersOffMass, plainRepairIdentifies, plainRepairStays,
    scalingFromSmallPenalty, scalingAtAnyRate,
  ]

  /// T9a's warning: P alone does not see that two rows use one column.
  static let scalingLowersThePenalty = Claim(
    "T9-monotone", assuming: "Z >= 0 with row sums 1 and no zero column", "P(S(Z)) <= P(Z)",
    comparing: "P after scaling against P before",
    .isFalse("T9a bounds the column defect; the penalty itself may grow under scaling"),
    examples: [
      ClaimExample(
        "two rows on one column", .counterexample,
        Theorems.pureScaling([
          [Rational(99, 100), Rational(1, 100)], [Rational(98, 100), Rational(2, 100)],
        ]))
    ],
    tests: ["FalseStatementTests.scalingRaisesThePenalty"],
    on: .step(.scaling) { step in
      guard let z = Theorems.rowStochasticThreshold(step) else { return .inapplicable }
      return .atMost(
        Penalty.value(ExactProjection.scaled(z)), Penalty.value(z), "scaling raises the penalty")
    })

  /// T9e B, N5.
  static let scalingLowersOffMass = Claim(
    "T9e-B-off-mass",
    assuming: "Z >= 0 with row sums 1 and prod Z_i,pi(i) >= 1/2",
    "scaling alone does not raise the mass off pi, sum (1 - Z_i,pi(i))",
    comparing: "the mass off pi after scaling against before",
    .isFalse("T9e B: the product on pi never falls under scaling; the sum may"),
    examples: [
      ClaimExample(
        "order 3", .counterexample,
        Theorems.pureScaling(
          (Rational(1, 1000)
            * RationalMatrix([[872, 120, 8], [140, 804, 56], [0, 65, 935]])).rows))
    ],
    tests: ["FalseStatementTests.scalingRaisesTheOffMass"],
    on: .step(.scaling) { step in
      guard let z = Theorems.rowStochasticThreshold(step) else { return .inapplicable }
      let aligned = AlignedStep(
        DescentStep(matrix: z, gradient: step.gradient, weight: step.weight, rate: step.rate))
      guard 2 * Theorems.diagonalProduct(aligned.matrix) >= 1 else { return .inapplicable }
      let after = ExactProjection.scaled(aligned.matrix)
      return .atMost(
        RadicalSum((0..<aligned.order).reduce(0) { $0 + 1 - after[$1, $1] }),
        RadicalSum(aligned.deficits.reduce(0, +)), "scaling raises the mass off the permutation")
    })

  /// T9e, F1.
  static let plainRepairIdentifies = Claim(
    "T9e-plain-identifies",
    assuming: "M doubly stochastic, all e_i = 1 - M_i,pi(i) at most e* <= 1/2, "
      + "e* <= eta A with A = lambda h(e*) - Gam > 0 (the aligned repair ends at P_pi)",
    "the plain exact repair, rank-one completion alone, ends at P_pi too",
    comparing: "the plain repair against P_pi",
    .isFalse("T9e A' needs deficits to be refilled on pi first; without that even G = 0 fails"),
    examples: [
      ClaimExample(
        "no gradient, norms 5/7", .counterexample,
        DescentStep(
          matrix: Rational(1, 7) * RationalMatrix([[4, 3], [3, 4]]),
          gradient: RationalMatrix(rows: 2, columns: 2), weight: 1, rate: Rational(15, 28)
        ).instance)
    ],
    tests: ["FalseStatementTests.thePlainRepairLeaksMassBack"],
    on: .step(.alignedBasin) { step in
      guard let aligned = Theorems.doublyStochasticStep(step) else { return .inapplicable }
      let basin = AlignedBasin(radius: aligned.largestDeficit)
      let speed = step.rate * (step.weight * basin.offForce - aligned.pullOff)
      guard speed.sign > 0, aligned.largestDeficit <= speed else { return .inapplicable }
      return .asserts(
        ExactProjection.doublyStochastic(aligned.thresholded) == aligned.target.matrix,
        "the plain repair does not end at the permutation")
    })

  /// T9e, F2.
  static let plainRepairStays = Claim(
    "T9e-plain-stays",
    assuming: "M = P_pi, eta G_ij < 1 on pi, G_ij >= -2 lambda off pi (scaling stays at P_pi)",
    "the plain exact repair of Z is P_pi", comparing: "the plain repair against P_pi",
    .isFalse(
      "T9b holds for scaling and the aligned repair; the plain one leaves P_pi, for any lambda"),
    examples: [
      ClaimExample(
        "a gradient on the identity alone, first row (28, 1, 1)/30 afterwards", .counterexample,
        DescentStep(
          matrix: Permutation(identity: 3).matrix, gradient: Permutation(identity: 3).matrix,
          weight: 10, rate: Rational(1, 10)
        ).instance)
    ],
    tests: ["FalseStatementTests.thePlainRepairLeavesAPermutation"],
    on: .step(.permutation) { step in
      guard let aligned = Theorems.stepAtPermutation(step),
        aligned.pullOff <= 2 * step.weight
      else { return .inapplicable }
      return .asserts(
        ExactProjection.doublyStochastic(aligned.thresholded) == aligned.target.matrix,
        "the plain repair leaves the permutation")
    })

  /// T9e B, N1: checkable start (c) of Theorem B without its condition that the row argmax is a
  /// permutation.
  static let scalingFromSmallPenalty = Claim(
    "T9e-B-no-argmax",
    assuming: "M >= 0 with row sums 1, Prow(M) <= (2 - sqrt 2)(1 - E) for E = 3/5, |G| <= Gam, "
      + "K > 0 and eta B < E as in T9e-B",
    "no column of Z is zero", comparing: "Prow(M) against (2 - sqrt 2)(1 - E)",
    .isFalse(
      "T9e B needs a large product on a permutation; small Prow allows two rows on one column"),
    examples: [
      ClaimExample(
        "the collision trap", .counterexample,
        DescentStep(
          matrix: Rational(1, 10) * RationalMatrix([[9, 1], [9, 1]]),
          gradient: RationalMatrix(rows: 2, columns: 2), weight: 1, rate: Rational(1, 5)
        ).instance)
    ],
    tests: ["FalseStatementTests.theCollisionTrapLosesAColumn"],
    on: .step(.collision) { step in
      let facts = MatrixFacts(step.matrix)
      guard MatrixClass.rowStochastic.contains(facts),
        let basin = ScalingBasin(product: Rational(3, 5))
      else { return .inapplicable }
      let bound = largestGradient(step)
      let push = step.rate * basin.push(weight: step.weight, gradientBound: bound)
      let limit = Rational(2, 5) * RadicalSum.sharpConstant
      guard basin.rate(weight: step.weight, gradientBound: bound).sign > 0,
        push < basin.product, facts.rowPenalty <= limit
      else { return .inapplicable }
      return .asserts(
        Theorems.zeroLines(step.thresholded.columnSums()).isEmpty, "a column of Z is zero",
        facts.rowPenalty, limit)
    })

  /// T9e B, N2.
  static let scalingAtAnyRate = Claim(
    "T9e-B-any-rate",
    assuming: "M >= 0 with row sums 1, E = prod M_i,pi(i) >= 1/2, K > 0 as in T9e-B, any eta",
    "no column of Z is zero", comparing: "eta B against E",
    .isFalse("T9e B needs eta B < E; at eta B = E a column may vanish"),
    examples: [
      ClaimExample(
        "eta B = E", .counterexample,
        Theorems.stepOnRows(
          [[1, 0], [Rational(5, 17), Rational(12, 17)]], rate: Rational(52, 85)))
    ],
    tests: ["FalseStatementTests.aLargeRateLosesAColumn"],
    on: .step(.scalingBasin) { step in
      guard let (aligned, product) = Theorems.rowStochasticStep(step),
        let basin = ScalingBasin(product: product)
      else { return .inapplicable }
      let bound = aligned.gradientBound
      guard basin.rate(weight: step.weight, gradientBound: bound).sign > 0 else {
        return .inapplicable
      }
      return .asserts(
        Theorems.zeroLines(aligned.thresholded.columnSums()).isEmpty, "a column of Z is zero",
        RadicalSum(step.rate * basin.push(weight: step.weight, gradientBound: bound)),
        RadicalSum(product))
    })

  /// The largest |G_ij|, with what the rounding of H adds to it.
  private static func largestGradient(_ step: DescentStep) -> Rational {
    let largest = step.gradient.rows.joined().map(\.magnitude).max() ?? 0
    return largest + step.weight * Subgradient(step.matrix).excess
  }
}

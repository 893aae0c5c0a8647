import Birkhoff
import Claims
import Exact
import RandomStreams
import Testing

@testable import ShufflePenalty

/// False statements, each refuted by its known counterexample and, where orders up to 4 suffice, by
/// random search.
@Suite struct FalseStatementTests {
  private func refutes(_ claim: Claim, _ instance: ClaimInstance) -> Bool {
    if case .refuted? = claim.decide(instance).verdict { return true }
    return false
  }

  private func counterexample(_ claim: Claim) throws -> ClaimInstance {
    try #require(claim.examples.first { $0.role == .counterexample }).instance
  }

  @Test func everyStatementHasACounterexampleAndAReason() throws {
    for claim in FalseStatements.all {
      #expect(claim.isFalse)
      let known = try counterexample(claim)
      #expect(refutes(claim, known), "\(claim.id)")
    }
  }

  /// Without the examples, samples of orders 2 to 4 refute all but the one that needs order 12.
  @Test(arguments: FalseStatements.all.map(\.id).filter { $0 != "peer-mean-trigger" })
  func samplesRefute(id: String) throws {
    let claim = try #require(FalseStatements.all.first { $0.id == id })
    var stream = RandomStream(root: 1, name: id)
    // The rarest, about one in 100 samples.
    for _ in 0..<1500 {
      let n = stream.int(in: 2...4)
      if refutes(claim, claim.subject.sample(order: n, from: &stream)) { return }
    }
    Issue.record("no sample refutes \(id)")
  }

  @Test func scalingRaisesThePenalty() throws {
    let instance = try counterexample(FalseStatements.scalingLowersThePenalty)
    let z = instance.matrices[0]
    let scaled = ExactProjection.scaled(z)
    // 0.614 before, 1.129 after both divisions.
    #expect(Penalty.value(z) < RadicalSum(Rational(615, 1000)))
    #expect(Penalty.value(scaled) > RadicalSum(Rational(1128, 1000)))
    // The column defect, which T9a bounds, falls.
    #expect(Theorems.defect(scaled.columnSums()) < Theorems.defect(z.columnSums()))
  }

  @Test func scalingRaisesTheOffMass() throws {
    let claim = FalseStatements.scalingLowersOffMass
    let instance = try counterexample(claim)
    let decision = claim.decide(instance)
    let growth = try #require(decision.lhs) - (try #require(decision.rhs))
    #expect(growth > RadicalSum(Rational(1108, 10_000_000)))
    #expect(growth < RadicalSum(Rational(1110, 10_000_000)))
    // The product on the permutation grows all the same.
    #expect(Theorems.t9eProduct.decide(instance).verdict == .holds)
  }

  @Test func thePlainRepairLeaksMassBack() throws {
    let instance = try counterexample(FalseStatements.plainRepairIdentifies)
    let z = DescentStep(instance).thresholded
    #expect(z == Rational(5, 14) * Permutation(identity: 2).matrix)
    #expect(
      ExactProjection.doublyStochastic(z) == Rational(1, 28) * RationalMatrix([[19, 9], [9, 19]]))
    let identity = Permutation(identity: 2)
    #expect(ExactProjection.doublyStochastic(z, aligned: identity) == identity.matrix)
    #expect(Theorems.t9eAligned.decide(instance).verdict == .holds)
  }

  @Test func thePlainRepairLeavesAPermutation() throws {
    let instance = try counterexample(FalseStatements.plainRepairStays)
    let repaired = ExactProjection.doublyStochastic(DescentStep(instance).thresholded)
    #expect(repaired.rows[0] == [Rational(14, 15), Rational(1, 30), Rational(1, 30)])
    #expect(Theorems.t9b.decide(instance).verdict == .holds)
    #expect(Theorems.t9eAligned.decide(instance).verdict == .holds)
  }

  @Test func theCollisionTrapLosesAColumn() throws {
    let instance = try counterexample(FalseStatements.scalingFromSmallPenalty)
    let z = DescentStep(instance).thresholded
    #expect(z[0, 0].sign > 0 && z.columnSums()[1] == 0)
    // Without division by 0 the step then stays at two rows on one column.
    #expect(ExactProjection.scaled(z) == RationalMatrix([[1, 0], [1, 0]]))
    #expect(Theorems.t9d.decide(instance).verdict == .holds)
    #expect(Theorems.t9eScaling.decide(instance).verdict == nil)
  }

  @Test func aLargeRateLosesAColumn() throws {
    let claim = FalseStatements.scalingAtAnyRate
    let decision = claim.decide(try counterexample(claim))
    // eta B = 52/85 * 15/13 = E, but for the rounding of one irrational entry of H.
    #expect(decision.rhs == RadicalSum(Rational(12, 17)))
    let excess = try #require(decision.lhs) - RadicalSum(Rational(12, 17))
    #expect(excess >= 0 && excess < RadicalSum(.powerOfTwo(-90)))
  }

  @Test func everyPermutationIsAStrictLocalMinimiser() {
    let costs = RationalMatrix([[3, -2, 0], [0, 1, 5], [-4, 2, 2]])
    let claim = FalseStatements.localMinimaAreBest
    var best = 0
    for permutation in Permutation.all(3) {
      let matrix = permutation.matrix
      #expect(FalseStatements.isStrictLocalMinimiser(permutation, costs: costs, weight: 10))
      // Values of f + lambda P at a small step along every edge are larger.
      for other in Permutation.all(3) where other != permutation {
        let near = Rational(999, 1000) * matrix + Rational(1, 1000) * other.matrix
        #expect(value(costs, near, 10) > value(costs, matrix, 10))
      }
      let instance = ClaimInstance(matrices: [costs, matrix])
      if claim.decide(instance).verdict == .holds { best += 1 }
    }
    #expect(best == 1)
    // With a small weight the worse ones are not.
    let flat = Permutation.all(3).filter {
      FalseStatements.isStrictLocalMinimiser($0, costs: costs, weight: Rational(1, 100))
    }
    #expect(flat.count == 1)
  }

  private func value(
    _ costs: RationalMatrix, _ matrix: RationalMatrix, _ weight: Rational
  ) -> RadicalSum {
    var linear = Rational()
    for i in 0..<3 { for j in 0..<3 { linear += costs[i, j] * matrix[i, j] } }
    return RadicalSum(linear) + weight * Penalty.value(matrix)
  }

  @Test func theQuadraticPenaltyOffThePolytope() throws {
    let decision = FalseStatements.quadraticIsLipschitz.decide(
      try counterexample(FalseStatements.quadraticIsLipschitz))
    // 2 (10^6 - 1) against 1000 * 2 * 999.
    #expect(decision.lhs == 1_999_998)
    #expect(decision.rhs == 1_998_000)
    let twice = try counterexample(FalseStatements.quadraticIsNonnegative).matrices[0]
    #expect(MatrixFacts(twice).quadraticPenalty == -6)
    #expect(Penalty.value(twice) == 0)
  }

  /// At order 12 the mean is (2 - sqrt 2)/12 < 1/20; at 11 the trigger does not fire.
  @Test func aMeanTriggerFreezesTwoRowsFromOrderTwelveOn() {
    let claim = FalseStatements.meanTrigger
    for n in 2...14 {
      let instance = ClaimInstance(matrices: [FalseStatements.twoRowsOnOneColumn(order: n)])
      #expect(refutes(claim, instance) == (n >= 12), "order \(n)")
      if n < 12 { #expect(claim.decide(instance).verdict == nil) }
    }
    // The lower bound of P for entries a, b in (0.9, 1], on a grid: never below 2 - sqrt 2.
    for a in 90...100 {
      for b in 90...100 {
        let (x, y) = (Rational(a, 100), Rational(b, 100))
        let bound: RadicalSum =
          RadicalSum(x + y) - .root(x.squared + y.squared)
          + (2 - x - y) * RadicalSum.sharpConstant
        #expect(bound >= .sharpConstant)
      }
    }
    // T4 sees it: the sum of the row and column terms is not small enough, nor the columns exact.
    let facts = MatrixFacts(FalseStatements.twoRowsOnOneColumn(order: 12))
    #expect(Theorems.t4.decide(facts: facts).verdict == nil)
    #expect(facts.penalty == .sharpConstant)
  }

  @Test func twoSoftmaxesHaveNoPenaltyAndNoPermutation() throws {
    let claim = FalseStatements.twoSoftmaxes
    let decision = claim.decide(try counterexample(claim))
    #expect(decision.lhs == 0)
    // One matrix for both parts sees the collision.
    #expect(Penalty.value(RationalMatrix([[1, 0], [1, 0]])) == .sharpConstant)
    #expect(claim.decide(facts: MatrixFacts(RationalMatrix([[1, 0], [0, 1]]))).verdict == .holds)
    #expect(claim.decide(facts: MatrixFacts(RationalMatrix([[1, 1], [0, 1]]))).verdict == nil)
  }

  @Test func oneMinusTheNormIsNoPenaltyOffRowSumsOne() {
    let claim = FalseStatements.oneMinusNorm
    let values: [RadicalSum?] = claim.examples.map { claim.decide($0.instance).lhs }
    #expect(values == [-2, 1])
    for example in claim.examples { #expect(refutes(claim, example.instance)) }
    let identity = MatrixFacts(Permutation(identity: 3).matrix)
    #expect(claim.decide(facts: identity).verdict == .holds)
    let update = FalseStatements.multiplierUpdate
    #expect(update.decide(facts: identity).verdict == .holds)
    let half = update.decide(facts: MatrixFacts(Rational(1, 2) * Permutation(identity: 2).matrix))
    #expect(half.lhs == 1)
    #expect(half.rhs == 0)
  }

  @Test func theSquaredNormIsNotMonotone() throws {
    let claim = FalseStatements.squaredNorm
    let decision = claim.decide(try counterexample(claim))
    #expect(decision.lhs == 1)
    #expect(decision.rhs == 0)
    // On doubly stochastic matrices it is 2Q.
    var stream = RandomStream(seed: 12)
    for n in 1...4 {
      let matrix = MatrixClass.doublyStochastic.sample(order: n, from: &stream)
      let quadratic = MatrixFacts(matrix).quadraticPenalty
      #expect(FalseStatements.squaredNormPenalty(matrix) == 2 * quadratic)
    }
    // Off [0, 1] it is negative, and no constant bounds its slope.
    let twice = 2 * Permutation(identity: 2).matrix
    #expect(FalseStatements.squaredNormPenalty(twice) == -8)
  }

  @Test func signZeroRemovesTheForce() throws {
    let claim = FalseStatements.signZero
    let instance = try counterexample(claim)
    #expect(refutes(claim, instance))
    #expect(Theorems.t9b.decide(instance).verdict == .holds)
    #expect(Theorems.t9bSignZero.decide(instance).verdict == .holds)
    let z = DescentStep(instance).withForceAtZero(0).thresholded
    #expect(z == RationalMatrix([[1, Rational(1, 10)], [0, 1]]))
  }
}

import Birkhoff
import Claims
import Exact
import RandomStreams
import Testing

@testable import ShufflePenalty

/// T9e: the one-step claims at and beside their sharp instances, and whole trajectories.
@Suite struct BasinClaimTests {
  private static let block = Rational(1, 7) * RationalMatrix([[4, 3], [3, 4]])

  private func worst(
    _ matrix: RationalMatrix, weight: Rational, rate: Rational
  ) -> DescentStep {
    DescentStep(Theorems.stepOnRows(matrix.rows, weight: weight, rate: rate))
  }

  /// e' = e - eta (4/5 lambda - 1) on the block, growing when lambda < 5/4.
  @Test func theAlignedRateIsExactOnABlock() {
    for (weight, rate) in [(Rational(2), Rational(1, 5)), (Rational(124, 100), Rational(1, 5))] {
      let step = worst(Self.block, weight: weight, rate: rate)
      let next = ExactProjection.doublyStochastic(
        step.thresholded, aligned: Permutation(identity: 2))
      #expect(1 - next[0, 0] == Rational(3, 7) - rate * (Rational(4, 5) * weight - 1))
    }
    let decision = Theorems.t9eAligned.decide(
      worst(Self.block, weight: 2, rate: Rational(1, 5)).instance)
    #expect(decision.lhs == RadicalSum(Rational(3, 7) - Rational(3, 25)))
    // Every row counts: beside the block a row at its place already.
    let sum = RationalMatrix(rows: 3, columns: 3) { i, j in
      i > 0 && j > 0 ? Self.block[i - 1, j - 1] : i == j ? 1 : 0
    }
    let beside = Theorems.t9eAligned.decide(worst(sum, weight: 2, rate: Rational(1, 5)).instance)
    #expect(beside.verdict == .holds)
    #expect(beside.rhs == decision.rhs)
  }

  /// A rate larger than A by a factor of 1 + 2^-20 is refuted by samples: they reach the sharp
  /// rate.
  @Test func aFasterAlignedRateIsRefuted() {
    var stream = RandomStream(seed: 2)
    var refuted = 0
    for k in 0..<200 {
      let sample = StepClass.alignedBasin.sample(order: 2 + k % 3, from: &stream)
      guard let aligned = Theorems.doublyStochasticStep(sample) else { continue }
      let basin = AlignedBasin(radius: aligned.largestDeficit)
      let speed = sample.rate * (sample.weight * basin.offForce - aligned.pullOff)
      guard speed.sign > 0 else { continue }
      let next = ExactProjection.doublyStochastic(aligned.thresholded, aligned: aligned.target)
      let faster = speed * (1 + .powerOfTwo(-20))
      for i in 0..<aligned.order where 1 - next[i, i] > max(0, aligned.deficits[i] - faster) {
        refuted += 1
        break
      }
    }
    #expect(refuted >= 2)
  }

  /// Random signs against the basin: the number of steps is at most ceil(e_max/(eta A)), and P_pi
  /// is never left again.
  ///
  /// Between steps entries are rounded down to multiples of 2^-40 and the aligned repair is applied
  /// again, which by the proof of A' raises no e_i.
  @Test(arguments: 2...5)
  func alignedTrajectoriesEndAtThePermutationInTime(n: Int) {
    var stream = RandomStream(root: 1, name: "aligned \(n)")
    let identity = Permutation(identity: n)
    var matrix =
      Rational(3, 5) * identity.matrix
      + Rational(2, 5) * MatrixClass.doublyStochastic.sample(order: n, from: &stream)
    let radius = (0..<n).map { 1 - matrix[$0, $0] }.max() ?? 0
    let weight = Rational(2)
    let rate = Rational(1, 20)
    let speed = rate * (weight * AlignedBasin(radius: radius).offForce - 1)
    #expect(speed.sign > 0)
    var steps = 0
    while Rational(steps) * speed < radius { steps += 1 }
    for k in 0..<(steps + 3) {
      let gradient = StepGradient.allCases[k % StepGradient.allCases.count]
        .matrix(at: matrix, bound: 1, from: &stream)
      let step = DescentStep(matrix: matrix, gradient: gradient, weight: weight, rate: rate)
      #expect(Theorems.t9eAligned.decide(step.instance).verdict == .holds)
      let repaired = ExactProjection.doublyStochastic(step.thresholded, aligned: identity)
      matrix = ExactProjection.doublyStochastic(onGrid(repaired), aligned: identity)
      if k + 1 >= steps { #expect(matrix == identity.matrix) }
    }
  }

  private func onGrid(_ matrix: RationalMatrix) -> RationalMatrix {
    RationalMatrix(rows: matrix.rowCount, columns: matrix.columnCount) {
      (matrix[$0, $1] * .powerOfTwo(40)).rounded(up: false) * .powerOfTwo(-40)
    }
  }

  @Test func thePlainRepairKeepsItsSmallBasin() {
    var matrix = Permutation(identity: 3).matrix
    var largest = Rational()
    for _ in 0..<6 {
      let step = DescentStep(
        matrix: matrix, gradient: Permutation(identity: 3).matrix, weight: 5,
        rate: Rational(1, 200))
      #expect(Theorems.t9ePlain.decide(step.instance).verdict == .holds)
      matrix = ExactProjection.doublyStochastic(step.thresholded)
      let deficit = 1 - matrix[0, 0]
      #expect(deficit > largest)
      largest = deficit
    }
    // limsup e_i <= (N - 1) eta B, and the mass never returns: the drift of F2.
    #expect(largest < 2 * Rational(1, 200) * Rational(11, 10))
    // Just outside, the conclusion fails: Z is not diagonal at the second boundary example.
    let outside = Theorems.t9ePlain.examples.filter { $0.role == .boundary }.map(\.instance)
    #expect(outside.count == 2)
    #expect(outside.map { DescentStep($0).thresholded[0, 1].sign } == [0, 1])
  }

  @Test func scalingFailsJustOutsideItsHypotheses() {
    let rows = RationalMatrix([[1, 0], [Rational(5, 17), Rational(12, 17)]])
    // eta B = E at 52/85: H_22 = 1/13 = h_on, and the column vanishes.
    let at = worst(rows, weight: 2, rate: Rational(52, 85))
    #expect(at.thresholded.columnSums()[1] == 0)
    #expect(Theorems.t9eScaling.decide(at.instance).verdict == nil)
    let below = worst(rows, weight: 2, rate: Rational(52, 85) - .powerOfTwo(-60))
    #expect(Theorems.t9eScaling.decide(below.instance).verdict == .holds)
    // lambda below C_low: the product on the permutation falls (T9e B, N4).
    let block = Rational(1, 31) * RationalMatrix([[24, 7], [7, 24]])
    let slow = worst(block, weight: Rational(4, 5), rate: Rational(1, 100))
    #expect(
      Theorems.diagonalProduct(ExactProjection.scaled(slow.thresholded))
        < Theorems.diagonalProduct(block))
    #expect(Theorems.t9eScaling.decide(slow.instance).verdict == nil)
    // Rows that do not sum to 1, and products below 1/2, are outside.
    let loose = worst(
      Rational(9, 10) * RationalMatrix([[1, 0], [0, 1]]), weight: 2, rate: Rational(1, 9))
    #expect(Theorems.t9eScaling.decide(loose.instance).verdict == nil)
    let far = worst(Rational(1, 17) * RationalMatrix([[12, 5], [5, 12]]), weight: 9, rate: 1)
    #expect(Theorems.t9eScaling.decide(far.instance).verdict == nil)
  }

  /// Theorem B (iv): at most floor(Lambda (1 + L)/(eta K)) + 1 steps.
  ///
  /// Between steps entries off the diagonal are rounded down to multiples of 2^-40 and the diagonal
  /// takes the rest of the row, which lowers Lambda.
  @Test(arguments: 2...5)
  func scalingTrajectoriesEndAtThePermutationInTime(n: Int) throws {
    var stream = RandomStream(root: 1, name: "scaling \(n)")
    let identity = Permutation(identity: n).matrix
    // All mass off the diagonal starts in column 0.
    var matrix = identity
    for i in 1..<n {
      matrix[i, i] = 1 - Rational(1, 3 * (n - 1))
      matrix[i, 0] = Rational(1, 3 * (n - 1))
    }
    let basin = try #require(ScalingBasin(product: Theorems.diagonalProduct(matrix)))
    let weight = Rational(3, 2)
    let bound = 1 + weight * Rational.powerOfTwo(-95)
    let rate = Rational(1, 10)
    let speed = rate * basin.rate(weight: weight, gradientBound: bound)
    #expect(speed.sign > 0)
    var steps = 1
    while Rational(steps) * speed <= basin.logarithm * (1 + basin.logarithm) { steps += 1 }
    for k in 0..<(steps + 2) {
      let gradient = StepGradient.allCases[k % StepGradient.allCases.count]
        .matrix(at: matrix, bound: 1, from: &stream)
      let step = DescentStep(matrix: matrix, gradient: gradient, weight: weight, rate: rate)
      #expect(Theorems.t9eScaling.decide(step.instance).verdict == .holds)
      matrix = onGrid(ExactProjection.scaled(step.thresholded))
      let sums = matrix.rowSums()
      for i in 0..<n { matrix[i, i] = matrix[i, i] + 1 - sums[i] }
      if k + 1 >= steps { #expect(matrix == identity) }
    }
  }

  /// Constants beside h_off and h_on are refuted at N3 and N2 of T9e B.
  @Test func theForcesAreAttained() {
    for claim in [Theorems.t9eOffForce, Theorems.t9eOnForce] {
      for example in claim.examples {
        let decision = claim.decide(example.instance)
        #expect(decision.lhs == decision.rhs)
        #expect(decision.lhs.map { !$0.terms.isEmpty } == true)
      }
    }
    // Beyond 1/E = 1 + 1/sqrt 2 the simple form of h_on is not claimed.
    let far = Theorems.stepOnRows([[Rational(1, 2), Rational(1, 2)], [0, 1]], rate: 1)
    #expect(Theorems.t9eOnForce.decide(far).verdict == nil)
    #expect(Theorems.t9eOffForce.decide(far).verdict == .holds)
  }

  @Test func scalingRaisesEveryProduct() {
    var stream = RandomStream(seed: 9)
    for k in 0..<20 {
      let n = 2 + k % 3
      guard
        let z = Theorems.rowStochasticThreshold(
          StepClass.scaling.sample(order: n, from: &stream))
      else { continue }
      let scaled = ExactProjection.scaled(z)
      for permutation in Permutation.all(n) {
        let products = [z, scaled].map { matrix in
          (0..<n).reduce(Rational(1)) { $0 * matrix[$1, permutation[$1]] }
        }
        #expect(products[0] <= products[1])
      }
    }
  }

  /// At P with lambda < Gam the projection leaves P, with lambda >= Gam it stays.
  @Test func theProjectionNeedsTheWeightAboveTheGradient() throws {
    let identity = Permutation(identity: 2).matrix
    for (weight, stays) in [(Rational(99, 100), false), (Rational(1), true)] {
      let step = worst(identity, weight: weight, rate: 1)
      let projection = try #require(EuclideanProjection(of: AlignedStep(step).step.moved))
      #expect((projection.matrix == identity) == stays)
      #expect(Theorems.t9eProjection.decide(step.instance).verdict == nil)
    }
    let above = worst(identity, weight: Rational(101, 100), rate: 1)
    #expect(Theorems.t9eProjection.decide(above.instance).verdict == .holds)
  }

  /// The samples of the basins end at once, in part, and at the edge of the basin.
  @Test func basinSamplesReachTheEdges() {
    var stream = RandomStream(seed: 10)
    var (captured, partial, edge) = (0, 0, 0)
    for k in 0..<200 {
      let sample = StepClass.alignedBasin.sample(order: 2 + k % 3, from: &stream)
      let decision = Theorems.t9eAligned.decide(sample.instance)
      guard let bound = decision.rhs else { continue }
      if bound.sign() == 0 { captured += 1 } else { partial += 1 }
      if 2 * AlignedStep(sample).largestDeficit > Rational(99, 100) { edge += 1 }
    }
    #expect(captured >= 20 && partial >= 20 && edge >= 10)
  }
}

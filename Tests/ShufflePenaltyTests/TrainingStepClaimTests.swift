import Birkhoff
import Claims
import Exact
import RandomStreams
import Testing

@testable import ShufflePenalty

@Suite struct TrainingStepClaimTests {
  private static let claims = Theorems.trainingStep + Theorems.basins

  private static let identity = Permutation(identity: 2).matrix

  private func step(
    _ matrix: RationalMatrix, _ gradient: [[Rational]], weight: Rational, rate: Rational
  ) -> DescentStep {
    DescentStep(
      matrix: matrix, gradient: RationalMatrix(gradient), weight: weight, rate: rate)
  }

  /// Each claim holds on samples of its class, and at least a tenth of them meet its hypotheses.
  @Test(arguments: claims.map(\.id))
  func samplesMeetTheHypotheses(id: String) throws {
    let claim = try #require(Self.claims.first { $0.id == id })
    var stream = RandomStream(root: 11, name: id)
    var decided = 0
    for _ in 0..<120 {
      let n = stream.int(in: 1...8)
      let decision = claim.decide(claim.subject.sample(order: n, from: &stream))
      if decision.verdict != nil { decided += 1 }
      #expect(decision.verdict == nil || decision.verdict == .holds, "\(id)")
    }
    #expect(decided >= 12, "\(id) applies to \(decided) of 120 samples")
  }

  /// Z = [[4, 1], [0, 4]]: columns give [[1, 1/5], [0, 4/5]], rows sum to 6/5 and 4/5, and the rows
  /// divided give columns 5/6 and 7/6.
  @Test func scalingDefectsByHand() {
    let decision = Theorems.t9a.decide(Theorems.pureScaling([[4, 1], [0, 4]]))
    #expect(decision.verdict == .holds)
    #expect(decision.lhs == RadicalSum(Rational(1, 3)))
    #expect(decision.rhs == RadicalSum(Rational(2, 5)))
    #expect(Theorems.t9a.decide(Theorems.pureScaling([[1, 0], [1, 0]])).verdict == nil)
    #expect(Theorems.t9a.decide(Theorems.pureScaling([[1, 1], [0, 0]])).verdict == nil)
  }

  @Test(arguments: [0, 1, 5])
  func permutationsAreFixedUpToTwiceTheWeight(weight: Int) throws {
    let limit = Rational(-2 * weight)
    let tiny = Rational.powerOfTwo(-40)
    for (pull, isFixed) in [(limit, true), (limit - tiny, false), (limit + tiny, true)] {
      let step = step(
        Self.identity, [[0, pull], [3, 0]], weight: Rational(weight), rate: Rational(1, 4))
      let aligned = try #require(Theorems.stepAtPermutation(step))
      #expect(Theorems.isFixed(aligned, force: 2) == isFixed)
      #expect(Theorems.t9b.decide(step.instance).verdict == .holds)
    }
    // A threshold beside 2 lambda is refuted, below and above.
    guard weight > 0 else { return }
    let at = step(
      Self.identity, [[0, limit], [0, 0]], weight: Rational(weight), rate: Rational(1, 4))
    let aligned = try #require(Theorems.stepAtPermutation(at))
    #expect(!Theorems.isFixed(aligned, force: 2 - tiny))
    let beyond = step(
      Self.identity, [[0, limit - tiny], [0, 0]], weight: Rational(weight), rate: Rational(1, 4))
    #expect(Theorems.decideFixedPoint(beyond, force: 2).verdict == .holds)
  }

  @Test func fixedPointsAreSampledOnBothSides() {
    var stream = RandomStream(seed: 3)
    var fixed = 0
    var moved = 0
    for k in 0..<200 {
      let sample = StepClass.permutation.sample(order: 2 + k % 3, from: &stream)
      guard let aligned = Theorems.stepAtPermutation(sample) else { continue }
      if Theorems.isFixed(aligned, force: 2) { fixed += 1 } else { moved += 1 }
    }
    #expect(fixed >= 20 && moved >= 20)
  }

  @Test(arguments: [1, 1000])
  func withSignZeroNoWeightHoldsAPermutation(weight: Int) throws {
    let pulled = step(
      Self.identity, [[0, Rational(-1, 1000)], [0, 0]], weight: Rational(weight), rate: 1)
    let aligned = try #require(Theorems.stepAtPermutation(pulled))
    #expect(!Theorems.isFixed(aligned, force: 0))
    #expect(Theorems.isFixed(aligned, force: 2))
    #expect(Theorems.t9bSignZero.decide(pulled.instance).verdict == .holds)
    #expect(Theorems.t9b.decide(pulled.instance).verdict == .holds)
  }

  /// d = 1, t = 1/10, lambda = 1, Gam = 4/5: the rate must be at least (1/10)/(1), and at most
  /// below 1/(4/5 + 1/100).
  @Test func captureNeedsBothBounds() {
    let matrix = RationalMatrix([[1, Rational(1, 10)], [Rational(1, 10), 1]])
    let gradient: [[Rational]] = [
      [Rational(4, 5), Rational(-4, 5)], [Rational(-4, 5), Rational(4, 5)],
    ]
    // H is irrational here: its rounding counts, so the ends are tried from 2^-80 inside.
    let inside = Rational.powerOfTwo(-80)
    let (slowest, fastest) = (Rational(1, 10), Rational(100, 81))
    for (rate, applies) in [
      (slowest + inside, true), (slowest - inside, false), (fastest - inside, true),
      (fastest, false),
    ] {
      let verdict = Theorems.t9c.decide(
        step(matrix, gradient, weight: 1, rate: rate).instance
      ).verdict
      #expect(verdict == (applies ? .holds : nil), "\(rate)")
    }
    // Below the lower bound mass may stay, above the upper one a line vanishes.
    let slow = step(matrix, gradient, weight: 1, rate: Rational(1, 20))
    #expect(ExactProjection.scaled(slow.thresholded) != Self.identity)
    let fast = step(matrix, gradient, weight: 1, rate: Rational(5, 4))
    #expect(ExactProjection.scaled(fast.thresholded) != Self.identity)
    // The boundary example too fails in the conclusion.
    let boundary = step(
      Self.identity, [[0, Rational(-201, 100)], [0, 0]], weight: 1, rate: Rational(1, 4))
    #expect(ExactProjection.scaled(boundary.thresholded) != Self.identity)
  }

  @Test func theRepairFillsZeroLines() {
    for rows: [[Rational]] in [[[1, 0], [1, 0]], [[0, 0], [3, 5]], [[0, 0], [0, 0]]] {
      let instance = Theorems.pureScaling(rows)
      #expect(Theorems.t9d.decide(instance).verdict == .holds, "\(rows)")
    }
    #expect(Theorems.t9d.decide(Theorems.pureScaling([[1, 1], [1, 0]])).verdict == nil)
    let sums = ExactProjection.scaled(RationalMatrix([[1, 0], [1, 0]])).columnSums()
    #expect(sums == [2, 0])
  }

  /// Soft rows, rows and columns of zeros, and rows with and without an entry above 1/2 together.
  @Test func theTrainingRepairIsDoublyStochastic() {
    let half = Rational(1, 2)
    for rows: [[Rational]] in [
      [[half, half], [half, 0]], [[0, 0], [3, 5]], [[1, 0], [half, 0]],
      [[half, Rational(1, 4), 0], [half, 0, Rational(1, 4)], [0, 0, 1]],
    ] {
      let instance = Theorems.pureScaling(rows)
      #expect(Theorems.t9dTraining.decide(instance).verdict == .holds, "\(rows)")
    }
  }

  /// Samples of zero lines have rows and columns, and the sampled collision is N1 of T9e B.
  @Test func zeroLinesAreSampled() {
    var stream = RandomStream(seed: 8)
    var (rows, columns) = (0, 0)
    for k in 0..<80 {
      let z = StepClass.zeroLine.sample(order: 2 + k % 3, from: &stream).thresholded
      if !Theorems.zeroLines(z.rowSums()).isEmpty { rows += 1 }
      if !Theorems.zeroLines(z.columnSums()).isEmpty { columns += 1 }
    }
    #expect(rows >= 8 && columns >= 8)
  }

  /// Gradients obey Gam on the sides that the theorems use, and the adverse one reaches it
  /// everywhere.
  @Test func gradientsKeepTheirBounds() {
    var stream = RandomStream(seed: 14)
    let matrix = RationalMatrix([[1, 0, 0], [0, 1, 0], [0, Rational(1, 2), Rational(1, 2)]])
    for kind in StepGradient.allCases {
      for _ in 0..<10 {
        let gradient = kind.matrix(at: matrix, bound: 3, from: &stream)
        let aligned = AlignedStep(
          DescentStep(matrix: matrix, gradient: gradient, weight: 0, rate: 1))
        #expect(aligned.gradientBound <= 3 && aligned.pullOff <= 3)
      }
    }
    let adverse = StepGradient.adverse.matrix(at: matrix, bound: 3, from: &stream)
    #expect(adverse == RationalMatrix([[3, -3, -3], [-3, 3, -3], [-3, -3, 3]]))
    let protecting = StepGradient.protectingSupport.matrix(at: matrix, bound: 3, from: &stream)
    #expect(protecting == RationalMatrix([[3, 3, 3], [3, 3, 3], [3, -3, 3]]))
  }

  @Test func samplesAreAFunctionOfTheStream() {
    for stepClass in StepClass.allCases {
      var (first, again) = (RandomStream(seed: 1), RandomStream(seed: 1))
      for n in 1...4 {
        let step = stepClass.sample(order: n, from: &first)
        #expect(step == stepClass.sample(order: n, from: &again))
        #expect(step.matrix.order == n)
      }
    }
  }
}

import Birkhoff
import Claims
import Exact
import RandomStreams
import StepArithmetic
import Testing

@testable import ShufflePenalty

@Suite struct StepRoundingClaimTests {
  @Test func samplesHold() { ClaimSampling.check(Theorems.stepRounding) }

  /// The largest errors come near their bounds: measured are 0.99999, 0.97 and 0.92 of them.
  @Test func theBoundsAreNotIdle() throws {
    var largest = [0.0, 0.0, 0.0]
    var stream = RandomStream(seed: 5)
    for k in 0..<200 {
      let instance = StepClass.floats.instance(order: 1 + k % 6, from: &stream)
      for (c, claim) in Theorems.stepRounding.enumerated() {
        let decision = claim.decide(instance)
        guard let error = decision.lhs?.approximation, let bound = decision.rhs?.approximation,
          bound > 0
        else { continue }
        largest[c] = max(largest[c], error / bound)
      }
    }
    #expect(largest.allSatisfy { $0 > 0.9 && $0 <= 1 }, "\(largest)")
  }

  @Test func anErrorOfTwoUnitsIsRefuted() {
    let exact = RationalMatrix([[Rational(1, 3), Rational(2, 3)], [1, 0]])
    let bound = Rational.powerOfTwo(-24)
    for (wrong, holds) in [(Float(1) / 3, true), (Float(1) / 3 + 0x1p-23, false)] {
      let decision = Theorems.decideEntries([wrong, 2 / 3, 1, 0], against: exact) { _, _, x in
        bound * x
      }
      #expect((decision.verdict == .holds) == holds)
    }
  }

  /// Projections against numbers of 2^-512 and against exact ones give one verdict.
  @Test func fineNumbersDecideWhatRationalsDo() throws {
    var stream = RandomStream(seed: 6)
    var decided = 0
    for k in 0..<100 {
      let step = DescentStep(StepClass.floats.instance(order: 1 + k % 6, from: &stream))
      for (projection, claim) in [
        (ShuffleProjection.scale, Theorems.t10Scaling), (.repair, Theorems.t10Repair),
      ] {
        guard let verdict = claim.decide(step.instance).verdict else { continue }
        decided += 1
        #expect(Theorems.projectionVerdict(step, projection) == verdict)
      }
    }
    #expect(decided > 100)
  }

  @Test func onlyFloatsAreSteps() {
    let half = RationalMatrix([[Rational(1, 2), Rational(1, 2)], [0, 1]])
    let third = RationalMatrix([[Rational(1, 3), Rational(2, 3)], [0, 1]])
    let zero = RationalMatrix(rows: 2, columns: 2)
    for (matrix, gradient, rate, isFloat) in [
      (half, zero, Rational(1, 2), true), (third, zero, Rational(1, 2), false),
      (half, third, Rational(1, 2), false), (half, zero, Rational(1, 3), false),
      (Rational(-1) * half, zero, Rational(1, 2), false),
    ] {
      let step = DescentStep(matrix: matrix, gradient: gradient, weight: 1, rate: rate)
      #expect((FloatStep(step) != nil) == isFloat)
    }
  }
}

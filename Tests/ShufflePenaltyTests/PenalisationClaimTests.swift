import Birkhoff
import Claims
import Exact
import Testing

@testable import ShufflePenalty

@Suite struct PenalisationClaimTests {
  private let block = RationalMatrix(Theorems.halfBlock)

  @Test func thresholdsAreSharp() {
    ClaimSampling.check([Theorems.t8, Theorems.t8Quadratic], tight: ["T8", "T8-Q"])
    // (1 + 1/sqrt 2)(4 - 2 sqrt 2) = 2 = d1 at the half block, without rounding.
    let twice = ClaimInstance(matrices: [block, block])
    #expect(Theorems.t8.decide(twice).rhs == 2)
    #expect(Theorems.t8Quadratic.decide(twice).rhs == 2)
    // Equality away from half matrices would be seen: at J/3 the weight d1/P makes it one.
    let uniform = RationalMatrix(rows: 3, columns: 3) { _, _ in Rational(1, 3) }
    // d1 = 4, P = 6 - 2 sqrt 3, so d1/P = (6 + 2 sqrt 3)/6.
    let weight: RadicalSum = 1 + .root(3, times: Rational(1, 3))
    #expect(weight * MatrixFacts(uniform).penalty == 4)
    let decision = Theorems.decidePenalisation(uniform, uniform, weight: weight)
    #expect(decision.lhs == decision.rhs)
    guard case .refuted? = decision.verdict else {
      Issue.record("equality away from half matrices is accepted")
      return
    }
  }

  @Test func smallerWeightsAreRefuted() {
    ClaimSampling.expectRefutation([PlantedClaims.lightPenalty, PlantedClaims.lightQuadratic])
  }

  /// The weight 2(1 - e)/(2 - 3e) tends to 1; the weight 1 itself is not enough at any distance.
  @Test func localWeights() {
    ClaimSampling.check([Theorems.t8Local], tight: ["T8-local"])
    let e = Rational(1, 1 << 20)
    let near = RationalMatrix([[1 - e, e], [e, 1 - e]])
    let facts = MatrixFacts(near)
    #expect(Theorems.t8Local.decide(ClaimInstance(matrices: [near, near])).verdict == .holds)
    #expect(facts.penalty < RadicalSum(facts.distance))
    #expect(Theorems.t8Local.decide(ClaimInstance(matrices: [block, block])).verdict == .holds)
    // e = 2/3: too far away for any weight of this form.
    let uniform = RationalMatrix(rows: 3, columns: 3) { _, _ in Rational(1, 3) }
    #expect(Theorems.t8Local.decide(ClaimInstance(matrices: [block, uniform])).verdict == nil)
  }
}

import Birkhoff
import Claims
import Exact
import RandomStreams
import Testing

@testable import ShufflePenalty

@Suite struct LipschitzClaimTests {
  @Test func constantsAreReached() {
    ClaimSampling.check(
      [Theorems.t6a, Theorems.t6b, Theorems.t6c, Theorems.t6d, Theorems.t6e],
      tight: ["T6a", "T6b", "T6c", "T6d", "T6e"])
  }

  @Test func scalingAndThresholds() {
    ClaimSampling.check(
      [Theorems.t6fHomogeneous, Theorems.t6fMonotone, Theorems.t6fThreshold],
      tight: ["T6f-monotone", "T6f-threshold"])
  }

  @Test func smallerConstantsAreRefuted() {
    ClaimSampling.expectRefutation(PlantedClaims.slowerChange)
  }

  /// The claims decide, from their definitions, what they are documented to.
  @Test func decisionsByHand() {
    let identity = Permutation(identity: 2).matrix
    // P = 4 (1 - sqrt(1/2)) at J/2, 0 at the identity; |A - B|_1 = 2, |A - B|_F = 1.
    let uniform = Rational(1, 2) * RationalMatrix([[1, 1], [1, 1]])
    let change: RadicalSum = 4 - .root(8)
    for claim in [Theorems.t6b, Theorems.t6c, Theorems.t6d, Theorems.t6e] {
      let decision = claim.decide(ClaimInstance(matrices: [identity, uniform]))
      #expect(decision.lhs == (claim.id == "T6e" ? 1 : change), "\(claim.id)")
    }
    let pair = ClaimInstance(matrices: [uniform, identity])
    #expect(Theorems.t6b.decide(pair).rhs == .root(8))
    #expect(Theorems.t6c.decide(pair).rhs == 2)
    #expect(Theorems.t6d.decide(pair).rhs == 2)
    #expect(Theorems.t6e.decide(pair).rhs == 2)
    // Different line sums: no claim about equal ones applies.
    let other = ClaimInstance(matrices: [identity, 2 * identity])
    for claim in [Theorems.t6c, Theorems.t6d, Theorems.t6e] {
      #expect(claim.decide(other).verdict == nil, "\(claim.id)")
    }
    #expect(Theorems.t6b.decide(other).verdict == .holds)
    let larger = ClaimInstance(matrices: [2 * identity, identity])
    #expect(Theorems.t6fMonotone.decide(larger).verdict == nil)
  }

  /// Every sampled pair belongs to its class.
  @Test(arguments: PairClass.allCases)
  func samplesBelongToTheirClass(pairClass: PairClass) {
    var stream = RandomStream(root: 1, name: "\(pairClass)")
    for k in 0..<60 {
      let (a, b) = pairClass.sample(order: 1 + k % 6, from: &stream)
      #expect(a.order == 1 + k % 6 && b.order == a.order)
      #expect(pairClass.contains(a, b), "\(a.rows), \(b.rows)")
    }
  }

  @Test(arguments: MatrixClass.allCases)
  func matricesBelongToTheirClass(matrixClass: MatrixClass) {
    var stream = RandomStream(root: 1, name: "\(matrixClass)")
    for k in 0..<60 {
      let matrix = matrixClass.sample(order: 1 + k % 6, from: &stream)
      #expect(matrix.order == 1 + k % 6)
      #expect(matrixClass.contains(MatrixFacts(matrix)), "\(matrix.rows)")
    }
  }
}

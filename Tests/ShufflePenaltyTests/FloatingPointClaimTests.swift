import Claims
import Exact
import RandomStreams
import Testing

@testable import ShufflePenalty

@Suite struct FloatingPointClaimTests {
  @Test func theStableValueIsAccurate() {
    ClaimSampling.check([Theorems.t10, Theorems.t10Naive])
    // A value that is off by a relative 2^-49 has left the bound for order 2, 12 u = 2^-49.4.
    let facts = MatrixFacts(RationalMatrix([[1, 3], [4, 2]]))
    let value = facts.penalty.approximation
    #expect(Theorems.decidePenalty(facts, value: value).verdict == .holds)
    guard
      case .refuted? = Theorems.decidePenalty(facts, value: value * (1 + 0x1p-49)).verdict
    else {
      Issue.record("a relative error of 2^-49 is accepted")
      return
    }
  }

  @Test func theNaiveValueIsNot() {
    ClaimSampling.expectRefutation([PlantedClaims.naiveFloats])
    // All digits are lost: fl(sqrt(1 + 2^-80)) = 1, and 1 + 2^-60 rounds to 1.
    #expect(Theorems.naiveGap([1, 0x1p-60]) == 0)
    #expect(Theorems.naiveGap([3, 4]) == 2)
  }

  /// Samples are doubles of all sizes, many within the range of T10.
  @Test func samplesAreDoubles() {
    var stream = RandomStream(seed: 3)
    var (tiny, single) = (0, 0)
    for k in 0..<80 {
      let matrix = DoubleMatrixSampler.sample(order: 1 + k % 5, from: &stream)
      let facts = MatrixFacts(matrix)
      #expect(MatrixClass.doubles.contains(facts))
      let entries = facts.doubles.filter { $0 > 0 }
      if let least = entries.min(), least < 0x1p-30 { tiny += 1 }
      if entries.contains(where: { $0 < 1 }), entries.allSatisfy({ Double(Float($0)) == $0 }) {
        single += 1
      }
    }
    #expect(tiny >= 8)
    #expect(single >= 8)
    let third = MatrixFacts(RationalMatrix([[Rational(1, 3)]]))
    #expect(!MatrixClass.doubles.contains(third))
  }
}

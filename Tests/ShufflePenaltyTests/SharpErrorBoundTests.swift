import Birkhoff
import Claims
import Exact
import RandomStreams
import ShufflePenalty
import Testing

@Suite struct SharpErrorBoundTests {
  private let sharp = [Theorems.t2SharpRows, Theorems.t2SharpColumns, Theorems.t2Sharp]

  /// Half sums of permutations give equality in all three forms; a little away it is strict.
  @Test func equalityExactlyAtHalfMatrices() {
    var stream = RandomStream(seed: 2)
    for n in 2...6 {
      let half = DoublyStochasticSampler.half.sample(order: n, from: &stream)
      let facts = MatrixFacts(half)
      #expect(facts.isHalfMatrix)
      for claim in sharp {
        let decision = claim.decide(facts: facts)
        #expect(decision.verdict == .holds && decision.lhs == decision.rhs, "\(claim.id)")
      }
      let moved = MatrixFacts(
        Rational(1, 1 << 40) * RationalMatrix(rows: n, columns: n) { _, _ in Rational(1, n) }
          + (1 - Rational(1, 1 << 40)) * half)
      #expect(!moved.isHalfMatrix)
      for claim in sharp {
        let decision = claim.decide(facts: moved)
        #expect(decision.verdict == .holds && decision.lhs != decision.rhs, "\(claim.id)")
      }
    }
  }

  /// The shares sum to a(M) and bound each row, for all b of the family and the sharp one.
  @Test func everyRowHasItsShare() {
    var stream = RandomStream(seed: 3)
    for k in 0..<60 {
      let n = 2 + k % 4
      let facts = MatrixFacts(MatrixClass.doublyStochastic.sample(order: n, from: &stream))
      for claim in [Theorems.t2SharpByRows, Theorems.t2Family, Theorems.t2FamilyByRows] {
        #expect(claim.decide(facts: facts).verdict == .holds, "\(claim.id)")
      }
      let potentials = CappedPotentials(facts, parameter: CappedPotentials.sharpParameter)
      #expect(potentials.columns.min() == 0)
      #expect((potentials.rows + potentials.columns).allSatisfy { $0.sign >= 0 })
      for i in 0..<n {
        for j in 0..<n {
          #expect(facts.matrix[i, j] <= potentials.rows[i] + potentials.columns[j])
        }
      }
    }
  }

  /// b = -2 is outside [0, 1], and its bound fails: the range of the family matters.
  @Test func theParameterHasARange() {
    let facts = MatrixFacts(
      RationalMatrix([
        [Rational(3, 5), Rational(2, 5), 0], [Rational(2, 5), Rational(1, 5), Rational(2, 5)],
        [0, Rational(2, 5), Rational(3, 5)],
      ]))
    func slack(_ b: Rational) -> Int {
      let total = (0..<3).reduce(RootTwoNumber(0)) {
        $0 + CappedPotentials.bound(facts, row: $1, parameter: RootTwoNumber(b))
      }
      return (RootTwoNumber(facts.largestPermutationSum) - total).sign
    }
    #expect(slack(1) >= 0)
    #expect(slack(-2) < 0)
  }

  /// With entries at most 2/3 and |M|_F^2 > N/2 the bound exceeds that of Marcus and Ree.
  @Test func marcusReeIsImproved() {
    let third = Rational(1, 3)
    let facts = MatrixFacts(
      RationalMatrix([[2 * third, third, 0], [0, 2 * third, third], [third, 0, 2 * third]]))
    let decision = Theorems.t2MarcusRee.decide(facts: facts)
    #expect(decision.verdict == .holds)
    // |M|_F^2 = 5/3 > 3/2 and 3 |M|_F^2 - N = 2 = a(M).
    #expect(decision.lhs == 2 && decision.rhs == 2)
    #expect(facts.squareSum == Rational(5, 3))
  }
}

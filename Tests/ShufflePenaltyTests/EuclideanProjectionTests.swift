import Birkhoff
import Claims
import Exact
import RandomStreams
import Testing

@testable import ShufflePenalty

@Suite struct EuclideanProjectionTests {
  /// On 2 x 2 matrices the polytope is a segment: D_01 is (1 - (Y_00 + Y_11 - Y_01 - Y_10)/2)/2,
  /// cut off at 0 and 1.
  @Test func orderTwoByHand() throws {
    var stream = RandomStream(seed: 5)
    var captured = 0
    for _ in 0..<60 {
      let y = RationalMatrix(rows: 2, columns: 2) { i, j in
        (i == j ? Rational(1, 2) : 0) + Rational(stream.int(in: 0...8), 8)
      }
      let difference = y[0, 0] + y[1, 1] - y[0, 1] - y[1, 0]
      let off = max(0, Rational(1, 2) - Rational(1, 4) * difference)
      if off == 0 { captured += 1 }
      guard off <= Rational(1, 2) else { continue }
      let projection = try #require(EuclideanProjection(of: y))
      #expect(projection.matrix == RationalMatrix([[1 - off, off], [off, 1 - off]]))
    }
    #expect(captured >= 3)
  }

  @Test func doublyStochasticMatricesStay() throws {
    var stream = RandomStream(seed: 6)
    for n in 1...5 {
      let matrix = MatrixClass.doublyStochastic.sample(order: n, from: &stream)
      let projection = try #require(EuclideanProjection(of: matrix))
      #expect(projection.matrix == matrix)
      // Adding a constant to a line changes nothing.
      let shifted = RationalMatrix(rows: n, columns: n) {
        matrix[$0, $1] + Rational($0 * $0, 3) - Rational($1, 5)
      }
      #expect(EuclideanProjection(of: shifted)?.matrix == matrix)
    }
  }

  /// Every step that meets the hypotheses of T9e C is projected, and no other doubly stochastic
  /// matrix is closer.
  @Test func projectionsSatisfyTheirConditions() throws {
    var stream = RandomStream(seed: 7)
    var interior = 0
    for k in 0..<90 {
      let n = 2 + k % 5
      let step = StepClass.projectionBasin.sample(order: n, from: &stream)
      guard Theorems.t9eProjection.decide(step.instance).verdict != nil else { continue }
      let aligned = AlignedStep(step)
      let target = aligned.step.moved
      let projection = try #require(EuclideanProjection(of: target))
      #expect(projection.isProjection(of: target))
      if projection.matrix != aligned.target.matrix { interior += 1 }
      let distance = (projection.matrix - target).sum(of: .square)
      for _ in 0..<4 {
        let other = MatrixClass.doublyStochastic.sample(order: n, from: &stream)
        let near = Rational(1, 64) * other + Rational(63, 64) * projection.matrix
        #expect(distance <= (near - target).sum(of: .square))
      }
    }
    #expect(interior >= 20)
  }

  /// A changed matrix or potential is no projection any more.
  @Test func changedProjectionsAreRejected() throws {
    let target = RationalMatrix([
      [Rational(4, 5), Rational(1, 5), -1], [Rational(1, 10), Rational(3, 5), Rational(1, 5)],
      [0, Rational(-1, 7), Rational(9, 8)],
    ])
    let projection = try #require(EuclideanProjection(of: target))
    #expect(projection.isProjection(of: target))
    for i in 0..<3 {
      for j in 0..<3 {
        var other = target
        // Enough to bring back an entry that is 0 in the projection.
        other[i, j] = other[i, j] + 5
        #expect(!projection.isProjection(of: other))
        guard projection.matrix[i, j].sign > 0 else { continue }
        other[i, j] = target[i, j] - .powerOfTwo(-60)
        #expect(!projection.isProjection(of: other))
      }
    }
    #expect(EuclideanProjection(of: target, limit: 1) == nil)
  }

  /// Where an entry of the identity would be negative it gives up rather than answer wrongly.
  @Test func farFromTheIdentityItGivesUp() {
    #expect(EuclideanProjection(of: RationalMatrix([[0, 9], [9, 0]])) == nil)
  }
}

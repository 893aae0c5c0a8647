import Birkhoff
import Exact
import RandomStreams
import Testing

@Suite struct ExactProjectionTests {
  /// Dividing takes more away than the repair in the end does: M^- of T5a is another matrix.
  @Test func dividedColumnsMayBeRefilled() {
    // Column 0 is halved; row 0, then 3/2, lowers it again; the completion raises (1, 0) again.
    let m = RationalMatrix([[1, 1, 0], [1, 0, 0], [0, 0, 0]])
    // Left are 1/3, 2/3 and 1/2.
    let removed = Rational(3, 2)
    let cost = m.l1Distance(to: ExactProjection.doublyStochastic(m))
    #expect(cost < 2 * removed + 3 - m.sum())
  }

  @Test func onlyLinesThatAreTooLargeAreDivided() {
    // The first column sums to 3; after its division the second row sums to 5/3. So the matrix is
    // divided to 1/3, 0, 0; 2/5, 3/10, 3/10; 0, and lacks 2/3, 0, 1 in rows, 4/15, 7/10, 7/10 in
    // columns.
    let m = RationalMatrix([[1, 0, 0], [2, Rational(1, 2), Rational(1, 2)], [0, 0, 0]])
    #expect(
      ExactProjection.doublyStochastic(m)
        == Rational(1, 50) * RationalMatrix([[22, 14, 14], [20, 15, 15], [8, 21, 21]]))
  }

  /// T9e: aligned at the row argmax, the off-mass of a matrix inside the basin does not grow.
  @Test func alignedRepairKeepsTheDiagonal() {
    let m = RationalMatrix([
      [1, 0, 0], [Rational(1, 8), Rational(3, 4), 0], [0, Rational(1, 4), 1],
    ])
    let identity = Permutation(identity: 3)
    let repaired = ExactProjection.doublyStochastic(m, aligned: identity)
    for i in 0..<3 { #expect(repaired[i, i] >= Rational(3, 4)) }
    #expect(StochasticDefects(repaired).isDoublyStochastic)
  }

  /// T9e F1: M = [[4,3],[3,4]]/7, eta lambda = 15/28, zero gradient.
  @Test func theAlignedRepairIdentifiesWhereThePlainOneLeaks() {
    let m = Rational(1, 7) * RationalMatrix([[4, 3], [3, 4]])
    // H = 2 - M/|r| - M/|c| with |r| = |c| = 5/7.
    let moved = RationalMatrix(rows: 2, columns: 2) { i, j in
      m[i, j] - Rational(15, 28) * (2 - 2 * m[i, j] * Rational(7, 5))
    }
    let z = ExactProjection.thresholded(moved)
    let identity = Permutation(identity: 2)
    #expect(z == Rational(5, 14) * identity.matrix)
    #expect(
      ExactProjection.doublyStochastic(z) == Rational(1, 28) * RationalMatrix([[19, 9], [9, 19]]))
    #expect(ExactProjection.doublyStochastic(z, aligned: identity) == identity.matrix)
  }

  /// T9d: one pass makes all rows exact; a zero row becomes uniform, a zero column stays if none
  /// is.
  @Test func scalingMakesRowsExact() {
    let m = RationalMatrix([[1, 2, 0], [3, 4, 0], [0, 0, 0]])
    let scaled = ExactProjection.scaled(m)
    #expect(scaled.rowSums() == [1, 1, 1])
    #expect(scaled[2, 2] == Rational(1, 3) && scaled[0, 2] == 0)
    #expect(ExactProjection.scaled(RationalMatrix([[1, 0], [2, 0]])).columnSums() == [2, 0])
  }
}

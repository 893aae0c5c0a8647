import Birkhoff
import Exact
import RandomStreams
import Testing

@Suite struct RepairTests {
  /// The capped matrix is not the M^- of T5a: here the cost is less than its mass says.
  @Test func cappedColumnsMayBeRefilled() {
    // Column 0 is halved; row 0, then 3/2, lowers it again; the completion raises (1, 0) again.
    let m = RationalMatrix([[1, 1, 0], [1, 0, 0], [0, 0, 0]])
    let removedByCapping = m.l1Distance(to: Repair.capped(m))
    let cost = m.l1Distance(to: Repair.doublyStochastic(m))
    #expect(cost < 2 * removedByCapping + 3 - m.sum())
  }

  @Test func scalingDividesOnlyLinesThatAreTooLarge() {
    // The first column sums to 3; after its division the second row sums to 5/3.
    let m = RationalMatrix([[1, 0, 0], [2, Rational(1, 2), Rational(1, 2)], [0, 0, 0]])
    let capped = Repair.capped(m)
    #expect(
      capped
        == RationalMatrix([
          [Rational(1, 3), 0, 0], [Rational(2, 5), Rational(3, 10), Rational(3, 10)], [0, 0, 0],
        ]))
    #expect(Repair.capped(capped) == capped)
  }

  /// T9e: aligned at the row argmax, the off-mass of a matrix inside the basin does not grow.
  @Test func alignedRepairKeepsTheDiagonal() {
    let m = RationalMatrix([
      [1, 0, 0], [Rational(1, 8), Rational(3, 4), 0], [0, Rational(1, 4), 1],
    ])
    let identity = Permutation(identity: 3)
    let repaired = Repair.doublyStochastic(m, aligned: identity)
    for i in 0..<3 { #expect(repaired[i, i] >= Rational(3, 4)) }
    #expect(StochasticDefects(repaired).isDoublyStochastic)
  }

  /// THEORY, BASIN.md F1: M = [[4,3],[3,4]]/7, eta lambda = 15/28, zero gradient.
  @Test func theAlignedRepairIdentifiesWhereThePlainOneLeaks() {
    let m = Rational(1, 7) * RationalMatrix([[4, 3], [3, 4]])
    // H = 2 - M/|r| - M/|c| with |r| = |c| = 5/7.
    let moved = RationalMatrix(rows: 2, columns: 2) { i, j in
      m[i, j] - Rational(15, 28) * (2 - 2 * m[i, j] * Rational(7, 5))
    }
    let z = Repair.thresholded(moved)
    let identity = Permutation(identity: 2)
    #expect(z == Rational(5, 14) * identity.matrix)
    #expect(Repair.doublyStochastic(z) == Rational(1, 28) * RationalMatrix([[19, 9], [9, 19]]))
    #expect(Repair.doublyStochastic(z, aligned: identity) == identity.matrix)
  }

  /// T9a: one pass makes rows exact; a zero line is left alone instead of divided.
  @Test func scalingMakesRowsExact() {
    let m = RationalMatrix([[1, 2, 0], [3, 4, 0], [0, 0, 0]])
    let scaled = Repair.scaled(m)
    #expect(scaled.rowSums() == [1, 1, 0])
    #expect(scaled.columnSums()[2] == 0)
  }
}

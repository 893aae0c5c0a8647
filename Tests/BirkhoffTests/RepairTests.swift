import Birkhoff
import Exact
import RandomStreams
import Testing

@Suite struct RepairTests {
  /// Nonnegative matrices of all kinds, small ones of each order.
  private static func matrices() -> [RationalMatrix] {
    var stream = RandomStream(seed: 4)
    return (1...5).flatMap { n in
      NonnegativeSampler.allCases.map { $0.sample(order: n, from: &stream) }
        + RowStochasticSampler.allCases.map { $0.sample(order: n, from: &stream) }
        + DoublyStochasticSampler.allCases.map { $0.sample(order: n, from: &stream) }
        + [RationalMatrix(rows: n, columns: n)]
    }
  }

  /// T5a in full, for both removals, with and without an alignment.
  @Test(arguments: Repair.Removal.allCases)
  func theCostIsWhatT5aStates(removal: Repair.Removal) {
    var stream = RandomStream(seed: 7)
    for m in Self.matrices() {
      let n = m.order
      let permutation = DoublyStochasticSampler.randomPermutation(n, &stream)
      for aligned in [nil, permutation] {
        let repair = DoublyStochasticRepair(m, by: removal, aligned: aligned)
        let defects = repair.defects
        #expect(StochasticDefects(repair.repaired).isDoublyStochastic)
        // 0 <= M^- <= min(M, M'), |M - M^-|_1 = R <= E_r + E_c, |M - M'|_1 = 2R + N - S.
        for i in 0..<n {
          for j in 0..<n {
            #expect(repair.kept[i, j].sign >= 0)
            #expect(repair.kept[i, j] <= min(m[i, j], repair.repaired[i, j]))
          }
        }
        #expect(m.l1Distance(to: repair.kept) == repair.removedMass)
        #expect(repair.removedMass <= defects.rowExcess + defects.columnExcess)
        #expect(m.l1Distance(to: repair.repaired) == repair.cost)
        #expect(repair.cost == 2 * repair.removedMass + Rational(n) - m.sum())
        #expect(repair.cost >= repair.distanceLowerBound)
        // Rows exact: kappa, and nothing doubly stochastic is nearer.
        if defects.isRowStochastic {
          #expect(repair.cost == defects.columnDeviation && repair.isNearest)
        }
        let transposed = DoublyStochasticRepair(m.transposed, by: removal, aligned: aligned)
        if defects.isRowStochastic {
          #expect(transposed.cost == transposed.defects.rowDeviation && transposed.isNearest)
        }
        #expect(Repair.doublyStochastic(repair.repaired, by: removal) == repair.repaired)
      }
    }
  }

  /// The capped matrix is not the M^- of T5a: here the cost is less than its mass says.
  @Test func cappedColumnsMayBeRefilled() {
    // Column 0 is halved; row 0, then 3/2, lowers it again; the completion raises (1, 0) again.
    let m = RationalMatrix([[1, 1, 0], [1, 0, 0], [0, 0, 0]])
    let repair = DoublyStochasticRepair(m)
    let removedByCapping = m.l1Distance(to: Repair.capped(m))
    #expect(repair.removedMass < removedByCapping)
    #expect(m.l1Distance(to: repair.repaired) == repair.cost)
  }

  @Test func subtractionTakesTheSmallestEntriesFirst() {
    let m = RationalMatrix([
      [Rational(1, 4), Rational(1, 4), 0], [Rational(1, 4), Rational(1, 2), Rational(7, 8)],
      [1, 0, 0],
    ])
    // Column 0 is 1/2 too large: both quarters go. Row 1 is then 3/8 too large: from the half.
    let capped = Repair.capped(m, by: .subtraction)
    #expect(
      capped
        == RationalMatrix([
          [0, Rational(1, 4), 0], [0, Rational(1, 8), Rational(7, 8)], [1, 0, 0],
        ]))
    #expect(Repair.capped(capped, by: .subtraction) == capped)
    // Ties go to the earlier one: both columns lose the entry of row 0, and row 1 that of column 0.
    let tied = Repair.capped(RationalMatrix([[1, 1], [1, 1]]), by: .subtraction)
    #expect(tied == RationalMatrix([[0, 0], [0, 1]]))
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

  /// What subtraction is for: a capped float32 matrix stays over a power of two, and its repair has
  /// one more denominator, the deficit.
  @Test func subtractionKeepsDenominatorsSmall() {
    var stream = RandomStream(seed: 8)
    for _ in 0..<4 {
      let m = NonnegativeSampler.roundedOnePass.sample(order: 12, from: &stream)
      let bits = m.commonDenominator(fittingIn: 64)
      #expect(bits != nil)
      #expect(Repair.capped(m, by: .subtraction).commonDenominator(fittingIn: 64) != nil)
      let repaired = Repair.doublyStochastic(m, by: .subtraction)
      #expect(repaired.commonDenominator(fittingIn: 128) != nil)
    }
  }

  /// T9e: aligned at the row argmax, the off-mass of a matrix inside the basin does not grow.
  @Test func alignedRepairKeepsTheDiagonal() {
    let m = RationalMatrix([
      [1, 0, 0], [Rational(1, 8), Rational(3, 4), 0], [0, Rational(1, 4), 1],
    ])
    let identity = Permutation(identity: 3)
    let repaired = DoublyStochasticRepair(m, by: .subtraction, aligned: identity).repaired
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

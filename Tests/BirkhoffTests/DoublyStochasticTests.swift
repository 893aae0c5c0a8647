import Birkhoff
import Exact
import RandomStreams
import Testing

@Suite struct DoublyStochasticTests {
  @Test(arguments: DoublyStochasticSampler.allCases)
  func everySampleIsDoublyStochastic(sampler: DoublyStochasticSampler) {
    var stream = RandomStream(root: 1, name: sampler.rawValue)
    var distinct = Set<String>()
    for n in 1...9 {
      for _ in 0..<6 {
        let matrix = sampler.sample(order: n, from: &stream)
        #expect(matrix.order == n)
        #expect(StochasticDefects(matrix).isDoublyStochastic, "\(sampler) of order \(n)")
        distinct.insert(matrix.rows.description)
      }
    }
    #expect(distinct.count > 20)
  }

  /// Entries are over 2^32 t, with t / 2^32 <= 12 the deficit the completion fills: 68 bits.
  @Test func scaledSamplesHaveASmallCommonDenominator() {
    var stream = RandomStream(seed: 5)
    for n in 1...12 {
      for _ in 0..<4 {
        let matrix = DoublyStochasticSampler.scaledPositive.sample(order: n, from: &stream)
        #expect(matrix.commonNumerators(fittingIn: 68) != nil, "order \(n)")
      }
    }
  }

  @Test func cappingDividesOnlyLinesThatAreTooLarge() {
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

  @Test func defectsAreMeasuredExactly() throws {
    let m = RationalMatrix([[Rational(1, 2), Rational(1, 3)], [Rational(-1, 4), 1]])
    let defects = StochasticDefects(m)
    let negative = try #require(defects.firstNegative)
    #expect(negative == (1, 0))
    #expect(defects.rowDefect == Rational(1, 4) && defects.columnDefect == Rational(3, 4))
    #expect(!defects.isDoublyStochastic)
  }

  /// The counts of MacMahon's formula (d+1)(d+2)(d^2+3d+4)/8 for order 3, d+1 for order 2.
  @Test(arguments: 1...6)
  func enumerationIsComplete(d: Int) {
    let two = DoublyStochasticEnumeration.matrices(order: 2, denominator: d)
    let three = DoublyStochasticEnumeration.matrices(order: 3, denominator: d)
    #expect(two.count == d + 1)
    #expect(three.count == (d + 1) * (d + 2) * (d * d + 3 * d + 4) / 8)
    #expect(Set(three.map(\.rows.description)).count == three.count)
    #expect((two + three).allSatisfy { StochasticDefects($0).isDoublyStochastic })
  }

  @Test func repairIsExactAndLeavesDoublyStochasticMatricesAlone() {
    var stream = RandomStream(seed: 4)
    for n in 1...6 {
      let any = RationalMatrix(rows: n, columns: n) { _, _ in Rational(stream.int(in: 0...9), 4) }
      let repaired = Repair.doublyStochastic(any)
      #expect(StochasticDefects(repaired).isDoublyStochastic)
      #expect(Repair.doublyStochastic(repaired) == repaired)
      let aligned = DoublyStochasticSampler.randomPermutation(n, &stream)
      #expect(StochasticDefects(Repair.doublyStochastic(any, aligned: aligned)).isDoublyStochastic)
    }
    #expect(
      StochasticDefects(Repair.doublyStochastic(RationalMatrix(rows: 3, columns: 3)))
        .isDoublyStochastic)
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

  @Test func argmaxReportsTiesAndCollisions() {
    let tied = ArgmaxRounding(RationalMatrix([[1, 1], [0, 2]]))
    #expect(tied.columns == [0, 1] && tied.tiedRows == [0])
    let collision = ArgmaxRounding(RationalMatrix([[1, 2], [0, 2]]))
    #expect(collision.permutation == nil && collision.tiedRows.isEmpty)
  }
}

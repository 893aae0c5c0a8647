import Birkhoff
import Exact
import RandomStreams
import Testing

@Suite struct DoublyStochasticTests {
  @Test func defectsAreMeasuredExactly() throws {
    let m = RationalMatrix([[Rational(1, 2), Rational(1, 3)], [Rational(-1, 4), 1]])
    let defects = StochasticDefects(m)
    let negative = try #require(defects.firstNegative)
    #expect(negative == (1, 0))
    #expect(defects.rowDefect == Rational(1, 4) && defects.columnDefect == Rational(3, 4))
    #expect(!defects.isDoublyStochastic && !defects.isRowStochastic)
    // Row sums 5/6 and 3/4, column sums 1/4 and 4/3.
    #expect(defects.rowDeviation == Rational(5, 12) && defects.columnDeviation == Rational(13, 12))
    #expect(defects.rowExcess == 0 && defects.columnExcess == Rational(1, 3))
    #expect(defects.total == Rational(19, 12) && defects.largestEntry == 1)
    #expect(defects.largestRowSum == Rational(5, 6))
    #expect(defects.largestColumnSum == Rational(4, 3))
    let allNegative = StochasticDefects(RationalMatrix([[-2, -1]]))
    #expect(allNegative.largestEntry == -1 && allNegative.largestRowSum == -3)
    #expect(StochasticDefects(RationalMatrix([[1, 0], [1, 0]])).isRowStochastic)
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

  @Test func argmaxReportsTiesAndCollisions() {
    let tied = ArgmaxRounding(RationalMatrix([[1, 1], [0, 2]]))
    #expect(tied.columns == [0, 1] && tied.tiedRows == [0])
    let collision = ArgmaxRounding(RationalMatrix([[1, 2], [0, 2]]))
    #expect(collision.permutation == nil && collision.tiedRows.isEmpty)
  }
}

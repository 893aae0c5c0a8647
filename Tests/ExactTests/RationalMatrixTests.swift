import Exact
import RandomStreams
import Testing

@Suite struct RationalMatrixTests {
  private static func random(_ rows: Int, _ columns: Int, seed: UInt64) -> RationalMatrix {
    var stream = RandomStream(seed: seed)
    return RationalMatrix(rows: rows, columns: columns) { _, _ in
      Rational(stream.int(in: -9...9), stream.int(in: 1...7))
    }
  }

  @Test func sumsAgreeWithEntrywiseSums() {
    let m = Self.random(4, 5, seed: 1)
    for i in 0..<4 {
      let row = (0..<5).map { m[i, $0] }
      #expect(m.rowSums()[i] == row.reduce(0, +))
      #expect(m.rowSums(of: .magnitude)[i] == row.map(\.magnitude).reduce(0, +))
      #expect(m.rowSums(of: .square)[i] == row.map(\.squared).reduce(0, +))
    }
    #expect(m.columnSums(of: .square) == m.transposed.rowSums(of: .square))
    #expect(m.sum(of: .magnitude) == m.rowSums(of: .magnitude).reduce(0, +))
  }

  @Test func productsAndDistances() {
    let a = Self.random(3, 4, seed: 2)
    let b = Self.random(4, 2, seed: 3)
    let c = Self.random(4, 2, seed: 4)
    #expect(a * (b + c) == a * b + a * c)
    #expect((a * b).transposed == b.transposed * a.transposed)
    #expect(b.l1Distance(to: c) == (b - c).sum(of: .magnitude))
    #expect(b.l1Distance(to: b) == 0)
  }

  @Test func valueSemantics() {
    var a = Self.random(2, 2, seed: 5)
    let b = a
    a[0, 0] = 100
    #expect(b[0, 0] != 100 && a[0, 0] == 100 && a != b)
  }

  @Test func commonNumeratorsReproduceTheEntries() throws {
    let m = Self.random(3, 3, seed: 6)
    let common = try #require(m.commonNumerators(fittingIn: 100))
    for k in 0..<9 {
      #expect(Rational(common.numerators[k], over: common.denominator) == m[k / 3, k % 3])
    }
  }

  @Test func commonNumeratorsRefuseWhatDoesNotFit() {
    var m = RationalMatrix(rows: 1, columns: 2)
    m[0, 0] = .powerOfTwo(60)
    m[0, 1] = .powerOfTwo(-60)
    #expect(m.commonNumerators(fittingIn: 120) == nil)
    #expect(m.commonNumerators(fittingIn: 121) != nil)
  }

  /// Floats of every size, numbers that are not dyadic though a limb of them looks it, and zeros.
  @Test func commonNumeratorsAgreeInWordsAndWide() throws {
    let tricky = 1 / (Rational.powerOfTwo(64) + 1)
    let rows: [[Rational]] = [
      [0, Rational(-3, 8), 5, .powerOfTwo(-40)], [tricky, 0, -2 * tricky, 3],
      [Rational(1, 3), Rational(-1, 6), 0, 7], [.powerOfTwo(61), 0, 1, -1], [0, 0, 0, 0],
    ]
    for row in rows {
      let m = RationalMatrix([row])
      let wide = try #require(m.commonNumerators(fittingIn: 120))
      #expect(wide.numerators.map { Rational($0, over: wide.denominator) } == row)
      let least = wide.numerators.map { 128 - $0.magnitude.leadingZeroBitCount }.max() ?? 0
      #expect(m.commonNumerators(fittingIn: least)?.numerators == wide.numerators)
      #expect(least == 0 || m.commonNumerators(fittingIn: least - 1) == nil)
      let words = m.commonWordNumerators(fittingIn: 62)
      #expect((words == nil) == (least > 62))
      if let words {
        #expect(words.numerators.map { Int128($0) } == wide.numerators)
        #expect(words.denominator == wide.denominator)
      }
      #expect(m.commonDenominator(fittingIn: 70) == wide.denominator)
    }
    #expect(RationalMatrix([[tricky]]).commonDenominator(fittingIn: 64) == nil)
  }

  @Test func nonFiniteFloatsAreRefused() {
    #expect(RationalMatrix(exactly: [1, .nan], rows: 1, columns: 2) == nil)
    #expect(RationalMatrix(exactly: [1, 0.5], rows: 1, columns: 2)?[0, 1] == Rational(1, 2))
  }
}

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

  @Test func nonFiniteFloatsAreRefused() {
    #expect(RationalMatrix(exactly: [1, .nan], rows: 1, columns: 2) == nil)
    #expect(RationalMatrix(exactly: [1, 0.5], rows: 1, columns: 2)?[0, 1] == Rational(1, 2))
  }
}

import Birkhoff
import Exact
import RandomStreams
import Testing

@testable import ExtremalSearch

@Suite struct SimplestFractionTests {
  /// Every fraction with a denominator up to 60, and large ones, from doubles that are off by far
  /// more than rounding and less than the tolerance.
  @Test func fractionsAreRecovered() {
    let tolerance = SimplestFraction.vertexTolerance
    for (p, q) in (1...60).flatMap({ q in (0...q).map { ($0, q) } }) + [
      (7919, 17389), (9999, 20011),
    ] {
      for error in [-0.9, -1e-3, 0, 1e-3, 0.9] {
        let value = Double(p) / Double(q) + error * tolerance
        #expect(SimplestFraction.near(value, within: tolerance) == Rational(p, q), "\(p)/\(q)")
      }
    }
    #expect(SimplestFraction.near(-1.0 / 3, within: 1e-9) == Rational(-1, 3))
    #expect(SimplestFraction.near(2.75, within: 1e-9) == Rational(11, 4))
  }

  /// The least denominator: 355/113 is the simplest number within 1e-6 of pi.
  @Test func theSimplestIsChosen() {
    #expect(SimplestFraction.near(.pi, within: 1e-6) == Rational(355, 113))
    #expect(SimplestFraction.near(.pi, within: 0.002) == Rational(22, 7))
    #expect(SimplestFraction.near(.nan, within: 1e-9) == nil)
    #expect(SimplestFraction.near(.infinity, within: 1e-9) == nil)
    #expect(SimplestFraction.near(1e300, within: 1e-9) == nil)
  }

  /// What is no vertex still becomes an exactly doubly stochastic, exactly row-stochastic matrix.
  @Test func whatDoesNotFitIsRepairedExactly() throws {
    var stream = RandomStream(root: 1, name: "repair")
    for _ in 0..<20 {
      let values = (0..<9).map { _ in 0.01 + 0.7 * Double(stream.uniform()) }
      let matrix = try #require(SimplestFraction.doublyStochastic(values, order: 3))
      #expect(StochasticDefects(matrix).isDoublyStochastic)
      let scaled = values.indices.map { k in
        values[k] / (values[k / 3 * 3] + values[k / 3 * 3 + 1] + values[k / 3 * 3 + 2])
      }
      let rows = try #require(SimplestFraction.rowStochastic(scaled, order: 3, tolerance: 1e-3))
      let defects = StochasticDefects(rows)
      #expect(defects.isNonnegative && defects.rowDefect.sign == 0)
      for k in scaled.indices {
        // Three entries are off by 1e-3 each, the largest takes up what is left of two.
        #expect((rows[k / 3, k % 3].truncatedDouble - scaled[k]).magnitude < 4e-3)
      }
    }
  }
}

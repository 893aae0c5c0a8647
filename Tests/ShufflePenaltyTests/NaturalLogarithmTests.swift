import Exact
import Foundation
import RandomStreams
import Testing

@testable import ShufflePenalty

@Suite struct NaturalLogarithmTests {
  private let numbers: [Rational] = [
    1, 2, 3, Rational(1, 3), Rational(2, 3), Rational(4, 3), Rational(1333, 1000), 10,
    Rational(1, 7), Rational(999_999, 1_000_000), .powerOfTwo(-41), .powerOfTwo(40) - 1,
    .powerOfTwo(-1200) * 3, .powerOfTwo(1200) * 5,
  ]

  @Test func logarithmOfTwo() throws {
    let interval = NaturalLogarithm(bits: 100).enclosure(of: 2)
    // OEIS A002162.
    let below = try Rational(parsing: "0.693147180559945309417232121458")
    let above = try Rational(parsing: "0.693147180559945309417232121459")
    #expect(below < interval.upper && interval.lower < above)
    #expect(interval.width < .powerOfTwo(-90))
    #expect(NaturalLogarithm(bits: 10).enclosure(of: 1).contains(0))
  }

  /// log in doubles is within two units of its last place.
  @Test func doublesLieNearby() throws {
    for x in numbers where x.truncatedDouble > 0 && x.truncatedDouble < .infinity {
      let value = log(x.truncatedDouble)
      let interval = NaturalLogarithm(bits: 120).enclosure(of: x)
      // The conversion of x is off by one unit of its last place, 2^-52 in the logarithm.
      let slack = try #require(Rational(exactly: value.magnitude * 0x1p-51 + 0x1p-51))
      let double = try #require(Rational(exactly: value))
      #expect(interval.lower - slack <= double && double <= interval.upper + slack, "\(x)")
    }
  }

  /// log(xy) = log x + log y, and finer intervals meet coarser ones.
  @Test func intervalsAgree() {
    for bits in [1, 8, 32, 200] {
      let logarithm = NaturalLogarithm(bits: bits)
      let finer = NaturalLogarithm(bits: 300)
      for x in numbers {
        let (first, exact) = (logarithm.enclosure(of: x), finer.enclosure(of: x))
        #expect(first.lower <= exact.upper && exact.lower <= first.upper, "\(x), \(bits)")
        for y in numbers {
          let second = finer.enclosure(of: y)
          let product = logarithm.enclosure(of: x * y)
          #expect(product.lower <= exact.upper + second.upper, "\(x) \(y) \(bits)")
          #expect(exact.lower + second.lower <= product.upper, "\(x) \(y) \(bits)")
        }
      }
    }
  }

  @Test func widthsAreAsStated() {
    for bits in [1, 8, 32, 200] {
      for x in numbers {
        // |k| is at most |log2 x| + 1; the two numbers beyond the doubles have exponents below
        // 1203.
        let double = x.truncatedDouble
        let exponent = double.isNormal ? Int(log2(double).magnitude) + 2 : 1203
        let bound = Rational((exponent + 1) * (2 * bits + 24)) * Rational.powerOfTwo(-bits)
        #expect(NaturalLogarithm(bits: bits).enclosure(of: x).width <= bound, "\(x), \(bits)")
      }
    }
  }
}

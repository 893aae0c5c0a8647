import CGMP
import RandomStreams
import Testing

@testable import Exact

/// The floating-point arithmetic of the filter against exact rationals.
@Suite struct FilterArithmeticTests {
  private func exact(_ x: DoubleDouble) throws -> Rational {
    try #require(Rational(exactly: x.high)) + #require(Rational(exactly: x.low))
  }

  /// Whether |x - y| <= 2^exponent |y|.
  private func isWithin(_ exponent: Int, _ x: Rational, of y: Rational) -> Bool {
    (x - y).magnitude <= .powerOfTwo(exponent) * y.magnitude
  }

  /// Integers of all sizes around limb and mantissa boundaries, all ones among them.
  private func integer(_ stream: inout RandomStream) -> Rational {
    let power = Rational.powerOfTwo(
      stream.element(of: [1, 20, 52, 53, 54, 63, 64, 65, 106, 117, 127, 128, 129, 192, 300]))
    switch stream.index(below: 3) {
    case 0: return power - 1
    case 1: return power + Rational(stream.int(in: 0...9))
    default: return (power * Rational(stream.int(in: 1...0xffff_ffff_ffff))) + 1
    }
  }

  @Test func leadingBitsAreWithinTheirBounds() throws {
    var stream = RandomStream(seed: 31)
    for _ in 0..<500 {
      let value = integer(&stream)
      let bits = value.withValue { LeadingBits(of: asn_mpq_numref($0)) }
      let scale = Rational.powerOfTwo(bits.exponent)
      #expect(scale <= value && value < 2 * scale)
      let double = try #require(Rational(exactly: bits.double)) * scale
      #expect((double - value).magnitude <= (.powerOfTwo(-53) + .powerOfTwo(-63)) * value)
      #expect(isWithin(-105, try exact(bits.doubleDouble) * scale, of: value))
    }
  }

  @Test func doubleDoublesAreWithinTheirBounds() throws {
    var stream = RandomStream(seed: 32)
    for _ in 0..<500 {
      func sample() -> DoubleDouble {
        let bits = integer(&stream).withValue { LeadingBits(of: asn_mpq_numref($0)) }
        let power = Double(
          sign: stream.oneIn(2) ? .minus : .plus, exponent: stream.int(in: -60...60), significand: 1
        )
        return bits.doubleDouble.scaled(by: power)
      }
      let (x, y) = (sample(), sample())
      let (a, b) = (try exact(x), try exact(y))
      #expect(isWithin(-102, try exact(x + y), of: a + b))
      #expect(isWithin(-102, try exact(x * y), of: a * b))
      #expect(isWithin(-102, try exact(x / y), of: a / b))
      // Numbers that nearly cancel.
      let close = DoubleDouble(-x.high, plusSmaller: x.low)
      #expect(isWithin(-102, try exact(x + close), of: try a + exact(close)))
      let positive = x.high > 0 ? x : DoubleDouble(-x.high, plusSmaller: -x.low)
      let root = RadicalSum.root(a.magnitude)
      let error = RadicalSum(try exact(positive.squareRoot())) - root
      #expect(error.magnitude <= Rational.powerOfTwo(-102) * root)
    }
  }
}

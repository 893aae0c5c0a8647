import Exact
import RandomStreams
import Testing

@Suite struct RootTwoNumberTests {
  /// The sign agrees with that of the sum of roots, near misses of sqrt 2 among them.
  @Test func signsAgreeWithRadicalSums() {
    var stream = RandomStream(seed: 1)
    // 99/70 and 577/408 are convergents of sqrt 2, one above and one below.
    let parts: [Rational] = [
      0, 1, -1, Rational(99, 70), Rational(-577, 408), Rational(41, 29), Rational(1, 3),
    ]
    for a in parts {
      for b in parts + [Rational(stream.int(in: -50...50), 7)] {
        for number in [RootTwoNumber(a, b), RootTwoNumber(a, -b), RootTwoNumber(a, 1)] {
          #expect(number.sign == number.radicalSum.sign(), "\(a) + \(b) sqrt 2")
        }
      }
    }
  }

  @Test func arithmeticIsExact() {
    let a = RootTwoNumber(Rational(1, 2), Rational(-1, 3))
    let b = RootTwoNumber(2, 5)
    #expect(a + b == RootTwoNumber(Rational(5, 2), Rational(14, 3)))
    #expect(a - b == RootTwoNumber(Rational(-3, 2), Rational(-16, 3)))
    #expect(6 * a == RootTwoNumber(3, -2))
  }
}

import Exact
import RandomStreams
import Testing

@Suite struct RadicalSumDecimalTests {
  @Test func decimalsOfKnownNumbers() {
    let root = RadicalSum.root(2)
    #expect(root.canonicalDecimal(digits: 0) == ("1", "2"))
    #expect(root.canonicalDecimal(digits: 10) == ("1.4142135623", "1.4142135624"))
    #expect((-1 * root).canonicalDecimal(digits: 3) == ("-1.415", "-1.414"))
    #expect((RadicalSum(1) - root).canonicalDecimal(digits: 0) == ("-1", "0"))
    #expect(RadicalSum(Rational(1, 3)).canonicalDecimal(digits: 4) == ("0.3333", "0.3334"))
    #expect(RadicalSum(0).canonicalDecimal(digits: 2) == ("0.00", "0.00"))
  }

  /// On the grid both texts agree, however the number is written; beside it by as little as 2^-2000
  /// they do not.
  @Test func theGridIsDecidedExactly() {
    let hidden = RadicalSum.root(8) - 2 * .root(2) + RadicalSum(Rational(-7, 4))
    #expect(hidden.canonicalDecimal(digits: 2) == ("-1.75", "-1.75"))
    #expect(hidden.canonicalDecimal(digits: 1) == ("-1.8", "-1.7"))
    let tiny = Rational.powerOfTwo(-2000)
    #expect((hidden + RadicalSum(tiny)).canonicalDecimal(digits: 2) == ("-1.75", "-1.74"))
    #expect((hidden - RadicalSum(tiny)).canonicalDecimal(digits: 2) == ("-1.76", "-1.75"))
    let irrational = RadicalSum.root(9 + tiny) - .root(4)
    #expect(
      irrational.canonicalDecimal(digits: 30).lower == "1." + String(repeating: "0", count: 30))
    #expect(
      irrational.canonicalDecimal(digits: 30).upper == "1." + String(repeating: "0", count: 29)
        + "1")
  }

  @Test func decimalsEncloseAndDependOnTheNumberAlone() throws {
    var stream = RandomStream(seed: 11)
    for _ in 0..<200 {
      let sum = RadicalSum.random(from: &stream)
      let digits = stream.int(in: 0...40)
      let text = sum.canonicalDecimal(digits: digits)
      let lower = try Rational(parsing: text.lower)
      let upper = try Rational(parsing: text.upper)
      let low = (sum - RadicalSum(lower)).exactSign()
      let high = (RadicalSum(upper) - sum).exactSign()
      #expect(low >= 0 && high >= 0)
      #expect((lower == upper) == (low == 0 || high == 0))
      if lower != upper {
        var step = upper - lower
        for _ in 0..<digits { step = 10 * step }
        #expect(step == 1)
      }
      // The same number written with every root split in two dependent ones.
      var split = RadicalSum(sum.rational)
      for term in sum.terms {
        split.addRoot(4 * term.radicand, times: 2 * term.coefficient)
        split.addRoot(9 * term.radicand, times: -1 * term.coefficient)
      }
      #expect(split.canonicalDecimal(digits: digits) == text)
    }
  }

  /// The number lies between the neighbours of its approximation.
  @Test func approximationsAreWithinOneUnit() throws {
    var stream = RandomStream(seed: 12)
    for _ in 0..<300 {
      var sum = RadicalSum.random(from: &stream)
      if stream.oneIn(3) { sum = Rational.powerOfTwo(stream.int(in: -1100...900)) * sum }
      if stream.oneIn(3) {
        sum = sum - RadicalSum(sum.enclosure(bits: stream.int(in: 20...400)).lower)
      }
      let double = sum.approximation
      let below = try #require(Rational(exactly: double.nextDown))
      let above = try #require(Rational(exactly: double.nextUp))
      #expect((sum - RadicalSum(below)).exactSign() >= 0)
      #expect((sum - RadicalSum(above)).exactSign() <= 0)
    }
  }

  @Test func approximationsBeyondTheRangeOfDoubles() {
    #expect(RadicalSum.root(.powerOfTwo(3000)).approximation == .infinity)
    #expect((-1 * RadicalSum.root(.powerOfTwo(3000))).approximation == -.infinity)
    #expect(RadicalSum.root(.powerOfTwo(-5000)).approximation.magnitude <= 0x1p-1074)
    #expect((RadicalSum.root(8) - 2 * .root(2)).approximation == 0)
    #expect(RadicalSum(Rational(3, 2)).approximation == 1.5)
    #expect(RadicalSum(-1).approximation == -1)
  }
}

extension RadicalSum {
  /// A sum of a few roots of small fractions.
  static func random(from stream: inout RandomStream) -> RadicalSum {
    var sum = RadicalSum(Rational(stream.int(in: -40...40), stream.int(in: 1...9)))
    for _ in 0..<stream.int(in: 0...6) {
      let radicand = Rational(stream.int(in: 0...90), stream.int(in: 1...9))
      sum.addRoot(radicand, times: Rational(stream.int(in: -5...5), stream.int(in: 1...3)))
    }
    return sum
  }

  @Test func expressionsAreExact() {
    #expect(RadicalSum().expression == "0")
    #expect(RadicalSum(Rational(-3, 2)).expression == "-3/2")
    #expect((RadicalSum(1) - .root(Rational(1, 4))).expression == "1/2")
    #expect((RadicalSum(4) - .root(2) - .root(8)).expression == "4 - 3 sqrt(2)")
    #expect((RadicalSum.root(3) - .root(2)).expression == "sqrt(3) - sqrt(2)")
    #expect((-1 * RadicalSum.root(Rational(5, 4))).expression == "-sqrt(5/4)")
    #expect((RadicalSum.root(2) - .root(2)).expression == "0")
  }
}

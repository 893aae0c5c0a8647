import Exact
import Testing

@Suite struct RationalTests {
  @Test func arithmeticIsExact() {
    let third = Rational(1, 3)
    #expect(third + third + third == 1)
    #expect(Rational(2, -4) == Rational(-1, 2))
    #expect(Rational(7, 6) - Rational(2, 3) == Rational(1, 2))
    #expect(Rational(-2, 3) * Rational(9, 4) == Rational(-3, 2))
    #expect(Rational(1, 3) / Rational(-2, 9) == Rational(-3, 2))
    #expect(Rational(-5, 7).magnitude == Rational(5, 7))
    #expect([Rational(1, 2), -3, Rational(1, 3)].sorted() == [-3, Rational(1, 3), Rational(1, 2)])
  }

  @Test func copiesAreIndependent() {
    var a = Rational(1, 2)
    let b = a
    a += 1
    #expect(a == Rational(3, 2) && b == Rational(1, 2))
    a += a
    #expect(a == 3)
    a -= a
    #expect(a == 0)
  }

  @Test func floatsEnterExactly() {
    #expect(Rational(exactly: 0.1)?.description == "3602879701896397/36028797018963968")
    #expect(Rational(exactly: Float(0.1))?.description == "13421773/134217728")
    #expect(Rational(exactly: Double.leastNonzeroMagnitude) == .powerOfTwo(-1074))
    #expect(Rational(exactly: Float.infinity) == nil)
    #expect(Rational(exactly: Double.nan) == nil)
  }

  @Test func textsAreReadExactly() throws {
    #expect(try Rational(parsing: "0.1") == Rational(1, 10))
    #expect(try Rational(parsing: "-12.50e-1") == Rational(-5, 4))
    #expect(try Rational(parsing: "+.5") == Rational(1, 2))
    #expect(try Rational(parsing: "3.") == 3)
    #expect(try Rational(parsing: "1E2") == 100)
    #expect(try Rational(parsing: "4.9e-324") == Rational(49) / Rational(parsing: "1e325"))
    #expect(try Rational(parsing: "-6/4") == Rational(-3, 2))
    #expect(try Rational(parsing: "+6/4") == Rational(3, 2))
  }

  @Test(arguments: [
    "", "-", ".", "e5", "1e", "1e+", "abc", "nan", "inf", "1 ", "0x10", "1/", "/2",
    "1/-2", "1.5/2", "--1", "1e5.0", "1,5",
  ])
  func otherTextsAreRefused(text: String) {
    #expect(throws: RationalSyntaxError.notANumber(text)) { try Rational(parsing: text) }
  }

  @Test func zeroDenominatorsAndHugeExponentsAreRefused() {
    #expect(throws: RationalSyntaxError.zeroDenominator("1/0")) { try Rational(parsing: "1/0") }
    #expect(throws: RationalSyntaxError.exponentTooLarge("1e999999999999999999999")) {
      try Rational(parsing: "1e999999999999999999999")
    }
    #expect(throws: RationalSyntaxError.exponentTooLarge("1e401")) {
      try Rational(parsing: "1e401")
    }
  }

  @Test func decimalsAreRoundedToTheStatedSide() {
    let third = Rational(1, 3)
    #expect(third.decimal(digits: 4, roundedUp: false) == "0.3333")
    #expect(third.decimal(digits: 4, roundedUp: true) == "0.3334")
    #expect((-third).decimal(digits: 2, roundedUp: false) == "-0.34")
    #expect((-third).decimal(digits: 2, roundedUp: true) == "-0.33")
    #expect(Rational(5, 2).decimal(digits: 1, roundedUp: true) == "2.5")
    #expect(Rational(7).decimal(digits: 0, roundedUp: true) == "7")
  }

  @Test func wideIntegersEnterExactly() throws {
    let value = Int128(1) << 100 + 12345
    #expect(Rational(value, over: 1).description == value.description)
    #expect(Rational(-value, over: 3) == Rational(-1, 3) * Rational(value, over: 1))
    #expect(Rational(Int128(-1), over: 1) == -1)
  }

  @Test func divisionByZeroTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = Rational(1) / Rational(0)
    }
  }
}

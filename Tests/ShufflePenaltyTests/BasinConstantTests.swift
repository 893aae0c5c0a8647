import Exact
import RandomStreams
import Testing

@testable import ShufflePenalty

/// The rational constants of T9e against their known values.
@Suite struct BasinConstantTests {
  @Test func rootBoundsEnclose() {
    for k in 0...60 {
      let x = Rational(k, 7)
      let bounds = RootBounds(x)
      #expect(bounds.lower.squared <= x && x <= bounds.upper.squared)
      #expect(bounds.upper - bounds.lower <= RootBounds.unit)
      #expect(bounds.isExact == (bounds.lower.squared == x))
    }
    #expect(RootBounds(Rational(9, 16)).isExact)
    #expect(!RootBounds(2).isExact)
  }

  /// Digits of -log E from tables (OEIS A002162, log 5 - log 3, log 10 - log 9).
  @Test(arguments: [
    (Rational(1, 2), "0.693147180559945309417232121458"),
    (Rational(3, 5), "0.510825623765990683205514096260"),
    (Rational(9, 10), "0.105360515657826301227500980839"),
  ])
  func logarithmsAreRoundedUp(product: Rational, digits: String) throws {
    let known = try Rational(parsing: digits)
    let logarithm = try #require(ScalingBasin(product: product)).logarithm
    // The digits are cut off or rounded: 10^-30 either way; the bound is above by less than 2^-94.
    let unit = try Rational(parsing: "0.000000000000000000000000000001")
    #expect(logarithm >= known - unit)
    #expect(logarithm <= known + unit + .powerOfTwo(-94))
  }

  @Test func logarithmsNearOneAreRoundedUpToo() throws {
    #expect(ScalingBasin(product: 1)?.logarithm == 0)
    // 1 - E + (1 - E)^2/2 < -log E <= (1 - E)/E.
    for k in 1...30 {
      let escape = Rational.powerOfTwo(-k)
      let logarithm = try #require(ScalingBasin(product: 1 - escape)).logarithm
      #expect(logarithm > escape + Rational(1, 2) * escape.squared)
      #expect(logarithm <= escape / (1 - escape))
    }
  }

  /// 1/h(e*) of BASIN section 1, to its three digits.
  @Test(arguments: [(1, 10, 562), (1, 5, 660), (1, 4, 731), (2, 5, 1123), (1, 2, 1707)])
  func alignedThresholds(numerator: Int, denominator: Int, thousandths: Int) {
    let inverse = 1 / AlignedBasin(radius: Rational(numerator, denominator)).offForce
    #expect((inverse - Rational(thousandths, 1000)).magnitude <= Rational(1, 1900))
  }

  /// h_off and h_on of the corollary of Theorem B, L = 1/3: 1.359406 and 0.0701231; C = 0.998.
  @Test func scalingConstantsAtOneThird() throws {
    // exp(-1/3) = 0.7165313105...
    let basin = try #require(ScalingBasin(product: Rational(7_165_313_105, 10_000_000_000)))
    func isNear(_ value: Rational, _ digits: String) throws -> Bool {
      (value - (try Rational(parsing: digits))).magnitude < Rational(1, 1_000_000)
    }
    #expect(try isNear(basin.logarithm, "0.3333333"))
    #expect(try isNear(basin.offForce, "1.359406"))
    #expect(try isNear(basin.onForce, "0.0701231"))
    #expect((basin.threshold(gradientBound: 1) - Rational(998, 1000)).magnitude < Rational(1, 1900))
    #expect(basin.rate(weight: basin.threshold(gradientBound: 1), gradientBound: 1) == 0)
  }

  /// C(L) = (1 + L)/(h_off - L h_on), calculated by hand at L = log 2, on both sides of L = 0.5348,
  /// where h_on gets its second term.
  @Test(arguments: [
    (951_229, 553), (904_837, 612), (818_731, 750), (670_320, 1163), (606_531, 1487),
    (500_000, 3261),
  ])
  func scalingThresholds(millionths: Int, thousandths: Int) throws {
    let basin = try #require(ScalingBasin(product: Rational(millionths, 1_000_000)))
    let threshold = basin.threshold(gradientBound: 1)
    // Three digits are known; exp(-L) to six digits moves C by less than 10^-5 * 60.
    #expect((threshold - Rational(thousandths, 1000)).magnitude <= Rational(11, 10_000))
  }

  /// The constants are rounded by at most 2^-93, each to the side that weakens the theorems.
  @Test(arguments: [9, 11, 14, 17, 19])
  func constantsAreRoundedToTheSafeSide(numerator: Int) throws {
    let product = Rational(numerator, 20)
    let escape = 1 - product
    let slack = RadicalSum(.powerOfTwo(-93))
    func isBelow(_ value: Rational, _ exact: RadicalSum) -> Bool {
      RadicalSum(value) < exact && exact < RadicalSum(value) + slack
    }
    let norm = escape.squared + product.squared
    if let basin = ScalingBasin(product: product) {
      let off: RadicalSum =
        2 - .root(escape.squared / norm) - .root(escape.squared / (1 + escape.squared))
      #expect(isBelow(basin.offForce, off))
      let odds = (1 / product - 1).squared
      var on: RadicalSum = 1 - .root(1 / (1 + odds))
      if 2 * odds > 1 { on = on + 1 - .root(1 / (1 + basin.logarithm.squared)) }
      #expect(isBelow(-basin.onForce, -1 * on))
    } else {
      #expect(numerator == 9)
    }
    if 2 * escape <= 1 {
      let basin = AlignedBasin(radius: escape)
      #expect(isBelow(basin.offForce, 2 - .root(escape.squared / norm, times: 2)))
      #expect(isBelow(-basin.onForce, .root(product.squared / norm, times: 2) - 2))
      let slope: RadicalSum = .root((1 - 2 * escape).squared / norm)
      #expect(
        try isBelow(
          #require(ProjectionBasin(squaredDistance: escape.squared)).slope, slope))
    }
  }

  @Test func productsBelowOneHalfHaveNoBasin() {
    #expect(ScalingBasin(product: Rational(499, 1000)) == nil)
    #expect(ScalingBasin(product: Rational(1, 2)) != nil)
    #expect(ScalingBasin(product: 1)?.onForce == 0)
    #expect(ScalingBasin(product: 1)?.offForce == 2)
  }

  @Test func projectionSlopes() throws {
    #expect(ProjectionBasin(squaredDistance: 0)?.slope == 1)
    #expect(ProjectionBasin(squaredDistance: Rational(1, 4)) == nil)
    // e* = 3/7: (1 - 6/7)/(5/7).
    #expect(ProjectionBasin(squaredDistance: Rational(9, 49))?.slope == Rational(1, 5))
    let basin = try #require(ProjectionBasin(squaredDistance: Rational(9, 49)))
    #expect(basin.rate(weight: 10, gradientBound: 1) == 2)
  }
}

import Exact
import RandomStreams
import Testing

@Suite struct RadicalSumTests {
  @Test func squareRootsOfSquaresAreExact() {
    #expect(SquareRoot.exact(Rational(9, 4)) == Rational(3, 2))
    #expect(SquareRoot.exact(0) == 0)
    #expect(SquareRoot.exact(2) == nil)
    #expect(SquareRoot.exact(Rational(4, 3)) == nil)
  }

  @Test func scaledFloorsBracketTheRoot() {
    var stream = RandomStream(seed: 1)
    for _ in 0..<300 {
      let radicand = Rational(stream.int(in: 0...1_000_000), stream.int(in: 1...1_000_000))
      let bits = stream.int(in: 0...80)
      let root = SquareRoot.scaledFloor(radicand, bits: bits)
      let unit = Rational.powerOfTwo(-bits)
      let below = root.floor * unit
      let above = (root.floor + 1) * unit
      #expect(below.squared <= radicand && radicand < above.squared)
      #expect(root.exact == (below.squared == radicand))
    }
  }

  @Test func sumsThatCancelAreZero() {
    // sqrt 8 - 2 sqrt 2, sqrt 2 + sqrt 3 - sqrt(1/2) * 2 - sqrt 27 / 3, and a pure rational.
    #expect((RadicalSum.root(8) - 2 * .root(2)).sign() == 0)
    let mixed =
      RadicalSum.root(2) + .root(3) - 2 * .root(Rational(1, 2)) - .root(27, times: Rational(1, 3))
    #expect(mixed.sign() == 0)
    #expect(mixed.decidedSign().method == .zeroTest)
    #expect((RadicalSum.root(4) - 2).sign() == 0)
    #expect((RadicalSum.root(Rational(1, 9)) - RadicalSum(Rational(1, 3))).sign() == 0)
  }

  @Test func collectingKeepsTheNumber() {
    let sum =
      5 + 3 * RadicalSum.root(2) + .root(8) + .root(Rational(9, 4)) + .root(3) - .root(2)
      - .root(3)
    let collected = sum.collected
    #expect(collected.rational == Rational(13, 2))
    #expect(collected.terms.map(\.radicand) == [2, 8])
    #expect(collected.terms.map(\.coefficient) == [2, 1])
    var stream = RandomStream(seed: 3)
    for _ in 0..<200 {
      var random = RadicalSum(Rational(stream.int(in: -9...9), stream.int(in: 1...4)))
      for _ in 0..<stream.int(in: 0...12) {
        let radicand = Rational(stream.int(in: 0...6), stream.int(in: 1...3))
        random.addRoot(radicand, times: Rational(stream.int(in: -4...4), stream.int(in: 1...3)))
      }
      let collected = random.collected
      #expect((random - collected).isZeroByCancellation)
      #expect(Set(collected.terms.map(\.radicand)).count == collected.terms.count)
      #expect(collected.terms.allSatisfy { SquareRoot.exact($0.radicand) == nil })
    }
  }

  @Test func equalRootsAreCollectedBeforeIntervals() {
    let sum = RadicalSum.root(2) + .root(3, times: Rational(1, 7)) - .root(5) + .root(4)
    let reordered = RadicalSum.root(4) - .root(5) + .root(2) + .root(3, times: Rational(1, 7))
    #expect((sum - reordered).decidedSign() == (0, .rational))
    // A rational left over is seen however small it is.
    let tiny = RadicalSum(Rational.powerOfTwo(-3000))
    #expect((sum - reordered + tiny).decidedSign() == (1, .rational))
    #expect((sum - reordered - tiny).decidedSign() == (-1, .rational))
    // Roots that cancel no longer count in the bound of the filter.
    let large = Rational.powerOfTwo(80) * RadicalSum.root(7)
    let hidden = large + .root(3) - .root(5) - large
    #expect(hidden.filteredSign == nil)
    #expect(hidden.decidedSign() == (-1, .filter))
  }

  @Test func nearMissesHaveTheirTrueSign() {
    // sqrt(n^2 + 1) - n is about 1/(2n): far below the filter's bound at n = 2^60, not zero.
    let n = Rational.powerOfTwo(60)
    let above = RadicalSum.root(n.squared + 1) - RadicalSum(n)
    #expect(above.decidedSign() == (1, .interval))
    #expect((-1 * above).sign() == -1)
    // A difference of 2^-600 is seen only after the zero test has excluded 0.
    let tiny = Rational.powerOfTwo(-600)
    let close = RadicalSum.root(2) - .root(2 + tiny)
    #expect(close.sign() == -1)
    // The classical near-coincidence sqrt 10 + sqrt 11 against sqrt 5 + sqrt 18 (difference 2e-4),
    // and three roots that agree to 15 digits.
    #expect((RadicalSum.root(10) + .root(11) - .root(5) - .root(18)).sign() == 1)
    let sums =
      RadicalSum.root(10_000_001) + .root(10_000_025) + .root(10_000_031)
      + .root(10_000_084) + .root(10_000_087) + .root(10_000_134) + .root(10_000_158)
      + .root(10_000_182) + .root(10_000_198) - .root(10_000_002) - .root(10_000_018)
      - .root(10_000_042) - .root(10_000_066) - .root(10_000_113) - .root(10_000_116)
      - .root(10_000_169) - .root(10_000_175) - .root(10_000_199)
    #expect(sums.decidedSign().method != .filter)
    #expect(sums.enclosure(bits: 400).sign == sums.sign())
  }

  /// The filter never contradicts a 512-bit enclosure, and random sums rarely need more.
  @Test func theFilterIsNeverWrong() {
    var stream = RandomStream(seed: 2)
    var filtered = 0
    let count = 2000
    for _ in 0..<count {
      var sum = RadicalSum(Rational(stream.int(in: -40...40), stream.int(in: 1...9)))
      for _ in 0..<stream.int(in: 1...8) {
        let radicand = Rational(stream.int(in: 0...900), stream.int(in: 1...9))
        sum.addRoot(radicand, times: Rational(stream.int(in: -5...5), stream.int(in: 1...3)))
      }
      // Move some sums to within 2^-45 or so of zero, where a wrong bound would show.
      if stream.oneIn(2) {
        let center = sum.enclosure(bits: 60).lower
        let shift = Rational(stream.int(in: -1000...1000)) * .powerOfTwo(-stream.int(in: 40...58))
        sum = sum - RadicalSum(center + shift)
      }
      if let sign = sum.filteredSign {
        filtered += 1
        let exact = sum.enclosure(bits: 512).sign
        #expect(exact == sign || (exact == nil && sign == 0 && sum.isZeroByCancellation))
      }
    }
    #expect(filtered > count / 3)
  }

  @Test func productsAreExact() {
    let golden = Rational(1, 2) * (1 + RadicalSum.root(5))
    #expect(golden * golden == golden + 1)
    #expect((RadicalSum.root(2) * .root(8)).terms.isEmpty)
    #expect((RadicalSum(0) * golden).sign() == 0 && (golden * RadicalSum(0)).terms.isEmpty)
    var stream = RandomStream(seed: 4)
    for _ in 0..<100 {
      let (a, b) = (RadicalSum.random(from: &stream), RadicalSum.random(from: &stream))
      #expect((a * b - b * a).exactSign() == 0)
      #expect((a + b) * (a - b) == a * a - b * b)
      #expect((a * b).exactSign() == a.exactSign() * b.exactSign())
    }
  }

  @Test func exactSignsNeedNoFilter() {
    #expect((RadicalSum.root(2) - .root(2) + RadicalSum(.powerOfTwo(-900))).exactSign() == 1)
    #expect((RadicalSum.root(8) - 2 * .root(2)).exactSign() == 0)
    #expect((RadicalSum.root(3) - .root(2)).exactSign() == 1)
    #expect((RadicalSum.root(2) - .root(2 + .powerOfTwo(-600))).exactSign() == -1)
    var stream = RandomStream(seed: 5)
    for _ in 0..<300 {
      let sum = RadicalSum.random(from: &stream)
      #expect(sum.exactSign() == sum.sign())
    }
  }

  @Test func enclosuresContainTheNumberAndAreNarrow() {
    var sum = RadicalSum(Rational(1, 3))
    sum.addRoot(2, times: Rational(-5, 7))
    sum.addRoot(Rational(3, 5), times: 4)
    for bits in [0, 10, 64, 200] {
      let interval = sum.enclosure(bits: bits)
      #expect(interval.width <= 3 * .powerOfTwo(-bits))
      #expect((sum - RadicalSum(interval.lower)).sign() >= 0)
      #expect((sum - RadicalSum(interval.upper)).sign() <= 0)
    }
    let narrow = sum.enclosure(width: .powerOfTwo(-333))
    #expect(narrow.width <= .powerOfTwo(-333))
  }

  @Test func hugeAndTinyNumbersBypassTheFilter() {
    let huge = RadicalSum.root(.powerOfTwo(3000)) - RadicalSum(.powerOfTwo(1500) - 1)
    #expect(huge.filteredSign == nil && huge.sign() == 1)
    let tiny = RadicalSum(.powerOfTwo(-3000))
    #expect(tiny.filteredSign == nil && tiny.sign() == 1)
  }
}

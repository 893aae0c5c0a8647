import Birkhoff
import Exact
import RandomStreams
import Testing

@Suite struct SamplerTests {
  private static func samples(
    _ name: String, orders: ClosedRange<Int> = 1...9, each: Int = 6,
    _ draw: (Int, inout RandomStream) -> RationalMatrix
  ) -> [RationalMatrix] {
    var stream = RandomStream(root: 1, name: name)
    return orders.flatMap { n in (0..<each).map { _ in draw(n, &stream) } }
  }

  private static func entries(_ matrices: [RationalMatrix]) -> [Rational] {
    matrices.flatMap { $0.rows.flatMap { $0 } }
  }

  @Test(arguments: DoublyStochasticSampler.allCases)
  func everySampleIsDoublyStochastic(sampler: DoublyStochasticSampler) {
    let samples = Self.samples(sampler.rawValue) { sampler.sample(order: $0, from: &$1) }
    #expect(samples.map(\.order) == (1...9).flatMap { [Int](repeating: $0, count: 6) })
    #expect(samples.allSatisfy { StochasticDefects($0).isDoublyStochastic })
    // The uniform matrix is one an order; all others vary.
    let distinct = Set(samples.map(\.rows.description)).count
    #expect(sampler == .uniform ? distinct == 9 : distinct > 20)
  }

  @Test(arguments: RowStochasticSampler.allCases)
  func everySampleIsRowStochastic(sampler: RowStochasticSampler) {
    let samples = Self.samples(sampler.rawValue) { sampler.sample(order: $0, from: &$1) }
    #expect(samples.map(\.order) == (1...9).flatMap { [Int](repeating: $0, count: 6) })
    let defects = samples.map { StochasticDefects($0) }
    #expect(defects.allSatisfy { $0.isRowStochastic })
    // What the case is for: column sums that are not 1.
    #expect(defects.filter { $0.columnDeviation.sign > 0 }.count > 20)
    #expect(Set(samples.map(\.rows.description)).count > 20)
  }

  @Test(arguments: NonnegativeSampler.allCases)
  func everySampleIsNonnegative(sampler: NonnegativeSampler) {
    let samples = Self.samples(sampler.rawValue) { sampler.sample(order: $0, from: &$1) }
    #expect(samples.map(\.order) == (1...9).flatMap { [Int](repeating: $0, count: 6) })
    let defects = samples.map { StochasticDefects($0) }
    #expect(defects.allSatisfy { $0.isNonnegative })
    #expect(defects.filter { !$0.isRowStochastic }.count > 20)
    #expect(Set(samples.map(\.rows.description)).count > 20)
  }

  /// Claims on samples take exact products and roots of the entries; 200 bits keep those cheap.
  @Test func entriesStayBelow200Bits() {
    func expectSmall(_ name: String, _ draw: (Int, inout RandomStream) -> RationalMatrix) {
      for entry in Self.entries(Self.samples(name, orders: 7...12, each: 2, draw)) {
        let denominator = RationalMatrix([[entry]]).commonDenominator(fittingIn: 200)
        #expect(denominator.map { entry * $0 < .powerOfTwo(200) } == true, "\(name): \(entry)")
      }
    }
    for sampler in DoublyStochasticSampler.allCases {
      expectSmall(sampler.rawValue) { sampler.sample(order: $0, from: &$1) }
    }
    for sampler in RowStochasticSampler.allCases {
      expectSmall(sampler.rawValue) { sampler.sample(order: $0, from: &$1) }
    }
    for sampler in NonnegativeSampler.allCases {
      expectSmall(sampler.rawValue) { sampler.sample(order: $0, from: &$1) }
    }
  }

  /// Entries are over 2^32 t, with t / 2^32 <= 12 the deficit the completion fills: 68 bits.
  @Test func scaledSamplesHaveASmallCommonDenominator() {
    var stream = RandomStream(seed: 5)
    for n in 1...12 {
      for _ in 0..<4 {
        let matrix = DoublyStochasticSampler.scaledPositive.sample(order: n, from: &stream)
        #expect(matrix.commonNumerators(fittingIn: 68) != nil, "order \(n)")
      }
    }
  }

  @Test func floatSamplesAreFloats() {
    for sampler in [NonnegativeSampler.roundedOnePass, .unprojected] {
      let samples = Self.samples("floats") { sampler.sample(order: $0, from: &$1) }
      for entry in Self.entries(samples) {
        // Exact for a float32, whose value truncation to a double keeps.
        #expect(Rational(exactly: Float(entry.truncatedDouble)) == entry)
      }
    }
    // n - 1 additions and a division, each off by at most 2^-24 of the sum.
    let rounded = Self.samples("rows") {
      NonnegativeSampler.roundedOnePass.sample(order: $0, from: &$1)
    }
    for matrix in rounded {
      let bound = Rational(2 * matrix.order) * .powerOfTwo(-24)
      #expect(StochasticDefects(matrix).rowDefect <= bound)
    }
  }

  @Test func extremeSamplesReachBothEnds() {
    let samples = Self.samples("range", each: 4) {
      NonnegativeSampler.extremeRange.sample(order: $0, from: &$1)
    }
    let positive = Self.entries(samples).filter { $0.sign > 0 }
    #expect(positive.contains { $0 < .powerOfTwo(-120) })
    #expect(positive.contains { $0 > .powerOfTwo(90) })
  }

  @Test func regularSamplesAreTiedAndHalfChainsNearlyHalf() {
    let regular = Self.samples("regular") {
      DoublyStochasticSampler.regular.sample(order: $0, from: &$1)
    }
    for matrix in regular {
      #expect(Set(matrix.rows.flatMap { $0 }.filter { $0.sign > 0 }).count == 1)
    }
    let chains = Self.samples("chains") {
      DoublyStochasticSampler.halfChains.sample(order: $0, from: &$1)
    }
    let shares = Set(Self.entries(chains).filter { $0.sign > 0 && $0 < 1 })
    #expect(shares.contains(Rational(1, 2)) && shares.count > 40)
    // Three entries a row at most: a path's (x, 1 - 2x, x).
    for row in chains.flatMap(\.rows) { #expect(row.filter { $0.sign > 0 }.count <= 3) }
  }

  /// THEORY T5b: [[0, 0, 1], [1/2, 1/2, 0], [0, 0, 1]] and rows that share a column.
  @Test func crowdedSamplesIncludeTheExampleOfT5b() {
    let half = Rational(1, 2)
    let crowded = Self.samples("crowded", orders: 3...3, each: 60) {
      RowStochasticSampler.crowdedColumn.sample(order: $0, from: &$1)
    }
    #expect(
      crowded.contains { matrix in
        matrix.columnSums().sorted() == [half, half, 2]
          && matrix.rows.filter { $0.contains(half) }.count == 1
      })
    let collisions = Self.samples("collision", orders: 4...4, each: 30) {
      RowStochasticSampler.collision.sample(order: $0, from: &$1)
    }
    let isCollision = collisions.map { ArgmaxRounding($0).permutation == nil }
    #expect(isCollision.filter { $0 }.count > 15)
  }

  /// Columns of T5d's block: 1 + delta and 1 - delta, so both signs of the deviation occur at once.
  @Test func roundingThresholdSamplesHaveOneColumnAboveOne() {
    let samples = Self.samples("threshold", orders: 2...5, each: 20) {
      RowStochasticSampler.roundingThreshold.sample(order: $0, from: &$1)
    }
    let tied = samples.filter { !ArgmaxRounding($0).tiedRows.isEmpty }
    let collided = samples.filter { ArgmaxRounding($0).permutation == nil }
    let rounded = samples.filter { ArgmaxRounding($0).permutation != nil }
    #expect(min(tied.count, collided.count, rounded.count) >= 4)
  }

  @Test func samplesAreAFunctionOfTheStream() {
    func draw() -> [String] {
      var stream = RandomStream(seed: 11)
      return DoublyStochasticSampler.allCases.map { $0.sample(order: 5, from: &stream).rows }
        .map(\.description)
        + RowStochasticSampler.allCases.map { $0.sample(order: 5, from: &stream).rows.description }
        + NonnegativeSampler.allCases.map { $0.sample(order: 5, from: &stream).rows.description }
    }
    #expect(draw() == draw())
  }
}

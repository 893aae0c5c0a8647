import RandomStreams
import Testing

@Suite struct RandomStreamTests {
  /// Published outputs of SplitMix64 for seed 1234567 (the reference C program by Vigna).
  @Test func reproducesThePublishedSequence() {
    var stream = RandomStream(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in stream.next() } == expected)
  }

  @Test func namedStreamsDifferAndRepeat() {
    var a = RandomStream(root: 7, name: "weights")
    var b = RandomStream(root: 7, name: "order")
    var again = RandomStream(root: 7, name: "weights")
    let first = (0..<4).map { _ in a.next() }
    #expect(first == (0..<4).map { _ in again.next() })
    #expect(first != (0..<4).map { _ in b.next() })
  }

  @Test func boundsAreReachedAndKept() {
    var stream = RandomStream(seed: 3)
    var seen = Set<Int>()
    for _ in 0..<2000 { seen.insert(stream.int(in: -3...5)) }
    // A value is missed in 2000 draws with probability 9 (8/9)^2000 < 1e-100.
    #expect(seen == Set(-3...5))
    #expect(stream.choose(upTo: 0) == 0)
  }

  @Test func normalDeviatesHaveUnitVariance() {
    var stream = RandomStream(seed: 11)
    let values = (0..<20000).map { _ in Double(stream.normal()) }
    let mean = values.reduce(0, +) / 20000
    let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 20000
    // Six standard errors: 6/sqrt(20000) for the mean, 6 sqrt(2/20000) for the variance.
    #expect(abs(mean) < 0.043)
    #expect(abs(variance - 1) < 0.06)
  }

  @Test func aShuffleIsAPermutation() {
    var stream = RandomStream(seed: 5)
    #expect(stream.shuffled(0..<50).sorted() == Array(0..<50))
  }
}

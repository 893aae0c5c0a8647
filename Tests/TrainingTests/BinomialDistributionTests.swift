import Testing
import Training

@Suite struct BinomialDistributionTests {
  @Test func tailsAreThoseOfSmallSums() {
    // P(X >= 8) for 10 fair coins: (45 + 10 + 1) / 1024.
    let tail = BinomialDistribution.upperTail(successes: 8, trials: 10, probability: 0.5)
    #expect(abs(tail - 56.0 / 1024) < 1e-15)
    #expect(BinomialDistribution.upperTail(successes: 0, trials: 3, probability: 0.2) == 1)
    #expect(BinomialDistribution.upperTail(successes: 1, trials: 3, probability: 0) == 0)
    #expect(BinomialDistribution.upperTail(successes: 3, trials: 3, probability: 1) == 1)
  }

  @Test func tailsOfManyTrialsAgreeWithTheirComplement() {
    // P(X >= k) + P(X <= k - 1) = 1, the second tail through failures.
    for (successes, probability) in [(8700, 0.87), (9000, 0.89), (120, 0.01), (5000, 0.5)] {
      let upper = BinomialDistribution.upperTail(
        successes: successes, trials: 10_000, probability: probability)
      let lower = BinomialDistribution.upperTail(
        successes: 10_000 - successes + 1, trials: 10_000, probability: 1 - probability)
      // Each tail errs by about 1e-11.
      #expect(abs(upper + lower - 1) < 1e-10)
      #expect(upper > 1e-4 && upper < 1 - 1e-4)
    }
  }

  @Test func intervalsHaveTheirTabulatedEnds() {
    let cases: [(Int, Int, Double, Double)] = [
      (0, 10, 0, 0.30850), (5, 10, 0.18709, 0.81291), (10, 10, 0.69150, 1), (1, 1, 0.025, 1),
      (7, 20, 0.15391, 0.59219),
    ]
    for (successes, trials, lower, upper) in cases {
      let interval = BinomialDistribution.clopperPearson(successes: successes, trials: trials)
      // The table has five decimals.
      #expect(abs(interval.lowerBound - lower) < 0.6e-5)
      #expect(abs(interval.upperBound - upper) < 0.6e-5)
    }
  }

  @Test func intervalEndsLeaveTheTailsTheyShould() {
    let interval = BinomialDistribution.clopperPearson(successes: 1743, trials: 2000)
    let above = BinomialDistribution.upperTail(
      successes: 1743, trials: 2000, probability: interval.lowerBound)
    let below = BinomialDistribution.upperTail(
      successes: 257, trials: 2000, probability: 1 - interval.upperBound)
    #expect(abs(above - 0.025) < 1e-10 && abs(below - 0.025) < 1e-10)
  }

  @Test func mcNemarIsATwoSidedSignTest() {
    #expect(BinomialDistribution.mcNemar(onlyFirst: 0, onlySecond: 0) == 1)
    #expect(BinomialDistribution.mcNemar(onlyFirst: 4, onlySecond: 4) == 1)
    // 2 * (10 + 1) / 1024.
    #expect(abs(BinomialDistribution.mcNemar(onlyFirst: 1, onlySecond: 9) - 22.0 / 1024) < 1e-15)
    #expect(abs(BinomialDistribution.mcNemar(onlyFirst: 9, onlySecond: 1) - 22.0 / 1024) < 1e-15)
  }
}

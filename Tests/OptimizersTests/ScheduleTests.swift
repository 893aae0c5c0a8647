import Optimizers
import Testing

@Suite struct ScheduleTests {
  @Test(arguments: LearningRateSchedule.allCases)
  func factorsStayBetweenZeroAndOne(_ schedule: LearningRateSchedule) {
    let factors = (0..<200).map { schedule.factor(step: $0, of: 200) }
    #expect(factors.allSatisfy { (0...1).contains($0) })
    #expect(factors.max() == 1)
    #expect((0...1).contains(schedule.factor(step: 0, of: 1)))
  }

  @Test func schedulesHaveTheirShapes() {
    let cases: [(LearningRateSchedule, [Double])] = [
      (.constant, [1, 1, 1, 1]),
      (.warmUp, [0, 1, 1, 1]),
      (.cosine, [1, (1 + 0.5.squareRoot()) / 2, 0.5, (1 - 0.5.squareRoot()) / 2]),
    ]
    for (schedule, expected) in cases {
      for (quarter, value) in expected.enumerated() {
        // A cosine and three roundings of numbers below 2.
        #expect(abs(schedule.factor(step: quarter, of: 4) - value) <= 0x1p-50)
      }
    }
    let oneCycle = (0..<100).map { LearningRateSchedule.oneCycle.factor(step: $0, of: 100) }
    #expect(oneCycle[0] == 0.1 && oneCycle[30] == 1)
    #expect(abs(oneCycle[15] - 0.55) <= 0x1p-50 && abs(oneCycle[65] - 0.5) <= 0x1p-50)
    #expect(zip(oneCycle, oneCycle.dropFirst()).prefix(30).allSatisfy { $0 < $1 })
    #expect(zip(oneCycle, oneCycle.dropFirst()).dropFirst(30).allSatisfy { $0 > $1 })
  }

  @Test func thePenaltyRampsUpExponentiallyAndStays() {
    let factors = (0..<10).map { PenaltyRamp.factor(step: $0, of: 10) }
    #expect(factors[0] == 0.01)
    #expect(factors[7...].allSatisfy { $0 == 1 })
    for (now, next) in zip(factors, factors.dropFirst()).prefix(6) {
      // A seventh of two powers of ten; pow is good to a few roundings.
      #expect(abs(next / now / 1.930_697_728_883_250_2 - 1) < 1e-14)
    }
  }
}

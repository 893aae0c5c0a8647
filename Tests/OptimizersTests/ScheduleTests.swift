import Foundation
import Optimizers
import Testing

@Suite struct ScheduleTests {
  private static let shapes: [LearningRateSchedule.Shape] = [
    .constant, .cosine, .step(milestones: [2, 3.5], factor: 0.5), .oneCycle(rise: 0.25, start: 0.1),
  ]

  private func factors(
    _ schedule: LearningRateSchedule, stepsPerEpoch: Int, epochs: Int
  ) -> [Double] {
    (0..<(epochs * stepsPerEpoch)).map {
      schedule.factor(step: $0, stepsPerEpoch: stepsPerEpoch, epochs: epochs)
    }
  }

  /// A cosine and a few roundings of numbers below 2.
  private func isClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 0x1p-50 }

  @Test(arguments: shapes, [0, 0.5, 3])
  func factorsArePositiveAndAtMostOne(shape: LearningRateSchedule.Shape, warmUp: Double) {
    let schedule = LearningRateSchedule(shape, warmUp: warmUp)
    #expect(schedule.problem(epochs: 5) == nil)
    let factors = factors(schedule, stepsPerEpoch: 40, epochs: 5)
    #expect(factors.allSatisfy { $0 > 0 && $0 <= 1 })
    // The peak is reached, unless a milestone comes before the end of the warm-up.
    if case .step = shape, warmUp == 3 { return }
    #expect(factors.max() == 1)
  }

  @Test func aRunOfOneStepHasARate() {
    for shape in Self.shapes.filter({ $0 != .step(milestones: [2, 3.5], factor: 0.5) }) {
      let factor = LearningRateSchedule(shape).factor(step: 0, stepsPerEpoch: 1, epochs: 1)
      #expect(factor > 0 && factor <= 1)
    }
  }

  @Test func shapesAreWhatTheyAreCalled() {
    #expect(factors(.init(.constant), stepsPerEpoch: 2, epochs: 2) == [1, 1, 1, 1])
    let cosine = [1, (1 + 0.5.squareRoot()) / 2, 0.5, (1 - 0.5.squareRoot()) / 2]
    #expect(
      zip(factors(.init(.cosine), stepsPerEpoch: 2, epochs: 2), cosine).allSatisfy(isClose))
    let steps = LearningRateSchedule(.step(milestones: [1, 2.5], factor: 0.25))
    #expect(
      factors(steps, stepsPerEpoch: 2, epochs: 3) == [1, 1, 0.25, 0.25, 0.25, 0.0625])
    let cycle = factors(
      .init(.oneCycle(rise: 0.3, start: 0.1)), stepsPerEpoch: 20, epochs: 5)
    #expect(cycle[0] == 0.1 && cycle[30] == 1)
    #expect(isClose(cycle[15], 0.55) && isClose(cycle[65], 0.5))
    #expect(zip(cycle, cycle.dropFirst()).prefix(30).allSatisfy { $0 < $1 })
    #expect(zip(cycle, cycle.dropFirst()).dropFirst(30).allSatisfy { $0 > $1 })
  }

  @Test func warmUpRisesInEqualPartsAndThenTheShapeBegins() {
    let constant = LearningRateSchedule(.constant, warmUp: 1.5)
    #expect(factors(constant, stepsPerEpoch: 2, epochs: 3) == [0.25, 0.5, 0.75, 1, 1, 1])
    // The cosine runs over what is left: the last three of seven steps.
    let cosine = factors(.init(.cosine, warmUp: 4), stepsPerEpoch: 1, epochs: 7)
    #expect(zip(cosine, [0.2, 0.4, 0.6, 0.8, 1, 0.75, 0.25]).allSatisfy(isClose))
    // Milestones count from the start of the run.
    let steps = LearningRateSchedule(.step(milestones: [2], factor: 0.5), warmUp: 1)
    #expect(factors(steps, stepsPerEpoch: 1, epochs: 4) == [0.5, 1, 0.5, 0.5])
    let cycle = LearningRateSchedule(.oneCycle(rise: 0.5, start: 0.5), warmUp: 1)
    #expect(
      zip(
        factors(cycle, stepsPerEpoch: 1, epochs: 5), [0.25, 0.5, 0.75, 1, 0.5]
      ).allSatisfy(isClose))
  }

  @Test(arguments: shapes)
  func everyShapeSurvivesCoding(shape: LearningRateSchedule.Shape) throws {
    let schedule = LearningRateSchedule(shape, warmUp: 1.25)
    let encoded = try JSONEncoder().encode(schedule)
    #expect(try JSONDecoder().decode(LearningRateSchedule.self, from: encoded) == schedule)
  }

  @Test func onlyKindAndMilestonesMustBeGiven() throws {
    func decode(_ text: String) throws -> LearningRateSchedule {
      try JSONDecoder().decode(LearningRateSchedule.self, from: Data(text.utf8))
    }
    #expect(try decode(#"{"kind": "cosine"}"#) == LearningRateSchedule(.cosine))
    #expect(
      try decode(#"{"kind": "one-cycle"}"#)
        == LearningRateSchedule(.oneCycle(rise: 0.3, start: 0.1)))
    #expect(
      try decode(#"{"kind": "step", "milestones": [3, 4.5]}"#)
        == LearningRateSchedule(.step(milestones: [3, 4.5], factor: 0.1)))
    for text in [#"{"kind": "step"}"#, #"{"kind": "oneCycle"}"#, "{}"] {
      #expect(throws: DecodingError.self) { try decode(text) }
    }
  }

  @Test func thePenaltyRampsUpExponentiallyAndStays() {
    let ramp = PenaltyRamp(begin: 0, end: 0.7, floor: 0.01)
    let factors = (0..<10).map { ramp.factor(step: $0, of: 10) }
    #expect(factors[0] == 0.01)
    #expect(factors[7...].allSatisfy { $0 == 1 })
    for (now, next) in zip(factors, factors.dropFirst()).prefix(6) {
      // A seventh of two powers of ten; pow is good to a few roundings.
      #expect(abs(next / now / 1.930_697_728_883_250_2 - 1) < 1e-14)
    }
  }

  @Test func thePenaltyCanWaitAndEndEarly() {
    let ramp = PenaltyRamp(begin: 0.25, end: 0.75, floor: 0x1p-8)
    let factors = (0..<8).map { ramp.factor(step: $0, of: 8) }
    #expect(factors == [0, 0, 0x1p-8, 0x1p-6, 0x1p-4, 0x1p-2, 1, 1])
    #expect(ramp.problem == nil && PenaltyRamp().problem == nil)
    let wrong: [(String, PenaltyRamp)] = [
      ("begin", PenaltyRamp(begin: -0.1, end: 0.5, floor: 1)),
      ("begin", PenaltyRamp(begin: .nan, end: 0.5, floor: 1)),
      ("begin", PenaltyRamp(begin: 1, end: 1, floor: 1)),
      ("end", PenaltyRamp(begin: 0.5, end: 0.5, floor: 1)),
      ("end", PenaltyRamp(begin: 0, end: 1.1, floor: 1)),
      ("floor", PenaltyRamp(begin: 0, end: 0.5, floor: 0)),
      ("floor", PenaltyRamp(begin: 0, end: 0.5, floor: 2)),
    ]
    for (field, ramp) in wrong { #expect(ramp.problem?.field == field) }
  }

  @Test func absentFieldsOfARampAreTheUsualOnes() throws {
    func decode(_ text: String) throws -> PenaltyRamp {
      try JSONDecoder().decode(PenaltyRamp.self, from: Data(text.utf8))
    }
    #expect(try decode("{}") == PenaltyRamp())
    let usual = PenaltyRamp()
    #expect(
      try decode(#"{"begin": 0.5}"#)
        == PenaltyRamp(begin: 0.5, end: usual.end, floor: usual.floor))
    let ramp = PenaltyRamp(begin: 0.125, end: 0.5, floor: 0.25)
    #expect(try JSONDecoder().decode(PenaltyRamp.self, from: JSONEncoder().encode(ramp)) == ramp)
  }
}

import Exact
import ImageData
import NeuralNet
import StepArithmetic
import Testing

@testable import CertifiedTraining
@testable import Training

@Suite struct StepCheckTests {
  /// The steps of the smallest matrices of a short run.
  private func transitions(_ projection: ShuffleProjection) throws -> [ShuffleTransition] {
    var configuration = TrainingConfiguration(
      network: try NetworkConfiguration(architecture: .v2(width: .half), shuffle: .learned))
    configuration.epochs = 1
    configuration.batchSize = 4
    configuration.projection = projection
    let trainer = try Trainer(
      configuration: configuration,
      images: SyntheticImages.split(seed: 3, trainingCount: 8, testCount: 2),
      rounding: CertifiedRun.rounding)
    var seen: [ShuffleTransition] = []
    trainer.monitor = ShuffleMonitor(isWanted: { _ in true }) { seen.append($0) }
    _ = try trainer.nextEpoch()
    return seen.filter { $0.before.name == "stage2.unit2.shuffle" }
  }

  private func tally(_ fill: (inout TheoremTally) -> Void) -> TheoremTally {
    var tally = TheoremTally()
    fill(&tally)
    return tally
  }

  private func changed(_ matrix: LearnedMatrix, _ change: (inout [Float]) -> Void) -> LearnedMatrix
  {
    var entries = matrix.entries
    change(&entries)
    return LearnedMatrix(name: matrix.name, size: matrix.size, entries: entries)
  }

  @Test(arguments: ShuffleProjection.allCases)
  func stepsOfARunAreWhatTheTheoremsSay(projection: ShuffleProjection) throws {
    let steps = try transitions(projection)
    #expect(steps.count == 2 && steps.allSatisfy { $0.rule.projection == projection })
    let step = try #require(steps.last)
    let check = try #require(StepCheck(step))
    #expect(check.penaltyChange == tally { $0.record("T6a", .holds, at: "") })
    let claims = ["T10-descent", projection == .scale ? "T10-scale" : "T10-repair", "replay"]
    #expect(check.rounding == tally { for claim in claims { $0.record(claim, .holds, at: "") } })
    #expect(step.after != step.before)

    // Another result, by the last bit of an entry, is another step; one far away has another
    // penalty.
    let nudged = ShuffleTransition(
      step: step.step, before: step.before, lossGradient: step.lossGradient, rule: step.rule,
      after: changed(step.after) { $0[5] = $0[5].nextUp })
    let place = "step 1, stage2.unit2.shuffle"
    #expect(
      try #require(StepCheck(nudged)).rounding.refuted
        == ["replay, \(place): the step is another one"])
    let distant = ShuffleTransition(
      step: step.step, before: step.before, lossGradient: step.lossGradient, rule: step.rule,
      after: changed(step.after) { for k in $0.indices { $0[k] = 0 } })
    #expect(try #require(StepCheck(distant)).penaltyChange.held == ["T6a": 1])
    // Without a step size there is no step for T10 to speak of.
    let idle = ShuffleStep(
      learningRate: 0, penaltyWeight: step.rule.penaltyWeight, projection: projection)
    let standing = ShuffleTransition(
      step: step.step, before: step.before, lossGradient: step.lossGradient, rule: idle,
      after: step.before)
    let undecided = try #require(StepCheck(standing)).rounding.undecided
    #expect(undecided == claims.dropLast().map { "\($0), \(place): its hypotheses do not hold" })
    let infinite = ShuffleTransition(
      step: step.step, before: step.before, lossGradient: step.lossGradient, rule: step.rule,
      after: changed(step.after) { $0[5] = .infinity })
    #expect(StepCheck(infinite) == nil)
  }
}

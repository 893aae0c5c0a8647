import Files
import Foundation
import ImageData
import NeuralNet
import Optimizers
import StepArithmetic
import Tensor
import Testing

@testable import Training

@Suite struct TrainerTests {
  @Test func aResumedRunIsTheSameRunBitForBit() throws {
    let configuration = try TinyRun.configuration()
    let whole = try TinyRun.trainer(configuration)
    let first = try #require(try whole.nextEpoch())
    // Freezing one shuffle on the way must survive the checkpoint too.
    let frozen = whole.network.shuffles[3]
    whole.freeze(shuffle: frozen.name, to: Array((0..<frozen.size).reversed()))
    let file = try SafetensorsFile(try CheckpointFile.encode(whole.checkpoint))
    let resumed = try Trainer(
      resuming: try CheckpointFile.decode(file), images: TinyRun.images, rounding: TinyRun.rounding
    )
    #expect(resumed.checkpoint == whole.checkpoint)

    let second = try #require(try whole.nextEpoch())
    let again = try #require(try resumed.nextEpoch())
    #expect(resumed.checkpoint == whole.checkpoint)
    #expect(first.epoch == 1 && second.epoch == 2 && again.epoch == 2)
    #expect(again.trainLoss == second.trainLoss && again.testLoss == second.testLoss)
    #expect(again.penalty == second.penalty)
    #expect(second.penalty.perShuffle[3].penalty == 0 && second.penalty.perShuffle[2].penalty > 0)
    #expect(try whole.nextEpoch() == nil)
  }

  @Test func theSameSeedGivesTheSameBitsAndAnotherOneOthers() throws {
    var configuration = try TinyRun.configuration(epochs: 1)
    let (one, two) = (try TinyRun.trainer(configuration), try TinyRun.trainer(configuration))
    _ = try one.nextEpoch()
    _ = try two.nextEpoch()
    #expect(one.checkpoint == two.checkpoint)
    configuration.seed = 1
    let three = try TinyRun.trainer(configuration)
    _ = try three.nextEpoch()
    #expect(three.checkpoint.tensors != one.checkpoint.tensors)
  }

  @Test func anEpochMovesEveryParameterAndReportsIt() throws {
    let trainer = try TinyRun.trainer(try TinyRun.configuration(epochs: 1))
    let before = trainer.network.parameters.map(\.value.values)
    var events: [StepEvent] = []
    trainer.onStep = { events.append($0) }
    let record = try #require(try trainer.nextEpoch())
    for (parameter, old) in zip(trainer.network.parameters, before) {
      #expect(parameter.value.values != old, "\(parameter.name)")
    }
    #expect(events.map(\.step) == [1, 2] && events.allSatisfy { $0.stepsPerEpoch == 2 })
    #expect(record.trainLoss == (events[0].loss + events[1].loss) / 2)
    #expect(record.penalty.perShuffle.count == 16)
    #expect(record.penalty.sum == record.penalty.perShuffle.reduce(0) { $0 + $1.penalty })
    #expect(record.imagesPerSecond > 0 && record.imagesPerCPUSecond > 0)
    #expect(record.peakMemoryMiB > 1)
    // Step 1 of 2 is past the rise of one-cycle: cosine at (0.5 - 0.3) / 0.7 of the way.
    #expect(abs(record.learningRate - 0.05 * 0.811_744_900_929_366_8) < 1e-15)
  }

  /// The shuffles stand aside: what differs is the course of the weights.
  @Test func everyPartOfTheRecipeReachesTheSteps() throws {
    let changes: [(String, (inout TrainingConfiguration) -> Void)] = [
      ("schedule", { $0.schedule = LearningRateSchedule(.constant) }),
      ("warmUp", { $0.schedule.warmUp = 0.5 }), ("momentum", { $0.momentum = 0.5 }),
      ("nesterov", { $0.nesterov = false }), ("weightDecay", { $0.weightDecay = 0.1 }),
      ("labelSmoothing", { $0.labelSmoothing = 0.5 }),
      ("augmentation", { $0.augmentation = false }),
    ]
    func tensors(_ change: (inout TrainingConfiguration) -> Void) throws -> [String: Checkpoint
      .StoredTensor]
    {
      var configuration = try TinyRun.configuration(shuffle: .fixed, epochs: 1)
      change(&configuration)
      let trainer = try TinyRun.trainer(configuration)
      _ = try trainer.nextEpoch()
      return trainer.checkpoint.tensors
    }
    let usual = try tensors { _ in }
    for (name, change) in changes { #expect(try tensors(change) != usual, "\(name)") }
  }

  @Test func theTrainingLossIsThatOfSmoothedLabels() throws {
    var losses: [Double] = []
    for smoothing in [0, 0.5] {
      var configuration = try TinyRun.configuration(shuffle: .fixed, epochs: 1)
      configuration.labelSmoothing = smoothing
      let trainer = try TinyRun.trainer(configuration)
      trainer.onStep = { if $0.step == 1 { losses.append($0.loss) } }
      _ = try trainer.nextEpoch()
    }
    // The first step of either run sees the same logits: the smoothed loss lies half-way between
    // the plain one and the mean over all labels, which is at least log 10.
    #expect(losses[1] != losses[0])
    #expect(losses[1] >= 0.5 * losses[0] + 0.5 * log(10.0) - 1e-12)
  }

  @Test func relaxedShufflesAreProjectedButNotPenalised() throws {
    for kind in [ShuffleKind.learned, .relaxed] {
      let trainer = try TinyRun.trainer(try TinyRun.configuration(shuffle: kind, epochs: 1))
      var transitions: [ShuffleTransition] = []
      trainer.monitor = ShuffleMonitor(isWanted: { $0 == 1 }) { transitions.append($0) }
      _ = try trainer.nextEpoch()
      #expect(transitions.count == 16 && transitions.allSatisfy { $0.step == 1 })
      for transition in transitions.prefix(2) {
        let final = trainer.configuration.penaltyWeight
        let weight = kind == .learned ? final * PenaltyRamp().factor(step: 1, of: 2) : 0
        #expect(transition.rule.penaltyWeight == weight)
        var matrix = transition.before.entries
        var gradient = transition.lossGradient
        transition.rule.apply(to: &matrix, gradient: &gradient, size: transition.before.size)
        #expect(matrix == transition.after.entries)
      }
    }
  }

  /// Without the gradient of the loss two runs on different images move their matrices alike.
  ///
  /// From a mixture they would not move at all: nothing chooses among its equal entries.
  @Test func thePenaltyAloneSeesNoImages() throws {
    func matrices(_ control: TrainingControl, seed: UInt64) throws -> [LearnedMatrix] {
      var configuration = try TinyRun.configuration(epochs: 1)
      configuration.control = control
      configuration.shuffleStart = .logNormal
      let images = SyntheticImages.split(seed: seed, trainingCount: 8, testCount: 4)
      let trainer = try Trainer(
        configuration: configuration, images: images, rounding: TinyRun.rounding)
      let start = trainer.learnedMatrices
      _ = try trainer.nextEpoch()
      #expect(trainer.learnedMatrices != start)
      return trainer.learnedMatrices
    }
    #expect(try matrices(.penaltyOnly, seed: 6) == matrices(.penaltyOnly, seed: 7))
    #expect(try matrices(.none, seed: 6) != matrices(.none, seed: 7))
  }

  /// The matrices meet the same numbers in another order, in one that each step and matrix has of
  /// its own.
  @Test func aShuffledGradientHasTheEntriesOfTheLoss() throws {
    func gradients(_ control: TrainingControl, seed: UInt64 = 0) throws -> [[Float]] {
      var configuration = try TinyRun.configuration(epochs: 1)
      configuration.control = control
      configuration.seed = seed
      let trainer = try TinyRun.trainer(configuration)
      var seen: [[Float]] = []
      trainer.monitor = ShuffleMonitor(isWanted: { $0 == 0 }) { seen.append($0.lossGradient) }
      _ = try trainer.nextEpoch()
      return seen
    }
    let (usual, shuffled) = (try gradients(.none), try gradients(.shuffledGradient))
    #expect(usual.count == 16 && shuffled.count == 16)
    for (a, b) in zip(usual, shuffled) {
      // Far more than half of the entries change places.
      #expect(a.sorted() == b.sorted() && zip(a, b).count { $0 != $1 } > a.count / 2)
    }
    #expect(try gradients(.shuffledGradient) == shuffled)
  }

  @Test func shuffledLabelsAreThoseOfOtherImages() throws {
    var configuration = try TinyRun.configuration(shuffle: .fixed, epochs: 1)
    let plain = configuration.images(of: TinyRun.images)
    configuration.control = .shuffledLabels
    let shuffled = configuration.images(of: TinyRun.images)
    #expect(plain == TinyRun.images && shuffled.test == plain.test)
    #expect(shuffled.training.pixels == plain.training.pixels)
    #expect(shuffled.training.labels != plain.training.labels)
    #expect(shuffled.training.labels.sorted() == plain.training.labels.sorted())
    #expect(configuration.images(of: TinyRun.images) == shuffled)
    configuration.seed += 1
    #expect(configuration.images(of: TinyRun.images) != shuffled)
  }

  /// The images that are held out come from the end, and are not trained on.
  @Test func validationHoldsOutTheLastTrainingImages() throws {
    var configuration = try TinyRun.configuration(shuffle: .fixed, epochs: 1)
    configuration.validation = 3
    let images = configuration.images(of: TinyRun.images)
    #expect(images.training == TinyRun.images.training.prefix(5))
    #expect(images.test.labels == Array(TinyRun.images.training.labels[5...]))
    #expect(images.training.pixels + images.test.pixels == TinyRun.images.training.pixels)
    #expect(try TinyRun.trainer(configuration).imageCounts == (5, 3))
    configuration.limit = 4
    #expect(try TinyRun.trainer(configuration).imageCounts == (4, 3))
  }

  @Test func shufflesStartWhereTheConfigurationSays() throws {
    var configuration = try TinyRun.configuration()
    configuration.shuffleStart = .mixture(2)
    let matrices = try TinyRun.trainer(configuration).learnedMatrices
    #expect(matrices.count == 16)
    #expect(matrices.allSatisfy { Set($0.entries) == [0, 0.5] })
  }

  /// Matrices that stand still are where they started, and the manual start is at the manual
  /// shuffles.
  @Test func everyEpochTellsHowFarShufflesHaveMoved() throws {
    func movement(
      _ start: ShuffleStart, shuffle: ShuffleKind = .learned, freezing: Bool = false
    ) throws -> ShuffleMovement? {
      var configuration = try TinyRun.configuration(shuffle: shuffle, epochs: 1)
      configuration.shuffleStart = start
      configuration.shuffleLearningRate = 0
      let trainer = try TinyRun.trainer(configuration)
      if freezing {
        for shuffle in trainer.network.shuffles {
          trainer.freeze(shuffle: shuffle.name, to: Array((0..<shuffle.size)))
        }
      }
      return try trainer.nextEpoch()?.movement
    }
    let manual = try #require(try movement(.manual))
    #expect(manual.fromManual == 0 && manual.fromStart == 0)
    #expect(
      manual.shuffles.map(\.rows) == [48, 48, 48, 48] + [96, 96, 96, 96, 96, 96, 96, 96]
        + [192, 192, 192, 192])
    #expect(manual.shuffles.allSatisfy { $0.atStart == $0.rows && $0.atManual == $0.rows })
    #expect(manual.parts.map(\.name) == ["stage2", "stage3", "stage4"])
    // 55.9 is the sum of the three stages' means over 4000 networks, 8.33, 30.64 and 16.94; the
    // deviation of the sum is 8, that of a mean of 200 is 0.6: four of them.
    #expect(abs(manual.randomFromManual - 55.9) < 2.4)
    let mixture = try #require(try movement(.mixture(4)))
    #expect(mixture.fromStart == 0 && mixture.fromManual > 0)
    #expect(mixture.fromManual == mixture.parts.reduce(0) { $0 + $1.fromManual })
    #expect(mixture.shuffles.allSatisfy { $0.atStart == $0.rows && $0.atManual < $0.rows / 4 })
    // Identities read new features at once; the numbers come from another program that follows
    // them.
    let frozen = try #require(try movement(.manual, freezing: true))
    #expect(frozen.fromManual == frozen.fromStart)
    #expect(frozen.parts.map(\.fromManual) == [57, 215, 228] && frozen.fromManual == 500)
    // Of the manual shuffle the first and the last channel stay.
    #expect(frozen.shuffles.allSatisfy { $0.atManual == 2 && $0.atStart == 2 })
    #expect(try movement(.manual, shuffle: .fixed) == nil)
  }

  /// Distances from the manual shuffles have the mean 55.9 and the deviation 8 (above) and are
  /// nearly normal; a quantile of 200 at 5 % has an error of 1.2, at 50 % one of 0.7: four of them.
  @Test func quantilesOfRandomDistancesAreThoseOfTheirLaw() throws {
    var configuration = try TinyRun.configuration(shuffle: .learned, epochs: 1)
    configuration.shuffleStart = .manual
    let trainer = try TinyRun.trainer(configuration)
    #expect(abs(Double(trainer.randomDistance(quantile: 0.5)) - 55.9) < 2.8)
    #expect(abs(Double(trainer.randomDistance(quantile: 0.05)) - 42.7) < 4.8)
  }

  @Test func fixedShufflesHaveNoPenalty() throws {
    let trainer = try TinyRun.trainer(try TinyRun.configuration(shuffle: .fixed, epochs: 1))
    let record = try #require(try trainer.nextEpoch())
    #expect(record.penalty == .init(sum: 0, perShuffle: []))
    #expect(record.testTop1Rounded == record.testTop1 && trainer.learnedMatrices.isEmpty)
  }

  @Test func aRunThatDivergesStopsWithItsPlace() throws {
    let trainer = try TinyRun.trainer(try TinyRun.configuration(epochs: 1))
    let weight = try #require(trainer.network.parameters.last { $0.kind == .weight })
    trainer.onStep = { _ in weight.value.fill(.infinity) }
    #expect(throws: TrainingError.divergedInTraining(epoch: 1, step: 2)) {
      try trainer.nextEpoch()
    }
    let late = try TinyRun.trainer(try TinyRun.configuration(epochs: 1))
    let other = try #require(late.network.parameters.last { $0.kind == .weight })
    late.onStep = { if $0.step == 2 { other.value.fill(.nan) } }
    #expect(throws: TrainingError.divergedInEvaluation(epoch: 1)) { try late.nextEpoch() }
  }
}

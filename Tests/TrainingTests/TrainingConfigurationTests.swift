import Foundation
import ImageData
import NeuralNet
import Optimizers
import StepArithmetic
import Testing
import Training

@Suite struct TrainingConfigurationTests {
  @Test func absentFieldsTakeTheirDefaults() throws {
    let network = try NetworkConfiguration(architecture: .v2(width: .half), shuffle: .learned)
    let encoded = try JSONEncoder().encode(["network": network])
    let decoded = try JSONDecoder().decode(TrainingConfiguration.self, from: encoded)
    #expect(decoded == TrainingConfiguration(network: network))
  }

  /// A run that does not say what gain it wants has the usual one.
  @Test func theGainOfARunHasADefault() throws {
    let text = #"{"model": "shufflenet-v1", "groups": 3, "shuffle": "learned"}"#
    func run(_ network: String) throws -> NetworkConfiguration {
      try JSONDecoder().decode(
        TrainingConfiguration.self, from: Data(#"{"network": \#(network)}"#.utf8)
      ).network
    }
    #expect(try run(text).gain == NetworkConfiguration.usualGain)
    #expect(try run(text.replacing("}", with: #", "gain": 1}"#)).gain == 1)
    #expect(try run(text.replacing("learned", with: "fixed")).gain == 0)
    #expect(throws: NetworkConfigurationError.unsupportedGain(1.5)) {
      try run(text.replacing("}", with: #", "gain": 1.5}"#))
    }
  }

  @Test func everyFieldSurvivesCoding() throws {
    var configuration = try TinyRun.configuration()
    configuration.schedule = LearningRateSchedule(
      .step(milestones: [0.5, 1], factor: 0.25), warmUp: 0.125)
    configuration.nesterov = false
    configuration.labelSmoothing = 0.375
    configuration.momentum = 0.5
    configuration.weightDecay = 0.125
    configuration.penaltyWeight = 2
    configuration.shuffleLearningRate = 3
    configuration.projection = .scale
    configuration.penaltyRamp = PenaltyRamp(begin: 0.125, end: 0.5, floor: 0.25)
    configuration.shuffleStart = .mixture(3)
    configuration.control = .penaltyOnly
    configuration.validation = 5
    configuration.network = try NetworkConfiguration(
      architecture: .v1(groups: 8), shuffle: .relaxed, classes: 7, gain: 0.25)
    configuration.augmentation = false
    configuration.seed = .max
    configuration.limit = 17
    configuration.evaluationBatchSize = 19
    let encoded = try JSONEncoder().encode(configuration)
    let decoded = try JSONDecoder().decode(TrainingConfiguration.self, from: encoded)
    #expect(decoded == configuration)
  }

  @Test func settingsOutOfRangeAreNamed() throws {
    let changes: [(String, (inout TrainingConfiguration) -> Void)] = [
      ("epochs", { $0.epochs = 0 }), ("batchSize", { $0.batchSize = 0 }),
      // Steps that could not be counted, and numbers that 32-bit floats round to 1, 0 and infinity.
      ("epochs", { $0.epochs = .max }), ("epochs", { $0.epochs = 1_000_001 }),
      ("momentum", { $0.momentum = 1 - 1e-11 }), ("momentum", { $0.momentum = -1e-9 }),
      ("learningRate", { $0.learningRate = 1e-300 }), ("learningRate", { $0.learningRate = 1e300 }),
      ("weightDecay", { $0.weightDecay = 1e300 }), ("penaltyWeight", { $0.penaltyWeight = 1e300 }),
      ("shuffleLearningRate", { $0.shuffleLearningRate = 1e300 }),
      ("evaluationBatchSize", { $0.evaluationBatchSize = 0 }),
      ("learningRate", { $0.learningRate = 0 }), ("learningRate", { $0.learningRate = .nan }),
      ("schedule.warmUp", { $0.schedule.warmUp = 2 }),
      ("schedule.warmUp", { $0.schedule.warmUp = -1 }),
      ("schedule.milestones", { $0.schedule.shape = .step(milestones: [2], factor: 0.1) }),
      ("schedule.milestones", { $0.schedule.shape = .step(milestones: [1, 1], factor: 0.1) }),
      ("schedule.milestones", { $0.schedule.shape = .step(milestones: [.nan], factor: 0.1) }),
      ("schedule.factor", { $0.schedule.shape = .step(milestones: [1], factor: 0) }),
      ("schedule.rise", { $0.schedule.shape = .oneCycle(rise: 1, start: 0.1) }),
      ("schedule.start", { $0.schedule.shape = .oneCycle(rise: 0.5, start: 1.5) }),
      ("labelSmoothing", { $0.labelSmoothing = 1 }), ("momentum", { $0.momentum = 1 }),
      ("weightDecay", { $0.weightDecay = -1 }),
      ("penaltyWeight", { $0.penaltyWeight = .infinity }),
      ("shuffleLearningRate", { $0.shuffleLearningRate = -0.1 }), ("threads", { $0.threads = 65 }),
      ("limit", { $0.limit = 0 }), ("validation", { $0.validation = 0 }),
      ("validation", { $0.validation = 8 }),
      ("penaltyRamp.begin", { $0.penaltyRamp.begin = 1 }),
      ("penaltyRamp.end", { $0.penaltyRamp.end = 0 }),
      ("penaltyRamp.floor", { $0.penaltyRamp.floor = 0 }),
    ]
    for (field, change) in changes {
      var configuration = try TinyRun.configuration()
      change(&configuration)
      let error = #expect(throws: TrainingConfigurationError.self) {
        try TinyRun.trainer(configuration)
      }
      guard case .outOfRange(field, _) = error else {
        Issue.record("\(field) gave \(String(describing: error))")
        continue
      }
      #expect(error?.description.contains(field) == true)
    }
  }

  @Test func imagesMustFit() throws {
    var configuration = try TinyRun.configuration()
    configuration.limit = 3
    #expect(throws: TrainingConfigurationError.tooFewImages(available: 3, batchSize: 4)) {
      try TinyRun.trainer(configuration)
    }
    configuration.limit = nil
    configuration.validation = 5
    #expect(throws: TrainingConfigurationError.tooFewImages(available: 3, batchSize: 4)) {
      try TinyRun.trainer(configuration)
    }
    configuration.validation = nil
    configuration.network = try NetworkConfiguration(
      architecture: .v2(width: .half), shuffle: .fixed, classes: 3)
    #expect(throws: TrainingConfigurationError.wrongClasses(network: 3, images: 10)) {
      try TinyRun.trainer(configuration)
    }
  }
}

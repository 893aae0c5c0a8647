import ImageData
import NeuralNet
import Optimizers
import Testing
import Training

@testable import CertifiedTraining

@Suite(.serialized) struct FirstStepsTests {
  /// The first steps of learned shuffles, in batches of 4.
  private static func steps(
    _ change: (inout TrainingConfiguration) throws -> Void = { _ in }
  ) throws -> FirstSteps {
    var configuration = try FirstSteps.configuration(.learned)
    configuration.batchSize = 4
    try change(&configuration)
    let images = SyntheticImages.split(seed: 0, trainingCount: 16, testCount: 1)
    return try FirstSteps(
      of: Trainer(
        configuration: configuration, images: images, rounding: CertifiedRun.rounding))
  }

  private static let reference = Result { try steps() }

  /// Faults that can be planted as settings.
  @Test(arguments: [
    "momentum", "penalty from the first step", "half of the penalty", "start", "learning rate",
    "gain",
  ])
  func aFaultShows(_ fault: String) throws {
    let found = try Self.steps { settings in
      switch fault {
      case "momentum": settings.momentum = 0
      case "penalty from the first step": settings.penaltyRamp.floor = 1
      case "half of the penalty": settings.penaltyWeight /= 2
      case "start": settings.shuffleStart = .manual
      case "learning rate": settings.learningRate *= 0.9
      default:
        settings.network = try NetworkConfiguration(
          architecture: .v2(width: .half), shuffle: .learned, gain: 0)
      }
    }
    #expect(found.deviation(from: try Self.reference.get()).ratio > 1)
  }

  @Test func theSameStepsAreTheSame() throws {
    #expect(try Self.steps() == Self.reference.get())
    #expect(try Self.reference.get().deviation(from: Self.reference.get()).ratio == 0)
  }

  /// A quantity of a baseline, changed.
  @Test func whatIsAllowedIsMeasured() throws {
    let reference = try Self.reference.get()
    func deviation(
      _ part: WritableKeyPath<FirstSteps, [FirstSteps.Quantity]>, _ name: String, times: Double
    ) throws -> (of: String, ratio: Double) {
      var changed = reference
      let index = try #require(reference[keyPath: part].firstIndex { $0.name == name })
      changed[keyPath: part][index].value *= times
      return changed.deviation(from: reference)
    }
    for name in ["classifier.weight", "stage3.unit5.branch.conv1.weight"] {
      let small = try deviation(\.movements, name, times: 1.02)
      #expect(small.of == name && small.ratio < 1 && small.ratio > 0.3)
      let large = try deviation(\.movements, name, times: 0.9)
      #expect(large.of == name && large.ratio > 1)
    }
    #expect(try deviation(\.losses, "the loss of step 4", times: 1 + 2e-5).ratio < 1)
    #expect(try deviation(\.losses, "the loss of step 4", times: 1 + 4e-5).ratio > 1)
    #expect(try deviation(\.penalties, "P after step 1", times: 1 + 5e-8).ratio < 1)
    #expect(try deviation(\.penalties, "P after step 1", times: 1 + 2e-7).ratio > 1)
    #expect(try deviation(\.losses, "the loss of step 1", times: .nan).ratio == .infinity)
    var shorter = reference
    shorter.movements.removeLast()
    #expect(shorter.deviation(from: reference).ratio == .infinity)
  }
}

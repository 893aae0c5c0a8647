import ImageData
import NeuralNet
import Optimizers
import Tensor
import Training

/// What the first steps of a training run do, in one number for each parameter.
///
/// They are the same on every machine but for rounding, so that a fault of a layer, a gradient, an
/// optimizer, the penalty or the random streams shows in them, and where, when an accuracy after
/// some epochs would hide it.
///
/// The steps are much smaller than those of a run: a new network is so steep that rounding would
/// otherwise grow from 1e-7 to 1e-2 of the loss within three of them.
package struct FirstSteps: Codable, Equatable, Sendable {
  /// A number and what it is of.
  struct Quantity: Codable, Equatable, Sendable {
    /// What it is of.
    let name: String
    /// The number.
    var value: Double
  }

  /// Fixed, learned or relaxed shuffles.
  package let shuffle: ShuffleKind
  /// The mean loss of each step's images.
  var losses: [Quantity]
  /// The sum of P over the shuffles after each step; 0 where they are fixed.
  var penalties: [Quantity]
  /// The Euclidean norms of the velocities of the weights and of the changes of the matrices after
  /// the last step, and that of the change of all weights together.
  var movements: [Quantity]

  /// The settings of the quick plan, with small steps.
  static func configuration(_ shuffle: ShuffleKind) throws -> TrainingConfiguration {
    var result = try RegressionPlan.quick.configuration(shuffle, seed: 0)
    result.epochs = 1
    result.learningRate = 1e-6
    result.shuffleLearningRate = 1e-5
    result.schedule = LearningRateSchedule(.constant)
    // Over all of the steps, so that each of them has another weight.
    result.penaltyRamp.end = 1
    return result
  }

  /// The steps of one variant: four of 64 built-in images; a second or two.
  package init(of shuffle: ShuffleKind, threads: Int?) throws {
    var configuration = try Self.configuration(shuffle)
    if let threads { configuration.threads = threads }
    let images = SyntheticImages.split(
      seed: 0, trainingCount: 4 * configuration.batchSize, testCount: 1)
    try self.init(
      of: Trainer(configuration: configuration, images: images, rounding: CertifiedRun.rounding))
  }

  /// The steps of the next epoch of a run.
  init(of trainer: Trainer) throws {
    let parameters = trainer.network.parameters
    let before = parameters.map(\.value.values)
    var (losses, penalties) = ([Quantity](), [Quantity]())
    trainer.onStep = { event in
      losses.append(Quantity(name: "the loss of step \(event.step)", value: event.loss))
      penalties.append(Quantity(name: "P after step \(event.step)", value: trainer.penalty.sum))
    }
    defer { trainer.onStep = nil }
    _ = try trainer.nextEpoch()
    shuffle = trainer.configuration.network.shuffle
    self.losses = losses
    self.penalties = penalties
    let velocities = trainer.velocities
    var movements: [Quantity] = []
    var total = 0.0
    for (parameter, before) in zip(parameters, before) {
      let change = Self.norm(zip(parameter.value.values, before).map { $0 - $1 })
      if let velocity = velocities[parameter.name] {
        movements.append(Quantity(name: parameter.name, value: Self.norm(velocity.values)))
        total += change * change
      } else {
        movements.append(Quantity(name: parameter.name, value: change))
      }
    }
    movements.append(Quantity(name: "all weights", value: total.squareRoot()))
    self.movements = movements
  }

  private static func norm(_ values: [Float]) -> Double {
    values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  /// The quantity that is furthest from what a baseline has of it, as a multiple of what is
  /// allowed; infinite if one is missing, new or not a number.
  ///
  /// Measured over AVX-512, AVX2 and portable kernels with 1, 2 and 3 threads each: losses differ
  /// by up to 3e-6, P by 1e-8, movements of more than 1e-5 by 2.5e-2 of themselves, and others,
  /// which are zero but for rounding, by 1e-7. Allowed is ten times as much, for movements twice:
  /// a gradient that is scaled by 0.9 must show.
  func deviation(from baseline: FirstSteps) -> (of: String, ratio: Double) {
    let groups = [
      (losses, baseline.losses, 3e-5, 0), (penalties, baseline.penalties, 1e-7, 0),
      (movements, baseline.movements, 5e-2, 1e-6),
    ]
    var furthest = (of: "everything", ratio: 0.0)
    for (found, expected, relative, absolute) in groups {
      guard found.map(\.name) == expected.map(\.name) else {
        return ("the names of the parameters", .infinity)
      }
      for (found, expected) in zip(found, expected) {
        let allowed = relative * expected.value + absolute
        let difference = (found.value - expected.value).magnitude
        let ratio = difference == 0 ? 0 : difference / allowed
        // A comparison with a number that is none is false.
        if !(ratio <= furthest.ratio) { furthest = (found.name, ratio) }
        if ratio.isNaN { return (found.name, .infinity) }
      }
    }
    return furthest
  }
}

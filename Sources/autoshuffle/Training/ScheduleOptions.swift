import ArgumentParser
import Optimizers

extension LearningRateSchedule.Kind: ExpressibleByArgument {}

/// The flags of the learning rate's course; what they leave out comes from the file.
struct ScheduleOptions: ParsableArguments {
  @Option(help: "Course of the learning rate of the weights (default: one-cycle).")
  var schedule: LearningRateSchedule.Kind?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Of the schedule step: epochs, separated by commas, after which the rate falls.",
      valueName: "epochs"))
  var milestones: String?

  @Option(
    parsing: .unconditional,
    help: "Of the schedule step: what the rate is multiplied by then (default: 0.1).")
  var stepFactor: Double?

  @Option(
    parsing: .unconditional,
    help: "Of the schedule one-cycle: the part of the run in which it rises (default: 0.3).")
  var cycleRise: Double?

  @Option(
    parsing: .unconditional,
    help: "Of the schedule one-cycle: the fraction of the peak it starts from (default: 0.1).")
  var cycleStart: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Epochs of a linear warm-up before any schedule (default: 0).", valueName: "epochs"))
  var warmUp: Double?

  /// The schedule of the file with the flags in place.
  ///
  /// Throws a `Failure` with code 64 for a flag of another schedule.
  func resolve(_ file: LearningRateSchedule) throws -> LearningRateSchedule {
    var result = file
    if let warmUp { result.warmUp = warmUp }
    switch schedule ?? file.kind {
    case .constant: result.shape = .constant
    case .cosine: result.shape = .cosine
    case .step: result.shape = try step(file.shape)
    case .oneCycle: result.shape = cycle(file.shape)
    }
    if result.kind != .step, milestones != nil || stepFactor != nil {
      throw Failure(.usage, "--milestones and --step-factor are for --schedule step.")
    }
    if result.kind != .oneCycle, cycleRise != nil || cycleStart != nil {
      throw Failure(.usage, "--cycle-rise and --cycle-start are for --schedule one-cycle.")
    }
    return result
  }

  private func step(_ file: LearningRateSchedule.Shape) throws -> LearningRateSchedule.Shape {
    typealias Shape = LearningRateSchedule.Shape
    var (epochs, factor): ([Double]?, Double) = (nil, Shape.usualFactor)
    if case .step(let milestones, let old) = file { (epochs, factor) = (milestones, old) }
    if let milestones { epochs = try parse(milestones) }
    guard let epochs else {
      throw Failure(.usage, "--schedule step needs --milestones, such as 12,18.")
    }
    return .step(milestones: epochs, factor: stepFactor ?? factor)
  }

  private func cycle(_ file: LearningRateSchedule.Shape) -> LearningRateSchedule.Shape {
    typealias Shape = LearningRateSchedule.Shape
    var (rise, start) = (Shape.usualRise, Shape.usualStart)
    if case .oneCycle(let oldRise, let oldStart) = file { (rise, start) = (oldRise, oldStart) }
    return .oneCycle(rise: cycleRise ?? rise, start: cycleStart ?? start)
  }

  private func parse(_ milestones: String) throws -> [Double] {
    try milestones.split(separator: Character(","), omittingEmptySubsequences: false).map { part in
      guard let epoch = Double(part) else {
        throw Failure(
          .usage, "--milestones are numbers separated by commas; \"\(part)\" is no number.")
      }
      return epoch
    }
  }
}

import ArgumentParser
import NeuralNet
import Optimizers
import Runs
import StepArithmetic
import Tensor
import Training

extension ShuffleKind: ExpressibleByArgument {}
extension ShuffleProjection: ExpressibleByArgument {}
extension ShuffleStart: ExpressibleByArgument {}
extension TrainingControl: ExpressibleByArgument {}

/// The settings of a training run, from a file and from flags; flags win.
struct TrainingOptions: ParsableArguments {
  /// The families of networks.
  enum Model: String, ExpressibleByArgument, CaseIterable {
    case shufflenetV1 = "shufflenet-v1"
    case shufflenetV2 = "shufflenet-v2"
  }

  @Option(
    help: ArgumentHelp("TOML file with settings, as in a run's config.toml.", valueName: "file"))
  var config: String?

  @Option(help: "Family of the network (default: shufflenet-v2).")
  var model: Model?

  @Option(parsing: .unconditional, help: "Groups of ShuffleNet v1: 3 or 8 (default: 3).")
  var groups: Int?

  @Option(help: "Width of ShuffleNet v2: 0.5, 1 or 1.5 (default: 0.5).")
  var width: String?

  @Option(help: "Shuffles: fixed, learned with the penalty, or relaxed without (default: learned).")
  var shuffle: ShuffleKind?

  @Option(
    help: ArgumentHelp(
      "Permutations of fixed shuffles: manual, random, staying-X (the fraction X of each group stays "
        + "in it), or those of a network file or a file that routes reads (default: manual).",
      valueName: "kind or file"))
  var permutations: String?

  @Option(
    help: ArgumentHelp(
      "Where shuffle matrices start: manual, log-normal or mixture-K (default: mixture-4).",
      valueName: "start"))
  var shuffleStart: ShuffleStart?

  @Option(
    parsing: .unconditional,
    help:
      "How far rows of shuffle matrices are stretched to length 1, from 0 to 1 (default: 0.5).")
  var gain: Double?

  @Option(help: "Projection of shuffle matrices: one scaling pass, or aligned repair (default).")
  var projection: ShuffleProjection?

  @Option(parsing: .unconditional, help: "Epochs (default: 24).")
  var epochs: Int?

  @Option(parsing: .unconditional, help: "Images of a training step (default: 128).")
  var batchSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Use the first so many training images only.", valueName: "images"))
  var limit: Int?

  @Option(parsing: .unconditional, help: "Final weight of the permutation penalty (default: 0.5).")
  var lambda: Double?

  @OptionGroup var ramp: RampOptions

  @Option(parsing: .unconditional, help: "Step size of the shuffle matrices (default: 0.05).")
  var shuffleLearningRate: Double?

  @Option(parsing: .unconditional, help: "Largest learning rate of the weights (default: 0.2).")
  var learningRate: Double?

  @OptionGroup var schedule: ScheduleOptions

  @Option(
    parsing: .unconditional,
    help: "What the velocity of the weights keeps at a step (default: 0.9).")
  var momentum: Double?

  @Flag(inversion: .prefixedNo, help: "Nesterov's form of momentum (default: yes).")
  var nesterov: Bool?

  @Option(
    parsing: .unconditional,
    help: "Weight decay of convolutions and the classifier (default: 0.0005).")
  var weightDecay: Double?

  @Option(
    parsing: .unconditional,
    help: "Part of each target spread evenly over all classes (default: 0).")
  var labelSmoothing: Double?

  @Flag(
    inversion: .prefixedNo,
    help: "Random crops of images padded by 4 black pixels, and random flips (default: yes).")
  var augmentation: Bool?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Hold out the last so many training images and judge by them, to choose settings.",
      valueName: "images"))
  var validation: Int?

  @Option(help: "What a control run leaves out (default: none).")
  var control: TrainingControl?

  @Option(parsing: .unconditional, help: "Images of a batch of the evaluation (default: 250).")
  var evaluationBatchSize: Int?

  @Option(parsing: .unconditional, help: "Root of all random numbers (default: 0).")
  var seed: UInt64?

  @Option(
    parsing: .unconditional,
    help: "Threads (default: all processors); the same number gives the same bits.")
  var threads: Int?

  func validate() throws {
    // The settings are stored as TOML, whose integers have 63 bits and a sign.
    if let seed, seed > UInt64(Int64.max) { throw ValidationError("--seed must be below 2^63") }
  }

  /// The file whose permutations the shuffles are fixed to, if one was named.
  var permutationsFile: String? {
    permutations.flatMap { FixedPermutations($0) == nil ? $0 : nil }
  }

  /// The configuration: defaults, then the file, then the flags.
  ///
  /// Throws a `Failure` with code 64, 65 or 66.
  func resolve() throws -> TrainingConfiguration {
    var result = try withNetwork(try guarded { try config.map(ConfigurationFile.read) })
    func set<Value>(_ path: WritableKeyPath<TrainingConfiguration, Value>, _ value: Value?) {
      if let value { result[keyPath: path] = value }
    }
    set(\.projection, projection)
    set(\.epochs, epochs)
    set(\.batchSize, batchSize)
    set(\.penaltyWeight, lambda)
    result.penaltyRamp = ramp.resolve(result.penaltyRamp)
    set(\.shuffleStart, shuffleStart)
    set(\.control, control)
    set(\.shuffleLearningRate, shuffleLearningRate)
    set(\.learningRate, learningRate)
    result.schedule = try schedule.resolve(result.schedule)
    set(\.momentum, momentum)
    set(\.nesterov, nesterov)
    set(\.weightDecay, weightDecay)
    set(\.labelSmoothing, labelSmoothing)
    set(\.augmentation, augmentation)
    set(\.evaluationBatchSize, evaluationBatchSize)
    set(\.seed, seed)
    set(\.threads, threads)
    if let limit { result.limit = limit }
    if let validation { result.validation = validation }
    return result
  }

  private func withNetwork(_ file: TrainingConfiguration?) throws -> TrainingConfiguration {
    do {
      let kind =
        shuffle ?? (permutations == nil ? file?.network.shuffle ?? .learned : .fixed)
      if kind != .fixed, permutations != nil {
        throw Failure(
          .usage, "--permutations is for fixed shuffles; drop --shuffle \(kind.rawValue).")
      }
      let known = file?.network.shuffle == .fixed ? nil : file?.network
      let network = try NetworkConfiguration(
        architecture: try architecture(file?.network.architecture), shuffle: kind,
        classes: file?.network.classes ?? 10,
        permutations: permutations.map { FixedPermutations($0) ?? .given }
          ?? file?.network.permutations ?? .manual,
        gain: gain ?? known?.gain ?? NetworkConfiguration.usualGain)
      guard var result = file else { return TrainingConfiguration(network: network) }
      result.network = network
      return result
    } catch let error as NetworkConfigurationError {
      throw Failure(.usage, error.description)
    }
  }

  private func architecture(_ file: Architecture?) throws -> Architecture {
    let fileModel: Model? =
      switch file {
      case .v1?: .shufflenetV1
      case .v2?: .shufflenetV2
      case .custom(let name)?:
        throw Failure(.badData, "The network \(name) is built in code: name another model.")
      case nil: nil
      }
    switch model ?? fileModel ?? (groups != nil ? .shufflenetV1 : .shufflenetV2) {
    case .shufflenetV1:
      if width != nil { throw Failure(.usage, "--width is for shufflenet-v2; v1 has --groups.") }
      if let groups { return .v1(groups: groups) }
      if case .v1? = file, let file { return file }
      return .v1(groups: 3)
    case .shufflenetV2:
      if groups != nil { throw Failure(.usage, "--groups is for shufflenet-v1; v2 has --width.") }
      if let width { return .v2(width: try Architecture.Width(parsing: width)) }
      if case .v2? = file, let file { return file }
      return .v2(width: .half)
    }
  }
}

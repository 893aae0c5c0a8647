import ArgumentParser
import Foundation
import NeuralNet
import Optimizers
import TOMLKit
import Tensor
import Training

extension ShuffleKind: ExpressibleByArgument {}
extension ShuffleProjection: ExpressibleByArgument {}

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

  @Option(help: "Groups of ShuffleNet v1: 3 or 8 (default: 3).")
  var groups: Int?

  @Option(help: "Width of ShuffleNet v2: 0.5, 1 or 1.5 (default: 0.5).")
  var width: String?

  @Option(help: "Shuffles: fixed, learned with the penalty, or relaxed without (default: learned).")
  var shuffle: ShuffleKind?

  @Option(help: "Projection of shuffle matrices: one scaling pass, or aligned repair (default).")
  var projection: ShuffleProjection?

  @Option(help: "Epochs (default: 24).")
  var epochs: Int?

  @Option(help: "Images of a training step (default: 128).")
  var batchSize: Int?

  @Option(help: ArgumentHelp("Use the first so many training images only.", valueName: "images"))
  var limit: Int?

  @Option(help: "Final weight of the permutation penalty (default: 0.5).")
  var lambda: Double?

  @Option(help: "Largest learning rate of the weights (default: 0.2).")
  var learningRate: Double?

  @Option(help: "Root of all random numbers (default: 0).")
  var seed: UInt64?

  @Option(help: "Threads (default: all processors); the same number gives the same bits.")
  var threads: Int?

  func validate() throws {
    // The settings are stored as TOML, whose integers have 63 bits and a sign.
    if let seed, seed > UInt64(Int64.max) { throw ValidationError("--seed must be below 2^63") }
  }

  /// Whether any setting was given.
  var isGiven: Bool {
    let given: [Any?] = [
      config, model, groups, width, shuffle, projection, epochs, batchSize, limit, lambda,
      learningRate, seed, threads,
    ]
    return given.contains { $0 != nil }
  }

  /// The configuration: defaults, then the file, then the flags.
  ///
  /// Throws a `Failure` with code 64, 65 or 66.
  func resolve() throws -> TrainingConfiguration {
    var result = try withNetwork(try fileConfiguration())
    func set<Value>(_ path: WritableKeyPath<TrainingConfiguration, Value>, _ value: Value?) {
      if let value { result[keyPath: path] = value }
    }
    set(\.projection, projection)
    set(\.epochs, epochs)
    set(\.batchSize, batchSize)
    set(\.penaltyWeight, lambda)
    set(\.learningRate, learningRate)
    set(\.seed, seed)
    set(\.threads, threads)
    if let limit { result.limit = limit }
    return result
  }

  private func fileConfiguration() throws -> TrainingConfiguration? {
    guard let config else { return nil }
    guard let data = FileManager.default.contents(atPath: config) else {
      throw Failure(.missingFile, "There is no readable file \(config).")
    }
    do {
      let text = String(decoding: data, as: UTF8.self)
      return try TOMLDecoder(strictDecoding: true).decode(TrainingConfiguration.self, from: text)
    } catch {
      throw Failure(.badData, "The file \(config) is not a valid configuration: \(error).")
    }
  }

  private func withNetwork(_ file: TrainingConfiguration?) throws -> TrainingConfiguration {
    do {
      let network = try NetworkConfiguration(
        architecture: try architecture(file?.network.architecture),
        shuffle: shuffle ?? file?.network.shuffle ?? .learned)
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

import Files
import Foundation
import ImageData
import NeuralNet
import Tensor
import TestSupport
import Testing

@testable import Training

/// A network that is no ShuffleNet, built in code: it is trained, stored and read back like any
/// other.
@Suite struct CustomNetworkTests {
  /// Separable convolutions, some with a norm and some without, rectified or not.
  private func network(seed: UInt64 = 3, width: Int = 8) throws -> TrainableNetwork {
    var builder = ProgramBuilder(seed: seed)
    var x = builder.stem("stem", to: 6, kernel: 3, norm: nil)
    x = builder.depthwise(
      x, "first.depthwise", stride: 2, norm: "first.norm", activation: .rectifier)
    x = builder.pointwise(x, "first.conv", to: width, norm: nil)
    x = builder.depthwise(x, "second.depthwise", stride: 2, norm: nil)
    x = builder.pointwise(x, "second.conv", to: 12, norm: "second.norm", activation: .none)
    builder.classifier(x, "classifier", classes: 10)
    return TrainableNetwork(
      builder.program,
      configuration: try NetworkConfiguration(
        architecture: .custom(name: "separable"), shuffle: .fixed))
  }

  private func configuration(epochs: Int) throws -> TrainingConfiguration {
    var configuration = try TinyRun.configuration(shuffle: .fixed, epochs: epochs)
    configuration.network = try network().configuration
    configuration.augmentation = false
    return configuration
  }

  private func trainer(epochs: Int) throws -> Trainer {
    try Trainer(
      configuration: try configuration(epochs: epochs), network: try network(),
      images: TinyRun.images, rounding: TinyRun.rounding)
  }

  private func values(_ network: TrainableNetwork) -> [[Float]] {
    network.parameters.map(\.value.values) + network.buffers.map(\.tensor.values)
  }

  @Test func convolutionsHaveNormsOrBiases() throws {
    #expect(
      try network().parameters.map(\.name) == [
        "stem.weight", "stem.bias", "first.depthwise.weight", "first.norm.scale",
        "first.norm.shift", "first.conv.weight", "first.conv.bias", "second.depthwise.weight",
        "second.depthwise.bias", "second.conv.weight", "second.norm.scale", "second.norm.shift",
        "classifier.weight", "classifier.bias",
      ])
    #expect(try network().buffers.count == 4)
  }

  /// Eight images are learned by heart.
  @Test func trainingLowersTheLoss() throws {
    let trainer = try trainer(epochs: 30)
    let start = values(trainer.network)
    let first = try #require(try trainer.nextEpoch())
    var last = first
    while let record = try trainer.nextEpoch() { last = record }
    #expect(last.trainLoss < first.trainLoss / 2, "\(first.trainLoss) to \(last.trainLoss)")
    // Scales and shifts in front of what a norm takes away again move by weight decay or noise
    // alone.
    #expect(zip(values(trainer.network), start).allSatisfy { $0 != $1 })
  }

  @Test func aResumedRunGoesOnBitForBit() throws {
    let whole = try trainer(epochs: 3)
    while try whole.nextEpoch() != nil {}
    let first = try trainer(epochs: 3)
    _ = try first.nextEpoch()
    let file = try SafetensorsFile(try CheckpointFile.encode(first.checkpoint))
    let checkpoint = try CheckpointFile.decode(file)
    #expect(checkpoint == first.checkpoint)
    let resumed = try Trainer(
      resuming: checkpoint, network: try network(seed: 99), images: TinyRun.images,
      rounding: TinyRun.rounding)
    while try resumed.nextEpoch() != nil {}
    #expect(values(resumed.network) == values(whole.network))
    #expect(resumed.checkpoint == whole.checkpoint)
  }

  @Test func anExportedFileGivesTheNetworkBack() throws {
    let trainer = try trainer(epochs: 1)
    _ = try trainer.nextEpoch()
    try withTemporaryFolder { folder in
      let path = folder + "/network.safetensors"
      try NetworkFile.write(trainer.network, statistics: trainer.statistics, to: path)
      let file = try NetworkFile(path: path)
      #expect(file.configuration == trainer.network.configuration)
      let other = try network(seed: 99)
      #expect(values(other) != values(trainer.network))
      try file.load(into: other)
      #expect(values(other) == values(trainer.network))
      let evaluation = Evaluation(
        of: other.inference(), on: TinyRun.images.test, statistics: trainer.statistics,
        batchSize: 250)
      #expect(evaluation == trainer.evaluate())
    }
  }

  /// Files name the network; they cannot build it.
  @Test func filesAloneDoNotBuildIt() throws {
    let checkpoint = try trainer(epochs: 1).checkpoint
    #expect(throws: CheckpointError.mismatch("only its own code builds the network separable")) {
      try checkpoint.makeNetwork()
    }
    try withTemporaryFolder { folder in
      let path = folder + "/network.safetensors"
      try NetworkFile.write(try network(), statistics: nil, to: path)
      let file = try NetworkFile(path: path)
      #expect {
        try file.makeNetwork()
      } throws: { error in
        (error as? NetworkFileError)?.problem == .customNetwork("separable")
      }
      let published = TrainableNetwork(
        configuration: try TinyRun.configuration(shuffle: .fixed).network, seed: 1)
      #expect {
        try file.load(into: published)
      } throws: { error in
        "\(error)".contains(
          "it holds custom network separable with fixed shuffles and 10 classes, not")
      }
    }
  }

  @Test func otherNetworksAreRefused() throws {
    let checkpoint = try trainer(epochs: 1).checkpoint
    #expect {
      try checkpoint.restore(try network(width: 9))
    } throws: { error in
      "\(error)".contains("has the shape")
    }
    let published = TrainableNetwork(
      configuration: try TinyRun.configuration(shuffle: .fixed).network, seed: 1)
    #expect {
      try checkpoint.restore(published)
    } throws: { error in
      "\(error)".contains("it is of a custom network separable")
    }
  }

  @Test(arguments: ["", "a b", "a\u{1b}[2J", "\u{e9}", String(repeating: "a", count: 65)])
  func namesAreShortAndPlain(name: String) {
    #expect(throws: NetworkConfigurationError.unsupportedName) {
      try NetworkConfiguration(architecture: .custom(name: name), shuffle: .fixed)
    }
  }

  @Test func theConfigurationSurvivesEncoding() throws {
    let configuration = try network().configuration
    let data = try JSONEncoder().encode(configuration)
    #expect(String(decoding: data, as: UTF8.self).contains("\"name\":\"separable\""))
    #expect(try JSONDecoder().decode(NetworkConfiguration.self, from: data) == configuration)
  }
}

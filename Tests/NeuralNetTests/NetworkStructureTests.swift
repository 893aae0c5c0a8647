import Foundation
import NeuralNet
import Tensor
import Testing

/// Sizes, names, and configurations of the networks.
@Suite struct NetworkStructureTests {
  struct Size: Sendable {
    let architecture: Architecture
    let shuffle: ShuffleKind
    let parameters: Int
    let multiplyAdds: Int
    let trainingBytes: Int
  }

  /// Trainable parameters and multiply-adds for a 32 x 32 image, against the public PyTorch models
  /// of the same structure; a learned shuffle adds C^2 parameters and C^2 products a pixel.
  ///
  /// The memory of a training step on 128 images with two threads is whatever the plan makes of it
  /// (on Linux, where large pages are counted in full): it is here so that no change goes unseen.
  @Test(arguments: [
    Size(
      architecture: .v2(width: .half), shuffle: .fixed, parameters: 352_042,
      multiplyAdds: 10_902_016, trainingBytes: 121_827_456),
    Size(
      architecture: .v2(width: .one), shuffle: .fixed, parameters: 1_263_854,
      multiplyAdds: 45_002_112, trainingBytes: 236_091_648),
    Size(
      architecture: .v2(width: .oneAndHalf), shuffle: .fixed, parameters: 2_488_874,
      multiplyAdds: 94_259_712, trainingBytes: 338_187_136),
    Size(
      architecture: .v1(groups: 3), shuffle: .fixed, parameters: 913_762, multiplyAdds: 42_000_768,
      trainingBytes: 436_052_608),
    Size(
      architecture: .v1(groups: 8), shuffle: .fixed, parameters: 912_562, multiplyAdds: 42_114_048,
      trainingBytes: 674_959_744),
    Size(
      architecture: .v2(width: .half), shuffle: .learned, parameters: 582_442,
      multiplyAdds: 20_339_200, trainingBytes: 161_326_720),
    Size(
      architecture: .v2(width: .one), shuffle: .relaxed, parameters: 2_609_454,
      multiplyAdds: 100_117_888, trainingBytes: 330_088_192),
    Size(
      architecture: .v1(groups: 3), shuffle: .learned, parameters: 1_273_762,
      multiplyAdds: 65_040_768, trainingBytes: 520_994_944),
    Size(
      architecture: .v1(groups: 8), shuffle: .learned, parameters: 1_834_162,
      multiplyAdds: 101_096_448, trainingBytes: 805_034_368),
  ])
  func sizesAreThePublishedOnes(size: Size) throws {
    let network = TrainableNetwork(
      configuration: try NetworkConfiguration(
        architecture: size.architecture, shuffle: size.shuffle), seed: 1)
    #expect(network.parameterCount == size.parameters)
    #expect(network.multiplyAdds(height: 32, width: 32) == size.multiplyAdds)
    let bytes = Parallel.withThreads(2) {
      network.trainingBytes(ImageGrid(images: 128, height: 32, width: 32))
    }
    #expect(bytes == size.trainingBytes)
  }

  @Test(arguments: [
    (Architecture.v2(width: .half), [48, 96, 192]), (.v2(width: .one), [116, 232, 464]),
    (.v2(width: .oneAndHalf), [176, 352, 704]), (.v1(groups: 3), [60, 120, 240]),
    (.v1(groups: 8), [96, 192, 384]),
  ])
  func thereAreSixteenShuffles(architecture: Architecture, sizes: [Int]) throws {
    let network = TrainableNetwork(
      configuration: try NetworkConfiguration(architecture: architecture, shuffle: .fixed), seed: 1)
    let expected =
      Array(repeating: sizes[0], count: 4) + Array(repeating: sizes[1], count: 8)
      + Array(repeating: sizes[2], count: 4)
    #expect(network.shuffles.map(\.size) == expected)
    let groups =
      if case .v1(let groups) = architecture { groups } else { 2 }
    #expect(network.shuffles.allSatisfy { $0.groups == groups && $0.matrix == nil })
  }

  @Test func namesAreStable() throws {
    let network = TrainableNetwork(
      configuration: try NetworkConfiguration(architecture: .v2(width: .half), shuffle: .learned),
      seed: 1)
    let names = network.parameters.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(
      names.prefix(12) == [
        "stem.conv.weight", "stem.norm.scale", "stem.norm.shift",
        "stage2.unit1.left.depthwise.weight", "stage2.unit1.left.norm1.scale",
        "stage2.unit1.left.norm1.shift", "stage2.unit1.left.conv.weight",
        "stage2.unit1.left.norm2.scale", "stage2.unit1.left.norm2.shift",
        "stage2.unit1.branch.conv1.weight", "stage2.unit1.branch.norm1.scale",
        "stage2.unit1.branch.norm1.shift",
      ])
    #expect(names.suffix(2) == ["classifier.weight", "classifier.bias"])
    #expect(
      network.parameters.filter { $0.kind == .shuffle }.map(\.name)
        == network.shuffles.map { $0.name + ".matrix" })
    #expect(network.shuffles.first?.name == "stage2.unit1.shuffle")
    #expect(
      network.parameters.allSatisfy {
        ($0.kind == .weight) == ($0.name.hasSuffix(".weight"))
      })
    let buffers = network.buffers.map(\.name)
    #expect(Set(buffers).count == buffers.count)
    #expect(buffers.prefix(2) == ["stem.norm.runningMean", "stem.norm.runningVariance"])
  }

  @Test func sameSeedSameStartAndShufflesDisturbNothing() throws {
    func values(_ kind: ShuffleKind, seed: UInt64) throws -> [[Float]] {
      let configuration = try NetworkConfiguration(architecture: .v1(groups: 3), shuffle: kind)
      return TrainableNetwork(configuration: configuration, seed: seed).parameters
        .filter { $0.kind != .shuffle }.map(\.value.values)
    }
    let first = try values(.fixed, seed: 1)
    #expect(try values(.learned, seed: 1) == first)
    #expect(try values(.fixed, seed: 2) != first)
  }

  @Test func unsupportedConfigurationsAreErrors() {
    #expect(throws: NetworkConfigurationError.unsupportedGroups(4)) {
      try NetworkConfiguration(architecture: .v1(groups: 4), shuffle: .fixed)
    }
    #expect(throws: NetworkConfigurationError.unsupportedClasses(1)) {
      try NetworkConfiguration(architecture: .v1(groups: 3), shuffle: .fixed, classes: 1)
    }
    #expect(throws: NetworkConfigurationError.unsupportedWidth("2")) {
      try Architecture.Width(parsing: "2")
    }
  }

  @Test(arguments: allArchitectures)
  func configurationsSurviveEncoding(architecture: Architecture) throws {
    let configuration = try NetworkConfiguration(
      architecture: architecture, shuffle: .relaxed, classes: 100)
    let data = try JSONEncoder().encode(configuration)
    let decoded = try JSONDecoder().decode(NetworkConfiguration.self, from: data)
    #expect(decoded == configuration)
  }

  @Test func decodingChecksToo() throws {
    let valid = try JSONEncoder().encode(
      NetworkConfiguration(architecture: .v1(groups: 3), shuffle: .fixed))
    let text = String(decoding: valid, as: UTF8.self)
      .replacingOccurrences(of: "\"groups\":3", with: "\"groups\":5")
    #expect(throws: NetworkConfigurationError.unsupportedGroups(5)) {
      try JSONDecoder().decode(NetworkConfiguration.self, from: Data(text.utf8))
    }
  }

  @Test(arguments: allArchitectures)
  func anyImageSizeWorks(architecture: Architecture) throws {
    let network = TrainableNetwork(
      configuration: try NetworkConfiguration(
        architecture: architecture, shuffle: .fixed, classes: 3), seed: 1)
    for shape in [[3, 2, 9, 5], [3, 1, 1, 1], [3, 3, 4, 12]] {
      let logits = network.inference().logits(Tensor(shape: shape))
      #expect(logits.shape == [3, shape[1]])
      #expect(logits.values.allSatisfy { $0.isFinite })
    }
  }
}

import Files
import Foundation
import ImageData
import NeuralNet
import RandomStreams
import Tensor
import Testing

@testable import Training

@Suite struct NetworkFileTests {
  private let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("\(UUID().uuidString).safetensors").path

  /// A network whose every stored number is its own, and of which one shuffle is frozen.
  private static func network(_ kind: ShuffleKind) throws -> TrainableNetwork {
    let network = TrainableNetwork(
      configuration: try NetworkConfiguration(
        architecture: .v2(width: .half), shuffle: kind, classes: 3), seed: 5)
    var stream = RandomStream(root: 1, name: "values")
    for tensor in network.parameters.map(\.value) + network.buffers.map(\.tensor) {
      for index in 0..<tensor.count { tensor.pointer[index] = stream.uniform() }
    }
    if kind != .fixed { network.shuffles[3].freeze(to: permutation(network)) }
    return network
  }

  private static func permutation(_ network: TrainableNetwork) -> [Int] {
    (0..<network.shuffles[3].size).map { ($0 + 5) % network.shuffles[3].size }
  }

  private static func tensors(_ network: TrainableNetwork) -> [(String, [Int], [Float])] {
    network.parameters.map { ($0.name, $0.value.shape, $0.value.values) }
      + network.buffers.map { ($0.name, $0.tensor.shape, $0.tensor.values) }
  }

  @Test(arguments: [ShuffleKind.fixed, .learned])
  func whatIsWrittenIsRead(kind: ShuffleKind) throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let network = try Self.network(kind)
    let statistics = ChannelStatistics(of: TinyRun.images.training)
    try NetworkFile.write(network, statistics: statistics, to: path)
    let file = try NetworkFile(path: path)
    #expect(file.configuration == network.configuration)
    #expect(try file.requireStatistics() == statistics)
    let copy = try file.makeNetwork()
    let pairs = zip(Self.tensors(network), Self.tensors(copy))
    #expect(pairs.allSatisfy { $0.0 == $1.0 && $0.1 == $1.1 && $0.2 == $1.2 })
    #expect(Self.tensors(network).count == Self.tensors(copy).count)
    #expect(network.shuffles.map(\.permutation) == copy.shuffles.map(\.permutation))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    try NetworkFile.write(copy, statistics: statistics, to: path)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
  }

  /// The names and shapes that other programs rely on.
  @Test func namesAndShapesAreTheContract() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try NetworkFile.write(try Self.network(.learned), statistics: nil, to: path)
    let file = try SafetensorsFile(path: path)
    let shapes = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0.shape) })
    for (name, shape) in [
      ("stem.conv.weight", [24, 3, 3, 3]), ("stem.norm.scale", [24]), ("stem.norm.shift", [24]),
      ("stem.norm.runningMean", [24]), ("stem.norm.runningVariance", [24]),
      ("stage2.unit1.left.depthwise.weight", [24, 1, 3, 3]),
      ("stage2.unit1.left.conv.weight", [24, 24, 1, 1]),
      ("stage2.unit2.branch.conv1.weight", [24, 24, 1, 1]),
      ("stage2.unit1.shuffle.matrix", [48, 48]), ("stage2.unit4.shuffle.permutation", [48]),
      ("head.conv.weight", [1024, 192, 1, 1]), ("classifier.weight", [3, 1024]),
      ("classifier.bias", [3]),
    ] {
      #expect(shapes[name] == shape, "\(name)")
    }
    #expect(shapes["stage2.unit4.shuffle.matrix"] == nil)
    #expect(file.metadata["format"] == "autoshuffle.network/1")
    #expect(try NetworkFile(path: path).statistics == nil)
  }

  @Test func aRunStartsFromAFile() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let configuration = try TinyRun.configuration()
    let source = TrainableNetwork(configuration: configuration.network, seed: 77)
    try NetworkFile.write(source, statistics: nil, to: path)
    let trainer = try Trainer(
      configuration: configuration, start: .weights(try NetworkFile(path: path)),
      images: TinyRun.images, rounding: TinyRun.rounding)
    let (given, taken) = (Self.tensors(source), Self.tensors(trainer.network))
    #expect(zip(given, taken).allSatisfy { $0.0 == $1.0 && $0.2 == $1.2 })
  }

  /// The gain is a part of what the network computes; files of before there were gains have none.
  @Test func theGainIsStored() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let network = TrainableNetwork(
      configuration: try NetworkConfiguration(
        architecture: .v2(width: .half), shuffle: .learned, gain: 0.25), seed: 1)
    try NetworkFile.write(network, statistics: nil, to: path)
    #expect(try NetworkFile(path: path).makeNetwork().configuration.gain == 0.25)
    let old = #"{"model": "shufflenet-v2", "width": "0.5", "shuffle": "learned"}"#
    let bytes = SafetensorsWriter.file(NetworkTensors.all(of: network), metadata: ["network": old])
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    #expect(try NetworkFile(path: path).makeNetwork().configuration.gain == 0)
  }

  private static func randomNetwork(seed: UInt64) throws -> TrainableNetwork {
    let configuration = try NetworkConfiguration(
      architecture: .v2(width: .half), shuffle: .fixed, permutations: .random)
    return TrainableNetwork(configuration: configuration, seed: seed)
  }

  /// They follow from the seed of the network, which the file does not hold.
  @Test func permutationsThatAreNotManualAreStored() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let source = try Self.randomNetwork(seed: 77)
    try NetworkFile.write(source, statistics: nil, to: path)
    let read = try NetworkFile(path: path).makeNetwork()
    #expect(read.configuration == source.configuration)
    #expect(read.shuffles.map(\.permutation) == source.shuffles.map(\.permutation))
    let manual = TrainableNetwork(
      configuration: try NetworkConfiguration(architecture: .v2(width: .half), shuffle: .fixed),
      seed: 77)
    #expect(throws: NetworkFileError.self) { try NetworkFile(path: path).load(into: manual) }
  }

  /// The permutations are those of the file, the weights those of the seed.
  @Test func aRunTakesItsPermutationsFromAFile() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let source = try Self.randomNetwork(seed: 77)
    try NetworkFile.write(source, statistics: nil, to: path)
    var configuration = try TinyRun.configuration(epochs: 1)
    configuration.network = try NetworkConfiguration(
      architecture: .v2(width: .half), shuffle: .fixed, permutations: .given)
    let trainer = try Trainer(
      configuration: configuration,
      start: .permutations(try NetworkFile(path: path).permutations(for: source)),
      images: TinyRun.images, rounding: TinyRun.rounding)
    #expect(trainer.network.shuffles.map(\.permutation) == source.shuffles.map(\.permutation))
    let seeded = TrainableNetwork(configuration: configuration.network, seed: configuration.seed)
    #expect(
      zip(trainer.network.parameters, seeded.parameters).allSatisfy {
        $0.name == $1.name && $0.value.values == $1.value.values
      })
    // A run that goes on from a checkpoint has them still.
    let resumed = try Trainer(
      resuming: trainer.checkpoint, images: TinyRun.images, rounding: TinyRun.rounding)
    #expect(resumed.network.shuffles.map(\.permutation) == source.shuffles.map(\.permutation))
    let learned = try Self.network(.learned)
    try NetworkFile.write(learned, statistics: nil, to: path)
    #expect {
      _ = try NetworkFile(path: path).permutations(for: trainer.network)
    } throws: { error in
      guard
        case NetworkFileError.Problem.missingTensor(let name)? =
          (error as? NetworkFileError)?.problem
      else { return false }
      return name.hasSuffix(".shuffle.permutation")
    }
  }

  // MARK: Files that cannot be used

  /// Loads a file of a network whose tensors and metadata were changed before it was written.
  private func problem(
    metadata: [String: String]? = nil,
    _ change: (inout [SafetensorsWriter.Tensor]) throws -> Void = { _ in }
  ) throws -> NetworkFileError.Problem? {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let network = try Self.network(.learned)
    var tensors = NetworkTensors.all(of: network)
    try change(&tensors)
    let json = String(
      decoding: try JSONEncoder().encode(network.configuration), as: UTF8.self)
    let bytes = SafetensorsWriter.file(tensors, metadata: metadata ?? ["network": json])
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    do {
      _ = try NetworkFile(path: path).makeNetwork()
      return nil
    } catch {
      #expect(error.description.hasPrefix("The network file \(path) cannot be used: "))
      #expect(error.description.wholeMatch(of: /[^\n]*[^.]\./) != nil, "\(error)")
      return error.problem
    }
  }

  private func replace(
    _ name: String, by tensor: SafetensorsWriter.Tensor?,
    in tensors: inout [SafetensorsWriter.Tensor]
  ) throws {
    let index = try #require(
      tensors.firstIndex { $0.name == name })
    tensors.remove(at: index)
    if let tensor { tensors.insert(tensor, at: index) }
  }

  private static func floats(_ name: String, _ values: [Float]) -> SafetensorsWriter.Tensor {
    SafetensorsWriter.Tensor(
      name: name, type: .f32, shape: [values.count],
      bytes: values.map(\.bitPattern.littleEndian).withUnsafeBytes(Array.init))
  }

  @Test func tensorsMustBeThoseOfTheNetwork() throws {
    let name = "classifier.bias"
    #expect(try problem() == nil)
    #expect(try problem { try replace(name, by: nil, in: &$0) } == .missingTensor(name))
    #expect(
      try problem { $0.append(Self.floats("classifier.slope", [1])) }
        == .unknownTensor("classifier.slope"))
    #expect(
      try problem { try replace(name, by: Self.floats(name, [1, 2]), in: &$0) }
        == .wrongShape(name, found: [2], expected: [3]))
    let double = SafetensorsWriter.Tensor(
      name: name, type: .f64, shape: [3], bytes: [UInt8](repeating: 0, count: 24))
    #expect(
      try problem { try replace(name, by: double, in: &$0) }
        == .wrongType(name, found: "F64", expected: "F32"))
    for value in [Float.nan, .infinity, -.infinity] {
      #expect(
        try problem { try replace(name, by: Self.floats(name, [0, value, 0]), in: &$0) }
          == .notFinite(name, index: 1))
    }
    let norm = "stem.norm.runningVariance"
    var values = [Float](repeating: 1, count: 24)
    values[7] = -0.5
    #expect(
      try problem { try replace(norm, by: Self.floats(norm, values), in: &$0) }
        == .negativeVariance(norm, index: 7))
  }

  @Test func aFrozenShuffleIsAPermutation() throws {
    let name = "stage2.unit4.shuffle.permutation"
    for entries in [Array(repeating: 0, count: 48), Array(1...48), Array(-1..<47)] {
      let tensor = SafetensorsWriter.Tensor(
        name: name, type: .i64, shape: [48],
        bytes: entries.map { Int64($0).littleEndian }.withUnsafeBytes(Array.init))
      #expect(
        try problem { try replace(name, by: tensor, in: &$0) } == .notAPermutation(name))
    }
  }

  @Test func metadataMustSayWhatNetworkItIs() throws {
    #expect(try problem(metadata: ["format": "pt"]) == .noStructure)
    #expect(try problem(metadata: [:]) == .noStructure)
    #expect(
      try problem(metadata: ["format": "autoshuffle.network/2"])
        == .otherFormat("autoshuffle.network/2"))
    guard case .badMetadata("network", _) = try problem(metadata: ["network": "{"]) else {
      Issue.record("half of an object is not a network")
      return
    }
    let groups = #"{"model":"shufflenet-v1","groups":4,"shuffle":"fixed"}"#
    #expect(
      try problem(metadata: ["network": groups])
        == .badMetadata(
          "network",
          "ShuffleNet v1 with 4 groups is not supported: choose 3 or 8 groups"))
    for (means, deviations) in [("[0,0,0]", "[-1,-1,-1]"), ("[0,0,2]", "[0,0,0]")] {
      let statistics = #"{"means":\#(means),"deviations":\#(deviations)}"#
      #expect(
        try problem(metadata: ["statistics": statistics])
          == .badMetadata("statistics", "means are in 0...1, deviations in 0...0.5"))
    }
  }

  /// Learned and relaxed networks have the same tensors, all others have not.
  @Test func anotherNetworkIsRefusedByItsName() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let holds = try Self.network(.learned)
    try NetworkFile.write(holds, statistics: nil, to: path)
    let file = try NetworkFile(path: path)
    func problem(
      _ architecture: Architecture, _ shuffle: ShuffleKind, _ classes: Int
    ) throws -> String? {
      let wanted = try NetworkConfiguration(
        architecture: architecture, shuffle: shuffle, classes: classes)
      do {
        try file.load(into: TrainableNetwork(configuration: wanted, seed: 0))
        return nil
      } catch {
        #expect(
          error.problem == .otherNetwork(found: holds.configuration, expected: wanted))
        return error.description
      }
    }
    #expect(try problem(.v2(width: .half), .relaxed, 3) == nil)
    #expect(try problem(.v2(width: .half), .fixed, 3) != nil)
    #expect(try problem(.v2(width: .half), .learned, 4) != nil)
    #expect(try problem(.v2(width: .one), .learned, 3) != nil)
    #expect(
      try problem(.v1(groups: 8), .learned, 10)
        == "The network file \(path) cannot be used: it holds shufflenet-v2 of width 0.5 with "
        + "learned shuffles and 3 classes, not shufflenet-v1 of 8 groups with learned shuffles and "
        + "10 classes; ask for the network that it holds.")
  }

  @Test func filesThatAreNoneAreNamed() throws {
    let missing = try #require(throws: NetworkFileError.self) { try NetworkFile(path: path) }
    #expect(missing.isMissingFile)
    #expect(missing.description == "There is no network file \(path).")
    defer { try? FileManager.default.removeItem(atPath: path) }
    try NetworkFile.write(try Self.network(.fixed), statistics: nil, to: path)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    for length in [0, 7, 8, 100, bytes.count - 1] {
      try bytes.prefix(length).write(to: URL(fileURLWithPath: path))
      let error = try #require(throws: NetworkFileError.self) { try NetworkFile(path: path) }
      guard case .container = error.problem else {
        Issue.record("\(error)")
        continue
      }
    }
    let nowhere = try #require(throws: NetworkFileError.self) {
      try NetworkFile.write(try Self.network(.fixed), statistics: nil, to: path + "/no/file")
    }
    #expect(nowhere.description.hasPrefix("The network file \(path)/no/file cannot be written: "))
  }
}

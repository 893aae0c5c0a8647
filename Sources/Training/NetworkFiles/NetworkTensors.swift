import Files
import NeuralNet
import Tensor

/// The tensors of a network and those of a file, matched by name.
struct NetworkTensors {
  private let file: SafetensorsFile

  init(_ file: SafetensorsFile) {
    self.file = file
  }

  /// Everything that a file of the network holds; the wider permutations first, for alignment.
  static func all(of network: TrainableNetwork) -> [SafetensorsWriter.Tensor] {
    let permutations = learnable(network).compactMap { shuffle in
      shuffle.permutation.map { permutation in
        SafetensorsWriter.Tensor(
          name: permutationName(shuffle), type: .i64, shape: [shuffle.size],
          bytes: LittleEndian.bytes(of: permutation.map(Int64.init)))
      }
    }
    let floats = targets(network).map { name, tensor in
      SafetensorsWriter.Tensor(
        name: name, type: .f32, shape: tensor.shape,
        bytes: LittleEndian.bytes(of: tensor.values))
    }
    return permutations + floats
  }

  /// Fills the network; see `NetworkFile.load`.
  func load(into network: TrainableNetwork) throws(NetworkFileError.Problem) {
    var used: Set<String> = []
    for shuffle in Self.learnable(network) {
      let name = Self.permutationName(shuffle)
      guard let entry = entry(name) else {
        if shuffle.matrix == nil { throw .missingTensor(name) }
        continue
      }
      used.insert(name)
      shuffle.freeze(to: try permutation(entry, size: shuffle.size))
    }
    for (name, tensor) in Self.targets(network) {
      guard let entry = entry(name) else { throw .missingTensor(name) }
      used.insert(name)
      try fill(tensor, from: entry)
    }
    if let extra = file.tensors.first(where: { !used.contains($0.name) }) {
      throw .unknownTensor(extra.name)
    }
    for buffer in network.buffers where buffer.name.hasSuffix(".runningVariance") {
      if let index = buffer.tensor.values.firstIndex(where: { $0 < 0 }) {
        throw .negativeVariance(buffer.name, index: index)
      }
    }
  }

  private func fill(
    _ tensor: Tensor, from entry: SafetensorsHeader.Tensor
  ) throws(NetworkFileError.Problem) {
    try require(entry, .f32, tensor.shape)
    let values = LittleEndian.floats(in: try bytes(entry))
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(entry.name, index: index)
    }
    tensor.copy(from: values)
  }

  private func permutation(
    _ entry: SafetensorsHeader.Tensor, size: Int
  ) throws(NetworkFileError.Problem) -> [Int] {
    try require(entry, .i64, [size])
    let permutation = LittleEndian.integers(in: try bytes(entry)).map(Int.init)
    guard permutation.sorted() == Array(0..<size) else { throw .notAPermutation(entry.name) }
    return permutation
  }

  private func require(
    _ entry: SafetensorsHeader.Tensor, _ type: TensorType, _ shape: [Int]
  ) throws(NetworkFileError.Problem) {
    guard entry.shape == shape else {
      throw .wrongShape(entry.name, found: entry.shape, expected: shape)
    }
    guard entry.type == type else {
      throw .wrongType(entry.name, found: entry.type.rawValue, expected: type.rawValue)
    }
  }

  private func entry(_ name: String) -> SafetensorsHeader.Tensor? {
    file.tensors.first { $0.name == name }
  }

  private func bytes(
    _ entry: SafetensorsHeader.Tensor
  ) throws(NetworkFileError.Problem) -> ArraySlice<UInt8> {
    do {
      return try file.bytes(of: entry)
    } catch {
      throw .container(error)
    }
  }

  /// The permutation of every shuffle of the network; other tensors do not count.
  func permutations(
    for network: TrainableNetwork
  ) throws(NetworkFileError.Problem) -> [String: [Int]] {
    var result: [String: [Int]] = [:]
    for shuffle in network.shuffles {
      let name = Self.permutationName(shuffle)
      guard let entry = entry(name) else { throw .missingTensor(name) }
      result[shuffle.name] = try permutation(entry, size: shuffle.size)
    }
    return result
  }

  /// The shuffles that a file can hold as a matrix or as a permutation.
  private static func learnable(_ network: TrainableNetwork) -> [ChannelShuffle] {
    network.configuration.hasManualShuffles ? [] : network.shuffles
  }

  private static func targets(_ network: TrainableNetwork) -> [(name: String, tensor: Tensor)] {
    network.parameters.map { ($0.name, $0.value) } + network.buffers
  }

  private static func permutationName(_ shuffle: ChannelShuffle) -> String {
    shuffle.name + ".permutation"
  }
}

import RandomStreams
import Tensor
import Testing

@testable import NeuralNet

/// The convention of the shuffles, and that matrix and index forms agree.
@Suite struct ChannelShuffleTests {
  /// Two groups (0 1 2) and (3 4 5) come out interleaved; the inverse, which some published code
  /// uses, would be 0 2 4 1 3 5.
  @Test func fixedShuffleInterleavesTheGroups() {
    #expect(ChannelShuffle.fixedPermutation(size: 6, groups: 2) == [0, 3, 1, 4, 2, 5])
    #expect(ChannelShuffle.fixedPermutation(size: 6, groups: 3) == [0, 2, 4, 1, 3, 5])
    #expect(ChannelShuffle.fixedPermutation(size: 4, groups: 1) == [0, 1, 2, 3])
  }

  /// Output channel `i` is input channel `p(i)`, and no data moves.
  @Test func indexShufflesReorderTheChannels() {
    let tiny = TinySample.matrix.make()
    tiny.program.shuffles[0].freeze(to: [4, 2, 0, 1, 5, 3])
    let instructions = tiny.program.fused().instructions
    let (stem, last) = (instructions[0].outputs[0], instructions[1].input)
    #expect(instructions.count == 2 && last.map(\.index) == [4, 2, 0, 1, 5, 3])
    #expect(last.allSatisfy { $0.output == stem })
  }

  @Test func streamsDifferByNameAndSeed() throws {
    func start(_ name: String, _ seed: UInt64) throws -> [Float] {
      let shuffle = ChannelShuffle(
        name: name, size: 6, groups: 2, settings: ShuffleSettings(kind: .learned), seed: seed)
      return try #require(shuffle.matrix).value.values
    }
    let first = try start("a", 1)
    #expect(try start("a", 1) == first)
    #expect(try start("b", 1) != first)
    #expect(try start("a", 2) != first)
  }

  /// Products with ones and zeros are exact.
  ///
  /// So the way forward gives the same bits in v1, rectifiers open and close alike, and what passes
  /// a matrix on the way back is not changed. In v2 convolutions are multiplied into the matrix,
  /// and sum in another order.
  ///
  /// The sums over gradients behind batch norms are another matter: which step takes them, and with
  /// it the order of their summands, depends on what reads a channel first. Measured: each
  /// parameter's gradient is off by up to 8e-7 of its length in v1, by 7e-6 in v2, where logits are
  /// by 1.2e-6 of theirs, and by 7e-7 where it is 0 in theory.
  @Test(
    arguments: [
      (Architecture.v2(width: .half), false, 3e-5), (.v1(groups: 3), true, 3e-6),
    ], [0, 0.5, 1])
  func networksAgree(
    _ network: (architecture: Architecture, isExact: Bool, tolerance: Double), gain: Double
  ) throws {
    let (architecture, isExact, tolerance) = network
    let learned = try NetworkFixture(architecture, .learned, gain: gain)
    let fixed = try NetworkFixture(architecture, .fixed)
    for shuffle in learned.network.shuffles {
      let matrix = try #require(shuffle.matrix).value
      matrix.fill(0)
      for (row, column) in shuffle.fixedPermutation.enumerated() {
        matrix.pointer[row * matrix.columns + column] = 1
      }
    }
    let withMatrix = learned.step()
    let withIndices = fixed.step()
    let states = [(withMatrix, learned), (withIndices, fixed)].map { step, fixture in
      [step.logits] + fixture.network.buffers.map(\.tensor.values)
    }
    if isExact {
      #expect(states[0] == states[1])
    } else {
      for (one, other) in zip(states[0], states[1]) {
        #expect(distance(one, other) <= tolerance * length(other.map(Double.init)) + 2e-6)
      }
    }
    let shared = zip(learned.network.parameters, withMatrix.gradients)
      .filter { $0.0.kind != .shuffle }
    #expect(shared.count == withIndices.gradients.count)
    for ((parameter, one), other) in zip(shared, withIndices.gradients) {
      let size = length(other.map(Double.init))
      #expect(distance(one, other) <= tolerance * size + 2e-6, "\(parameter.name)")
    }
  }

  /// Rounded for inference or frozen for good, a matrix that is a permutation changes no bit of
  /// inference; training is laid out anew.
  ///
  /// In training, v2 sums in another order then. Measured: logits differ by 8e-4 of their length
  /// here, where the last batch norms have three values a channel.
  @Test(arguments: [Architecture.v2(width: .half), .v1(groups: 3)])
  func permutationMatricesCanBeFrozen(architecture: Architecture) throws {
    let learned = try NetworkFixture(architecture, .learned, images: 3, size: 8)
    let (network, images) = (learned.network, learned.images)
    var stream = RandomStream(seed: 3)
    var permutations: [String: [Int]] = [:]
    for shuffle in network.shuffles {
      let permutation = stream.shuffled(Array(0..<shuffle.size))
      permutations[shuffle.name] = permutation
      let matrix = try #require(shuffle.matrix).value
      matrix.fill(0)
      for (row, column) in permutation.enumerated() {
        matrix.pointer[row * matrix.columns + column] = 1
      }
    }
    let trained = network.forward(images).values
    let inferred = network.inference().logits(images).values
    #expect(network.inference(rounding: permutations).logits(images).values == inferred)
    #expect(network.shuffles.allSatisfy { $0.permutation == nil })
    for shuffle in network.shuffles {
      let permutation = try #require(permutations[shuffle.name])
      shuffle.freeze(to: permutation)
      #expect(shuffle.matrix == nil && shuffle.permutation == permutation)
    }
    #expect(network.inference().logits(images).values == inferred)
    let frozen = network.forward(images).values
    if case .v1 = architecture {
      #expect(frozen == trained)
    } else {
      #expect(distance(frozen, trained) <= 5e-3 * length(trained.map(Double.init)))
    }
    let fixed = try NetworkFixture(architecture, .fixed, images: 3, size: 8).network
    #expect(network.parameterCount == fixed.parameterCount)
    #expect(network.multiplyAdds(height: 8, width: 8) == fixed.multiplyAdds(height: 8, width: 8))
    let grid = ImageGrid(images.shape)
    #expect(network.trainingBytes(grid) == fixed.trainingBytes(grid))
  }

  /// Any matrix is replaced by its permutation, for inference or for good, and also after a
  /// training pass has laid the network out with matrices.
  @Test func roundingIsFreezing() throws {
    func fixture() throws -> NetworkFixture {
      try NetworkFixture(.v2(width: .half), .learned, images: 3, size: 8)
    }
    func freeze(_ network: TrainableNetwork) {
      for shuffle in network.shuffles { shuffle.freeze(to: Array((0..<shuffle.size).reversed())) }
    }
    let (network, images) = (try fixture().network, try fixture().images)
    let permutations = Dictionary(
      uniqueKeysWithValues: network.shuffles.map { ($0.name, Array((0..<$0.size).reversed())) })
    let trained = network.forward(images).values
    let mixed = network.inference().logits(images).values
    let rounded = network.inference(rounding: permutations).logits(images).values
    #expect(rounded != mixed)
    #expect(network.inference().logits(images).values == mixed)
    freeze(network)
    #expect(network.inference().logits(images).values == rounded)

    let early = try fixture().network
    freeze(early)
    let frozen = network.forward(images).values
    #expect(frozen != trained && frozen == early.forward(images).values)
  }
}

extension ChannelShuffle {
  /// The fixed shuffle at this place.
  fileprivate var fixedPermutation: [Int] {
    ChannelShuffle.fixedPermutation(size: size, groups: groups)
  }
}

/// The Euclidean length of the difference.
private func distance(_ a: [Float], _ b: [Float]) -> Double {
  length(zip(a, b).map { Double($0) - Double($1) })
}

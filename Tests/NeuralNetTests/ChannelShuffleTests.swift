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

  @Test func fixedShuffleMovesTheChannels() {
    let shuffle = shuffle(.fixed)
    let x = Tensor(shape: [6, 1, 1, 1], values: [10, 11, 12, 20, 21, 22])
    let y = Tensor(shape: x.shape)
    shuffle.forward(x, into: y, training: true)
    #expect(y.values == [10, 20, 11, 21, 12, 22])
  }

  @Test func startLeansTowardsTheFixedShuffle() throws {
    for (size, groups) in [(6, 2), (12, 3), (116, 2)] {
      let shuffle = shuffle(.learned, size: size, groups: groups)
      let matrix = try #require(shuffle.matrix).value
      #expect(shuffle.permutation == nil)
      #expect(matrix.values.allSatisfy { $0 > 0 })
      let fixed = ChannelShuffle.fixedPermutation(size: size, groups: groups)
      for row in 0..<size {
        let values = matrix.channels(row..<(row + 1)).values
        // Each of the entries, below 1 and summing to 1, is rounded to float32 once.
        #expect(abs(values.reduce(0) { $0 + Double($1) } - 1) <= ErrorBound.gamma(1) + 1e-12)
        #expect(values[fixed[row]] > Float(ChannelShuffle.manualShare))
        // At the sizes of the networks no entry starts above 1/2, where the repair would hold it:
        // noise entries are about 1/size, and at most a few times that.
        if size > 40 { #expect(values.allSatisfy { $0 < 0.5 }) }
      }
      // The rows differ, so the noise breaks every symmetry between channels.
      #expect(Set(matrix.values).count > size * size / 2)
    }
  }

  @Test func streamsDifferByNameAndSeed() throws {
    func start(_ name: String, _ seed: UInt64) throws -> [Float] {
      let shuffle = ChannelShuffle(
        name: name, size: 6, groups: 2, kind: .learned, seed: seed, workspace: Workspace())
      return try #require(shuffle.matrix).value.values
    }
    let first = try start("a", 1)
    #expect(try start("a", 1) == first)
    #expect(try start("b", 1) != first)
    #expect(try start("a", 2) != first)
  }

  /// All products with the matrix of a permutation are exact, so nothing may differ, gradients of
  /// the input included.
  @Test func permutationMatrixAndIndexShuffleAgreeExactly() throws {
    var stream = RandomStream(seed: 5)
    let permutation = stream.shuffled(Array(0..<12))
    let dense = shuffle(.learned, size: 12, groups: 3)
    let matrix = try #require(dense.matrix)
    setPermutation(matrix.value, permutation)
    let frozen = shuffle(.relaxed, size: 12, groups: 3)
    frozen.freeze(to: permutation)
    #expect(frozen.matrix == nil && frozen.permutation == permutation)
    let x = Tensor(shape: [12, 2, 3, 5], values: (0..<360).map { _ in stream.normal() })
    let g = Tensor(shape: x.shape, values: (0..<360).map { _ in stream.normal() })
    func pass(_ shuffle: ChannelShuffle) -> (y: [Float], dx: [Float]) {
      let (y, dx) = (Tensor(shape: x.shape), Tensor(shape: x.shape))
      shuffle.forward(x, into: y, training: true)
      shuffle.backward(g, into: dx, accumulating: false)
      return (y.values, dx.values)
    }
    let (one, other) = (pass(dense), pass(frozen))
    #expect(one.y == other.y && one.dx == other.dx)
    #expect(one.y.prefix(30) == x.channels(permutation[0]..<(permutation[0] + 1)).values[...])
  }

  @Test(arguments: [1, 2, 3])
  func learnedShuffleStaysWithinItsBound(threads: Int) throws {
    var stream = RandomStream(seed: 6)
    let shuffle = shuffle(.learned, size: 9, groups: 3)
    let matrix = try #require(shuffle.matrix)
    let x = Tensor(shape: [9, 2, 3, 1], values: (0..<54).map { _ in stream.normal() })
    let g = Tensor(shape: x.shape, values: (0..<54).map { _ in stream.normal() })
    let (y, dx) = (Tensor(shape: x.shape), Tensor(shape: x.shape))
    Parallel.withThreads(threads) {
      shuffle.forward(x, into: y, training: true)
      shuffle.backward(g, into: dx, accumulating: false)
    }
    func products(_ value: (Float) -> Double) -> (y: [Double], dx: [Double], dm: [Double]) {
      let (m, x, g) = (
        matrix.value.values.map(value), x.values.map(value), g.values.map(value)
      )
      let transposed = Reference.transpose(m, rows: 9, columns: 9)
      return (
        Reference.multiply(m, x, rows: 9, inner: 9, columns: 6),
        Reference.multiply(transposed, g, rows: 9, inner: 9, columns: 6),
        Reference.multiply(
          g, Reference.transpose(x, rows: 9, columns: 6), rows: 9, inner: 6, columns: 9)
      )
    }
    let exact = products { Double($0) }
    let sizes = products { abs(Double($0)) }
    expectClose(
      y.values, exact.y, bounds: sizes.y.map { ErrorBound.dot(terms: 9, absoluteSum: $0) })
    expectClose(
      dx.values, exact.dx, bounds: sizes.dx.map { ErrorBound.dot(terms: 9, absoluteSum: $0) })
    expectClose(
      matrix.gradient.values, exact.dm,
      bounds: sizes.dm.map { ErrorBound.dot(terms: 7, absoluteSum: $0) })
  }

  /// The same in a whole network: logits and all gradients but the matrices' own are the same bits.
  @Test(arguments: [Architecture.v2(width: .half), .v1(groups: 3)])
  func networksAgreeExactly(architecture: Architecture) throws {
    let learned = try NetworkFixture(architecture, .learned)
    let fixed = try NetworkFixture(architecture, .fixed)
    for shuffle in learned.network.shuffles {
      setPermutation(
        try #require(shuffle.matrix).value,
        ChannelShuffle.fixedPermutation(size: shuffle.size, groups: shuffle.groups))
    }
    let withMatrix = learned.step()
    let withIndices = fixed.step()
    #expect(withMatrix.logits == withIndices.logits)
    let shared = zip(learned.network.parameters, withMatrix.gradients)
      .filter { $0.0.kind != .shuffle }.map(\.1)
    #expect(shared == withIndices.gradients)

    let before = learned.network.forward(learned.images, training: false).values
    for shuffle in learned.network.shuffles {
      shuffle.freeze(
        to: ChannelShuffle.fixedPermutation(size: shuffle.size, groups: shuffle.groups))
    }
    #expect(learned.network.forward(learned.images, training: false).values == before)
    #expect(learned.network.parameterCount == fixed.network.parameterCount)
    #expect(
      learned.network.multiplyAdds(height: 8, width: 8)
        == fixed.network.multiplyAdds(height: 8, width: 8))
  }

  private func shuffle(_ kind: ShuffleKind, size: Int = 6, groups: Int = 2) -> ChannelShuffle {
    ChannelShuffle(
      name: "shuffle", size: size, groups: groups, kind: kind, seed: 3, workspace: Workspace())
  }

  /// Writes the matrix whose ones stand at `(i, permutation[i])`.
  private func setPermutation(_ matrix: Tensor, _ permutation: [Int]) {
    matrix.fill(0)
    for (row, column) in permutation.enumerated() {
      matrix.pointer[row * matrix.columns + column] = 1
    }
  }
}

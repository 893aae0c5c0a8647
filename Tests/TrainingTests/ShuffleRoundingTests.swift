import NeuralNet
import Tensor
import Testing

@testable import Training

@Suite struct ShuffleRoundingTests {
  private func matrix(_ rows: [[Float]]) -> LearnedMatrix {
    LearnedMatrix(name: "m", size: rows.count, entries: rows.flatMap { $0 })
  }

  @Test func argmaxMustBeAPermutation() {
    #expect(matrix([[0.2, 0.8], [0.6, 0.4]]).argmaxPermutation == [1, 0])
    #expect(matrix([[0.6, 0.4], [0.6, 0.4]]).argmaxPermutation == nil)
    // The first of equal entries counts.
    #expect(matrix([[0.5, 0.5], [0.4, 0.6]]).argmaxPermutation == [0, 1])
  }

  @Test func theAssignmentIsAskedOnlyWhereArgmaxFails() {
    let rounding = ShuffleRounding { Array((0..<$0.size).reversed()) }
    #expect(rounding.permutation(of: matrix([[0.9, 0.1], [0.1, 0.9]])) == [0, 1])
    #expect(rounding.permutation(of: matrix([[0.9, 0.1], [0.9, 0.1]])) == [1, 0])
  }

  @Test func matricesAreRoundedForAWhileOnly() throws {
    let network = ShuffleNet(
      configuration: try NetworkConfiguration(architecture: .v2(width: .half), shuffle: .learned),
      seed: 1)
    let before = network.shuffles.compactMap(LearnedMatrix.init)
    #expect(before.count == 16)
    let rounding = ShuffleRounding { Array(0..<$0.size) }
    let rounded = try #require(
      rounding.withRoundedShuffles(of: network) { network.shuffles.compactMap(LearnedMatrix.init) })
    for (matrix, original) in zip(rounded, before) {
      let columns = rounding.permutation(of: original)
      for (row, column) in columns.enumerated() {
        let entries = matrix.entries[(row * matrix.size)..<((row + 1) * matrix.size)]
        #expect(entries.reduce(0, +) == 1 && matrix.entries[row * matrix.size + column] == 1)
      }
    }
    #expect(network.shuffles.compactMap(LearnedMatrix.init) == before)
  }

  @Test func permutationMatricesAreLeftAsTheyAre() throws {
    let network = ShuffleNet(
      configuration: try NetworkConfiguration(architecture: .v2(width: .half), shuffle: .learned),
      seed: 1)
    for shuffle in network.shuffles {
      guard let matrix = shuffle.matrix else { continue }
      matrix.value.fill(0)
      for i in 0..<shuffle.size { matrix.value.pointer[i * shuffle.size + i] = 1 }
    }
    let rounding = ShuffleRounding { Array(0..<$0.size) }
    #expect(rounding.withRoundedShuffles(of: network) { true } == nil)
  }
}

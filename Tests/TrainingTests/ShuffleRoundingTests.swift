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

  @Test func matricesAreRoundedForInferenceOnly() throws {
    let network = TrainableNetwork(
      configuration: try NetworkConfiguration(architecture: .v2(width: .half), shuffle: .learned),
      seed: 1)
    let before = network.shuffles.compactMap(LearnedMatrix.init)
    #expect(before.count == 16)
    let rounding = ShuffleRounding { Array(0..<$0.size) }
    let permutations = try #require(rounding.permutations(of: network))
    #expect(Set(permutations.keys) == Set(before.map(\.name)))
    for matrix in before { #expect(permutations[matrix.name] == rounding.permutation(of: matrix)) }

    let images = Tensor(shape: [3, 2, 8, 8], values: (0..<384).map { Float($0 % 7) })
    let rounded = network.inference(rounding: permutations).logits(images).values
    #expect(network.shuffles.compactMap(LearnedMatrix.init) == before)
    #expect(network.inference().logits(images).values != rounded)
    for shuffle in network.shuffles { shuffle.freeze(to: permutations[shuffle.name] ?? []) }
    #expect(network.inference().logits(images).values == rounded)
  }

  @Test func permutationMatricesAreLeftAsTheyAre() throws {
    let network = TrainableNetwork(
      configuration: try NetworkConfiguration(architecture: .v2(width: .half), shuffle: .learned),
      seed: 1)
    for shuffle in network.shuffles {
      guard let matrix = shuffle.matrix else { continue }
      matrix.value.fill(0)
      for i in 0..<shuffle.size { matrix.value.pointer[i * shuffle.size + i] = 1 }
    }
    let rounding = ShuffleRounding { Array(0..<$0.size) }
    #expect(rounding.permutations(of: network) == nil)
  }
}

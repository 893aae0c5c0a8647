import NeuralNet

extension ShuffleRounding {
  /// Returns one permutation for each shuffle of a network, by its name: that of an index shuffle, or
  /// the one to which its learned matrix rounds.
  package func allPermutations(of network: ShuffleNet) -> [String: [Int]] {
    var result = network.indexPermutations
    for matrix in network.shuffles.compactMap(LearnedMatrix.init) {
      result[matrix.name] = permutation(of: matrix)
    }
    return result
  }
}

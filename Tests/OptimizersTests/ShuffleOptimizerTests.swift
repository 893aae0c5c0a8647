import NeuralNet
import Optimizers
import RandomStreams
import StepArithmetic
import Tensor
import Testing

@Suite struct ShuffleOptimizerTests {
  private func network() throws -> TrainableNetwork {
    let network = TrainableNetwork(
      configuration: try NetworkConfiguration(architecture: .v2(width: .half), shuffle: .learned),
      seed: 3)
    var stream = RandomStream(root: 3, name: "gradients")
    for matrix in network.shuffles.compactMap(\.matrix) {
      for i in 0..<matrix.gradient.count { matrix.gradient.pointer[i] = stream.uniform() - 0.5 }
    }
    return network
  }

  @Test func everyMatrixTakesItsStepWhateverTheThreads() throws {
    let step = ShuffleStep(learningRate: 0.1, penaltyWeight: 0.05, projection: .repair)
    let start = try network()
    let expected = start.shuffles.compactMap { shuffle in
      shuffle.matrix.map { matrix in
        var entries = matrix.value.values
        var gradient = matrix.gradient.values
        step.apply(to: &entries, gradient: &gradient, size: shuffle.size)
        return entries
      }
    }
    for threads in [1, 3] {
      let network = try network()
      Parallel.withThreads(threads) {
        ShuffleOptimizer(shuffles: network.shuffles).apply(step)
      }
      #expect(network.shuffles.compactMap { $0.matrix?.value.values } == expected)
    }
  }

  @Test func frozenShufflesArePassedOver() throws {
    let network = try network()
    for shuffle in network.shuffles { shuffle.freeze(to: Array(0..<shuffle.size)) }
    let step = ShuffleStep(learningRate: 0.1, penaltyWeight: 0.05, projection: .scale)
    ShuffleOptimizer(shuffles: network.shuffles).apply(step)
    #expect(network.shuffles.allSatisfy { $0.matrix == nil })
  }

  @Test func thePenaltyOfATensorIsThatOfItsElements() {
    var stream = RandomStream(root: 2, name: "tensor")
    let entries = (0..<25).map { _ in stream.uniform() }
    #expect(
      PermutationPenalty.value(of: Tensor(shape: [5, 5], values: entries))
        == PermutationPenalty.value(of: entries, size: 5))
  }
}

import NeuralNet
import Optimizers
import RandomStreams
import Tensor
import Testing

@Suite struct MomentumSGDTests {
  private func parameter(_ kind: Parameter.Kind, _ values: [Float]) -> Parameter {
    Parameter(
      name: "\(kind)", kind: kind, value: Tensor(shape: [values.count], values: values))
  }

  @Test func takesNesterovStepsWithDecayOnWeightsOnly() {
    // All numbers are dyadic, so that float32 is exact.
    let weight = parameter(.weight, [1, -2])
    let scale = parameter(.scaleOrShift, [1])
    let optimizer = MomentumSGD(parameters: [weight, scale], momentum: 0.5, weightDecay: 0.25)
    weight.gradient.copy(from: Tensor(shape: [2], values: [1, 0]))
    scale.gradient.fill(1)
    optimizer.step(learningRate: 0.5)
    // d = (1.25, -0.5), v = d, step = 0.5 * 1.5 d.
    #expect(weight.value.values == [0.0625, -1.625])
    #expect(scale.value.values == [0.25])
    weight.gradient.fill(0)
    scale.gradient.fill(0)
    optimizer.step(learningRate: 1)
    // d = (0.015625, -0.40625), v = (0.640625, -0.65625), step = d + v / 2.
    #expect(weight.value.values == [-0.2734375, -0.890625])
    // d = 0, v = 0.5, step = v / 2.
    #expect(scale.value.values == [0])
    #expect(optimizer.velocities.map(\.name) == ["weight", "scaleOrShift"])
    #expect(optimizer.velocities[1].tensor.values == [0.5])
  }

  @Test func takesPlainMomentumStepsIfAsked() {
    let weight = parameter(.weight, [1, -2])
    let optimizer = MomentumSGD(
      parameters: [weight], momentum: 0.5, weightDecay: 0.25, isNesterov: false)
    weight.gradient.copy(from: Tensor(shape: [2], values: [1, 0]))
    optimizer.step(learningRate: 0.5)
    // d = (1.25, -0.5), v = d, step = 0.5 v.
    #expect(weight.value.values == [0.375, -1.75])
    weight.gradient.fill(0)
    optimizer.step(learningRate: 1)
    // d = (0.09375, -0.4375), v = (0.71875, -0.6875), step = v.
    #expect(weight.value.values == [-0.34375, -1.0625])
  }

  /// Parameters of odd sizes, so that chunks of the threads begin and end inside them.
  @Test func theBitsDoNotDependOnTheThreads() {
    func stepped(threads: Int) -> [[Float]] {
      var stream = RandomStream(root: 5, name: "descent")
      let parameters = [3, 50, 1, 129].enumerated().map { index, size in
        let values = (0..<size).map { _ in stream.normal() }
        let result = parameter(index % 2 == 0 ? .scaleOrShift : .weight, values)
        for i in 0..<size { result.gradient.pointer[i] = stream.normal() }
        return result
      }
      let optimizer = MomentumSGD(parameters: parameters, momentum: 0.9, weightDecay: 0.1)
      Parallel.withThreads(threads) {
        for _ in 0..<2 { optimizer.step(learningRate: 0.1) }
      }
      return parameters.map(\.value.values) + optimizer.velocities.map(\.tensor.values)
    }
    let expected = stepped(threads: 1)
    for threads in [2, 3, 7] { #expect(stepped(threads: threads) == expected) }
  }

  /// Batch norms and shuffles of a real network see no decay: with gradients of 0 they stand still.
  @Test func aNetworksBatchNormsAndShufflesDoNotDecay() throws {
    let network = TrainableNetwork(
      configuration: try NetworkConfiguration(architecture: .v2(width: .half), shuffle: .learned),
      seed: 1)
    let before = network.parameters.map(\.value.values)
    MomentumSGD(parameters: network.parameters, momentum: 0.9, weightDecay: 0.5)
      .step(learningRate: 0.5)
    for (parameter, old) in zip(network.parameters, before) {
      // Names end in .weight for convolutions and the classifier, and only for these.
      let decays = parameter.name.hasSuffix(".weight")
      #expect((parameter.value.values != old) == decays, "\(parameter.name)")
    }
    #expect(network.parameters.contains { $0.name.hasSuffix(".weight") })
  }

  @Test func leavesShuffleMatricesAlone() {
    let matrix = parameter(.shuffle, [0.5])
    matrix.gradient.fill(1)
    let optimizer = MomentumSGD(parameters: [matrix], momentum: 0.9, weightDecay: 1)
    optimizer.step(learningRate: 1)
    #expect(matrix.value.values == [0.5])
    #expect(optimizer.velocities.isEmpty)
  }
}

import NeuralNet
import Optimizers
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

  @Test func leavesShuffleMatricesAlone() {
    let matrix = parameter(.shuffle, [0.5])
    matrix.gradient.fill(1)
    let optimizer = MomentumSGD(parameters: [matrix], momentum: 0.9, weightDecay: 1)
    optimizer.step(learningRate: 1)
    #expect(matrix.value.values == [0.5])
    #expect(optimizer.velocities.isEmpty)
  }
}

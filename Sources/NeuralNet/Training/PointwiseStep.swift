import Tensor

/// A 1x1 convolution in groups.
final class PointwiseStep: TrainingStep {
  private let weight: Parameter
  private let input: [TrainingInput]
  private let output: Activations
  private let pass: PointwisePass

  init(
    _ layer: PointwiseLayer, _ input: [TrainingInput], output: Activations, scratch: PassScratch
  ) {
    weight = layer.weight
    self.input = input
    self.output = output
    pass = PointwisePass(
      groups: layer.groups, outputs: output.rows.count, inputs: input.count, scratch: scratch)
  }

  func forward() {
    finishForward(forwardPass().run())
  }

  func recompute() {
    forwardPass().run()
  }

  func backward() {
    finishBackward(backwardPass().run())
  }

  /// The pass that writes the output.
  func forwardPass() -> BlockPass<[Moments]> {
    pass.forward(.channels(input.map(\.source)), weights: weight.value, into: [output.rows])
  }

  /// Hands the moments that the pass returned to the output's norm.
  func finishForward(_ moments: [Moments]) {
    output.update(moments)
  }

  /// The pass that overwrites the gradient of the weights and brings that of the inputs to its
  /// place.
  func backwardPass() -> BlockPass<[GradientSums]> {
    pass.backward(
      .channels(input.map(\.source)), gradients: output.backwardThroughMap(), weights: weight.value,
      into: weight.gradient, targets: input.map(\.target), length: output.rows.grid.count)
  }

  /// Keeps the sums that the pass returned, of the channels whose gradients are complete.
  func finishBackward(_ sums: [GradientSums]) {
    input.record(sums)
  }
}

import Tensor

/// A depthwise convolution.
final class DepthwiseStep: TrainingStep {
  private let layer: DepthwiseLayer
  private let input: [TrainingInput]
  private let output: Activations
  private let pass: DepthwisePass

  init(
    _ layer: DepthwiseLayer, _ input: [TrainingInput], grid: ImageGrid, output: Activations,
    scratch: PassScratch
  ) {
    self.layer = layer
    self.input = input
    self.output = output
    pass = DepthwisePass(grid: grid, stride: layer.stride, scratch: scratch)
  }

  func forward() {
    output.update(
      pass.forward(input.map(\.source), weights: layer.weight.value, into: output.rows))
  }

  func recompute() {
    pass.recompute(input.map(\.source), weights: layer.weight.value, into: output.rows)
  }

  func backward() {
    input.record(
      pass.backward(
        output.backwardThroughMap(), weights: layer.weight.value, into: layer.weight.gradient,
        targets: input.map(\.target)))
  }
}

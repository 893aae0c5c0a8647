import Tensor

/// The 3x3 average pool with stride 2 and padding 1, which counts as zeros: the depthwise
/// convolution whose weights are all 1/9.
final class AveragePoolStep: TrainingStep {
  static let stride = 2

  private let input: [TrainingInput]
  private let output: Activations
  private let weights: Tensor
  private let pass: DepthwisePass

  init(_ input: [TrainingInput], grid: ImageGrid, output: Activations, scratch: PassScratch) {
    self.input = input
    self.output = output
    weights = Self.weights(channels: input.count)
    pass = DepthwisePass(grid: grid, stride: Self.stride, scratch: scratch)
  }

  /// The weights of the pool as a convolution.
  static func weights(channels: Int) -> Tensor {
    let weights = Tensor(shape: [channels, 9])
    weights.fill(1 / 9)
    return weights
  }

  func forward() {
    pass.recompute(input.map(\.source), weights: weights, into: output.rows)
  }

  func backward() {
    input.record(
      pass.backward(
        output.backwardThroughMap(), weights: weights, into: nil, targets: input.map(\.target)))
  }
}

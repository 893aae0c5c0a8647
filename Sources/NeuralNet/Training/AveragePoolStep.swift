import Tensor

/// The 3x3 average pool with stride 2 and padding 1, which counts as zeros: the depthwise
/// convolution whose weights are all 1/9.
final class AveragePoolStep: TrainingStep {
  static let stride = 2

  var outputs: [Activations] { [result] }
  private let result: Activations
  private let input: [TrainingChannel]
  private let weights: Tensor
  private let pass: DepthwisePass
  private var uses: [RowPlan.Use] = []

  init(
    _ input: [TrainingChannel], grid: ImageGrid, output: Activations, scratch: PassScratch
  ) {
    self.input = input
    result = output
    weights = Self.weights(channels: input.count)
    pass = DepthwisePass(grid: grid, stride: Self.stride, scratch: scratch)
  }

  /// The weights of the pool as a convolution.
  static func weights(channels: Int) -> Tensor {
    let weights = Tensor(shape: [channels, 9])
    weights.fill(1 / 9)
    return weights
  }

  var bytes: Int { result.rows.bytes }

  var multiplyAdds: Int { 0 }

  func plan(_ plan: RowPlan) {
    plan.release(result)
    uses = plan.use(input)
  }

  func forward() {
    pass.recompute(input.map(\.source), weights: weights, into: result.rows)
  }

  func backward() {
    let sums = pass.backward(
      result.rawGradients(), weights: weights, into: nil, targets: uses.map(\.target))
    uses.record(sums)
  }
}

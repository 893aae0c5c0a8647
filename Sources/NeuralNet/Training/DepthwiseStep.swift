import Tensor

/// A depthwise convolution.
///
/// Its output costs little beside what it takes to keep it, and is computed again on the way back.
final class DepthwiseStep: TrainingStep {
  var outputs: [Activations] { [result] }
  private let result: Activations
  private let input: [TrainingChannel]
  private let layer: DepthwiseLayer
  private let pass: DepthwisePass
  private var uses: [RowPlan.Use] = []

  init(
    _ input: [TrainingChannel], _ layer: DepthwiseLayer, grid: ImageGrid, output: Activations,
    scratch: PassScratch
  ) {
    self.input = input
    self.layer = layer
    result = output
    pass = DepthwisePass(grid: grid, stride: layer.stride, scratch: scratch)
    output.recompute = { [unowned self] in
      pass.recompute(self.input.map(\.source), weights: layer.weight.value, into: output.rows)
    }
  }

  var bytes: Int { result.rows.bytes }

  var multiplyAdds: Int { layer.weight.value.count * result.rows.grid.count }

  func plan(_ plan: RowPlan) {
    // At stride 1 each new row is the one that the same channel of the output has just left.
    plan.release(result)
    uses = plan.use(input)
    precondition(
      uses.indices.allSatisfy { index in
        let row = uses[index].row
        return row == result.gradientRows[index] || !result.gradientRows.contains(row)
      }, "a channel's gradient would be overwritten before it is read")
  }

  func forward() {
    result.update(
      pass.forward(input.map(\.source), weights: layer.weight.value, into: result.rows))
  }

  func backward() {
    let sums = pass.backward(
      result.rawGradients(), weights: layer.weight.value, into: layer.weight.gradient,
      targets: uses.map(\.target))
    uses.record(sums)
  }
}

extension RowPlan.Use {
  /// The row of the channel's gradient.
  fileprivate var row: RowPool.Row? { channel.activations.gradientRows[channel.index] }
}

import Tensor

/// A ShuffleNet v1 unit.
///
/// The branch is 1x1 group convolution, batch norm, ReLU, shuffle, depthwise 3x3, batch norm, 1x1
/// group convolution, batch norm. At stride 1 the output is `ReLU(branch + input)`; at stride 2 it
/// is `ReLU(pooled input, branch)` concatenated in this order, the pool a 3x3 average of stride 2.
/// Source: Zhang, Zhou, Lin, Sun, CVPR 2018, arXiv 1707.01083.
final class UnitV1: Layer {
  /// The branch up to the input of its last batch norm.
  private let branch: LayerSequence
  private let norm: BatchNorm
  private let strided: Bool
  private let workspace: Workspace
  private let branchOutput = TensorBuffer()
  private var output: Tensor?

  /// Makes the unit; the last norm has a rectifier of its own exactly at stride 2, where nothing is
  /// added behind it.
  init(
    branch: LayerSequence, norm: BatchNorm, strided: Bool,
    workspace: Workspace
  ) {
    self.branch = branch
    self.norm = norm
    self.strided = strided
    self.workspace = workspace
  }

  var parameters: [Parameter] { branch.parameters + norm.parameters }

  var buffers: [(name: String, tensor: Tensor)] { branch.buffers + norm.buffers }

  func outputShape(_ input: [Int]) -> [Int] {
    let shape = branch.outputShape(input)
    return strided ? [input[0] + shape[0]] + shape.dropFirst() : shape
  }

  func multiplyAdds(_ input: [Int]) -> Int { branch.multiplyAdds(input) }

  func forward(_ input: Tensor, into output: Tensor, training: Bool) {
    self.output = output
    let raw = branchOutput.tensor(shape: branch.outputShape(input.shape))
    branch.forward(input, into: raw, training: training)
    // The inputs are rectified, so their averages need no rectifier.
    let target = strided ? output.channels(input.rows..<output.rows) : output
    forEachRow(raw) { row in
      let start = row.channel * raw.columns
      if strided {
        norm.forward(row, into: target.pointer + start, training: training)
      } else {
        norm.forward(
          row, adding: input.pointer + start, into: target.pointer + start, training: training)
      }
    }
    if strided {
      AveragePool.forward(
        input, into: output.channels(0..<input.rows), scratch: workspace.kernels)
    }
  }

  func backward(_ gradient: Tensor, into inputGradient: Tensor?, accumulating: Bool) {
    guard let output, let inputGradient else {
      preconditionFailure("a unit needs a forward pass and a place for its input's gradient")
    }
    precondition(!accumulating, "a unit does not accumulate gradients")
    let branchGradient: Tensor
    if strided {
      let inputs = inputGradient.rows
      AveragePool.inputGradient(
        gradient.channels(0..<inputs), into: inputGradient, scratch: workspace.kernels)
      branchGradient = gradient.channels(inputs..<gradient.rows)
    } else {
      Rectifier.inputGradient(output: output, gradient: gradient, into: inputGradient)
      branchGradient = inputGradient
    }
    let raw = branchOutput.tensor(shape: branchGradient.shape)
    let rawGradient = workspace.junctionGradient.tensor(shape: raw.shape)
    withExtendedLifetime((branchGradient, rawGradient)) {
      forEachRow(raw) { row in
        let start = row.channel * raw.columns
        norm.backward(
          row, gradient: branchGradient.pointer + start, into: rawGradient.pointer + start)
      }
    }
    branch.backward(rawGradient, into: inputGradient, accumulating: true)
  }

  private func forEachRow(_ raw: Tensor, _ body: (ChannelRow) -> Void) {
    let grid = ImageGrid(raw.shape)
    workspace.kernels.prepare(count: norm.scratchCount(grid))
    withExtendedLifetime(raw) {
      Parallel.forEachChunk(count: raw.rows) { range, worker in
        for channel in range {
          body(
            ChannelRow(
              channel: channel, pointer: raw.pointer + channel * raw.columns, grid: grid,
              scratch: workspace.kernels.pointer(worker: worker)))
        }
      }
    }
  }
}

/// The 3x3 average pool with stride 2 and padding 1, on channel rows.
///
/// The padding counts: every window is divided by 9, as PyTorch does by default
/// (`count_include_pad`). It is the depthwise convolution whose weights are all 1/9.
package enum AveragePool {
  private static let stride = 2

  /// Writes `y`, `[C, N, ceil(H/2), ceil(W/2)]`, from `x`, `[C, N, H, W]`.
  package static func forward(_ x: Tensor, into y: Tensor, scratch: WorkerScratch) {
    let grid = ImageGrid(x.shape)
    let pooled = grid.strided(by: stride)
    precondition(ImageGrid(y.shape) == pooled && y.rows == x.rows, "not the shape of the pool")
    scratch.prepare(count: DepthwiseConvolution.scratchCount(grid))
    let weights = Tensor(shape: [9], values: Array(repeating: 1.0 / 9, count: 9))
    withExtendedLifetime((x, y, weights)) {
      Parallel.forEachChunk(count: x.rows) { range, worker in
        for channel in range {
          DepthwiseConvolution.forward(
            x.pointer + channel * grid.count, weights: weights.pointer, grid: grid, stride: stride,
            into: y.pointer + channel * pooled.count, scratch: scratch.pointer(worker: worker))
        }
      }
    }
  }

  /// Writes the gradient of the input from that of the output.
  package static func inputGradient(_ gradient: Tensor, into dx: Tensor, scratch: WorkerScratch) {
    let grid = ImageGrid(dx.shape)
    let pooled = grid.strided(by: stride)
    precondition(
      ImageGrid(gradient.shape) == pooled && gradient.rows == dx.rows, "not the shape of the pool")
    scratch.prepare(count: DepthwiseConvolution.scratchCount(grid))
    let weights = Tensor(shape: [9], values: Array(repeating: 1.0 / 9, count: 9))
    withExtendedLifetime((gradient, dx, weights)) {
      Parallel.forEachChunk(count: dx.rows) { range, worker in
        for channel in range {
          DepthwiseConvolution.inputGradient(
            gradient.pointer + channel * pooled.count, weights: weights.pointer, grid: grid,
            stride: stride, into: dx.pointer + channel * grid.count,
            scratch: scratch.pointer(worker: worker))
        }
      }
    }
  }
}

import CTensorKernels

/// The depthwise 3x3 convolution, padding 1, stride 1 or 2, channel by channel.
///
/// As everywhere here, convolution means correlation:
/// `y[i][j] = sum_ab w[a][b] x[stride*i + a - 1][stride*j + b - 1]`, with 0 outside the image.
/// Workers take channels, so every sum over a channel is complete in one worker.
package final class DepthwisePass {
  private let grid: ImageGrid
  private let stride: Int
  private let scratch: PassScratch

  /// Describes the convolution of images of this grid and plans its scratch.
  package init(grid: ImageGrid, stride: Int, scratch: PassScratch) {
    precondition(stride == 1 || stride == 2, "the stride is 1 or 2")
    self.grid = grid
    self.stride = stride
    self.scratch = scratch
    scratch.depthwise.plan(count: scratchCount)
  }

  private var scratchCount: Int {
    asn_depthwise_pass_scratch(Int32(grid.height), Int32(grid.width))
  }

  /// Writes the output rows, one for each source, from weights `[channels, 9]`; returns their
  /// moments.
  package func forward(
    _ sources: [ChannelSource], weights: Tensor, into output: ChannelRows
  ) -> [Moments] {
    var moments = [asn_moments](repeating: asn_moments(), count: sources.count)
    moments.withUnsafeMutableBufferPointer {
      write(sources, weights, into: output, moments: $0.baseAddress)
    }
    return moments.map { Moments(merging: [$0]) }
  }

  /// Writes the same output rows, to the bit, without their moments.
  package func recompute(
    _ sources: [ChannelSource], weights: Tensor, into output: ChannelRows
  ) {
    write(sources, weights, into: output, moments: nil)
  }

  private func write(
    _ sources: [ChannelSource], _ weights: Tensor, into output: ChannelRows,
    moments: UnsafeMutablePointer<asn_moments>?
  ) {
    precondition(
      output.count == sources.count && output.grid == grid.strided(by: stride)
        && weights.count == 9 * sources.count,
      "the depthwise shapes disagree")
    let rows = output.pointers
    scratch.depthwise.prepare(count: scratchCount)
    // Each worker writes the moments of its own channels.
    nonisolated(unsafe) let gathered = moments
    withExtendedLifetime((weights, output)) {
      Parallel.forEachChunk(count: sources.count) { range, worker in
        for channel in range {
          withUnsafePointer(to: sources[channel].kernel) { source in
            asn_depthwise_forward(
              source, weights.pointer + 9 * channel, 0, Int32(grid.images), Int32(grid.height),
              Int32(grid.width), Int32(stride), rows[channel], gathered.map { $0 + channel },
              scratch.depthwise.pointer(worker: worker))
          }
        }
      }
    }
  }

  /// Overwrites the weights' gradient, unless `dw` is nil, and brings that of the sources to their
  /// targets; returns the targets' sums.
  ///
  /// A target's row may be that of the same channel's gradient if the stride is 1.
  package func backward(
    _ gradients: [ChannelGradient], weights: Tensor, into dw: Tensor?, targets: [GradientTarget]
  ) -> [GradientSums] {
    precondition(
      gradients.count == targets.count && weights.count == 9 * targets.count
        && (dw?.count ?? weights.count) == weights.count, "the depthwise shapes disagree")
    let sums = WorkerValues(count: targets.count, zero: asn_gradient_sums())
    scratch.depthwise.prepare(count: scratchCount)
    withExtendedLifetime((weights, dw)) {
      Parallel.forEachChunk(count: targets.count) { range, worker in
        let gathered = sums.pointer(worker: worker)
        for channel in range {
          withUnsafePointer(to: gradients[channel].kernel) { gradient in
            withUnsafePointer(to: targets[channel].source.kernel) { source in
              withUnsafePointer(to: targets[channel].kernel) { target in
                asn_depthwise_backward(
                  gradient, source, weights.pointer + 9 * channel, Int32(grid.images),
                  Int32(grid.height), Int32(grid.width), Int32(stride),
                  dw.map { $0.pointer + 9 * channel }, target, gathered + channel,
                  scratch.depthwise.pointer(worker: worker))
              }
            }
          }
        }
      }
    }
    return sums.totals
  }
}

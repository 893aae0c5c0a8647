import CTensorKernels

/// A depthwise 3x3 convolution for inference, batch norm folded in, in the calling thread.
package struct FoldedDepthwise {
  private let weights: Tensor
  private let shifts: [Float]
  private let stride: Int

  /// Folds: the weights, `[channels, 9]`, have been scaled already.
  package init(weights: Tensor, shifts: [Float], stride: Int) {
    precondition(weights.count == 9 * shifts.count, "nine weights for each shift")
    self.weights = weights
    self.shifts = shifts
    self.stride = stride
  }

  /// Returns the floats of scratch that `apply` needs.
  package func scratchCount(_ grid: ImageGrid) -> Int {
    asn_depthwise_pass_scratch(Int32(grid.height), Int32(grid.width))
  }

  /// Writes the outputs for inputs of this grid.
  package func apply(
    _ inputs: [ChannelSource], grid: ImageGrid, into outputs: [UnsafeMutablePointer<Float>],
    scratch: UnsafeMutablePointer<Float>
  ) {
    precondition(
      inputs.count == shifts.count && outputs.count == shifts.count,
      "the depthwise shapes disagree")
    withExtendedLifetime(weights) {
      for (channel, input) in inputs.enumerated() {
        withUnsafePointer(to: input.kernel) { source in
          asn_depthwise_forward(
            source, weights.pointer + 9 * channel, shifts[channel], Int32(grid.images),
            Int32(grid.height), Int32(grid.width), Int32(stride), outputs[channel], nil, scratch)
        }
      }
    }
  }
}

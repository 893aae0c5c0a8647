import CTensorKernels

/// The 3x3 convolution of a single channel, padding 1, stride 1 or 2, on channel rows.
///
/// As everywhere here, convolution means correlation:
/// `y[i][j] = sum_ab w[a][b] x[stride*i + a - 1][stride*j + b - 1]`, with 0 outside the image.
package enum DepthwiseConvolution {
  /// Returns the floats of scratch that each function needs for images of this size.
  package static func scratchCount(_ grid: ImageGrid) -> Int {
    asn_depthwise_scratch(Int32(grid.height), Int32(grid.width))
  }

  /// Writes the row `y` of `grid.strided(by: stride)` from the row `x` of `grid` and nine weights.
  package static func forward(
    _ x: UnsafePointer<Float>, weights: UnsafePointer<Float>, grid: ImageGrid, stride: Int,
    into y: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    asn_depthwise(
      x, weights, Int32(grid.images), Int32(grid.height), Int32(grid.width), Int32(stride), y,
      scratch)
  }

  /// Writes the gradient `dx` of the input row, of `grid`, from that of the output row.
  package static func inputGradient(
    _ gradient: UnsafePointer<Float>, weights: UnsafePointer<Float>, grid: ImageGrid, stride: Int,
    into dx: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    asn_depthwise_input_gradient(
      gradient, weights, Int32(grid.images), Int32(grid.height), Int32(grid.width), Int32(stride),
      dx, scratch)
  }

  /// Writes the gradient of the nine weights, from the input row and the output row's gradient.
  package static func weightGradient(
    _ x: UnsafePointer<Float>, gradient: UnsafePointer<Float>, grid: ImageGrid, stride: Int,
    into dw: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    asn_depthwise_weight_gradient(
      x, gradient, Int32(grid.images), Int32(grid.height), Int32(grid.width), Int32(stride), dw,
      scratch)
  }
}

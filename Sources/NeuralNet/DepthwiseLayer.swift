import Tensor

/// The depthwise 3x3 convolution, padding 1, stride 1 or 2, without bias.
final class DepthwiseLayer: ChannelwiseLayer {
  let channels: Int
  private let stride: Int
  private let weight: Parameter

  init(name: String, channels: Int, stride: Int, seed: UInt64) {
    self.channels = channels
    self.stride = stride
    weight = InitialValues.convolution(
      name: name + ".weight", shape: [channels, 1, 3, 3], seed: seed)
  }

  var parameters: [Parameter] { [weight] }

  var buffers: [(name: String, tensor: Tensor)] { [] }

  var isPointwise: Bool { false }

  func outputGrid(_ grid: ImageGrid) -> ImageGrid { grid.strided(by: stride) }

  func multiplyAdds(_ grid: ImageGrid) -> Int { channels * 9 * outputGrid(grid).count }

  func scratchCount(_ grid: ImageGrid) -> Int { DepthwiseConvolution.scratchCount(grid) }

  func forward(_ row: ChannelRow, into output: UnsafeMutablePointer<Float>, training: Bool) {
    DepthwiseConvolution.forward(
      row.pointer, weights: weight.value.pointer + 9 * row.channel, grid: row.grid, stride: stride,
      into: output, scratch: row.scratch)
  }

  func recompute(_ row: ChannelRow, into output: UnsafeMutablePointer<Float>) {
    forward(row, into: output, training: false)
  }

  func backward(
    _ row: ChannelRow, gradient: UnsafePointer<Float>,
    into inputGradient: UnsafeMutablePointer<Float>
  ) {
    DepthwiseConvolution.weightGradient(
      row.pointer, gradient: gradient, grid: row.grid, stride: stride,
      into: weight.gradient.pointer + 9 * row.channel, scratch: row.scratch)
    DepthwiseConvolution.inputGradient(
      gradient, weights: weight.value.pointer + 9 * row.channel, grid: row.grid, stride: stride,
      into: inputGradient, scratch: row.scratch)
  }
}

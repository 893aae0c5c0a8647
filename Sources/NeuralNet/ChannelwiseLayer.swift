import Tensor

/// A layer that maps each channel by itself, so that several can run on one channel while its row
/// is in the cache.
protocol ChannelwiseLayer: AnyObject {
  /// The number of channels.
  var channels: Int { get }

  /// The trained tensors, in a fixed order.
  var parameters: [Parameter] { get }

  /// The tensors that are stored with a network but not trained, in a fixed order.
  var buffers: [(name: String, tensor: Tensor)] { get }

  /// Whether the output is cheaper to compute again than to keep, and whether the gradient of the
  /// input may replace that of the output in place.
  var isPointwise: Bool { get }

  /// Returns the images that come out.
  func outputGrid(_ grid: ImageGrid) -> ImageGrid

  /// Returns the multiply-adds for this input.
  func multiplyAdds(_ grid: ImageGrid) -> Int

  /// Returns the floats of scratch that a pass needs.
  func scratchCount(_ grid: ImageGrid) -> Int

  /// Writes the output row of one channel.
  func forward(_ row: ChannelRow, into output: UnsafeMutablePointer<Float>, training: Bool)

  /// Writes the output row of the last forward pass again; offered where `isPointwise`.
  func recompute(_ row: ChannelRow, into output: UnsafeMutablePointer<Float>)

  /// Writes the parameter gradients of one channel and the gradient of its input row, which may be
  /// `gradient` itself where `isPointwise`.
  func backward(
    _ row: ChannelRow, gradient: UnsafePointer<Float>,
    into inputGradient: UnsafeMutablePointer<Float>)
}

/// The input row of one channel, with the scratch of the worker that handles it.
struct ChannelRow {
  let channel: Int
  let pointer: UnsafePointer<Float>
  let grid: ImageGrid
  let scratch: UnsafeMutablePointer<Float>
}

import Tensor

/// The images that a worker takes through the network at once.
struct ImageBlock {
  /// All images, `[3, N, H, W]`.
  let images: Tensor
  /// The images of the block.
  let range: Range<Int>
  /// The place of all logits, `[classes, N]`.
  let logits: Tensor
}

/// A step of a forward pass in inference, with the memory of one worker.
protocol InferenceStep {
  /// Writes the outputs of a block.
  func run(_ block: ImageBlock)
}

/// The first convolution.
struct StemInference: InferenceStep {
  let product: FoldedProduct
  let layer: StemLayer
  let output: [UnsafeMutablePointer<Float>]
  let scratch: UnsafeMutablePointer<Float>

  func run(_ block: ImageBlock) {
    let pixels = ImageGrid(block.images.shape).pixels
    product.apply(
      layer.input(block.images), start: block.range.lowerBound * pixels,
      count: block.range.count * pixels, into: output, scratch: scratch)
  }
}

/// A 1x1 convolution, with a residual or without, or a shuffle that is still a matrix.
struct PointwiseInference: InferenceStep {
  let product: FoldedProduct
  let pixels: Int
  let input: [ChannelSource]
  let residual: [UnsafePointer<Float>]?
  let output: [UnsafeMutablePointer<Float>]
  let scratch: UnsafeMutablePointer<Float>

  func run(_ block: ImageBlock) {
    product.apply(
      .channels(input), start: 0, count: block.range.count * pixels, residuals: residual,
      into: output, scratch: scratch)
  }
}

/// A depthwise convolution or average pool.
struct DepthwiseInference: InferenceStep {
  let convolution: FoldedDepthwise
  let height: Int
  let width: Int
  let input: [ChannelSource]
  let output: [UnsafeMutablePointer<Float>]
  let scratch: UnsafeMutablePointer<Float>

  func run(_ block: ImageBlock) {
    convolution.apply(
      input, grid: ImageGrid(images: block.range.count, height: height, width: width),
      into: output, scratch: scratch)
  }
}

/// The global average pool and the classifier.
struct ClassifierInference: InferenceStep {
  let layer: LinearLayer
  let pixels: Int
  let input: [ChannelSource]
  let scratch: UnsafeMutablePointer<Float>

  func run(_ block: ImageBlock) {
    let images = block.range.count
    for (channel, source) in input.enumerated() {
      PoolPass.means(source, images: images, pixels: pixels, into: scratch + channel * images)
    }
    layer.classify(
      scratch, images: images, into: block.logits.pointer + block.range.lowerBound,
      rowStride: block.logits.columns)
  }
}

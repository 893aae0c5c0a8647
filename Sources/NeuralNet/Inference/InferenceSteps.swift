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

/// A step of a forward pass in inference, for one worker.
protocol InferenceStep {
  /// Returns the floats of scratch for blocks of so many images.
  func scratchCount(images: Int) -> Int

  /// Writes the outputs of a block.
  func run(_ block: ImageBlock, _ memory: InferenceMemory)
}

/// The first convolution.
struct StemInference: InferenceStep {
  let product: FoldedProduct
  let layer: StemLayer
  let output: [InferencePlan.Slot]

  func scratchCount(images: Int) -> Int { product.scratchCount }

  func run(_ block: ImageBlock, _ memory: InferenceMemory) {
    let pixels = ImageGrid(block.images.shape).pixels
    product.apply(
      layer.input(block.images), start: block.range.lowerBound * pixels,
      count: block.range.count * pixels, into: memory.pointers(output), scratch: memory.scratch)
  }
}

/// A 1x1 convolution, with a residual or without, or a shuffle that is still a matrix.
struct PointwiseInference: InferenceStep {
  let product: FoldedProduct
  let pixels: Int
  let input: [InferencePlan.Slot]
  let residual: [InferencePlan.Slot]?
  let output: [InferencePlan.Slot]

  func scratchCount(images: Int) -> Int { product.scratchCount }

  func run(_ block: ImageBlock, _ memory: InferenceMemory) {
    product.apply(
      .channels(memory.sources(input)), start: 0, count: block.range.count * pixels,
      residuals: residual.map { memory.pointers($0).map { UnsafePointer($0) } },
      into: memory.pointers(output), scratch: memory.scratch)
  }
}

/// A depthwise convolution or average pool.
struct DepthwiseInference: InferenceStep {
  let convolution: FoldedDepthwise
  let height: Int
  let width: Int
  let input: [InferencePlan.Slot]
  let output: [InferencePlan.Slot]

  func scratchCount(images: Int) -> Int { convolution.scratchCount(grid(images)) }

  func run(_ block: ImageBlock, _ memory: InferenceMemory) {
    convolution.apply(
      memory.sources(input), grid: grid(block.range.count), into: memory.pointers(output),
      scratch: memory.scratch)
  }

  private func grid(_ images: Int) -> ImageGrid {
    ImageGrid(images: images, height: height, width: width)
  }
}

/// The global average pool and the classifier.
struct ClassifierInference: InferenceStep {
  let layer: LinearLayer
  let pixels: Int
  let input: [InferencePlan.Slot]

  func scratchCount(images: Int) -> Int { layer.inputs * images }

  func run(_ block: ImageBlock, _ memory: InferenceMemory) {
    let images = block.range.count
    for (channel, row) in memory.pointers(input).enumerated() {
      PoolPass.means(
        ChannelSource(row: row), images: images, pixels: pixels,
        into: memory.scratch + channel * images)
    }
    layer.classify(
      memory.scratch, images: images, into: block.logits.pointer + block.range.lowerBound,
      rowStride: block.logits.columns)
  }
}

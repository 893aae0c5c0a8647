import RandomStreams
import Tensor
import Testing

/// Convolutions of inference, with batch norms folded in, in the calling thread.
@Suite struct FoldedConvolutionTests {
  /// Outputs count from the first pixel, inputs from the start; residuals are optional.
  @Test(arguments: [
    (1, 13, 5, 31, 0), (2, 6, 10, 33, 64), (3, 9, 27, 600, 32), (1, 5, 7, 1100, 96),
  ])
  func productsStayWithinTheirBounds(
    shape: (groups: Int, outputs: Int, inputs: Int, count: Int, start: Int)
  ) {
    var random = RandomValues("folded product \(shape)")
    let c = ProductCase(
      groups: shape.groups, outputs: shape.outputs, inputs: shape.inputs,
      length: shape.start + shape.count, random: &random)
    let expected = c.output
    let shifts = random.floats(c.outputs)
    let residual = random.tensor([c.outputs, shape.count])
    for (activation, withResidual) in [
      (Activation.none, false), (.rectifier, false), (.rectifier, true),
    ] {
      let product = FoldedProduct(
        weights: c.weights, groups: c.groups, shifts: shifts, activation: activation)
      #expect(product.outputs == c.outputs)
      let y = ChannelRows(
        count: c.outputs, grid: ImageGrid(images: 1, height: 1, width: shape.count))
      let scratch = Tensor(shape: [product.scratchCount])
      scratch.fill(.nan)
      let residuals = (0..<c.outputs).map { UnsafePointer(residual.pointer + $0 * shape.count) }
      product.apply(
        .channels(c.sources.map(\.channel)), start: shape.start, count: shape.count,
        residuals: withResidual ? residuals : nil, into: y.pointers, scratch: scratch.pointer)
      let places = (0..<(c.outputs * shape.count)).map {
        $0 / shape.count * c.length + shape.start + $0 % shape.count
      }
      let summands = residual.doubles.enumerated().map { index, value in
        [Double(shifts[index / shape.count]), withResidual ? value : 0]
      }
      #expect(
        worstRatio(
          y.values,
          zip(places, summands).map { place, summands in
            let sum = expected.values[place] + summands[0] + summands[1]
            return activation == .rectifier ? max(sum, 0) : sum
          },
          bounds: zip(places, summands).map { place, summands in
            // Two more roundings of all that is summed.
            expected.bounds[place]
              + ErrorBound.gamma(2)
              * (abs(expected.values[place]) + expected.bounds[place] + abs(summands[0])
                + abs(summands[1]))
          }) <= 1)
    }
  }

  /// The first convolution takes its images from the middle of a batch.
  @Test func patchesStartAtAnyImage() {
    var random = RandomValues("folded patches")
    let grid = ImageGrid(images: 11, height: 6, width: 10)
    let convolution = Reference.Convolution(
      inputs: 2, outputs: 3, groups: 1, kernel: 3, stride: 1, padding: 1, grid: grid)
    let (x, w) = (random.tensor([2, 11, 6, 10]), random.tensor([3, 2, 3, 3]))
    let exact = convolution.forward(x.doubles, weights: w.doubles)
    let sizes = convolution.forward(x.magnitudes, weights: w.magnitudes)
    let product = FoldedProduct(weights: w, groups: 1, shifts: [0, 0, 0], activation: .none)
    let scratch = Tensor(shape: [product.scratchCount])
    for images in [0..<11, 0..<1, 3..<11, 10..<11] {
      let count = images.count * grid.pixels
      let y = ChannelRows(count: 3, grid: ImageGrid(images: images.count, height: 6, width: 10))
      product.apply(
        .patches(x), start: images.lowerBound * grid.pixels, count: count, into: y.pointers,
        scratch: scratch.pointer)
      let places = (0..<(3 * count)).map {
        $0 / count * grid.count + images.lowerBound * grid.pixels + $0 % count
      }
      #expect(
        worstRatio(
          y.values, places.map { exact[$0] },
          bounds: places.map { ErrorBound.dot(terms: 18, absoluteSum: sizes[$0]) }) <= 1)
    }
  }

  @Test(arguments: [1, 2])
  func depthwiseStaysWithinItsBound(stride: Int) {
    var random = RandomValues("folded depthwise \(stride)")
    for grid in [(3, 7, 6), (2, 8, 8), (5, 4, 4)].map(ImageGrid.init) {
      let cases = (0..<3).map {
        DepthwiseCase(grid: grid, stride: stride, rectified: $0 > 0, random: &random)
      }
      let shifts = random.floats(3)
      let convolution = FoldedDepthwise(
        weights: Tensor(shape: [3, 9], values: cases.flatMap(\.w.values)), shifts: shifts,
        stride: stride)
      let scratch = Tensor(shape: [convolution.scratchCount(grid)])
      scratch.fill(.nan)
      let y = ChannelRows(count: 3, grid: grid.strided(by: stride))
      convolution.apply(
        cases.map(\.source.channel), grid: grid, into: y.pointers, scratch: scratch.pointer)
      let expected = zip(cases, shifts).map { $0.expectedOutput(shift: Double($1)) }
      #expect(
        worstRatio(
          y.values, expected.flatMap(\.values), bounds: expected.flatMap(\.bounds)) <= 1)
    }
  }
}

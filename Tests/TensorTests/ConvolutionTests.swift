import RandomStreams
import Tensor
import Testing

/// The three convolution kernels against the reference, within the bound of a dot product.
@Suite struct ConvolutionTests {
  @Test(arguments: [1, 2, 3])
  func pointwiseStaysWithinItsBound(threads: Int) {
    var random = RandomValues("pointwise \(threads)")
    for _ in 0..<25 {
      let groups = random.stream.int(in: 1...4)
      let (inputs, outputs) = (
        groups * random.stream.int(in: 1...7), groups * random.stream.int(in: 1...7)
      )
      let grid = random.grid()
      let reference = Reference.Convolution(
        inputs: inputs, outputs: outputs, groups: groups, kernel: 1, stride: 1, padding: 0,
        grid: grid)
      let x = random.tensor([inputs, grid.images, grid.height, grid.width])
      let w = random.tensor([outputs, inputs / groups, 1, 1])
      let g = random.tensor([outputs, grid.images, grid.height, grid.width])
      let start = random.tensor(x.shape)
      let y = Tensor(shape: g.shape)
      let dx = Tensor(shape: x.shape)
      let added = Tensor(shape: x.shape, values: start.values)
      let dw = Tensor(shape: w.shape)
      Parallel.withThreads(threads) {
        PointwiseConvolution.forward(x, weights: w, groups: groups, into: y)
        PointwiseConvolution.inputGradient(
          g, weights: w, groups: groups, into: dx, accumulating: false)
        PointwiseConvolution.inputGradient(
          g, weights: w, groups: groups, into: added, accumulating: true)
        PointwiseConvolution.weightGradient(
          x, gradient: g, groups: groups, into: dw, scratch: WorkerScratch())
      }
      expect(y, of: reference, x: x, w: w)
      expect(dx, inputGradientOf: reference, g: g, w: w)
      expect(dw, weightGradientOf: reference, x: x, g: g)
      let exact = zip(reference.inputGradient(g.doubles, weights: w.doubles), start.doubles)
      let sizes = zip(
        reference.inputGradient(g.magnitudes, weights: w.magnitudes), start.magnitudes)
      #expect(
        worstRatio(
          added.values, exact.map { $0 + $1 },
          bounds: sizes.map { ErrorBound.dot(terms: outputs / groups + 1, absoluteSum: $0 + $1) })
          <= 1)
    }
  }

  @Test(arguments: [1, 2])
  func depthwiseStaysWithinItsBound(stride: Int) {
    var random = RandomValues("depthwise \(stride)")
    // The widths 4, 8, 16 and 32 have copies of their own, and 33 x 40 exceeds one block.
    let special = [4, 8, 16, 32].map { ImageGrid(images: 3, height: $0, width: $0) }
    let large = [
      ImageGrid(images: 2, height: 33, width: 40), ImageGrid(images: 70, height: 4, width: 4),
    ]
    for grid in (0..<30).map({ _ in random.grid() }) + special + large {
      let reference = depthwise(grid: grid, stride: stride)
      let x = random.tensor([1, grid.images, grid.height, grid.width])
      let w = random.tensor([1, 1, 3, 3])
      let g = random.tensor([reference.outputGrid.count])
      let scratch = Tensor(shape: [DepthwiseConvolution.scratchCount(grid)])
      // Scratch arrives with anything in it.
      scratch.fill(.nan)
      let (y, dx, dw) = (
        Tensor(shape: g.shape), Tensor(shape: x.shape), Tensor(shape: w.shape)
      )
      DepthwiseConvolution.forward(
        x.pointer, weights: w.pointer, grid: grid, stride: stride, into: y.pointer,
        scratch: scratch.pointer)
      scratch.fill(.nan)
      DepthwiseConvolution.inputGradient(
        g.pointer, weights: w.pointer, grid: grid, stride: stride, into: dx.pointer,
        scratch: scratch.pointer)
      scratch.fill(.nan)
      DepthwiseConvolution.weightGradient(
        x.pointer, gradient: g.pointer, grid: grid, stride: stride, into: dw.pointer,
        scratch: scratch.pointer)
      #expect(reference.outputGrid == grid.strided(by: stride))
      expect(y, of: reference, x: x, w: w)
      expect(dx, inputGradientOf: reference, g: g, w: w)
      expect(dw, weightGradientOf: reference, x: x, g: g)
    }
  }

  @Test(arguments: [1, 2, 3])
  func denseStaysWithinItsBound(threads: Int) {
    var random = RandomValues("dense \(threads)")
    // 130 images of 13 x 9 pixels take more than one block of each worker.
    let grids = (0..<15).map { _ in random.grid() } + [ImageGrid(images: 130, height: 13, width: 9)]
    for grid in grids {
      let (inputs, outputs) = (random.stream.int(in: 1...3), random.stream.int(in: 1...5))
      let reference = Reference.Convolution(
        inputs: inputs, outputs: outputs, groups: 1, kernel: 3, stride: 1, padding: 1, grid: grid)
      let x = random.tensor([inputs, grid.images, grid.height, grid.width])
      let w = random.tensor([outputs, inputs, 3, 3])
      let g = random.tensor([outputs, grid.images, grid.height, grid.width])
      let (y, dw) = (Tensor(shape: g.shape), Tensor(shape: w.shape))
      Parallel.withThreads(threads) {
        PatchConvolution.forward(x, weights: w, into: y, scratch: WorkerScratch())
        PatchConvolution.weightGradient(
          x, gradient: g, into: dw, scratch: WorkerScratch(), partials: WorkerScratch())
      }
      expect(y, of: reference, x: x, w: w)
      expect(dw, weightGradientOf: reference, x: x, g: g)
    }
  }

  /// A grouped convolution is the dense one whose weights are block diagonal.
  @Test func groupsAreDiagonalBlocks() {
    var random = RandomValues("block diagonal")
    let (groups, depth, block) = (3, 5, 7)
    let grouped = random.tensor([groups * block, depth, 1, 1])
    let dense = Tensor(shape: [groups * block, groups * depth, 1, 1])
    for row in 0..<(groups * block) {
      for d in 0..<depth {
        dense.pointer[row * groups * depth + row / block * depth + d] =
          grouped.pointer[row * depth + d]
      }
    }
    let x = random.tensor([groups * depth, 2, 3, 5])
    let (fromGroups, fromDense) = (
      Tensor(shape: [groups * block, 2, 3, 5]), Tensor(shape: [groups * block, 2, 3, 5])
    )
    PointwiseConvolution.forward(x, weights: grouped, groups: groups, into: fromGroups)
    PointwiseConvolution.forward(x, weights: dense, groups: 1, into: fromDense)
    let reference = Reference.Convolution(
      inputs: groups * depth, outputs: groups * block, groups: 1, kernel: 1, stride: 1, padding: 0,
      grid: ImageGrid(x.shape))
    let sizes = reference.forward(x.magnitudes, weights: dense.magnitudes)
    #expect(
      worstRatio(
        fromGroups.values, fromDense.doubles,
        bounds: sizes.map { 2 * ErrorBound.dot(terms: groups * depth, absoluteSum: $0) }) <= 1)
  }

  /// The reference is linear in weights and in input, so its difference quotients are exact for any
  /// step; with step 1 only roundings in Double remain, at most as many as there are products.
  @Test func referenceGradientsAreDifferenceQuotients() {
    var random = RandomValues("convolution quotients")
    for _ in 0..<40 {
      let groups = random.stream.int(in: 1...3)
      let kernel = random.stream.oneIn(2) ? 3 : 1
      let convolution = Reference.Convolution(
        inputs: groups * random.stream.int(in: 1...3),
        outputs: groups * random.stream.int(in: 1...3),
        groups: groups, kernel: kernel, stride: random.stream.int(in: 1...2),
        padding: kernel / 2, grid: random.grid())
      let x = random.doubles(convolution.inputs * convolution.grid.count)
      let w = random.doubles(convolution.weightCount)
      let g = random.doubles(convolution.outputs * convolution.outputGrid.count)
      let (alongX, alongW) = (random.doubles(x.count), random.doubles(w.count))
      let sizes = convolution.forward(
        moved(x.map(abs), 1, alongX.map(abs)), weights: moved(w.map(abs), 1, alongW.map(abs)))
      let tolerance = 0x1p-50 * Double(x.count * w.count) * inner(g.map(abs), sizes)

      let byX =
        inner(g, convolution.forward(moved(x, 1, alongX), weights: w))
        - inner(g, convolution.forward(moved(x, -1, alongX), weights: w))
      #expect(
        abs(byX / 2 - inner(convolution.inputGradient(g, weights: w), alongX)) <= tolerance)

      let byW =
        inner(g, convolution.forward(x, weights: moved(w, 1, alongW)))
        - inner(g, convolution.forward(x, weights: moved(w, -1, alongW)))
      #expect(
        abs(byW / 2 - inner(convolution.weightGradient(x, gradient: g), alongW)) <= tolerance)
    }
  }

  private func depthwise(grid: ImageGrid, stride: Int) -> Reference.Convolution {
    Reference.Convolution(
      inputs: 1, outputs: 1, groups: 1, kernel: 3, stride: stride, padding: 1, grid: grid)
  }

  private func expect(_ y: Tensor, of reference: Reference.Convolution, x: Tensor, w: Tensor) {
    let sizes = reference.forward(x.magnitudes, weights: w.magnitudes)
    let bounds = sizes.map { ErrorBound.dot(terms: w.columns, absoluteSum: $0) }
    let exact = reference.forward(x.doubles, weights: w.doubles)
    #expect(worstRatio(y.values, exact, bounds: bounds) <= 1)
  }

  private func expect(
    _ dx: Tensor, inputGradientOf reference: Reference.Convolution, g: Tensor, w: Tensor
  ) {
    let sizes = reference.inputGradient(g.magnitudes, weights: w.magnitudes)
    let bounds = sizes.map {
      ErrorBound.dot(terms: w.count / reference.inputs, absoluteSum: $0)
    }
    let exact = reference.inputGradient(g.doubles, weights: w.doubles)
    #expect(worstRatio(dx.values, exact, bounds: bounds) <= 1)
  }

  private func expect(
    _ dw: Tensor, weightGradientOf reference: Reference.Convolution, x: Tensor, g: Tensor
  ) {
    let sizes = reference.weightGradient(x.magnitudes, gradient: g.magnitudes)
    let bounds = sizes.map {
      ErrorBound.dot(terms: reference.outputGrid.count, absoluteSum: $0)
    }
    let exact = reference.weightGradient(x.doubles, gradient: g.doubles)
    #expect(worstRatio(dw.values, exact, bounds: bounds) <= 1)
  }
}

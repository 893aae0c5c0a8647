import RandomStreams
import Tensor
import Testing

/// The three convolution kernels against the reference, within the bound of a dot product.
@Suite struct ConvolutionTests {
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

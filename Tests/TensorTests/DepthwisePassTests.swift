import CTensorKernels
import RandomStreams
import Tensor
import Testing

/// The depthwise passes in every instruction set against the convolution in Double.
@Suite struct DepthwisePassTests {
  @Test(arguments: [1, 2])
  func forwardStaysWithinItsBound(stride: Int) {
    var random = RandomValues("depthwise forward \(stride)")
    for (index, grid) in DepthwiseCase.grids(&random).enumerated() {
      let c = DepthwiseCase(grid: grid, stride: stride, rectified: index % 3 > 0, random: &random)
      let shift = random.stream.normal()
      let expected = c.expectedOutput(shift: Double(shift))
      for set in InstructionSet.available {
        var moments = asn_moments()
        let y = c.forward(set, shift: shift, moments: &moments)
        #expect(worstRatio(y, expected.values, bounds: expected.bounds) <= 1, "\(set) \(grid)")
        expect(moments, of: y.map(Double.init))
        #expect(c.forward(set, shift: shift, moments: nil) == y)
      }
    }
  }

  /// Moments of blocks of at most 1024 elements, merged.
  ///
  /// Deviations from a mean of some of the elements are at most `2 R`, if no element is farther
  /// from the mean of all than `R`. In units of the error `gamma` of a sum over a block, the mean
  /// then errs by `2 R`, and the squares by `n R^2` times 4 for the squares that are summed, 8 for
  /// the square of the sum that is subtracted, and 4 for the means of the blocks. One more covers
  /// the errors of the centres and products of two.
  private func expect(_ moments: asn_moments, of y: [Double]) {
    let exact = Reference.moments(y)
    let count = Double(y.count)
    let radius = y.reduce(0) { max($0, abs($1 - exact.mean)) } + 0x1p-22 * abs(exact.mean)
    let gamma = ErrorBound.gamma(min(y.count, 1024) + 4)
    #expect(moments.count == count)
    #expect(abs(moments.mean - exact.mean) <= 2 * gamma * radius)
    #expect(abs(moments.squares - exact.variance * count) <= 17 * gamma * count * radius * radius)
  }

  @Test(arguments: [1, 2])
  func backwardStaysWithinItsBound(stride: Int) {
    var random = RandomValues("depthwise backward \(stride)")
    for (index, grid) in DepthwiseCase.grids(&random).enumerated() {
      let c = DepthwiseCase(grid: grid, stride: stride, rectified: index % 3 > 0, random: &random)
      let g = RandomGradient(
        count: c.convolution.outputGrid.count, withRow: index % 4 > 0, random: &random)
      let before = random.floats(grid.count)
      let (accumulate, finish) = (index % 2 == 0, index % 5 > 1)
      let weights = c.expectedWeightGradient(g)
      let sums = c.expectedGradient(g, onto: accumulate ? before.map(Double.init) : nil)
      let (distances, errors) = (c.distancesFromFloor, c.source.bounds)
      for set in InstructionSet.available {
        let result = c.backward(set, g, onto: before, accumulate: accumulate, finish: finish)
        #expect(
          worstRatio(result.dw, weights.values, bounds: weights.bounds) <= 1, "\(set) \(grid)")
        // Behind a closed rectifier 0 is stored; where the source is within its error of the floor,
        // either may be.
        let wrong = result.h.indices.filter { i in
          let stored = result.h[i]
          let passed = abs(Double(stored) - sums.values[i]) <= sums.bounds[i]
          guard finish else { return !passed }
          guard abs(distances[i]) > errors[i] else { return !passed && stored != 0 }
          return distances[i] > 0 ? !passed : stored != 0
        }
        #expect(wrong.isEmpty, "\(set) \(grid)")
        expectSums(result.sums, over: finish ? result.h.map(Double.init) : [], c)
      }
    }
  }

  /// Sums are in float32 over at most about 1024 elements, and in Double beyond.
  private func expectSums(_ sums: asn_gradient_sums, over h: [Double], _ c: DepthwiseCase) {
    let terms = min(c.grid.count, 1024)
    let products = zip(h, c.source.row.doubles).map { $0 * ($1 - c.source.reference.mean) }
    let (sizes, productSizes) = (
      h.reduce(1) { $0 + abs($1) }, products.reduce(2) { $0 + abs($1) }
    )
    #expect(abs(sums.sum - 1 - h.reduce(0, +)) <= ErrorBound.gamma(terms) * sizes)
    #expect(abs(sums.dot - 2 - products.reduce(0, +)) <= ErrorBound.gamma(terms + 2) * productSizes)
  }

  /// The weights' gradient may be unwanted, and the gradient may be overwritten as it is read.
  @Test(arguments: InstructionSet.available)
  func placeAndWeightsMakeNoDifference(set: InstructionSet) {
    var random = RandomValues("depthwise in place")
    for grid in DepthwiseCase.grids(&random) {
      let c = DepthwiseCase(grid: grid, stride: 1, rectified: true, random: &random)
      let g = RandomGradient(count: grid.count, withRow: true, random: &random)
      let apart = c.backward(set, g, onto: nil, accumulate: false, finish: true)
      let inPlace = c.backwardInPlace(set, g)
      #expect(inPlace.h == apart.h, "\(grid)")
      #expect(inPlace.sums.sum == apart.sums.sum && inPlace.sums.dot == apart.sums.dot)
    }
  }

  /// A value that is not a number reaches the outputs whose window holds it, and no others: neither
  /// the rectifier swallows it, nor does it leak into the next image.
  @Test(arguments: InstructionSet.available, [1, 2])
  func exceptionalValuesStayInTheirWindows(set: InstructionSet, stride: Int) {
    var random = RandomValues("depthwise not a number \(stride)")
    for width in [4, 5, 8, 16, 32, 40] {
      let grid = ImageGrid(images: 5, height: 3, width: width)
      for pixel in [width, 3 * width - 1] {
        let at = 2 * grid.pixels + pixel
        let c = DepthwiseCase(grid: grid, stride: stride, rectified: true, random: &random)
        let convolution = c.convolution
        c.source.row.pointer[at] = .nan
        var mark = [Double](repeating: 0, count: grid.count)
        mark[at] = 1
        let ones = [Double](repeating: 1, count: 9)
        let reached = convolution.forward(mark, weights: ones).map { $0 > 0 }
        var moments = asn_moments()
        #expect(c.forward(set, shift: 0, moments: &moments).map(\.isNaN) == reached)
        #expect(moments.mean.isNaN && moments.squares.isNaN)

        // The source that is not a number counts as open, so its gradient is stored.
        let g = RandomGradient(
          count: convolution.outputGrid.count, withRow: true, random: &random)
        let open = c.backward(set, g, onto: nil, accumulate: false, finish: true)
        #expect(open.h[at] != 0 && open.h.allSatisfy { !$0.isNaN })
        #expect(open.dw.contains { $0.isNaN })

        // An exceptional gradient, behind a source that is open everywhere.
        let plain = DepthwiseCase(grid: grid, stride: stride, rectified: false, random: &random)
        let out = min(at / stride, g.h.count - 1)
        g.h.pointer[out] = .nan
        mark = [Double](repeating: 0, count: g.h.count)
        mark[out] = 1
        let spread = convolution.inputGradient(mark, weights: ones).map { $0 > 0 }
        let closed = plain.backward(set, g, onto: nil, accumulate: false, finish: true)
        #expect(closed.h.map(\.isNaN) == spread)
        #expect(closed.sums.sum.isNaN && closed.sums.dot.isNaN)
        // The middle weight meets every output.
        #expect(closed.dw[4].isNaN)
      }
    }
  }
}

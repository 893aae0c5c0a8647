import CTensorKernels
import RandomStreams
import Tensor
import Testing

/// The mean of each image of a source and its gradient, in every instruction set.
@Suite struct PoolingPassTests {
  static let shapes = [(1, 1), (3, 7), (5, 16), (2, 49), (70, 16), (1, 1024), (2, 1100)]

  @Test(arguments: InstructionSet.available, shapes)
  func meansStayWithinTheirBounds(set: InstructionSet, shape: (images: Int, pixels: Int)) {
    var random = RandomValues("pool forward \(shape)")
    let pixels = shape.pixels
    let source = RandomSource(
      row: random.tensor([shape.images * pixels]), rectified: true, random: &random)
    let means = Tensor(shape: [shape.images + 1])
    means.fill(untouched)
    var channel = source.source
    set.kernels.pool_forward(&channel, Int32(shape.images), Int32(pixels), means.pointer)
    let grid = ImageGrid(images: shape.images, height: 1, width: pixels)
    // Each element carries three roundings, the sum one less than there are pixels, the quotient
    // one.
    #expect(
      worstRatio(
        Array(means.values.dropLast()), Reference.globalAveragePool(source.values, grid: grid),
        bounds: Reference.globalAveragePool(source.sizes, grid: grid).map {
          ErrorBound.gamma(pixels + 3) * $0
        }) <= 1)
    #expect(means.values.last == untouched)

    source.row.pointer[0] = .nan
    set.kernels.pool_forward(&channel, Int32(shape.images), Int32(pixels), means.pointer)
    #expect(means.pointer[0].isNaN)
    #expect(means.values.dropFirst().allSatisfy { $0.isFinite })
  }

  @Test(arguments: InstructionSet.available, shapes)
  func gradientsStayWithinTheirBounds(set: InstructionSet, shape: (images: Int, pixels: Int)) {
    var random = RandomValues("pool backward \(shape)")
    let count = shape.images * shape.pixels
    let source = RandomSource(row: random.tensor([count]), rectified: true, random: &random)
    let (g, h) = (random.tensor([shape.images]), random.tensor([count]))
    let before = h.doubles
    var target = asn_gradient_target(h: h.pointer, accumulate: 1, finish: 0)
    var sums = asn_gradient_sums()
    var channel = source.source
    set.kernels.pool_backward(
      g.pointer, &channel, Int32(shape.images), Int32(shape.pixels), &target, &sums)
    let grid = ImageGrid(images: shape.images, height: 1, width: shape.pixels)
    let summands = Reference.globalAveragePoolGradient(g.doubles, grid: grid)
    // The quotient and the sum are rounded.
    #expect(
      worstRatio(
        h.values, zip(summands, before).map { $0 + $1 },
        bounds: zip(summands, before).map { ErrorBound.gamma(2) * (abs($0) + abs($1)) }) <= 1)

    // Behind the rectifier, the same as storing the quotients.
    let quotients = (0..<count).map { g.pointer[$0 / shape.pixels] / Float(shape.pixels) }
    let expected = Tensor(shape: [count])
    var (finished, plain) = (
      asn_gradient_target(h: h.pointer, accumulate: 0, finish: 1),
      asn_gradient_target(h: expected.pointer, accumulate: 0, finish: 1)
    )
    var (pooled, stored) = (asn_gradient_sums(), asn_gradient_sums())
    set.kernels.pool_backward(
      g.pointer, &channel, Int32(shape.images), Int32(shape.pixels), &finished, &pooled)
    set.kernels.store_gradient(quotients, 0, count, &channel, &plain, &stored)
    #expect(h.values == expected.values)
    #expect(pooled.sum == stored.sum && pooled.dot == stored.dot)
    withExtendedLifetime(source) {}
  }
}

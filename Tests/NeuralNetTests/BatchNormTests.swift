import RandomStreams
import Tensor
import Testing

@testable import NeuralNet

/// Batch norm as a layer: running statistics, and the maps that readers of a channel get.
@Suite struct BatchNormTests {
  /// Two batches by hand, then the map of inference.
  @Test func runningStatisticsFollowPyTorch() {
    let norm = BatchNorm(name: "norm", channels: 1)
    // The values 0, 2, 4, 6 have the mean 3 and the unbiased variance 20/3; then 1, 1, 1, 1.
    norm.update([Moments(mean: 3, variance: 5)], count: 4)
    norm.update([Moments(mean: 1, variance: 0)], count: 4)
    let mean = 0.9 * 0.3 + 0.1
    let variance = 0.9 * (0.9 + 0.1 * 20 / 3)
    let running = norm.buffers.map { Double($0.tensor.values[0]) }
    // Each update is rounded once, relative to values near 1.
    #expect(abs(running[0] - mean) <= ErrorBound.gamma(2))
    #expect(abs(running[1] - variance) <= 2 * ErrorBound.gamma(2))
    norm.parameters[0].value.fill(2)
    norm.parameters[1].value.fill(0.5)
    let (factor, shift) = norm.runningMap(0)
    // In Double, from the running values as they are.
    let exact = 2 / (running[1] + 1e-5).squareRoot()
    #expect(abs(factor - exact) <= 0x1p-50 * exact)
    #expect(abs(shift - (0.5 - exact * running[0])) <= 0x1p-50 * (0.5 + exact * running[0]))
  }

  /// A single value has no unbiased variance.
  @Test func oneValueHasNoVariance() {
    let norm = BatchNorm(name: "norm", channels: 1)
    norm.update([Moments(mean: 2, variance: 0)], count: 1)
    #expect(norm.buffers[1].tensor.values == [0.9])
    #expect(norm.batchMaps[0].mean == 2)
    #expect(abs(Double(norm.batchMaps[0].factor) - 1 / 1e-5.squareRoot()) <= 1e-4)
  }

  /// What a reader sees, and the gradients of row, scale and shift: rows are stored and read by a
  /// product with 1, which is exact, in one block a worker.
  @Test(arguments: [1, 2, 5, 31, 512], [(false, 1), (true, 1), (true, 2)])
  func mapAndGradientStayWithinTheirBounds(length: Int, how: (rectified: Bool, threads: Int)) {
    let (rectified, threads) = how
    var stream = RandomStream(root: 1, name: "batch norm \(rectified) \(length)")
    func random(_ shape: [Int]) -> Tensor {
      Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in stream.normal() })
    }
    let grid = ImageGrid(images: 1, height: 1, width: length)
    let (x, g) = (random([1, 1, 1, length]), random([length]))
    let norm = BatchNorm(name: "norm", channels: 1)
    for parameter in norm.parameters { parameter.value.copy(from: random([1])) }
    let pool = RowPool(grid: grid, spare: SpareMemory())
    let activations = Activations(
      Output(
        count: 1, stride: 1, map: .batchNorm(norm), activation: rectified ? .rectifier : .none),
      rows: ChannelRows(count: 1, grid: grid), gradients: [pool.take()])
    let inputs = [
      TrainingInput(
        channel: TrainingChannel(activations: activations, index: 0),
        use: RowPlan.Use(isAccumulating: false, isFinishing: true))
    ]
    let one = Tensor(shape: [1, 1], values: [1])
    let identity = PointwisePass(groups: 1, outputs: 1, inputs: 1, scratch: PassScratch())
    let (seen, dx) = (ChannelRows(count: 1, grid: grid), ChannelRows(count: 1, grid: grid))
    Parallel.withThreads(threads) {
      // Nothing of an earlier batch may stay.
      activations.update([Moments(mean: 5, variance: 2)])
      #expect(activations.sources.count == 1)
      activations.update(
        identity.forward(
          .channels([ChannelSource(row: x.pointer)]), weights: one, into: [activations.rows]
        ).run())
      let input = PanelInput.channels(inputs.map(\.source))
      identity.forward(input, weights: one, into: [seen]).run()
      inputs.record(
        identity.backward(
          input, gradients: [ChannelGradient(h: g.pointer)], weights: one,
          into: Tensor(shape: [1, 1]), targets: inputs.map(\.target), length: length
        ).run())
      let raw = Tensor(shape: [length])
      identity.backward(
        .channels([ChannelSource(row: raw.pointer)]), gradients: activations.backwardThroughMap(),
        weights: one, into: Tensor(shape: [1, 1]),
        targets: [
          GradientTarget(
            of: ChannelSource(row: raw.pointer), h: dx.row(0), accumulating: false,
            finishing: false)
        ], length: length
      ).run()
    }
    let bounded = BoundedNorm(
      Approximation(exactly: x), scale: norm.scales[0], shift: norm.shifts[0])
    func row(_ rows: ChannelRows) -> [Float] {
      Array(UnsafeBufferPointer(start: rows.row(0), count: length))
    }
    let output = rectified ? bounded.output.rectified : bounded.output
    expectClose(row(seen), output.values, bounds: output.errors)
    let gradient = Approximation(exactly: g)
    let exact = bounded.gradient(rectified ? bounded.output.mask(gradient) : gradient)
    expectClose(row(dx), exact.input.values, bounds: exact.input.errors)
    expectClose(
      norm.parameters[0].gradient.values, exact.scale.values, bounds: exact.scale.errors)
    expectClose(
      norm.parameters[1].gradient.values, exact.shift.values, bounds: exact.shift.errors)
  }
}

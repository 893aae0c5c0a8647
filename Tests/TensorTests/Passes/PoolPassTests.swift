import RandomStreams
import Tensor
import Testing

/// Means of the images of several channels; one channel is tested with its kernel.
@Suite struct PoolPassTests {
  /// A channel is complete in one worker, so threads change no bit.
  @Test func channelsStayWithinTheirBounds() {
    var random = RandomValues("pool channels")
    for grid in [(5, 3, 3), (2, 8, 8), (1, 1, 1), (70, 4, 4)].map(ImageGrid.init) {
      let sources = (0..<6).map {
        RandomSource(row: random.tensor([grid.count]), rectified: $0 % 3 > 0, random: &random)
      }
      let gradient = random.tensor([6, grid.images])
      let before = random.floats(6 * grid.count)
      var first: [Float] = []
      for threads in 1...3 {
        let all = Parallel.withThreads(threads) { run(sources, grid, gradient, before) }
        if threads == 1 { first = all }
        #expect(all == first)
      }
    }
  }

  private func run(
    _ sources: [RandomSource], _ grid: ImageGrid, _ gradient: Tensor, _ before: [Float]
  ) -> [Float] {
    let means = Tensor(shape: [6, grid.images])
    means.fill(.nan)
    PoolPass.forward(sources.map(\.channel), grid: grid, into: means)
    let h = ChannelRows(count: 6, grid: grid)
    h.fill(before)
    let targets = sources.enumerated().map {
      GradientTarget(
        of: $1.channel, h: h.row($0), accumulating: $0 % 2 == 1, finishing: $0 % 4 < 2)
    }
    let sums = PoolPass.backward(gradient, grid: grid, targets: targets)
    let stored = h.values
    for (index, source) in sources.enumerated() {
      // The reader rounds three times, the sum once less than there are pixels, the quotient once.
      #expect(
        worstRatio(
          means.channels(index..<(index + 1)).values,
          Reference.globalAveragePool(source.values, grid: grid),
          bounds: Reference.globalAveragePool(source.sizes, grid: grid).map {
            ErrorBound.gamma(grid.pixels + 3) * $0
          }) <= 1)
      let range = (index * grid.count)..<((index + 1) * grid.count)
      let old = before[range].map { index % 2 == 1 ? Double($0) : 0 }
      let summands = Reference.globalAveragePoolGradient(
        gradient.channels(index..<(index + 1)).doubles, grid: grid)
      // The quotient and the sum are rounded.
      expectStored(
        Array(stored[range]), sums[index],
        ExpectedGradient(
          values: zip(summands, old).map { $0 + $1 },
          bounds: zip(summands, old).map { ErrorBound.gamma(2) * (abs($0) + abs($1)) }),
        of: source, finishing: index % 4 < 2)
    }
    return means.values + stored + sums.flatMap { [Float($0.sum), Float($0.dot)] }
  }
}

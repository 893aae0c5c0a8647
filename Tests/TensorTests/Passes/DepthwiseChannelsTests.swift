import RandomStreams
import Tensor
import Testing

/// Depthwise convolutions of several channels; one channel is tested with its kernel.
@Suite struct DepthwiseChannelsTests {
  /// Random channels with their weights and gradients.
  private struct Channels {
    let grid: ImageGrid
    let stride: Int
    let cases: [DepthwiseCase]
    let gradients: [RandomGradient]
    let weights: Tensor

    init(_ count: Int, grid: ImageGrid, stride: Int, random: inout RandomValues) {
      self.grid = grid
      self.stride = stride
      cases = (0..<count).map {
        DepthwiseCase(grid: grid, stride: stride, rectified: $0 % 3 > 0, random: &random)
      }
      gradients = (0..<count).map {
        RandomGradient(
          count: grid.strided(by: stride).count, withRow: $0 % 4 > 0, random: &random)
      }
      weights = Tensor(shape: [count, 9], values: cases.flatMap(\.w.values))
    }

    var pass: DepthwisePass { DepthwisePass(grid: grid, stride: stride, scratch: PassScratch()) }
    var sources: [ChannelSource] { cases.map(\.source.channel) }

    /// The targets of all sources in these rows, stored in all four ways in turn.
    func targets(_ rows: [UnsafeMutablePointer<Float>]) -> [GradientTarget] {
      rows.enumerated().map {
        GradientTarget(
          of: sources[$0], h: $1, accumulating: $0 % 2 == 1, finishing: $0 % 4 < 2)
      }
    }
  }

  /// A channel is complete in one worker, so threads change no bit.
  @Test(arguments: [1, 2])
  func channelsStayWithinTheirBounds(stride: Int) {
    var random = RandomValues("depthwise channels \(stride)")
    for grid in [(5, 7, 6), (3, 8, 8), (1, 1, 1), (9, 4, 4)].map(ImageGrid.init) {
      let channels = Channels(7, grid: grid, stride: stride, random: &random)
      let before = random.floats(7 * grid.count)
      var first: [Float] = []
      for threads in 1...3 {
        let all = Parallel.withThreads(threads) { run(channels, before) }
        if threads == 1 { first = all }
        #expect(all == first)
      }
    }
  }

  private func run(_ channels: Channels, _ before: [Float]) -> [Float] {
    let (grid, pass) = (channels.grid, channels.pass)
    let y = ChannelRows(count: 7, grid: grid.strided(by: channels.stride))
    let moments = pass.forward(channels.sources, weights: channels.weights, into: y)
    let again = ChannelRows(count: 7, grid: y.grid)
    pass.recompute(channels.sources, weights: channels.weights, into: again)
    #expect(again.values == y.values)
    let h = ChannelRows(count: 7, grid: grid)
    h.fill(before)
    let dw = Tensor(shape: [7, 9])
    dw.fill(.nan)
    let sums = pass.backward(
      channels.gradients.map(\.channel), weights: channels.weights, into: dw,
      targets: channels.targets(h.pointers))
    let (outputs, gradients) = (y.values, h.values)
    for (index, c) in channels.cases.enumerated() {
      let row = Array(outputs[(index * y.grid.count)..<((index + 1) * y.grid.count)])
      let expected = c.expectedOutput(shift: 0)
      #expect(worstRatio(row, expected.values, bounds: expected.bounds) <= 1)
      expectMoments(moments[index], of: row.map(Double.init))

      let g = channels.gradients[index]
      let weights = c.expectedWeightGradient(g)
      #expect(
        worstRatio(
          dw.channels(index..<(index + 1)).values, weights.values, bounds: weights.bounds) <= 1)
      let range = (index * grid.count)..<((index + 1) * grid.count)
      let onto = index % 2 == 1 ? before[range].map(Double.init) : nil
      let input = c.expectedGradient(g, onto: onto)
      expectStored(
        Array(gradients[range]), sums[index],
        ExpectedGradient(values: input.values, bounds: input.bounds), of: c.source,
        finishing: index % 4 < 2)
    }
    return outputs + gradients + dw.values + sums.flatMap { [Float($0.sum), Float($0.dot)] }
  }

  /// At stride 1 the gradient of a channel may become that of its source in place; the weights'
  /// gradient may be unwanted.
  @Test(arguments: 1...3)
  func gradientsMayBeOverwritten(threads: Int) {
    var random = RandomValues("depthwise channels in place")
    let grid = ImageGrid(images: 5, height: 6, width: 7)
    let channels = Channels(5, grid: grid, stride: 1, random: &random)
    func run(inPlace: Bool) -> [Float] {
      let (h, others) = (ChannelRows(count: 5, grid: grid), ChannelRows(count: 5, grid: grid))
      h.fill(channels.gradients.flatMap(\.h.values))
      let rows = inPlace ? h : others
      let targets = channels.sources.enumerated().map {
        GradientTarget(of: $1, h: rows.row($0), accumulating: false, finishing: true)
      }
      let sums = channels.pass.backward(
        channels.gradients.enumerated().map { $1.channel(h.row($0)) }, weights: channels.weights,
        into: nil, targets: targets)
      return rows.values + sums.flatMap { [Float($0.sum), Float($0.dot)] }
    }
    Parallel.withThreads(threads) { #expect(run(inPlace: true) == run(inPlace: false)) }
  }
}

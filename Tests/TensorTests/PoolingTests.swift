import RandomStreams
import Tensor
import Testing

/// The pools, the rectifier and the index shuffles against their definitions.
@Suite struct PoolingTests {
  @Test(arguments: [1, 2, 3])
  func averagePoolStaysWithinItsBound(threads: Int) {
    var random = RandomValues("average pool \(threads)")
    for _ in 0..<25 {
      let grid = random.grid()
      let pooled = grid.strided(by: 2)
      let channels = random.stream.int(in: 1...5)
      let x = random.tensor([channels, grid.images, grid.height, grid.width])
      let g = random.tensor([channels, pooled.images, pooled.height, pooled.width])
      let (y, dx) = (Tensor(shape: g.shape), Tensor(shape: x.shape))
      Parallel.withThreads(threads) {
        AveragePool.forward(x, into: y, scratch: WorkerScratch())
        AveragePool.inputGradient(g, into: dx, scratch: WorkerScratch())
      }
      for channel in 0..<channels {
        let range = channel..<(channel + 1)
        let (x, y) = (x.channels(range), y.channels(range))
        let (g, dx) = (g.channels(range), dx.channels(range))
        // Nine terms, and the rounding of the weight 1/9.
        #expect(
          worstRatio(
            y.values, Reference.averagePool(x.doubles, grid: grid),
            bounds: Reference.averagePool(x.magnitudes, grid: grid).map {
              ErrorBound.dot(terms: 10, absoluteSum: $0)
            }) <= 1)
        #expect(
          worstRatio(
            dx.values, Reference.averagePoolGradient(g.doubles, grid: grid),
            bounds: Reference.averagePoolGradient(g.magnitudes, grid: grid).map {
              ErrorBound.dot(terms: 10, absoluteSum: $0)
            }) <= 1)
      }
    }
  }

  /// A corner window of ones holds four of them, and the padding counts: 4/9.
  @Test func paddingCounts() {
    let x = Tensor(shape: [1, 1, 3, 3])
    x.fill(1)
    let y = Tensor(shape: [1, 1, 2, 2])
    AveragePool.forward(x, into: y, scratch: WorkerScratch())
    #expect(
      worstRatio(y.values, [4 / 9, 4 / 9, 4 / 9, 4 / 9], bounds: [1e-6, 1e-6, 1e-6, 1e-6]) <= 1)
  }

  @Test(arguments: [1, 2, 3])
  func globalAveragePoolStaysWithinItsBound(threads: Int) {
    var random = RandomValues("global pool \(threads)")
    for _ in 0..<25 {
      let grid = random.grid()
      let channels = random.stream.int(in: 1...5)
      let x = random.tensor([channels, grid.images, grid.height, grid.width])
      let g = random.tensor([channels, grid.images])
      let (y, dx) = (Tensor(shape: g.shape), Tensor(shape: x.shape))
      Parallel.withThreads(threads) {
        GlobalAveragePool.forward(x, into: y)
        GlobalAveragePool.inputGradient(g, into: dx)
      }
      // Rows of images and channels alike are means of `pixels` values each.
      let flat = ImageGrid(
        images: channels * grid.images, height: grid.height, width: grid.width)
      #expect(
        worstRatio(
          y.values, Reference.globalAveragePool(x.doubles, grid: flat),
          bounds: Reference.globalAveragePool(x.magnitudes, grid: flat).map {
            ErrorBound.dot(terms: grid.pixels, absoluteSum: $0)
          }) <= 1)
      #expect(
        worstRatio(
          dx.values, Reference.globalAveragePoolGradient(g.doubles, grid: flat),
          bounds: Reference.globalAveragePoolGradient(g.magnitudes, grid: flat).map {
            ErrorBound.gamma(1) * $0
          }) <= 1)
    }
  }

  /// Both pools are linear, so with step 1 only roundings in Double separate the quotient and the
  /// gradient.
  @Test func referenceGradientsAreDifferenceQuotients() {
    var random = RandomValues("pool quotients")
    for _ in 0..<40 {
      let grid = random.grid()
      let x = random.doubles(grid.count)
      let direction = random.doubles(grid.count)
      let g = random.doubles(grid.strided(by: 2).count)
      let tolerance = 1e-12 * Double(grid.count)
      let quotient =
        inner(g, Reference.averagePool(moved(x, 1, direction), grid: grid))
        - inner(g, Reference.averagePool(moved(x, -1, direction), grid: grid))
      let slope = inner(Reference.averagePoolGradient(g, grid: grid), direction)
      #expect(abs(quotient / 2 - slope) <= tolerance)

      let h = random.doubles(grid.images)
      let globalQuotient =
        inner(h, Reference.globalAveragePool(moved(x, 1, direction), grid: grid))
        - inner(h, Reference.globalAveragePool(moved(x, -1, direction), grid: grid))
      let globalSlope = inner(Reference.globalAveragePoolGradient(h, grid: grid), direction)
      #expect(abs(globalQuotient / 2 - globalSlope) <= tolerance)
    }
  }

  @Test func rectifierPassesTheGradientWhereTheOutputIsPositive() {
    let y = Tensor(shape: [2, 3], values: [1, 0, 2, 0, 0, .leastNonzeroMagnitude])
    let g = Tensor(shape: [2, 3], values: [1, 2, 3, 4, 5, 6])
    let dx = Tensor(shape: [2, 3])
    Rectifier.inputGradient(output: y, gradient: g, into: dx)
    #expect(dx.values == [1, 0, 3, 0, 0, 6])
    Rectifier.inputGradient(output: y, gradient: g, into: g)
    #expect(g.values == dx.values)
  }

  @Test func scatterUndoesGather() {
    var random = RandomValues("gather")
    let x = random.tensor([7, 2, 1, 3])
    let permutation = random.stream.shuffled(Array(0..<7))
    let (y, back) = (Tensor(shape: x.shape), Tensor(shape: x.shape))
    ChannelPermutation.gather(x, permutation, into: y)
    for i in 0..<7 {
      #expect(
        y.channels(i..<(i + 1)).values == x.channels(permutation[i]..<(permutation[i] + 1)).values)
    }
    ChannelPermutation.scatter(y, permutation, into: back)
    #expect(back.values == x.values)
  }
}

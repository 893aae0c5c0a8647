import RandomStreams
import Tensor
import Testing

/// Products of weights and pixels, forward and backward, at several numbers of threads.
@Suite struct PointwisePassTests {
  @Test(arguments: ProductCase.shapes)
  func forwardStaysWithinItsBound(
    shape: (groups: Int, outputs: Int, inputs: Int, length: Int)
  ) {
    var random = RandomValues("pointwise forward \(shape)")
    let c = ProductCase(
      groups: shape.groups, outputs: shape.outputs, inputs: shape.inputs, length: shape.length,
      random: &random)
    let expected = c.output
    for threads in 1...3 {
      Parallel.withThreads(threads) {
        let rows = ChannelRows(count: c.outputs, grid: c.convolution.grid)
        let moments = pass(c).forward(
          .channels(c.sources.map(\.channel)), weights: c.weights, into: [rows]
        ).run()
        let y = rows.values
        #expect(worstRatio(y, expected.values, bounds: expected.bounds) <= 1)
        for (row, moments) in moments.enumerated() {
          expectMoments(
            moments, of: y[(row * c.length)..<((row + 1) * c.length)].map(Double.init))
        }
      }
    }
  }

  @Test(arguments: ProductCase.shapes)
  func backwardStaysWithinItsBound(
    shape: (groups: Int, outputs: Int, inputs: Int, length: Int)
  ) {
    var random = RandomValues("pointwise backward \(shape)")
    let c = ProductCase(
      groups: shape.groups, outputs: shape.outputs, inputs: shape.inputs, length: shape.length,
      random: &random)
    var before = random.floats(c.inputs * c.length)
    // What is overwritten must not be read.
    for i in before.indices where !c.isAccumulating(i / c.length) { before[i] = .nan }
    let (weights, inputs) = (
      c.weightGradient, c.inputGradients(onto: before.map { $0.isNaN ? 0 : Double($0) })
    )
    for threads in 1...3 {
      Parallel.withThreads(threads) {
        let rows = ChannelRows(count: c.inputs, grid: c.convolution.grid)
        rows.fill(before)
        let dw = Tensor(shape: c.weights.shape)
        dw.fill(.nan)
        let sums = pass(c).backward(
          .channels(c.sources.map(\.channel)), gradients: c.gradients.map(\.channel),
          weights: c.weights, into: dw, targets: c.targets(rows.pointers), length: c.length
        ).run()
        #expect(worstRatio(dw.values, weights.values, bounds: weights.bounds) <= 1)
        let h = rows.values
        for row in 0..<c.inputs {
          expectStored(
            Array(h[(row * c.length)..<((row + 1) * c.length)]), sums[row], inputs[row],
            of: c.sources[row], finishing: c.isFinishing(row))
        }
      }
    }
  }

  /// A block of all gradients is read before anything is written to its pixels, so that the targets
  /// may be their rows in any order.
  @Test(arguments: [(1, 9, 9), (2, 14, 8), (2, 6, 18)], 1...3)
  func gradientsMayBeOverwritten(
    shape: (groups: Int, outputs: Int, inputs: Int), threads: Int
  ) {
    var random = RandomValues("pointwise in place \(shape)")
    let c = ProductCase(
      groups: shape.groups, outputs: shape.outputs, inputs: shape.inputs, length: 1700,
      random: &random)
    let count = max(c.outputs, c.inputs)
    let order = random.stream.shuffled(Array(0..<count))
    func run(inPlace: Bool) -> [Float] {
      let gradients = ChannelRows(count: count, grid: c.convolution.grid)
      let others = ChannelRows(count: count, grid: c.convolution.grid)
      for (row, gradient) in c.gradients.enumerated() {
        gradients.row(row).update(from: gradient.h.pointer, count: c.length)
      }
      let rows = (0..<c.inputs).map { (inPlace ? gradients : others).row(order[$0]) }
      let dw = Tensor(shape: c.weights.shape)
      let targets = rows.enumerated().map { index, row in
        GradientTarget(
          of: c.sources[index].channel, h: row, accumulating: false,
          finishing: c.isFinishing(index))
      }
      let sums = pass(c).backward(
        .channels(c.sources.map(\.channel)),
        gradients: c.gradients.enumerated().map { $1.channel(gradients.row($0)) },
        weights: c.weights, into: dw, targets: targets, length: c.length
      ).run()
      return rows.flatMap { Array(UnsafeBufferPointer(start: $0, count: c.length)) } + dw.values
        + sums.flatMap { [Float($0.sum), Float($0.dot)] }
    }
    Parallel.withThreads(threads) { #expect(run(inPlace: true) == run(inPlace: false)) }
  }

  /// The first convolution: patches of several images, in blocks that end inside of them, and no
  /// gradient of the images.
  @Test(arguments: [(3, 7, 5), (40, 6, 9), (7, 32, 32)])
  func patchesStayWithinTheirBounds(shape: (images: Int, height: Int, width: Int)) {
    var random = RandomValues("patches \(shape)")
    let grid = ImageGrid(images: shape.images, height: shape.height, width: shape.width)
    let (channels, outputs) = (shape.width > 9 ? 1 : 2, shape.width > 9 ? 2 : 13)
    let convolution = Reference.Convolution(
      inputs: channels, outputs: outputs, groups: 1, kernel: 3, stride: 1, padding: 1, grid: grid)
    let x = random.tensor([channels, grid.images, grid.height, grid.width])
    let w = random.tensor([outputs, channels, 3, 3])
    let gradients = (0..<outputs).map {
      RandomGradient(count: grid.count, withRow: $0 % 2 > 0, random: &random)
    }
    let sizes = convolution.forward(x.magnitudes, weights: w.magnitudes)
    let exact = convolution.forward(x.doubles, weights: w.doubles)
    let gradientSizes = convolution.weightGradient(
      x.magnitudes, gradient: gradients.flatMap(\.largest))
    let slack = convolution.weightGradient(x.magnitudes, gradient: gradients.flatMap(\.bounds))
    let exactGradient = convolution.weightGradient(
      x.doubles, gradient: gradients.flatMap(\.values))
    for threads in 1...3 {
      Parallel.withThreads(threads) {
        let pass = PointwisePass(
          groups: 1, outputs: outputs, inputs: 9 * channels, scratch: PassScratch())
        let rows = ChannelRows(count: outputs, grid: grid)
        pass.forward(.patches(x), weights: w, into: [rows]).run()
        #expect(
          worstRatio(
            rows.values, exact,
            bounds: sizes.map { ErrorBound.dot(terms: 9 * channels, absoluteSum: $0) }) <= 1)
        let dw = Tensor(shape: w.shape)
        let sums = pass.backward(
          .patches(x), gradients: gradients.map(\.channel), weights: w, into: dw, targets: [],
          length: grid.count
        ).run()
        #expect(sums.isEmpty)
        #expect(
          worstRatio(
            dw.values, exactGradient,
            bounds: zip(gradientSizes, slack).map {
              ErrorBound.dot(terms: grid.count, absoluteSum: $0) + $1
            }) <= 1)
      }
    }
  }

  /// Whatever another pass has left in the scratch, tiles of weights among it, and whoever planned
  /// for less, makes no difference.
  @Test func scratchIsShared() {
    var random = RandomValues("shared scratch")
    let c = ProductCase(groups: 2, outputs: 6, inputs: 4, length: 700, random: &random)
    let large = ProductCase(groups: 1, outputs: 20, inputs: 30, length: 40, random: &random)
    func run(_ c: ProductCase, _ pass: PointwisePass) -> [Float] {
      let (y, h) = (
        ChannelRows(count: c.outputs, grid: c.convolution.grid),
        ChannelRows(count: c.inputs, grid: c.convolution.grid)
      )
      let dw = Tensor(shape: c.weights.shape)
      let input = PanelInput.channels(c.sources.map(\.channel))
      pass.forward(input, weights: c.weights, into: [y]).run()
      pass.backward(
        input, gradients: c.gradients.map(\.channel), weights: c.weights, into: dw,
        targets: c.targets(h.pointers), length: c.length
      ).run()
      return y.values + h.values + dw.values
    }
    Parallel.withThreads(2) {
      let alone = run(c, pass(c))
      let shared = PassScratch()
      let (early, late) = (pass(c, shared), pass(large, shared))
      #expect(run(c, early) == alone)
      for gradient in large.gradients { gradient.h.fill(.nan) }
      for source in large.sources { source.row.fill(.nan) }
      #expect(run(large, late).contains { $0.isNaN })
      #expect(run(c, early) == alone)
    }
  }

  private func pass(_ c: ProductCase, _ scratch: PassScratch = PassScratch()) -> PointwisePass {
    PointwisePass(groups: c.groups, outputs: c.outputs, inputs: c.inputs, scratch: scratch)
  }
}

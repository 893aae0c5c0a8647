import RandomStreams
import Tensor
import Testing

/// The sums and products of which a convolution with a batch norm behind it is made without storing
/// its output.
@Suite struct ExpansionPassTests {
  static let shapes = [
    (groups: 1, outputs: 1, inputs: 1, length: 1), (1, 15, 4, 33), (3, 27, 6, 100),
    (2, 26, 10, 1100), (1, 7, 3, 3141),
  ]

  /// Centred sources, which are linear, with gradients and weights.
  private struct Expansion {
    let groups: Int
    let grid: ImageGrid
    let sources: [RandomSource]
    let gradients: [RandomGradient]
    let weights: Tensor

    init(
      _ shape: (groups: Int, outputs: Int, inputs: Int, length: Int), random: inout RandomValues
    ) {
      groups = shape.groups
      grid = ImageGrid(images: 1, height: 1, width: shape.length)
      sources = (0..<shape.inputs).map { _ in
        RandomSource(
          row: random.tensor([shape.length]), mean: random.stream.normal(),
          scale: random.stream.normal(), shift: 0, floor: -.infinity)
      }
      gradients = (0..<shape.outputs).map { _ in
        RandomGradient(count: shape.length, withRow: false, random: &random)
      }
      weights = random.tensor([shape.outputs, shape.inputs / shape.groups])
    }

    var outputs: Int { gradients.count }
    var inputs: Int { sources.count }
    var channels: [ChannelSource] { sources.map(\.channel) }
    var pass: ExpansionPass {
      ExpansionPass(groups: groups, outputs: outputs, inputs: inputs, scratch: PassScratch())
    }

    /// A product in groups with this many outputs and inputs.
    func product(_ outputs: Int, _ inputs: Int) -> Reference.Convolution {
      Reference.Convolution(
        inputs: inputs, outputs: outputs, groups: groups, kernel: 1, stride: 1, padding: 0,
        grid: grid)
    }
  }

  @Test(arguments: shapes)
  func sumsStayWithinTheirBounds(
    shape: (groups: Int, outputs: Int, inputs: Int, length: Int)
  ) {
    var random = RandomValues("expansion sums \(shape)")
    let e = Expansion(shape, random: &random)
    let (x, size, error) = (
      e.sources.flatMap(\.values), e.sources.flatMap(\.largest), e.sources.flatMap(\.bounds)
    )
    /// The sums of products of rows with the sources are the weights' gradient of a product.
    func sums(_ rows: [Double], _ sources: [Double]) -> [Double] {
      e.product(rows.count / shape.length, e.inputs).weightGradient(sources, gradient: rows)
    }
    func bounds(_ sizes: [Double], _ errors: [Double]) -> [Double] {
      zip(sums(sizes, size), zip(sums(errors, size), sums(sizes, error))).map {
        ErrorBound.dot(terms: shape.length, absoluteSum: $0) + $1.0 + $1.1
      }
    }
    let covariance = sums(x, x)
    let covarianceBounds = bounds(size, error)
    let products = sums(e.gradients.flatMap(\.values), x)
    let productBounds = bounds(e.gradients.flatMap(\.largest), e.gradients.flatMap(\.bounds))
    for threads in 1...3 {
      Parallel.withThreads(threads) {
        let means = e.pass.covariance(e.channels, length: shape.length)
        #expect(means.count == covariance.count)
        #expect(
          zip(means, zip(covariance, covarianceBounds)).allSatisfy {
            abs($0 * Double(shape.length) - $1.0) <= $1.1
          })
        let computed = e.pass.products(
          of: e.gradients.map(\.channel), with: e.channels, length: shape.length
        ).run()
        #expect(computed.count == products.count)
        #expect(
          zip(computed, zip(products, productBounds)).allSatisfy { abs($0 - $1.0) <= $1.1 })
      }
    }
  }

  @Test(arguments: shapes, [false, true])
  func forwardStaysWithinItsBound(
    shape: (groups: Int, outputs: Int, inputs: Int, length: Int), withResidual: Bool
  ) {
    var random = RandomValues("expansion forward \(shape)")
    let e = Expansion(shape, random: &random)
    let shifts = random.floats(e.outputs)
    let residual = random.tensor([e.outputs, shape.length])
    let summands = zip(residual.doubles, residual.doubles.indices).map { value, index in
      Double(shifts[index / shape.length]) + (withResidual ? value : 0)
    }
    let sizes = zip(residual.magnitudes, residual.magnitudes.indices).map { value, index in
      abs(Double(shifts[index / shape.length])) + (withResidual ? value : 0)
    }
    let product = e.product(e.outputs, e.inputs)
    let exact = product.forward(e.sources.flatMap(\.values), weights: e.weights.doubles)
    let largest = product.forward(e.sources.flatMap(\.largest), weights: e.weights.magnitudes)
    let slack = product.forward(e.sources.flatMap(\.bounds), weights: e.weights.magnitudes)
    let expected = zip(exact, summands).map { max($0 + $1, 0) }
    let bounds = exact.indices.map { index in
      let size = largest[index] + sizes[index]
      return ErrorBound.dot(terms: e.inputs / e.groups + 2, absoluteSum: size) + slack[index]
    }
    for threads in 1...3 {
      Parallel.withThreads(threads) {
        let rows = ChannelRows(count: e.outputs, grid: e.grid)
        let residuals = (0..<e.outputs).map {
          UnsafePointer(residual.pointer + $0 * shape.length)
        }
        e.pass.forward(
          e.channels, weights: e.weights, shifts: shifts,
          residuals: withResidual ? residuals : nil, into: rows
        ).run()
        #expect(worstRatio(rows.values, expected, bounds: bounds) <= 1)
      }
    }
  }

  /// `W^T g + Q z`, also into the rows that the gradients are read from.
  @Test(arguments: shapes)
  func backwardStaysWithinItsBound(
    shape: (groups: Int, outputs: Int, inputs: Int, length: Int)
  ) {
    var random = RandomValues("expansion backward \(shape)")
    let e = Expansion(shape, random: &random)
    let matrix = random.tensor([e.outputs + e.inputs, e.inputs / e.groups])
    /// The rows of each group's gradients, and then of its sources.
    func rows(_ gradients: [[Double]], _ sources: [[Double]]) -> [Double] {
      (0..<e.groups).flatMap { group in
        let (rows, columns) = (e.outputs / e.groups, e.inputs / e.groups)
        let first = gradients[(group * rows)..<((group + 1) * rows)]
        let second = sources[(group * columns)..<((group + 1) * columns)]
        return Array(first.joined()) + Array(second.joined())
      }
    }
    let product = e.product(e.outputs + e.inputs, e.inputs)
    let exact = product.inputGradient(
      rows(e.gradients.map(\.values), e.sources.map(\.values)), weights: matrix.doubles)
    let sizes = product.inputGradient(
      rows(e.gradients.map(\.largest), e.sources.map(\.largest)), weights: matrix.magnitudes)
    let slack = product.inputGradient(
      rows(e.gradients.map(\.bounds), e.sources.map(\.bounds)), weights: matrix.magnitudes)
    let terms = (e.outputs + e.inputs) / e.groups
    for (threads, inPlace) in [(1, false), (2, false), (3, false), (1, true), (3, true)] {
      Parallel.withThreads(threads) {
        let h = ChannelRows(count: e.outputs, grid: e.grid)
        h.fill(e.gradients.flatMap(\.h.values))
        let targets = inPlace ? h : ChannelRows(count: e.inputs, grid: e.grid)
        let sums = e.pass.backward(
          e.gradients.enumerated().map { $1.channel(h.row($0)) }, e.channels, matrix: matrix,
          targets: e.channels.enumerated().map {
            // The last row first, to meet gradients that later rows of the product depend on.
            GradientTarget(
              of: $1, h: targets.row(e.inputs - 1 - $0), accumulating: false, finishing: true)
          }, length: shape.length
        ).run()
        for (index, source) in e.sources.enumerated() {
          let range = (index * shape.length)..<((index + 1) * shape.length)
          let row = targets.row(e.inputs - 1 - index)
          expectStored(
            Array(UnsafeBufferPointer(start: row, count: shape.length)), sums[index],
            ExpectedGradient(
              values: Array(exact[range]),
              bounds: range.map {
                ErrorBound.dot(terms: terms, absoluteSum: sizes[$0]) + slack[$0]
              }), of: source, finishing: true)
        }
      }
    }
  }
}

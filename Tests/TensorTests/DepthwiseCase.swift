import CTensorKernels
import RandomStreams
import Tensor
import Testing

/// A gradient of a raw row with its exact values and their bounds.
struct RandomGradient {
  let h: Tensor
  let y: Tensor?
  let reference: Reference.Gradient

  init(count: Int, withRow: Bool, random: inout RandomValues) {
    h = random.tensor([count])
    y = withRow ? random.tensor([count]) : nil
    reference = Reference.Gradient(
      scale: Double(random.stream.normal()), mean: Double(random.stream.normal()),
      slope: withRow ? Double(random.stream.normal()) : 0, offset: Double(random.stream.normal()))
  }

  /// The gradient as the kernels take it, of these rows or of a copy of h.
  func gradient(_ h: Tensor) -> asn_gradient {
    // Without a row the slope counts for nothing.
    asn_gradient(
      h: h.pointer, y: y.map { UnsafePointer($0.pointer) }, scale: Float(reference.scale),
      mean: Float(reference.mean), slope: y == nil ? 3 : Float(reference.slope),
      offset: Float(reference.offset))
  }

  /// The exact values.
  var values: [Double] { zip(h.doubles, rows).map(reference.value) }

  /// The bounds of their errors: no term is rounded more than four times.
  var bounds: [Double] {
    zip(h.doubles, rows).map { h, y in
      ErrorBound.gamma(4)
        * (abs(h * reference.scale) + abs((y - reference.mean) * reference.slope)
          + abs(reference.offset))
    }
  }

  private var rows: [Double] { y?.doubles ?? [Double](repeating: 0, count: h.count) }
}

/// One channel of a depthwise convolution: a source and nine weights.
struct DepthwiseCase {
  let grid: ImageGrid
  let stride: Int
  let source: RandomSource
  let w: Tensor
  let convolution: Reference.Convolution

  init(grid: ImageGrid, stride: Int, rectified: Bool, random: inout RandomValues) {
    self.grid = grid
    self.stride = stride
    source = RandomSource(
      row: random.tensor([grid.count]), rectified: rectified, random: &random)
    w = random.tensor([9])
    convolution = Reference.Convolution(
      inputs: 1, outputs: 1, groups: 1, kernel: 3, stride: stride, padding: 1, grid: grid)
  }

  /// Random small images; the widths that fill vectors, with images left over where several go into
  /// one, and neighbours of these widths; images of one pixel and of several blocks; many small
  /// ones.
  static func grids(_ random: inout RandomValues) -> [ImageGrid] {
    let widths = [(4, 4, 7), (8, 8, 6), (16, 16, 3), (16, 5, 5), (32, 3, 2), (32, 17, 1)]
    let odd = [(1, 1, 1), (1, 1, 37), (2, 9, 3), (7, 7, 3), (15, 2, 3), (17, 4, 2), (64, 3, 1)]
    let large = [(40, 53, 1), (4, 4, 133), (3, 5, 131)]
    return (0..<6).map { _ in random.grid() }
      + (widths + odd + large).map { ImageGrid(images: $2, height: $1, width: $0) }
  }

  /// Exact values, and what may be missed of them.
  struct Expected {
    let values: [Double]
    let bounds: [Double]
  }

  /// Nine products and a summand, of a source with the errors of its reader.
  func expectedOutput(shift: Double) -> Expected {
    let (x, errors) = (source.values, source.bounds)
    let sizes = convolution.forward(DepthwiseCase.largest(x, errors), weights: w.magnitudes)
    let slack = convolution.forward(errors, weights: w.magnitudes)
    return Expected(
      values: convolution.forward(x, weights: w.doubles).map { $0 + shift },
      bounds: zip(sizes, slack).map {
        ErrorBound.dot(terms: 10, absoluteSum: $0 + abs(shift)) + $1
      })
  }

  /// Sums in float32 of at most about 1024 products, and in Double beyond.
  func expectedWeightGradient(_ g: RandomGradient) -> Expected {
    let (x, errors) = (source.values, source.bounds)
    let (xSizes, gSizes) = (
      DepthwiseCase.largest(x, errors), DepthwiseCase.largest(g.values, g.bounds)
    )
    let sizes = convolution.weightGradient(xSizes, gradient: gSizes)
    let fromSource = convolution.weightGradient(errors, gradient: gSizes)
    let fromGradient = convolution.weightGradient(xSizes, gradient: g.bounds)
    let terms = min(g.values.count, 1024)
    return Expected(
      values: convolution.weightGradient(x, gradient: g.values),
      bounds: (0..<9).map {
        ErrorBound.dot(terms: terms, absoluteSum: sizes[$0]) + fromSource[$0] + fromGradient[$0]
      })
  }

  /// The source's gradient before the rectifier: nine products, and what was there.
  func expectedGradient(_ g: RandomGradient, onto before: [Double]?) -> Expected {
    let old = before ?? [Double](repeating: 0, count: grid.count)
    let sizes = convolution.inputGradient(
      DepthwiseCase.largest(g.values, g.bounds), weights: w.magnitudes)
    let slack = convolution.inputGradient(g.bounds, weights: w.magnitudes)
    let exact = convolution.inputGradient(g.values, weights: w.doubles)
    return Expected(
      values: zip(exact, old).map { $0 + $1 },
      bounds: old.indices.map {
        ErrorBound.dot(terms: 10, absoluteSum: sizes[$0] + abs(old[$0])) + slack[$0]
      })
  }

  /// How far the source is above its floor, exactly.
  var distancesFromFloor: [Double] {
    source.row.doubles.map { source.reference.beforeFloor($0) - source.reference.floor }
  }

  /// The largest magnitudes of values with these errors.
  private static func largest(_ values: [Double], _ errors: [Double]) -> [Double] {
    zip(values, errors).map { abs($0) + $1 }
  }

  /// Returns y, after looking that nothing around it and around the scratch was touched.
  func forward(
    _ set: InstructionSet, shift: Float, moments: UnsafeMutablePointer<asn_moments>?
  ) -> [Float] {
    let count = convolution.outputGrid.count
    let y = Guarded(count, filler: untouched)
    let scratch = scratchSpace()
    var channel = source.source
    set.kernels.depthwise_forward(
      &channel, w.pointer, shift, Int32(grid.images), Int32(grid.height), Int32(grid.width),
      Int32(stride), y.start, moments, scratch.start)
    #expect(y.isIntact && scratch.isIntact, "\(set) \(grid)")
    return y.values
  }

  /// The results of a backward pass.
  struct Gradients {
    let h: [Float]
    let dw: [Float]
    let sums: asn_gradient_sums
  }

  /// Runs the pass onto a row of these values, or of values that are not numbers.
  ///
  /// The sums start at 1 and 2.
  func backward(
    _ set: InstructionSet, _ g: RandomGradient, onto before: [Float]?, accumulate: Bool,
    finish: Bool
  ) -> Gradients {
    let h = Guarded(grid.count, filler: .nan)
    for (i, value) in (before ?? []).enumerated() { h.start[i] = value }
    let dw = Guarded(9, filler: .nan)
    let target = asn_gradient_target(
      h: h.start, accumulate: accumulate ? 1 : 0, finish: finish ? 1 : 0)
    let sums = run(set, g.gradient(g.h), target, dw: dw.start)
    #expect(h.isIntact && dw.isIntact, "\(set) \(grid)")
    return Gradients(h: h.values, dw: dw.values, sums: sums)
  }

  /// Runs the pass onto the row of the gradient itself, at stride 1, without the weights' gradient.
  func backwardInPlace(_ set: InstructionSet, _ g: RandomGradient) -> Gradients {
    let h = Tensor(shape: g.h.shape, values: g.h.values)
    let target = asn_gradient_target(h: h.pointer, accumulate: 0, finish: 1)
    let sums = run(set, g.gradient(h), target, dw: nil)
    return Gradients(h: h.values, dw: [], sums: sums)
  }

  private func run(
    _ set: InstructionSet, _ gradient: asn_gradient, _ target: asn_gradient_target,
    dw: UnsafeMutablePointer<Float>?
  ) -> asn_gradient_sums {
    let scratch = scratchSpace()
    var (channel, gradient, target) = (source.source, gradient, target)
    var sums = asn_gradient_sums(sum: 1, dot: 2)
    set.kernels.depthwise_backward(
      &gradient, &channel, w.pointer, Int32(grid.images), Int32(grid.height), Int32(grid.width),
      Int32(stride), dw, &target, &sums, scratch.start)
    #expect(scratch.isIntact, "\(set) \(grid)")
    return sums
  }

  /// Scratch arrives with anything in it.
  private func scratchSpace() -> Guarded {
    Guarded(asn_depthwise_pass_scratch(Int32(grid.height), Int32(grid.width)), filler: .nan)
  }
}

/// A row between two guards.
struct Guarded {
  private static let guardCount = 256
  private let storage: Tensor
  private let count: Int

  init(_ count: Int, filler: Float) {
    self.count = count
    storage = Tensor(shape: [count + 2 * Guarded.guardCount])
    storage.fill(untouched)
    for i in 0..<count { start[i] = filler }
  }

  /// Where the row starts.
  var start: UnsafeMutablePointer<Float> { storage.pointer + Guarded.guardCount }

  /// The row.
  var values: [Float] { (0..<count).map { start[$0] } }

  /// Whether nothing around the row was overwritten.
  var isIntact: Bool {
    (0..<Guarded.guardCount).allSatisfy {
      storage.pointer[$0] == untouched && start[count + $0] == untouched
    }
  }
}

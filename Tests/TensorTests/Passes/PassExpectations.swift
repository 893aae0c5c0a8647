import CTensorKernels
import Tensor
import Testing

extension RandomSource {
  /// The source as the passes take it.
  var channel: ChannelSource {
    ChannelSource(
      row: source.x, mean: source.mean, scale: source.scale, shift: source.shift,
      activation: source.floor == 0 ? .rectifier : .none)
  }

  /// The largest magnitudes that the reader can see.
  var largest: [Double] { zip(values, bounds).map { abs($0) + $1 } }
}

extension RandomGradient {
  /// The gradient as the passes take it.
  var channel: ChannelGradient { channel(h.pointer) }

  /// The gradient of these values in another place.
  func channel(_ h: UnsafePointer<Float>) -> ChannelGradient {
    guard let y else {
      return ChannelGradient(
        h: h, scale: Float(reference.scale), offset: Float(reference.offset))
    }
    return ChannelGradient(
      h: h, y: y.pointer, scale: Float(reference.scale), mean: Float(reference.mean),
      slope: Float(reference.slope), offset: Float(reference.offset))
  }

  /// The largest magnitudes that a reader can see.
  var largest: [Double] { zip(values, bounds).map { abs($0) + $1 } }
}

extension ChannelRows {
  /// All rows one after another, after looking that nothing behind them was written.
  var values: [Float] {
    pointers.flatMap { row -> [Float] in
      // Rows are whole cache lines and their memory starts as zeros.
      let end = (grid.count + 15) / 16 * 16
      #expect((grid.count..<end).allSatisfy { row[$0] == 0 })
      return Array(UnsafeBufferPointer(start: row, count: grid.count))
    }
  }

  /// Writes all rows.
  func fill(_ values: [Float]) {
    for (index, row) in pointers.enumerated() {
      for i in 0..<grid.count { row[i] = values[index * grid.count + i] }
    }
  }
}

/// Expects the moments of stored values, gathered over blocks and merged over workers.
///
/// Deviations from a mean of some of the elements are at most `2 R`, if no element is farther from
/// the mean of all than `R`. In units of the error `gamma` of a sum over a block, the mean then
/// errs by `2 R`, and the variance by `R^2` times 4 for the squares that are summed, 8 for the
/// square of the sum that is subtracted, and 4 for the means of the blocks. One more covers the
/// errors of the centres and products of two. Merging is in Double.
func expectMoments(
  _ moments: Moments, of y: [Double], sourceLocation: SourceLocation = #_sourceLocation
) {
  let exact = Reference.moments(y)
  let radius = y.reduce(0) { max($0, abs($1 - exact.mean)) } + 0x1p-22 * abs(exact.mean)
  let gamma = ErrorBound.gamma(min(y.count, 2048) + 4)
  #expect(abs(moments.mean - exact.mean) <= 2 * gamma * radius, sourceLocation: sourceLocation)
  #expect(
    abs(moments.variance - exact.variance) <= 17 * gamma * radius * radius,
    sourceLocation: sourceLocation)
}

/// The exact gradient of a source before the rectifier, and what may be missed of it.
struct ExpectedGradient {
  let values: [Double]
  let bounds: [Double]
}

/// Expects what was stored as the gradient of a source, and its sums.
///
/// Behind a closed rectifier 0 is stored; where the source is within its error of the floor, either
/// may be.
func expectStored(
  _ h: [Float], _ sums: GradientSums, _ expected: ExpectedGradient, of source: RandomSource,
  finishing: Bool, sourceLocation: SourceLocation = #_sourceLocation
) {
  let x = source.row.doubles
  let errors = source.bounds
  let wrong = h.indices.filter { i in
    let passed = abs(Double(h[i]) - expected.values[i]) <= expected.bounds[i]
    guard finishing else { return !passed }
    let distance = source.reference.beforeFloor(x[i]) - source.reference.floor
    guard abs(distance) > errors[i] else { return !passed && h[i] != 0 }
    return distance > 0 ? !passed : h[i] != 0
  }
  #expect(wrong.isEmpty, "\(wrong.count) of \(h.count)", sourceLocation: sourceLocation)
  // Sums are in float32 over a block and in Double beyond.
  let stored = finishing ? h.map(Double.init) : []
  let products = zip(stored, x).map { $0 * ($1 - source.reference.mean) }
  let terms = min(h.count, 2048)
  #expect(
    abs(sums.sum - stored.reduce(0, +))
      <= ErrorBound.gamma(terms) * stored.reduce(0) { $0 + abs($1) },
    sourceLocation: sourceLocation)
  #expect(
    abs(sums.dot - products.reduce(0, +))
      <= ErrorBound.gamma(terms + 2) * products.reduce(0) { $0 + abs($1) },
    sourceLocation: sourceLocation)
}

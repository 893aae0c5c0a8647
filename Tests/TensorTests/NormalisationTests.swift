import RandomStreams
import Tensor
import Testing

/// The row kernels of batch norm against the same formulas in Double.
@Suite struct NormalisationTests {
  /// Lengths around the block of 1024 that is summed in float32, and odd small ones.
  static let lengths = [1, 2, 3, 15, 16, 17, 100, 1023, 1024, 1025, 3000]

  @Test(arguments: lengths, [Float(0), 50])
  func momentsStayWithinTheirBounds(length: Int, offset: Float) {
    var random = RandomValues("moments \(length) \(offset)")
    let x = Tensor(shape: [length], values: random.floats(length).map { $0 + offset })
    let (mean, variance) = Normalisation.moments(x.pointer, count: length)
    let exact = Reference.moments(x.doubles)
    let count = Double(length)
    // The kernel first finds a centre, which misses the mean by `miss`; then it sums the distances
    // to the centre, which average at most `spread`, and their squares. A sum runs over at most
    // 1024 floats, each distance carries one rounding and each square two more and its own.
    let terms = min(length, 1024)
    let meanSize = x.magnitudes.reduce(0, +) / count
    let miss = ErrorBound.gamma(terms) * meanSize + ErrorBound.unitRoundoff * abs(exact.mean)
    let spread = x.doubles.reduce(0) { $0 + abs($1 - exact.mean) } / count + miss
    let meanBound = ErrorBound.gamma(terms + 1) * spread + 0x1p-50 * abs(exact.mean)
    let square = exact.variance + miss * miss
    let varianceBound =
      ErrorBound.gamma(terms + 4) * square + 2 * (miss + meanBound) * meanBound + 0x1p-149
    #expect(abs(mean - exact.mean) <= meanBound)
    #expect(abs(variance - exact.variance) <= varianceBound)
  }

  /// The mean of these two neighbours is no float32; the centre is half a unit off, and both moments
  /// are exact only because that is corrected.
  @Test func centreIsCorrected() {
    let x = Tensor(shape: [2], values: [16_777_215, 16_777_216])
    let (mean, variance) = Normalisation.moments(x.pointer, count: 2)
    #expect(mean == 16_777_215.5)
    #expect(variance == 0.25)
  }

  @Test(arguments: lengths, [false, true])
  func mapStaysWithinItsBound(length: Int, rectified: Bool) {
    var random = RandomValues("map \(length) \(rectified)")
    let row = Row(length: length, rectified: rectified, random: &random)
    let y = Tensor(shape: [length])
    row.map.apply(row.x.pointer, count: length, into: y.pointer)
    // Three roundings: the difference, the product, the sum. The rectifier adds none.
    let exact = row.beforeRectifier.map { rectified ? max($0, 0) : $0 }
    let bounds = row.sizes.map { ErrorBound.gamma(3) * $0 }
    #expect(worstRatio(y.values, exact, bounds: bounds) <= 1)

    let inPlace = Tensor(shape: [length], values: row.x.values)
    row.map.apply(inPlace.pointer, count: length, into: inPlace.pointer)
    #expect(inPlace.values == y.values)

    let residual = random.tensor([length])
    row.map.apply(row.x.pointer, adding: residual.pointer, count: length, into: y.pointer)
    let sums = zip(row.beforeRectifier, residual.doubles).map { max($0 + $1, 0) }
    let sumBounds = zip(row.sizes, residual.magnitudes).map { ErrorBound.gamma(4) * ($0 + $1) }
    #expect(worstRatio(y.values, sums, bounds: sumBounds) <= 1)
  }

  @Test(arguments: lengths, [false, true])
  func gradientsStayWithinTheirBounds(length: Int, rectified: Bool) {
    var random = RandomValues("gradient \(length) \(rectified)")
    let row = Row(length: length, rectified: rectified, random: &random)
    let g = random.tensor([length])
    let distances = row.x.doubles.map { $0 - Double(row.map.mean) }
    // The kernel decides from its own rounded value whether the rectifier is open; where that
    // value is within its error of 0, either answer is right and counts as slack.
    let certain = zip(row.beforeRectifier, row.sizes).map { abs($0) > ErrorBound.gamma(3) * $1 }
    let h = zip(g.doubles, row.beforeRectifier).map { !rectified || $1 > 0 ? $0 : 0 }
    let slack = zip(g.magnitudes, certain).map { !rectified || $1 ? 0 : $0 }
    let terms = min(length, 1024)

    let sums = row.map.gradientSums(row.x.pointer, gradient: g.pointer, count: length)
    let hSizes = zip(h, slack).map { abs($0) + $1 }
    let sumBound = ErrorBound.gamma(terms) * hSizes.reduce(0, +) + slack.reduce(0, +)
    let dotBound =
      ErrorBound.gamma(terms + 2) * inner(hSizes, distances.map(abs))
      + inner(slack, distances.map(abs))
    #expect(abs(sums.sum - h.reduce(0, +)) <= sumBound)
    #expect(abs(sums.dot - inner(h, distances)) <= dotBound)

    let (slope, offset) = (random.stream.normal(), random.stream.normal())
    let scale = Double(row.map.scale)
    let dx = Tensor(shape: [length])
    row.map.inputGradient(
      row.x.pointer, gradient: g.pointer, count: length, slope: slope, offset: offset,
      into: dx.pointer)
    let exact = zip(h, distances).map { scale * $0 + $1 * Double(slope) + Double(offset) }
    let bounds = (0..<length).map { i in
      ErrorBound.gamma(4)
        * (abs(scale) * hSizes[i] + abs(distances[i] * Double(slope)) + abs(Double(offset)))
        + abs(scale) * slack[i]
    }
    #expect(worstRatio(dx.values, exact, bounds: bounds) <= 1)

    row.map.inputGradient(
      row.x.pointer, gradient: g.pointer, count: length, slope: slope, offset: offset,
      into: g.pointer)
    #expect(g.values == dx.values)
  }

  /// The difference quotient of a smooth function errs by `h^2 f'''/6 + eps |f| / h`.
  ///
  /// Here the step is 1e-5 and the third derivative at most a few thousand times the sum of the
  /// sizes, since the deviations are near 1; hence 1e-6 of that sum covers both.
  @Test(arguments: [false, true])
  func referenceGradientsAreDifferenceQuotients(rectified: Bool) {
    var random = RandomValues("norm quotients \(rectified)")
    let step = 1e-5
    var checked = 0
    for _ in 0..<40 {
      let length = random.stream.int(in: 3...40)
      let parameters = random.doubles(2)
      let norm = Reference.BatchNorm(
        scale: parameters[0], shift: parameters[1], epsilon: 1e-5, rectified: rectified)
      let (x, g, direction) = (
        random.doubles(length), random.doubles(length), random.doubles(length)
      )
      let (up, down) = (moved(x, step, direction), moved(x, -step, direction))
      // A rectifier that opens or closes in between has no derivative to compare with.
      guard
        !rectified
          || zip(norm.beforeRectifier(up), norm.beforeRectifier(down)).allSatisfy({ $0 * $1 > 0 })
      else { continue }
      checked += 1
      let sizes = inner(g.map(abs), norm.forward(x).map { abs($0) + 1 })
      let gradient = norm.gradient(x, g)
      let byInput = inner(g, norm.forward(up)) - inner(g, norm.forward(down))
      #expect(abs(byInput / (2 * step) - inner(gradient.input, direction)) <= 1e-6 * sizes)

      let byScale =
        inner(g, shifted(norm, scale: step).forward(x))
        - inner(g, shifted(norm, scale: -step).forward(x))
      let byShift =
        inner(g, shifted(norm, shift: step).forward(x))
        - inner(g, shifted(norm, shift: -step).forward(x))
      guard !rectified || norm.beforeRectifier(x).allSatisfy({ abs($0) > 1e-3 }) else { continue }
      #expect(abs(byScale / (2 * step) - gradient.scale) <= 1e-6 * sizes)
      #expect(abs(byShift / (2 * step) - gradient.shift) <= 1e-6 * sizes)
    }
    #expect(checked >= 30)
  }

  private func shifted(
    _ norm: Reference.BatchNorm, scale: Double = 0, shift: Double = 0
  ) -> Reference.BatchNorm {
    Reference.BatchNorm(
      scale: norm.scale + scale, shift: norm.shift + shift, epsilon: norm.epsilon,
      rectified: norm.rectified)
  }

  /// A random map and row, with the exact image of each element and the size of its terms.
  private struct Row {
    let x: Tensor
    let map: Normalisation
    let beforeRectifier: [Double]
    let sizes: [Double]

    init(length: Int, rectified: Bool, random: inout RandomValues) {
      let values = random.tensor([length])
      let map = Normalisation(
        mean: random.stream.normal(), scale: random.stream.normal(),
        shift: random.stream.normal(), rectified: rectified)
      x = values
      self.map = map
      let products = values.doubles.map { ($0 - Double(map.mean)) * Double(map.scale) }
      beforeRectifier = products.map { $0 + Double(map.shift) }
      sizes = products.map { abs($0) + abs(Double(map.shift)) }
    }
  }
}

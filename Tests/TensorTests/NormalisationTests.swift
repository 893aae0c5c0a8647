import RandomStreams
import Tensor
import Testing

/// The row kernels of batch norm against the same formulas in Double.
@Suite struct NormalisationTests {
  /// Lengths around the block of 1024 that is summed in float32, and odd small ones.
  static let lengths = [1, 2, 3, 15, 16, 17, 100, 1023, 1024, 1025, 3000]

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
}

extension Reference {
  /// Returns the mean and the biased variance of a row.
  package static func moments(_ x: [Double]) -> (mean: Double, variance: Double) {
    let mean = x.reduce(0, +) / Double(x.count)
    let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
    return (mean, variance)
  }

  /// Batch norm of one channel in training.
  package struct BatchNorm {
    /// The learned factor.
    package let scale: Double

    /// The learned summand.
    package let shift: Double

    /// Added to the variance.
    package let epsilon: Double

    /// Whether negative results become 0.
    package let rectified: Bool

    /// Describes `(x - mean) / sqrt(variance + epsilon) * scale + shift`, rectified if asked.
    package init(scale: Double, shift: Double, epsilon: Double, rectified: Bool) {
      self.scale = scale
      self.shift = shift
      self.epsilon = epsilon
      self.rectified = rectified
    }

    /// Returns the row before the rectifier.
    package func beforeRectifier(_ x: [Double]) -> [Double] {
      standardised(x).values.map { scale * $0 + shift }
    }

    /// Returns the output row.
    package func forward(_ x: [Double]) -> [Double] {
      let z = beforeRectifier(x)
      return rectified ? z.map { max($0, 0) } : z
    }

    /// Returns the gradients of the input row, scale and shift, given that of the output row.
    ///
    /// With `v` the standardised row and `h` the gradient behind the rectifier,
    /// `dx = scale / deviation * (h - mean(h) - v mean(h v))`.
    package func gradient(
      _ x: [Double], _ gradient: [Double]
    ) -> (input: [Double], scale: Double, shift: Double) {
      let (values, deviation) = standardised(x)
      let open = beforeRectifier(x).map { !rectified || $0 > 0 }
      let h = zip(gradient, open).map { $1 ? $0 : 0 }
      let sum = h.reduce(0, +)
      let dot = zip(h, values).reduce(0) { $0 + $1.0 * $1.1 }
      let count = Double(x.count)
      let input = zip(h, values).map { scale / deviation * ($0 - sum / count - $1 * dot / count) }
      return (input, dot, sum)
    }

    private func standardised(_ x: [Double]) -> (values: [Double], deviation: Double) {
      let (mean, variance) = Reference.moments(x)
      let deviation = (variance + epsilon).squareRoot()
      return (x.map { ($0 - mean) / deviation }, deviation)
    }
  }
}

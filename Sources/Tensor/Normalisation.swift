import CTensorKernels

/// The affine map of batch norm, and a rectifier behind it, on one channel row.
///
/// With `scale` the product of the learned scale and the inverse standard deviation,
/// `y = (x - mean) * scale + shift`; subtracting the mean first keeps the error small when the mean
/// is large beside the deviation.
package struct Normalisation {
  /// The mean that is subtracted.
  package let mean: Float

  /// The factor.
  package let scale: Float

  /// The summand.
  package let shift: Float

  /// Whether negative results become 0.
  package let rectified: Bool

  /// Describes the map.
  package init(mean: Float, scale: Float, shift: Float, rectified: Bool) {
    self.mean = mean
    self.scale = scale
    self.shift = shift
    self.rectified = rectified
  }

  /// Returns the mean and the biased variance of a row of `count` floats.
  package static func moments(
    _ x: UnsafePointer<Float>, count: Int
  ) -> (mean: Double, variance: Double) {
    var mean = 0.0
    var variance = 0.0
    asn_moments_of(x, count, &mean, &variance)
    return (mean, variance)
  }

  /// Writes the image `y` of the row `x`, which may be `y` itself.
  package func apply(
    _ x: UnsafePointer<Float>, count: Int, into y: UnsafeMutablePointer<Float>
  ) {
    asn_normalise(x, count, mean, scale, shift, rectified ? 1 : 0, y)
  }

  /// Writes the rectified sum of the image of `x` and a row `residual`, whatever `rectified` says.
  package func apply(
    _ x: UnsafePointer<Float>, adding residual: UnsafePointer<Float>, count: Int,
    into y: UnsafeMutablePointer<Float>
  ) {
    asn_normalise_add_rectify(x, count, mean, scale, shift, residual, y)
  }

  /// Returns the sums of `h` and of `h * (x - mean)`, where `h` is the output's gradient, set to 0
  /// where a rectifier was closed.
  package func gradientSums(
    _ x: UnsafePointer<Float>, gradient: UnsafePointer<Float>, count: Int
  ) -> (sum: Double, dot: Double) {
    var sum = 0.0
    var dot = 0.0
    asn_normalise_gradient_sums(
      x, gradient, count, mean, scale, shift, rectified ? 1 : 0, &sum, &dot)
    return (sum, dot)
  }

  /// Writes `dx = scale * h + (x - mean) * slope + offset`; `dx` may be the gradient itself.
  package func inputGradient(
    _ x: UnsafePointer<Float>, gradient: UnsafePointer<Float>, count: Int, slope: Float,
    offset: Float, into dx: UnsafeMutablePointer<Float>
  ) {
    asn_normalise_gradient(
      x, gradient, count, mean, scale, shift, rectified ? 1 : 0, slope, offset, dx)
  }
}

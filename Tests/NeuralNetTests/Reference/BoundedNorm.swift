import Tensor

@testable import NeuralNet

/// Batch norm of one channel in training, in Double, with bounds on the errors of float32.
///
/// The bounds follow the computation: errors of the batch statistics, their effect to first order,
/// and one `gamma` for the roundings of each formula.
struct BoundedNorm {
  /// The channel before a rectifier.
  let output: Approximation
  /// The mean of the batch.
  let mean: Approximation
  /// Its variance, biased.
  let variance: Approximation

  private let reference: Reference.BatchNorm
  private let x: Approximation
  private let distances: [Double]
  private let factor: Double
  private let inverse: Double
  /// Relative.
  private let inverseError: Double
  private static let safety = 1.01

  /// The most values for which a worker sums them all in one block, about a centre of its own.
  private static let largestBlock = 512

  init(_ x: Approximation, scale: Double, shift: Double) {
    precondition(x.values.count <= Self.largestBlock, "the bound is for one block a worker")
    self.x = x
    let gamma = ErrorBound.gamma
    let (count, terms) = (Double(x.values.count), x.values.count)
    reference = Reference.BatchNorm(
      scale: scale, shift: shift, epsilon: BatchNorm.epsilon, rectified: false)
    let (mean, variance) = Reference.moments(x.values)
    let distances = x.values.map { $0 - mean }

    // A block's centre misses its mean by `miss`; then distances from it are summed. The errors of
    // the blocks' means enter the variance with the distances of the means. Distances from the
    // means of blocks average at most twice those from the mean of all, squares no more, and the
    // products of the two kinds of distances no more either.
    let miss = gamma(terms) * x.sizes.reduce(0, +) / count + gamma(1) * abs(mean)
    let spread = 2 * distances.reduce(0) { $0 + abs($1) } / count + miss
    let centreError = gamma(terms + 1) * spread
    let meanError = x.errors.reduce(0, +) / count + centreError + gamma(1) * abs(mean)
    let fromValues = zip(distances, x.errors).reduce(0) {
      $0 + (2 * abs($1.0) + $1.1) * $1.1
    }
    let varianceError =
      fromValues / count + 2 * gamma(terms + 4) * (variance + miss * miss)
      + 2 * (miss + centreError) * centreError
    let inverse = 1 / (variance + BatchNorm.epsilon).squareRoot()
    let inverseError = varianceError * inverse * inverse / 2 + gamma(1)

    // The factor is scale * inverse; distance, product and sum round once each.
    let factor = abs(scale) * inverse
    let errors = zip(distances, x.errors).map { distance, error in
      let size = factor * abs(distance)
      return Self.safety
        * (factor * (error + meanError) + size * (inverseError + gamma(1))
          + gamma(3) * (size + abs(shift)))
    }
    output = Approximation(reference.beforeRectifier(x.values), errors: errors)
    self.mean = Approximation([mean], errors: [meanError])
    self.variance = Approximation([variance], errors: [varianceError])
    self.distances = distances
    self.factor = factor
    self.inverse = inverse
    self.inverseError = inverseError
  }

  /// The gradients of the input row, the scale and the shift, given that of the output.
  func gradient(
    _ h: Approximation
  ) -> (input: Approximation, scale: Approximation, shift: Approximation) {
    let gamma = ErrorBound.gamma
    let (count, terms) = (Double(x.values.count), x.values.count)
    let sizes = h.sizes
    let meanError = mean.errors[0]
    let sum = h.values.reduce(0, +)
    let dot = zip(h.values, distances).reduce(0) { $0 + $1.0 * $1.1 }
    let sumError = h.errors.reduce(0, +) + gamma(terms + 1) * sizes.reduce(0, +)
    var dotError = 0.0
    for i in x.values.indices {
      dotError +=
        h.errors[i] * abs(distances[i]) + sizes[i] * (x.errors[i] + meanError)
        + gamma(terms + 3) * sizes[i] * abs(distances[i])
    }
    let slope = factor * inverse * inverse / count
    let errors = x.values.indices.map { i in
      let d = abs(distances[i])
      let size = factor * sizes[i] + factor * abs(sum) / count + slope * abs(dot) * d
      return Self.safety
        * (factor * h.errors[i] + factor * sumError / count
          + slope * (dotError * d + abs(dot) * (x.errors[i] + meanError))
          + (3 * inverseError + gamma(6)) * size)
    }
    let exact = reference.gradient(x.values, h.values)
    let scaleError = inverse * (dotError + abs(dot) * (inverseError + gamma(1)))
    return (
      Approximation(exact.input, errors: errors),
      Approximation([exact.scale], errors: [Self.safety * scaleError]),
      Approximation([exact.shift], errors: [Self.safety * sumError])
    )
  }
}

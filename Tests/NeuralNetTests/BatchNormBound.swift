import Tensor

@testable import NeuralNet

/// Batch norm of one channel in Double, with bounds on the error of the float32 layer.
///
/// The bounds follow the computation: errors of the batch statistics (as in the tests of the row
/// kernels), their effect to first order, and one `gamma` for the roundings of each formula. Products
/// of errors are covered by a factor of 1.01, since every single one is below 1e-3 here.
struct BatchNormBound {
  let output: [Double]
  let outputErrors: [Double]
  let inputGradient: [Double]
  let inputGradientErrors: [Double]
  let scaleGradient: Double
  let scaleGradientError: Double
  let shiftGradient: Double
  let shiftGradientError: Double

  init(x: [Double], gradient: [Double], scale: Double, shift: Double, rectified: Bool) {
    let reference = Reference.BatchNorm(
      scale: scale, shift: shift, epsilon: BatchNorm.epsilon, rectified: rectified)
    let gamma = ErrorBound.gamma
    let count = Double(x.count)
    let terms = min(x.count, 1024)
    let safety = 1.01

    // Statistics: the mean, rounded to float32, and the inverse deviation, relative.
    let (mean, variance) = Reference.moments(x)
    let miss =
      gamma(terms) * x.reduce(0) { $0 + abs($1) } / count + gamma(1) * abs(mean)
    let spread = x.reduce(0) { $0 + abs($1 - mean) } / count + miss
    let centreError = gamma(terms + 1) * spread
    let meanError = centreError + gamma(1) * abs(mean)
    let varianceError =
      gamma(terms + 4) * (variance + miss * miss) + 2 * (miss + centreError) * centreError
    let inverse = 1 / (variance + BatchNorm.epsilon).squareRoot()
    let inverseError = varianceError * inverse * inverse / 2 + gamma(1)

    // Forward: the factor is scale * inverse; distance, product and sum round once each.
    let factor = abs(scale) * inverse
    let distances = x.map { $0 - mean }
    let before = reference.beforeRectifier(x)
    let errors = distances.map { d in
      safety
        * (factor * meanError + factor * abs(d) * (inverseError + gamma(1))
          + gamma(3) * (factor * abs(d) + abs(shift)))
    }
    output = reference.forward(x)
    outputErrors = errors

    // Backward: where the rectifier is undecided, the whole gradient counts as error.
    let open = before.map { !rectified || $0 > 0 }
    let slack = (0..<x.count).map { i in
      rectified && abs(before[i]) <= errors[i] ? abs(gradient[i]) : 0
    }
    let h = (0..<x.count).map { open[$0] ? gradient[$0] : 0 }
    let sizes = (0..<x.count).map { abs(h[$0]) + slack[$0] }
    let sizeSum = sizes.reduce(0, +)
    let dot = zip(h, distances).reduce(0) { $0 + $1.0 * $1.1 }
    let dotSize = zip(sizes, distances).reduce(0) { $0 + $1.0 * abs($1.1) }
    let sumError = gamma(terms + 1) * sizeSum + slack.reduce(0, +)
    let dotError =
      gamma(terms + 3) * dotSize + meanError * sizeSum
      + zip(slack, distances).reduce(0) { $0 + $1.0 * abs($1.1) }
    let exact = reference.gradient(x, gradient)
    shiftGradient = exact.shift
    shiftGradientError = safety * sumError
    scaleGradient = exact.scale
    scaleGradientError =
      safety * inverse * (dotError + abs(dot) * (inverseError + gamma(1)))
    inputGradient = exact.input
    let sum = h.reduce(0, +)
    inputGradientErrors = (0..<x.count).map { i in
      let d = abs(distances[i])
      let slope = factor * inverse * inverse / count
      let size = factor * sizes[i] + factor * abs(sum) / count + slope * abs(dot) * d
      return safety
        * (factor * slack[i] + factor * sumError / count
          + slope * (dotError * d + abs(dot) * meanError)
          + (3 * inverseError + gamma(6)) * size)
    }
  }
}

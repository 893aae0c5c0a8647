import Tensor

@testable import NeuralNet

/// A 1x1 convolution with a batch norm in training, in Double, with bounds on the errors of a
/// computation that never stores the convolution's output.
///
/// The values are those of the definition: convolution, then norm. The bounds follow
/// `ExpansionStep`: `z` are the centred inputs, `C` their covariance, `h` the gradient of the
/// output and `G` the sums of `h z`.
struct BoundedExpansion {
  /// The channels before the residual and the rectifier.
  let output: [Approximation]
  /// The means of the convolution's outputs.
  let means: [Approximation]
  /// Their variances, biased.
  let variances: [Approximation]

  private let convolution: BoundedConvolution
  private let input: Approximation
  private let centred: Approximation
  private let norms: [Reference.BatchNorm]
  private let raw: [[Double]]
  /// For each output: the factor of the norm, its inverse deviation, and the relative error of
  /// this.
  private let factors: [Double]
  private let inverses: [Double]
  private let inverseErrors: [Double]
  /// `|W| |C|` and `|W|` times the errors of `C`, in the shape of the weights.
  private let covarianceSizes: [Double]
  private let covarianceErrors: [Double]

  private var length: Int { convolution.convolution.grid.count }
  private var columns: Int { convolution.weights.count / norms.count }

  init(
    _ input: [Approximation], _ convolution: BoundedConvolution, scales: [Double],
    shifts: [Double]
  ) {
    self.convolution = convolution
    self.input = Approximation(joining: input)
    let centred = Approximation(
      joining: input.map { row in
        let mean = Reference.moments(row.values).mean
        return Approximation(row.values.map { $0 - mean }, errors: row.errors)
      })
    self.centred = centred
    let norms = zip(scales, shifts).map {
      Reference.BatchNorm(scale: $0, shift: $1, epsilon: BatchNorm.epsilon, rectified: false)
    }
    self.norms = norms
    let length = convolution.convolution.grid.count
    let outputs = convolution.convolution.forward(
      self.input.values, weights: convolution.weights)
    let raw = Approximation(unbounded: outputs).split(into: scales.count).map(\.values)
    self.raw = raw

    // The covariance is the weights' gradient of a square convolution, divided by the length.
    let square = convolution.square
    let covariance = square.convolution.weightGradient(
      centred.values, gradient: centred.values
    ).map { $0 / Double(length) }
    let errors = square.productErrors(centred, centred, roundings: length + 1)
      .map { $0 / Double(length) }
    covarianceSizes = convolution.timesSquare(covariance.map(abs))
    let covarianceErrors = convolution.timesSquare(errors)
    self.covarianceErrors = covarianceErrors
    let columns = convolution.weights.count / scales.count
    // The mean is the sum of the weights times the shifts of the inputs, in Double.
    means = raw.map { row in
      let mean = Reference.moments(row).mean
      return Approximation([mean], errors: [ErrorBound.gamma(1) * abs(mean)])
    }
    var variances: [Approximation] = []
    for (index, row) in raw.enumerated() {
      let error = (0..<columns).reduce(0) {
        $0 + abs(convolution.weights[index * columns + $1])
          * covarianceErrors[index * columns + $1]
      }
      variances.append(Approximation([Reference.moments(row).variance], errors: [error]))
    }
    self.variances = variances
    inverses = variances.map { 1 / ($0.values[0] + BatchNorm.epsilon).squareRoot() }
    let inverseErrors = zip(variances, inverses).map {
      $0.errors[0] * $1 * $1 / 2 + ErrorBound.gamma(1)
    }
    self.inverseErrors = inverseErrors
    let factors = zip(scales, inverses).map { abs($0) * $1 }
    self.factors = factors

    // The weights are scaled by the factor and rounded; then products, sums and the shift.
    let slack = convolution.outputSizes(centred.errors)
    let sizes = convolution.outputSizes(centred.sizes)
    output = norms.indices.map { row in
      let (relative, shift) = (
        inverseErrors[row] + ErrorBound.gamma(3), abs(shifts[row])
      )
      let range = (row * length)..<((row + 1) * length)
      return Approximation(
        norms[row].beforeRectifier(raw[row]),
        errors: range.map {
          1.01
            * (factors[row] * (slack[$0] + relative * sizes[$0])
              + ErrorBound.gamma(columns + 2) * (factors[row] * sizes[$0] + shift))
        })
    }
  }

  /// The gradients of the input, the weights, the scales and the shifts.
  struct Gradients {
    let input: Approximation
    let weights: Approximation
    let scales: Approximation
    let shifts: Approximation
  }

  func gradients(_ h: [Approximation]) -> Gradients {
    let gamma = ErrorBound.gamma
    let all = Approximation(joining: h)
    let products = convolution.convolution.weightGradient(centred.values, gradient: all.values)
    let productErrors = convolution.productErrors(centred, all, roundings: length + 1)
    var (scales, shifts): ([Approximation], [Approximation]) = ([], [])
    var (raw, read): ([[Double]], [Approximation]) = ([], [])
    var (slopes, slopeErrors, weightErrors): ([Double], [Double], [Double]) = ([], [], [])
    let count = Double(length)
    for (row, h) in h.enumerated() {
      let (factor, inverse) = (factors[row], inverses[row])
      let inverseError = inverseErrors[row]
      let exact = norms[row].gradient(self.raw[row], h.values)
      let sizes = h.sizes
      let places = (row * columns)..<((row + 1) * columns)
      let dot = exact.scale / inverse
      let dotError = places.reduce(0) { $0 + abs(convolution.weights[$1]) * productErrors[$1] }
      let sum = abs(exact.shift)
      let sumError = h.errors.reduce(0, +) + gamma(length + 1) * sizes.reduce(0, +)
      let slope = factor * inverse * inverse * abs(dot) / count
      let slopeError =
        factor * inverse * inverse / count * dotError + slope * (3 * inverseError + gamma(4))
      let offset = factor * sum / count
      let offsetError = factor * sumError / count + offset * (inverseError + gamma(3))
      scales.append(
        Approximation(
          [exact.scale],
          errors: [1.01 * inverse * (dotError + abs(dot) * (inverseError + gamma(2)))]))
      shifts.append(Approximation([exact.shift], errors: [1.01 * sumError]))
      raw.append(exact.input)
      // As the pass reads it: factor * h + offset.
      read.append(
        Approximation(
          sizes.map { factor * $0 + offset },
          errors: zip(h.errors, sizes).map { error, size in
            factor * (error + size * (inverseError + gamma(2))) + offsetError
              + gamma(3) * (factor * size + offset)
          }))
      slopes.append(slope)
      slopeErrors.append(slopeError)
      weightErrors += places.map { place in
        let covariance = count * covarianceSizes[place]
        return 1.01
          * (factor * (productErrors[place] + abs(products[place]) * (inverseError + gamma(3)))
            + slopeError * covariance + slope * count * covarianceErrors[place]
            + gamma(1) * slope * covariance)
      }
    }
    let gradient = Approximation(joining: raw.map { Approximation(unbounded: $0) })
    let weights = convolution.convolution.weightGradient(input.values, gradient: gradient.values)
    return Gradients(
      input: Approximation(
        convolution.convolution.inputGradient(gradient.values, weights: convolution.weights),
        errors: inputErrors(Approximation(joining: read), slopes, slopeErrors)),
      weights: Approximation(weights, errors: weightErrors),
      scales: Approximation(joining: scales), shifts: Approximation(joining: shifts))
  }

  /// The errors of `W^T (factor h + offset) + Q z`, `Q = W^T diag(slope) W` rounded.
  private func inputErrors(
    _ read: Approximation, _ slopes: [Double], _ slopeErrors: [Double]
  ) -> [Double] {
    func throughSquare(_ sizes: [Double], _ slopes: [Double]) -> [Double] {
      let outputs = convolution.outputSizes(sizes).enumerated().map { $1 * slopes[$0 / length] }
      return convolution.inputGradientSizes(outputs)
    }
    let fromRead = convolution.inputGradientSizes(read.errors)
    let fromInput = throughSquare(centred.errors, slopes)
    let fromSlopes = throughSquare(centred.sizes, slopeErrors)
    let readSizes = convolution.inputGradientSizes(read.values)
    let squareSizes = throughSquare(centred.sizes, slopes)
    let terms = norms.count + columns
    return fromRead.indices.map {
      1.01
        * (fromRead[$0] + fromInput[$0] + fromSlopes[$0]
          + ErrorBound.gamma(terms + 3) * (readSizes[$0] + squareSizes[$0]))
    }
  }
}

extension BoundedConvolution {
  /// A 1x1 convolution of the same inputs and groups with as many outputs.
  fileprivate var square: BoundedConvolution {
    BoundedConvolution(
      convolution: Reference.Convolution(
        inputs: convolution.inputs, outputs: convolution.inputs, groups: groups, kernel: 1,
        stride: 1, padding: 0, grid: convolution.grid), weights: [], isBounded: true)
  }

  private var columns: Int { weights.count / convolution.outputs }

  private var groups: Int { convolution.inputs / columns }

  /// The products of the absolute weights with a square matrix of each group.
  fileprivate func timesSquare(_ squares: [Double]) -> [Double] {
    let rows = convolution.outputs / groups
    return weights.indices.map { place in
      let (row, column) = (place / columns, place % columns)
      let group = row / rows
      return (0..<columns).reduce(0) {
        $0 + abs(weights[row * columns + $1])
          * squares[(group * columns + $1) * columns + column]
      }
    }
  }
}

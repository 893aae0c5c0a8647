import Tensor

/// A convolution of the reference with what float32 sums in any order can miss.
struct BoundedConvolution {
  let convolution: Reference.Convolution
  let weights: [Double]
  /// Whether to bound errors, which costs as much again as the values; else they are 0.
  let isBounded: Bool

  private var magnitudes: [Double] { weights.map(abs) }

  /// The products that an output sums.
  private var terms: Int { weights.count / convolution.outputs }

  /// The products that the gradient of an input sums.
  private var gradientTerms: Int { weights.count / convolution.inputs }

  /// The output; `roundings` counts those of the weights.
  func output(_ x: Approximation, roundings: Int = 0) -> Approximation {
    let values = convolution.forward(x.values, weights: weights)
    guard isBounded else { return Approximation(unbounded: values) }
    let slack = convolution.forward(x.errors, weights: magnitudes)
    let sizes = convolution.forward(x.sizes, weights: magnitudes)
    let gamma = ErrorBound.gamma(terms + 1 + roundings)
    return Approximation(values, errors: zip(slack, sizes).map { $0 + gamma * $1 })
  }

  /// The gradient of the input, given that of the output.
  func inputGradient(_ g: Approximation) -> Approximation {
    let values = convolution.inputGradient(g.values, weights: weights)
    guard isBounded else { return Approximation(unbounded: values) }
    let slack = convolution.inputGradient(g.errors, weights: magnitudes)
    let sizes = convolution.inputGradient(g.sizes, weights: magnitudes)
    let gamma = ErrorBound.gamma(gradientTerms + 1)
    return Approximation(values, errors: zip(slack, sizes).map { $0 + gamma * $1 })
  }

  /// The gradient of the weights, given that of the output: sums over all pixels.
  func weightGradient(_ x: Approximation, _ g: Approximation) -> Approximation {
    let values = convolution.weightGradient(x.values, gradient: g.values)
    guard isBounded else { return Approximation(unbounded: values) }
    let errors = productErrors(x, g, roundings: convolution.outputGrid.count + 1)
    return Approximation(values, errors: errors)
  }

  /// The errors of sums of products of inputs and gradients.
  func productErrors(_ x: Approximation, _ g: Approximation, roundings: Int) -> [Double] {
    let fromInputs = convolution.weightGradient(x.errors, gradient: g.sizes)
    let fromGradients = convolution.weightGradient(x.sizes, gradient: g.errors)
    let sizes = convolution.weightGradient(x.sizes, gradient: g.sizes)
    let gamma = ErrorBound.gamma(roundings)
    return sizes.indices.map { fromInputs[$0] + fromGradients[$0] + gamma * sizes[$0] }
  }

  /// What an output sums, in absolute values, for inputs of these sizes.
  func outputSizes(_ sizes: [Double]) -> [Double] {
    convolution.forward(sizes, weights: magnitudes)
  }

  /// What the gradient of an input sums, in absolute values.
  func inputGradientSizes(_ sizes: [Double]) -> [Double] {
    convolution.inputGradient(sizes, weights: magnitudes)
  }
}

extension Approximation {
  /// Values whose errors are of no interest.
  init(unbounded values: [Double]) {
    self.init(values, errors: [Double](repeating: 0, count: values.count))
  }
}

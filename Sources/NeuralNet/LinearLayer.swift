import Tensor

/// The classifier `y = W x + b` on columns, `[C, N]` to `[K, N]`.
///
/// Weight and bias start uniform in `+-1 / sqrt(C)`.
final class LinearLayer: Layer {
  private let weight: Parameter
  private let bias: Parameter
  private let workspace: Workspace
  private var input: Tensor?

  init(name: String, from inputs: Int, to outputs: Int, seed: UInt64, workspace: Workspace) {
    self.workspace = workspace
    let limit = 1 / Float(inputs).squareRoot()
    weight = InitialValues.uniform(
      name: name + ".weight", kind: .weight, shape: [outputs, inputs], limit: limit, seed: seed)
    bias = InitialValues.uniform(
      name: name + ".bias", kind: .scaleOrShift, shape: [outputs], limit: limit, seed: seed)
  }

  var parameters: [Parameter] { [weight, bias] }

  func outputShape(_ input: [Int]) -> [Int] { [weight.value.rows, input[1]] }

  func multiplyAdds(_ input: [Int]) -> Int { weight.value.count * input[1] }

  func forward(_ input: Tensor, into output: Tensor, training: Bool) {
    self.input = input
    for row in 0..<output.rows {
      (output.pointer + row * output.columns).update(
        repeating: bias.value.pointer[row], count: output.columns)
    }
    MatrixProduct.apply(weight.value, to: input, into: output, beta: 1)
  }

  func backward(_ gradient: Tensor, into inputGradient: Tensor?, accumulating: Bool) {
    guard let input else { preconditionFailure("backward needs a forward pass") }
    MatrixProduct.weightGradient(
      gradient, input, into: weight.gradient, scratch: workspace.partialSums)
    for row in 0..<gradient.rows {
      let values = UnsafeBufferPointer(
        start: gradient.pointer + row * gradient.columns, count: gradient.columns)
      bias.gradient.pointer[row] = Float(values.reduce(0.0) { $0 + Double($1) })
    }
    if let inputGradient {
      MatrixProduct.apply(
        weight.value, transposed: true, to: gradient, into: inputGradient,
        beta: accumulating ? 1 : 0)
    }
  }
}

import Tensor

/// The classifier `y = W x + b` on columns, `[C, N]` to `[K, N]`.
///
/// Weight and bias start uniform in `+-1 / sqrt(C)`.
final class LinearLayer: Layer {
  let weight: Parameter
  private let bias: Parameter
  private let partialSums = WorkerScratch()

  init(name: String, from inputs: Int, to outputs: Int, seed: UInt64) {
    let limit = 1 / Float(inputs).squareRoot()
    weight = InitialValues.uniform(
      name: name + ".weight", kind: .weight, shape: [outputs, inputs], limit: limit, seed: seed)
    bias = InitialValues.uniform(
      name: name + ".bias", kind: .scaleOrShift, shape: [outputs], limit: limit, seed: seed)
  }

  var parameters: [Parameter] { [weight, bias] }

  var inputs: Int { weight.value.columns }

  var outputs: Int { weight.value.rows }

  /// Writes the output.
  func forward(_ input: Tensor, into output: Tensor) {
    for row in 0..<output.rows {
      (output.pointer + row * output.columns).update(
        repeating: bias.value.pointer[row], count: output.columns)
    }
    MatrixProduct.apply(weight.value, to: input, into: output, beta: 1)
  }

  /// Writes the output for columns of `images`, in the calling thread; the rows of the output are
  /// `rowStride` floats apart.
  func classify(
    _ input: UnsafePointer<Float>, images: Int, into output: UnsafeMutablePointer<Float>,
    rowStride: Int
  ) {
    for row in 0..<outputs {
      (output + row * rowStride).update(repeating: bias.value.pointer[row], count: images)
    }
    BLAS.multiply(
      BLAS.Operand(UnsafePointer(weight.value.pointer), rowStride: inputs),
      BLAS.Operand(input, rowStride: images), into: output, rowStride: rowStride,
      extents: BLAS.Extents(rows: outputs, columns: images, inner: inputs), beta: 1)
  }

  /// Overwrites the gradients of the parameters and writes that of the input.
  func backward(_ input: Tensor, gradient: Tensor, into inputGradient: Tensor) {
    MatrixProduct.weightGradient(
      gradient, input, into: weight.gradient, scratch: partialSums)
    for row in 0..<gradient.rows {
      let values = UnsafeBufferPointer(
        start: gradient.pointer + row * gradient.columns, count: gradient.columns)
      bias.gradient.pointer[row] = Float(values.reduce(0.0) { $0 + Double($1) })
    }
    MatrixProduct.apply(weight.value, transposed: true, to: gradient, into: inputGradient)
  }
}

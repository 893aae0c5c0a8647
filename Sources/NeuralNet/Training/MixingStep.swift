import Tensor

/// The product of the matrix `M` of a learned shuffle with its channels, together with the
/// convolution that has been merged with it, if one has.
///
/// The convolution's weights `W` then go into the matrix: with `M1` the rows of `M` whose channels
/// are read by others and `M2` the rest, the step multiplies its input by `[M1; W M2]`, so that the
/// channels in between need neither memory nor a product. If `G` is the gradient of `W M2`, that of
/// `W` is `G M2^T` and that of `M2` is `W^T G`.
final class MixingStep: TrainingStep {
  private let matrix: Parameter
  private let input: [TrainingInput]
  private let outputs: [Activations]
  private let merged: MergedConvolution?
  private let pass: PointwisePass

  /// `outputs` are the mixed channels that are stored and, if there is a convolution, its own.
  init(
    _ matrix: Parameter, merging layer: PointwiseLayer? = nil, _ input: [TrainingInput],
    outputs: [Activations], scratch: PassScratch
  ) {
    self.matrix = matrix
    self.input = input
    self.outputs = outputs
    merged = layer.map {
      MergedConvolution(
        $0.weight, matrix: matrix, kept: outputs[0].rows.count, scratch: scratch)
    }
    pass = PointwisePass(
      groups: 1, outputs: outputs.reduce(0) { $0 + $1.rows.count }, inputs: input.count,
      scratch: scratch)
  }

  var bytes: Int { merged?.bytes ?? 0 }

  func forward() {
    merged?.storeWeights()
    var moments = pass.forward(
      .channels(input.map(\.source)), weights: weights, into: outputs.map(\.rows)
    ).run()[...]
    for output in outputs {
      output.update(Array(moments.prefix(output.rows.count)))
      moments = moments.dropFirst(output.rows.count)
    }
  }

  func backward() {
    let sums = pass.backward(
      .channels(input.map(\.source)), gradients: outputs.flatMap { $0.backwardThroughMap() },
      weights: weights, into: merged?.gradient ?? matrix.gradient, targets: input.map(\.target),
      length: outputs[0].rows.grid.count
    ).run()
    input.record(sums)
    merged?.storeGradients()
  }

  private var weights: Tensor { merged?.weights ?? matrix.value }
}

/// A convolution whose weights are multiplied with the last rows of the matrix in front of it.
private final class MergedConvolution {
  /// `[M1; W M2]`, and its gradient.
  let weights: Tensor
  let gradient: Tensor
  private let convolution: Parameter
  private let matrix: Parameter
  private let kept: Range<Int>
  private let replaced: Range<Int>
  private let products: Range<Int>
  private let scratch: PassScratch

  init(
    _ convolution: Parameter, matrix: Parameter, kept: Int, scratch: PassScratch
  ) {
    self.scratch = scratch
    self.convolution = convolution
    self.matrix = matrix
    self.kept = 0..<kept
    replaced = kept..<matrix.value.rows
    products = kept..<(kept + convolution.value.rows)
    weights = Tensor(shape: [products.upperBound, matrix.value.columns])
    gradient = Tensor(shape: weights.shape)
  }

  var bytes: Int { 2 * weights.count * MemoryLayout<Float>.stride }

  func storeWeights() {
    weights.channels(kept).copy(from: matrix.value.channels(kept))
    MatrixProduct.apply(
      convolution.value, to: matrix.value.channels(replaced), into: weights.channels(products))
  }

  func storeGradients() {
    let product = gradient.channels(products)
    matrix.gradient.channels(kept).copy(from: gradient.channels(kept))
    MatrixProduct.apply(
      convolution.value, transposed: true, to: product, into: matrix.gradient.channels(replaced))
    MatrixProduct.weightGradient(
      product, matrix.value.channels(replaced), into: convolution.gradient,
      scratch: scratch.partials)
  }
}

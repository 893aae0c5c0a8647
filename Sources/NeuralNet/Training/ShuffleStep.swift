import Tensor

/// The product of the matrix `M` of a learned shuffle with its channels, together with the
/// convolution that reads the last of the mixed channels, if nothing else does.
///
/// The convolution's weights `W` then go into the matrix: with `M1` the rows of `M` whose channels
/// are read by others and `M2` the rest, the step multiplies its input by `[M1; W M2]`, so that the
/// channels in between need neither memory nor a product. If `G` is the gradient of `W M2`, that of
/// `W` is `G M2^T` and that of `M2` is `W^T G`.
final class ShuffleStep: TrainingStep {
  private let input: [TrainingChannel]
  private let matrix: Parameter
  private let mixed: Activations
  private let scratch: PassScratch
  private var pass: PointwisePass
  private var merged: MergedConvolution?
  private var uses: [RowPlan.Use] = []

  init(
    _ input: [TrainingChannel], matrix: Parameter, output: Activations, scratch: PassScratch
  ) {
    self.input = input
    self.matrix = matrix
    mixed = output
    self.scratch = scratch
    pass = PointwisePass(
      groups: 1, outputs: output.rows.count, inputs: input.count, scratch: scratch)
  }

  var outputs: [Activations] { [mixed] + (merged.map { [$0.output] } ?? []) }

  var bytes: Int {
    outputs.reduce(merged?.bytes ?? 0) { $0 + $1.rows.bytes }
  }

  var multiplyAdds: Int {
    (matrix.value.count + (merged?.convolution.value.count ?? 0)) * mixed.rows.grid.count
  }

  /// Takes over a convolution of the given channels, unless they are not the last of this step's
  /// output, or have other readers, or the products of pixels would become more.
  ///
  /// Nothing else may read these channels later.
  func merge(
    _ layer: PointwiseLayer, of channels: [TrainingChannel], output: Activations
  ) -> Bool {
    let kept = mixed.rows.count - channels.count
    guard merged == nil, layer.groups == 1, layer.outputs <= matrix.value.columns, kept > 0,
      channels.enumerated().allSatisfy({ $1.activations === mixed && $1.index == kept + $0 }),
      mixed.readers[kept...].allSatisfy({ $0 == 0 })
    else { return false }
    mixed.keep(first: kept)
    merged = MergedConvolution(
      layer.weight, matrix: matrix, kept: kept, output: output, scratch: scratch)
    pass = PointwisePass(
      groups: 1, outputs: kept + layer.outputs, inputs: input.count, scratch: scratch)
    return true
  }

  func plan(_ plan: RowPlan) {
    // A block of all outputs is read before anything is written to its pixels.
    outputs.forEach(plan.release)
    uses = plan.use(input)
  }

  func forward() {
    merged?.storeWeights()
    let moments = pass.forward(
      .channels(input.map(\.source)), weights: weights, into: outputs.map(\.rows)
    ).run()
    merged?.output.update(Array(moments[mixed.rows.count...]))
  }

  func backward() {
    let sums = pass.backward(
      .channels(input.map(\.source)), gradients: outputs.flatMap { $0.rawGradients() },
      weights: weights, into: merged?.gradient ?? matrix.gradient, targets: uses.map(\.target),
      length: mixed.rows.grid.count
    ).run()
    uses.record(sums)
    merged?.storeGradients()
  }

  private var weights: Tensor { merged?.weights ?? matrix.value }
}

/// A convolution whose weights are multiplied with the last rows of the matrix in front of it.
private final class MergedConvolution {
  let output: Activations
  /// `[M1; W M2]`, and its gradient.
  let weights: Tensor
  let gradient: Tensor
  let convolution: Parameter
  private let matrix: Parameter
  private let kept: Range<Int>
  private let replaced: Range<Int>
  private let products: Range<Int>
  private let scratch: PassScratch

  init(
    _ convolution: Parameter, matrix: Parameter, kept: Int, output: Activations,
    scratch: PassScratch
  ) {
    self.scratch = scratch
    self.convolution = convolution
    self.matrix = matrix
    self.output = output
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

import Tensor

/// The rectified sum of a normalised 1x1 convolution and a residual, with the convolution's output
/// never stored.
///
/// With `z` the centred input, `W` the weights, `C` the covariance of `z` and `L` values a channel,
/// the convolution's output has the mean `W shift` and the variances `w C w^T`. Let `h` be the
/// gradient of the norm's output and `G` the sum of `h z^T`. The gradient of the convolution's output
/// is `g = factor h + slope W z + offset` (see `BatchNorm.backward`, whose `dot` is `w G^T`); it sums
/// to 0 over each channel, so that the weights' gradient is `factor G + L slope W C` and that of the
/// input `W^T (factor h + offset) + W^T diag(slope) W z`.
final class ExpansionStep: TrainingStep {
  var outputs: [Activations] { [output] }
  let output: Activations
  private let input: [TrainingChannel]
  private let residual: [TrainingChannel]?
  private let layer: PointwiseLayer
  private let norm: BatchNorm
  private let pass: ExpansionPass
  /// The inputs of a group.
  private let columns: Int
  private let scaledWeights: Tensor
  private let backwardMatrix: Tensor
  /// `W C` of the last forward pass.
  private var weightedCovariance: GroupedMatrix
  private var uses: [RowPlan.Use] = []
  /// The step that takes each block of the output, and on the way back gives it, while it is in the
  /// cache.
  private weak var reader: PointwiseStep?
  /// The sums of `h z^T`, if the reader has seen to them.
  private var products: [Double]?

  init(
    _ input: [TrainingChannel], _ layer: PointwiseLayer, _ norm: BatchNorm,
    adding residual: [TrainingChannel]?, output: Activations, scratch: PassScratch
  ) {
    self.input = input
    self.residual = residual
    self.layer = layer
    self.norm = norm
    self.output = output
    pass = ExpansionPass(
      groups: layer.groups, outputs: layer.outputs, inputs: layer.inputs, scratch: scratch)
    columns = layer.weight.value.columns
    weightedCovariance = GroupedMatrix(layer.weight.value, groups: layer.groups)
    scaledWeights = Tensor(shape: [layer.outputs, columns])
    backwardMatrix = Tensor(shape: [layer.outputs + layer.inputs, columns])
  }

  private var length: Int { output.rows.grid.count }

  var bytes: Int {
    output.rows.bytes
      + MemoryLayout<Float>.stride * (scaledWeights.count + backwardMatrix.count)
  }

  var multiplyAdds: Int { layer.weight.value.count * length }

  /// Lets the next step, which reads the output, do its work block by block with this one.
  func join(_ reader: PointwiseStep) {
    self.reader = reader
  }

  func plan(_ plan: RowPlan) {
    if let residual {
      plan.pass(output, to: residual)
    } else {
      plan.release(output)
    }
    uses = plan.use(input)
  }

  func forward() {
    let sources = input.map(\.source.centred)
    let weights = GroupedMatrix(layer.weight.value, groups: layer.groups)
    let covariance = GroupedMatrix(
      pass.covariance(sources, length: length), groups: layer.groups, columns: columns)
    weightedCovariance = weights.times(covariance)
    let variances = weights.rowProducts(weightedCovariance)
    let means = weights.times(input.map { Double($0.source.shift) })
    norm.update(
      zip(means, variances).map { Moments(mean: $0, variance: max($1, 0)) }, count: length)
    let maps = norm.batchMaps
    weights.scaled(by: maps.map { Double($0.factor) }).store(in: scaledWeights.pointer)
    let pass = pass.forward(
      sources, weights: scaledWeights, shifts: maps.map(\.shift),
      residuals: residual?.map(\.storedRow), into: output.rows)
    if let reader {
      reader.forward(behind: pass)
    } else {
      pass.run()
    }
  }

  /// Runs a pass that writes the output's gradients, and takes what is needed of them meanwhile.
  func backward(behind pass: BlockPass<[GradientSums]>) -> [GradientSums] {
    let (sums, products) = pass.run(followedBy: productsPass())
    self.products = products
    return sums
  }

  private func productsPass() -> BlockPass<[Double]> {
    pass.products(
      of: output.gradientPointers.map { ChannelGradient(h: $0) },
      with: input.map(\.source.centred), length: length)
  }

  func backward() {
    let sources = input.map(\.source.centred)
    let weights = GroupedMatrix(layer.weight.value, groups: layer.groups)
    let products = GroupedMatrix(
      self.products ?? productsPass().run(), groups: layer.groups, columns: columns)
    self.products = nil
    let dots = weights.rowProducts(products)
    let maps = norm.backward(
      zip(output.sums, dots).map { GradientSums(sum: $0.sum, dot: $1) }, count: length)
    let slopes = maps.map { Double($0.slope) }
    products.scaled(by: maps.map { Double($0.factor) })
      .adding(weightedCovariance.scaled(by: slopes.map { Double(length) * $0 }))
      .store(in: layer.weight.gradient.pointer)
    storeBackwardMatrix(weights, weights.transposedTimes(weights.scaled(by: slopes)))
    let gradients = zip(output.gradientPointers, maps).map { row, map in
      ChannelGradient(h: row, scale: map.factor, offset: map.offset)
    }
    let sums = pass.backward(
      gradients, sources, matrix: backwardMatrix, targets: uses.map(\.target), length: length
    ).run()
    uses.record(sums)
  }

  /// Stores, group by group, the rows of the weights and those of `W^T diag(slope) W`.
  private func storeBackwardMatrix(_ weights: GroupedMatrix, _ square: GroupedMatrix) {
    var place = backwardMatrix.pointer
    for group in 0..<layer.groups {
      for matrix in [weights, square] {
        matrix.storeGroup(group, in: place)
        place += matrix.rowsPerGroup * columns
      }
    }
  }
}

extension TrainingChannel {
  /// The row of a channel that is read as it is stored.
  fileprivate var storedRow: UnsafePointer<Float> {
    precondition(activations.norm == nil, "a residual is an output, not the input of a norm")
    return UnsafePointer(activations.rows.row(index))
  }
}

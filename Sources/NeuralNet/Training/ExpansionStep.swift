import Tensor

/// The rectified sum of a normalised 1x1 convolution and a residual, with the convolution's output
/// never stored.
///
/// With `z` the centred input, `W` the weights, `C` the covariance of `z` and `L` values a channel,
/// the convolution's output has the mean `W shift` and the variances `w C w^T`. Let `h` be the
/// gradient of the norm's output and `G` the sum of `h z^T`. The gradient of the convolution's
/// output is `g = factor h + slope W z + offset` (see `BatchNorm.backward`, whose `dot` is `w
/// G^T`); it sums to 0 over each channel, so that the weights' gradient is `factor G + L slope W C`
/// and that of the input `W^T (factor h + offset) + W^T diag(slope) W z`.
final class ExpansionStep: TrainingStep {
  private let layer: PointwiseLayer
  private let norm: BatchNorm
  private let input: [TrainingInput]
  private let residual: [TrainingChannel]?
  private let output: Activations
  private let pass: ExpansionPass
  /// The inputs of a group.
  private let columns: Int
  private let scaledWeights: Tensor
  private let backwardMatrix: Tensor
  /// `W C` of the last forward pass.
  private var weightedCovariance: GroupedMatrix

  init(
    _ layer: PointwiseLayer, _ norm: BatchNorm, _ input: [TrainingInput],
    adding residual: [TrainingChannel]?, output: Activations, scratch: PassScratch
  ) {
    self.layer = layer
    self.norm = norm
    self.input = input
    self.residual = residual
    self.output = output
    pass = ExpansionPass(
      groups: layer.groups, outputs: layer.outputs, inputs: layer.inputs, scratch: scratch)
    columns = layer.weight.value.columns
    weightedCovariance = GroupedMatrix(layer.weight.value, groups: layer.groups)
    scaledWeights = Tensor(shape: [layer.outputs, columns])
    backwardMatrix = Tensor(shape: [layer.outputs + layer.inputs, columns])
  }

  private var length: Int { output.rows.grid.count }

  var bytes: Int { MemoryLayout<Float>.stride * (scaledWeights.count + backwardMatrix.count) }

  func forward() {
    forwardPass().run()
  }

  func backward() {
    backward(products: productsPass().run())
  }

  /// Updates the norm; returns the pass that writes the output.
  func forwardPass() -> BlockPass<Void> {
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
    return pass.forward(
      sources, weights: scaledWeights, shifts: maps.map(\.shift),
      residuals: residual?.map { UnsafePointer($0.activations.rows.row($0.index)) },
      into: output.rows)
  }

  /// The pass that returns the sums of `h z^T`, of complete gradients of the output.
  func productsPass() -> BlockPass<[Double]> {
    pass.products(
      of: output.gradientPointers.map { ChannelGradient(h: $0) },
      with: input.map(\.source.centred), length: length)
  }

  /// Does what `backward` does, given the sums of `h z^T`.
  func backward(products sums: [Double]) {
    let sources = input.map(\.source.centred)
    let weights = GroupedMatrix(layer.weight.value, groups: layer.groups)
    let products = GroupedMatrix(sums, groups: layer.groups, columns: columns)
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
    input.record(
      pass.backward(
        gradients, sources, matrix: backwardMatrix, targets: input.map(\.target), length: length
      ).run())
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

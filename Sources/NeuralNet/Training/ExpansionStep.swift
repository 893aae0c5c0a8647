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
  private var covariance: [Double] = []
  private var uses: [GradientPlan.Use] = []

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
    scaledWeights = Tensor(shape: [layer.outputs, columns])
    backwardMatrix = Tensor(shape: [layer.outputs + layer.inputs, columns])
  }


  private var rowsPerGroup: Int { layer.outputs / layer.groups }

  private var length: Int { output.rows.grid.count }

  var bytes: Int {
    output.rows.bytes + pass.bytes
      + MemoryLayout<Float>.stride * (scaledWeights.count + backwardMatrix.count)
  }

  var multiplyAdds: Int { layer.weight.value.count * length }

  func plan(_ plan: GradientPlan) {
    if let residual {
      plan.pass(output, to: residual)
    } else {
      plan.release(output)
    }
    uses = plan.use(input)
  }

  func forward() {
    let sources = input.map(\.centredSource)
    covariance = pass.covariance(sources, length: length)
    norm.update((0..<layer.outputs).map(moments), count: length)
    let maps = (0..<layer.outputs).map(norm.batchMap)
    for (row, map) in maps.enumerated() {
      for column in 0..<columns {
        scaledWeights.pointer[row * columns + column] = map.factor * weight(row, column)
      }
    }
    pass.forward(
      sources, weights: scaledWeights, shifts: maps.map(\.shift),
      residuals: residual?.map(\.storedRow), into: output.rows)
  }

  func backward() {
    let sources = input.map(\.centredSource)
    let products = pass.products(
      of: (0..<layer.outputs).map { ChannelGradient(h: output.gradientRow($0)) }, with: sources,
      length: length)
    let maps = (0..<layer.outputs).map { row in
      let dot = (0..<columns).reduce(0) {
        $0 + Double(weight(row, $1)) * products[row * columns + $1]
      }
      let sums = GradientSums(sum: output.sums[row].sum, dot: dot)
      return norm.backward(row, sums: sums, count: length)
    }
    storeWeightGradient(products, maps.map { ($0.factor, $0.slope) })
    storeBackwardMatrix(maps.map(\.slope))
    let gradients = maps.enumerated().map { row, map in
      ChannelGradient(h: output.gradientRow(row), scale: map.factor, offset: map.offset)
    }
    let sums = pass.backward(
      gradients, sources, matrix: backwardMatrix, targets: uses.map(\.target), length: length)
    uses.record(sums)
  }

  private func weight(_ row: Int, _ column: Int) -> Float {
    layer.weight.value.pointer[row * columns + column]
  }

  /// Mean and variance of a channel of the convolution's output.
  private func moments(_ row: Int) -> Moments {
    let first = row / rowsPerGroup * columns
    var mean = 0.0
    var variance = 0.0
    for (column, product) in covarianceProduct(row).enumerated() {
      let w = Double(weight(row, column))
      mean += w * Double(input[first + column].shift)
      variance += w * product
    }
    return Moments(mean: mean, variance: max(variance, 0))
  }

  /// The row `w C` of a row `w` of the weights.
  private func covarianceProduct(_ row: Int) -> [Double] {
    let first = row / rowsPerGroup * columns
    var product = [Double](repeating: 0, count: columns)
    for k in 0..<columns {
      let w = Double(weight(row, k))
      for column in 0..<columns { product[column] += w * covariance[(first + k) * columns + column] }
    }
    return product
  }

  private func storeWeightGradient(
    _ products: [Double], _ maps: [(factor: Float, slope: Float)]
  ) {
    for (row, map) in maps.enumerated() {
      for (column, product) in covarianceProduct(row).enumerated() {
        let index = row * columns + column
        layer.weight.gradient.pointer[index] = Float(
          Double(map.factor) * products[index] + Double(length) * Double(map.slope) * product)
      }
    }
  }

  /// Stores, group by group, the rows of `W` and those of `W^T diag(slope) W`, which is symmetric.
  private func storeBackwardMatrix(_ slopes: [Float]) {
    let height = rowsPerGroup + columns
    for group in 0..<layer.groups {
      let start = backwardMatrix.pointer + group * height * columns
      let weights = layer.weight.value.pointer + group * rowsPerGroup * columns
      start.update(from: weights, count: rowsPerGroup * columns)
      for i in 0..<columns {
        for j in 0..<columns {
          var sum = 0.0
          for row in 0..<rowsPerGroup {
            sum +=
              Double(weights[row * columns + i]) * Double(slopes[group * rowsPerGroup + row])
              * Double(weights[row * columns + j])
          }
          start[(rowsPerGroup + i) * columns + j] = Float(sum)
        }
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

  /// What the batch norm adds last.
  fileprivate var shift: Float { activations.norm?.batchMap(index).shift ?? 0 }
}

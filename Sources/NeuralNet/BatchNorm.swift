import Tensor

/// Batch normalisation of each channel over images and pixels, with an optional rectifier behind.
///
/// `y = (x - mean) / sqrt(variance + 1e-5) * scale + shift`. In training, mean and biased variance
/// are the batch's, and the running values move by a tenth towards the batch's mean and unbiased
/// variance, as in PyTorch; in inference the running values are used. Source: Ioffe, Szegedy, ICML
/// 2015, arXiv 1502.03167.
final class BatchNorm: ChannelwiseLayer {
  /// Added to the variance.
  static let epsilon = 1e-5

  /// The weight of the newest batch in the running statistics.
  static let momentum = 0.1

  let channels: Int
  private let rectified: Bool
  private let scale: Parameter
  private let shift: Parameter
  private let runningMean: (name: String, tensor: Tensor)
  private let runningVariance: (name: String, tensor: Tensor)
  // Of the last forward pass.
  private let mean: Tensor
  private let inverseDeviation: Tensor

  init(name: String, channels: Int, rectified: Bool) {
    self.channels = channels
    self.rectified = rectified
    let ones = Tensor(shape: [channels])
    ones.fill(1)
    scale = Parameter(name: name + ".scale", kind: .scaleOrShift, value: ones)
    shift = Parameter(
      name: name + ".shift", kind: .scaleOrShift, value: Tensor(shape: [channels]))
    runningMean = (name + ".runningMean", Tensor(shape: [channels]))
    runningVariance = (name + ".runningVariance", Tensor(shape: [channels]))
    runningVariance.tensor.fill(1)
    mean = Tensor(shape: [channels])
    inverseDeviation = Tensor(shape: [channels])
  }

  var parameters: [Parameter] { [scale, shift] }

  var buffers: [(name: String, tensor: Tensor)] { [runningMean, runningVariance] }

  var isPointwise: Bool { true }

  func outputGrid(_ grid: ImageGrid) -> ImageGrid { grid }

  func multiplyAdds(_ grid: ImageGrid) -> Int { 0 }

  func scratchCount(_ grid: ImageGrid) -> Int { 0 }

  func forward(_ row: ChannelRow, into output: UnsafeMutablePointer<Float>, training: Bool) {
    updateStatistics(row, training: training)
    recompute(row, into: output)
  }

  func recompute(_ row: ChannelRow, into output: UnsafeMutablePointer<Float>) {
    normalisation(row.channel).apply(row.pointer, count: row.grid.count, into: output)
  }

  /// Writes the rectified sum of the normalised row and another row.
  func forward(
    _ row: ChannelRow, adding residual: UnsafePointer<Float>,
    into output: UnsafeMutablePointer<Float>, training: Bool
  ) {
    updateStatistics(row, training: training)
    normalisation(row.channel).apply(
      row.pointer, adding: residual, count: row.grid.count, into: output)
  }

  func backward(
    _ row: ChannelRow, gradient: UnsafePointer<Float>,
    into inputGradient: UnsafeMutablePointer<Float>
  ) {
    let channel = row.channel
    let count = row.grid.count
    let map = normalisation(channel)
    let inverse = Double(inverseDeviation.pointer[channel])
    let sums = map.gradientSums(row.pointer, gradient: gradient, count: count)
    shift.gradient.pointer[channel] = Float(sums.sum)
    scale.gradient.pointer[channel] = Float(sums.dot * inverse)
    let factor = Double(map.scale) / Double(count)
    map.inputGradient(
      row.pointer, gradient: gradient, count: count,
      slope: Float(-factor * inverse * inverse * sums.dot), offset: Float(-factor * sums.sum),
      into: inputGradient)
  }

  private func updateStatistics(_ row: ChannelRow, training: Bool) {
    let channel = row.channel
    let running = (
      mean: runningMean.tensor.pointer + channel,
      variance: runningVariance.tensor.pointer + channel
    )
    guard training else {
      mean.pointer[channel] = running.mean.pointee
      inverseDeviation.pointer[channel] = BatchNorm.inverseRoot(Double(running.variance.pointee))
      return
    }
    let count = row.grid.count
    let (batchMean, variance) = Normalisation.moments(row.pointer, count: count)
    mean.pointer[channel] = Float(batchMean)
    inverseDeviation.pointer[channel] = BatchNorm.inverseRoot(variance)
    // A batch of one value has no unbiased variance; its biased one, 0, stands in.
    let unbiased = variance * Double(count) / Double(max(count - 1, 1))
    BatchNorm.move(running.mean, towards: batchMean)
    BatchNorm.move(running.variance, towards: unbiased)
  }

  private func normalisation(_ channel: Int) -> Normalisation {
    Normalisation(
      mean: mean.pointer[channel],
      scale: scale.value.pointer[channel] * inverseDeviation.pointer[channel],
      shift: shift.value.pointer[channel], rectified: rectified)
  }

  private static func inverseRoot(_ variance: Double) -> Float {
    Float(1 / (variance + epsilon).squareRoot())
  }

  private static func move(_ value: UnsafeMutablePointer<Float>, towards target: Double) {
    value.pointee = Float((1 - momentum) * Double(value.pointee) + momentum * target)
  }
}

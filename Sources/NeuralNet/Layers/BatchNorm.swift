import Tensor

/// Batch normalisation of each channel over images and pixels.
///
/// `y = (x - mean) / sqrt(variance + 1e-5) * scale + shift`. In training, mean and biased variance
/// are the batch's, and the running values move by a tenth towards the batch's mean and unbiased
/// variance, as in PyTorch; in inference the running values are used. Source: Ioffe, Szegedy, ICML
/// 2015, arXiv 1502.03167.
final class BatchNorm: Layer {
  /// Added to the variance.
  static let epsilon = 1e-5

  /// The weight of the newest batch in the running statistics.
  static let momentum = 0.1

  private let scale: Parameter
  private let shift: Parameter
  private let runningMean: (name: String, tensor: Tensor)
  private let runningVariance: (name: String, tensor: Tensor)
  // Of the last training pass.
  private let mean: Tensor
  private let inverseDeviation: Tensor

  init(name: String, channels: Int) {
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

  /// Takes the statistics of a training batch, `count` values a channel.
  func update(_ moments: [Moments], count: Int) {
    for (channel, batch) in moments.enumerated() {
      mean.pointer[channel] = Float(batch.mean)
      inverseDeviation.pointer[channel] = Float(Self.inverseRoot(batch.variance))
      // A batch of one value has no unbiased variance; its biased one, 0, stands in.
      let unbiased = batch.variance * Double(count) / Double(max(count - 1, 1))
      Self.move(runningMean.tensor.pointer + channel, towards: batch.mean)
      Self.move(runningVariance.tensor.pointer + channel, towards: unbiased)
    }
  }

  /// The maps of the channels by the statistics of the last training batch:
  /// `(x - mean) * factor + shift`.
  var batchMaps: [(mean: Float, factor: Float, shift: Float)] {
    let (mean, inverse) = (mean.pointer, inverseDeviation.pointer)
    let (scale, shift) = (scale.value.pointer, shift.value.pointer)
    return (0..<self.mean.count).map { channel in
      (mean[channel], scale[channel] * inverse[channel], shift[channel])
    }
  }

  /// The map of a channel by the running statistics: `x * factor + shift`.
  func runningMap(_ channel: Int) -> (factor: Double, shift: Double) {
    let factor =
      Double(scale.value.pointer[channel])
      * Self.inverseRoot(Double(runningVariance.tensor.pointer[channel]))
    return (
      factor,
      Double(shift.value.pointer[channel]) - factor * Double(runningMean.tensor.pointer[channel])
    )
  }

  /// Records the gradients of scales and shifts; returns, for each channel, what the gradient of
  /// the input `x`, `h * factor + (x - mean) * slope + offset`, is made of.
  ///
  /// `sums` are those of the gradients `h` of the output over `count` values.
  func backward(
    _ sums: [GradientSums], count: Int
  ) -> [(factor: Float, mean: Float, slope: Float, offset: Float)] {
    let inverses = inverseDeviation.pointer
    let (scaleGradient, shiftGradient) = (scale.gradient.pointer, shift.gradient.pointer)
    return zip(sums, batchMaps).enumerated().map { channel, known in
      let (sums, map) = known
      let inverse = Double(inverses[channel])
      shiftGradient[channel] = Float(sums.sum)
      scaleGradient[channel] = Float(sums.dot * inverse)
      let share = Double(map.factor) / Double(count)
      return (
        map.factor, map.mean, Float(-share * inverse * inverse * sums.dot),
        Float(-share * sums.sum)
      )
    }
  }

  private static func inverseRoot(_ variance: Double) -> Double {
    1 / (variance + epsilon).squareRoot()
  }

  private static func move(_ value: UnsafeMutablePointer<Float>, towards target: Double) {
    value.pointee = Float((1 - momentum) * Double(value.pointee) + momentum * target)
  }
}

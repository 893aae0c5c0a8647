import Tensor

/// A summand for each channel, 0 at first (He et al., ICCV 2015, arXiv 1502.01852).
final class Bias: Layer {
  private let summands: Parameter

  init(name: String, channels: Int) {
    summands = Parameter(name: name, kind: .scaleOrShift, value: Tensor(shape: [channels]))
  }

  var parameters: [Parameter] { [summands] }

  /// The summand of each channel.
  var values: [Float] { summands.value.values }

  /// Records the gradient, given the sums of that of each channel.
  func backward(_ sums: [GradientSums]) {
    for (channel, sums) in sums.enumerated() {
      summands.gradient.pointer[channel] = Float(sums.sum)
    }
  }
}

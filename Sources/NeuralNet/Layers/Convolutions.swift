import Tensor

/// The first convolution, 1x1 or 3x3 with padding 1, stride 1, without bias.
final class StemLayer: Layer {
  let weight: Parameter

  init(name: String, from inputs: Int, to outputs: Int, kernel: Int, seed: UInt64) {
    precondition(kernel == 1 || kernel == 3, "a stem has kernels of 1x1 or 3x3")
    weight = InitialValues.convolution(
      name: name + ".weight", shape: [outputs, inputs, kernel, kernel], seed: seed)
  }

  var parameters: [Parameter] { [weight] }

  /// Whether the kernels are 1x1.
  var isPointwise: Bool { weight.value.shape[3] == 1 }
}

/// The 1x1 convolution in groups, without bias.
final class PointwiseLayer: Layer {
  let groups: Int
  let weight: Parameter

  init(name: String, from inputs: Int, to outputs: Int, groups: Int = 1, seed: UInt64) {
    precondition(
      inputs % groups == 0 && outputs % groups == 0, "\(name) has groups that do not divide")
    self.groups = groups
    weight = InitialValues.convolution(
      name: name + ".weight", shape: [outputs, inputs / groups, 1, 1], seed: seed)
  }

  var parameters: [Parameter] { [weight] }

  var outputs: Int { weight.value.rows }

  var inputs: Int { weight.value.columns * groups }
}

/// The depthwise 3x3 convolution, padding 1, stride 1 or 2, without bias.
final class DepthwiseLayer: Layer {
  let stride: Int
  let weight: Parameter

  init(name: String, channels: Int, stride: Int, seed: UInt64) {
    self.stride = stride
    weight = InitialValues.convolution(
      name: name + ".weight", shape: [channels, 1, 3, 3], seed: seed)
  }

  var parameters: [Parameter] { [weight] }

  var channels: Int { weight.value.rows }
}

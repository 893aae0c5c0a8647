import Tensor

/// One trained tensor of a network, with the gradient of the last backward pass.
package final class Parameter {
  /// What a parameter is, which decides how an optimizer treats it.
  package enum Kind: String, Codable, Sendable {
    /// Convolution and linear weights: weight decay applies.
    case weight
    /// Batch norm scales and shifts, and biases: no weight decay.
    case scaleOrShift
    /// A channel-shuffle matrix: no weight decay; penalised or projected instead.
    case shuffle
  }

  /// The path of the parameter in its network, such as `stage2.unit1.branch.conv1.weight`.
  ///
  /// Names are stable: checkpoints and exported files refer to parameters by them.
  package let name: String

  /// What the parameter is.
  package let kind: Kind

  /// The value.
  package let value: Tensor

  /// The gradient, overwritten by each backward pass.
  package let gradient: Tensor

  /// Makes a parameter with a gradient of zeros.
  package init(name: String, kind: Kind, value: Tensor) {
    self.name = name
    self.kind = kind
    self.value = value
    self.gradient = Tensor(shape: value.shape)
  }
}

/// What is applied to each value of a channel before the next layer reads it.
package enum Activation: Sendable {
  /// The value itself.
  case none
  /// max(x, 0); a value that is not a number stays one.
  case rectifier

  /// What values are raised to, as the kernels take it.
  var floor: Float {
    switch self {
    case .none: -.infinity
    case .rectifier: 0
    }
  }
}

import Tensor

/// Something with tensors that belong to a network; what it computes is up to the operations that
/// use it.
protocol Layer: AnyObject {
  /// The trained tensors, in a fixed order.
  var parameters: [Parameter] { get }

  /// The tensors that are stored with a network but not trained, in a fixed order.
  var buffers: [(name: String, tensor: Tensor)] { get }
}

extension Layer {
  var buffers: [(name: String, tensor: Tensor)] { [] }
}

import Tensor

/// A differentiable map between tensors with explicit forward and backward passes.
///
/// The first axis of every tensor is the channel, the second the image. A layer keeps a reference to
/// the input of its last forward pass, which must stay unchanged until the backward pass.
protocol Layer: AnyObject {
  /// The trained tensors, in a fixed order.
  var parameters: [Parameter] { get }

  /// The tensors that are stored with a network but not trained, in a fixed order.
  var buffers: [(name: String, tensor: Tensor)] { get }

  /// Returns the shape of the output for a shape of the input.
  func outputShape(_ input: [Int]) -> [Int]

  /// Returns the multiply-adds of convolutions, shuffles and classifiers for this input shape.
  func multiplyAdds(_ input: [Int]) -> Int

  /// Writes the output; in training, batch statistics are used and running ones updated.
  func forward(_ input: Tensor, into output: Tensor, training: Bool)

  /// Overwrites the gradients of the parameters and writes that of the input, given that of the
  /// output of the last forward pass.
  ///
  /// The input's gradient is skipped when nil, and added to what is there when `accumulating`, which
  /// only the pointwise convolution and sequences that begin with one offer. The output's gradient
  /// may be overwritten.
  func backward(_ gradient: Tensor, into inputGradient: Tensor?, accumulating: Bool)
}

extension Layer {
  var parameters: [Parameter] { [] }

  var buffers: [(name: String, tensor: Tensor)] { [] }

  func multiplyAdds(_ input: [Int]) -> Int { 0 }
}

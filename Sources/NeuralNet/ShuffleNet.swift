import Tensor

/// A ShuffleNet v1 or v2 for small colour images, with explicit forward and backward passes.
package final class ShuffleNet {
  /// The structure.
  package let configuration: NetworkConfiguration

  /// The shuffles, in the order the data meets them.
  package let shuffles: [ChannelShuffle]

  /// Builds the network with its seeded initial values.
  package init(configuration: NetworkConfiguration, seed: UInt64) {
    self.configuration = configuration
    shuffles = []
  }

  /// The trained tensors, in a fixed order; a frozen shuffle has none.
  package var parameters: [Parameter] { shuffles.compactMap(\.matrix) }

  /// The running means and variances of the batch norms, in a fixed order.
  package var buffers: [(name: String, tensor: Tensor)] { [] }

  /// The number of trained values.
  package var parameterCount: Int { parameters.reduce(0) { $0 + $1.value.count } }

  /// Returns the multiply-adds of convolutions, learned shuffles and the classifier for one image.
  package func multiplyAdds(height: Int, width: Int) -> Int { 0 }

  /// Returns the logits `[classes, N]` of images `[3, N, H, W]`.
  ///
  /// The tensor belongs to the network and is overwritten by the next call.
  package func forward(_ images: Tensor, training: Bool) -> Tensor {
    Tensor(shape: [configuration.classes, images.shape[1]])
  }

  /// Overwrites the gradient of every parameter, given that of the logits of the last forward pass,
  /// which must have been a training pass.
  package func backward(_ logitGradient: Tensor) {}
}

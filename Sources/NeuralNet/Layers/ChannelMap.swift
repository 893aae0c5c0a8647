/// What is done to each channel that an operation has written, before the activation.
///
/// It is an affine map, and never stored: readers apply it. As usual, a convolution with a batch
/// norm behind it has no bias, which the norm would take away again, and any other convolution has
/// one.
enum ChannelMap {
  /// Nothing.
  case identity
  /// A bias is added.
  case bias(Bias)
  /// Batch normalisation.
  case batchNorm(BatchNorm)

  /// The layer whose parameters the map has.
  var layer: (any Layer)? {
    switch self {
    case .identity: nil
    case .bias(let bias): bias
    case .batchNorm(let norm): norm
    }
  }
}

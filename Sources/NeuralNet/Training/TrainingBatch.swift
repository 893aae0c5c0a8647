import Tensor

/// What goes into a training step at its two ends and comes out between them.
final class TrainingBatch {
  /// The images, `[3, N, H, W]`, until the backward pass is done.
  var images: Tensor?
  /// The logits of the forward pass, `[classes, N]`.
  var logits: Tensor?
  /// The gradient of the logits, for the backward pass.
  var logitGradient: Tensor?
}

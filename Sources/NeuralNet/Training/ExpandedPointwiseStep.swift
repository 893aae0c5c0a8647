import Tensor

/// An expansion and a 1x1 convolution that reads it.
///
/// Both work on a block of pixels one after the other, so that the many channels between them are
/// read from the cache: forward the convolution right after the expansion, and on the way back the
/// sums that the expansion wants of its gradients right after the convolution.
final class ExpandedPointwiseStep: TrainingStep {
  private let expansion: ExpansionStep
  private let pointwise: PointwiseStep

  init(_ expansion: ExpansionStep, _ pointwise: PointwiseStep) {
    self.expansion = expansion
    self.pointwise = pointwise
  }

  var bytes: Int { expansion.bytes + pointwise.bytes }

  func forward() {
    let first = expansion.forwardPass()
    pointwise.finishForward(first.run(followedBy: pointwise.forwardPass()).1)
  }

  /// Writes the convolution's output.
  func recompute() {
    pointwise.recompute()
  }

  func backward() {
    let first = pointwise.backwardPass()
    let (sums, products) = first.run(followedBy: expansion.productsPass())
    pointwise.finishBackward(sums)
    expansion.backward(products: products)
  }
}

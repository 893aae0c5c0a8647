/// The 1x1 convolution in groups: one matrix product for each group of channels.
///
/// Weights are `[out, in / groups, 1, 1]`; output channels `g*out/groups ..< (g+1)*out/groups` see
/// input channels `g*in/groups ..< (g+1)*in/groups` only.
package enum PointwiseConvolution {
  /// Writes `y`, `[out, N, H, W]`, from `x`, `[in, N, H, W]`.
  package static func forward(_ x: Tensor, weights: Tensor, groups: Int, into y: Tensor) {
    forEachGroup(x, weights, groups, y) { x, w, y in
      MatrixProduct.apply(w, to: x, into: y)
    }
  }

  /// Writes the gradient of the input from that of the output, or adds it to `dx`.
  package static func inputGradient(
    _ gradient: Tensor, weights: Tensor, groups: Int, into dx: Tensor, accumulating: Bool
  ) {
    forEachGroup(dx, weights, groups, gradient) { dx, w, gradient in
      MatrixProduct.apply(
        w, transposed: true, to: gradient, into: dx, beta: accumulating ? 1 : 0)
    }
  }

  /// Writes the gradient of the weights from the input and the output's gradient.
  package static func weightGradient(
    _ x: Tensor, gradient: Tensor, groups: Int, into dw: Tensor, scratch: WorkerScratch
  ) {
    forEachGroup(x, dw, groups, gradient) { x, dw, gradient in
      MatrixProduct.weightGradient(gradient, x, into: dw, scratch: scratch)
    }
  }

  private static func forEachGroup(
    _ x: Tensor, _ weights: Tensor, _ groups: Int, _ y: Tensor,
    _ body: (_ x: Tensor, _ weights: Tensor, _ y: Tensor) -> Void
  ) {
    precondition(
      x.rows % groups == 0 && y.rows % groups == 0 && weights.rows == y.rows
        && weights.columns == x.rows / groups,
      "\(groups) groups of weights \(weights.shape) do not map \(x.shape) to \(y.shape)")
    for group in 0..<groups {
      body(
        x.channels(block(group, of: x.rows, groups)),
        weights.channels(block(group, of: y.rows, groups)),
        y.channels(block(group, of: y.rows, groups)))
    }
  }

  private static func block(_ group: Int, of channels: Int, _ groups: Int) -> Range<Int> {
    let width = channels / groups
    return (group * width)..<((group + 1) * width)
  }
}

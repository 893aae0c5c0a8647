import Tensor

/// The first convolution, on the images themselves.
final class StemStep: TrainingStep {
  var outputs: [Activations] { [result] }
  private let result: Activations
  /// The images `[3, N, H, W]` of the present step.
  var images: Tensor?
  private let layer: StemLayer
  private let pass: PointwisePass

  init(_ layer: StemLayer, output: Activations, scratch: PassScratch) {
    self.layer = layer
    result = output
    pass = PointwisePass(
      groups: 1, outputs: result.rows.count, inputs: layer.weight.value.columns, scratch: scratch)
  }

  var bytes: Int { result.rows.bytes }

  var multiplyAdds: Int { layer.weight.value.count * result.rows.grid.count }

  func plan(_ plan: RowPlan) {
    plan.release(result)
  }

  func forward() {
    result.update(pass.forward(input, weights: layer.weight.value, into: [result.rows]).run())
  }

  func backward() {
    pass.backward(
      input, gradients: result.rawGradients(), weights: layer.weight.value,
      into: layer.weight.gradient, targets: [], length: result.rows.grid.count
    ).run()
  }

  private var input: PanelInput {
    guard let images else { preconditionFailure("the stem has no images") }
    return layer.input(images)
  }
}

extension StemLayer {
  /// What the first convolution reads of images.
  func input(_ images: Tensor) -> PanelInput {
    guard isPointwise else { return .patches(images) }
    return .channels(
      (0..<images.rows).map { ChannelSource(row: images.pointer + $0 * images.columns) })
  }
}

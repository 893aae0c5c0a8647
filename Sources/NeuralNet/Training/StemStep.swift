import Tensor

/// The first convolution, on the images themselves.
final class StemStep: TrainingStep {
  private let layer: StemLayer
  private let batch: TrainingBatch
  private let output: Activations
  private let pass: PointwisePass

  init(_ layer: StemLayer, batch: TrainingBatch, output: Activations, scratch: PassScratch) {
    self.layer = layer
    self.batch = batch
    self.output = output
    pass = PointwisePass(
      groups: 1, outputs: output.rows.count, inputs: layer.weight.value.columns, scratch: scratch)
  }

  func forward() {
    output.update(pass.forward(input, weights: layer.weight.value, into: [output.rows]).run())
  }

  func backward() {
    pass.backward(
      input, gradients: output.backwardThroughMap(), weights: layer.weight.value,
      into: layer.weight.gradient, targets: [], length: output.rows.grid.count
    ).run()
  }

  private var input: PanelInput {
    guard let images = batch.images else { preconditionFailure("the stem has no images") }
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

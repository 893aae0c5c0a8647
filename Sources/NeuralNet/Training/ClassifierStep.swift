import Tensor

/// The global average pool and the classifier.
final class ClassifierStep: TrainingStep {
  private let layer: LinearLayer
  private let input: [TrainingInput]
  private let grid: ImageGrid
  private let batch: TrainingBatch
  private lazy var logits = Tensor(shape: [layer.outputs, grid.images])
  private lazy var means = Tensor(shape: [layer.inputs, grid.images])
  private lazy var meanGradients = Tensor(shape: [layer.inputs, grid.images])

  init(_ layer: LinearLayer, _ input: [TrainingInput], grid: ImageGrid, batch: TrainingBatch) {
    self.layer = layer
    self.input = input
    self.grid = grid
    self.batch = batch
  }

  var bytes: Int {
    MemoryLayout<Float>.stride * (2 * layer.inputs + layer.outputs) * grid.images
  }

  func forward() {
    PoolPass.forward(input.map(\.source), grid: grid, into: means)
    layer.forward(means, into: logits)
    batch.logits = logits
  }

  func backward() {
    guard let logitGradient = batch.logitGradient else {
      preconditionFailure("the logits have no gradient")
    }
    layer.backward(means, gradient: logitGradient, into: meanGradients)
    input.record(PoolPass.backward(meanGradients, grid: grid, targets: input.map(\.target)))
  }
}

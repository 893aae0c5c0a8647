import Tensor

/// The global average pool and the classifier.
final class ClassifierStep: TrainingStep {
  var outputs: [Activations] { [] }
  /// The logits, `[classes, N]`.
  private(set) lazy var logits = Tensor(shape: [layer.outputs, grid.images])
  /// The gradient of the logits in the present step.
  var logitGradient: Tensor?
  private let input: [TrainingChannel]
  private let layer: LinearLayer
  private let grid: ImageGrid
  private lazy var means = Tensor(shape: [layer.inputs, grid.images])
  private lazy var meanGradients = Tensor(shape: [layer.inputs, grid.images])
  private var uses: [RowPlan.Use] = []

  init(_ input: [TrainingChannel], _ layer: LinearLayer, grid: ImageGrid) {
    self.input = input
    self.layer = layer
    self.grid = grid
  }

  var bytes: Int {
    MemoryLayout<Float>.stride * (2 * layer.inputs + layer.outputs) * grid.images
  }

  var multiplyAdds: Int { layer.inputs * layer.outputs * grid.images }

  func plan(_ plan: RowPlan) {
    uses = plan.use(input)
  }

  func forward() {
    PoolPass.forward(input.map(\.source), grid: grid, into: means)
    layer.forward(means, into: logits)
  }

  func backward() {
    guard let logitGradient else { preconditionFailure("the logits have no gradient") }
    layer.backward(means, gradient: logitGradient, into: meanGradients)
    uses.record(PoolPass.backward(meanGradients, grid: grid, targets: uses.map(\.target)))
  }
}

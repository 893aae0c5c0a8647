import Tensor

/// A network laid out for training on batches of one size, with all its memory planned.
final class TrainingGraph: NetworkGraph {
  private let imageGrid: ImageGrid
  private let scratch = PassScratch()
  private let plan = RowPlan()
  private var steps: [any TrainingStep] = []
  /// For each step, what it reads that must be computed again on the way back.
  private var recomputed: [[Activations]] = []
  private var stemStep: StemStep?
  private var classifierStep: ClassifierStep?

  /// Lays out a network for images of this grid; no memory is touched yet.
  init(_ network: Network, grid: ImageGrid) {
    imageGrid = grid
    network.connect(in: self)
    for (step, inputs) in zip(steps, recomputed).reversed() {
      inputs.forEach(plan.place)
      step.plan(plan)
      step.outputs.forEach(plan.retire)
    }
  }

  /// The bytes that a training step uses beside the parameters and the images.
  var bytes: Int {
    steps.reduce(plan.bytes + scratch.bytes) { $0 + $1.bytes }
  }

  /// The multiply-adds of a forward pass as the network is defined.
  var multiplyAdds: Int { steps.reduce(0) { $0 + $1.multiplyAdds } }

  /// Returns the logits of images `[3, N, H, W]`, which must stay unchanged until the backward pass.
  func forward(_ images: Tensor) -> Tensor {
    guard let classifierStep else { preconditionFailure("the network has no classifier") }
    stemStep?.images = images
    for step in steps { step.forward() }
    return classifierStep.logits
  }

  /// Overwrites the gradients of all parameters, given that of the logits.
  func backward(_ logitGradient: Tensor) {
    classifierStep?.logitGradient = logitGradient
    for (step, inputs) in zip(steps, recomputed).reversed() {
      for input in inputs { input.recompute?() }
      step.backward()
    }
    stemStep?.images = nil
    classifierStep?.logitGradient = nil
  }

  func stem(_ layer: StemLayer, _ norm: BatchNorm) -> [TrainingChannel] {
    let output = Activations(
      count: layer.weight.value.rows, grid: imageGrid, norm: norm, rectified: true)
    let step = StemStep(layer, output: output, scratch: scratch)
    stemStep = step
    return add(step, reading: [])
  }

  func pointwise(
    _ x: [TrainingChannel], _ layer: PointwiseLayer, _ norm: BatchNorm, rectified: Bool
  ) -> [TrainingChannel] {
    let output = Activations(
      count: layer.outputs, grid: grid(x), norm: norm, rectified: rectified)
    if let shuffle = steps.last as? ShuffleStep, shuffle.merge(layer, of: x, output: output) {
      return output.channels
    }
    let expansion = expansion(readBy: x)
    let step = PointwiseStep(
      x, weight: layer.weight, groups: layer.groups, output: output, scratch: scratch,
      joining: expansion)
    defer {
      // What the expansion reads is wanted one step earlier on the way back.
      if expansion != nil { recomputed.swapAt(steps.count - 1, steps.count - 2) }
    }
    return add(step, reading: x)
  }

  /// Returns the step before, if it is an expansion that is read.
  ///
  /// The step after it is the last on the way back to give gradients to its channels, so that those
  /// of a block are complete then.
  private func expansion(readBy x: [TrainingChannel]) -> ExpansionStep? {
    guard let expansion = steps.last as? ExpansionStep,
      x.contains(where: { $0.activations === expansion.output })
    else { return nil }
    return expansion
  }

  func depthwise(
    _ x: [TrainingChannel], _ layer: DepthwiseLayer, _ norm: BatchNorm
  ) -> [TrainingChannel] {
    let grid = grid(x)
    let output = Activations(
      count: layer.channels, grid: grid.strided(by: layer.stride), norm: norm, rectified: false)
    return add(
      DepthwiseStep(x, layer, grid: grid, output: output, scratch: scratch), reading: x)
  }

  func expansion(
    _ x: [TrainingChannel], _ layer: PointwiseLayer, _ norm: BatchNorm,
    adding residual: [TrainingChannel]?
  ) -> [TrainingChannel] {
    let output = Activations(count: layer.outputs, grid: grid(x), norm: nil, rectified: true)
    let step = ExpansionStep(
      x, layer, norm, adding: residual, output: output, scratch: scratch)
    return add(step, reading: x + (residual ?? []))
  }

  func averagePool(_ x: [TrainingChannel]) -> [TrainingChannel] {
    let grid = grid(x)
    let output = Activations(
      count: x.count, grid: grid.strided(by: AveragePoolStep.stride), norm: nil, rectified: false)
    return add(
      AveragePoolStep(x, grid: grid, output: output, scratch: scratch), reading: x)
  }

  func product(_ matrix: Parameter, _ x: [TrainingChannel]) -> [TrainingChannel] {
    (steps.last as? PointwiseStep)?.dropOutputIfCheap()
    let output = Activations(
      count: matrix.value.rows, grid: grid(x), norm: nil, rectified: false)
    return add(ShuffleStep(x, matrix: matrix, output: output, scratch: scratch), reading: x)
  }

  func classify(_ x: [TrainingChannel], _ layer: LinearLayer) {
    let step = ClassifierStep(x, layer, grid: grid(x))
    classifierStep = step
    _ = add(step, reading: x)
  }

  private func add(
    _ step: any TrainingStep, reading input: [TrainingChannel]
  ) -> [TrainingChannel] {
    var inputs: [Activations] = []
    for channel in input {
      channel.activations.readers[channel.index] += 1
      if channel.activations.recompute != nil,
        !inputs.contains(where: { $0 === channel.activations })
      {
        inputs.append(channel.activations)
      }
    }
    precondition(
      inputs.isEmpty || step.outputs.allSatisfy { $0.recompute == nil },
      "what is computed again needs inputs that are kept")
    steps.append(step)
    recomputed.append(inputs)
    return step.outputs.flatMap(\.channels)
  }

  private func grid(_ x: [TrainingChannel]) -> ImageGrid { x[0].activations.rows.grid }
}

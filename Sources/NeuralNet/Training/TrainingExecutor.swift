import Tensor

/// A program laid out for training on batches of one size, with all its memory planned.
final class TrainingExecutor {
  /// The program as it runs.
  let program: Program
  /// The outputs of the program, by their numbers.
  let outputs: [Activations]
  private let images: ImageGrid
  private let plan: RowPlan
  /// One for each instruction.
  private var steps: [any TrainingStep] = []
  /// For each instruction, the outputs it reads that are not kept until the way back.
  private var recomputed: [[Int]] = []
  /// The step that writes each output.
  private var writers: [Int: any TrainingStep] = [:]
  private let batch = TrainingBatch()
  private let scratch = PassScratch()

  /// Lays out a program for images of this grid; no memory is touched yet.
  init(_ network: Program, images: ImageGrid) {
    let program = network.fused()
    let plan = RowPlan(program, images: images)
    self.program = program
    self.images = images
    self.plan = plan
    outputs = program.outputs.indices.map {
      Activations(program.outputs[$0], rows: plan.rows[$0], gradients: plan.gradients[$0])
    }
    for (instruction, uses) in zip(program.instructions, plan.uses) {
      let step = step(instruction, uses)
      steps.append(step)
      for output in instruction.outputs { writers[output] = step }
      let inputs = instruction.input.map(\.output).filter { program.outputs[$0].isRecomputed }
      recomputed.append(Set(inputs).sorted())
    }
  }

  /// The bytes that a training step uses beside the parameters and the images.
  var bytes: Int { steps.reduce(plan.bytes + scratch.bytes) { $0 + $1.bytes } }

  /// Returns the logits of images `[3, N, H, W]`, which must stay unchanged until the backward
  /// pass.
  func forward(_ images: Tensor) -> Tensor {
    batch.images = images
    for step in steps { step.forward() }
    guard let logits = batch.logits else { preconditionFailure("the program has no classifier") }
    return logits
  }

  /// Overwrites the gradients of all parameters, given that of the logits.
  func backward(_ logitGradient: Tensor) {
    batch.logitGradient = logitGradient
    for (step, outputs) in zip(steps, recomputed).reversed() {
      outputs.forEach(recompute)
      step.backward()
    }
    batch.images = nil
    batch.logitGradient = nil
  }

  /// Writes an output again that is not kept.
  func recompute(_ output: Int) {
    writers[output]?.recompute()
  }

  /// Makes the step of an instruction, with the uses of its inputs.
  private func step(_ instruction: Instruction, _ uses: [RowPlan.Use]) -> any TrainingStep {
    let input = zip(instruction.input, uses).map { TrainingInput(channel: channel($0), use: $1) }
    let grid = program.inputGrid(of: instruction, images)
    let written = instruction.outputs.map { outputs[$0] }
    switch instruction.operation {
    case .stem(let layer):
      return StemStep(layer, batch: batch, output: written[0], scratch: scratch)
    case .pointwise(let layer):
      return PointwiseStep(layer, input, output: written[0], scratch: scratch)
    case .depthwise(let layer):
      return DepthwiseStep(layer, input, grid: grid, output: written[0], scratch: scratch)
    case .expansion(let layer, let norm):
      return ExpansionStep(
        layer, norm, input, adding: instruction.residual?.map(channel), output: written[0],
        scratch: scratch)
    case .averagePool:
      return AveragePoolStep(input, grid: grid, output: written[0], scratch: scratch)
    case .shuffle(let shuffle):
      return MixingStep(shuffle.mixing, input, outputs: written, scratch: scratch)
    case .shuffledPointwise(let shuffle, let layer):
      return MixingStep(
        shuffle.mixing, merging: layer, input, outputs: written, scratch: scratch)
    case .expandedPointwise(let wide, let norm, let layer):
      return ExpandedPointwiseStep(
        ExpansionStep(
          wide, norm, Array(input.prefix(wide.inputs)),
          adding: instruction.residual?.map(channel), output: written[0], scratch: scratch),
        PointwiseStep(
          layer, Array(input.dropFirst(wide.inputs)), output: written[1], scratch: scratch))
    case .classifier(let layer):
      return ClassifierStep(layer, input, grid: grid, batch: batch)
    }
  }

  private func channel(_ channel: Channel) -> TrainingChannel {
    TrainingChannel(activations: outputs[channel.output], index: channel.index)
  }
}

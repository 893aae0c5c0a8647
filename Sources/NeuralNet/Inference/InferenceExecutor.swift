import Tensor

/// A program laid out for inference on blocks of images of one size.
final class InferenceExecutor {
  private let program: Program
  private let images: ImageGrid
  /// One for each instruction.
  private let operations: [FoldedOperation]
  /// The activations that readers of each output apply.
  private let activations: [Activation]
  private let plan: InferencePlan
  private var workers: [[any InferenceStep]] = []
  /// What the steps point to.
  private var memories: [InferenceMemory] = []

  /// Lays out a program for blocks of images of this grid, or of fewer images; learned shuffles
  /// named in `permutations` are index shuffles with these.
  init(_ network: Program, rounding permutations: [String: [Int]], images: ImageGrid) {
    let program = network.withoutIndexShuffles(replacing: permutations)
    var activations = program.outputs.map { _ in Activation.none }
    operations = program.instructions.map { instruction in
      let output = instruction.outputs.first
      let operation = FoldedOperation(
        instruction.operation, output: output.map { program.outputs[$0] })
      if let output, operation.leavesActivation {
        activations[output] = program.outputs[output].activation
      }
      return operation
    }
    self.program = program
    self.images = images
    self.activations = activations
    plan = InferencePlan(program, images: images)
  }

  /// Returns the steps of so many workers, each with memory of its own, which is allocated when
  /// first wanted.
  func steps(workers count: Int) -> [[any InferenceStep]] {
    let instructions = zip(operations, program.instructions)
    let scratchCount = instructions.map { $0.scratchCount(inputGrid($1)) }.max() ?? 0
    while workers.count < count {
      let memory = InferenceMemory(plan, scratchCount: scratchCount)
      workers.append(instructions.map { step($0, $1, memory) })
      memories.append(memory)
    }
    return workers
  }

  private func step(
    _ operation: FoldedOperation, _ instruction: Instruction, _ memory: InferenceMemory
  ) -> any InferenceStep {
    let grid = inputGrid(instruction)
    let input = instruction.input.map {
      ChannelSource(row: memory.pointer(plan[$0]), activation: activations[$0.output])
    }
    let output = instruction.outputs.flatMap(program.channels).map { memory.pointer(plan[$0]) }
    switch operation {
    case .stem(let layer, let product):
      return StemInference(
        product: product, layer: layer, output: output, scratch: memory.scratch)
    case .product(let product):
      let residual = instruction.residual?.map { UnsafePointer(memory.pointer(plan[$0])) }
      return PointwiseInference(
        product: product, pixels: grid.pixels, input: input, residual: residual, output: output,
        scratch: memory.scratch)
    case .depthwise(let convolution):
      return DepthwiseInference(
        convolution: convolution, height: grid.height, width: grid.width, input: input,
        output: output, scratch: memory.scratch)
    case .classifier(let layer):
      return ClassifierInference(
        layer: layer, pixels: grid.pixels, input: input, scratch: memory.scratch)
    }
  }

  private func inputGrid(_ instruction: Instruction) -> ImageGrid {
    program.inputGrid(of: instruction, images)
  }
}

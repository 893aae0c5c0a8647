import Tensor

@testable import NeuralNet

/// The steps of training, in the order of the data, and what they write.
struct StepLog {
  let executor: TrainingExecutor
  /// Where two instructions run block by block, each of them is a step.
  let steps: [Instruction]

  init(_ executor: TrainingExecutor) {
    self.executor = executor
    steps = executor.program.instructions.flatMap(\.parts)
  }

  /// The channels that a step writes.
  func written(_ step: Instruction) -> [Channel] {
    step.outputs.flatMap(executor.program.channels)
  }

  /// The numbers of the outputs, in the order of the data.
  var outputs: [Int] { executor.program.instructions.flatMap(\.outputs) }

  /// The rows of all outputs after a forward pass, one after another; those that are not kept are
  /// computed again, and what has come to lie in their place is put back.
  var rows: [[Float]] {
    outputs.map { output in
      let rows = executor.outputs[output].rows
      let (pointers, length) = (rows.pointers, rows.grid.count)
      func values() -> [[Float]] {
        pointers.map { Array(UnsafeBufferPointer(start: $0, count: length)) }
      }
      guard executor.program.outputs[output].isRecomputed else { return values().flatMap(\.self) }
      let others = values()
      executor.recompute(output)
      defer {
        for (pointer, row) in zip(pointers, others) { pointer.update(from: row, count: length) }
      }
      return values().flatMap(\.self)
    }
  }
}

import Tensor

extension Program {
  /// Returns the program with outputs marked that cost little to write again beside what it takes
  /// to keep them until the way back: those of depthwise convolutions, and of 1x1 convolutions of
  /// few terms that only learned shuffles read.
  ///
  /// What is written again has inputs that are kept.
  func withRecomputedOutputs() -> Program {
    let others = instructions.filter { !$0.operation.isShuffle }.flatMap(\.operands)
    let readByOthers = Set(others.map(\.output))
    var result = self
    for instruction in instructions.flatMap(\.parts)
    where instruction.input.allSatisfy({ !result.outputs[$0.output].isRecomputed }) {
      let isCheap =
        switch instruction.operation {
        case .depthwise: true
        case .pointwise(let layer):
          layer.weight.value.columns <= Self.fewTerms
            && !readByOthers.contains(instruction.outputs[0])
        default: false
        }
      if isCheap { result.outputs[instruction.outputs[0]].isRecomputed = true }
    }
    return result
  }

  /// Measured in front of learned shuffles of v1 with 8 groups: the outputs of 24 terms, those of
  /// the first unit, are 6 % of the memory and take 1 % of the time to compute again; those of 48
  /// terms 7 % and 3 %.
  private static let fewTerms = 24
}

extension Operation {
  fileprivate var isShuffle: Bool {
    switch self {
    case .shuffle, .shuffledPointwise: true
    default: false
    }
  }
}

import Tensor

extension Program {
  /// Returns the program without the shuffles that are index shuffles.
  ///
  /// What reads their channels reads those that they take instead; their outputs have no channels.
  /// Learned shuffles named in `permutations` are index shuffles with these.
  func withoutIndexShuffles(replacing permutations: [String: [Int]] = [:]) -> Program {
    var sources: [Channel: Channel] = [:]
    var result = self
    result.instructions = instructions.compactMap { instruction in
      var instruction = instruction
      instruction.input = instruction.input.map { sources[$0] ?? $0 }
      instruction.residual = instruction.residual?.map { sources[$0] ?? $0 }
      if case .expansion = instruction.operation { checkExpansion(instruction) }
      guard case .shuffle(let layer) = instruction.operation,
        let permutation = permutations[layer.name] ?? layer.permutation
      else { return instruction }
      for (channel, source) in zip(channels(instruction.outputs[0]), permutation) {
        sources[channel] = instruction.input[source]
      }
      result.outputs[instruction.outputs[0]].count = 0
      return nil
    }
    return result
  }

  private func checkExpansion(_ instruction: Instruction) {
    precondition(
      instruction.input.allSatisfy { outputs[$0.output].activation == .none },
      "an expansion reads channels without an activation")
    precondition(
      instruction.residual?.allSatisfy { outputs[$0.output].map.layer == nil } ?? true,
      "an expansion adds channels that are stored as they are read")
  }
}

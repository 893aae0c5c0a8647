extension Program {
  /// Returns the program as training runs it; the passes change what is computed by the order of
  /// sums at most.
  func fused() -> Program {
    withoutIndexShuffles().withMergedShuffles().withJoinedExpansions().withRecomputedOutputs()
  }

  /// Returns the program with learned shuffles merged with the convolutions behind them.
  ///
  /// Such a convolution is the only reader of the last channels of a shuffle, which then are not
  /// written; and the products of pixels do not become more.
  func withMergedShuffles() -> Program {
    let readers = readerCounts
    var result = fusingNeighbours { first, second in
      guard case .shuffle(let shuffle) = first.operation,
        case .pointwise(let layer) = second.operation, layer.groups == 1,
        layer.outputs <= shuffle.size, layer.inputs < shuffle.size
      else { return nil }
      let (mixed, read) = (first.outputs[0], second.input)
      guard read == channels(mixed).suffix(layer.inputs),
        readers[mixed].suffix(layer.inputs).allSatisfy({ $0 == 1 })
      else { return nil }
      return Instruction(
        operation: .shuffledPointwise(shuffle, layer), input: first.input,
        outputs: first.outputs + second.outputs)
    }
    for instruction in result.instructions {
      guard case .shuffledPointwise(_, let layer) = instruction.operation else { continue }
      result.outputs[instruction.outputs[0]].count -= layer.inputs
    }
    return result
  }

  /// Returns the program with expansions joined with the 1x1 convolutions that read them next.
  ///
  /// The convolution is then the last on the way back to give gradients to the expansion's
  /// channels, so that those of a block of pixels are complete when it is done with the block.
  func withJoinedExpansions() -> Program {
    fusingNeighbours { first, second in
      guard case .expansion(let wide, let norm) = first.operation,
        case .pointwise(let layer) = second.operation,
        second.input.contains(where: { $0.output == first.outputs[0] })
      else { return nil }
      return Instruction(
        operation: .expandedPointwise(wide, norm, layer),
        input: first.input + second.input, residual: first.residual,
        outputs: first.outputs + second.outputs)
    }
  }

  /// Returns the program with two neighbours replaced by one wherever `fuse` makes one of them.
  private func fusingNeighbours(_ fuse: (Instruction, Instruction) -> Instruction?) -> Program {
    var result = self
    result.instructions = instructions.reduce(into: []) { done, next in
      if let last = done.last, let fused = fuse(last, next) {
        done[done.count - 1] = fused
      } else {
        done.append(next)
      }
    }
    return result
  }
}

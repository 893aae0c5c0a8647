import Tensor

/// A network from the images to the logits: the list of its instructions, in the order of the data.
///
/// An instruction reads channels of outputs before it and writes outputs of its own. A program is a
/// value, made by `ProgramBuilder`; passes turn it into others, which training and inference run.
package struct Program {
  /// The instructions; each channel is written before it is read, and the classifier comes last.
  var instructions: [Instruction] = []

  /// What the instructions write, by the numbers that channels have.
  var outputs: [Output] = []

  /// The layers, in the order of their parameters: each before that of the map behind it.
  var layers: [any Layer] {
    instructions.flatMap { instruction in
      instruction.operation.layers + instruction.outputs.compactMap { outputs[$0].map.layer }
    }
  }

  /// The shuffles, in the order the data meets them.
  var shuffles: [ChannelShuffle] {
    instructions.compactMap { instruction in
      if case .shuffle(let layer) = instruction.operation { layer } else { nil }
    }
  }

  /// The number of classes.
  var classes: Int {
    guard case .classifier(let layer) = instructions.last?.operation else {
      preconditionFailure("a program ends with a classifier")
    }
    return layer.outputs
  }

  /// How many instructions read each channel, by outputs and their channels.
  var readerCounts: [[Int]] {
    var counts = outputs.map { [Int](repeating: 0, count: $0.count) }
    for channel in instructions.flatMap(\.operands) { counts[channel.output][channel.index] += 1 }
    return counts
  }

  /// Returns the channels of an output.
  func channels(_ output: Int) -> [Channel] {
    (0..<outputs[output].count).map { Channel(output: output, index: $0) }
  }

  /// Returns the extents of an output for images of a grid.
  func grid(_ output: Int, _ images: ImageGrid) -> ImageGrid {
    images.strided(by: outputs[output].stride)
  }

  /// Returns the extents of what an instruction reads, for images of a grid.
  func inputGrid(of instruction: Instruction, _ images: ImageGrid) -> ImageGrid {
    instruction.input.first.map { grid($0.output, images) } ?? images
  }

  /// Returns the multiply-adds of a forward pass on images of a grid, as the network is defined:
  /// those of convolutions, learned shuffles and the classifier.
  func multiplyAdds(_ images: ImageGrid) -> Int {
    instructions.reduce(0) { sum, instruction in
      let weights = instruction.operation.products.reduce(0) { $0 + $1.count }
      let places = instruction.outputs.last.map { grid($0, images).count } ?? images.images
      return sum + weights * places
    }
  }
}

extension Operation {
  /// The weights with which every element of the outputs is multiplied once.
  fileprivate var products: [Tensor] {
    switch self {
    case .stem(let layer): [layer.weight.value]
    case .pointwise(let layer), .expansion(let layer, _): [layer.weight.value]
    case .depthwise(let layer): [layer.weight.value]
    case .averagePool: []
    case .shuffle(let layer): layer.matrix.map { [$0.value] } ?? []
    case .classifier(let layer): [layer.weight.value]
    case .shuffledPointwise(let shuffle, let layer):
      Operation.shuffle(shuffle).products + [layer.weight.value]
    case .expandedPointwise(let wide, _, let layer): [wide.weight.value, layer.weight.value]
    }
  }
}

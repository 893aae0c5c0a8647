/// What an instruction of a program computes, with the layers whose parameters it uses.
enum Operation {
  /// The first convolution, which reads the images.
  case stem(StemLayer)

  /// A 1x1 convolution in groups.
  case pointwise(PointwiseLayer)

  /// A depthwise convolution.
  case depthwise(DepthwiseLayer)

  /// The rectified sum of a normalised 1x1 convolution and, if there is one, a residual; only the
  /// sum is stored.
  case expansion(PointwiseLayer, BatchNorm)

  /// The 3x3 average pool with stride 2 and padding 1, which counts as zeros.
  case averagePool

  /// A channel shuffle, which stays one while its matrix is learned
  /// (see `Program.withoutIndexShuffles`).
  case shuffle(ChannelShuffle)

  /// The global average pool and the classifier.
  case classifier(LinearLayer)

  /// A learned shuffle and a convolution of its last channels, which are not stored; two outputs
  /// (see `Program.withMergedShuffles`).
  case shuffledPointwise(ChannelShuffle, PointwiseLayer)

  /// An expansion and a 1x1 convolution that reads it, block by block: their inputs one after the
  /// other, and two outputs (see `Program.withJoinedExpansions`).
  case expandedPointwise(PointwiseLayer, BatchNorm, PointwiseLayer)

  /// The layers, without those of maps behind outputs.
  var layers: [any Layer] {
    switch self {
    case .stem(let layer): [layer]
    case .pointwise(let layer): [layer]
    case .depthwise(let layer): [layer]
    case .expansion(let layer, let norm): [layer, norm]
    case .averagePool: []
    case .shuffle(let layer): [layer]
    case .classifier(let layer): [layer]
    case .shuffledPointwise(let shuffle, let layer): [shuffle, layer]
    case .expandedPointwise(let wide, let norm, let layer): [wide, norm, layer]
    }
  }
}

/// An operation with the channels it reads and the outputs it writes.
struct Instruction {
  let operation: Operation

  /// The channels that are read, which get gradients from what is made of them.
  var input: [Channel]

  /// The channels that are added to the output.
  var residual: [Channel]?

  /// The numbers of the outputs in the program.
  let outputs: [Int]

  /// All channels that are read.
  var operands: [Channel] { input + (residual ?? []) }

  /// The instructions whose outputs are separate but for the order of blocks of pixels: those that
  /// have been joined, or this one.
  var parts: [Instruction] {
    guard case .expandedPointwise(let wide, let norm, let layer) = operation else { return [self] }
    return [
      Instruction(
        operation: .expansion(wide, norm), input: Array(input.prefix(wide.inputs)),
        residual: residual, outputs: [outputs[0]]),
      Instruction(
        operation: .pointwise(layer), input: Array(input.dropFirst(wide.inputs)),
        outputs: [outputs[1]]),
    ]
  }
}

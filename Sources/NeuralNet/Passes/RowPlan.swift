import Tensor

/// Where the rows of a program lie while it is trained on images of a grid, decided before any
/// memory is allocated.
///
/// Outputs that are kept have memory of their own; the gradients of all channels, and the outputs
/// that are computed again on the way back, have not. The plan is made by walking through the
/// instructions as the gradients will, from the last to the first. A channel's gradient has a row
/// from the first of its readers until the instruction that wrote the channel has used it; then the
/// row serves another channel of the same length. New rows lie in the memory of outputs that
/// nothing reads any more, which on the way back is so once the instruction that wrote them is
/// done.
///
/// An output that is computed again has its rows from the first of its readers until the
/// instruction that writes it, and forward the same in the other order: then nothing else is there,
/// since gradients come later, and outputs in whose memory the rows lie are written by instructions
/// behind all readers.
struct RowPlan {
  /// How a reader of a channel contributes to its gradient.
  struct Use: Equatable {
    /// Whether another reader has contributed before.
    let isAccumulating: Bool
    /// Whether no other reader contributes later.
    let isFinishing: Bool
  }

  /// The rows of each output.
  let rows: [ChannelRows]

  /// Where the gradient of each channel, as `Activations` has it, lies, by outputs; nil only where
  /// nothing reads the channel.
  private(set) var gradients: [[RowPool.Row?]]

  /// For each instruction, how it contributes to the gradients of its inputs.
  private(set) var uses: [[Use]]

  /// The readers that are still to come on the way back.
  private var readers: [[Int]]
  private let gradientPools: RowPools
  /// Pools of their own, so that one unit after another writes to the same memory, which is in the
  /// cache; measured: up to 1 % of a step.
  private let outputPools: RowPools
  private let spare = SpareMemory()

  /// Plans the rows; no memory is touched.
  init(_ program: Program, images: ImageGrid) {
    rows = program.outputs.indices.map {
      ChannelRows(count: program.outputs[$0].count, grid: program.grid($0, images))
    }
    gradients = program.outputs.map { [RowPool.Row?](repeating: nil, count: $0.count) }
    uses = []
    readers = program.readerCounts
    gradientPools = RowPools(spare: spare)
    outputPools = RowPools(spare: spare)
    for instruction in program.instructions.reversed() {
      for channel in instruction.input where program.outputs[channel.output].isRecomputed {
        place(channel.output)
      }
      var used: [Use] = []
      for part in instruction.parts.reversed() {
        used = plan(part) + used
        part.outputs.forEach(retire)
      }
      uses.append(used)
    }
    uses.reverse()
  }

  /// The bytes of all rows.
  var bytes: Int { rows.reduce(gradientPools.bytes + outputPools.bytes) { $0 + $1.bytes } }

  /// Claims the gradient rows of the inputs and gives back those of the outputs.
  private mutating func plan(_ instruction: Instruction) -> [Use] {
    if let residual = instruction.residual {
      pass(instruction.outputs[0], to: residual)
      return use(instruction.input)
    }
    let hasGradients = instruction.input.contains(where: hasGradient)
    switch instruction.operation {
    case .depthwise where hasGradients, .averagePool where hasGradients:
      // A channel's new row must not be that of another, which is read after it.
      let uses = use(instruction.input)
      instruction.outputs.forEach(release)
      return uses
    default:
      // Each new row is the one that the same channel of the output has just left; or a block of
      // all outputs is read before anything is written to its pixels.
      instruction.outputs.forEach(release)
      return use(instruction.input)
    }
  }

  /// Returns the uses of channels by an instruction, each with a row.
  ///
  /// New rows are handed out in the order of the channels, those that were released last first: an
  /// instruction that releases its output before works in place, channel by channel.
  private mutating func use(_ channels: [Channel]) -> [Use] {
    channels.map { channel in
      let isAccumulating = hasGradient(channel)
      if !isAccumulating {
        gradients[channel.output][channel.index] = gradientPools[rows[channel.output]].take()
      }
      return Use(isAccumulating: isAccumulating, isFinishing: isLastReader(of: channel))
    }
  }

  /// Makes the gradients of an output those of its summands, in place.
  private mutating func pass(_ output: Int, to summands: [Channel]) {
    for (row, summand) in zip(gradients[output], summands) {
      precondition(
        !hasGradient(summand) && !isLastReader(of: summand),
        "a summand needs another reader, which comes later on the way back")
      gradients[summand.output][summand.index] = row
    }
  }

  /// Gives back the gradient rows of an output.
  private func release(_ output: Int) {
    for row in gradients[output].reversed() {
      guard let row else { preconditionFailure("nothing reads a channel") }
      gradientPools[rows[output]].giveBack(row)
    }
  }

  /// Finds a place for rows that are computed again, unless another reader has needed one already.
  private func place(_ output: Int) {
    guard rows[output].places == nil else { return }
    let pool = outputPools[rows[output]]
    rows[output].place(in: (0..<rows[output].count).map { _ in pool.take() })
  }

  /// Notes that nothing reads the rows of an output any more, not even what has written it.
  private func retire(_ output: Int) {
    if let places = rows[output].places {
      places.reversed().forEach(outputPools[rows[output]].giveBack)
    } else {
      spare.add(rows[output])
    }
  }

  private func hasGradient(_ channel: Channel) -> Bool {
    gradients[channel.output][channel.index] != nil
  }

  /// Notes that one reader of the channel is done; whether it was the last.
  private mutating func isLastReader(of channel: Channel) -> Bool {
    readers[channel.output][channel.index] -= 1
    return readers[channel.output][channel.index] == 0
  }
}

/// A pool for each length of rows.
private final class RowPools {
  private var pools: [ImageGrid: RowPool] = [:]
  private let spare: SpareMemory

  init(spare: SpareMemory) {
    self.spare = spare
  }

  var bytes: Int { pools.values.reduce(0) { $0 + $1.bytes } }

  /// The pool for rows as long as these.
  subscript(rows: ChannelRows) -> RowPool {
    if let pool = pools[rows.grid] { return pool }
    let pool = RowPool(grid: rows.grid, spare: spare)
    pools[rows.grid] = pool
    return pool
  }
}

import Tensor

/// Decides, before any memory is allocated, where the rows lie that have no memory of their own: the
/// gradients of all channels, and the outputs that are computed again on the way back.
///
/// The plan is made by walking through the steps as the gradients will, from the last to the first.
/// A channel's gradient has a row from the first of its readers until the step that wrote the
/// channel has used it; then the row serves another channel of the same length. New rows lie in the
/// memory of activations that have met their last reader, which is the step that wrote them.
///
/// An output that is computed again has its rows from the first of its readers until the step that
/// writes it, and forward the same in the other order: then nothing else is there, since gradients
/// come later, and activations in whose memory the rows lie are written by steps behind all readers.
final class RowPlan {
  /// How a reader of a channel contributes to its gradient.
  struct Use {
    let channel: TrainingChannel
    let isAccumulating: Bool
    let isFinishing: Bool

    /// The place, as a pass wants it.
    var target: GradientTarget {
      GradientTarget(
        of: channel.source, h: channel.activations.gradientPointers[channel.index],
        accumulating: isAccumulating, finishing: isFinishing)
    }
  }

  private let gradients: RowPools
  /// Pools of their own, so that one unit after another writes to the same memory, which is in the
  /// cache; measured: up to 1 % of a step.
  private let outputs: RowPools
  private let spare = SpareMemory()

  init() {
    gradients = RowPools(spare: spare)
    outputs = RowPools(spare: spare)
  }

  /// The bytes of all rows beside the activations.
  var bytes: Int { gradients.bytes + outputs.bytes }

  /// Returns the uses of channels by a step, each with a row.
  ///
  /// New rows are handed out in the order of the channels, those that were released last first: a
  /// step that releases its output before works in place, channel by channel.
  func use(_ channels: [TrainingChannel]) -> [Use] {
    channels.map { channel in
      let isAccumulating = channel.activations.gradientRows[channel.index] != nil
      if !isAccumulating {
        channel.activations.gradientRows[channel.index] = gradients.pool(channel.activations).take()
      }
      return Use(
        channel: channel, isAccumulating: isAccumulating, isFinishing: isLast(channel))
    }
  }

  /// Makes the gradients of a step's output those of its summands, in place.
  func pass(_ output: Activations, to summands: [TrainingChannel]) {
    for (row, summand) in zip(output.gradientRows, summands) {
      precondition(
        summand.activations.gradientRows[summand.index] == nil && !isLast(summand),
        "a summand needs another reader, which comes later on the way back")
      summand.activations.gradientRows[summand.index] = row
    }
  }

  /// Gives back the rows of a step's output.
  func release(_ output: Activations) {
    for row in output.gradientRows.reversed() {
      guard let row else { preconditionFailure("nothing reads a channel") }
      gradients.pool(output).giveBack(row)
    }
  }

  /// Finds a place for rows that are computed again, unless another reader has needed one already.
  func place(_ output: Activations) {
    guard output.rows.places == nil else { return }
    let pool = outputs.pool(output)
    output.rows.place(in: (0..<output.rows.count).map { _ in pool.take() })
  }

  /// Notes that nothing reads the rows of a step's output any more, not even the step.
  func retire(_ output: Activations) {
    if let places = output.rows.places {
      places.reversed().forEach(outputs.pool(output).giveBack)
    } else {
      spare.add(output.rows)
    }
  }

  /// Notes that one reader of the channel is done; whether it was the last.
  private func isLast(_ channel: TrainingChannel) -> Bool {
    channel.activations.readers[channel.index] -= 1
    return channel.activations.readers[channel.index] == 0
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

  func pool(_ activations: Activations) -> RowPool {
    let grid = activations.rows.grid
    if let pool = pools[grid] { return pool }
    let pool = RowPool(grid: grid, spare: spare)
    pools[grid] = pool
    return pool
  }
}

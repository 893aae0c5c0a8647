import Tensor

/// Decides, before any memory is allocated, where the gradients of all channels are kept.
///
/// The plan is made by walking through the steps as the gradients will, from the last to the first.
/// A channel's gradient has a row from the first of its readers until the step that wrote the
/// channel has used it; then the row serves another channel of the same length. New rows lie in the
/// memory of activations that have met their last reader, which is the step that wrote them.
final class GradientPlan {
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

  private var pools: [ImageGrid: RowPool] = [:]
  private let spare = SpareMemory()

  /// The bytes of all rows beside the activations.
  var bytes: Int { pools.values.reduce(0) { $0 + $1.bytes } }

  /// Returns the uses of channels by a step, each with a row.
  ///
  /// New rows are handed out in the order of the channels, those that were released last first: a
  /// step that releases its output before works in place, channel by channel.
  func use(_ channels: [TrainingChannel]) -> [Use] {
    channels.map { channel in
      let isAccumulating = channel.activations.gradientRows[channel.index] != nil
      if !isAccumulating {
        channel.activations.gradientRows[channel.index] = pool(channel.activations).take()
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
      pool(output).giveBack(row)
    }
  }

  /// Notes that nothing reads the rows of a step's output any more, not even the step.
  func retire(_ output: Activations) {
    if !output.rows.isShared { spare.add(output.rows) }
  }

  /// Notes that one reader of the channel is done; whether it was the last.
  private func isLast(_ channel: TrainingChannel) -> Bool {
    channel.activations.readers[channel.index] -= 1
    return channel.activations.readers[channel.index] == 0
  }

  private func pool(_ activations: Activations) -> RowPool {
    let grid = activations.rows.grid
    if let pool = pools[grid] { return pool }
    let pool = RowPool(grid: grid, spare: spare)
    pools[grid] = pool
    return pool
  }
}

import Tensor

/// The output of a step of a training pass: raw rows, and how later steps read them.
final class Activations {
  /// The rows as the step writes them.
  let rows: ChannelRows

  /// The batch norm through which the rows are read; nil to read them as they are.
  let norm: BatchNorm?

  /// Whether readers see 0 in place of negative values.
  let isRectified: Bool

  /// The steps that read each channel.
  var readers: [Int]

  /// Where the gradient of each channel is kept, behind norm and rectifier.
  var gradientRows: [RowPool.Row?]

  /// The sums of each channel's gradient, once all its readers have contributed.
  var sums: [GradientSums]

  /// Writes the rows again, where they are not kept until the way back.
  var recompute: (() -> Void)?

  /// Describes rows with memory of their own, or in memory shared with others that are not kept.
  init(
    count: Int, grid: ImageGrid, norm: BatchNorm?, rectified: Bool, in shared: SharedMemory? = nil
  ) {
    rows = ChannelRows(count: count, grid: grid, in: shared)
    self.norm = norm
    isRectified = rectified
    readers = [Int](repeating: 0, count: count)
    gradientRows = [RowPool.Row?](repeating: nil, count: count)
    sums = [GradientSums](repeating: GradientSums(), count: count)
  }

  /// All channels, in order.
  var channels: [TrainingChannel] {
    (0..<rows.count).map { TrainingChannel(activations: self, index: $0) }
  }

  /// Lets go of all channels but the first, which no step reads or has read; before there is memory.
  func keep(first count: Int) {
    rows.keep(first: count)
    readers.removeLast(readers.count - count)
    gradientRows.removeLast(gradientRows.count - count)
    sums.removeLast(sums.count - count)
  }

  /// Hands the statistics of freshly written rows to the norm.
  func update(_ moments: [Moments]) {
    norm?.update(moments, count: rows.grid.count)
  }

  /// Returns the gradients of the raw rows; records those of the norm's parameters.
  func rawGradients() -> [ChannelGradient] {
    (0..<rows.count).map { channel in
      let h = gradientRow(channel)
      guard let norm else { return ChannelGradient(h: h) }
      let (factor, slope, offset) = norm.backward(
        channel, sums: sums[channel], count: rows.grid.count)
      return ChannelGradient(
        h: h, y: rows.row(channel), scale: factor, mean: norm.batchMap(channel).mean, slope: slope,
        offset: offset)
    }
  }

  /// The memory of a channel's gradient.
  func gradientRow(_ channel: Int) -> UnsafeMutablePointer<Float> {
    guard let row = gradientRows[channel] else {
      preconditionFailure("the gradient of a channel has no place: nothing reads it")
    }
    return row.pointer
  }
}

/// One channel of the output of a step.
struct TrainingChannel {
  let activations: Activations
  let index: Int

  /// The channel as its readers see it.
  var source: ChannelSource {
    let row = activations.rows.row(index)
    guard let norm = activations.norm else {
      return ChannelSource(row: row, rectified: activations.isRectified)
    }
    let (mean, factor, shift) = norm.batchMap(index)
    return ChannelSource(
      row: row, mean: mean, scale: factor, shift: shift, rectified: activations.isRectified)
  }

  /// The channel as its readers see it, without the norm's shift; it must not be rectified.
  var centredSource: ChannelSource {
    guard let norm = activations.norm, !activations.isRectified else {
      preconditionFailure("only the plain output of a batch norm can be centred")
    }
    let (mean, factor, _) = norm.batchMap(index)
    return ChannelSource(
      row: activations.rows.row(index), mean: mean, scale: factor, shift: 0, rectified: false)
  }
}

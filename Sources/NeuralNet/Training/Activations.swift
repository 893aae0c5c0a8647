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

  /// Writes the rows again, if they are not kept until the way back.
  var recompute: (() -> Void)?

  /// How readers see the channels, by the statistics of the last update.
  ///
  /// Kept because each channel is asked for several times a training step.
  private(set) lazy var sources = readSources()

  /// The memory of the channels' gradients, once all steps are planned.
  private(set) lazy var gradientPointers = gradientRows.map { row in
    guard let row else {
      preconditionFailure("the gradient of a channel has no place: nothing reads it")
    }
    return row.pointer
  }

  /// Describes rows that are kept, as long as nothing writes them again.
  init(count: Int, grid: ImageGrid, norm: BatchNorm?, rectified: Bool) {
    rows = ChannelRows(count: count, grid: grid)
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
    sources = readSources()
  }

  private func readSources() -> [ChannelSource] {
    guard let norm else {
      return rows.pointers.map { ChannelSource(row: $0, rectified: isRectified) }
    }
    return zip(rows.pointers, norm.batchMaps).map { row, map in
      ChannelSource(
        row: row, mean: map.mean, scale: map.factor, shift: map.shift, rectified: isRectified)
    }
  }

  /// Returns the gradients of the raw rows; records those of the norm's parameters.
  func rawGradients() -> [ChannelGradient] {
    guard let norm else { return gradientPointers.map { ChannelGradient(h: $0) } }
    let maps = norm.backward(sums, count: rows.grid.count)
    return zip(zip(gradientPointers, rows.pointers), maps).map { rows, map in
      ChannelGradient(
        h: rows.0, y: rows.1, scale: map.factor, mean: map.mean, slope: map.slope,
        offset: map.offset)
    }
  }
}

/// One channel of the output of a step.
struct TrainingChannel {
  let activations: Activations
  let index: Int

  /// The channel as its readers see it.
  var source: ChannelSource { activations.sources[index] }
}

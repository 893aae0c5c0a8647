import Tensor

/// An output of a program in training: raw rows, and how later steps read them.
final class Activations {
  /// The rows as a step writes them.
  let rows: ChannelRows

  /// The sums of each channel's gradient, once all its readers have contributed.
  var sums: [GradientSums]

  /// How readers see the channels, by the statistics of the last update.
  ///
  /// Kept because each channel is asked for several times a training step.
  private(set) lazy var sources = readSources()

  /// The memory of the channels' gradients, each the sum of what its readers contribute; the last
  /// of them sets it to 0 where the activation is closed, so that it is that of the map's output.
  private(set) lazy var gradientPointers = gradients.map { row in
    guard let row else {
      preconditionFailure("the gradient of a channel has no place: nothing reads it")
    }
    return row.pointer
  }

  private let map: ChannelMap
  private let activation: Activation
  private let gradients: [RowPool.Row?]

  /// Describes an output with the rows that a plan has for it; no memory is touched yet.
  init(_ output: Output, rows: ChannelRows, gradients: [RowPool.Row?]) {
    self.rows = rows
    self.gradients = gradients
    map = output.map
    activation = output.activation
    sums = [GradientSums](repeating: GradientSums(), count: output.count)
  }

  /// Takes the statistics of freshly written rows, and brings what readers see up to date.
  func update(_ moments: [Moments]) {
    switch map {
    case .identity: return
    case .bias: break
    case .batchNorm(let norm): norm.update(moments, count: rows.grid.count)
    }
    sources = readSources()
  }

  private func readSources() -> [ChannelSource] {
    let rows = rows.pointers
    switch map {
    case .identity: return rows.map { ChannelSource(row: $0, activation: activation) }
    case .bias(let bias):
      return zip(rows, bias.values).map {
        ChannelSource(row: $0, mean: 0, scale: 1, shift: $1, activation: activation)
      }
    case .batchNorm(let norm):
      return zip(rows, norm.batchMaps).map { row, map in
        ChannelSource(
          row: row, mean: map.mean, scale: map.factor, shift: map.shift, activation: activation)
      }
    }
  }

  /// Records the gradients of the map's parameters, and returns those of the raw rows.
  func backwardThroughMap() -> [ChannelGradient] {
    switch map {
    case .identity: break
    case .bias(let bias): bias.backward(sums)
    case .batchNorm(let norm):
      let maps = norm.backward(sums, count: rows.grid.count)
      return zip(zip(gradientPointers, rows.pointers), maps).map { rows, map in
        ChannelGradient(
          h: rows.0, y: rows.1, scale: map.factor, mean: map.mean, slope: map.slope,
          offset: map.offset)
      }
    }
    return gradientPointers.map { ChannelGradient(h: $0) }
  }
}

/// One channel of an output.
struct TrainingChannel {
  let activations: Activations
  let index: Int

  /// The channel as its readers see it.
  var source: ChannelSource { activations.sources[index] }
}

/// A channel that a step reads, and how the step contributes to its gradient.
struct TrainingInput {
  let channel: TrainingChannel
  let use: RowPlan.Use

  /// The channel as its readers see it.
  var source: ChannelSource { channel.source }

  /// The place of its gradient, as a pass wants it.
  var target: GradientTarget {
    GradientTarget(
      of: source, h: channel.activations.gradientPointers[channel.index],
      accumulating: use.isAccumulating, finishing: use.isFinishing)
  }
}

extension [TrainingInput] {
  /// Stores the sums of the channels that have met their last reader.
  func record(_ sums: [GradientSums]) {
    for (input, sums) in zip(self, sums) where input.use.isFinishing {
      input.channel.activations.sums[input.channel.index] = sums
    }
  }
}

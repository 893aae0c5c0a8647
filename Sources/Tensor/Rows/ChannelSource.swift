import CTensorKernels

/// A channel as the next layer reads it: `max((x - mean) * scale + shift, floor)` for each element
/// `x` of a row, with the floor 0 behind a rectifier and none elsewhere.
package struct ChannelSource {
  let kernel: asn_source

  /// Reads a row through an affine map, such as a batch norm, and an activation.
  package init(
    row: UnsafePointer<Float>, mean: Float, scale: Float, shift: Float, activation: Activation
  ) {
    kernel = asn_source(
      x: row, mean: mean, scale: scale, shift: shift, floor: activation.floor)
  }

  /// Reads a row through an activation.
  package init(row: UnsafePointer<Float>, activation: Activation = .none) {
    self.init(row: row, mean: 0, scale: 1, shift: 0, activation: activation)
  }

  /// What is added last.
  package var shift: Float { kernel.shift }

  /// The channel without its shift; it must have no activation.
  package var centred: ChannelSource {
    precondition(
      kernel.floor == Activation.none.floor, "a channel behind an activation cannot be centred")
    return ChannelSource(
      row: kernel.x, mean: kernel.mean, scale: kernel.scale, shift: 0, activation: .none)
  }
}

/// The gradient of a raw row `y` behind a batch norm, `h * scale + (y - mean) * slope + offset`,
/// where `h` is the gradient of the norm's output, 0 where its rectifier is closed.
package struct ChannelGradient {
  let kernel: asn_gradient

  /// Reads the gradient through a batch norm.
  package init(
    h: UnsafePointer<Float>, y: UnsafePointer<Float>, scale: Float, mean: Float, slope: Float,
    offset: Float
  ) {
    kernel = asn_gradient(h: h, y: y, scale: scale, mean: mean, slope: slope, offset: offset)
  }

  /// Reads `h * scale + offset`.
  package init(h: UnsafePointer<Float>, scale: Float = 1, offset: Float = 0) {
    kernel = asn_gradient(h: h, y: nil, scale: scale, mean: 0, slope: 0, offset: offset)
  }
}

/// Where the gradient of a source goes.
package struct GradientTarget {
  let source: ChannelSource
  let kernel: asn_gradient_target

  /// Describes the row `h` of gradients of `source`.
  ///
  /// The row is overwritten, or added to when `accumulating`. The last of a channel's readers on
  /// the way back is `finishing`: the sum is then set to 0 where a rectifier is closed, and its
  /// sums are taken.
  package init(
    of source: ChannelSource, h: UnsafeMutablePointer<Float>, accumulating: Bool, finishing: Bool
  ) {
    self.source = source
    kernel = asn_gradient_target(
      h: h, accumulate: accumulating ? 1 : 0, finish: finishing ? 1 : 0)
  }
}

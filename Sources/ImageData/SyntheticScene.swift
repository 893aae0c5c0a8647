import RandomStreams

/// One synthetic image before it is drawn: a shape and the nuisances around it.
///
/// Lengths are in quarters of a pixel, colours in bytes.
struct SyntheticScene {
  /// A shape with its place and colour.
  private struct Figure {
    let shape: SyntheticShape
    let centre: (x: Int, y: Int)
    let radius: Int
    let period: Int
    /// What the shape adds to each channel of the background.
    let contrast: [Int]

    /// Returns how many of the four sample points of a pixel lie in the shape.
    func coverage(column: Int, row: Int) -> Int {
      let x = 4 * column + 1 - centre.x
      let y = 4 * row + 1 - centre.y
      // The samples are at offsets 0 and 2 quarters; nothing lies outside the enclosing square.
      guard abs(x + 1) <= radius + 2, abs(y + 1) <= radius + 2 else { return 0 }
      var count = 0
      for dy in [0, 2] {
        for dx in [0, 2] where shape.contains(x: x + dx, y: y + dy, radius: radius, period: period)
        {
          count += 1
        }
      }
      return count
    }
  }

  private let background: [Int]
  private let ramp: (x: Int, y: Int)
  private let figures: [Figure]
  private let noise: Int

  /// Draws the parameters of a scene that shows `shape` from a stream.
  init(shape: SyntheticShape, stream: inout RandomStream) {
    background = (0..<3).map { _ in stream.int(in: 70...185) }
    ramp = (stream.int(in: -2...2), stream.int(in: -2...2))
    noise = stream.int(in: 12...34)
    // Clutter: discs of at most half a shape's size, drawn below it.
    var figures = (0..<stream.int(in: 3...7)).map { _ in
      Figure(
        shape: .disc, centre: (stream.int(in: 0...127), stream.int(in: 0...127)),
        radius: stream.int(in: 4...11), period: 1,
        contrast: (0..<3).map { _ in stream.int(in: -60...60) })
    }
    let radius = stream.int(in: 22...46)
    let polarity = stream.oneIn(2) ? 1 : -1
    let strength = stream.int(in: 22...70)
    figures.append(
      Figure(
        shape: shape,
        centre: (stream.int(in: radius...(128 - radius)), stream.int(in: radius...(128 - radius))),
        radius: radius, period: stream.int(in: 15...26),
        contrast: (0..<3).map { _ in polarity * strength + stream.int(in: -25...25) }))
    self.figures = figures
  }

  /// Draws the scene into the 3072 bytes at the front of `pixels`.
  ///
  /// The noise of a channel of a pixel is the sum of two uniform integers in -noise...noise.
  func draw(_ pixels: UnsafeMutableBufferPointer<UInt8>, noise stream: inout RandomStream) {
    for row in 0..<ImageSet.side {
      for column in 0..<ImageSet.side {
        let shade = ramp.x * (column - 16) + ramp.y * (row - 16)
        var colour = (background[0] + shade, background[1] + shade, background[2] + shade)
        for figure in figures {
          let coverage = figure.coverage(column: column, row: row)
          guard coverage > 0 else { continue }
          colour.0 += coverage * figure.contrast[0] / 4
          colour.1 += coverage * figure.contrast[1] / 4
          colour.2 += coverage * figure.contrast[2] / 4
        }
        let place = row * ImageSet.side + column
        for (channel, value) in [colour.0, colour.1, colour.2].enumerated() {
          let noisy = value + stream.int(in: -noise...noise) + stream.int(in: -noise...noise)
          pixels[channel * ImageSet.planeSize + place] = UInt8(min(max(noisy, 0), 255))
        }
      }
    }
  }
}

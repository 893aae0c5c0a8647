import CTensorKernels

/// The rows in memory that a pass comes to next, which are fetched while it multiplies.
struct UpcomingRows {
  /// The rows in memory that the product's rows go to: equally many for each of them, those of one
  /// product row side by side.
  private let written: [UnsafePointer<Float>]

  /// Rows that the next block begins with.
  private let packed: [UnsafePointer<Float>]

  /// Describes rows that are written, and read if that is to add something to them, and those that
  /// are packed.
  init(
    written: [UnsafeMutablePointer<Float>], packed sources: [ChannelSource],
    _ gradients: [ChannelGradient] = []
  ) {
    self.init(written: written.map { UnsafePointer($0) }, sources, gradients)
  }

  /// Describes rows of activations, with their residuals if they have some, all of them or none,
  /// and rows that are packed.
  init(_ activations: [asn_activation], packed sources: [ChannelSource]) {
    var written: [UnsafePointer<Float>] = []
    for activation in activations {
      written.append(UnsafePointer(activation.y))
      if let residual = activation.residual { written.append(residual) }
    }
    self.init(written: written, sources, [])
  }

  private init(
    written: [UnsafePointer<Float>], _ sources: [ChannelSource], _ gradients: [ChannelGradient]
  ) {
    self.written = written
    var packed = sources.compactMap(\.kernel.x)
    for gradient in gradients {
      packed.append(gradient.kernel.h)
      if let y = gradient.kernel.y { packed.append(y) }
    }
    self.packed = packed
  }

  /// How many rows there are.
  var count: Int { written.count + packed.count }

  /// Lists what is fetched together with tile `index` of a product whose tiles have these rows:
  /// what becomes of the next tile, and this one's share of the next block.
  ///
  /// The tiles of a block fetch what the first of the next block writes, and all that it packs.
  func list(
    tile index: Int, of tiles: [Range<Int>], block: PixelBlock,
    into list: UnsafeMutableBufferPointer<UnsafePointer<Float>?>
  ) -> Int {
    let end = block.start + block.count
    let isLast = index + 1 == tiles.count
    let next = tiles[isLast ? 0 : index + 1]
    let perRow = written.count / tiles[tiles.count - 1].upperBound
    let (firstWritten, count) = (next.lowerBound * perRow, next.count * perRow)
    let firstPacked = packed.count * index / tiles.count
    let share = packed.count * (index + 1) / tiles.count - firstPacked
    written.withUnsafeBufferPointer { written in
      let start = isLast ? end : block.start
      for i in 0..<count { list.initializeElement(at: i, to: written[firstWritten + i] + start) }
    }
    packed.withUnsafeBufferPointer { packed in
      for i in 0..<share {
        list.initializeElement(at: count + i, to: packed[firstPacked + i] + end)
      }
    }
    return count + share
  }
}

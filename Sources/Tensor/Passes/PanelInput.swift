import CTensorKernels

/// What a product reads: channels, or the 3x3 patches of channels.
package enum PanelInput {
  /// Channels through their batch norms.
  case channels([ChannelSource])

  /// The patches of images `[C, N, H, W]`, padding 1: `9C` rows in the order channel, row, column.
  case patches(Tensor)

  /// The number of rows.
  var rows: Int {
    switch self {
    case .channels(let sources): sources.count
    case .patches(let images): 9 * images.rows
    }
  }

  /// The channels, unless they are read as patches.
  var sources: [ChannelSource] {
    switch self {
    case .channels(let sources): sources
    case .patches: []
    }
  }

  /// The rows of a panel: one more than needed if that is even, so that panels do not compete for
  /// the same places of a cache.
  static func panelRows(_ rows: Int) -> Int { rows | 1 }

  /// Writes a block of all rows to panels of `panelRows(rows)` rows.
  func pack(_ block: PixelBlock, into panels: UnsafeMutablePointer<Float>) {
    let panelRows = Self.panelRows(rows)
    switch self {
    case .channels(let sources):
      Self.pack(sources[...], block, panelRows: panelRows, into: panels)
    case .patches(let images):
      let grid = ImageGrid(images.shape)
      withExtendedLifetime(images) {
        asn_pack_patches(
          images.pointer, grid.count, Int32(images.rows), Int32(grid.height), Int32(grid.width),
          block.start, block.count, Int32(panelRows), panels)
      }
    }
  }

  /// Writes a block of sources to panels that may have other rows as well.
  static func pack(
    _ sources: ArraySlice<ChannelSource>, _ block: PixelBlock, panelRows: Int,
    into panels: UnsafeMutablePointer<Float>
  ) {
    sources.withUnsafeBufferPointer {
      // A struct of one stored property has the layout of the property.
      $0.withMemoryRebound(to: asn_source.self) {
        asn_pack(
          $0.baseAddress, Int32($0.count), block.start, block.count, Int32(panelRows), panels)
      }
    }
  }

  /// Writes a block of gradients to panels that may have other rows as well.
  static func pack(
    _ gradients: ArraySlice<ChannelGradient>, _ block: PixelBlock, panelRows: Int,
    into panels: UnsafeMutablePointer<Float>
  ) {
    gradients.withUnsafeBufferPointer {
      $0.withMemoryRebound(to: asn_gradient.self) {
        asn_pack_gradient(
          $0.baseAddress, Int32($0.count), block.start, block.count, Int32(panelRows), panels)
      }
    }
  }
}

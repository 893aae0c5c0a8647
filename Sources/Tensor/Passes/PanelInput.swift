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

  /// Writes a block of all rows to panels of so many rows.
  func pack(_ block: PixelBlock, into panels: UnsafeMutablePointer<Float>) {
    switch self {
    case .channels(let sources):
      Self.pack(sources, block, panelRows: sources.count, into: panels)
    case .patches(let images):
      let grid = ImageGrid(images.shape)
      withExtendedLifetime(images) {
        asn_pack_patches(
          images.pointer, grid.count, Int32(images.rows), Int32(grid.height), Int32(grid.width),
          block.start, block.count, Int32(rows), panels)
      }
    }
  }

  /// Writes a block of sources to panels that have other rows as well.
  static func pack(
    _ sources: some Collection<ChannelSource>, _ block: PixelBlock, panelRows: Int,
    into panels: UnsafeMutablePointer<Float>
  ) {
    sources.map(\.kernel).withUnsafeBufferPointer {
      asn_pack(
        $0.baseAddress, Int32($0.count), block.start, block.count, Int32(panelRows), panels)
    }
  }

  /// Writes a block of gradients to panels that may have other rows as well.
  static func pack(
    _ gradients: some Collection<ChannelGradient>, _ block: PixelBlock, panelRows: Int,
    into panels: UnsafeMutablePointer<Float>
  ) {
    gradients.map(\.kernel).withUnsafeBufferPointer {
      asn_pack_gradient(
        $0.baseAddress, Int32($0.count), block.start, block.count, Int32(panelRows), panels)
    }
  }
}

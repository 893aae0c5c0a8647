import CTensorKernels

/// A block-diagonal matrix, stored in the order in which the multiplication kernel reads it.
final class TiledMatrix {
  /// The height of a tile.
  static let tile = Int(asn_tile)

  let groups: Int
  /// Rows and columns of each of the blocks.
  let rows: Int
  let inner: Int
  private let shared: SharedMemory

  /// The rows of each tile, counted through all groups.
  private let tiles: [Range<Int>]

  /// Describes a matrix of `groups` blocks, in memory of its own or where it takes turns with others.
  init(groups: Int, rows: Int, inner: Int, in shared: SharedMemory = SharedMemory()) {
    self.groups = groups
    self.rows = rows
    self.inner = inner
    self.shared = shared
    tiles = (0..<groups).flatMap { group in
      stride(from: 0, to: rows, by: Self.tile).map {
        (group * rows + $0)..<(group * rows + min($0 + Self.tile, rows))
      }
    }
    shared.plan(count: count)
  }

  private var blockCount: Int { asn_tiled_count(Int32(rows), Int32(inner)) }

  /// The floats it takes.
  private var count: Int { groups * blockCount }

  /// Stores the blocks of `weights`, `[groups * rows, inner]`, or of their transposes for weights of
  /// the shape `[groups * inner, rows]`; not within a parallel loop.
  func store(_ weights: Tensor, transposed: Bool) {
    precondition(weights.count == groups * rows * inner, "the matrix has another shape")
    let tiles = shared.memory
    let tilesPerGroup = (rows + Self.tile - 1) / Self.tile
    let (rowStep, innerStep) = transposed ? (1, rows) : (inner, 1)
    withExtendedLifetime(weights) {
      Parallel.forEachChunk(
        count: groups * tilesPerGroup, atLeast: 1 + Self.storedAtLeast / (Self.tile * inner)
      ) { range, _ in
        for index in range {
          let (group, first) = (index / tilesPerGroup, index % tilesPerGroup * Self.tile)
          asn_tile_matrix(
            weights.pointer + group * rows * inner + first * rowStep,
            Int32(min(Self.tile, rows - first)), Int32(inner), rowStep, innerStep,
            tiles + group * blockCount + first * inner)
        }
      }
    }
  }

  /// The floats that are worth another thread, which takes about 20 microseconds to join.
  private static let storedAtLeast = 1 << 16

  /// Multiplies a block of panels, which hold the groups' inner rows one after another, and hands
  /// out the rows of the product.
  ///
  /// - Parameters:
  ///   - panels: The packed rows.
  ///   - panelRows: The rows of a panel.
  ///   - block: The pixels.
  ///   - result: Memory for a tile of the block.
  ///   - upcoming: What is fetched meanwhile.
  ///   - body: Takes the index of a row and its values, which may be overwritten.
  func multiply(
    _ panels: UnsafePointer<Float>, panelRows: Int, block: PixelBlock,
    result: UnsafeMutablePointer<Float>, upcoming: UpcomingRows?,
    _ body: (_ row: Int, _ values: UnsafeMutablePointer<Float>) -> Void
  ) {
    let rowStride = block.panels * PixelBlock.panel
    forEachTile(panels, block, upcoming) { rows, tile, panels, next, nextRows in
      asn_multiply(
        tile, Int32(rows.count), Int32(inner), panels, panelRows * PixelBlock.panel,
        block.panels, result, rowStride, next, nextRows)
      for (index, row) in rows.enumerated() { body(row, result + index * rowStride) }
    }
  }

  /// Multiplies a block of panels, and brings the rows of the product to activations.
  ///
  /// - Parameters:
  ///   - panels: The packed rows.
  ///   - panelRows: The rows of a panel.
  ///   - block: The pixels, as they are numbered in the rows of the activations.
  ///   - activations: One for each row of the product.
  ///   - upcoming: What is fetched meanwhile.
  func multiply(
    _ panels: UnsafePointer<Float>, panelRows: Int, block: PixelBlock,
    to activations: [asn_activation], upcoming: UpcomingRows?
  ) {
    precondition(activations.count == groups * rows, "one activation for each row")
    activations.withUnsafeBufferPointer { activations in
      forEachTile(panels, block, upcoming) { rows, tile, panels, next, nextRows in
        asn_multiply_activation(
          tile, Int32(rows.count), Int32(inner), panels, panelRows * PixelBlock.panel, block.count,
          UnsafeBufferPointer(rebasing: activations[rows]).baseAddress, block.start, next, nextRows)
      }
    }
  }

  /// Calls `body` for each tile: with its rows, counted through all groups, the panels from the rows
  /// of its group on, and what is fetched meanwhile.
  private func forEachTile(
    _ panels: UnsafePointer<Float>, _ block: PixelBlock, _ upcoming: UpcomingRows?,
    _ body: (
      _ rows: Range<Int>, _ tile: UnsafePointer<Float>, _ panels: UnsafePointer<Float>,
      _ next: UnsafePointer<UnsafePointer<Float>?>?, _ nextRows: Int32
    ) -> Void
  ) {
    let memory = shared.memory
    withUnsafeTemporaryAllocation(
      of: UnsafePointer<Float>?.self, capacity: upcoming?.count ?? 0
    ) { list in
      for (index, range) in tiles.enumerated() {
        let group = range.lowerBound / rows
        let count = upcoming?.list(tile: index, of: tiles, block: block, into: list)
        body(
          range, memory + group * blockCount + (range.lowerBound - group * rows) * inner,
          panels + group * inner * PixelBlock.panel, list.baseAddress, Int32(count ?? 0))
      }
    }
  }
}

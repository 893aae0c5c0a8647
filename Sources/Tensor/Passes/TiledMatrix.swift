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

  /// Describes a matrix of `groups` blocks, in memory of its own or where it takes turns with
  /// others.
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

  /// Stores the blocks of `weights`, `[groups * rows, inner]`, or of their transposes for weights
  /// of the shape `[groups * inner, rows]`; not within a parallel loop.
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

  /// Multiplies a block of panels, and brings the rows of the product where they belong.
  ///
  /// - Parameters:
  ///   - panels: The packed rows: `groups * inner`, group by group.
  ///   - panelRows: The rows of a panel.
  ///   - block: The pixels, as they are numbered where the rows go.
  ///   - sink: Where the rows go.
  ///   - upcoming: What is fetched meanwhile.
  func multiply(
    _ panels: UnsafePointer<Float>, panelRows: Int, block: PixelBlock, to sink: ProductSink,
    upcoming: UpcomingRows?
  ) {
    precondition(sink.count == groups * rows, "one place for each row")
    let memory = shared.memory
    let (inner, stride) = (Int32(inner), panelRows * PixelBlock.panel)
    withUnsafeTemporaryAllocation(
      of: UnsafePointer<Float>?.self, capacity: upcoming?.count ?? 0
    ) { next in
      for (index, range) in tiles.enumerated() {
        let (group, height) = (range.lowerBound / rows, Int32(range.count))
        let tile = memory + group * blockCount + (range.lowerBound - group * rows) * self.inner
        let panels = panels + group * self.inner * PixelBlock.panel
        let fetched = Int32(
          upcoming?.list(tile: index, of: tiles, block: block, into: next) ?? 0)
        switch sink {
        case .activations(let activations):
          activations[range].withUnsafeBufferPointer {
            asn_multiply_activation(
              tile, height, inner, panels, stride, block.count, $0.baseAddress, block.start,
              next.baseAddress, fetched)
          }
        case .moments(let outputs, let moments):
          outputs[range].withUnsafeBufferPointer {
            asn_multiply_moments(
              tile, height, inner, panels, stride, block.count, $0.baseAddress, block.start,
              moments + range.lowerBound, next.baseAddress, fetched)
          }
        case .gradients(let sources, let targets, let sums):
          sources[range].withUnsafeBufferPointer { sources in
            targets[range].withUnsafeBufferPointer { targets in
              asn_multiply_gradient(
                tile, height, inner, panels, stride, block.count, sources.baseAddress,
                targets.baseAddress, block.start, sums + range.lowerBound, next.baseAddress,
                fetched)
            }
          }
        }
      }
    }
  }
}

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

  /// Describes a matrix of `groups` blocks, in memory of its own or where it takes turns with others.
  init(groups: Int, rows: Int, inner: Int, in shared: SharedMemory = SharedMemory()) {
    self.groups = groups
    self.rows = rows
    self.inner = inner
    self.shared = shared
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
  ///   - touched: The rows in memory that `body` will read or write, as many for each row of the
  ///     product, one row's after another's; they are fetched meanwhile.
  ///   - body: Takes the index of a row and its values, which may be overwritten.
  func multiply(
    _ panels: UnsafePointer<Float>, panelRows: Int, block: PixelBlock,
    result: UnsafeMutablePointer<Float>, touching touched: [UnsafePointer<Float>] = [],
    _ body: (_ row: Int, _ values: UnsafeMutablePointer<Float>) -> Void
  ) {
    let tiles = shared.memory
    let panel = PixelBlock.panel
    let rowStride = block.panels * panel
    let touchedPerRow = touched.count / (groups * rows)
    withUnsafeTemporaryAllocation(
      of: UnsafePointer<Float>?.self, capacity: Self.tile * touchedPerRow
    ) { next in
      for group in 0..<groups {
        for first in stride(from: 0, to: rows, by: Self.tile) {
          let height = min(Self.tile, rows - first)
          let start = (group * rows + first) * touchedPerRow
          for index in 0..<(height * touchedPerRow) {
            next.initializeElement(at: index, to: touched[start + index] + block.start)
          }
          asn_multiply_fetching(
            tiles + group * blockCount + first * inner, Int32(height), Int32(inner),
            panels + group * inner * panel, panelRows * panel, block.panels, result, rowStride,
            next.baseAddress, Int32(height * touchedPerRow))
          for row in 0..<height {
            body(group * rows + first + row, result + row * rowStride)
          }
        }
      }
    }
  }

  /// Multiplies a block of panels, and brings the rows of the product to activations.
  ///
  /// - Parameters:
  ///   - panels: The packed rows.
  ///   - panelRows: The rows of a panel.
  ///   - activations: One for each row of the product.
  ///   - start: The first pixel of the block in the rows of the activations.
  ///   - count: The pixels of the block.
  func multiply(
    _ panels: UnsafePointer<Float>, panelRows: Int, to activations: [asn_activation],
    start: Int, count: Int
  ) {
    precondition(activations.count == groups * rows, "one activation for each row")
    let tiles = shared.memory
    activations.withUnsafeBufferPointer { activations in
      for group in 0..<groups {
        for first in stride(from: 0, to: rows, by: Self.tile) {
          let height = min(Self.tile, rows - first)
          let rest = activations.dropFirst(group * rows + first)
          asn_multiply_activation(
            tiles + group * blockCount + first * inner, Int32(height), Int32(inner),
            panels + group * inner * PixelBlock.panel, panelRows * PixelBlock.panel, count,
            UnsafeBufferPointer(rebasing: rest).baseAddress, start,
            Int32(min(Self.tile, rest.count - height)))
        }
      }
    }
  }
}

/// Rows of one length that are handed out and taken back while memory is planned.
package final class RowPool {
  private let grid: ImageGrid
  private var free: [Int] = []
  private var count = 0
  private lazy var rows = ChannelRows(count: count, grid: grid)

  /// Makes an empty pool.
  package init(grid: ImageGrid) {
    self.grid = grid
  }

  /// A row of a pool.
  package struct Row: Equatable {
    fileprivate let pool: RowPool
    fileprivate let index: Int

    /// The memory; asking for it ends the planning of the pool.
    package var pointer: UnsafeMutablePointer<Float> { pool.rows.row(index) }

    /// Whether both are the same row of the same pool.
    package static func == (a: Row, b: Row) -> Bool { a.pool === b.pool && a.index == b.index }
  }

  /// Hands out the row that was taken back last, or a new one.
  package func take() -> Row {
    if let index = free.popLast() { return Row(pool: self, index: index) }
    count += 1
    return Row(pool: self, index: count - 1)
  }

  /// Takes back a row of this pool.
  package func giveBack(_ row: Row) {
    precondition(row.pool === self && !free.contains(row.index), "the row is not out")
    free.append(row.index)
  }

  /// The bytes of all rows that were ever out at once.
  package var bytes: Int { ChannelRows(count: count, grid: grid).bytes }
}

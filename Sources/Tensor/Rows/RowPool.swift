/// Rows of one length that are handed out and taken back while memory is planned.
package final class RowPool {
  /// A row of a pool.
  package struct Row: Equatable {
    /// Memory of other rows that are not needed any more, from an offset on.
    fileprivate let rows: ChannelRows
    fileprivate let offset: Int

    /// The memory; where several threads use rows, ask for them before.
    package var pointer: UnsafeMutablePointer<Float> { rows.memory + offset }

    /// Whether both are the same memory.
    package static func == (a: Row, b: Row) -> Bool { a.rows === b.rows && a.offset == b.offset }
  }

  private let grid: ImageGrid
  private let spare: SpareMemory
  private var free: [Row] = []
  private var own: [ChannelRows] = []

  /// Makes an empty pool, which prefers spare memory to new.
  package init(grid: ImageGrid, spare: SpareMemory) {
    self.grid = grid
    self.spare = spare
  }

  /// Hands out the row that was taken back last, or one in spare memory, or a new one.
  package func take() -> Row {
    if let row = free.popLast() { return row }
    let stride = ChannelRows.stride(grid)
    if let (rows, offset) = spare.carve(stride) { return Row(rows: rows, offset: offset) }
    let rows = ChannelRows(count: Self.rowsAtOnce, grid: grid)
    own.append(rows)
    free = (1..<Self.rowsAtOnce).reversed().map { Row(rows: rows, offset: $0 * stride) } + free
    return Row(rows: rows, offset: 0)
  }

  /// Takes back a row of this pool.
  package func giveBack(_ row: Row) {
    precondition(!free.contains(row), "the row is not out")
    free.append(row)
  }

  /// The bytes of the rows that are not in spare memory.
  package var bytes: Int { own.reduce(0) { $0 + $1.bytes } }

  /// New rows are made a few at a time, so that they are apart by a padded stride.
  private static let rowsAtOnce = 8
}

/// Memory of rows that nothing needs any more, to be used for others.
package final class SpareMemory {
  private var pieces: [(rows: ChannelRows, used: Int)] = []

  /// Starts with none.
  package init() {}

  /// Adds the memory of rows.
  package func add(_ rows: ChannelRows) {
    pieces.append((rows, 0))
  }

  /// Returns so many consecutive floats, aligned to 64 bytes if all requests are whole cache lines,
  /// or nil if no piece has as many left.
  func carve(_ count: Int) -> (rows: ChannelRows, offset: Int)? {
    for index in pieces.indices
    where pieces[index].rows.capacity - pieces[index].used >= count {
      defer { pieces[index].used += count }
      return (pieces[index].rows, pieces[index].used)
    }
    return nil
  }
}

/// Channel rows of equal length: apart by a padded stride in memory of their own, or each where a
/// pool has a row.
///
/// Nothing is allocated before the first row is asked for, so that memory can be planned by making
/// the rows of a whole network.
package final class ChannelRows {
  /// The number of rows.
  package let count: Int

  /// The images behind each row.
  package let grid: ImageGrid

  /// Where the rows of a pool are, if these have no memory of their own.
  package private(set) var places: [RowPool.Row]?

  private let stride: Int
  private lazy var storage = TensorStorage(capacity: capacity)
  /// The first row, with `capacity` floats; kept here because rows are asked for thousands of times
  /// a training step.
  private(set) lazy var memory = storage.pointer

  /// Describes `count` rows, with memory of their own as long as no places are given to them.
  package init(count: Int, grid: ImageGrid) {
    self.count = count
    self.grid = grid
    stride = Self.stride(grid)
  }

  /// The bytes of their own that the rows take once they are used.
  package var bytes: Int { places == nil ? TensorStorage.bytes(capacity: capacity) : 0 }

  /// Gives the rows places in pools of rows that are as long, before they are used.
  package func place(in places: [RowPool.Row]) {
    precondition(self.places == nil && places.count == count, "\(count) rows want a place once")
    self.places = places
  }

  /// All rows; where several threads use rows, ask for them before.
  package var pointers: [UnsafeMutablePointer<Float>] {
    if let places { return places.map(\.pointer) }
    let first = memory
    return (0..<count).map { first + $0 * stride }
  }

  /// Returns a row of `grid.count` floats, aligned to 64 bytes; the rows own the memory.
  package func row(_ index: Int) -> UnsafeMutablePointer<Float> {
    precondition((0..<count).contains(index), "row \(index) is not one of \(count)")
    return places?[index].pointer ?? memory + index * stride
  }

  /// The floats of all rows and of what is between them.
  var capacity: Int { count * stride }

  /// The floats from one row to the next: whole cache lines, an odd number of them.
  ///
  /// A block of pixels is read from many rows at once. At a power of two apart they would all
  /// compete for the same few places of a cache.
  static func stride(_ grid: ImageGrid) -> Int {
    let lines = (grid.count + 15) / 16
    return 16 * (lines | 1)
  }
}

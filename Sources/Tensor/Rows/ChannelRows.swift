/// Channel rows of equal length that are apart by a padded stride.
///
/// Nothing is allocated before the first row is asked for, so that memory can be planned by making
/// the rows of a whole network.
package final class ChannelRows {
  /// The number of rows.
  package private(set) var count: Int

  /// The images behind each row.
  package let grid: ImageGrid

  private let stride: Int
  private let shared: SharedMemory?
  private lazy var storage = TensorStorage(capacity: capacity)
  /// The first row, with `capacity` floats; kept here because rows are asked for thousands of times a
  /// training step.
  private(set) lazy var memory = shared?.memory ?? storage.pointer

  /// Describes `count` rows, which have memory of their own or take turns with others.
  package init(count: Int, grid: ImageGrid, in shared: SharedMemory? = nil) {
    self.count = count
    self.grid = grid
    self.shared = shared
    stride = Self.stride(grid)
    shared?.plan(count: capacity)
  }

  /// The bytes of their own that the rows take once they are used.
  package var bytes: Int { isShared ? 0 : TensorStorage.bytes(capacity: capacity) }

  /// Whether other rows use the same memory at other times.
  package var isShared: Bool { shared != nil }

  /// Lets go of all rows but the first, before memory is planned or used.
  package func keep(first count: Int) {
    precondition(shared == nil && count <= self.count, "there are \(self.count) rows of their own")
    self.count = count
  }

  /// All rows; where several threads use rows, ask for them before.
  package var pointers: [UnsafeMutablePointer<Float>] {
    let first = memory
    return (0..<count).map { first + $0 * stride }
  }

  /// Returns a row of `grid.count` floats, aligned to 64 bytes; the rows own the memory.
  package func row(_ index: Int) -> UnsafeMutablePointer<Float> {
    precondition((0..<count).contains(index), "row \(index) is not one of \(count)")
    return memory + index * stride
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

import Tensor

/// Where the channels of a network lie while a worker takes a block of images through it.
final class InferencePlan {
  /// The place of a channel: a row for images of an extent.
  struct Slot {
    fileprivate let extent: Int
    fileprivate let row: Int
  }

  /// The extents, each with the rows that are free, and the number of all.
  private var extents: [(height: Int, width: Int, free: [Int], count: Int)] = []

  /// Hands out rows for images of this extent, those that were given back last first.
  func take(_ count: Int, height: Int, width: Int) -> [Slot] {
    let extent =
      extents.firstIndex { $0.height == height && $0.width == width } ?? extents.count
    if extent == extents.count { extents.append((height, width, [], 0)) }
    return (0..<count).map { _ in
      if let row = extents[extent].free.popLast() { return Slot(extent: extent, row: row) }
      extents[extent].count += 1
      return Slot(extent: extent, row: extents[extent].count - 1)
    }
  }

  /// Takes back a row.
  func giveBack(_ slot: Slot) {
    extents[slot.extent].free.append(slot.row)
  }

  /// Allocates the rows for blocks of so many images.
  func makeMemory(images: Int, scratchCount: Int) -> InferenceMemory {
    InferenceMemory(
      rows: extents.map {
        ChannelRows(
          count: $0.count, grid: ImageGrid(images: images, height: $0.height, width: $0.width))
      }, scratchCount: scratchCount)
  }
}

/// The memory of one worker.
final class InferenceMemory {
  private let rows: [ChannelRows]
  private let scratchTensor: Tensor

  init(rows: [ChannelRows], scratchCount: Int) {
    self.rows = rows
    scratchTensor = Tensor(shape: [max(scratchCount, 1)])
  }

  /// Scratch of the kernels.
  var scratch: UnsafeMutablePointer<Float> { scratchTensor.pointer }

  /// The memory of channels.
  func pointers(_ slots: [InferencePlan.Slot]) -> [UnsafeMutablePointer<Float>] {
    slots.map { rows[$0.extent].row($0.row) }
  }

  /// The channels as they are.
  func sources(_ slots: [InferencePlan.Slot]) -> [ChannelSource] {
    pointers(slots).map { ChannelSource(row: $0) }
  }
}

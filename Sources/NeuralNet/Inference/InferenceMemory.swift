import Tensor

/// Where the channels of a program lie while a worker takes a block of images through it.
struct InferencePlan {
  /// The place of a channel: a row for images of an extent.
  struct Slot {
    fileprivate let extent: Int
    fileprivate let row: Int
  }

  /// The extents, each with the number of its rows.
  fileprivate private(set) var extents: [(grid: ImageGrid, count: Int)] = []
  private var slots: [[Slot]] = []

  /// Plans the rows for blocks of images; a row serves another channel when the last reader of its
  /// channel is done, those that were given back last first.
  init(_ program: Program, images: ImageGrid) {
    var readers = program.readerCounts
    var free: [[Int]] = []
    slots = [[Slot]](repeating: [], count: program.outputs.count)
    for instruction in program.instructions {
      for output in instruction.outputs {
        let grid = program.grid(output, images)
        let extent = extents.firstIndex { $0.grid == grid } ?? extents.count
        if extent == extents.count {
          extents.append((grid, 0))
          free.append([])
        }
        slots[output] = (0..<program.outputs[output].count).map { _ in
          if let row = free[extent].popLast() { return Slot(extent: extent, row: row) }
          extents[extent].count += 1
          return Slot(extent: extent, row: extents[extent].count - 1)
        }
      }
      for channel in instruction.operands {
        readers[channel.output][channel.index] -= 1
        let slot = self[channel]
        if readers[channel.output][channel.index] == 0 { free[slot.extent].append(slot.row) }
      }
    }
  }

  /// The place of a channel.
  subscript(channel: Channel) -> Slot { slots[channel.output][channel.index] }
}

/// The memory of one worker.
final class InferenceMemory {
  private let rows: [ChannelRows]
  private let scratchTensor: Tensor

  /// Allocates the rows of a plan, and so many floats of scratch.
  init(_ plan: InferencePlan, scratchCount: Int) {
    rows = plan.extents.map { ChannelRows(count: $0.count, grid: $0.grid) }
    scratchTensor = Tensor(shape: [max(scratchCount, 1)])
  }

  /// Scratch of the kernels.
  var scratch: UnsafeMutablePointer<Float> { scratchTensor.pointer }

  /// The memory of a channel.
  func pointer(_ slot: InferencePlan.Slot) -> UnsafeMutablePointer<Float> {
    rows[slot.extent].row(slot.row)
  }
}

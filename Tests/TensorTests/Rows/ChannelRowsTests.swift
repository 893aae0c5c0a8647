import RandomStreams
import Tensor
import Testing

/// Rows and pools of rows: where they lie, and that planning them takes no memory.
@Suite struct ChannelRowsTests {
  @Test func rowsAreApartByAnOddNumberOfCacheLines() {
    for pixels in [1, 15, 16, 17, 32, 100, 1024, 2048] {
      let rows = ChannelRows(
        count: 3, grid: ImageGrid(images: 1, height: 1, width: pixels))
      let pointers = rows.pointers
      let stride = pointers[1] - pointers[0]
      #expect(pointers.allSatisfy { Int(bitPattern: $0) % 64 == 0 })
      #expect(stride % 32 == 16 && (pixels...(pixels + 31)).contains(stride))
      #expect(pointers[2] - pointers[1] == stride)
      #expect(rows.bytes == 4 * 3 * stride)
      #expect(rows.row(2) == pointers[2])
      #expect(rows.values == [Float](repeating: 0, count: 3 * pixels))
    }
  }

  /// No computer has the memory that is planned here.
  @Test func planningTakesNoMemory() {
    let grid = ImageGrid(images: 1 << 16, height: 1 << 14, width: 1 << 14)
    let rows = ChannelRows(count: 1 << 12, grid: grid)
    #expect(rows.bytes == 4 * (1 << 12) * (grid.count + 16))
    let pool = RowPool(grid: grid)
    let taken = (0..<(1 << 10)).map { _ in pool.take() }
    for row in taken { pool.giveBack(row) }
    #expect(pool.bytes == 4 * (1 << 10) * (grid.count + 16))
    let scratch = WorkerScratch()
    scratch.plan(count: grid.count)
    #expect(scratch.bytes >= 4 * Parallel.threads * grid.count)
    #expect(rows.grid == grid && rows.count == 1 << 12)
  }

  @Test func poolsHandOutWhatCameBackLast() {
    let grid = ImageGrid(images: 2, height: 3, width: 5)
    let pool = RowPool(grid: grid)
    let (a, b, c) = (pool.take(), pool.take(), pool.take())
    #expect(a != b && b != c && a != c)
    pool.giveBack(a)
    pool.giveBack(c)
    #expect(pool.take() == c)
    #expect(pool.take() == a)
    let d = pool.take()
    #expect(![a, b, c].contains(d))
    // Four were out at once, however many times they were handed out.
    #expect(pool.bytes == ChannelRows(count: 4, grid: grid).bytes)
    #expect(Set([a, b, c, d].map(\.pointer)).count == 4)
    #expect(a.pointer == a.pointer)
    #expect(RowPool(grid: grid).take() != a)
  }

  /// The pools of a random plan never have two owners of a row, and no more rows than needed.
  @Test func rowsHaveOneOwner() {
    var random = RandomValues("row pool")
    let grid = ImageGrid(images: 1, height: 1, width: 3)
    let pool = RowPool(grid: grid)
    var out: [RowPool.Row] = []
    var most = 0
    for _ in 0..<300 {
      if out.isEmpty || random.stream.oneIn(2) {
        let row = pool.take()
        #expect(!out.contains(row))
        out.append(row)
      } else {
        pool.giveBack(out.remove(at: random.stream.int(in: 0...(out.count - 1))))
      }
      most = max(most, out.count)
    }
    #expect(pool.bytes == ChannelRows(count: most, grid: grid).bytes)
  }

  /// A pool over images of one pixel lets a reader be looked at.
  @Test func readersApplyTheirMap() {
    let row = Tensor(shape: [3], values: [-2, 0.5, .nan])
    func read(_ source: ChannelSource) -> [Float] {
      let values = Tensor(shape: [3])
      PoolPass.means(source, images: 3, pixels: 1, into: values.pointer)
      return values.values
    }
    func same(_ a: [Float], _ b: [Float]) -> Bool {
      zip(a, b).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
    }
    #expect(same(read(ChannelSource(row: row.pointer)), [-2, 0.5, .nan]))
    #expect(same(read(ChannelSource(row: row.pointer, rectified: true)), [0, 0.5, .nan]))
    #expect(
      same(
        read(ChannelSource(row: row.pointer, mean: 1, scale: 2, shift: 5, rectified: false)),
        [-1, 4, .nan]))
  }
}

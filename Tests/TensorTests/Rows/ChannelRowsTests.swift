import Foundation
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

  /// From 1.5 MiB on there is a page of 2 MiB, from 3.5 MiB on there are two, and they count in
  /// full.
  @Test func largeRowsLieInLargePages() {
    let (line, page) = (64, 1 << 21)
    for (lines, bytes) in [
      (24_575, 24_575 * line), (24_577, page), (32_769, 32_769 * line), (57_345, 2 * page),
    ] {
      let rows = ChannelRows(
        count: 1, grid: ImageGrid(images: 1, height: lines, width: line / 4))
      #expect(rows.bytes == bytes)
      #expect(Int(bitPattern: rows.row(0)) % (lines < 24_576 ? line : page) == 0)
      #expect(rows.values.allSatisfy { $0 == 0 })
    }
  }

  #if os(Linux)
    /// Other tests that run meanwhile do not occupy half as much between two readings.
    @Test func largeMemoryGoesBackToTheSystem() throws {
      let floats = 1 << 26
      var tensor: Tensor? = Tensor(shape: [floats])
      tensor?.fill(1)
      let before = try residentBytes()
      tensor = nil
      let after = try residentBytes()
      #expect(before - after > 4 * floats / 2)
    }

    private func residentBytes() throws -> Int {
      let counts = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(
        separator: " ")
      return try #require(Int(counts[1])) * Int(getpagesize())
    }
  #endif

  /// No computer has the memory that is planned here.
  @Test func planningTakesNoMemory() {
    let grid = ImageGrid(images: 1 << 16, height: 1 << 14, width: 1 << 14)
    let rows = ChannelRows(count: 1 << 12, grid: grid)
    #expect(rows.bytes == 4 * (1 << 12) * (grid.count + 16))
    let pool = RowPool(grid: grid, spare: SpareMemory())
    let taken = (0..<(1 << 10)).map { _ in pool.take() }
    for row in taken { pool.giveBack(row) }
    #expect(pool.bytes == 4 * (1 << 10) * (grid.count + 16))
    let scratch = WorkerScratch()
    scratch.plan(count: grid.count)
    #expect(scratch.bytes >= 4 * Parallel.threads * grid.count)
    #expect(rows.grid == grid && rows.count == 1 << 12)
  }

  /// Rows without memory of their own lie where a pool has rows, in the order these are given.
  @Test func rowsMayLieInAPool() {
    let grid = ImageGrid(images: 1, height: 1, width: 40)
    let pool = RowPool(grid: grid, spare: SpareMemory())
    let places = (0..<3).map { _ in pool.take() }.reversed()
    let (rows, alone) = (ChannelRows(count: 3, grid: grid), ChannelRows(count: 3, grid: grid))
    rows.place(in: Array(places))
    #expect(rows.bytes == 0 && alone.bytes > 0)
    #expect(rows.places == Array(places) && alone.places == nil)
    #expect(rows.pointers == places.map(\.pointer))
    #expect((0..<3).map(rows.row) == rows.pointers)
    rows.fill((0..<120).map(Float.init))
    #expect(places.map { $0.pointer[39] } == [39, 79, 119])
  }

  @Test func poolsHandOutWhatCameBackLast() {
    let grid = ImageGrid(images: 2, height: 3, width: 5)
    let pool = RowPool(grid: grid, spare: SpareMemory())
    let (a, b, c) = (pool.take(), pool.take(), pool.take())
    #expect(a != b && b != c && a != c)
    pool.giveBack(a)
    pool.giveBack(c)
    #expect(pool.take() == c)
    #expect(pool.take() == a)
    let rows = [a, b, c] + (0..<5).map { _ in pool.take() }
    // New rows come eight at once, and no more while one of them is left.
    #expect(pool.bytes == ChannelRows(count: 8, grid: grid).bytes)
    #expect(Set(rows.map(\.pointer)).count == 8)
    #expect(!rows.contains(pool.take()))
    #expect(pool.bytes == ChannelRows(count: 16, grid: grid).bytes)
    #expect(RowPool(grid: grid, spare: SpareMemory()).take() != a)
  }

  /// Rows of two lengths, some in spare memory, never overlap while they are out.
  @Test func rowsHaveOneOwner() {
    var random = RandomValues("row pool")
    let spare = SpareMemory()
    let grids = [3, 40].map { ImageGrid(images: 1, height: 1, width: $0) }
    let pools = grids.map { RowPool(grid: $0, spare: spare) }
    var retired: [ChannelRows] = []
    var out: [(pool: Int, row: RowPool.Row)] = []
    var inSpareMemory = 0
    for step in 0..<400 {
      if step % 50 == 10 {
        let rows = ChannelRows(count: 3, grid: ImageGrid(images: 1, height: 1, width: 25))
        retired.append(rows)
        spare.add(rows)
      }
      if out.isEmpty || random.stream.oneIn(2) {
        let pool = random.stream.int(in: 0...1)
        out.append((pool, pools[pool].take()))
      } else {
        let (pool, row) = out.remove(at: random.stream.int(in: 0...(out.count - 1)))
        pools[pool].giveBack(row)
      }
      let places = out.map { pool, row in
        (start: row.pointer, end: row.pointer + grids[pool].count)
      }.sorted { $0.start < $1.start }
      #expect(zip(places, places.dropFirst()).allSatisfy { $0.end <= $1.start })
      #expect(places.allSatisfy { Int(bitPattern: $0.start) % 64 == 0 })
      inSpareMemory += places.count { place in
        retired.contains { rows in
          let first = rows.row(0)
          return first <= place.start && place.end <= first + rows.bytes / 4
        }
      }
    }
    #expect(inSpareMemory > 100)
  }

  /// A pool takes new memory only when no piece of the spare memory is long enough.
  @Test func spareMemoryIsUsedFirst() {
    let (short, long) = (
      ImageGrid(images: 1, height: 1, width: 10), ImageGrid(images: 1, height: 1, width: 100)
    )
    let spare = SpareMemory()
    spare.add(ChannelRows(count: 3, grid: short))
    spare.add(ChannelRows(count: 2, grid: long))
    let (shortPool, longPool) = (
      RowPool(grid: short, spare: spare), RowPool(grid: long, spare: spare)
    )
    // Both long rows fit the second piece only, and nothing is left of it.
    #expect(longPool.take() != longPool.take() && longPool.bytes == 0)
    _ = longPool.take()
    #expect(longPool.bytes == ChannelRows(count: 8, grid: long).bytes)
    // Three rows of a cache line in the first piece; the second one is full.
    _ = (0..<3).map { _ in shortPool.take() }
    #expect(shortPool.bytes == 0)
    _ = shortPool.take()
    #expect(shortPool.bytes == ChannelRows(count: 8, grid: short).bytes)
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
    #expect(same(read(ChannelSource(row: row.pointer, activation: .rectifier)), [0, 0.5, .nan]))
    #expect(
      same(
        read(ChannelSource(row: row.pointer, mean: 1, scale: 2, shift: 5, activation: .none)),
        [-1, 4, .nan]))
  }
}

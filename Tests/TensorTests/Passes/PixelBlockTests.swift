import Testing

@testable import Tensor

/// How pixels are split over workers and caches.
@Suite struct PixelBlockTests {
  @Test func blocksAreWholePanelsThatFitTheCache() {
    for rows in 1...3000 {
      let size = PixelBlock.size(packedRows: rows)
      #expect(size % 32 == 0 && (96...512).contains(size))
      // Unless even the smallest block is too large, its rows take no more than that, and no larger
      // block would do.
      #expect(size == 96 || 4 * rows * size <= PixelBlock.cacheBytes)
      #expect(size == 512 || 4 * rows * (size + 32) > PixelBlock.cacheBytes)
    }
  }

  @Test(arguments: [1, 31, 32, 33, 511, 1024, 1700, 5000], 1...5)
  func blocksPartitionThePixels(length: Int, threads: Int) {
    for size in [96, 512] {
      let seen = Gathered<(start: Int, count: Int, worker: Int)>()
      Parallel.withThreads(threads) {
        PixelBlock.forEach(length: length, size: size) { block, worker in
          seen.append((block.start, block.count, worker))
          #expect(block.panels == (block.count + 31) / 32)
        }
      }
      let blocks = seen.values.sorted { $0.start < $1.start }
      #expect(blocks.allSatisfy { $0.start % 32 == 0 && (1...size).contains($0.count) })
      #expect(blocks.reduce(0) { $1.start == $0 ? $0 + $1.count : -1 } == length)
      // Workers take their pixels in order, nearly as many panels each.
      #expect(blocks.map(\.worker) == blocks.map(\.worker).sorted())
      let panels = (0..<threads).map { worker in
        blocks.filter { $0.worker == worker }.reduce(0) { $0 + ($1.count + 31) / 32 }
      }
      #expect((panels.max() ?? 0) - (panels.min() ?? 0) <= 1)
    }
  }
}

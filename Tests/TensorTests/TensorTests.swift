import RandomStreams
import Tensor
import Testing

/// Storage, views, buffers, and parallel loops.
@Suite struct TensorTests {
  @Test func storageIsAlignedAndStartsAtZero() {
    let tensor = Tensor(shape: [3, 5])
    #expect(Int(bitPattern: tensor.pointer) % 64 == 0)
    #expect(tensor.values == Array(repeating: 0, count: 15))
    #expect(tensor.rows == 3 && tensor.columns == 5)
  }

  @Test func viewsShareStorageAndKeepItAlive() {
    func secondRow() -> Tensor {
      let tensor = Tensor(shape: [3, 2], values: [1, 2, 3, 4, 5, 6])
      let view = tensor.channels(1..<3).channels(0..<1)
      tensor.pointer[3] = 40
      return view
    }
    let view = secondRow()
    #expect(view.shape == [1, 2])
    #expect(view.values == [3, 40])
  }

  @Test func bufferGrowsAndIsReused() {
    let buffer = TensorBuffer()
    let large = buffer.tensor(shape: [4, 4])
    large.fill(7)
    #expect(buffer.tensor(shape: [4, 4]) === large)
    let small = buffer.tensor(shape: [3])
    #expect(small.pointer == large.pointer && small.values == [7, 7, 7])
    #expect(buffer.tensor(shape: [17]).values == Array(repeating: 0, count: 17))
  }

  @Test(arguments: [0, 1, 2, 7, 64, 100], [1, 2, 3, 64])
  func chunksPartitionTheRange(count: Int, threads: Int) {
    let seen = Gathered<(range: Range<Int>, worker: Int)>()
    Parallel.withThreads(threads) {
      Parallel.forEachChunk(count: count) { range, worker in
        seen.append((range, worker))
      }
    }
    let chunks = seen.values.sorted { $0.worker < $1.worker }
    #expect(chunks.map(\.worker) == Array(0..<min(threads, count)))
    #expect(chunks.flatMap { Array($0.range) } == Array(0..<count))
    let lengths = chunks.map(\.range.count)
    #expect((lengths.max() ?? 0) - (lengths.min() ?? 0) <= 1)
  }

  @Test func threadsAreScoped() {
    let outside = Parallel.threads
    #expect(Parallel.withThreads(outside + 1) { Parallel.threads } == outside + 1)
    #expect(Parallel.threads == outside)
    #expect((1...Parallel.maximumThreads).contains(outside))
  }
}

import Synchronization
import Testing

@testable import Tensor

/// The order of passes that share their blocks.
@Suite struct BlockPassTests {
  private struct Visit: Equatable {
    let pass: String
    let start: Int
    let count: Int
  }

  /// The visits of each worker.
  private final class Log: Sendable {
    private let visits = Mutex<[Int: [Visit]]>([:])

    func pass(_ name: String, length: Int, blockSize: Int) -> BlockPass<String> {
      BlockPass(length: length, blockSize: blockSize) { [self] block, worker in
        visits.withLock {
          $0[worker, default: []].append(
            Visit(pass: name, start: block.start, count: block.count))
        }
      } finish: {
        name + " is done"
      }
    }

    var all: [Int: [Visit]] { visits.withLock { $0 } }
  }

  /// The second pass takes each block right after the first, and no block is too large for either.
  @Test(arguments: [(128, 96), (96, 128), (96, 96)], 1...3)
  func passesTakeTurns(sizes: (first: Int, second: Int), threads: Int) {
    let log = Log()
    let results = Parallel.withThreads(threads) {
      log.pass("first", length: 1000, blockSize: sizes.first)
        .run(followedBy: log.pass("second", length: 1000, blockSize: sizes.second))
    }
    #expect(results == ("first is done", "second is done"))
    let visits = log.all
    #expect(visits.count == threads)
    for worker in visits.values {
      let (first, second) = (
        worker.enumerated().filter { $0.offset % 2 == 0 }.map(\.element),
        worker.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
      )
      #expect(first.allSatisfy { $0.pass == "first" && $0.count <= 96 })
      #expect(second == first.map { Visit(pass: "second", start: $0.start, count: $0.count) })
    }
    #expect(
      visits.values.joined().filter { $0.pass == "first" }.reduce(0) { $0 + $1.count } == 1000)
  }

  @Test func onePassIsRunToItsEnd() {
    let log = Log()
    #expect(log.pass("only", length: 70, blockSize: 64).run() == "only is done")
    #expect(log.all.values.joined().reduce(0) { $0 + $1.count } == 70)
  }
}

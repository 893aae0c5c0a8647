import Testing

@testable import Tensor

/// The order of passes that share their blocks.
@Suite struct BlockPassTests {
  private struct Visit: Equatable {
    let pass: String
    let worker: Int
    let start: Int
    let count: Int
  }

  private func pass(
    _ name: String, length: Int, blockSize: Int, log: Gathered<Visit>
  ) -> BlockPass<String> {
    BlockPass(length: length, blockSize: blockSize) { block, worker in
      log.append(Visit(pass: name, worker: worker, start: block.start, count: block.count))
    } finish: {
      name + " is done"
    }
  }

  /// The second pass takes each block right after the first, and no block is too large for either.
  @Test(arguments: [(128, 96), (96, 128), (96, 96)], 1...3)
  func passesTakeTurns(sizes: (first: Int, second: Int), threads: Int) {
    let log = Gathered<Visit>()
    let results = Parallel.withThreads(threads) {
      pass("first", length: 1000, blockSize: sizes.first, log: log)
        .run(followedBy: pass("second", length: 1000, blockSize: sizes.second, log: log))
    }
    #expect(results == ("first is done", "second is done"))
    let workers = Dictionary(grouping: log.values, by: \.worker)
    #expect(workers.keys.sorted() == Array(0..<threads))
    for (worker, visits) in workers {
      let first = visits.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
      let second = visits.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
      #expect(first.allSatisfy { $0.pass == "first" && $0.count <= 96 })
      #expect(
        second
          == first.map {
            Visit(pass: "second", worker: worker, start: $0.start, count: $0.count)
          })
    }
    #expect(log.values.filter { $0.pass == "first" }.reduce(0) { $0 + $1.count } == 1000)
  }

  @Test func onePassIsRunToItsEnd() {
    let log = Gathered<Visit>()
    #expect(pass("only", length: 70, blockSize: 64, log: log).run() == "only is done")
    #expect(log.values.reduce(0) { $0 + $1.count } == 70)
  }
}

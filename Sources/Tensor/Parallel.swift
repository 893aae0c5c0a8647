import CTensorKernels
import Dispatch
import Foundation
import Synchronization

/// Splits loops over threads by a static partition, so that results depend on the number of
/// threads but never on which of them ran first.
package enum Parallel {
  /// The most threads that are ever used.
  package static let maximumThreads = 64

  private static let configured = Atomic<Int>(
    min(ProcessInfo.processInfo.activeProcessorCount, maximumThreads))

  @TaskLocal private static var scoped: Int?

  /// The number of chunks of every parallel loop, 1 to 64; the active processors at first.
  ///
  /// Set it before the first computation: two runs agree bit for bit only at the same number.
  package static var threads: Int {
    get { scoped ?? configured.load(ordering: .relaxed) }
    set {
      precondition((1...maximumThreads).contains(newValue), "threads must be 1...64")
      configured.store(newValue, ordering: .relaxed)
    }
  }

  /// Runs `body` with another number of threads, for this caller only.
  package static func withThreads<Result>(
    _ count: Int, _ body: () throws -> Result
  ) rethrows -> Result {
    precondition((1...maximumThreads).contains(count), "threads must be 1...64")
    return try $scoped.withValue(count, operation: body)
  }

  /// Calls `body` once for each chunk of `0..<count`, in parallel, and returns when all are done.
  ///
  /// The chunks are contiguous, differ in length by at most one, and come in the order of their
  /// workers `0..<threads`; there are fewer where they would be shorter than `atLeast`. The body
  /// must write only what belongs to its chunk or worker, and must not start another parallel loop.
  package static func forEachChunk(
    count: Int, atLeast shortest: Int = 1, body: (_ range: Range<Int>, _ worker: Int) -> Void
  ) {
    let workers = min(threads, max(count / shortest, 1))
    guard workers > 1 else {
      if count > 0 { body(0..<count, 0) }
      return
    }
    // Sound because the call below returns only when every chunk is done, and by the contract each
    // chunk writes only what is its own.
    nonisolated(unsafe) let chunk = body
    @Sendable func perform(_ worker: Int) {
      chunk((worker * count / workers)..<((worker + 1) * count / workers), worker)
    }
    if asn_is_watched_by_thread_sanitizer() != 0 {
      SeparateThreads.perform(iterations: workers, perform)
    } else {
      DispatchQueue.concurrentPerform(iterations: workers, execute: perform)
    }
  }
}

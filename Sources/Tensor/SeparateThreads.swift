import Dispatch
import Foundation

/// Iterations of a loop, each in a thread of its own.
///
/// For the thread sanitizer, which compares what different threads have done: a queue on a busy
/// computer may well leave all iterations of a short loop to one of them.
final class SeparateThreads: @unchecked Sendable {
  private var body: ((Int) -> Void)?
  private let done = DispatchSemaphore(value: 0)

  private init(_ body: @escaping (Int) -> Void) {
    self.body = body
  }

  /// Calls `body` for 0..<`iterations`, and returns when all calls have.
  static func perform(iterations: Int, _ body: (Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      let threads = SeparateThreads(body)
      for index in 0..<iterations {
        Thread.detachNewThread {
          threads.call(index)
          threads.done.signal()
        }
      }
      for _ in 0..<iterations { threads.done.wait() }
      // The threads may outlive the body; they do not need it any more.
      threads.body = nil
    }
  }

  private func call(_ index: Int) {
    body?(index)
  }
}

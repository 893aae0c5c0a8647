/// Values that each worker of a parallel loop gathers for itself, zero at first.
final class WorkerValues<Value: BitwiseCopyable> {
  private let count: Int
  private let zero: Value
  private let values: UnsafeMutablePointer<Value>

  /// Makes `count` values for each worker.
  init(count: Int, zero: Value) {
    self.count = count
    self.zero = zero
    values = .allocate(capacity: Parallel.threads * count)
    values.initialize(repeating: zero, count: Parallel.threads * count)
  }

  deinit {
    values.deallocate()
  }

  /// Returns the values of a worker.
  func pointer(worker: Int) -> UnsafeMutablePointer<Value> { values + worker * count }

  /// Returns the values of all workers at an index, in the order of the workers.
  func parts(_ index: Int) -> [Value] {
    (0..<Parallel.threads).map { values[$0 * count + index] }
  }
}

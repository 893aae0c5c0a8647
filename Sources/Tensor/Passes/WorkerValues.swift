import CTensorKernels

/// Values that each worker of a parallel loop gathers for itself, zero at first.
final class WorkerValues<Value: BitwiseCopyable> {
  private let count: Int
  private let workers = Parallel.threads
  private let values: UnsafeMutablePointer<Value>

  /// Makes `count` values for each worker.
  init(count: Int, zero: Value) {
    self.count = count
    values = .allocate(capacity: workers * count)
    values.initialize(repeating: zero, count: workers * count)
  }

  deinit {
    values.deallocate()
  }

  /// Returns the values of a worker.
  func pointer(worker: Int) -> UnsafeMutablePointer<Value> { values + worker * count }

  /// Returns the values of all workers at an index, in the order of the workers.
  func parts(_ index: Int) -> some Sequence<Value> {
    (0..<workers).lazy.map { [values, count] in values[$0 * count + index] }
  }
}

extension WorkerValues<asn_gradient_sums> {
  /// The sums at each index, added in the order of the workers.
  var totals: [GradientSums] {
    (0..<count).map { parts($0).reduce(into: GradientSums()) { $0 += $1 } }
  }
}

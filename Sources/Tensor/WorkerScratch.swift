/// Scratch memory for the workers of parallel loops, reused from call to call.
package final class WorkerScratch {
  private var stride = 0
  private var storage: TensorStorage?

  /// Makes empty scratch.
  package init() {}

  /// The bytes it takes for the present number of threads once it is prepared.
  package var bytes: Int { TensorStorage.bytes(capacity: Parallel.threads * stride) }

  /// Notes that each worker will need `count` floats; nothing is allocated.
  package func plan(count: Int) {
    // Whole cache lines, an odd number, so that workers do not share any.
    stride = max(stride, 16 * ((count + 15) / 16 | 1))
  }

  /// Provides at least `count` floats to each worker; call it before the loop starts.
  package func prepare(count: Int) {
    plan(count: count)
    let needed = Parallel.threads * stride
    if let storage, storage.capacity >= needed { return }
    storage = nil
    storage = TensorStorage(capacity: needed)
  }

  /// Returns the memory of one worker, valid until the next `prepare`; its contents are arbitrary.
  package func pointer(worker: Int) -> UnsafeMutablePointer<Float> {
    guard let storage else { preconditionFailure("scratch is used before it is prepared") }
    return storage.pointer + worker * stride
  }

  /// Returns where a worker sums its part of `total`: the first one there, the others here.
  func part(worker: Int, of total: Tensor) -> UnsafeMutablePointer<Float> {
    worker == 0 ? total.pointer : pointer(worker: worker)
  }

  /// Adds the parts of the other workers to that of the first, in their order.
  func addParts(workers: Int, to total: Tensor) {
    let (sum, count) = (total.pointer, total.count)
    for worker in 1..<max(workers, 1) {
      let part = pointer(worker: worker)
      for i in 0..<count { sum[i] += part[i] }
    }
    withExtendedLifetime(total) {}
  }

  /// Returns the sums, in Double, of the first `count` floats that the first workers have, added in
  /// their order.
  func sums(workers: Int, count: Int) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { total, initialized in
      let first = pointer(worker: 0)
      for i in 0..<count { total.initializeElement(at: i, to: Double(first[i])) }
      for worker in 1..<max(workers, 1) {
        let part = pointer(worker: worker)
        for i in 0..<count { total[i] += Double(part[i]) }
      }
      initialized = count
    }
  }
}

/// Scratch memory for the workers of a parallel loop, reused from call to call.
package final class WorkerScratch {
  private let buffer = TensorBuffer()
  private var stride = 0
  private var base: Tensor?

  /// Makes empty scratch.
  package init() {}

  /// Provides at least `count` floats to each worker; call it before the loop starts.
  package func prepare(count: Int) {
    // Whole cache lines, so that workers do not share any.
    stride = (max(count, 1) + 15) / 16 * 16
    base = buffer.tensor(shape: [Parallel.threads, stride])
  }

  /// Returns the memory of one worker, valid until the next `prepare`; its contents are arbitrary.
  package func pointer(worker: Int) -> UnsafeMutablePointer<Float> {
    guard let base else { preconditionFailure("scratch is used before it is prepared") }
    return base.pointer + worker * stride
  }
}

import Tensor

/// Memory that a command asks for before it starts: libraries do not all say when there is none.
enum Memory {
  /// Throws a `Failure` unless `bytes` can be had, and what OpenBLAS takes for so many threads.
  static func require(_ bytes: Int, threads: Int) throws {
    let needed = bytes + threads * BLAS.bufferBytes
    guard AddressSpace.has(needed) else {
      throw Failure(
        .internalError,
        "There is too little memory: \(needed >> 20) MiB are needed; raise the limit of the process or use "
          + "fewer threads or smaller batches.")
    }
  }
}

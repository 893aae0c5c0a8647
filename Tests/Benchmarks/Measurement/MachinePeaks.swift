import CTensorKernels
import Tensor

/// What one core, and all cores together, can do at best in one instruction set.
struct MachinePeaks {
  /// The name of the peak that bounds some work.
  static func name(of work: KernelBenchmark.Work) -> String {
    switch work {
    case .operations: "multiply-add in registers"
    case .reading(_, let level): "read \(level.rawValue)"
    case .writing(_, let level): "write \(level.rawValue)"
    case .copying(_, let level): "copy \(level.rawValue)"
    }
  }

  /// The peaks of one core as benchmarks, under the names above.
  static func benchmarks(_ kernels: asn_kernels) -> [KernelBenchmark] {
    let arithmetic = KernelBenchmark.Work.operations(operations(kernels))
    return [KernelBenchmark(name(of: arithmetic), arithmetic) { _ = operations(kernels) }]
      + KernelBenchmark.Level.allCases.flatMap { level in
        let (x, y) = buffers(level.bytes)
        let reading = KernelBenchmark.Work.reading(Double(level.bytes), level)
        let writing = KernelBenchmark.Work.writing(Double(level.bytes), level)
        let copying = KernelBenchmark.Work.copying(2 * Double(level.bytes), level)
        return [
          KernelBenchmark(name(of: reading), reading) {
            _ = kernels.probe_read(x.pointer, x.count)
          },
          KernelBenchmark(name(of: writing), writing) {
            kernels.probe_write(3, y.count, y.pointer)
          },
          KernelBenchmark(name(of: copying), copying) {
            kernels.probe_copy(x.pointer, x.count, y.pointer)
          },
        ]
      }
  }

  /// The operations or bytes a second of all threads together, doing the same at once.
  static func together(_ kernels: asn_kernels) -> [(name: String, rate: Double)] {
    let arithmetic = rate { operations(kernels) }
    return [("multiply-add in registers", arithmetic)]
      + KernelBenchmark.Level.allCases.flatMap { level in
        let bytes = level.bytes
        let pairs = (0..<Parallel.threads).map { _ in buffers(bytes) }
        let repeats = max(1, (32 << 20) / bytes)
        let reading = rate { worker in
          let x = pairs[worker].x
          for _ in 0..<repeats { _ = kernels.probe_read(x.pointer, x.count) }
          return Double(repeats * bytes)
        }
        let writing = rate { worker in
          let y = pairs[worker].y
          for _ in 0..<repeats { kernels.probe_write(3, y.count, y.pointer) }
          return Double(repeats * bytes)
        }
        let copying = rate { worker in
          let (x, y) = pairs[worker]
          for _ in 0..<repeats { kernels.probe_copy(x.pointer, x.count, y.pointer) }
          return Double(2 * repeats * bytes)
        }
        return [
          ("read \(level.rawValue)", reading), ("write \(level.rawValue)", writing),
          ("copy \(level.rawValue)", copying),
        ]
      }
  }

  private static func rate(_ work: () -> Double) -> Double { rate { _ in work() } }

  /// The amount of work a second, all threads working, where they were disturbed least.
  private static func rate(_ work: (_ worker: Int) -> Double) -> Double {
    var best = 0.0
    var amounts = [Double](repeating: 0, count: Parallel.threads)
    let end = Clock.wall + 0.3
    while Clock.wall < end {
      let start = Clock.wall
      amounts.withUnsafeMutableBufferPointer { amounts in
        nonisolated(unsafe) let amounts = amounts
        Parallel.forEachChunk(count: Parallel.threads) { _, worker in
          amounts[worker] = work(worker)
        }
      }
      best = max(best, amounts.reduce(0, +) / (Clock.wall - start))
    }
    return best
  }

  /// Multiply-adds that take about a millisecond.
  private static func operations(_ kernels: asn_kernels) -> Double {
    // Sums that stay small and are no subnormal numbers.
    var result: Float = 0.5
    return Double(kernels.probe_arithmetic(300_000, &result))
  }

  private static func buffers(_ bytes: Int) -> (x: Tensor, y: Tensor) {
    let (x, y) = (Tensor(shape: [bytes / 4]), Tensor(shape: [bytes / 4]))
    x.fill(1)
    y.fill(2)
    return (x, y)
  }
}

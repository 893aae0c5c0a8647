/// A kernel that is timed on one thread and held against what the machine can do at best.
struct KernelBenchmark {
  /// What a call does, and the peak that bounds it.
  enum Work {
    /// Floating-point operations, a multiply-add counting as two.
    case operations(Double)
    /// Bytes of rows read, held against reading from that level of memory.
    case reading(Double, Level)
    /// Bytes of rows written, held against writing to that level of memory.
    case writing(Double, Level)
    /// Bytes of rows read and written, held against copying in that level of memory.
    case copying(Double, Level)

    var amount: Double {
      switch self {
      case .operations(let count): count
      case .reading(let bytes, _), .writing(let bytes, _), .copying(let bytes, _): bytes
      }
    }
  }

  /// Where the rows are.
  enum Level: String, CaseIterable {
    case first = "L1"
    case second = "L2"
    case memory = "DRAM"

    /// The bytes of a buffer that is there and, of the caches, leaves room for another.
    var bytes: Int {
      switch self {
      case .first: 16 << 10
      case .second: 256 << 10
      case .memory: 128 << 20
      }
    }
  }

  /// The name, such as `multiply/58x58`.
  let name: String
  /// What a call does.
  let work: Work
  /// Does it once.
  let operation: () -> Void
  /// Does the same by OpenBLAS, for a product.
  var peer: (() -> Void)?

  init(
    _ name: String, _ work: Work, peer: (() -> Void)? = nil, _ operation: @escaping () -> Void
  ) {
    self.name = name
    self.work = work
    self.operation = operation
    self.peer = peer
  }
}

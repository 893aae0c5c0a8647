/// Memory in which several matrices take turns.
///
/// Nothing is allocated before the first of them is used; then no larger one may be planned.
final class SharedMemory {
  private var count = 0
  private lazy var storage = TensorStorage(capacity: count)

  /// Makes memory that nothing uses yet.
  init() {}

  /// The bytes it takes once it is used.
  var bytes: Int { TensorStorage.bytes(capacity: count) }

  func plan(count: Int) {
    self.count = max(self.count, count)
  }

  var memory: UnsafeMutablePointer<Float> {
    precondition(storage.capacity >= count, "larger rows were planned after the first use")
    return storage.pointer
  }
}

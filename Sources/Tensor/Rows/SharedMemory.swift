/// Memory in which several rows, or matrices, take turns.
///
/// Nothing is allocated before the first of them is used; then no larger ones may be planned.
package final class SharedMemory {
  private var count = 0
  private lazy var storage = TensorStorage(capacity: count)

  /// Makes memory that nothing uses yet.
  package init() {}

  /// The bytes it takes once it is used.
  package var bytes: Int { TensorStorage.bytes(capacity: count) }

  func plan(count: Int) {
    self.count = max(self.count, count)
  }

  var memory: UnsafeMutablePointer<Float> {
    precondition(storage.capacity >= count, "larger rows were planned after the first use")
    return storage.pointer
  }
}

/// The memory of a tensor and of the views over it: zeroed floats aligned to 64 bytes.
final class TensorStorage {
  let capacity: Int
  let pointer: UnsafeMutablePointer<Float>
  private let pages: LargePages?

  init(capacity: Int) {
    self.capacity = capacity
    let size = capacity * MemoryLayout<Float>.stride
    pages = LargePages(bytes: size)
    if let pages {
      pointer = pages.memory.bindMemory(to: Float.self, capacity: capacity)
    } else {
      pointer = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
        .initializeMemory(as: Float.self, repeating: 0, count: capacity)
    }
  }

  deinit {
    if let pages {
      pages.free()
    } else {
      UnsafeMutableRawPointer(pointer).deallocate()
    }
  }

  /// The bytes that so many floats occupy.
  static func bytes(capacity: Int) -> Int {
    LargePages.occupied(bytes: capacity * MemoryLayout<Float>.stride)
  }
}

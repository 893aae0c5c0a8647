/// The memory of a tensor and of the views over it: zeroed floats aligned to 64 bytes.
final class TensorStorage {
  let capacity: Int
  let pointer: UnsafeMutablePointer<Float>

  init(capacity: Int) {
    self.capacity = capacity
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: capacity * MemoryLayout<Float>.stride, alignment: 64)
    pointer = bytes.initializeMemory(as: Float.self, repeating: 0, count: capacity)
  }

  deinit {
    UnsafeMutableRawPointer(pointer).deallocate()
  }
}

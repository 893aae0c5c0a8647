/// Memory that is handed out again and again as tensors, and reallocated only to grow.
///
/// A layer keeps one for each tensor it produces, so that a training step allocates nothing once
/// the largest batch has been seen.
package final class TensorBuffer {
  private var storage: TensorStorage?
  private var current: Tensor?

  /// Makes an empty buffer.
  package init() {}

  /// Returns a tensor of the given shape over this memory; the previous one's contents are lost.
  ///
  /// The elements are whatever was there before. The same shape again returns the same tensor.
  package func tensor(shape: [Int]) -> Tensor {
    if let current, current.shape == shape { return current }
    let count = shape.reduce(1, *)
    let memory: TensorStorage
    if let storage, storage.capacity >= count {
      memory = storage
    } else {
      current = nil
      storage = nil
      memory = TensorStorage(capacity: count)
      storage = memory
    }
    let tensor = Tensor(shape: shape, storage: memory, offset: 0)
    current = tensor
    return tensor
  }
}

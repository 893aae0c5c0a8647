/// A dense float32 array with a fixed shape, stored row-major and aligned to 64 bytes.
///
/// Activations are laid out CNHW: shape `[C, N, H, W]`, which is also the matrix `[C, N*H*W]`, so a
/// range of channels is contiguous. Convolution weights are `[out, in / groups, kh, kw]`, matrices
/// `[rows, columns]`, per-channel values `[C]`.
///
/// A tensor is a reference: copies of the variable name the same storage. Nothing here locks; a
/// caller that shares a tensor between threads lets them write disjoint ranges only.
package final class Tensor {
  /// The extents, outermost first; every one is positive.
  package let shape: [Int]

  /// The number of elements, the product of `shape`.
  package let count: Int

  /// The first element.
  ///
  /// Valid while this tensor (or, for a view, any tensor over the same storage) is alive; wrap code
  /// whose last use of the tensor precedes its last use of the pointer in `withExtendedLifetime`.
  package let pointer: UnsafeMutablePointer<Float>

  private let storage: TensorStorage

  /// Makes a tensor of zeros.
  package convenience init(shape: [Int]) {
    self.init(shape: shape, storage: TensorStorage(capacity: Tensor.count(of: shape)), offset: 0)
  }

  /// Makes a tensor of the given elements, in row-major order.
  package convenience init(shape: [Int], values: [Float]) {
    self.init(shape: shape)
    precondition(values.count == count, "the shape \(shape) does not hold \(values.count) values")
    values.withUnsafeBufferPointer { source in
      if let base = source.baseAddress {
        pointer.update(from: base, count: count)
      }
    }
  }

  /// Makes a tensor over storage that exists, starting `offset` elements into it.
  init(shape: [Int], storage: TensorStorage, offset: Int) {
    self.shape = shape
    self.count = Tensor.count(of: shape)
    precondition(offset + count <= storage.capacity, "the view \(shape) exceeds its storage")
    self.storage = storage
    self.pointer = storage.pointer + offset
  }

  /// The elements in row-major order, copied.
  package var values: [Float] {
    withExtendedLifetime(self) {
      Array(UnsafeBufferPointer(start: pointer, count: count))
    }
  }

  /// The extent of the first axis: channels of an activation, rows of a matrix.
  package var rows: Int { shape[0] }

  /// The elements of one row: `N*H*W` of an activation, columns of a matrix.
  package var columns: Int { count / shape[0] }

  /// Sets every element to `value`.
  package func fill(_ value: Float) {
    withExtendedLifetime(self) {
      pointer.update(repeating: value, count: count)
    }
  }

  /// Copies the elements of a tensor with as many of them; the shapes may differ.
  package func copy(from other: Tensor) {
    precondition(other.count == count, "cannot copy \(other.shape) into \(shape)")
    withExtendedLifetime((self, other)) {
      pointer.update(from: other.pointer, count: count)
    }
  }

  /// Returns a view over a range of the first axis; it shares and keeps alive this storage.
  package func channels(_ range: Range<Int>) -> Tensor {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= rows && !range.isEmpty,
      "the channels \(range) are not in \(shape)")
    var shape = self.shape
    shape[0] = range.count
    let start = (pointer - storage.pointer) + range.lowerBound * columns
    return Tensor(shape: shape, storage: storage, offset: start)
  }

  private static func count(of shape: [Int]) -> Int {
    precondition(!shape.isEmpty && shape.allSatisfy { $0 > 0 }, "\(shape) is not a tensor's shape")
    return shape.reduce(1, *)
  }
}

import Foundation

/// Takes a checkpoint's bytes apart from front to back, never reading past their end.
struct CheckpointReader {
  private let data: Data
  private var position: Data.Index

  init(_ data: Data) {
    self.data = data
    position = data.startIndex
  }

  /// The number of bytes that are left.
  var remaining: Int { data.endIndex - position }

  mutating func bytes(_ count: Int) throws(CheckpointError) -> Data {
    guard count <= remaining else { throw .truncated }
    defer { position += count }
    return data[position..<(position + count)]
  }

  mutating func integer<Value: FixedWidthInteger>(
    _: Value.Type
  ) throws(CheckpointError) -> Value {
    let field = try bytes(Value.bitWidth / 8)
    return field.reversed().reduce(0) { $0 << 8 | Value(truncatingIfNeeded: $1) }
  }

  /// Reads a number of things that take at least a byte each.
  mutating func length<Value: FixedWidthInteger>(_: Value.Type) throws(CheckpointError) -> Int {
    guard let length = Int(exactly: try integer(Value.self)), length <= remaining else {
      throw .truncated
    }
    return length
  }

  mutating func tensor() throws(CheckpointError) -> Checkpoint.NamedTensor {
    let name = String(decoding: try bytes(length(UInt32.self)), as: UTF8.self)
    var shape: [Int] = []
    var count = 1
    for _ in 0..<(try length(UInt32.self)) {
      let extent = try length(UInt64.self)
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw .truncated }
      shape.append(extent)
      count = product
    }
    let (size, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Float>.size)
    guard !overflow else { throw .truncated }
    let values = try bytes(size).withUnsafeBytes { raw in
      (0..<count).map { index in
        Float(
          bitPattern: UInt32(
            littleEndian: raw.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)))
      }
    }
    return Checkpoint.NamedTensor(name: name, shape: shape, values: values)
  }
}

/// Numbers as the bytes of files, the least significant first.
package enum LittleEndian {
  /// The bytes of 32-bit floats one after another.
  package static func bytes(of values: [Float]) -> [UInt8] {
    bytes(values.map(\.bitPattern.littleEndian))
  }

  /// The bytes of 64-bit integers one after another.
  package static func bytes(of values: [Int64]) -> [UInt8] { bytes(values.map(\.littleEndian)) }

  /// The 32-bit floats that lie one after another in `bytes`.
  package static func floats(in bytes: ArraySlice<UInt8>) -> [Float] {
    integers(UInt32.self, in: bytes).map(Float.init(bitPattern:))
  }

  /// The 64-bit integers that lie one after another in `bytes`.
  package static func integers(in bytes: ArraySlice<UInt8>) -> [Int64] {
    integers(Int64.self, in: bytes)
  }

  private static func integers<Value: FixedWidthInteger>(
    _: Value.Type, in bytes: ArraySlice<UInt8>
  ) -> [Value] {
    bytes.withUnsafeBytes { raw in
      stride(from: 0, to: raw.count, by: Value.bitWidth / 8).map { offset in
        Value(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: Value.self))
      }
    }
  }

  private static func bytes(_ littleEndian: [some FixedWidthInteger]) -> [UInt8] {
    littleEndian.withUnsafeBytes(Array.init)
  }
}

/// The 64-bit FNV-1a hash: tells apart what differs by accident, and resists nobody's intent.
///
/// Source: Fowler, Noll, Vo, Eastlake, RFC 9923.
package struct FNV1a: Sendable {
  /// The hash of the bytes added so far.
  package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// The hash of no bytes.
  package init() {}

  /// Adds bytes; in several calls they give what they give in one.
  package mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var hash = value
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    value = hash
  }

  /// Adds bytes.
  package mutating func add(_ bytes: [UInt8]) { bytes.withUnsafeBytes { add($0) } }

  /// Adds the UTF-8 bytes of a text.
  package mutating func add(_ text: String) { add(Array(text.utf8)) }
}

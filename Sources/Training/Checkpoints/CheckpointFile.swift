import Foundation

/// The file format of checkpoints.
///
/// All numbers are little-endian:
///
///     8 bytes   "ASHUFNET"
///     uint32    version, 3
///     uint64    length of the header, then the header: JSON, UTF-8
///     uint32    number of tensors, then each tensor:
///       uint32    length of the name, then the name, UTF-8
///       uint32    number of extents, then each extent as uint64
///       float32   the elements, row-major
///     uint64    FNV-1a hash of all bytes before it
package enum CheckpointFile {
  static let magic = Array("ASHUFNET".utf8)
  static let version: UInt32 = 3
  /// Bytes of the hash at the end.
  private static let hashSize = 8

  /// Writes a checkpoint to a temporary file and renames it, so that `path` never holds half of one.
  package static func write(_ checkpoint: Checkpoint, to path: String) throws(CheckpointError) {
    do {
      try encode(checkpoint).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw .inaccessible(path: path, reason: error.localizedDescription)
    }
  }

  /// Reads a checkpoint; throws for a file that is missing, damaged or something else.
  package static func read(from path: String) throws(CheckpointError) -> Checkpoint {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw .inaccessible(path: path, reason: error.localizedDescription)
    }
    return try decode(data)
  }

  static func encode(_ checkpoint: Checkpoint) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let header = try encoder.encode(checkpoint.header)
    var bytes = Data(magic)
    bytes.append(integer: version)
    bytes.append(integer: UInt64(header.count))
    bytes.append(header)
    bytes.append(integer: UInt32(checkpoint.tensors.count))
    for tensor in checkpoint.tensors {
      let name = Data(tensor.name.utf8)
      bytes.append(integer: UInt32(name.count))
      bytes.append(name)
      bytes.append(integer: UInt32(tensor.shape.count))
      for extent in tensor.shape { bytes.append(integer: UInt64(extent)) }
      tensor.values.map(\.bitPattern.littleEndian).withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
    bytes.append(integer: hash(bytes))
    return bytes
  }

  static func decode(_ data: Data) throws(CheckpointError) -> Checkpoint {
    var reader = CheckpointReader(data)
    guard try reader.bytes(magic.count).elementsEqual(magic) else { throw .notACheckpoint }
    let found = try reader.integer(UInt32.self)
    guard found == version else { throw .unsupportedVersion(found) }
    let header = try reader.bytes(reader.length(UInt64.self))
    let count = try reader.length(UInt32.self)
    var tensors: [Checkpoint.NamedTensor] = []
    for _ in 0..<count { tensors.append(try reader.tensor()) }
    let body = data.prefix(data.count - reader.remaining)
    let expected = try reader.integer(UInt64.self)
    guard reader.remaining == 0 else { throw .corrupt("there are bytes after its end") }
    guard hash(body) == expected else { throw .corrupt("its checksum is wrong") }
    do {
      return Checkpoint(
        header: try JSONDecoder().decode(Checkpoint.Header.self, from: header), tensors: tensors)
    } catch {
      throw .corrupt("its header cannot be read: \(error)")
    }
  }

  /// The 64-bit FNV-1a hash.
  static func hash(_ data: Data) -> UInt64 {
    data.withUnsafeBytes { bytes in
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
      return hash
    }
  }
}

extension Data {
  fileprivate mutating func append(integer: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: integer.littleEndian) { append(contentsOf: $0) }
  }
}

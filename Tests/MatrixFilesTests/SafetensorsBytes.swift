/// Builds safetensors files byte by byte, independently of the reader under test.
struct SafetensorsBytes {
  /// The text of the header.
  var header: String
  /// The bytes after it.
  var data: [UInt8] = []

  /// A file with these tensors one after the other.
  init(_ tensors: [(name: String, type: String, shape: [Int], data: [UInt8])]) {
    var entries: [String] = []
    for tensor in tensors {
      let end = data.count + tensor.data.count
      entries.append(
        "\"\(tensor.name)\":{\"dtype\":\"\(tensor.type)\",\"shape\":\(tensor.shape),"
          + "\"data_offsets\":[\(data.count),\(end)]}")
      data += tensor.data
    }
    header = "{" + entries.joined(separator: ",") + "}"
  }

  /// A file with this header.
  init(header: String, data: [UInt8] = []) {
    self.header = header
    self.data = data
  }

  /// The content of the file.
  var file: [UInt8] { Self.file(header: Array(header.utf8), data) }

  /// The content of a file whose header may be any bytes, with its length or another one.
  static func file(header: [UInt8], length: UInt64? = nil, _ data: [UInt8] = []) -> [UInt8] {
    let length = length ?? UInt64(header.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + header + data
  }

  /// The little-endian bytes of floats.
  static func bytes(_ values: [Float]) -> [UInt8] {
    values.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
    }
  }
}

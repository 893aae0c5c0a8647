/// Makes safetensors files.
///
/// The header is padded with blanks to a multiple of 8 bytes, as the reference implementation does,
/// so that entries are aligned in a file that is mapped into memory as long as the wider types come
/// first. Equal arguments give equal bytes.
package enum SafetensorsWriter {
  /// A tensor that is written.
  package struct Tensor {
    /// The name, any text.
    package let name: String
    /// The type of the entries.
    package let type: TensorType
    /// The extents.
    package let shape: [Int]
    /// The entries, little-endian and row-major.
    package let bytes: [UInt8]

    /// Describes a tensor; `bytes` are its entries, little-endian and row-major.
    package init(name: String, type: TensorType, shape: [Int], bytes: [UInt8]) {
      let bits = shape.reduce(type.bitCount, *)
      precondition(bits == 8 * bytes.count, "\(name) has another number of bytes than its shape")
      self.name = name
      self.type = type
      self.shape = shape
      self.bytes = bytes
    }
  }

  /// The content of a file with these tensors one after the other; names must differ.
  package static func file(_ tensors: [Tensor], metadata: [String: String]) -> [UInt8] {
    precondition(
      Set(tensors.map(\.name)).count == tensors.count, "two tensors have the same name")
    var members: [String] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0)):\(quoted($1))" }
      members.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
    }
    var end = 0
    for tensor in tensors {
      let begin = end
      end += tensor.bytes.count
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(quoted(tensor.name)):{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(begin),\(end)]}")
    }
    var header = Array("{\(members.joined(separator: ","))}".utf8)
    header += [UInt8](repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    var file = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    file.reserveCapacity(file.count + header.count + end)
    file += header
    for tensor in tensors { file += tensor.bytes }
    return file
  }

  /// A text of JSON.
  private static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case "\0"..<" ":
        "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: String(scalar)
      }
    }
    return "\"\(scalars.joined())\""
  }
}

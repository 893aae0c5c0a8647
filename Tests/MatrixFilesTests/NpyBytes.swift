/// Builds npy files byte by byte, independently of the writer under test.
struct NpyBytes {
  var version: [UInt8] = [1, 0]
  var type = "<f4"
  var order = "False"
  var shape = "(2, 3)"
  var payload: [UInt8] = []

  /// The header of `numpy.save`.
  var header: String {
    "{'descr': '\(type)', 'fortran_order': \(order), 'shape': \(shape), }"
  }

  var file: [UInt8] { Self.file(version: version, header: header + "\n", payload) }

  static func file(version: [UInt8] = [1, 0], header: String, _ payload: [UInt8] = []) -> [UInt8] {
    let length = UInt32(header.utf8.count)
    let size = version[0] == 1 ? 2 : 4
    let lengthBytes = (0..<size).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    return [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] + version + lengthBytes + Array(header.utf8)
      + payload
  }

  /// The bytes of `values` as type `type`.
  static func bytes(of values: [Double], type: String) -> [UInt8] {
    values.flatMap { value -> [UInt8] in
      let (pattern, size) =
        switch type.last {
        case "2": (UInt64(Float16(value).bitPattern), 2)
        case "4": (UInt64(Float(value).bitPattern), 4)
        default: (value.bitPattern, 8)
        }
      let little = (0..<size).map { UInt8(truncatingIfNeeded: pattern >> (8 * $0)) }
      return type.hasPrefix(">") ? little.reversed() : little
    }
  }
}

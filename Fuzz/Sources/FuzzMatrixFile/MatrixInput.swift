import MatrixFiles

/// The matrix file that an input of the fuzzer stands for.
///
/// The first byte, modulo 7, chooses: 0 a text file, 1 an npy file and 5 a safetensors file, with
/// the rest as their content; 2, 3, 4 an npy file of version 1, 2, 3 and 6 a safetensors file whose
/// header is the rest up to the first line end, with the right length in front of it. Mutations
/// seldom change a header and its length together, so without those the parsers of the headers
/// would hardly be reached.
struct MatrixInput {
  /// The content of the file.
  let bytes: [UInt8]
  /// Its format.
  let format: MatrixFormat

  /// Nil for the empty input.
  init?(_ input: UnsafeBufferPointer<UInt8>) {
    guard let choice = input.first else { return nil }
    let rest = Array(input.dropFirst())
    switch choice % 7 {
    case 0:
      (bytes, format) = (rest, .text)
    case 1:
      (bytes, format) = (rest, .npy)
    case 5:
      (bytes, format) = (rest, .safetensors)
    case 6:
      (bytes, format) = (Self.framed(rest, lengthBytes: 8), .safetensors)
    case let other:
      let version = other - 1
      let start = [0x93] + Array("NUMPY".utf8) + [version, 0]
      bytes = start + Self.framed(rest, lengthBytes: version == 1 ? 2 : 4)
      format = .npy
    }
  }

  /// The header up to the first line end, which it gets if there is none, after its length, and
  /// the bytes that follow it.
  private static func framed(_ bytes: [UInt8], lengthBytes: Int) -> [UInt8] {
    let header = bytes.prefix { $0 != UInt8(ascii: "\n") } + [UInt8(ascii: "\n")]
    let length = (0..<lengthBytes).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    return length + header + bytes.dropFirst(header.count)
  }
}

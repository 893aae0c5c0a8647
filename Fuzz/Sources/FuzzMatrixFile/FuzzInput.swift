import MatrixFiles

/// The matrix file that an input of the fuzzer stands for.
///
/// The first byte, modulo 5, chooses: 0 a text file and 1 an npy file, both with the rest as their
/// content; 2, 3, 4 an npy file of version 1, 2, 3 whose header is the rest up to the first line
/// end, with the right length in front of it. Mutations seldom change a header and its length
/// together, so without those the parser of the header would hardly be reached.
struct FuzzInput {
  /// The content of the file.
  let bytes: [UInt8]
  /// Its format.
  let format: MatrixFormat

  /// Nil for the empty input.
  init?(_ input: UnsafeBufferPointer<UInt8>) {
    guard let choice = input.first else { return nil }
    let rest = Array(input.dropFirst())
    switch choice % 5 {
    case 0:
      (bytes, format) = (rest, .text)
    case 1:
      (bytes, format) = (rest, .npy)
    case let other:
      let version = other - 1
      let header = rest.prefix { $0 != UInt8(ascii: "\n") } + [UInt8(ascii: "\n")]
      let lengthBytes = version == 1 ? 2 : 4
      let length = (0..<lengthBytes).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
      bytes =
        [0x93] + Array("NUMPY".utf8) + [version, 0] + length + header
        + rest.dropFirst(header.count)
      format = .npy
    }
  }
}

/// Why a file is not a safetensors file.
///
/// Texts taken from the file are clipped, so that a message stays a line long whatever it holds.
package enum SafetensorsError: Error, Equatable, Sendable {
  /// The file itself cannot be had.
  case source(ByteSourceError)
  /// The file ends within the length of its header or the header.
  case truncatedHeader(expectedBytes: Int, foundBytes: Int)
  /// The header has more bytes than are read.
  case oversizedHeader(bytes: UInt64)
  /// The header is not the object it must be; `offset` counts bytes from 0 within it.
  case malformedHeader(offset: Int, reason: String)
  /// The data of the tensor `name` are not where they must be.
  case misplacedTensor(name: String, reason: String)
  /// The last bytes of the file belong to no tensor.
  case unusedData(bytes: Int)
}

extension SafetensorsError {
  /// A sentence for a user without its capital and its full stop.
  package var clause: String {
    switch self {
    case .source(let error):
      error.clause
    case .truncatedHeader(let expected, let found):
      "the safetensors header needs a file of \(expected) bytes, this one ends after \(found)"
    case .oversizedHeader(let bytes):
      "the safetensors header has \(bytes) bytes by the first 8 bytes of the file; at most "
        + "\(SafetensorsFile.headerLimit) are read"
    case .malformedHeader(let offset, let reason):
      "the safetensors header is malformed at byte \(offset): \(reason)"
    case .misplacedTensor(let name, let reason):
      "tensor \"\(DisplayText.clipped(name, to: 80))\": \(reason)"
    case .unusedData(let bytes):
      "the last \(bytes) bytes of the file belong to no tensor"
    }
  }
}

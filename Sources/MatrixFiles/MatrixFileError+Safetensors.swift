import Files

extension MatrixFileError {
  /// The same error about a file of matrices.
  init(_ error: SafetensorsError) {
    self =
      switch error {
      case .source(let error): Self(error)
      case .truncatedHeader(let expected, let found):
        .truncatedSafetensorsHeader(expectedBytes: expected, foundBytes: found)
      case .oversizedHeader(let bytes): .oversizedSafetensorsHeader(bytes: bytes)
      case .malformedHeader(let offset, let reason):
        .malformedSafetensorsHeader(offset: offset, reason: reason)
      case .misplacedTensor(let name, let reason):
        .inTensor(name: name, .misplacedTensor(reason: reason))
      case .unusedData(let bytes): .unusedTensorData(bytes: bytes)
      }
  }

  /// Runs `body` and throws its error as one of this type.
  static func translating<Result>(
    _ body: () throws(SafetensorsError) -> Result
  ) throws(MatrixFileError) -> Result {
    do {
      return try body()
    } catch {
      throw Self(error)
    }
  }
}

import Files

extension MatrixFileError {
  /// The same error about a file of a matrix.
  init(_ error: ByteSourceError) {
    self =
      switch error {
      case .missingFile(let path): .missingFile(path: path)
      case .unreadable(let path, let reason): .unreadable(path: path, reason: reason)
      case .tooLarge(let path, let bytes, _): .fileTooLarge(path: path, bytes: bytes)
      }
  }

  /// Runs `body` and throws its error as one of this type.
  static func translating<Result>(
    _ body: () throws(ByteSourceError) -> Result
  ) throws(MatrixFileError) -> Result {
    do {
      return try body()
    } catch {
      throw Self(error)
    }
  }
}

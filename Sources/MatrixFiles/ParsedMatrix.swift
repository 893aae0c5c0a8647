import Exact

/// A matrix read from the bytes of a file, for clients that handle it as a whole.
///
/// Two are equal when they have the same shape and exactly the same entries.
public struct ParsedMatrix: Equatable, Sendable {
  /// The exact entries.
  package let matrix: RationalMatrix

  /// Reads a file with the content `bytes`.
  ///
  /// - Throws: the first thing that is wrong with the content.
  public init(_ bytes: [UInt8], as format: MatrixFormat) throws(MatrixFileError) {
    matrix = try MatrixFile.parse(bytes, as: format)
  }

  /// The content of a text file with the same entries, as fractions in lowest terms.
  public var text: [UInt8] {
    MatrixWriter.text(matrix)
  }

  /// The content of an npy file with the same entries, or nil when one is not a 32-bit float.
  public var npy: [UInt8]? {
    MatrixWriter.npy(matrix)
  }
}

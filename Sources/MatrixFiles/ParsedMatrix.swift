import Exact

/// A matrix read from the bytes of a file, for clients that handle it as a whole.
///
/// Two are equal when they have the same shape and exactly the same entries.
package struct ParsedMatrix: Equatable, Sendable {
  /// The exact entries.
  package let matrix: RationalMatrix

  /// Reads a file with the content `bytes`; of a file of tensors, its only square one.
  ///
  /// - Throws: the first thing that is wrong with the content.
  package init(_ bytes: [UInt8], as format: MatrixFormat) throws(MatrixFileError) {
    matrix = try MatrixFile.parse(bytes, as: format)
  }

  /// Reads every square matrix of a file with the content `bytes`: all of a file of tensors in the
  /// order of their names, and the one matrix, square or not, of the other formats.
  ///
  /// - Throws: the first thing that is wrong with the content.
  package static func all(
    in bytes: [UInt8], as format: MatrixFormat
  ) throws(MatrixFileError) -> [ParsedMatrix] {
    guard format == .safetensors else { return [try ParsedMatrix(bytes, as: format)] }
    let file = try TensorFile(bytes)
    var result: [ParsedMatrix] = []
    for place in file.squareNames.indices {
      result.append(ParsedMatrix(matrix: try file.squareMatrix(place)))
    }
    return result
  }

  private init(matrix: RationalMatrix) {
    self.matrix = matrix
  }

  /// The content of a text file with the same entries, as fractions in lowest terms.
  package var text: [UInt8] {
    MatrixWriter.text(matrix)
  }

  /// The content of an npy file with the same entries, or nil when one is not a 32-bit float.
  package var npy: [UInt8]? {
    MatrixWriter.npy(matrix)
  }
}

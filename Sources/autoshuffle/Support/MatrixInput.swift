import Exact
import MatrixFiles

/// Reads the square matrix that a command is about.
enum MatrixInput {
  /// The matrix in the file at `path`, square and not empty.
  ///
  /// Throws a `Failure` with code 66 for a missing file and 65 for bad contents.
  static func read(_ path: String) throws -> RationalMatrix {
    do {
      let matrix = try MatrixFile.read(path: path)
      try MatrixFile.requireSquare(matrix)
      return matrix
    } catch {
      if case .missingFile = error { throw Failure(.missingFile, error.explanation) }
      throw Failure(.badData, "\(path): \(error.explanation)")
    }
  }
}

import ArgumentParser
import Exact
import MatrixFiles

/// The square matrix that a command is about, as its arguments name it.
struct MatrixInput: ParsableArguments {
  @Argument(help: "The file of a square matrix: .csv, .txt, .npy or .safetensors.")
  var matrix: String

  @Option(
    help: ArgumentHelp(
      "The tensor of a .safetensors file; not needed when only one is square.",
      valueName: "name"))
  var tensor: String?

  func validate() throws {
    if tensor != nil, !isTensorFile {
      throw ValidationError("--tensor is for .safetensors files; \(matrix) has no tensors")
    }
  }

  /// Whether the file holds named tensors.
  var isTensorFile: Bool { MatrixFormat(path: matrix) == .safetensors }

  /// The one matrix, square and not empty.
  ///
  /// Throws a `Failure` with code 66 for a missing file, 64 when `--tensor` does not choose a
  /// matrix, and 65 for bad contents.
  func read() throws -> RationalMatrix {
    try failing { () throws(MatrixFileError) in
      try MatrixFile.read(path: matrix, tensor: tensor, areSquare: true)
    }
  }

  /// Calls `body` with the name and the matrix of every square tensor, in the order of the names.
  ///
  /// All are checked before the first call, so nothing is half done when one cannot be used.
  func forEachSquareTensor(_ body: (String, RationalMatrix) throws -> Void) throws {
    let file = try failing { () throws(MatrixFileError) in
      let file = try TensorFile(path: matrix)
      try file.requireSquareMatrices()
      return file
    }
    for (place, name) in file.squareNames.enumerated() {
      try body(
        name, failing { () throws(MatrixFileError) in try file.squareMatrix(place) })
    }
  }

  /// Turns an error about the file into a sentence and an exit code.
  private func failing<Result>(
    _ body: () throws(MatrixFileError) -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch {
      let code: Failure.Code =
        switch error {
        case .missingFile: .missingFile
        case .unknownTensor, .severalSquareTensors: .usage
        default: .badData
        }
      throw Failure(code, error.explanation(inFile: matrix))
    }
  }
}

import Exact
import Files

/// The matrices in a safetensors file.
package struct TensorFile {
  private let file: SafetensorsFile
  /// The two-dimensional square ones with entries, in the order of the UTF-8 bytes of their names.
  private let squares: [SafetensorsHeader.Tensor]

  private var tensors: [SafetensorsHeader.Tensor] { file.tensors }

  /// Opens the file at `path`.
  ///
  /// - Throws: what is wrong with the file or its header; a tensor is looked at when it is read.
  package init(path: String) throws(MatrixFileError) {
    self.init(
      try MatrixFileError.translating { () throws(SafetensorsError) in
        try SafetensorsFile(path: path)
      })
  }

  /// Reads a file with the content `bytes`.
  ///
  /// - Throws: what is wrong with the header.
  package init(_ bytes: [UInt8]) throws(MatrixFileError) {
    self.init(
      try MatrixFileError.translating { () throws(SafetensorsError) in try SafetensorsFile(bytes) })
  }

  private init(_ file: SafetensorsFile) {
    self.file = file
    squares = file.tensors.filter {
      $0.shape.count == 2 && $0.shape[0] == $0.shape[1] && $0.shape[0] > 0
    }
  }

  /// The names of the two-dimensional square tensors with entries of any type, in the order of
  /// their UTF-8 bytes.
  package var squareNames: [String] { squares.map(\.name) }

  /// The matrix in the square tensor at the given place of `squareNames`.
  ///
  /// - Throws: what is wrong with the tensor, with its name.
  package func squareMatrix(_ place: Int) throws(MatrixFileError) -> RationalMatrix {
    try read(squares[place], MatrixFile.entryLimit, Self.matrix)
  }

  /// The square matrix in the tensor `name`, or in the only square tensor when `name` is nil.
  ///
  /// - Throws: what is wrong with the tensor, with its name; or that there is no such tensor.
  package func matrix(
    named name: String?, entryLimit: Int = MatrixFile.entryLimit
  ) throws(MatrixFileError) -> RationalMatrix {
    try read(try tensor(name), entryLimit, Self.matrix)
  }

  /// Throws unless there is a square tensor and each of them gives a matrix; makes none.
  package func requireSquareMatrices() throws(MatrixFileError) {
    guard !squares.isEmpty else { throw .noSquareTensor(tensors: tensors.count) }
    for tensor in squares {
      try read(tensor, MatrixFile.entryLimit) { content throws(MatrixFileError) in
        try content.encoding.requireFinite(content.bytes, columns: content.order)
      }
    }
  }

  /// The floats of a square tensor as they are stored.
  private struct Content {
    let encoding: FloatEncoding
    let order: Int
    let bytes: ArraySlice<UInt8>
  }

  private static func matrix(_ content: Content) throws(MatrixFileError) -> RationalMatrix {
    try content.encoding.matrix(of: content.bytes, rows: content.order, columns: content.order)
  }

  private func read<Result>(
    _ tensor: SafetensorsHeader.Tensor, _ entryLimit: Int,
    _ body: (Content) throws(MatrixFileError) -> Result
  ) throws(MatrixFileError) -> Result {
    do {
      return try body(try content(of: tensor, entryLimit))
    } catch {
      // The file failed, not the tensor.
      if case .unreadable = error { throw error }
      throw .inTensor(name: tensor.name, error)
    }
  }

  private func tensor(_ name: String?) throws(MatrixFileError) -> SafetensorsHeader.Tensor {
    guard let name else {
      guard let first = squares.first else { throw .noSquareTensor(tensors: tensors.count) }
      guard squares.count == 1 else { throw .severalSquareTensors(names: squareNames) }
      return first
    }
    guard let tensor = tensors.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
      throw .unknownTensor(name: name, square: squareNames)
    }
    return tensor
  }

  private func content(
    of tensor: SafetensorsHeader.Tensor, _ entryLimit: Int
  ) throws(MatrixFileError) -> Content {
    let shape = tensor.shape
    guard shape.count == 2 else { throw .unsupportedDimensions(shape.count) }
    guard let encoding = tensor.type.encoding else {
      throw .unsupportedTensorType(tensor.type.rawValue)
    }
    let (rows, columns) = (shape[0], shape[1])
    guard rows > 0, columns > 0 else { throw .zeroSize(rows: rows, columns: columns) }
    guard rows == columns else { throw .notSquare(rows: rows, columns: columns) }
    try MatrixShapes(entryLimit: entryLimit, areSquare: true).require(rows: rows, columns: columns)
    let bytes = try MatrixFileError.translating { () throws(SafetensorsError) in
      try file.bytes(of: tensor)
    }
    return Content(encoding: encoding, order: rows, bytes: bytes)
  }
}

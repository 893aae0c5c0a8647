import BinaryFiles
import Exact

/// The matrices in a safetensors file.
package struct TensorFile {
  private let file: SafetensorsFile

  private var tensors: [SafetensorsHeader.Tensor] { file.tensors }

  /// Opens the file at `path`.
  ///
  /// - Throws: what is wrong with the file or its header; a tensor is looked at when it is read.
  package init(path: String) throws(MatrixFileError) {
    file = try MatrixFileError.translating { () throws(SafetensorsError) in
      try SafetensorsFile(path: path)
    }
  }

  /// Reads a file with the content `bytes`.
  ///
  /// - Throws: what is wrong with the header.
  package init(_ bytes: [UInt8]) throws(MatrixFileError) {
    file = try MatrixFileError.translating { () throws(SafetensorsError) in
      try SafetensorsFile(bytes)
    }
  }

  /// The names of the two-dimensional square tensors with entries of any type, in the order of
  /// their UTF-8 bytes.
  package var squareNames: [String] {
    tensors.filter { $0.shape.count == 2 && $0.shape[0] == $0.shape[1] && $0.shape[0] > 0 }
      .map(\.name)
  }

  /// The square matrix in the tensor `name`, or in the only square tensor when `name` is nil.
  ///
  /// - Throws: what is wrong with the tensor, with its name; or that there is no such tensor.
  package func matrix(
    named name: String?, entryLimit: Int = MatrixFile.entryLimit
  ) throws(MatrixFileError) -> RationalMatrix {
    try read(name, entryLimit) { content throws(MatrixFileError) in
      try content.encoding.matrix(
        of: content.bytes, rows: content.order, columns: content.order)
    }
  }

  /// Throws unless there is a square tensor and each of them gives a matrix; makes none.
  package func requireSquareMatrices() throws(MatrixFileError) {
    let names = squareNames
    guard !names.isEmpty else { throw .noSquareTensor(tensors: tensors.count) }
    for name in names {
      try read(name, MatrixFile.entryLimit) { content throws(MatrixFileError) in
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

  private func read<Result>(
    _ name: String?, _ entryLimit: Int,
    _ body: (Content) throws(MatrixFileError) -> Result
  ) throws(MatrixFileError) -> Result {
    let tensor = try tensor(name)
    do {
      return try body(try content(of: tensor, entryLimit))
    } catch {
      // The file failed, not the tensor.
      if case .unreadable = error { throw error }
      throw .inTensor(name: tensor.name, error)
    }
  }

  private func tensor(_ name: String?) throws(MatrixFileError) -> SafetensorsHeader.Tensor {
    let chosen: String
    if let name {
      chosen = name
    } else {
      let square = squareNames
      guard let first = square.first else { throw .noSquareTensor(tensors: tensors.count) }
      guard square.count == 1 else { throw .severalSquareTensors(names: square) }
      chosen = first
    }
    guard let tensor = tensors.first(where: { $0.name.utf8.elementsEqual(chosen.utf8) }) else {
      throw .unknownTensor(name: chosen, square: squareNames)
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
    try MatrixFile.requireSize(rows: rows, columns: columns, entryLimit)
    let bytes = try MatrixFileError.translating { () throws(SafetensorsError) in
      try file.bytes(of: tensor)
    }
    return Content(encoding: encoding, order: rows, bytes: bytes)
  }
}

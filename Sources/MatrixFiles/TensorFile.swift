import Exact

/// A safetensors file: its header read and checked as a whole, its tensors read when they are
/// needed, so that the size of the file does not matter.
///
/// Checked as the reference implementation does: the header has at most 100 million bytes; every
/// tensor takes exactly the bytes that its shape and type need; together they fill the data after
/// the header without overlap and without holes. Duplicate keys, which the format forbids, are
/// refused too.
///
/// Source: https://github.com/huggingface/safetensors, "Format".
package struct TensorFile {
  /// The largest header that is read, in bytes: the limit of the reference implementation.
  package static let headerLimit = 100_000_000

  private let source: ByteSource
  private let dataStart: Int
  /// In the order of the UTF-8 bytes of their names.
  private let tensors: [SafetensorsHeader.Tensor]

  /// Opens the file at `path`.
  ///
  /// - Throws: what is wrong with the file or its header; a tensor is looked at when it is read.
  package init(path: String) throws(MatrixFileError) {
    try self.init(try ByteSource(path: path))
  }

  /// Reads a file with the content `bytes`.
  ///
  /// - Throws: what is wrong with the header.
  package init(_ bytes: [UInt8]) throws(MatrixFileError) {
    try self.init(ByteSource(bytes))
  }

  private init(_ source: ByteSource) throws(MatrixFileError) {
    guard source.count >= 8 else {
      throw .truncatedSafetensorsHeader(expectedBytes: 8, foundBytes: source.count)
    }
    let length = try source.read(0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= Self.headerLimit else { throw .oversizedSafetensorsHeader(bytes: length) }
    let start = 8 + Int(length)
    guard source.count >= start else {
      throw .truncatedSafetensorsHeader(expectedBytes: start, foundBytes: source.count)
    }
    let header = try SafetensorsHeader(parsing: try source.read(8..<start))
    try header.requireLayout(dataBytes: source.count - start)
    self.source = source
    dataStart = start
    tensors = header.tensors.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
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
    return Content(
      encoding: encoding, order: rows,
      bytes: try source.read(dataStart + tensor.begin..<dataStart + tensor.end))
  }
}

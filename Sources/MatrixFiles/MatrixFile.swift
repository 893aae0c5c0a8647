import Exact
import Files

/// Reads matrices from files, every entry exactly.
///
/// A decimal enters as that decimal (0.1 is 1/10), a float of a binary file as its dyadic value.
package enum MatrixFile {
  /// The largest number of entries that is read unless told otherwise, 2^24: 4096 x 4096.
  package static let entryLimit = 1 << 24

  /// The largest number of bytes of a text or npy file that is read, 2^30: 64 for each of the most
  /// entries.
  package static let byteLimit = 1 << 30

  /// The matrix in the file at `path`, its format given by the extension.
  ///
  /// A file of tensors has many; `tensor` names one, and nil stands for its only square one. With
  /// `areSquare` another shape is refused before the entries are read; of a file of tensors only
  /// square ones are, in any case.
  ///
  /// - Precondition: `tensor` is nil unless the extension is that of a file of tensors.
  /// - Throws: what is wrong with the file, its name, or its first bad entry.
  package static func read(
    path: String, tensor: String? = nil, areSquare: Bool = false
  ) throws(MatrixFileError) -> RationalMatrix {
    try requireRegularFile(path)
    guard let format = MatrixFormat(path: path) else { throw .unknownExtension(path: path) }
    if format == .safetensors { return try TensorFile(path: path).matrix(named: tensor) }
    precondition(tensor == nil, "a \(format) file has no tensors")
    let bytes = try MatrixFileError.translating { () throws(ByteSourceError) in
      try ByteSource.contents(ofFileAt: path, limit: byteLimit)
    }
    return try parse(bytes, as: format, areSquare: areSquare)
  }

  /// The matrix in a file with the content `bytes`; of a file of tensors, its only square one.
  ///
  /// - Throws: the first thing that is wrong; never a case that names a path.
  package static func parse(
    _ bytes: [UInt8], as format: MatrixFormat, entryLimit: Int = MatrixFile.entryLimit,
    areSquare: Bool = false
  ) throws(MatrixFileError) -> RationalMatrix {
    let shapes = MatrixShapes(entryLimit: entryLimit, areSquare: areSquare)
    switch format {
    case .text: return try TextMatrix.parse(bytes, shapes)
    case .npy: return try NpyMatrix.parse(bytes, shapes)
    case .safetensors: return try TensorFile(bytes).matrix(named: nil, entryLimit: entryLimit)
    }
  }

  private static func requireRegularFile(_ path: String) throws(MatrixFileError) {
    _ = try MatrixFileError.translating { () throws(ByteSourceError) in
      try ByteSource.regularFileSize(path)
    }
  }
}

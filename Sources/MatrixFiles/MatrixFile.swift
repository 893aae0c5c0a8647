import BinaryFiles
import Exact
import Foundation

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
  /// A file of tensors has many; `tensor` names one, and nil stands for its only square one.
  ///
  /// - Precondition: `tensor` is nil unless the extension is that of a file of tensors.
  /// - Throws: what is wrong with the file, its name, or its first bad entry.
  package static func read(
    path: String, tensor: String? = nil
  ) throws(MatrixFileError) -> RationalMatrix {
    let size = try regularFileSize(path)
    guard let format = MatrixFormat(path: path) else { throw .unknownExtension(path: path) }
    if format == .safetensors { return try TensorFile(path: path).matrix(named: tensor) }
    precondition(tensor == nil, "a \(format) file has no tensors")
    guard size <= byteLimit else { throw .fileTooLarge(path: path, bytes: size) }
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw .unreadable(path: path, reason: FileProblem.reason(of: error))
    }
    return try parse(Array(data), as: format)
  }

  /// The matrix in a file with the content `bytes`; of a file of tensors, its only square one.
  ///
  /// - Throws: the first thing that is wrong; never a case that names a path.
  package static func parse(
    _ bytes: [UInt8], as format: MatrixFormat, entryLimit: Int = MatrixFile.entryLimit
  ) throws(MatrixFileError) -> RationalMatrix {
    switch format {
    case .text: return try TextMatrix.parse(bytes, entryLimit)
    case .npy: return try NpyMatrix.parse(bytes, entryLimit)
    case .safetensors: return try TensorFile(bytes).matrix(named: nil, entryLimit: entryLimit)
    }
  }

  /// Throws `notSquare` unless `matrix` has as many rows as columns.
  package static func requireSquare(_ matrix: RationalMatrix) throws(MatrixFileError) {
    guard matrix.rowCount == matrix.columnCount else {
      throw .notSquare(rows: matrix.rowCount, columns: matrix.columnCount)
    }
  }

  /// Throws `tooManyEntries` when a matrix of that shape has more than `limit` entries.
  static func requireSize(rows: Int, columns: Int, _ limit: Int) throws(MatrixFileError) {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, count <= limit else {
      throw .tooManyEntries(rows: rows, columns: columns, limit: limit)
    }
  }

  private static func regularFileSize(_ path: String) throws(MatrixFileError) -> Int {
    do {
      return try ByteSource.regularFileSize(path)
    } catch {
      throw MatrixFileError(error)
    }
  }
}

/// Why a file does not give a matrix.
///
/// Lines, rows and columns are counted from 1. Texts taken from the file are clipped, so that a
/// message stays a line long whatever the file holds.
package enum MatrixFileError: Error, Equatable, Sendable {
  /// There is no file at `path`.
  case missingFile(path: String)
  /// The file exists and cannot be read.
  case unreadable(path: String, reason: String)
  /// The extension of `path` names no format.
  case unknownExtension(path: String)
  /// The file has more bytes than a matrix of the largest size can need.
  case fileTooLarge(path: String, bytes: Int)

  /// The file holds no entry.
  case empty
  /// The matrix has more entries than are read.
  case tooManyEntries(rows: Int, columns: Int, limit: Int)
  /// A square matrix is needed.
  case notSquare(rows: Int, columns: Int)
  /// An array has a dimension of 0.
  case zeroSize(rows: Int, columns: Int)
  /// An array has another number of dimensions than 2.
  case unsupportedDimensions(Int)
  /// An entry of a binary file is an infinity or NaN.
  case notFiniteValue(row: Int, column: Int, value: String)

  /// A line of a text file is not UTF-8.
  case notUTF8(line: Int)
  /// A line has another number of entries than the first one.
  case raggedRows(line: Int, expected: Int, found: Int)
  /// The first row names the columns.
  case columnNames(line: Int)
  /// Nothing stands between two separators.
  case missingEntry(line: Int, column: Int)
  /// An entry is neither a decimal nor a fraction.
  case notANumber(line: Int, column: Int, text: String)
  /// An entry is a fraction with denominator 0.
  case zeroDenominator(line: Int, column: Int, text: String)
  /// An entry has a decimal exponent beyond what is read.
  case exponentTooLarge(line: Int, column: Int, text: String)
  /// An entry of a text file is an infinity or NaN.
  case notFinite(line: Int, column: Int, text: String)

  /// The file does not start like an npy file.
  case notNpy
  /// The npy version is not 1.0, 2.0 or 3.0.
  case unsupportedNpyVersion(major: Int, minor: Int)
  /// The npy file ends within its header.
  case truncatedNpyHeader(expectedBytes: Int, foundBytes: Int)
  /// The npy header is not the dictionary it must be; `offset` counts bytes from 0 within it.
  case malformedNpyHeader(offset: Int, reason: String)
  /// The npy array has entries of another type than a float with a byte order.
  case unsupportedNpyType(String)
  /// The npy file ends before its last entry.
  case truncatedNpyData(expectedBytes: Int, foundBytes: Int)
  /// The npy file goes on after its last entry.
  case trailingNpyData(expectedBytes: Int, foundBytes: Int)

  /// The safetensors file ends within the length of its header or the header.
  case truncatedSafetensorsHeader(expectedBytes: Int, foundBytes: Int)
  /// The safetensors header has more bytes than are read.
  case oversizedSafetensorsHeader(bytes: UInt64)
  /// The safetensors header is not the object it must be; `offset` counts bytes from 0 within it.
  case malformedSafetensorsHeader(offset: Int, reason: String)
  /// The last bytes of the safetensors file belong to no tensor.
  case unusedTensorData(bytes: Int)
  /// No tensor of the file has the name asked for; `square` are those that are square matrices.
  case unknownTensor(name: String, square: [String])
  /// No tensor of the file is a square matrix with entries.
  case noSquareTensor(tensors: Int)
  /// One matrix is needed and several tensors are square.
  case severalSquareTensors(names: [String])
  /// The data of a tensor are not where they must be.
  case misplacedTensor(reason: String)
  /// A tensor has entries of another type than a float that is read.
  case unsupportedTensorType(String)
  /// Something is wrong with the tensor `name`.
  indirect case inTensor(name: String, MatrixFileError)
}

import Exact
import Files

extension MatrixFileError {
  /// One sentence for a user: what is wrong, where, and what to do.
  package var explanation: String {
    clause.prefix(1).uppercased() + clause.dropFirst() + "."
  }

  /// The sentence with the path of the file it is about.
  package func explanation(inFile path: String) -> String {
    switch self {
    case .missingFile, .unreadable, .unknownExtension, .fileTooLarge: explanation
    default: "The matrix file \(path) cannot be used: \(clause)."
    }
  }

  /// The sentence without its capital and its full stop; it starts with a word of ours.
  private var clause: String {
    switch self {
    case .missingFile(let path):
      return "there is no matrix file \(path)"
    case .unreadable(let path, let reason):
      return "the matrix file \(path) cannot be read: \(reason)"
    case .unknownExtension(let path):
      let known = MatrixFormat.extensions.map { "." + $0 }.joined(separator: ", ")
      return
        "the file \(path) is not a matrix file by its extension; the supported ones are \(known)"
    case .fileTooLarge(let path, let bytes):
      return "the matrix file \(path) has \(bytes) bytes; at most \(MatrixFile.byteLimit) are read"
    case .empty:
      return "the file holds no matrix; write one row a line"
    case .tooManyEntries(let rows, let columns, let limit):
      return "the matrix is \(rows) x \(columns); at most \(limit) entries are read"
    case .notSquare(let rows, let columns):
      return "the matrix is \(rows) x \(columns); a square one is needed"
    case .zeroSize(let rows, let columns):
      return "the matrix is \(rows) x \(columns) and has no entries"
    case .unsupportedDimensions(let count):
      return "the array has \(count) dimension\(count == 1 ? "" : "s"); a matrix has 2"
    case .notFiniteValue(let row, let column, let value):
      return "row \(row), column \(column) is \(value); every entry must be a finite number"
    case .notUTF8(let line):
      return "line \(line) is not UTF-8 text; save the file as plain text, or use .npy for binary"
    case .raggedRows(let line, let expected, let found):
      return "line \(line) has \(entries(found)), the first row has \(expected)"
    case .columnNames(let line):
      return
        "line \(line) holds names of columns, or lacks its first number; write numbers only, in "
        + "pandas by to_csv(path, header=False, index=False)"
    case .missingEntry(let line, let column):
      return "line \(line), column \(column) is empty; write 0 for a zero"
    case .notANumber(let line, let column, let text):
      return at(line, column) + RationalSyntaxError.notANumber(text).explanation
    case .zeroDenominator(let line, let column, let text):
      return at(line, column) + RationalSyntaxError.zeroDenominator(text).explanation
    case .exponentTooLarge(let line, let column, let text):
      return at(line, column) + RationalSyntaxError.exponentTooLarge(text).explanation
    case .notFinite(let line, let column, let text):
      return at(line, column) + "\(text) is not a finite number; every entry must be one"
    case .notNpy:
      return "the file does not start with the npy signature; write it with numpy.save"
    case .unsupportedNpyVersion(let major, let minor):
      return "the npy version is \(major).\(minor); 1.0, 2.0 and 3.0 are read"
    case .truncatedNpyHeader(let expected, let found):
      return "the npy header needs a file of \(expected) bytes, this one ends after \(found)"
    case .malformedNpyHeader(let offset, let reason):
      return "the npy header is malformed at byte \(offset): \(reason)"
    case .unsupportedNpyType(let type):
      return "the npy entries have type \(type); convert them with astype(\"<f4\") or "
        + "astype(\"<f8\")"
    case .truncatedNpyData(let expected, let found):
      return "the npy entries take \(expected) bytes, the file has \(found) of them"
    case .trailingNpyData(let expected, let found):
      return "the npy entries take \(expected) bytes, but \(found) follow the header"
    case .truncatedSafetensorsHeader(let expected, let found):
      return SafetensorsError.truncatedHeader(expectedBytes: expected, foundBytes: found).clause
    case .oversizedSafetensorsHeader(let bytes):
      return SafetensorsError.oversizedHeader(bytes: bytes).clause
    case .malformedSafetensorsHeader(let offset, let reason):
      return SafetensorsError.malformedHeader(offset: offset, reason: reason).clause
    case .unusedTensorData(let bytes):
      return SafetensorsError.unusedData(bytes: bytes).clause
    case .unknownTensor(let name, let square):
      return "there is no tensor \(quoted(name)); "
        + (square.isEmpty ? "no tensor is a square matrix" : "the square ones are \(list(square))")
    case .noSquareTensor(let count):
      return "the file has \(count) tensors, none of them a square matrix with entries"
    case .severalSquareTensors(let names):
      return "the file has \(names.count) square tensors; choose one with --tensor: \(list(names))"
    case .misplacedTensor(let reason):
      return reason
    case .unsupportedTensorType(let type):
      return "its entries have type \(type); F16, BF16, F32 and F64 are read"
    case .inTensor(let name, let problem):
      return "tensor \(quoted(name)): \(problem.clause)"
    }
  }

  private func at(_ line: Int, _ column: Int) -> String {
    "line \(line), column \(column): "
  }

  private func entries(_ count: Int) -> String {
    count == 1 ? "1 entry" : "\(count) entries"
  }

  private func quoted(_ name: String) -> String {
    "\"\(DisplayText.clipped(name, to: 80))\""
  }

  /// The first names; a model can have thousands.
  private func list(_ names: [String]) -> String {
    let shown = names.prefix(20).map(quoted).joined(separator: ", ")
    return shown + (names.count > 20 ? " and \(names.count - 20) more" : "")
  }
}

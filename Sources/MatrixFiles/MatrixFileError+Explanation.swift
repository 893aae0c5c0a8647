import Exact

extension MatrixFileError {
  /// One sentence for a user: what is wrong, where, and what to do.
  public var explanation: String {
    switch self {
    case .missingFile(let path):
      return "there is no file \(path)"
    case .unreadable(let path, let reason):
      return "\(path) cannot be read: \(reason)"
    case .unknownExtension(let path):
      let known = MatrixFormat.extensions.map { "." + $0 }.joined(separator: ", ")
      return "\(path) is not a matrix file by its extension; the supported ones are \(known)"
    case .fileTooLarge(let path, let bytes):
      return "\(path) has \(bytes) bytes; a matrix file may have \(MatrixFile.byteLimit)"
    case .empty:
      return "the file holds no matrix; write one row a line"
    case .tooManyEntries(let rows, let columns, let limit):
      return "the matrix is \(rows) x \(columns); at most \(limit) entries are read"
    case .notSquare(let rows, let columns):
      return "the matrix is \(rows) x \(columns); a square one is needed"
    case .zeroSize(let rows, let columns):
      return "the array is \(rows) x \(columns) and has no entries"
    case .notUTF8(let line):
      return "line \(line) is not UTF-8 text; save the file as plain text, or use .npy for binary"
    case .raggedRows(let line, let expected, let found):
      return "line \(line) has \(entries(found)), the first row has \(expected)"
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
    case .unsupportedNpyDimensions(let count):
      return "the npy array has \(count) dimension\(count == 1 ? "" : "s"); a matrix has 2"
    case .truncatedNpyData(let expected, let found):
      return "the npy entries take \(expected) bytes, the file has \(found) of them"
    case .trailingNpyData(let expected, let found):
      return "the npy entries take \(expected) bytes, but \(found) follow the header"
    case .notFiniteNpyEntry(let row, let column, let value):
      return "row \(row), column \(column) is \(value); every entry must be a finite number"
    }
  }

  private func at(_ line: Int, _ column: Int) -> String {
    "line \(line), column \(column): "
  }

  private func entries(_ count: Int) -> String {
    count == 1 ? "1 entry" : "\(count) entries"
  }
}

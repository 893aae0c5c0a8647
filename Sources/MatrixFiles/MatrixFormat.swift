/// The file formats of matrices.
public enum MatrixFormat: String, CaseIterable, Sendable {
  /// One row a line, entries separated by commas, semicolons, or tabs and spaces.
  case text
  /// A NumPy array of 32-bit or 64-bit floats.
  case npy

  /// The extensions with a format, without the point, in the order messages list them.
  package static let extensions = ["csv", "txt", "npy"]

  /// The format of files with the extension `pathExtension` (any case, no point), or nil.
  package init?(pathExtension: String) {
    switch pathExtension.lowercased() {
    case "csv", "txt": self = .text
    case "npy": self = .npy
    default: return nil
    }
  }
}

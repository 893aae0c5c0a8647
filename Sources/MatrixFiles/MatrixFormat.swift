import Foundation

/// The file formats of matrices.
package enum MatrixFormat: String, CaseIterable, Sendable {
  /// One row a line, entries separated by commas, semicolons, or tabs and spaces.
  case text
  /// A NumPy array of 16-bit, 32-bit or 64-bit floats.
  case npy
  /// Named tensors, some of which are matrices of floats.
  case safetensors

  /// The extensions with a format, without the point, in the order messages list them.
  static let extensions = ["csv", "txt", "npy", "safetensors"]

  /// The format of the file at `path` by its extension (any case), or nil.
  package init?(path: String) {
    switch URL(fileURLWithPath: path).pathExtension.lowercased() {
    case "csv", "txt": self = .text
    case "npy": self = .npy
    case "safetensors": self = .safetensors
    default: return nil
    }
  }
}

import Foundation

/// JSON with sorted keys, for comparing values that are not `Equatable`.
enum JSON {
  /// The text of `value`.
  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}

import Foundation

/// The JSON that commands print and runs store: sorted keys, one line, shortest round-trip floats.
package enum JSONText {
  /// The JSON text of `value`, without a newline.
  ///
  /// Throws what the encoder throws, which for values without infinities or NaN is nothing.
  package static func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}

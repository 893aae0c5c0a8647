import Foundation

/// A short text that stands for one case of one property.
///
///     1:T6a-1.9:AQADAgEBHk9VEQ
///
/// The version, the name of the property, and in base64url the choices as LEB128 integers followed
/// by four bytes that check name and choices (FNV-1a), so that a mistyped token is an error and not
/// another case.
package struct ReplayToken: Equatable, Sendable {
  /// The name of the property.
  package let property: String
  /// The choices that generate the case.
  package let choices: [UInt64]

  /// The token of a case; the name must not contain a colon or a space.
  package init(property: String, choices: [UInt64]) {
    precondition(
      !property.contains { $0 == ":" || $0.isWhitespace },
      "the property name \"\(property)\" does not fit into a token")
    self.property = property
    self.choices = choices
  }

  /// Reads a token.
  ///
  /// - Throws: what is wrong with `text`; never `otherProperty` or `stale`.
  package init(parsing text: String) throws(ReplayTokenError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[1].isEmpty else { throw .notAToken(text) }
    guard parts[0] == Self.version else { throw .unknownVersion(String(parts[0])) }
    guard let bytes = Self.bytes(ofBase64URL: String(parts[2])), bytes.count >= 4 else {
      throw .notAToken(text)
    }
    let payload = bytes.dropLast(4)
    let name = String(parts[1])
    guard bytes.suffix(4) == Self.checksum(name, payload)[...] else { throw .damaged(text) }
    guard let choices = Self.integers(ofLEB128: payload) else { throw .damaged(text) }
    property = name
    self.choices = choices
  }

  /// The text.
  package var text: String {
    let payload = choices.flatMap(Self.leb128)
    let bytes = payload + Self.checksum(property, payload[...])
    return "\(Self.version):\(property):\(Self.base64URL(bytes))"
  }

  private static let version = "1"

  private static func checksum(_ name: String, _ payload: ArraySlice<UInt8>) -> [UInt8] {
    var hash: UInt32 = 0x811c_9dc5
    for byte in Array(name.utf8) + [0] + payload {
      hash = (hash ^ UInt32(byte)) &* 0x0100_0193
    }
    return (0..<4).map { UInt8(truncatingIfNeeded: hash >> (8 * UInt32($0))) }
  }

  private static func leb128(_ value: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = value
    repeat {
      let low = UInt8(rest & 0x7f)
      rest >>= 7
      bytes.append(rest == 0 ? low : low | 0x80)
    } while rest > 0
    return bytes
  }

  /// The integers, or nil when the last one is cut or one is beyond 64 bits.
  private static func integers(ofLEB128 bytes: ArraySlice<UInt8>) -> [UInt64]? {
    var result: [UInt64] = []
    var value: UInt64 = 0
    var shift: UInt64 = 0
    for byte in bytes {
      let low = UInt64(byte & 0x7f)
      guard shift < 64, (low << shift) >> shift == low else { return nil }
      value |= low << shift
      shift += 7
      if byte < 0x80 {
        result.append(value)
        value = 0
        shift = 0
      }
    }
    return shift == 0 ? result : nil
  }

  private static func base64URL(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString()
      .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
      .replacingOccurrences(of: "=", with: "")
  }

  private static func bytes(ofBase64URL text: String) -> [UInt8]? {
    let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    let standard = text.replacingOccurrences(of: "-", with: "+")
      .replacingOccurrences(of: "_", with: "/")
    guard let data = Data(base64Encoded: standard + padding) else { return nil }
    // One text for one token: refuses spare bits and the standard alphabet.
    return base64URL(Array(data)) == text ? Array(data) : nil
  }
}

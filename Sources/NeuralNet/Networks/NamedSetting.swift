/// A setting that is a word in files, some of them with a number in it.
protocol NamedSetting: LosslessStringConvertible, Codable {
  /// The words, for the sentence about another one.
  static var values: String { get }
}

extension NamedSetting {
  /// Reads the word; throws `DecodingError` for another one.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = Self(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\"\(text)\" is none of \(Self.values)")
    }
    self = value
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

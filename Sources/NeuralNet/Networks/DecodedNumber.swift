/// A number in a file, with or without a decimal point.
///
/// Some formats tell whole numbers from others, and nobody writes `momentum = 0.0`.
package struct DecodedNumber: Decodable {
  /// The number.
  package let value: Double

  /// Reads either kind; throws what reading a `Double` does for anything else.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let whole = try? container.decode(Int64.self) {
      value = Double(whole)
    } else {
      value = try container.decode(Double.self)
    }
  }
}

/// An optional field of a JSON object that is written as `null`.
@propertyWrapper
package struct ExplicitNull<Value: Encodable & Equatable & Sendable>: Encodable, Equatable, Sendable
{
  /// The value, or nil for `null`.
  package var wrappedValue: Value?

  /// Wraps a value.
  package init(wrappedValue: Value?) {
    self.wrappedValue = wrappedValue
  }

  /// Writes the value or `null`.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}

import ArgumentParser

extension ParsableArguments {
  /// Whether any option or flag was given, in groups too; for types all of whose values are
  /// optional.
  ///
  /// The values stand in property wrappers, which only a mirror can list without naming them.
  var isGiven: Bool {
    Mirror(reflecting: self).children.contains { ($0.value as? any Givable)?.isGiven ?? false }
  }
}

/// A property wrapper that knows whether it was given a value.
private protocol Givable {
  var isGiven: Bool { get }
}

extension Option: Givable {
  fileprivate var isGiven: Bool { isSome(wrappedValue) }
}

extension Flag: Givable {
  fileprivate var isGiven: Bool { isSome(wrappedValue) }
}

extension OptionGroup: Givable {
  fileprivate var isGiven: Bool { wrappedValue.isGiven }
}

/// Whether an optional has a value.
private func isSome(_ value: Any) -> Bool {
  let mirror = Mirror(reflecting: value)
  return mirror.displayStyle != .optional || !mirror.children.isEmpty
}

/// The square root of a rational between two rationals at most 2^-96 apart, equal if it is
/// rational.
package struct RootBounds {
  /// At most the root.
  package let lower: Rational
  /// At least the root.
  package let upper: Rational

  /// The largest width, 2^-96.
  package static let unit = Rational.powerOfTwo(-bits)
  private static let bits = 96

  /// Encloses the root of a rational that is not negative.
  package init(_ radicand: Rational) {
    if let root = SquareRoot.exact(radicand) {
      (lower, upper) = (root, root)
    } else {
      let floor = SquareRoot.scaledFloor(radicand, bits: Self.bits).floor
      (lower, upper) = (floor * Self.unit, (floor + 1) * Self.unit)
    }
  }

  /// Whether the bounds are the root itself.
  package var isExact: Bool { lower == upper }
}

/// A closed interval with rational ends that contains the number it stands for.
package struct RationalInterval: Equatable, Sendable {
  /// The lower end.
  package let lower: Rational
  /// The upper end.
  package let upper: Rational

  /// The interval `[lower, upper]`; the ends must be in order.
  package init(_ lower: Rational, _ upper: Rational) {
    precondition(lower <= upper, "an interval needs its ends in order")
    self.lower = lower
    self.upper = upper
  }

  /// The distance of the ends.
  package var width: Rational { upper - lower }

  /// Whether `value` lies in the interval, ends included.
  package func contains(_ value: Rational) -> Bool {
    lower <= value && value <= upper
  }

  /// The sign of every number in the interval, or nil when they differ.
  package var sign: Int? {
    if lower.sign > 0 { return 1 }
    if upper.sign < 0 { return -1 }
    return lower.sign == 0 && upper.sign == 0 ? 0 : nil
  }
}

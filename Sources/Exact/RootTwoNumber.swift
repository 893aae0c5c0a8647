/// A number `rational + root2 sqrt(2)` with rational parts, exact.
///
/// The field in which the constants of the sharp error bound live; signs need no roots.
package struct RootTwoNumber: Equatable, Sendable {
  /// The rational part.
  package var rational: Rational
  /// The rational factor of sqrt 2.
  package var root2: Rational

  /// The number `rational + root2 sqrt(2)`.
  package init(_ rational: Rational, _ root2: Rational = 0) {
    self.rational = rational
    self.root2 = root2
  }

  /// -1, 0 or 1: when the parts have opposite signs, a^2 and 2 b^2 decide.
  package var sign: Int {
    let (a, b) = (rational.sign, root2.sign)
    if a == 0 || b == 0 || a == b { return a != 0 ? a : b }
    let comparison = (rational.squared - 2 * root2.squared).sign
    return a * comparison
  }

  /// The number as a sum of square roots.
  package var radicalSum: RadicalSum { RadicalSum(rational) + .root(2, times: root2) }

  /// The exact sum.
  package static func + (a: RootTwoNumber, b: RootTwoNumber) -> RootTwoNumber {
    RootTwoNumber(a.rational + b.rational, a.root2 + b.root2)
  }

  /// The exact difference.
  package static func - (a: RootTwoNumber, b: RootTwoNumber) -> RootTwoNumber {
    RootTwoNumber(a.rational - b.rational, a.root2 - b.root2)
  }

  /// The exact product with a rational.
  package static func * (factor: Rational, a: RootTwoNumber) -> RootTwoNumber {
    RootTwoNumber(factor * a.rational, factor * a.root2)
  }
}

import CGMP

/// A number under a square root, at least 0.
///
/// A sum of squares over a common denominator comes as a fraction with common factors. It is kept
/// as it is, for the gcd would cost more than the root; enclosures and float values do not need it.
package struct Radicand: Sendable {
  private enum Form: Sendable {
    case reduced(Rational)
    case unreduced(UnreducedFractions, Int)
  }

  private let form: Form

  /// The number `value`, which must not be negative.
  package init(_ value: Rational) {
    precondition(value.sign >= 0, "square root of a negative rational")
    form = .reduced(value)
  }

  /// The fraction with an index, at least 0.
  init(_ fractions: UnreducedFractions, _ index: Int) {
    precondition(
      index < fractions.count && asn_mpz_sgn(fractions.numerators + index) >= 0,
      "square root of a negative rational")
    form = .unreduced(fractions, index)
  }

  /// The number in lowest terms.
  ///
  /// - Complexity: a gcd when it came as a fraction.
  package var value: Rational {
    switch form {
    case .reduced(let value): value
    case .unreduced(let fractions, let index): fractions[index]
    }
  }

  /// Whether the number is 0.
  package var isZero: Bool {
    withFraction { numerator, _ in asn_mpz_sgn(numerator) == 0 }
  }

  /// Calls `body` with a numerator and a denominator, for reading, common factors possible.
  func withFraction<Result>(
    _ body: (UnsafeMutablePointer<__mpz_struct>, UnsafeMutablePointer<__mpz_struct>) -> Result
  ) -> Result {
    switch form {
    case .reduced(let value):
      value.withValue { body(asn_mpq_numref($0), asn_mpq_denref($0)) }
    case .unreduced(let fractions, let index):
      withExtendedLifetime(fractions) {
        body(fractions.numerators + index, fractions.denominator)
      }
    }
  }
}

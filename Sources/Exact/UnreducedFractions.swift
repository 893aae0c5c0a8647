import CGMP

/// Fractions over one positive denominator, not in lowest terms; constant once they are shared.
final class UnreducedFractions: @unchecked Sendable {
  // Unchecked: written only by the one that makes it.

  /// The number of fractions.
  let count: Int
  /// Their numerators.
  let numerators: UnsafeMutablePointer<__mpz_struct>
  /// Their denominator.
  let denominator: UnsafeMutablePointer<__mpz_struct>

  /// `count` times 0 over the square of the integer `root`.
  init(count: Int, overSquareOf root: Rational) {
    precondition(root.isInteger && root.sign > 0, "a denominator that is no positive integer")
    self.count = count
    numerators = .allocate(capacity: count + 1)
    denominator = numerators + count
    for k in 0...count { __gmpz_init(numerators + k) }
    root.withValue { __gmpz_mul(denominator, asn_mpq_numref($0), asn_mpq_numref($0)) }
  }

  deinit {
    for k in 0...count { __gmpz_clear(numerators + k) }
    numerators.deallocate()
  }

  /// The fraction with an index, in lowest terms.
  subscript(index: Int) -> Rational {
    Rational(integer: numerators + index) / Rational(integer: denominator)
  }
}

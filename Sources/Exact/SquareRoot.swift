import CGMP

/// Integer square roots of rationals, the only rounding on the exact side, always outward.
package enum SquareRoot {
  /// The square root of `radicand` if it is rational.
  package static func exact(_ radicand: Rational) -> Rational? {
    precondition(radicand.sign >= 0, "square root of a negative rational")
    // In lowest terms p/q is a square iff p and q both are.
    return radicand.withValue { x -> Rational? in
      guard
        __gmpz_perfect_square_p(asn_mpq_numref(x)) != 0,
        __gmpz_perfect_square_p(asn_mpq_denref(x)) != 0
      else { return nil }
      var root = Rational()
      root.withMutableValue {
        __gmpz_sqrt(asn_mpq_numref($0), asn_mpq_numref(x))
        __gmpz_sqrt(asn_mpq_denref($0), asn_mpq_denref(x))
      }
      return root
    }
  }

  /// The largest integer n with n * 2^-bits <= sqrt(radicand), and whether equality holds.
  ///
  /// If it does not hold, (n + 1) * 2^-bits is above the root. `bits` must not be negative.
  ///
  /// - Complexity: one integer square root of about `2 bits` plus the size of the radicand.
  package static func scaledFloor(_ radicand: Rational, bits: Int) -> (floor: Rational, exact: Bool)
  {
    precondition(radicand.sign >= 0, "square root of a negative rational")
    precondition(bits >= 0, "a precision of \(bits) bits")
    var root = Rational()
    var exact = false
    radicand.withValue { x in
      root.withMutableValue { r in
        let n = asn_mpq_numref(r)
        var remainder = __mpz_struct()
        __gmpz_init(&remainder)
        // floor(sqrt(p 4^bits / q)) = floor(sqrt(floor(p 4^bits / q))).
        __gmpz_mul_2exp(n, asn_mpq_numref(x), UInt(2 * bits))
        __gmpz_fdiv_qr(n, &remainder, n, asn_mpq_denref(x))
        let quotientIsExact = asn_mpz_sgn(&remainder) == 0
        __gmpz_sqrtrem(n, &remainder, n)
        exact = quotientIsExact && asn_mpz_sgn(&remainder) == 0
        __gmpz_clear(&remainder)
      }
    }
    return (root, exact)
  }
}

import CGMP

extension RadicalSum {
  /// An interval with ends on the grid 2^-bits that contains the number.
  ///
  /// Every term is rounded down and up by less than one grid step, so with m terms the width is at
  /// most (m + 1) 2^-bits; it is 0 when every part lies on the grid.
  ///
  /// - Complexity: one integer square root a term.
  package func enclosure(bits: Int) -> RationalInterval {
    precondition(bits >= 0, "a precision of \(bits) bits")
    var lower = Rational()
    // The steps that separate the upper end from the lower one: one for each part off the grid.
    var steps: UInt = 0
    withScratchIntegers(3) { scratch in
      lower.withMutableValue { lower in
        let total = asn_mpq_numref(lower)
        if !floorOfRational(bits, scratch) { steps += 1 }
        __gmpz_set(total, scratch)
        for term in terms {
          let isExact = term.floorOfMagnitude(bits, scratch)
          if term.coefficient.sign > 0 {
            __gmpz_add(total, total, scratch)
          } else {
            __gmpz_sub(total, total, scratch)
            if !isExact { __gmpz_sub_ui(total, total, 1) }
          }
          if !isExact { steps += 1 }
        }
      }
    }
    var upper = lower
    upper.withMutableValue { __gmpz_add_ui(asn_mpq_numref($0), asn_mpq_numref($0), steps) }
    return RationalInterval(lower.dividedByPowerOfTwo(bits), upper.dividedByPowerOfTwo(bits))
  }

  /// An interval of width at most `width` that contains the number; `width` must be positive.
  package func enclosure(width: Rational) -> RationalInterval {
    precondition(width.sign > 0, "an enclosure needs a positive width")
    var bits = 64
    while true {
      let interval = enclosure(bits: bits)
      if interval.width <= width { return interval }
      bits *= 2
    }
  }

  /// Sets the first of three scratch integers to floor(rational * 2^bits); whether that is exact.
  private func floorOfRational(
    _ bits: Int, _ scratch: UnsafeMutablePointer<__mpz_struct>
  ) -> Bool {
    rational.withValue { value in
      __gmpz_mul_2exp(scratch, asn_mpq_numref(value), UInt(bits))
      return floorDivide(scratch, by: asn_mpq_denref(value), remainder: scratch + 1)
    }
  }
}

extension RadicalSum.Term {
  /// Sets the first of three scratch integers to floor(|c| sqrt(a) * 2^bits) for the term
  /// c sqrt(a); whether that is exact.
  ///
  /// With c = u / v and a = p / q it is floor(floor(sqrt(floor(u^2 p 4^bits / q))) / v): one root,
  /// with no product to round and no fraction to reduce.
  fileprivate func floorOfMagnitude(
    _ bits: Int, _ scratch: UnsafeMutablePointer<__mpz_struct>
  ) -> Bool {
    let (value, remainder, square) = (scratch, scratch + 1, scratch + 2)
    return coefficient.withValue { c in
      let u: UnsafeMutablePointer<__mpz_struct> = asn_mpq_numref(c)
      var isExact = root.withFraction { p, q in
        if __gmpz_cmpabs_ui(u, 1) == 0 {
          __gmpz_mul_2exp(value, p, UInt(2 * bits))
        } else {
          __gmpz_mul(square, u, u)
          __gmpz_mul(value, p, square)
          __gmpz_mul_2exp(value, value, UInt(2 * bits))
        }
        return floorDivide(value, by: q, remainder: remainder)
      }
      __gmpz_sqrtrem(value, remainder, value)
      isExact = isExact && asn_mpz_sgn(remainder) == 0
      return floorDivide(value, by: asn_mpq_denref(c), remainder: remainder) && isExact
    }
  }
}

/// Divides `value` by a positive integer, rounded down; whether the division is exact.
private func floorDivide(
  _ value: UnsafeMutablePointer<__mpz_struct>, by divisor: UnsafeMutablePointer<__mpz_struct>,
  remainder: UnsafeMutablePointer<__mpz_struct>
) -> Bool {
  let zeros = __gmpz_scan1(divisor, 0)
  // Powers of two, the denominators of floats, need a shift only; 1 not even that.
  if __gmpz_sizeinbase(divisor, 2) == Int(zeros) + 1 {
    let isExact = zeros == 0 || __gmpz_divisible_2exp_p(value, zeros) != 0
    if zeros > 0 { __gmpz_fdiv_q_2exp(value, value, zeros) }
    return isExact
  }
  __gmpz_fdiv_qr(value, remainder, value, divisor)
  return asn_mpz_sgn(remainder) == 0
}

import CGMP

extension Rational {
  /// The exact dot product of two vectors of the same length.
  ///
  /// Both go to common denominators, so there is one gcd in all and not two a term; vectors without
  /// common denominators of reasonable size are multiplied term by term.
  ///
  /// - Complexity: a few integer operations a term.
  package static func dotProduct(_ x: [Rational], _ y: [Rational]) -> Rational {
    precondition(x.count == y.count, "a dot product of \(x.count) and \(y.count) numbers")
    return x.withPointers { x in
      y.withPointers { y in
        guard
          let left = CommonDenominator(of: x.count, { x[$0] }),
          let right = CommonDenominator(of: y.count, { y[$0] })
        else {
          var total = Rational()
          for k in x.indices { total += Rational(copying: x[k]) * Rational(copying: y[k]) }
          return total
        }
        return withScratchIntegers(3) { scratch in
          let total = scratch + 2
          for k in x.indices where asn_mpq_sgn(x[k]) != 0 && asn_mpq_sgn(y[k]) != 0 {
            left.scale(x[k], into: scratch)
            right.scale(y[k], into: scratch + 1)
            __gmpz_addmul(total, scratch, scratch + 1)
          }
          return Rational(integer: total) / (left.value * right.value)
        }
      }
    }
  }
}

extension [Rational] {
  /// Calls `body` with pointers to the numbers, for reading.
  fileprivate func withPointers<Result>(
    _ body: ([UnsafePointer<__mpq_struct>]) -> Result
  ) -> Result {
    withExtendedLifetime(self) {
      body(map { $0.withValue { UnsafePointer($0) } })
    }
  }
}

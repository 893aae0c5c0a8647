import CGMP

extension Rational: AdditiveArithmetic {
  package static var zero: Rational { Rational() }

  package static func + (a: Rational, b: Rational) -> Rational {
    combine(a, b, __gmpq_add)
  }

  package static func - (a: Rational, b: Rational) -> Rational {
    combine(a, b, __gmpq_sub)
  }

  package static func += (a: inout Rational, b: Rational) {
    // `b` may share storage with `a`: the read copy is taken before the write.
    b.withValue { y in a.withMutableValue { x in __gmpq_add(x, x, y) } }
  }

  package static func -= (a: inout Rational, b: Rational) {
    b.withValue { y in a.withMutableValue { x in __gmpq_sub(x, x, y) } }
  }
}

extension Rational {
  /// The exact product.
  package static func * (a: Rational, b: Rational) -> Rational {
    combine(a, b, __gmpq_mul)
  }

  /// The exact quotient; `b` must not be zero.
  package static func / (a: Rational, b: Rational) -> Rational {
    precondition(b.sign != 0, "division of a rational by zero")
    return combine(a, b, __gmpq_div)
  }

  /// The negative.
  package static prefix func - (a: Rational) -> Rational {
    var result = Rational()
    a.withValue { x in result.withMutableValue { __gmpq_neg($0, x) } }
    return result
  }

  /// Adds `x * y`.
  package mutating func addProduct(_ x: Rational, _ y: Rational) {
    self += x * y
  }

  /// The square.
  package var squared: Rational { self * self }

  /// 2 to the power `exponent`, negative ones included.
  package static func powerOfTwo(_ exponent: Int) -> Rational {
    var result = Rational(1)
    result.withMutableValue {
      if exponent >= 0 {
        __gmpq_mul_2exp($0, $0, UInt(exponent))
      } else {
        __gmpq_div_2exp($0, $0, exponent.magnitude)
      }
    }
    return result
  }

  /// The number divided by 2 to the power `exponent`, which must not be negative.
  func dividedByPowerOfTwo(_ exponent: Int) -> Rational {
    var result = Rational()
    withValue { x in result.withMutableValue { __gmpq_div_2exp($0, x, UInt(exponent)) } }
    return result
  }

  private static func combine(
    _ a: Rational, _ b: Rational,
    _ operation: (
      UnsafeMutablePointer<__mpq_struct>, UnsafePointer<__mpq_struct>, UnsafePointer<__mpq_struct>
    ) -> Void
  ) -> Rational {
    var result = Rational()
    a.withValue { x in
      b.withValue { y in
        result.withMutableValue { operation($0, x, y) }
      }
    }
    return result
  }
}

import Exact

/// Natural logarithms of rationals in rational intervals, on a grid of one precision.
struct NaturalLogarithm {
  /// Ends of intervals are multiples of 2^-bits, times integers of the size of the binary exponent.
  let bits: Int
  private let logarithmOfTwo: RationalInterval

  /// Prepares logarithms with `bits` binary places; `bits` must be positive.
  init(bits: Int) {
    precondition(bits > 0, "a logarithm needs a positive precision")
    self.bits = bits
    // log 2 = 2 artanh(1/3).
    let half = Self.inverseTangent(Rational(1, 3), bits: bits)
    logarithmOfTwo = RationalInterval(2 * half.lower, 2 * half.upper)
  }

  /// An interval that contains log x; `x` must be positive.
  ///
  /// x = 2^k y with 2/3 <= y < 4/3 and log y = 2 artanh(z), z = (y - 1)/(y + 1), |z| <= 1/5. The
  /// width is at most (|k| + 1)(2 bits + 24) 2^-bits: each end of artanh is off by less than 1.3
  /// units for each of at most bits/3.1 + 1 terms and 4 more.
  ///
  /// - Complexity: bits/4 terms of the series.
  func enclosure(of x: Rational) -> RationalInterval {
    precondition(x.sign > 0, "the logarithm of a number that is not positive")
    var y = x
    var exponent = 0
    // Into the range of doubles, whose exponents are read below.
    while y.truncatedDouble < 0x1p-1000 { (y, exponent) = (y * .powerOfTwo(1000), exponent - 1000) }
    while y.truncatedDouble > 0x1p1000 { (y, exponent) = (y * .powerOfTwo(-1000), exponent + 1000) }
    let shift = Int(y.truncatedDouble.exponent)
    (y, exponent) = (y * .powerOfTwo(-shift), exponent + shift)
    if y >= Rational(4, 3) { (y, exponent) = (y * Rational(1, 2), exponent + 1) }
    let z = (y - 1) / (y + 1)
    let half = Self.inverseTangent(z.magnitude, bits: bits)
    let k = Rational(exponent)
    let ends = [k * logarithmOfTwo.lower, k * logarithmOfTwo.upper]
    let (low, high) = exponent < 0 ? (ends[1], ends[0]) : (ends[0], ends[1])
    return z.sign < 0
      ? RationalInterval(low - 2 * half.upper, high - 2 * half.lower)
      : RationalInterval(low + 2 * half.lower, high + 2 * half.upper)
  }

  /// An interval for artanh z = z + z^3/3 + z^5/5 + ..., for 0 <= z <= 1/3.
  ///
  /// Both ends are summed in units of 2^-bits, every operation rounded down for the lower one and
  /// up for the upper one. With w >= z^(2m+1) the terms from m on sum to at most w/(1 - z^2) <= 2w.
  private static func inverseTangent(_ z: Rational, bits: Int) -> RationalInterval {
    let unit = Rational.powerOfTwo(-bits)
    let start = z * .powerOfTwo(bits)
    func sum(up: Bool) -> Rational {
      var power = start.rounded(up: up)
      let square = (power.squared * unit).rounded(up: up)
      var total = Rational()
      var odd = 1
      // Rounded up, powers stay at 1 or 2 units.
      while power > (up ? 2 : 0) {
        total += (power * Rational(1, odd)).rounded(up: up)
        power = (power * square * unit).rounded(up: up)
        odd += 2
      }
      return up ? total + 2 * power : total
    }
    return RationalInterval(sum(up: false) * unit, sum(up: true) * unit)
  }
}

extension RadicalSum {
  /// The two neighbouring multiples of 10^-digits that enclose the number, as decimals.
  ///
  /// `lower` is the largest multiple that is not above the number and `upper` the smallest that is
  /// not below it: equal iff the number is such a multiple, else one unit of the last place apart.
  /// Both are decided without rounding, so the texts depend on the number alone and not on the form
  /// of the sum or on a working precision. `digits` must not be negative.
  ///
  /// - Complexity: one enclosure of about 3.3 `digits` bits; an exact sign as well when the number
  ///   lies on the grid or within 2^-32 of its step.
  package func canonicalDecimal(digits: Int) -> (lower: String, upper: String) {
    precondition(digits >= 0, "a decimal with \(digits) places")
    let step = 1 / Rational.powerOfTen(UInt(digits))
    let interval = enclosure(width: step * .powerOfTwo(-32))
    // The interval is narrower than a step, so it holds one multiple at most.
    var below = (interval.lower / step).rounded(up: false)
    var above = (interval.upper / step).rounded(up: true)
    let inside = (interval.upper / step).rounded(up: false)
    if inside * step >= interval.lower {
      let side = (self - RadicalSum(inside * step)).exactSign()
      below = side < 0 ? inside - 1 : inside
      above = side > 0 ? inside + 1 : inside
    }
    return (
      (below * step).decimal(digits: digits, roundedUp: false),
      (above * step).decimal(digits: digits, roundedUp: true)
    )
  }

  /// A double within one unit in the last place of the number.
  ///
  /// The number lies between the double's two neighbours, ends included; so subnormal numbers have
  /// an absolute error of at most 2^-1074, numbers from one unit below 2^1024 on may be infinite,
  /// and none is ever NaN. For display and statistics: comparisons are the business of `sign`.
  package var approximation: Double {
    var bits = 64
    while true {
      let interval = enclosure(bits: bits)
      // Both are truncated towards zero: the outer one is then within a unit of the whole interval
      // when the inner one is its neighbour, which an interval narrower than a unit ensures.
      let (low, high) = (interval.lower.truncatedDouble, interval.upper.truncatedDouble)
      if low == high || low.nextUp == high { return high > 0 ? high : low }
      bits *= 2
    }
  }
}

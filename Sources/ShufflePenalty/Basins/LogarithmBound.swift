import Exact

/// Rational bounds of the logarithm.
enum LogarithmBound {
  /// A rational above -log x for 1/2 <= x <= 1, by less than 2^-90; 0 at 1.
  ///
  /// -log x = 2 artanh w with w = (1 - x)/(1 + x) in [0, 1/3], increasing in w. w and its powers are
  /// rounded up to multiples of 2^-96. After 30 terms of 2 sum w^(2k+1)/(2k+1) the rest is below the
  /// geometric series 2 w^61 / (61 (1 - w^2)) < 2^-100. The rounding of w adds at most 2^-96 times the
  /// slope 2/(1 - w^2) <= 9/4; that of a power at most 2^-95 an order, damped by w^2 at each later one:
  /// together below 2^-93.
  static func negative(_ x: Rational) -> Rational {
    precondition(x >= Rational(1, 2) && x <= 1, "the logarithm of \(x) is not in [-log 2, 0]")
    let w = roundedUp((1 - x) / (1 + x))
    let square = roundedUp(w.squared)
    var (power, sum) = (w, Rational())
    for k in 0..<30 {
      sum += power / Rational(2 * k + 1)
      power = roundedUp(power * square)
    }
    sum += power / (61 * (1 - square))
    return roundedUp(2 * sum)
  }

  private static func roundedUp(_ x: Rational) -> Rational {
    (x / RootBounds.unit).rounded(up: true) * RootBounds.unit
  }
}

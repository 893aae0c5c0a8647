import Exact

/// The constant of the theorem about the Euclidean projection (THEORY T9e, C).
struct ProjectionBasin {
  /// (1 - 2 e*)/n(e*) with n(e) = sqrt(e^2 + (1 - e)^2), rounded down; it falls as e* grows.
  let slope: Rational

  /// Takes the squared Frobenius distance to the permutation; nil unless it is below 1/4.
  init?(squaredDistance: Rational) {
    // e* is the distance, rounded up.
    let radius = RootBounds(squaredDistance).upper
    guard 2 * radius < 1 else { return nil }
    let square = radius.squared + (1 - radius).squared
    slope = RootBounds((1 - 2 * radius).squared / square).lower
  }

  /// A = 2 lambda (1 - 2 e*)/n(e*) - 2 Gam; the theorem needs A > 0.
  func rate(weight: Rational, gradientBound: Rational) -> Rational {
    2 * (weight * slope - gradientBound)
  }
}

import Exact

/// The constants of the theorem about one-pass scaling (THEORY T9e, B), rounded to the safe side.
///
/// For matrices whose rows sum to 1 with prod_i M_i,pi(i) >= E, that is Lambda(M) <= L = -log E.
struct ScalingBasin {
  /// E, in [1/2, 1].
  let product: Rational
  /// L, rounded up.
  let logarithm: Rational
  /// h_off = 2 - e*/n(e*) - e*/sqrt(1 + e*^2) with e* = 1 - E, rounded down.
  let offForce: Rational
  /// h_on = phi(1/E - 1), plus phi(L) when 1/E > 1 + 1/sqrt 2, with phi(z) = 1 - 1/sqrt(1 + z^2),
  /// rounded up.
  let onForce: Rational

  /// Nil when the product is below 1/2, outside the theorem.
  init?(product: Rational) {
    guard 2 * product >= 1, product <= 1 else { return nil }
    self.product = product
    logarithm = -Self.logarithms.enclosure(of: product).lower
    let escape = (1 - product).squared
    offForce =
      2 - RootBounds(escape / (escape + product.squared)).upper
      - RootBounds(escape / (1 + escape)).upper
    let odds = 1 / product - 1
    // phi is convex up to 1/sqrt 2.
    let isConvex = 2 * odds.squared <= 1
    onForce = Self.phi(odds) + (isConvex ? 0 : Self.phi(logarithm))
  }

  /// Logarithms off by less than 2^-94.
  private static let logarithms = NaturalLogarithm(bits: 104)

  private static func phi(_ z: Rational) -> Rational {
    1 - RootBounds(1 / (1 + z.squared)).lower
  }

  /// B = Gam + lambda h_on, the largest push on an entry on pi.
  func push(weight: Rational, gradientBound: Rational) -> Rational {
    gradientBound + weight * onForce
  }

  /// K = A - L B with A = lambda h_off - Gam; the theorem needs K > 0.
  func rate(weight: Rational, gradientBound: Rational) -> Rational {
    weight * offForce - gradientBound
      - logarithm * push(weight: weight, gradientBound: gradientBound)
  }

  /// The weight above which K > 0: (1 + L) Gam / (h_off - L h_on).
  func threshold(gradientBound: Rational) -> Rational {
    (1 + logarithm) * gradientBound / (offForce - logarithm * onForce)
  }
}

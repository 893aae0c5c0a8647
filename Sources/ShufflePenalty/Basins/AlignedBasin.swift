import Exact

/// The forces of the penalty at doubly stochastic matrices near a permutation (T9e, A').
///
/// M doubly stochastic with every e_i = 1 - M_i,pi(i) at most `radius`: every H_ij off pi is at
/// least `offForce` and every one on pi at most `onForce`.
struct AlignedBasin {
  /// e*, at most 1/2.
  let radius: Rational
  /// h = 2 - 2 e*/n(e*) with n(e) = sqrt(e^2 + (1 - e)^2), rounded down.
  let offForce: Rational
  /// 2 - 2 (1 - e*)/n(e*), rounded up.
  let onForce: Rational

  /// Takes e* in [0, 1/2].
  init(radius: Rational) {
    precondition(radius.sign >= 0 && 2 * radius <= 1, "a basin of radius \(radius)")
    self.radius = radius
    let square = radius.squared + (1 - radius).squared
    offForce = 2 - 2 * RootBounds(radius.squared / square).upper
    onForce = 2 - 2 * RootBounds((1 - radius).squared / square).lower
  }
}

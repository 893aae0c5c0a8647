/// Bounds on the rounding errors of float32 kernels, from Higham, "Accuracy and Stability of
/// Numerical Algorithms", 2nd edition, SIAM 2002, doi 10.1137/1.9780898718027, chapter 3.
///
/// They hold for every order of summation, with or without fused multiply-add, so the same bound
/// serves every instruction set, block size and number of threads. They count the float32
/// roundings; those in Double, of kernels and references, are 2^29 times smaller and are covered by
/// the one extra rounding that callers leave as slack.
package enum ErrorBound {
  /// The unit roundoff of float32, 2^-24.
  static let unitRoundoff = 0x1p-24

  /// Returns `gamma_k = k u / (1 - k u)`: the product of `k` factors `1 + d` or their inverses,
  /// each `|d| <= u`, differs from 1 by at most this (lemma 3.1).
  package static func gamma(_ roundings: Int) -> Double {
    let product = Double(roundings) * unitRoundoff
    precondition(product < 1, "the bound needs fewer than 2^24 roundings")
    return product / (1 - product)
  }

  /// Returns the bound of a dot product of `terms` products, whose absolute values sum to
  /// `absoluteSum`, rounded once more at the end (equation 3.5, plus one).
  ///
  /// The second summand bounds what underflow can lose: half the smallest subnormal a product.
  package static func dot(terms: Int, absoluteSum: Double) -> Double {
    gamma(terms + 1) * absoluteSum + Double(terms) * 0x1p-150
  }
}

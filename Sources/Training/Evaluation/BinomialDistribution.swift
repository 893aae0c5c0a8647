import Foundation

/// Exact tails of the binomial distribution and what is inferred from them.
package enum BinomialDistribution {
  /// Returns P(X >= successes) for X binomial with the given number of trials and probability.
  ///
  /// Terms are evaluated through logarithms, so nothing underflows that matters; the relative error
  /// is that of the logarithm of a factorial, about 1e-16 n log n (1e-11 for 10,000 trials).
  package static func upperTail(successes: Int, trials: Int, probability: Double) -> Double {
    precondition((0...trials).contains(successes), "successes must be in 0...trials")
    precondition((0...1).contains(probability), "a probability is in 0...1")
    if successes == 0 || probability == 1 { return 1 }
    if probability == 0 { return 0 }
    let logSuccess = log(probability)
    let logFailure = log1p(-probability)
    let logAll = logFactorial(trials)
    var total = 0.0
    for count in successes...trials {
      let logChoices = logAll - logFactorial(count) - logFactorial(trials - count)
      let term = exp(
        logChoices + Double(count) * logSuccess + Double(trials - count) * logFailure)
      total += term
      // Beyond the mean the terms fall faster and faster, so the rest is below count * this term.
      let isPastMean = Double(count) > Double(trials) * probability
      if isPastMean && term * Double(trials) < total * 0x1p-60 { break }
    }
    return min(total, 1)
  }

  /// Returns the Clopper-Pearson interval for a probability, which covers it with at least the
  /// given confidence.
  ///
  /// The ends are where one tail has half of what is left, found by bisection to the last bit.
  /// Source: Clopper, Pearson, Biometrika 26 (1934), doi 10.1093/biomet/26.4.404.
  package static func clopperPearson(
    successes: Int, trials: Int, confidence: Double = 0.95
  ) -> ClosedRange<Double> {
    precondition(trials > 0, "an interval needs at least one trial")
    let tail = (1 - confidence) / 2
    let lower = lowerEnd(successes: successes, trials: trials, tail: tail)
    let upper = 1 - lowerEnd(successes: trials - successes, trials: trials, tail: tail)
    return lower...upper
  }

  /// Returns the two-sided p-value of McNemar's exact test of two classifiers on the same images.
  ///
  /// `onlyFirst` counts the images only the first one gets right, `onlySecond` those only the
  /// second does. If both are equally good each is binomial with probability 1/2. Source: McNemar,
  /// Psychometrika 12 (1947), doi 10.1007/BF02295996.
  package static func mcNemar(onlyFirst: Int, onlySecond: Int) -> Double {
    let tail = upperTail(
      successes: max(onlyFirst, onlySecond), trials: onlyFirst + onlySecond, probability: 0.5)
    return min(2 * tail, 1)
  }

  /// The probability at which `successes` or more have the chance `tail`.
  private static func lowerEnd(successes: Int, trials: Int, tail: Double) -> Double {
    guard successes > 0 else { return 0 }
    var (low, high) = (0.0, 1.0)
    while true {
      let middle = (low + high) / 2
      guard low < middle && middle < high else { return low }
      if upperTail(successes: successes, trials: trials, probability: middle) < tail {
        low = middle
      } else {
        high = middle
      }
    }
  }

  private static func logFactorial(_ n: Int) -> Double {
    lgamma(Double(n) + 1).0
  }
}

import CTensorKernels

/// Mean and variance of a row.
package struct Moments: Equatable, Sendable {
  /// The mean.
  package var mean: Double

  /// The biased variance, not negative.
  package var variance: Double

  /// Names the moments.
  package init(mean: Double, variance: Double) {
    self.mean = mean
    self.variance = variance
  }

  /// Merges the moments of parts, in their order.
  ///
  /// Source: Chan, Golub, LeVeque, "Updating formulae and a pairwise algorithm for computing sample
  /// variances", COMPSTAT 1982, doi 10.1007/978-3-642-51461-6_3.
  init(merging parts: some Sequence<asn_moments>) {
    var (count, mean, squares) = (0.0, 0.0, 0.0)
    for part in parts where part.count > 0 {
      let total = count + part.count
      let step = part.mean - mean
      squares += part.squares + step * step * (count * part.count / total)
      mean += step * (part.count / total)
      count = total
    }
    self.init(mean: mean, variance: squares / count)
  }
}

/// Sums over a row of gradients `h`, which are 0 where the channel's rectifier is closed.
package struct GradientSums: Equatable, Sendable {
  /// The sum of `h`.
  package var sum: Double

  /// The sum of `h * (x - mean)` over the row `x` and the mean of its source.
  package var dot: Double

  /// Names the sums.
  package init(sum: Double = 0, dot: Double = 0) {
    self.sum = sum
    self.dot = dot
  }

  static func += (a: inout GradientSums, b: asn_gradient_sums) {
    a.sum += b.sum
    a.dot += b.dot
  }
}

import NeuralNet

/// Accuracies of earlier runs, which set the bands that a new run is accepted in.
package struct RegressionBaseline: Codable, Sendable {
  /// The accuracies of one variant as trained, one a seed.
  package struct Variant: Codable, Sendable {
    /// The variant.
    package let shuffle: ShuffleKind
    /// Test accuracies of runs from different seeds.
    package let top1: [Double]

    /// The accuracy below which a new run is a regression.
    ///
    /// The lower end of the one-sided 99.9 % prediction interval of a normal sample of k = 5:
    /// mean - t s sqrt(1 + 1/k), with t = 7.173 the 99.9 % quantile of Student's t with 4 degrees
    /// of freedom. Nil for fewer than five runs.
    package var lowerBound: Double? {
      guard top1.count == RegressionBaseline.seedCount else { return nil }
      let k = Double(top1.count)
      let mean = top1.reduce(0, +) / k
      let squares = top1.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return mean - 7.173 * (squares / (k - 1)).squareRoot() * (1 + 1 / k).squareRoot()
    }
  }

  /// The plan that the runs followed.
  package let plan: RegressionPlan
  /// The variants.
  package let variants: [Variant]

  /// The runs that a baseline is made of.
  package static let seedCount = 5

  /// Gathers a baseline from results of `seedCount` seeds a variant.
  package init(plan: RegressionPlan, results: [VariantResult]) {
    self.plan = plan
    variants = ShuffleKind.allCases.map { shuffle in
      Variant(
        shuffle: shuffle,
        top1: results.filter { $0.shuffle == shuffle }.map(\.top1))
    }
  }
}

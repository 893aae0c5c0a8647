import Birkhoff
import Exact
import RandomStreams

/// The square matrices that a claim about one matrix is about, from wide to narrow.
package enum MatrixClass: CaseIterable, Sendable {
  /// All real ones.
  case real
  /// Those without negative entries.
  case nonnegative
  /// Those without negative entries whose rows sum to 1.
  case rowStochastic
  /// Those without negative entries whose rows and columns sum to 1.
  case doublyStochastic

  /// Whether the matrix belongs to the class.
  package func contains(_ facts: MatrixFacts) -> Bool {
    switch self {
    case .real: true
    case .nonnegative: facts.defects.isNonnegative
    case .rowStochastic:
      facts.defects.isNonnegative && facts.defects.rowSums.allSatisfy { $0 == 1 }
    case .doublyStochastic: facts.defects.isDoublyStochastic
    }
  }

  /// Draws a matrix of order `n` of the class: those of its own samplers three times in four, else
  /// of the next narrower class.
  package func sample(order n: Int, from choices: inout some ChoiceSource) -> RationalMatrix {
    switch self {
    case .real:
      choices.oneIn(4)
        ? MatrixClass.nonnegative.sample(order: n, from: &choices)
        : RealMatrixSampler.sample(order: n, from: &choices)
    case .nonnegative:
      choices.oneIn(4)
        ? MatrixClass.rowStochastic.sample(order: n, from: &choices)
        : NearlyStochasticSampler.sample(order: n, from: &choices)
    case .rowStochastic, .doublyStochastic:
      choices.oneIn(4) && n > 1
        ? RoundingThresholdSampler.sample(order: n, from: &choices)
        : choices.element(of: DoublyStochasticSampler.allCases).sample(order: n, from: &choices)
    }
  }
}

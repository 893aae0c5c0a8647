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

  /// Draws a matrix of order `n` of the class, sometimes of a narrower class.
  package func sample(order n: Int, from choices: inout some ChoiceSource) -> RationalMatrix {
    switch self {
    case .real:
      return choices.oneIn(4)
        ? MatrixClass.nonnegative.sample(order: n, from: &choices)
        : RealMatrixSampler.sample(order: n, from: &choices)
    case .nonnegative:
      switch choices.index(below: 6) {
      case 0:
        return MatrixClass.rowStochastic.sample(order: n, from: &choices)
      case 1:
        let signed = RealMatrixSampler.sample(order: n, from: &choices)
        return RationalMatrix(rows: n, columns: n) { signed[$0, $1].magnitude }
      default:
        return NearlyStochasticSampler.sample(order: n, from: &choices)
      }
    case .rowStochastic:
      return choices.oneIn(3)
        ? MatrixClass.doublyStochastic.sample(order: n, from: &choices)
        : RowPatternSampler.sample(order: n, from: &choices)
    case .doublyStochastic:
      return choices.oneIn(4) && n > 1
        ? RoundingThresholdSampler.sample(order: n, from: &choices)
        : choices.element(of: DoublyStochasticSampler.allCases).sample(order: n, from: &choices)
    }
  }
}

import Birkhoff
import Claims
import Exact
import RandomStreams

/// The square matrices that a claim about one matrix is about.
package enum MatrixClass: CaseIterable, Sendable {
  /// All real ones.
  case real
  /// Those without negative entries.
  case nonnegative
  /// Those without negative entries whose entries are doubles, exactly.
  case doubles
  /// Those without negative entries whose rows sum to 1.
  case rowStochastic
  /// Those without negative entries whose rows sum to 1 or are zero, not all of them, and whose
  /// columns sum to at most 1: rectangles with zero rows that make them square.
  case rectangular
  /// Those without negative entries whose rows and columns sum to 1.
  case doublyStochastic

  /// Whether the matrix belongs to the class.
  package func contains(_ facts: MatrixFacts) -> Bool {
    switch self {
    case .real: true
    case .nonnegative: facts.defects.isNonnegative
    case .doubles:
      facts.defects.isNonnegative
        && facts.matrix.rows.joined().allSatisfy { Rational(exactly: $0.truncatedDouble) == $0 }
    case .rowStochastic: facts.defects.isRowStochastic
    case .rectangular:
      facts.defects.isNonnegative && facts.defects.rowSums.contains(1)
        && facts.defects.rowSums.allSatisfy { $0.sign == 0 || $0 == 1 }
        && facts.defects.columnSums.allSatisfy { $0 <= 1 }
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
      case 2, 3:
        return NonnegativeSampler.nearlyStochastic.sample(order: n, from: &choices)
      default:
        return choices.element(of: NonnegativeSampler.allCases).sample(order: n, from: &choices)
      }
    case .rowStochastic:
      return choices.oneIn(3)
        ? MatrixClass.doublyStochastic.sample(order: n, from: &choices)
        : choices.element(of: RowStochasticSampler.allCases).sample(order: n, from: &choices)
    case .doubles:
      return DoubleMatrixSampler.sample(order: n, from: &choices)
    case .rectangular:
      // Every such matrix is a doubly stochastic one with rows replaced by zero: L6.
      var matrix = MatrixClass.doublyStochastic.sample(order: n, from: &choices)
      let kept = choices.index(below: n)
      for i in 0..<n where i != kept && choices.oneIn(3) {
        for j in 0..<n { matrix[i, j] = 0 }
      }
      return matrix
    case .doublyStochastic:
      // Where T4 could fail is a thin set: one sample in four.
      let sampler =
        choices.oneIn(4)
        ? .roundingThreshold : choices.element(of: DoublyStochasticSampler.allCases)
      return sampler.sample(order: n, from: &choices)
    }
  }
}

/// All claims about a class are decided on the same matrices and share their facts.
extension MatrixClass: InstanceClass {
  package static var names: ClaimInstance.Names { ClaimInstance.Names(matrices: ["M"]) }

  package static var sharesSamples: Bool { true }

  /// The doubly stochastic matrices of orders 2 and 3, denominator by denominator.
  package static func smallInstances(order n: Int, largestDenominator: Int) -> [ClaimInstance] {
    guard (2...3).contains(n), largestDenominator > 0 else { return [] }
    return (1...largestDenominator).flatMap { denominator in
      DoublyStochasticEnumeration.matrices(order: n, denominator: denominator).map {
        ClaimInstance(matrices: [$0])
      }
    }
  }

  package static func facts(of instance: ClaimInstance) -> MatrixFacts {
    MatrixFacts(instance.matrices[0])
  }

  package func instance(order n: Int, from choices: inout some ChoiceSource) -> ClaimInstance {
    ClaimInstance(matrices: [sample(order: n, from: &choices)])
  }
}

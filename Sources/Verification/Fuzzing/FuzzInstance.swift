import Birkhoff
import Exact
import PropertyTesting
import RandomStreams
import ShufflePenalty

/// What one case of a property is about: a matrix, or a pair of one order.
package struct FuzzInstance: Equatable, Sendable {
  /// One matrix or two.
  package let matrices: [RationalMatrix]
}

extension Claim {
  /// The claim as a property of random instances drawn for its kind.
  package var property: Property<FuzzInstance> {
    Property(id) { choices in
      let n = choices.element(of: Self.orders)
      switch test {
      case .realMatrix:
        return FuzzInstance(matrices: [FuzzSampler.realMatrix(order: n, &choices)])
      case .doublyStochasticMatrix:
        return FuzzInstance(matrices: [FuzzSampler.doublyStochastic(order: n, &choices)])
      case .realPair:
        let (a, b) = RealMatrixSampler.samplePair(order: n, from: &choices)
        return FuzzInstance(matrices: [a, b])
      }
    } check: {
      switch decide($0).verdict {
      case nil: .vacuous
      case .holds?: .holds
      case .refuted(let reason)?: .refuted(reason)
      case .undecided(let reason)?: .undecided(reason)
      }
    }
  }

  /// Decides the claim on an instance drawn for it.
  package func decide(_ instance: FuzzInstance) -> ClaimDecision {
    if case .realPair(let decide) = test {
      return decide(instance.matrices[0], instance.matrices[1])
    }
    return decide(MatrixFacts(instance.matrices[0]))
  }

  /// Orders 1 to 8, small ones more often: most structures fit into order 4, and a case costs n^3.
  private static let orders = [1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6, 7, 8]
}

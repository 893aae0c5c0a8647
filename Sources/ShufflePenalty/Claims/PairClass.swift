import Birkhoff
import Claims
import Exact
import RandomStreams

/// The pairs of square matrices of one order that a claim about two matrices is about.
package enum PairClass: CaseIterable, Sendable {
  /// Any two real ones.
  case real
  /// A real one and a second one whose entries are at least as large in absolute value.
  case dominated
  /// Two without negative entries.
  case nonnegative
  /// Two without negative entries that have the same row sums and the same column sums.
  case equalLineSums
  /// Two doubly stochastic ones.
  case doublyStochastic
  /// A real one and a doubly stochastic one.
  case realAndDoublyStochastic

  /// Whether the pair belongs to the class.
  package func contains(_ a: RationalMatrix, _ b: RationalMatrix) -> Bool {
    switch self {
    case .real:
      return true
    case .dominated:
      return (0..<a.order).allSatisfy { i in
        (0..<a.order).allSatisfy { a[i, $0].magnitude <= b[i, $0].magnitude }
      }
    case .nonnegative:
      return StochasticDefects(a).isNonnegative && StochasticDefects(b).isNonnegative
    case .equalLineSums:
      let (first, second) = (StochasticDefects(a), StochasticDefects(b))
      return first.isNonnegative && second.isNonnegative && first.rowSums == second.rowSums
        && first.columnSums == second.columnSums
    case .doublyStochastic:
      return StochasticDefects(a).isDoublyStochastic && StochasticDefects(b).isDoublyStochastic
    case .realAndDoublyStochastic:
      return StochasticDefects(b).isDoublyStochastic
    }
  }

  /// Draws a pair of order `n` of the class.
  package func sample(
    order n: Int, from choices: inout some ChoiceSource
  ) -> (RationalMatrix, RationalMatrix) {
    switch self {
    case .real:
      return RealMatrixSampler.samplePair(order: n, from: &choices)
    case .dominated:
      let (a, b) = RealMatrixSampler.samplePair(order: n, from: &choices)
      let smaller = RationalMatrix(rows: n, columns: n) { i, j in
        a[i, j].magnitude <= b[i, j].magnitude ? a[i, j] : b[i, j]
      }
      return (smaller, b)
    case .nonnegative:
      return NonnegativePairSampler.sample(order: n, from: &choices)
    case .equalLineSums:
      return choices.oneIn(3)
        ? DoublyStochasticPairSampler.sample(order: n, from: &choices)
        : NonnegativePairSampler.sampleWithEqualLineSums(order: n, from: &choices)
    case .doublyStochastic:
      return DoublyStochasticPairSampler.sample(order: n, from: &choices)
    case .realAndDoublyStochastic:
      let a = MatrixClass.real.sample(order: n, from: &choices)
      return (a, MatrixClass.doublyStochastic.sample(order: n, from: &choices))
    }
  }
}

/// Each claim about pairs draws its own (`sharesSamples` is false), and none are enumerated.
extension PairClass: InstanceClass {
  package static var names: ClaimInstance.Names { ClaimInstance.Names(matrices: ["A", "B"]) }

  package static func facts(
    of instance: ClaimInstance
  ) -> (a: RationalMatrix, b: RationalMatrix) {
    (instance.matrices[0], instance.matrices[1])
  }

  package func contains(_ pair: (a: RationalMatrix, b: RationalMatrix)) -> Bool {
    contains(pair.a, pair.b)
  }

  package func instance(order n: Int, from choices: inout some ChoiceSource) -> ClaimInstance {
    let (a, b) = sample(order: n, from: &choices)
    return ClaimInstance(matrices: [a, b])
  }
}

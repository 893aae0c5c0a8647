import Birkhoff
import Exact
import RandomStreams

/// The pairs of square matrices of one order that a claim about two matrices is about.
package enum PairClass: CaseIterable, Sendable {
  /// Any two real ones.
  case real
  /// A real one and a second one whose entries are at least as large in absolute value.
  case dominated
  /// Two doubly stochastic ones.
  case doublyStochastic
  /// A real one and a doubly stochastic one.
  case realAndDoublyStochastic

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
    case .doublyStochastic:
      let a = MatrixClass.doublyStochastic.sample(order: n, from: &choices)
      let b = MatrixClass.doublyStochastic.sample(order: n, from: &choices)
      guard choices.oneIn(2) else { return (a, b) }
      // Close pairs: Lipschitz constants are reached in the limit.
      let weight = Rational.powerOfTwo(-choices.int(in: 1...40))
      return (a, (1 - weight) * a + weight * b)
    case .realAndDoublyStochastic:
      let a = MatrixClass.real.sample(order: n, from: &choices)
      return (a, MatrixClass.doublyStochastic.sample(order: n, from: &choices))
    }
  }
}

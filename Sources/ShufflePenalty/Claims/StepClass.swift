import Birkhoff
import Exact
import RandomStreams

/// The training steps that a claim about one step is about.
package enum StepClass: CaseIterable, Sendable {
  /// A nonnegative matrix with any gradient, weight and rate.
  case any

  /// Draws a step of order `n` of the class.
  package func sample(order n: Int, from choices: inout some ChoiceSource) -> TrainingStep {
    switch self {
    case .any:
      let matrix = MatrixClass.rowStochastic.sample(order: n, from: &choices)
      let gradient = RationalMatrix(rows: n, columns: n) { _, _ in
        Rational(choices.int(in: -6...6), 4)
      }
      let weight = Rational(choices.int(in: 0...12), 4)
      return TrainingStep(
        matrix: matrix, gradient: gradient, weight: weight,
        rate: Rational(choices.int(in: 1...40), 40))
    }
  }
}

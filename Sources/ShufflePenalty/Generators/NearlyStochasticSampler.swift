import Birkhoff
import Exact
import RandomStreams

/// Generators of nonnegative matrices whose line sums are nearly 1.
package enum NearlyStochasticSampler {
  /// A doubly stochastic matrix with rows scaled and a few entries raised by a little.
  package static func sample(
    order n: Int, from choices: inout some ChoiceSource
  ) -> RationalMatrix {
    var matrix = MatrixClass.doublyStochastic.sample(order: n, from: &choices)
    for _ in 0..<choices.index(below: 3) {
      let (i, j) = (choices.index(below: n), choices.index(below: n))
      matrix[i, j] = matrix[i, j] + tiny(&choices)
    }
    let isScaled = choices.oneIn(2)
    let factors = (0..<n).map { _ in isScaled ? 1 + tiny(&choices) : 1 }
    return RationalMatrix(rows: n, columns: n) { factors[$0] * matrix[$0, $1] }
  }

  /// A number in (0, 1/2], often tiny.
  private static func tiny(_ choices: inout some ChoiceSource) -> Rational {
    Rational.powerOfTwo(-1 - choices.int(in: 0...40))
  }
}

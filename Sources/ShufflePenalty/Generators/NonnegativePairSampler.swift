import Birkhoff
import Exact
import RandomStreams

/// Generators of pairs of nonnegative matrices of one order.
enum NonnegativePairSampler {
  /// Draws a pair: the magnitudes of a real pair, two doubly stochastic ones, or a matrix and a
  /// multiple of it, where P is linear.
  static func sample(
    order n: Int, from choices: inout some ChoiceSource
  ) -> (RationalMatrix, RationalMatrix) {
    switch choices.index(below: 4) {
    case 0, 1:
      let (a, b) = RealMatrixSampler.samplePair(order: n, from: &choices)
      return (magnitudes(a), magnitudes(b))
    case 2:
      return DoublyStochasticPairSampler.sample(order: n, from: &choices)
    default:
      let a = MatrixClass.nonnegative.sample(order: n, from: &choices)
      return (a, Rational(choices.int(in: 0...8), 3) * a)
    }
  }

  /// Draws a nonnegative matrix and one with the same row and column sums: mass moved around
  /// rectangles, from two opposite corners to the other two.
  static func sampleWithEqualLineSums(
    order n: Int, from choices: inout some ChoiceSource
  ) -> (RationalMatrix, RationalMatrix) {
    let a = MatrixClass.nonnegative.sample(order: n, from: &choices)
    var b = a
    // Corners at the largest entries of two rows move mass away from a permutation pattern.
    let largest = ArgmaxRounding(a).columns
    for _ in 0..<choices.int(in: 1...n) {
      let (i, k) = (choices.index(below: n), choices.index(below: n))
      let isAtMaxima = choices.oneIn(2)
      let j = isAtMaxima ? largest[i] : choices.index(below: n)
      let l = isAtMaxima ? largest[k] : choices.index(below: n)
      guard i != k, j != l else { continue }
      let amount = Rational.powerOfTwo(-choices.int(in: 0...40)) * min(b[i, j], b[k, l])
      b[i, j] = b[i, j] - amount
      b[k, l] = b[k, l] - amount
      b[i, l] = b[i, l] + amount
      b[k, j] = b[k, j] + amount
    }
    return (a, b)
  }

  private static func magnitudes(_ matrix: RationalMatrix) -> RationalMatrix {
    RationalMatrix(rows: matrix.rowCount, columns: matrix.columnCount) {
      matrix[$0, $1].magnitude
    }
  }
}

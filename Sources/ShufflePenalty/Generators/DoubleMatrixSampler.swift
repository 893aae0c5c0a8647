import Birkhoff
import Exact
import RandomStreams

/// Generators of nonnegative matrices whose entries are doubles, biased to where floating point is
/// hard.
enum DoubleMatrixSampler {
  /// Draws a matrix: another sample rounded to 53 or 24 bits, rows normalised in single precision,
  /// or nearly one-hot lines with entries from tiny to huge.
  static func sample(
    order n: Int, from choices: inout some ChoiceSource
  ) -> RationalMatrix {
    switch choices.index(below: 4) {
    case 0:
      let matrix = MatrixClass.nonnegative.sample(order: n, from: &choices)
      let isSingle = choices.oneIn(2)
      return rational(n, matrix.rows.joined().map { isSingle ? single($0) : $0.truncatedDouble })
    case 1:
      let matrix = MatrixClass.doublyStochastic.sample(order: n, from: &choices)
      return rational(
        n, matrix.rows.joined().map { choices.oneIn(2) ? single($0) : $0.truncatedDouble })
    case 2:
      return rational(n, normalisedRows(n, &choices))
    default:
      return rational(n, nearlyOneHot(n, &choices))
    }
  }

  private static func single(_ x: Rational) -> Double {
    // Below the range of normal floats the rounding would lose most bits.
    let value = x.truncatedDouble
    return value < 0x1p-126 ? value : Double(Float(value))
  }

  /// Random rows divided by their sums in single precision, as a training step leaves them.
  private static func normalisedRows(_ n: Int, _ choices: inout some ChoiceSource) -> [Double] {
    var values: [Double] = []
    for _ in 0..<n {
      let row = (0..<n).map { _ in Float(choices.int(in: 0...0xff_ffff)) * 0x1p-24 }
      let sum = row.reduce(0, +)
      values += row.map { Double(sum > 0 ? $0 / sum : 0) }
    }
    return values
  }

  /// A scaled permutation with other entries far smaller, down to 2^-400.
  private static func nearlyOneHot(_ n: Int, _ choices: inout some ChoiceSource) -> [Double] {
    let permutation = DoublyStochasticSampler.randomPermutation(n, &choices)
    let depth = choices.element(of: [20, 60, 400])
    let isScaled = choices.oneIn(4)
    return (0..<(n * n)).map { k in
      let mantissa = 1 + Double(choices.int(in: 0...0xfff)) * 0x1p-12
      if permutation[k / n] == k % n {
        return isScaled ? mantissa * power(choices.int(in: -400...400)) : 1
      }
      return choices.oneIn(3) ? 0 : mantissa * power(-choices.int(in: 1...depth))
    }
  }

  private static func power(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: 1)
  }

  private static func rational(_ n: Int, _ values: [Double]) -> RationalMatrix {
    RationalMatrix(rows: n, columns: n) { i, j in
      guard let value = Rational(exactly: values[i * n + j]) else {
        preconditionFailure("a sampled entry that is not finite")
      }
      return value
    }
  }
}

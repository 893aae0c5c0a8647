import Exact
import ShufflePenalty

/// Exact arithmetic: an enclosure of P, dot products.
enum ExactBenchmarks {
  /// The precision of enclosures, in bits after the binary point.
  static let bits = 128

  static func all(_ inputs: BenchmarkInputs) -> [Benchmark] {
    inputs.penalties.map { name, matrix in
      Benchmark(name) {
        Penalty.value(matrix).enclosure(bits: bits)
      } text: {
        // Any enclosure this narrow has the same first 25 places.
        $0.lower.decimal(digits: 25, roundedUp: false)
      }
    }
      + inputs.dotProducts.map { name, matrix in
        let (x, y) = (matrix.rows[0], matrix.rows[1])
        return Benchmark(name) {
          Rational.dotProduct(x, y)
        } text: {
          $0.description
        }
      }
  }
}

import Birkhoff
import Exact
import Matching
import RandomStreams
import Testing

@Suite struct GradientTests {
  private struct Sample {
    let problem: GraphMatching
    let m: RationalMatrix
    let direction: RationalMatrix
  }

  /// Problems of order 1 to 4 with signed fractions that are exact doubles, not symmetric.
  private static let samples: [Sample] = {
    var stream = RandomStream(root: 1, name: "matching-gradients")
    func matrix(_ n: Int) -> RationalMatrix {
      RationalMatrix(rows: n, columns: n) { _, _ in Rational(stream.int(in: -64...64), 16) }
    }
    return (1...4).flatMap { n in
      (0..<6).map { _ in
        Sample(problem: GraphMatching(matrix(n), matrix(n)), m: matrix(n), direction: matrix(n))
      }
    }
  }()

  private static func inner(_ x: RationalMatrix, _ y: RationalMatrix) -> Rational {
    zip(x.rows.joined(), y.rows.joined()).reduce(into: Rational()) { $0.addProduct($1.0, $1.1) }
  }

  /// f1 along a line is a quadratic q, whose q'(0) is (q(1) - q(-1)) / 2 exactly.
  @Test func convexGradientIsTheExactDerivative() {
    for sample in Self.samples {
      func q(_ t: Rational) -> Rational {
        sample.problem.convexLoss(sample.m + t * sample.direction)
      }
      let slope = Self.inner(sample.problem.convexGradient(sample.m), sample.direction)
      #expect(slope == (q(1) - q(-1)) / 2)
    }
  }

  /// f2 along a line is a quartic q, whose q'(0) is (q(-2) - 8 q(-1) + 8 q(1) - q(2)) / 12 exactly.
  @Test func conjugationGradientIsTheExactDerivative() {
    for sample in Self.samples {
      func q(_ t: Rational) -> Rational {
        sample.problem.conjugationLoss(sample.m + t * sample.direction)
      }
      let slope = Self.inner(sample.problem.conjugationGradient(sample.m), sample.direction)
      #expect(slope == (q(-2) - 8 * q(-1) + 8 * q(1) - q(2)) / 12)
    }
  }

  @Test func theLossesAgreeOnPermutationsAndDifferElsewhere() {
    for sample in Self.samples {
      for permutation in Permutation.all(sample.problem.order) {
        let vertex = permutation.matrix
        #expect(sample.problem.convexLoss(vertex) == sample.problem.conjugationLoss(vertex))
      }
      #expect(
        sample.problem.convexLoss(sample.m) != sample.problem.conjugationLoss(sample.m))
    }
  }

  /// Each double is within the stated bound, gamma_k times the expression in absolute values.
  @Test func doublesAreWithinTheirErrorBounds() throws {
    for sample in Self.samples {
      let (problem, n) = (sample.problem, sample.problem.order)
      let numeric = try #require(NumericGraphMatching(exactly: problem))
      // Thirds, so that the arithmetic really rounds; the exact side reads the rounded doubles.
      let point = sample.m.rows.joined().map { $0.truncatedDouble / 3 }
      let m = try exact(point, order: n)
      let (a, b, x) = (magnitude(problem.a), magnitude(problem.b), magnitude(m))
      let r = a * x + x * b
      let s = a + x * b * x.transposed
      check(
        numeric.convexGradient(point), problem.convexGradient(m),
        gamma(2 * n + 4), 2 * (a.transposed * r + r * b.transposed))
      check(
        numeric.conjugationGradient(point), problem.conjugationGradient(m),
        gamma(4 * n + 8), 2 * (s * x * b.transposed + s.transposed * x * b))
      // Squares double the relative error of an entry, and N^2 of them are added.
      check(
        [numeric.convexLoss(point)], RationalMatrix([[problem.convexLoss(m)]]),
        gamma(n * n + 2 * n + 4), RationalMatrix([[r.sum(of: .square)]]))
      check(
        [numeric.conjugationLoss(point)], RationalMatrix([[problem.conjugationLoss(m)]]),
        gamma(n * n + 4 * n + 4), RationalMatrix([[s.sum(of: .square)]]))
    }
  }

  private func check(
    _ values: [Double], _ exactValues: RationalMatrix, _ relative: Rational,
    _ scale: RationalMatrix
  ) {
    for ((value, truth), size) in zip(
      zip(values, exactValues.rows.joined()), scale.rows.joined())
    {
      guard let value = Rational(exactly: value) else {
        Issue.record("\(value) is not finite")
        continue
      }
      #expect((value - truth).magnitude <= relative * size)
    }
  }

  /// gamma_k = k u / (1 - k u) with u = 2^-53.
  private func gamma(_ k: Int) -> Rational {
    let ku = Rational(k) * Rational.powerOfTwo(-53)
    return ku / (1 - ku)
  }

  private func magnitude(_ m: RationalMatrix) -> RationalMatrix {
    RationalMatrix(rows: m.rowCount, columns: m.columnCount) { m[$0, $1].magnitude }
  }

  @Test func matricesThatAreNotDoublesAreRefused() {
    let third = RationalMatrix([[Rational(1, 3)]])
    #expect(NumericGraphMatching(exactly: GraphMatching(third, third)) == nil)
    let huge = RationalMatrix([[Rational.powerOfTwo(1100)]])
    #expect(NumericGraphMatching(exactly: GraphMatching(huge, huge)) == nil)
  }
}

/// The exact values of finite doubles, row-major.
func exact(_ values: [Double], order n: Int) throws -> RationalMatrix {
  let rationals = try values.map { try #require(Rational(exactly: $0)) }
  return RationalMatrix(rows: n, columns: n) { rationals[$0 * n + $1] }
}

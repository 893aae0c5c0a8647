import Birkhoff
import Exact
import RandomStreams
import ShufflePenalty
import StepArithmetic
import Testing

@Suite struct PenaltyTests {
  private func subgradient(_ values: [Double], order n: Int) -> [Double] {
    var result = [Double](repeating: 0, count: n * n)
    PermutationPenalty.addGradient(weight: 1, of: values, size: n, to: &result)
    return result
  }

  /// P(J/N) = 2 N (1 - 1/sqrt N) = 2N - 2 sqrt N.
  @Test(arguments: 1...6)
  func theUniformMatrix(n: Int) {
    let uniform = RationalMatrix(rows: n, columns: n) { _, _ in Rational(1, n) }
    #expect(Penalty.value(uniform) == RadicalSum(Rational(2 * n)) - 2 * .root(Rational(n)))
  }

  @Test func signsAndTranspositionDoNotMatter() {
    var stream = RandomStream(seed: 1)
    for n in 1...4 {
      let m = RealMatrixSampler.sample(order: n, from: &stream)
      #expect(Penalty.rows(m) == Penalty.columns(m.transposed))
      #expect(Penalty.value(m) == Penalty.value(Rational(-1) * m))
      #expect(Penalty.value(3 * m) == 3 * Penalty.value(m))
    }
  }

  /// The stable double value encloses the exact one, and the interval is as narrow as T10 says.
  @Test func theStableValueEnclosesTheExactOne() throws {
    var stream = RandomStream(seed: 2)
    for n in 1...8 {
      for round in 0..<12 {
        // Nearly one-hot lines are where the naive formula fails.
        let scale = round % 2 == 0 ? 1.0 : 1e-9
        var values = (0..<(n * n)).map { _ in Double(stream.uniform()) * scale }
        for i in 0..<n { values[i * n + i] = 1 }
        let matrix = RationalMatrix(rows: n, columns: n) {
          Rational(exactly: values[$0 * n + $1]) ?? 0
        }
        let exact = Penalty.value(matrix)
        let interval = try #require(PermutationPenalty.enclosure(of: values, size: n))
        let lower = try #require(Rational(exactly: interval.lowerBound))
        let upper = try #require(Rational(exactly: interval.upperBound))
        #expect(RadicalSum(lower) <= exact && exact <= RadicalSum(upper))
        let width = interval.upperBound - interval.lowerBound
        #expect(width <= 15 * Double(n) * 0x1p-53 * interval.upperBound)
      }
    }
    #expect(PermutationPenalty.enclosure(of: [-1], size: 1) == nil)
    #expect(PermutationPenalty.enclosure(of: [.nan], size: 1) == nil)
    #expect(PermutationPenalty.enclosure(of: [1e-300], size: 1) == nil)
  }

  /// The uniform matrix is a stationary point of P on the tangent space of the polytope: all
  /// entries of the subgradient are equal, so an exactly uniform start gets no push.
  @Test(arguments: [2, 3, 8])
  func theUniformMatrixIsStationary(n: Int) {
    let h = subgradient([Double](repeating: 1 / Double(n), count: n * n), order: n)
    #expect(Set(h).count == 1)
    var moved = [Double](repeating: 1 / Double(n), count: n * n)
    moved[0] += 0.01
    #expect(Set(subgradient(moved, order: n)).count > 1)
  }

  @Test func theSubgradientMatchesDifferences() {
    let n = 4
    var stream = RandomStream(seed: 3)
    let values = (0..<(n * n)).map { _ in 0.1 + Double(stream.uniform()) }
    func gap(_ line: [Double]) -> Double {
      line.reduce(0, +) - line.map { $0 * $0 }.reduce(0, +).squareRoot()
    }
    func naive(_ v: [Double]) -> Double {
      var total = 0.0
      for i in 0..<n {
        total += gap((0..<n).map { v[i * n + $0] })
        total += gap((0..<n).map { v[$0 * n + i] })
      }
      return total
    }
    let h = subgradient(values, order: n)
    let step = 0x1p-14
    for k in values.indices {
      var (up, down) = (values, values)
      up[k] += step
      down[k] -= step
      // Central differences. Truncation: step^2 / 6 times a third derivative of at most
      // 2 * 3 / 0.2^2 = 150, since a line of four entries above 0.1 has norm above 0.2:
      // 25 * 2^-28 < 2^-23.3. Rounding: two values of at most 36, each the result of 40 operations,
      // over 2 step: 40 * 36 * 2^-53 * 2^14 < 2^-28.
      #expect(abs((naive(up) - naive(down)) / (2 * step) - h[k]) < 0x1p-23)
    }
    #expect(subgradient([0, 0, 0, 0], order: 2) == [2, 2, 2, 2])
  }
}

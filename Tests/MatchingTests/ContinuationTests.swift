import Birkhoff
import Exact
import Matching
import RandomStreams
import ShufflePenalty
import StepArithmetic
import Testing

@Suite struct ContinuationTests {
  /// The largest error of a line sum measured below is 8.6e-12, at data of size 100, and the
  /// largest violation of the variational inequality 1.2e-12 times the scale.
  private static let projectionTolerance = 1e-10

  /// The variational inequality: Y is the projection of X iff <X - Y, P - Y> <= 0 at every vertex
  /// P.
  @Test func projectionsSatisfyTheirVariationalInequality() throws {
    var stream = RandomStream(root: 1, name: "matching-projection")
    for n in 1...4 {
      for scale in [0.1, 1.0, 100.0] {
        for _ in 0..<5 {
          let point = (0..<(n * n)).map { _ in scale * Double(stream.normal()) }
          let nearest = try DoublyStochasticProjection.project(point, order: n)
          #expect(nearest.allSatisfy { $0 >= 0 })
          for line in 0..<n {
            let row = (0..<n).reduce(0) { $0 + nearest[line * n + $1] }
            let column = (0..<n).reduce(0) { $0 + nearest[$1 * n + line] }
            #expect(max(abs(row - 1), abs(column - 1)) < Self.projectionTolerance)
          }
          for permutation in Permutation.all(n) {
            var product = 0.0
            for k in point.indices {
              let vertex = permutation[k / n] == k % n ? 1.0 : 0.0
              product += (point[k] - nearest[k]) * (vertex - nearest[k])
            }
            #expect(product < scale * Self.projectionTolerance)
          }
        }
      }
    }
  }

  @Test func knownProjections() throws {
    // Adding u_i + v_j moves a matrix orthogonally to the line sums.
    let half = [0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5]
    let shifted = half.indices.map { half[$0] + Double($0 / 3) - 2 * Double($0 % 3) }
    let back = try DoublyStochasticProjection.project(shifted, order: 3)
    #expect(zip(back, half).allSatisfy { abs($0 - $1) < Self.projectionTolerance })
    // A dominant permutation is a vertex's normal direction.
    let vertex = try DoublyStochasticProjection.project([0, 50, 50, 0], order: 2)
    #expect(zip(vertex, [0, 1, 1, 0]).allSatisfy { abs($0 - $1) < Self.projectionTolerance })
  }

  @Test func projectionsWithoutAnAnswerSaySo() {
    for wrong in [Double.nan, .infinity] {
      #expect(throws: ProjectionError.notFinite) {
        try DoublyStochasticProjection.project([wrong, 0, 0, 1], order: 2)
      }
    }
    #expect(throws: ProjectionError.notConverged(sweeps: 2)) {
      try DoublyStochasticProjection.project([5, 0, 3, 1, 2, 2, 0, 0, 1], order: 3, sweepLimit: 2)
    }
  }

  /// At a fixed lambda no step increases f1 + lambda P (concavity of P, T7).
  @Test(arguments: [MatchingInstance.gm3b, .gm3d])
  func stepsDescend(_ instance: MatchingInstance) throws {
    let n = instance.problem.order
    let numeric = try #require(NumericGraphMatching(exactly: instance.problem))
    for weight in [0.0, 5, 25, 60] {
      var m = try numeric.relaxedMinimiser()
      func objective(_ m: [Double]) -> Double {
        numeric.convexLoss(m) + weight * PermutationPenalty.value(of: m, size: n)
      }
      var previous = objective(m)
      for _ in 0..<40 {
        m = try PenaltyContinuation.step(numeric, m, weight: weight)
        let next = objective(m)
        // The largest rise measured is 1.1e-13, of values up to 300: rounding.
        #expect(next <= previous + 1e-11)
        previous = next
      }
    }
  }

  @Test func onlyCertainRoundingsAreAccepted() throws {
    let swap = try #require(Permutation([1, 0]))
    #expect(ContinuationEnd.certainRounding([1e-9, 1, 1, 0], order: 2) == swap)
    #expect(ContinuationEnd.certainRounding([0.5, 0.5, 0.5, 0.5], order: 2) == nil)
    // The largest entries form a permutation, but P is too large for T5d.
    let flat = [0.5, 0.25, 0.25, 0.25, 0.5, 0.25, 0.25, 0.25, 0.5]
    #expect(ContinuationEnd.certainRounding(flat, order: 3) == nil)
    #expect(ContinuationEnd.certainRounding([.nan, 1, 1, 0], order: 2) == nil)
  }

  @Test func problemsThatAreNotDoublesAreNotRun() {
    let third = RationalMatrix([[Rational(1, 3)]])
    let end = ContinuationEnd(
      GraphMatching(third, third), from: RationalMatrix([[1]]), best: Permutation(identity: 1))
    #expect(end.permutation == nil && !end.isBest && end.summary.hasPrefix("not run"))
  }
}

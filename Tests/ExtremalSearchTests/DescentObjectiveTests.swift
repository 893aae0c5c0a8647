import Exact
import RandomStreams
import ShufflePenalty
import Testing

@testable import ExtremalSearch

@Suite struct DescentObjectiveTests {
  /// The vertices of a cell in doubles.
  private func vertices(_ kind: MatrixCell.Kind) -> [[Double]] {
    let cell = MatrixCell(kind, order: 3)
    return DoubleDescription.vertices(of: cell.polytope).map(cell.matrix)
      .map { $0.rows.flatMap { $0 }.map(\.truncatedDouble) }
  }

  /// sum_k costs_k (b_k - a_k).
  private func slope(_ costs: [Double], from a: [Double], to b: [Double]) -> Double {
    costs.indices.reduce(0) { $0 + costs[$1] * (b[$1] - a[$1]) }
  }

  /// Checks the costs at the middle of two points against a central difference along their segment.
  ///
  /// With the step 1e-4 the two differ by at most 5e-8 here, measured over all pairs.
  private func expectDerivative(
    of function: ([Double]) -> Double?, from a: [Double], to b: [Double],
    _ costs: ([Double]) -> [Double]
  ) throws {
    func point(_ t: Double) -> [Double] { a.indices.map { (1 - t) * a[$0] + t * b[$0] } }
    let h = 1e-4
    let (before, after) = (function(point(0.5 - h)), function(point(0.5 + h)))
    let difference = (try #require(after) - (try #require(before))) / (2 * h)
    #expect((difference - slope(costs(point(0.5)), from: a, to: b)).magnitude < 1e-6)
  }

  /// P - c d1, with c its quotient at one vertex, lies below its linearisation there.
  @Test func theLinearisationOfTheRatioLiesAbove() throws {
    let objective = DescentObjective.ratio(order: 3)
    let points = vertices(.doublyStochastic).filter { objective.value($0) != nil }
    #expect(points.count == 21)
    for a in points {
      guard let level = objective.value(a) else { continue }
      let costs = objective.linearisation(a, level)
      #expect(costs.kappa == 0)
      for b in points {
        guard let value = objective.value(b) else { continue }
        let difference = (value - level) * FloatPenalty(b, order: 3).distance
        #expect(difference <= slope(costs.entries, from: a, to: b) + 1e-12)
        try expectDerivative(
          of: { x in
            objective.value(x).map { ($0 - level) * FloatPenalty(x, order: 3).distance }
          }, from: a, to: b, { objective.linearisation($0, level).entries })
      }
    }
  }

  /// The terms without kappa lie below their linearisation, and kappa costs what is demanded.
  @Test(arguments: KappaBound.allCases)
  func theLinearisationOfADemandLiesAbove(bound: KappaBound) throws {
    func largestSum(_ x: [Double]) -> Double { FloatPenalty(x, order: 3).columnSums.max() ?? 1 }
    func defect(_ x: [Double]) -> Double { FloatPenalty(x, order: 3).kappa }
    let objective = DescentObjective.demand(bound, order: 3, largestColumnSum: 2)
    // Where the cap is reached the value is that of the function that is linearised.
    let points = vertices(.rowStochastic(overloaded: 1)).filter {
      bound == .rowsAlone ? defect($0) > 0 : (largestSum($0) - 2).magnitude < 1e-12
    }
    #expect(points.count >= 5)
    for a in points {
      guard let level = objective.value(a) else { continue }
      let costs = objective.linearisation(a, level)
      #expect(costs.kappa == max(0, -level))
      for b in points {
        guard let value = objective.value(b) else { continue }
        let difference = value * defect(b) - level * defect(a)
        #expect(difference <= slope(costs.entries, from: a, to: b) + 1e-12)
        try expectDerivative(
          of: { x in objective.value(x).map { $0 * defect(x) } }, from: a, to: b,
          { objective.linearisation($0, level).entries })
      }
    }
  }

  @Test func theValuesAreThoseOfTheExactSide() throws {
    let cell = MatrixCell(.doublyStochastic, order: 3)
    for point in DoubleDescription.vertices(of: cell.polytope) {
      let matrix = cell.matrix(at: point)
      let values = matrix.rows.flatMap { $0 }.map(\.truncatedDouble)
      let objective = DescentObjective.ratio(order: 3)
      #expect(objective.isExcluded(values) == ExactBounds.isHalfMatrix(matrix))
      guard let value = objective.value(values) else {
        #expect(ExactBounds.distance(matrix).sign == 0)
        continue
      }
      let exact = try ExactMatrices.ratio(matrix).enclosure(width: .powerOfTwo(-60))
      #expect((value - exact.lower.truncatedDouble).magnitude < 1e-12)
    }
    let rows = MatrixCell(.rowStochastic(overloaded: 1), order: 3)
    for matrix in DoubleDescription.vertices(of: rows.polytope).map(rows.matrix) {
      let values = matrix.rows.flatMap { $0 }.map(\.truncatedDouble)
      for bound in KappaBound.allCases {
        let value = DescentObjective.demand(bound, order: 3, largestColumnSum: 3).value(values)
        let exact = bound.demand(matrix)?.enclosure(width: .powerOfTwo(-60)).lower.truncatedDouble
        #expect((value == nil) == (exact == nil))
        if let value, let exact { #expect((value + exact).magnitude < 1e-12) }
      }
    }
  }
}

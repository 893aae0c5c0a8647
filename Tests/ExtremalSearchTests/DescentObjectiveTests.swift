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

  /// P - c d1, with c its quotient at one vertex, lies below its linearisation there.
  @Test func theLinearisationOfTheRatioLiesAbove() {
    let objective = DescentObjective.ratio(order: 3)
    let points = vertices(.doublyStochastic).filter { objective.value($0) != nil }
    #expect(points.count == 21)
    for a in points {
      guard let level = objective.value(a) else { continue }
      let costs = objective.linearisation(a, level)
      #expect(costs.columnDefect == 0)
      for b in points {
        guard let value = objective.value(b) else { continue }
        let difference = (value - level) * FloatPenalty(b, order: 3).distance
        #expect(difference <= slope(costs.entries, from: a, to: b) + 1e-12)
      }
    }
  }

  /// The terms without kappa lie below their linearisation, and kappa costs what is demanded.
  @Test(arguments: KappaBound.allCases)
  func theLinearisationOfADemandLiesAbove(bound: KappaBound) {
    func largestSum(_ x: [Double]) -> Double { FloatPenalty(x, order: 3).columnSums.max() ?? 1 }
    func defect(_ x: [Double]) -> Double { FloatPenalty(x, order: 3).columnDefect }
    let objective = DescentObjective.demand(bound, order: 3, largestColumnSum: 2)
    // Where the cap is reached the value is that of the function that is linearised.
    let points = vertices(.rowStochastic(overloaded: 1)).filter {
      bound == .rowsAlone ? defect($0) > 0 : (largestSum($0) - 2).magnitude < 1e-12
    }
    #expect(points.count >= 5)
    for a in points {
      guard let level = objective.value(a) else { continue }
      let costs = objective.linearisation(a, level)
      #expect(costs.columnDefect == max(0, -level))
      for b in points {
        guard let value = objective.value(b) else { continue }
        let difference = value * defect(b) - level * defect(a)
        #expect(difference <= slope(costs.entries, from: a, to: b) + 1e-12)
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

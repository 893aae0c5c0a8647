import Exact
import RandomStreams
import Testing

@testable import ExtremalSearch

/// The simplex method against trying every basis in rationals.
@Suite struct LinearProgramTests {
  private func program(_ rows: [[Int]], _ rightSides: [Int]) -> LinearProgram {
    var program = LinearProgram(columnCount: rows[0].count)
    for (row, rightSide) in zip(rows, rightSides) {
      program.addEquation(
        row.enumerated().map { ($0.offset, Double($0.element)) }, equals: Double(rightSide))
    }
    return program
  }

  /// Integer programs with up to 3 equations and 6 variables: small entries make degenerate,
  /// redundant, infeasible and unbounded ones common, and each kind must occur.
  @Test func randomProgramsAreSolvedAsByBruteForce() {
    var stream = RandomStream(root: 1, name: "LinearProgramTests")
    var counts = [String: Int]()
    for _ in 0..<400 {
      let columns = stream.int(in: 2...6)
      let equations = stream.int(in: 1...3)
      var rows = (0..<equations).map { _ in (0..<columns).map { _ in stream.int(in: -2...2) } }
      var rightSides = (0..<equations).map { _ in stream.int(in: -2...3) }
      if equations == 3, stream.oneIn(4) {
        rows[2] = zip(rows[0], rows[1]).map { $0 - $1 }
        rightSides[2] = rightSides[0] - rightSides[1]
        counts["dependent", default: 0] += 1
      }
      if stream.oneIn(3) { rightSides = rightSides.map { _ in 0 } }
      let costs = (0..<columns).map { _ in stream.int(in: -2...2) }
      let expected = SlowProgram(rows, rightSides, costs).outcome
      let outcome = program(rows, rightSides).minimise(costs.map(Double.init))
      switch (expected, outcome) {
      case (.infeasible, .infeasible): counts["infeasible", default: 0] += 1
      case (.unbounded, .unbounded): counts["unbounded", default: 0] += 1
      case (.least(let cost, let isDegenerate), .optimal(let x)):
        counts[isDegenerate ? "degenerate" : "optimal", default: 0] += 1
        // Entries up to 2 and at most 3 equations: minors up to 48, so errors far below 1e-9.
        #expect(x.allSatisfy { $0 >= -1e-9 })
        for (row, rightSide) in zip(rows, rightSides) {
          let left = zip(row, x).reduce(0) { $0 + Double($1.0) * $1.1 }
          #expect((left - Double(rightSide)).magnitude < 1e-9)
        }
        let total = zip(costs, x).reduce(0) { $0 + Double($1.0) * $1.1 }
        #expect((total - cost.truncatedDouble).magnitude < 1e-9)
      default: Issue.record("\(rows) \(rightSides) \(costs): \(outcome), not \(expected)")
      }
    }
    for kind in ["infeasible", "unbounded", "optimal", "degenerate", "dependent"] {
      #expect(counts[kind, default: 0] >= 15, "\(kind): \(counts)")
    }
  }

  /// Beale's program, on which the largest-coefficient rule goes in a circle; the optimum is -1/20.
  @Test func aProgramThatCycles() throws {
    var program = LinearProgram(columnCount: 7)
    program.addEquation([(0, 1), (3, 0.25), (4, -60), (5, -0.04), (6, 9)], equals: 0)
    program.addEquation([(1, 1), (3, 0.5), (4, -90), (5, -0.02), (6, 3)], equals: 0)
    program.addEquation([(2, 1), (5, 1)], equals: 1)
    let costs = [0, 0, 0, -0.75, 150, -0.02, 6]
    guard case .optimal(let x) = program.minimise(costs) else {
      Issue.record("not solved")
      return
    }
    let cost = zip(costs, x).reduce(0) { $0 + $1.0 * $1.1 }
    #expect((cost + 0.05).magnitude < 1e-12)
  }

  /// From where one minimisation ended another one reaches the optimum of a fresh start.
  @Test func otherCostsFromTheSamePlace() throws {
    let cell = CellProgram(order: 4, columns: .exact)
    let start = try SimplexTableau(feasibleFor: cell.program)
    let used = start.copy()
    var stream = RandomStream(root: 1, name: "otherCosts")
    let sampler = StartSampler(order: 4)
    for _ in 0..<10 {
      let costs = cell.costs(entries: sampler.randomCosts(&stream))
      let fresh = start.copy()
      #expect(used.minimise(costs) == .optimal && fresh.minimise(costs) == .optimal)
      let a = zip(costs, used.solution).reduce(0) { $0 + $1.0 * $1.1 }
      let b = zip(costs, fresh.solution).reduce(0) { $0 + $1.0 * $1.1 }
      #expect((a - b).magnitude < 1e-9)
    }
    // The phases left the start as it was: copies do not share numbers.
    #expect(start.solution == (try SimplexTableau(feasibleFor: cell.program)).solution)
  }

  /// The compact program has the vertices of the cell: every least cost over it is one over them.
  @Test func theCompactProgramIsTheCell() throws {
    let cell = MatrixCell(.doublyStochastic, order: 3)
    let vertices = DoubleDescription.vertices(of: cell.polytope).map(cell.matrix)
      .map { $0.rows.flatMap { $0 }.map(\.truncatedDouble) }
    let program = CellProgram(order: 3, columns: .exact)
    let tableau = try SimplexTableau(feasibleFor: program.program)
    var stream = RandomStream(root: 1, name: "compactProgram")
    for _ in 0..<50 {
      let costs = (0..<9).map { _ in Double(stream.normal()) }
      func cost(_ x: some Sequence<Double>) -> Double {
        zip(costs, x).reduce(0) { $0 + $1.0 * $1.1 }
      }
      #expect(tableau.minimise(program.costs(entries: costs)) == .optimal)
      let least = try #require(vertices.map { cost($0) }.min())
      #expect((cost(tableau.solution.prefix(9)) - least).magnitude < 1e-9)
    }
  }
}

/// A linear program by trying every basis in rationals.
private struct SlowProgram {
  enum Outcome {
    case infeasible, unbounded
    case least(Rational, isDegenerate: Bool)
  }

  let outcome: Outcome

  init(_ rows: [[Int]], _ rightSides: [Int], _ costs: [Int]) {
    let points = Self.basicPoints(rows, rightSides)
    guard !points.isEmpty else {
      outcome = .infeasible
      return
    }
    func cost(_ x: [Rational]) -> Rational {
      zip(costs, x).reduce(into: Rational()) { $0 += Rational($1.0) * $1.1 }
    }
    // Unbounded iff a direction x >= 0 with A x = 0, scaled to sum 1, has a negative cost.
    let directions = Self.basicPoints(
      rows + [rows[0].map { _ in 1 }], rightSides.map { _ in 0 } + [1])
    if directions.contains(where: { cost($0).sign < 0 }) {
      outcome = .unbounded
      return
    }
    let best = points.min { cost($0) < cost($1) } ?? []
    let rank = IntegerRank.rank(of: rows)
    outcome = .least(
      cost(best), isDegenerate: best.count(where: { $0.sign > 0 }) < rank)
  }

  /// The basic solutions with no negative entry.
  private static func basicPoints(_ rows: [[Int]], _ rightSides: [Int]) -> [[Rational]] {
    let extended = zip(rows, rightSides).map { $0 + [$1] }
    let rank = IntegerRank.rank(of: rows)
    guard IntegerRank.rank(of: extended) == rank else { return [] }
    let chosen = IntegerRank.independentRows(of: rows)
    let columns = rows[0].count
    return (0..<1 << columns).compactMap { bits in
      let basis = (0..<columns).filter { bits & 1 << $0 != 0 }
      guard basis.count == rank else { return nil }
      guard rank > 0 else { return [Rational](repeating: 0, count: columns) }
      let matrix = RationalMatrix(rows: rank, columns: rank) {
        Rational(rows[chosen[$0]][basis[$1]])
      }
      guard let y = try? matrix.solve(chosen.map { Rational(rightSides[$0]) }).solution,
        y.allSatisfy({ $0.sign >= 0 })
      else { return nil }
      var x = [Rational](repeating: 0, count: columns)
      for (k, column) in basis.enumerated() { x[column] = y[k] }
      return x
    }
  }
}

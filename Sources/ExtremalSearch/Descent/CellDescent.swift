import RandomStreams

/// Descents from vertex to vertex of a cell, first by linear programs and then along edges.
struct CellDescent {
  /// A vertex that is not excluded, in doubles.
  struct Candidate {
    let values: [Double]
    let value: Double
  }

  /// What one descent found.
  struct Outcome {
    /// The best vertex that is not excluded.
    fileprivate(set) var best: Candidate?
    /// The best of those that are not direct sums.
    fileprivate(set) var bestConnected: Candidate?
    /// Whether the linear programs led to an excluded vertex.
    fileprivate(set) var endedExcluded = false
    /// The linear programs solved.
    fileprivate(set) var programs = 0

    fileprivate mutating func visit(_ values: [Double], _ value: Double, order n: Int) {
      if value < best?.value ?? .infinity { best = Candidate(values: values, value: value) }
      if value < bestConnected?.value ?? .infinity,
        SupportGraph.isConnected(order: n, { values[$0 * n + $1].magnitude > 1e-7 })
      {
        bestConnected = Candidate(values: values, value: value)
      }
    }
  }

  /// Gains and steps below this are rounding; those of vertices with small denominators are larger.
  private static let negligible = 1e-11

  let cell: CellProgram
  let objective: DescentObjective
  /// A tableau at a vertex; every descent starts from a copy, so that none depends on another.
  private let start: SimplexTableau

  /// Prepares descents over a cell.
  init(_ cell: CellProgram, _ objective: DescentObjective) {
    self.cell = cell
    self.objective = objective
    guard let start = try? SimplexTableau(feasibleFor: cell.program) else {
      preconditionFailure("a cell contains the identity matrix")
    }
    self.start = start
  }

  /// Minimises the given costs of the entries, then descends from that vertex.
  func run(from costs: [Double], _ stream: inout RandomStream) -> Outcome {
    let tableau = start.copy()
    var outcome = Outcome()
    guard solve(cell.costs(entries: costs), tableau, &outcome) else { return outcome }
    descendByPrograms(tableau, &outcome)
    descendAlongEdges(tableau, &outcome, &stream)
    return outcome
  }

  private func solve(
    _ costs: [Double], _ tableau: SimplexTableau, _ outcome: inout Outcome
  ) -> Bool {
    outcome.programs += 1
    return tableau.minimise(costs) == .optimal
  }

  private func matrix(_ tableau: SimplexTableau) -> [Double] {
    Array(tableau.solution.prefix(cell.order * cell.order))
  }

  private func descendByPrograms(_ tableau: SimplexTableau, _ outcome: inout Outcome) {
    var values = matrix(tableau)
    guard var level = objective.value(values) else { return }
    while true {
      outcome.endedExcluded = objective.isExcluded(values)
      if !outcome.endedExcluded { outcome.visit(values, level, order: cell.order) }
      let (entries, defect) = objective.linearisation(values, level)
      guard solve(cell.costs(entries: entries, kappa: defect), tableau, &outcome) else {
        return
      }
      values = matrix(tableau)
      guard let next = objective.value(values), next < level - Self.negligible else { return }
      level = next
    }
  }

  /// Moves to the best neighbour that is not excluded while there is a better one.
  ///
  /// At a degenerate vertex a basis shows only some of the edges; random pivots of length 0 show
  /// others.
  private func descendAlongEdges(
    _ tableau: SimplexTableau, _ outcome: inout Outcome, _ stream: inout RandomStream
  ) {
    var shakes = 3
    while shakes > 0 {
      let values = matrix(tableau)
      var level = Double.infinity
      if let value = objective.value(values), !objective.isExcluded(values) { level = value }
      let (best, idle) = neighbours(tableau, values)
      if let best, best.value < level - Self.negligible {
        tableau.pivot(row: best.row, column: best.column)
        outcome.visit(best.values, best.value, order: cell.order)
        continue
      }
      guard !idle.isEmpty else { return }
      for _ in 0..<cell.order {
        let column = stream.element(of: idle)
        if let (row, step) = tableau.limit(ofColumn: column), step <= Self.negligible {
          tableau.pivot(row: row, column: column)
        }
      }
      shakes -= 1
    }
  }

  private struct Neighbour {
    let row: Int
    let column: Int
    let values: [Double]
    let value: Double
  }

  /// The best vertex one pivot away, and the columns that do not move.
  private func neighbours(
    _ tableau: SimplexTableau, _ values: [Double]
  ) -> (best: Neighbour?, idle: [Int]) {
    let size = cell.order * cell.order
    var best: Neighbour?
    var idle: [Int] = []
    let basic = Set(tableau.basis)
    let rows = tableau.basis.indices.filter { tableau.basis[$0] < size }
    for column in 0..<tableau.columnCount where !basic.contains(column) {
      guard let (row, step) = tableau.limit(ofColumn: column) else { continue }
      if step <= Self.negligible {
        idle.append(column)
        continue
      }
      var next = values
      for i in rows { next[tableau.basis[i]] -= step * tableau[i, column] }
      if column < size { next[column] = step }
      guard let value = objective.value(next), value < best?.value ?? .infinity,
        !objective.isExcluded(next)
      else { continue }
      best = Neighbour(row: row, column: column, values: next, value: value)
    }
    return (best, idle)
  }
}

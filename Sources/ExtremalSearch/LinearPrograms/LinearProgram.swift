/// A linear program in standard form: minimise <c, x> subject to A x = b and x >= 0, in doubles.
struct LinearProgram: Sendable {
  /// The number of variables.
  let columnCount: Int
  /// The rows of A followed by their right sides, row-major, `columnCount + 1` numbers a row.
  private(set) var entries: [Double] = []

  /// A program without equations yet.
  init(columnCount: Int) {
    self.columnCount = columnCount
  }

  /// The number of equations.
  var rowCount: Int { entries.count / (columnCount + 1) }

  /// Adds the equation sum of coefficient x_column = rightSide; columns may repeat.
  mutating func addEquation(
    _ terms: [(column: Int, coefficient: Double)], equals rightSide: Double
  ) {
    var row = [Double](repeating: 0, count: columnCount + 1)
    for (column, coefficient) in terms { row[column] += coefficient }
    row[columnCount] = rightSide
    entries += row
  }

  /// How a minimisation ended.
  enum Outcome: Sendable, Equatable {
    /// A basic solution of least cost.
    case optimal([Double])
    /// The cost has no lower bound.
    case unbounded
    /// No x satisfies the equations.
    case infeasible
    /// The limit of pivots was reached, so rounding errors must have led in a circle.
    case stalled
  }

  /// Minimises <costs, x> by the two-phase simplex method.
  func minimise(_ costs: [Double]) -> Outcome {
    do {
      let tableau = try SimplexTableau(feasibleFor: self)
      switch tableau.minimise(costs) {
      case .optimal: return .optimal(tableau.solution)
      case .unbounded: return .unbounded
      case .stalled: return .stalled
      }
    } catch {
      return error == .infeasible ? .infeasible : .stalled
    }
  }
}

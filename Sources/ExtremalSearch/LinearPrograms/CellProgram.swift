/// The matrices whose best assignment is the identity, in the variables of a linear program.
///
/// By L4 the N! conditions are equivalent to the existence of potentials with
/// M_ij <= u_i + v_j and M_ii = u_i + v_i; with v eliminated, M_ij <= M_jj + u_i - u_j. Adding a
/// number to all u changes nothing, so u >= 0 may be demanded.
struct CellProgram {
  /// What is asked of the column sums; the row sums are 1.
  enum Columns: Equatable {
    /// All are 1.
    case exact
    /// Each is 1 + p - q with p, q >= 0 and p at most the given excess.
    case free(largestExcess: Double)
  }

  let order: Int
  let columns: Columns
  let program: LinearProgram

  init(order n: Int, columns: Columns) {
    order = n
    self.columns = columns
    var count = n * n + n + n * (n - 1)
    let excess = count
    if columns != .exact { count += 3 * n }
    var program = LinearProgram(columnCount: count)
    for i in 0..<n {
      program.addEquation((0..<n).map { (i * n + $0, 1) }, equals: 1)
    }
    for j in 0..<n {
      let column = (0..<n).map { (column: $0 * n + j, coefficient: 1.0) }
      guard case .free(let largest) = columns else {
        program.addEquation(column, equals: 1)
        continue
      }
      let (over, under, rest) = (excess + j, excess + n + j, excess + 2 * n + j)
      program.addEquation(column + [(over, -1), (under, 1)], equals: 1)
      program.addEquation([(over, 1), (rest, 1)], equals: largest)
    }
    let potential = n * n
    var slack = potential + n
    for i in 0..<n {
      for j in 0..<n where j != i {
        program.addEquation(
          [
            (i * n + j, 1), (j * n + j, -1), (potential + i, -1), (potential + j, 1), (slack, 1),
          ], equals: 0)
        slack += 1
      }
    }
    self.program = program
  }

  /// The costs of all variables, from those of the entries and one of each unit of |c_j - 1|.
  func costs(entries: [Double], kappa: Double = 0) -> [Double] {
    var costs = [Double](repeating: 0, count: program.columnCount)
    for (k, cost) in entries.enumerated() { costs[k] = cost }
    if columns != .exact {
      let excess = order * order + order + order * (order - 1)
      for j in excess..<excess + 2 * order { costs[j] = kappa }
    }
    return costs
  }
}

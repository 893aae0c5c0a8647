/// Double evaluations that guide descents; nothing is concluded from them.
struct FloatPenalty {
  /// N.
  let order: Int
  /// The l2 norms of the rows.
  let rowNorms: [Double]
  /// The l2 norms of the columns.
  let columnNorms: [Double]
  /// The column sums.
  let columnSums: [Double]
  /// The trace, which is the best assignment on a cell.
  let trace: Double

  /// Evaluates a nonnegative matrix with row sums 1, row-major.
  init(_ values: [Double], order n: Int) {
    order = n
    var rows = [Double](repeating: 0, count: n)
    var columns = rows
    var sums = rows
    var trace = 0.0
    for i in 0..<n {
      for j in 0..<n {
        let x = values[i * n + j]
        rows[i] += x * x
        columns[j] += x * x
        sums[j] += x
      }
      trace += values[i * n + i]
    }
    rowNorms = rows.map { $0.squareRoot() }
    columnNorms = columns.map { $0.squareRoot() }
    columnSums = sums
    self.trace = trace
  }

  /// Prow, for row sums 1.
  var rowPenalty: Double { Double(order) - rowNorms.reduce(0, +) }

  /// Pcol, for row sums 1.
  var columnPenalty: Double { Double(order) - columnNorms.reduce(0, +) }

  /// d1 on a cell.
  var distance: Double { 2 * (Double(order) - trace) }

  /// kappa = sum_j |c_j - 1|.
  var kappa: Double { columnSums.reduce(0) { $0 + ($1 - 1).magnitude } }

  /// The gradient of rowWeight Prow + columnWeight Pcol along matrices of constant row sums, with
  /// `diagonal` added on the diagonal; a zero column has the supergradient 0.
  func gradient(
    _ values: [Double], rowWeight: Double, columnWeight: Double, diagonal: Double
  ) -> [Double] {
    let n = order
    let row = rowNorms.map { $0 > 0 ? rowWeight / $0 : 0 }
    let column = columnNorms.map { $0 > 0 ? columnWeight / $0 : 0 }
    return values.indices.map { k in
      let (i, j) = (k / n, k % n)
      return (i == j ? diagonal : 0) - values[k] * (row[i] + column[j])
    }
  }
}

/// Why a projection has no answer.
package enum ProjectionError: Error, Equatable, CustomStringConvertible {
  /// An entry of the matrix is infinite or not a number.
  case notFinite
  /// This many sweeps were made and did not settle.
  case notConverged(sweeps: Int)

  package var description: String {
    switch self {
    case .notFinite:
      "The matrix to project has an entry that is infinite or not a number."
    case .notConverged(let sweeps):
      "The projection onto the doubly stochastic matrices did not settle in \(sweeps) sweeps."
    }
  }
}

/// The Euclidean projection onto the doubly stochastic matrices, in Double.
package enum DoublyStochasticProjection {
  /// The most sweeps that are made when nothing else is said.
  ///
  /// The runs from the relaxed minimisers of Proofs/paper, file 10 need at most 782 (measured).
  static let standardSweepLimit = 20_000

  /// The doubly stochastic matrix nearest to `point`, row-major of order `n`.
  ///
  /// Dykstra's alternating projections (Boyle and Dykstra 1986, doi 10.1007/978-1-4613-9940-7_3)
  /// between the matrices with line sums 1, whose projection is a formula and as an affine space
  /// needs no correction, and the nonnegative ones. The entries returned are nonnegative; the
  /// sweeps end when neither changes an entry by more than 16 N ulp of the largest magnitude in the
  /// data, the rounding of the line sums and the correction.
  package static func project(
    _ point: [Double], order n: Int, sweepLimit: Int = standardSweepLimit
  ) throws(ProjectionError) -> [Double] {
    precondition(point.count == n * n && n > 0, "\(point.count) values for order \(n)")
    guard point.allSatisfy(\.isFinite) else { throw .notFinite }
    let scale = point.reduce(1) { max($0, $1.magnitude) }
    let tolerance = 16 * Double(n) * scale.ulp
    var current = point
    var correction = [Double](repeating: 0, count: n * n)
    for sweep in 0..<sweepLimit {
      let shifts = lineShifts(current, order: n)
      var change = 0.0
      for i in 0..<n {
        for j in 0..<n {
          let k = i * n + j
          let affine = current[k] + shifts.row[i] + shifts.column[j]
          let candidate = affine + correction[k]
          let positive = max(candidate, 0)
          correction[k] = candidate - positive
          change = max(change, (positive - current[k]).magnitude, -affine)
          current[k] = positive
        }
      }
      // The first sweep's change says how far the point was, not whether the sweeps have settled.
      if sweep > 0, change <= tolerance { return current }
    }
    throw .notConverged(sweeps: sweepLimit)
  }

  /// What the projection onto the line sums 1 adds to each row and each column.
  private static func lineShifts(
    _ m: [Double], order n: Int
  ) -> (row: [Double], column: [Double]) {
    var rows = [Double](repeating: 1, count: n)
    var columns = rows
    for i in 0..<n {
      for j in 0..<n {
        rows[i] -= m[i * n + j]
        columns[j] -= m[i * n + j]
      }
    }
    let size = Double(n)
    let excess = rows.reduce(0, +) / (size * size)
    return (rows.map { $0 / size }, columns.map { $0 / size - excess })
  }
}

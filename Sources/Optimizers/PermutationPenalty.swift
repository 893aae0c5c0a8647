import Tensor

/// The penalty P(M) = sum over rows and columns x of |x|_1 - |x|_2, in floating point.
///
/// P is zero exactly at the matrices with at most one nonzero entry a line, which among the doubly
/// stochastic ones are the permutations (T1). Matrices are n x n, row-major and nonnegative.
package enum PermutationPenalty {
  /// Returns P with a relative error of at most 6n * 2^-53 / (1 - 6n * 2^-53), evaluated in Double
  /// by the stable formula (T10); 0 exactly when no line has two nonzero entries.
  ///
  /// Complexity: O(n^2).
  package static func value<Scalar: BinaryFloatingPoint>(
    of matrix: UnsafePointer<Scalar>, size: Int
  ) -> Double {
    withUnsafeTemporaryAllocation(of: PenaltyLine.self, capacity: size) { columns in
      columns.initialize(repeating: PenaltyLine())
      var total = 0.0
      for i in 0..<size {
        var row = PenaltyLine()
        for j in 0..<size {
          let entry = Double(matrix[i * size + j])
          row.append(entry)
          columns[j].append(entry)
        }
        total += row.gap
      }
      return columns.reduce(total) { $0 + $1.gap }
    }
  }

  /// Returns P of a square matrix of floats, with the same error.
  package static func value(of matrix: Tensor) -> Double {
    precondition(matrix.count == matrix.rows * matrix.rows, "a shuffle matrix is square")
    return withExtendedLifetime(matrix) { value(of: matrix.pointer, size: matrix.rows) }
  }

  /// Adds `weight` * H to `gradient`, H_ij = 2 - M_ij/|row i|_2 - M_ij/|column j|_2.
  ///
  /// H is the gradient of P with |x|_1 read as the plain sum, so that the force at an exact zero is
  /// 2: with sign(0) = 0 no weight would hold a permutation (T9b). In a line of zeros the quotient,
  /// 0/0, counts as 0. Norms are evaluated in Double. Complexity: O(n^2).
  package static func addGradient<Scalar: BinaryFloatingPoint>(
    weight: Double, of matrix: UnsafePointer<Scalar>, size: Int,
    to gradient: UnsafeMutablePointer<Scalar>
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * size) { lines in
      guard let columns = lines.baseAddress else { return }
      let rows = columns + size
      columns.initialize(repeating: 0, count: size)
      for i in 0..<size {
        let row = matrix + i * size
        for j in 0..<size { columns[j] += Double(row[j]) * Double(row[j]) }
        (rows + i).initialize(
          to: inverseRoot(lineSum(size) { Double(row[$0]) * Double(row[$0]) }))
      }
      for j in 0..<size { columns[j] = inverseRoot(columns[j]) }
      for i in 0..<size {
        let row = matrix + i * size
        let target = gradient + i * size
        let inverse = rows[i]
        for j in 0..<size {
          let force = 2 - Double(row[j]) * (inverse + columns[j])
          target[j] += Scalar(weight * force)
        }
      }
    }
  }

  private static func inverseRoot(_ squares: Double) -> Double {
    squares > 0 ? 1 / squares.squareRoot() : 0
  }
}

/// What |x|_1 - |x|_2 needs to know of a nonnegative vector, gathered entry by entry.
private struct PenaltyLine {
  private var largest = 0.0
  private var restSum = 0.0
  private var restSquares = 0.0

  mutating func append(_ entry: Double) {
    let smaller = min(entry, largest)
    largest = max(entry, largest)
    restSum += smaller
    restSquares += smaller * smaller
  }

  /// The sum of all but a largest entry, less what the norm exceeds that entry by.
  var gap: Double {
    guard restSum > 0 else { return 0 }
    let norm = (largest * largest + restSquares).squareRoot()
    return restSum - restSquares / (largest + norm)
  }
}

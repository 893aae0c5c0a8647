/// The penalty P(M) = sum over rows and columns x of |x|_1 - |x|_2.
///
/// P is zero exactly at the matrices with at most one nonzero entry a line, which among the doubly
/// stochastic ones are the permutations (T1). Matrices are n x n, row-major and nonnegative.
package enum PermutationPenalty {
  /// Returns P with a relative error of at most 6n * 2^-53 / (1 - 6n * 2^-53), evaluated in Double
  /// by the stable formula (T10); 0 exactly when no line has two nonzero entries.
  ///
  /// Each line uses r - q / (m + sqrt(m^2 + q)) with m its largest entry, r and q the sum and the
  /// sum of squares of the others, which loses no digits near a one-hot line; the naive |x|_1 -
  /// |x|_2 loses all of them. Complexity: O(n^2).
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
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

  /// Returns an interval that contains P of the doubles given, from the computed value p: from
  /// p / (1 + 7n * 2^-53) to p / (1 - 7n * 2^-53), with the spare n * 2^-53 for the division here.
  ///
  /// Nil when an entry is negative, not finite, or so small or large that a square leaves the
  /// normal range, which the bound on the error excludes.
  package static func enclosure(of matrix: [Double], size: Int) -> ClosedRange<Double>? {
    precondition(matrix.count == size * size, "\(matrix.count) values for order \(size)")
    // Entries in [2^-480, 2^480] have normal squares and sums for every order that fits in memory.
    guard matrix.allSatisfy({ $0 == 0 || ($0 >= 0x1p-480 && $0 <= 0x1p480) }) else { return nil }
    let total = value(of: matrix, size: size)
    let relative = 7 * Double(size) * 0x1p-53
    return (total / (1 + relative))...(total / (1 - relative))
  }

  /// Adds `weight` * H to `gradient`, H_ij = 2 - M_ij/|row i|_2 - M_ij/|column j|_2.
  ///
  /// H is the gradient of P with |x|_1 read as the plain sum, so that the force at an exact zero is
  /// 2: with sign(0) = 0 no weight would hold a permutation (T9b). In a line of zeros the quotient,
  /// 0/0, counts as 0. Norms are evaluated in Double, or for rationals so that H is too large by at
  /// most 2^-95. Complexity: O(n^2).
  package static func addGradient<Scalar: StepScalar>(
    weight: Scalar.Wide, of matrix: UnsafePointer<Scalar>, size: Int,
    to gradient: UnsafeMutablePointer<Scalar>
  ) {
    withZeros(size) { (columnSquares: UnsafeMutablePointer<Scalar.Wide>) in
      var rows: [Scalar.Wide.InverseNorm] = []
      rows.reserveCapacity(size)
      for i in 0..<size {
        let row = matrix + i * size
        for j in 0..<size { columnSquares[j] += row[j].wide * row[j].wide }
        rows.append(
          Scalar.Wide.inverseNorm(squares: lineSum(size) { row[$0].wide * row[$0].wide }))
      }
      let columns = (0..<size).map { Scalar.Wide.inverseNorm(squares: columnSquares[$0]) }
      columns.withUnsafeBufferPointer { columns in
        for i in 0..<size {
          let row = matrix + i * size
          let target = gradient + i * size
          let inverse = rows[i]
          for j in 0..<size {
            let force = 2 - row[j].wide * (inverse + columns[j])
            target[j] += Scalar(rounding: weight * force)
          }
        }
      }
    }
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

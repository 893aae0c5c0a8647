/// How a shuffle matrix is brought back towards the doubly stochastic ones after a gradient step.
///
/// Both ways first replace negative entries (and anything that is not a number) by 0, work in place
/// on an n x n row-major matrix, take O(n^2) operations, in Double for floats, and round each entry
/// once.
package enum ShuffleProjection: String, Codable, CaseIterable, Sendable {
  /// One pass of scaling: columns divided by their sums, then rows by theirs.
  ///
  /// Rows then sum to 1, columns in general do not (T9a). Nothing is divided by 0: a column of
  /// zeros stays as it is, and a row of zeros becomes uniform, 1/n, so that rows always sum to 1
  /// (T9d).
  case scale

  /// The aligned exact repair: the result is doubly stochastic (T9e, theorem A').
  ///
  /// Columns, then rows are divided by their sums where these exceed 1. What lines lack is given
  /// back first at the anchors, the entries that exceeded 1/2 before the step, as far as row and
  /// column both lack it; then to rows without an anchor in proportion to their entries, each
  /// column giving all who ask the same part of what they ask for if it lacks less; then as the
  /// outer product of what rows and columns still lack, divided by the total (L6). With all rows
  /// anchored, and a penalty weight above the theorem's bound, the iterates become a permutation
  /// matrix exactly after finitely many steps.
  ///
  /// Without the refill in proportion the penalty would spread a row that is far from a
  /// permutation: it lowers the equal entries of a row alike, and the outer product gives what they
  /// lose to all entries.
  ///
  /// In exact arithmetic the sums of the result are 1. Those of the stored entries differ from 1 by
  /// at most u + 32n^2 * 2^-53, u being the unit roundoff of `Scalar`: entries that add up to 1 are
  /// rounded once, what each of the 2n lines lacks was known up to 3n + 4 roundings of Double and
  /// cut off at 0, and the completion can gather the errors of all lines in one.
  case repair

  /// Returns for each row the column of its entry above 1/2, or nil where there is none.
  ///
  /// Rows of a doubly stochastic matrix have distinct anchors. Of two rows that share a column, as
  /// in a matrix with larger column sums, the first has it.
  package static func anchors<Scalar: StepScalar>(
    of matrix: UnsafePointer<Scalar>, size: Int
  ) -> [Int?] {
    var isTaken = [Bool](repeating: false, count: size)
    return (0..<size).map { i in
      let row = matrix + i * size
      guard let j = (0..<size).first(where: { isAboveHalf(row[$0]) }), !isTaken[j] else {
        return nil
      }
      isTaken[j] = true
      return j
    }
  }

  /// Whether an entry exceeds 1/2, and so is the largest of its row, if that sums to 1.
  @inline(__always)
  static func isAboveHalf<Scalar: StepScalar>(_ entry: Scalar) -> Bool {
    2 * entry.wide > 1
  }

  /// Projects a matrix in place; `anchors` are those of the matrix before the step, and are used by
  /// `repair` only.
  package func apply<Scalar: StepScalar>(
    to matrix: UnsafeMutablePointer<Scalar>, size: Int, anchors: [Int?]
  ) {
    withZeros(size) { (columnSums: UnsafeMutablePointer<Scalar.Wide>) in
      Self.threshold(matrix, size, addingColumnsTo: columnSums)
      switch self {
      case .scale:
        Self.scale(matrix, size, columnSums)
      case .repair:
        AlignedRepair(matrix: matrix, size: size, anchors: anchors, refillsSoftRows: true)
          .apply(columnSums: columnSums)
      }
    }
  }

  /// Makes a matrix doubly stochastic as `repair` does, but without the refill in proportion of
  /// rows that have no anchor.
  ///
  /// With an anchor in each row the two are one, the aligned repair of T9e; without any anchor this
  /// is the plain repair, which T9e is false for.
  package static func capAndComplete<Scalar: StepScalar>(
    _ matrix: UnsafeMutablePointer<Scalar>, size: Int, anchors: [Int?]
  ) {
    withZeros(size) { (columnSums: UnsafeMutablePointer<Scalar.Wide>) in
      threshold(matrix, size, addingColumnsTo: columnSums)
      AlignedRepair(matrix: matrix, size: size, anchors: anchors, refillsSoftRows: false)
        .apply(columnSums: columnSums)
    }
  }

  /// Replaces negative entries, and what is not a number, by 0.
  package static func threshold<Scalar: StepScalar>(
    _ matrix: UnsafeMutablePointer<Scalar>, size: Int
  ) {
    withZeros(size) { threshold(matrix, size, addingColumnsTo: $0) }
  }

  private static func threshold<Scalar: StepScalar>(
    _ matrix: UnsafeMutablePointer<Scalar>, _ size: Int,
    addingColumnsTo columnSums: UnsafeMutablePointer<Scalar.Wide>
  ) {
    for i in 0..<size {
      let row = matrix + i * size
      for j in 0..<size {
        let entry = row[j] > 0 ? row[j] : 0
        row[j] = entry
        columnSums[j] += entry.wide
      }
    }
  }

  /// Scales a matrix of nonnegative entries with the given sums, which are overwritten.
  private static func scale<Scalar: StepScalar>(
    _ matrix: UnsafeMutablePointer<Scalar>, _ size: Int,
    _ columnSums: UnsafeMutablePointer<Scalar.Wide>
  ) {
    for j in 0..<size where columnSums[j] == 0 { columnSums[j] = 1 }
    withZeros(size) { (line: UnsafeMutablePointer<Scalar.Wide>) in
      for i in 0..<size {
        let row = matrix + i * size
        for j in 0..<size { line[j] = row[j].wide / columnSums[j] }
        let sum = lineSum(size) { line[$0] }
        if sum > 0 {
          for j in 0..<size { row[j] = Scalar(rounding: line[j] / sum) }
        } else {
          row.update(repeating: Scalar(rounding: 1 / Scalar.Wide(size)), count: size)
        }
      }
    }
  }
}

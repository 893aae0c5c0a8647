/// The exact repairs (`ShuffleProjection.repair`) of an n x n matrix without negative entries.
struct AlignedRepair<Scalar: StepScalar> {
  typealias Wide = Scalar.Wide

  let matrix: UnsafeMutablePointer<Scalar>
  let size: Int
  /// The column that row i refills first, nil if none.
  let anchors: [Int?]
  /// Whether rows without an anchor are refilled in proportion to their entries.
  let refillsSoftRows: Bool

  /// Repairs the matrix in place, given its column sums, which are overwritten.
  ///
  /// Passes over the matrix: what rows lack, what columns lack, and the result; two more over rows
  /// that are refilled in proportion. A quotient of equal numbers is exactly 1, and what nothing is
  /// missing from gets exactly nothing: so a permutation stays one.
  func apply(columnSums: UnsafeMutablePointer<Wide>) {
    precondition(anchors.count == size, "one anchor or nil for each row is needed")
    withZeros(8 * size) { (line: UnsafeMutablePointer<Wide>) in
      let (rowSums, refills, wants) = (line + size, line + 2 * size, line + 3 * size)
      let (rowDeficits, columnDeficits) = (line + 4 * size, line + 5 * size)
      let (demands, grants) = (line + 6 * size, line + 7 * size)
      let columnCaps = columnSums
      for j in 0..<size { columnCaps[j] = max(columnSums[j], 1) }

      columnDeficits.update(repeating: 1, count: size)
      for i in 0..<size {
        divide(row: i, by: columnCaps, into: line)
        let sum = lineSum(size) { line[$0] }
        rowSums[i] = sum
        rowDeficits[i] = max(1 - sum, 0)
        divide(line, by: max(sum, 1))
        for j in 0..<size { columnDeficits[j] -= line[j] }
      }
      for j in 0..<size { columnDeficits[j] = max(columnDeficits[j], 0) }

      for i in 0..<size {
        guard let j = anchors[i] else { continue }
        // The smaller deficit becomes exactly 0, so that the completion below adds nothing there.
        refills[i] = min(rowDeficits[i], columnDeficits[j])
        rowDeficits[i] -= refills[i]
        columnDeficits[j] -= refills[i]
      }

      // What row i, which is in `line`, asks column j for.
      func demand(_ i: Int, _ j: Int) -> Wide { line[j] / rowSums[i] * wants[i] }
      if refillsSoftRows {
        for i in 0..<size where anchors[i] == nil && rowSums[i] > 0 { wants[i] = rowDeficits[i] }
        for i in 0..<size where wants[i] > 0 {
          divide(row: i, by: columnCaps, into: line)
          for j in 0..<size { demands[j] += demand(i, j) }
        }
        for j in 0..<size where demands[j] > 0 {
          let given = min(demands[j], columnDeficits[j])
          columnDeficits[j] -= given
          grants[j] = given / demands[j]
        }
        for i in 0..<size where wants[i] > 0 {
          divide(row: i, by: columnCaps, into: line)
          let given = lineSum(size) { demand(i, $0) * grants[$0] }
          rowDeficits[i] = max(rowDeficits[i] - given, 0)
        }
      }

      let missing = lineSum(size) { rowDeficits[$0] }
      for i in 0..<size {
        let row = matrix + i * size
        let share = missing > 0 ? rowDeficits[i] / missing : 0
        divide(row: i, by: columnCaps, into: line)
        if wants[i] > 0 {
          for j in 0..<size { line[j] += demand(i, j) * grants[j] }
        } else {
          divide(line, by: max(rowSums[i], 1))
        }
        if let j = anchors[i] { line[j] += refills[i] }
        for j in 0..<size { row[j] = Scalar(rounding: line[j] + share * columnDeficits[j]) }
      }
    }
  }

  private func divide(
    row i: Int, by columnCaps: UnsafeMutablePointer<Wide>, into line: UnsafeMutablePointer<Wide>
  ) {
    let row = matrix + i * size
    for j in 0..<size { line[j] = row[j].wide / columnCaps[j] }
  }

  /// Divides a line by a cap, which for most rows of a matrix that has settled is 1.
  private func divide(_ line: UnsafeMutablePointer<Wide>, by cap: Wide) {
    if cap == 1 { return }
    for j in 0..<size { line[j] = line[j] / cap }
  }
}

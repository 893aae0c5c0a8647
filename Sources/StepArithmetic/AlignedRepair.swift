/// The aligned exact repair (`ShuffleProjection.repair`) of an n x n matrix without negative entries.
struct AlignedRepair<Scalar: StepScalar> {
  typealias Wide = Scalar.Wide

  let matrix: UnsafeMutablePointer<Scalar>
  let size: Int

  /// Repairs the matrix in place, given its column sums, which are overwritten, and its anchors.
  ///
  /// Three passes: what rows lack, what columns lack, and the result. A quotient of equal numbers is
  /// exactly 1, and what nothing is missing from gets exactly nothing: so a permutation stays one.
  func apply(columnSums: UnsafeMutablePointer<Wide>, anchors: [Int?]) {
    precondition(anchors.count == size, "one anchor or nil for each row is needed")
    withZeros(5 * size) { (line: UnsafeMutablePointer<Wide>) in
      let (rowCaps, refills) = (line + size, line + 2 * size)
      let (rowDeficits, columnDeficits) = (line + 3 * size, line + 4 * size)
      let columnCaps = columnSums
      for j in 0..<size { columnCaps[j] = max(columnSums[j], 1) }

      columnDeficits.update(repeating: 1, count: size)
      for i in 0..<size {
        divide(row: i, by: columnCaps, into: line)
        let sum = lineSum(size) { line[$0] }
        rowCaps[i] = max(sum, 1)
        rowDeficits[i] = max(1 - sum, 0)
        divide(line, by: rowCaps[i])
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

      let missing = lineSum(size) { rowDeficits[$0] }
      for i in 0..<size {
        let row = matrix + i * size
        let share = missing > 0 ? rowDeficits[i] / missing : 0
        divide(row: i, by: columnCaps, into: line)
        divide(line, by: rowCaps[i])
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

/// The exact repairs (`ShuffleProjection.repair`) of an n x n matrix without negative entries.
struct AlignedRepair<Scalar: StepScalar> {
  typealias Wide = Scalar.Wide

  let matrix: UnsafeMutablePointer<Scalar>
  let size: Int
  /// The column that row i refills first, nil if none.
  let anchors: [Int?]

  /// Repairs the matrix in place, given its column sums, which are overwritten.
  ///
  /// If `scalingRows`, rows without an anchor are divided by their sums before anything else.
  ///
  /// Passes over the matrix: what rows lack, what columns lack, and the result. A quotient of equal
  /// numbers is exactly 1, and what nothing is missing from gets exactly nothing: so a permutation
  /// stays one.
  func apply(columnSums: UnsafeMutablePointer<Wide>, scalingRows: Bool) {
    precondition(anchors.count == size, "one anchor or nil for each row is needed")
    withZeros(6 * size) { (line: UnsafeMutablePointer<Wide>) in
      let (rowScales, rowCaps, refills) = (line + size, line + 2 * size, line + 3 * size)
      let (rowDeficits, columnDeficits) = (line + 4 * size, line + 5 * size)
      let columnCaps = columnSums
      rowScales.update(repeating: 1, count: size)
      if scalingRows { scaleRows(rowScales, line, columnSums) }
      for j in 0..<size { columnCaps[j] = max(columnSums[j], 1) }

      columnDeficits.update(repeating: 1, count: size)
      for i in 0..<size {
        read(row: i, scale: rowScales[i], columnCaps: columnCaps, into: line)
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
        read(row: i, scale: rowScales[i], columnCaps: columnCaps, into: line)
        divide(line, by: rowCaps[i])
        if let j = anchors[i] { line[j] += refills[i] }
        for j in 0..<size { row[j] = Scalar(rounding: line[j] + share * columnDeficits[j]) }
      }
    }
  }

  /// The sums of rows without an anchor, where they are not 0, and the column sums once these are
  /// divided.
  private func scaleRows(
    _ rowScales: UnsafeMutablePointer<Wide>, _ line: UnsafeMutablePointer<Wide>,
    _ columnSums: UnsafeMutablePointer<Wide>
  ) {
    var scalesAny = false
    for i in 0..<size where anchors[i] == nil {
      let row = matrix + i * size
      let sum = lineSum(size) { row[$0].wide }
      guard sum > 0, sum != 1 else { continue }
      rowScales[i] = sum
      scalesAny = true
    }
    guard scalesAny else { return }
    columnSums.update(repeating: 0, count: size)
    for i in 0..<size {
      read(row: i, scale: rowScales[i], columnCaps: nil, into: line)
      for j in 0..<size { columnSums[j] += line[j] }
    }
  }

  private func read(
    row i: Int, scale: Wide, columnCaps: UnsafeMutablePointer<Wide>?,
    into line: UnsafeMutablePointer<Wide>
  ) {
    let row = matrix + i * size
    for j in 0..<size { line[j] = row[j].wide }
    divide(line, by: scale)
    guard let columnCaps else { return }
    for j in 0..<size { line[j] = line[j] / columnCaps[j] }
  }

  /// Divides a line by a number that for most rows of a matrix that has settled is 1.
  private func divide(_ line: UnsafeMutablePointer<Wide>, by divisor: Wide) {
    if divisor == 1 { return }
    for j in 0..<size { line[j] = line[j] / divisor }
  }
}

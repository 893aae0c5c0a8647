/// The pairs (i, j) with u[i] + v[j] = M[i, j] for optimal potentials, as rows of bits.
///
/// All optimal matchings, and only they, are the perfect matchings within these pairs. Two of them
/// differ by cycles in the graph with an arc from row i to the row matched with j for each tight
/// (i, j).
struct TightPairs {
  private let order: Int
  private let wordsPerRow: Int
  private var bits: [UInt64]

  /// Collects the tight pairs of row-major `values` and potentials.
  init<Number: Comparable & AdditiveArithmetic>(
    of values: [Number], rowPotentials: [Number], columnPotentials: [Number]
  ) {
    let n = rowPotentials.count
    order = n
    wordsPerRow = (n + 63) / 64
    bits = [UInt64](repeating: 0, count: n * wordsPerRow)
    values.withUnsafeBufferPointer { values in
      columnPotentials.withUnsafeBufferPointer { v in
        for i in 0..<n {
          let u = rowPotentials[i]
          for word in 0..<wordsPerRow {
            var mask: UInt64 = 0
            for j in (64 * word)..<min(64 * word + 64, n) {
              let isTight = values[i * n + j] - v[j] == u
              mask |= (isTight ? 1 : 0) << UInt64(j & 63)
            }
            bits[i * wordsPerRow + word] = mask
          }
        }
      }
    }
  }

  /// Whether (i, j) is tight.
  func contains(_ i: Int, _ j: Int) -> Bool {
    bits[i * wordsPerRow + j >> 6] >> UInt64(j & 63) & 1 == 1
  }

  /// What the elimination of rows without tight pairs to remaining rows leaves.
  enum Elimination {
    /// Nothing: each row's tight pairs outside the matching lead to earlier rows of the order only,
    /// so the matching is the only optimum.
    case complete(rowOrder: [Int])
    /// Rows that each have a tight pair to another one of them, ascending.
    case stuck(rows: [Int])
  }

  /// Repeatedly removes a row whose tight pairs outside the matching lead to no remaining row.
  ///
  /// - Complexity: O(n^2).
  func eliminate(_ columnOfRow: [Int]) -> Elimination {
    var remaining = (0..<order).map { i in
      bits[(i * wordsPerRow)..<((i + 1) * wordsPerRow)].reduce(-1) { $0 + $1.nonzeroBitCount }
    }
    var leaves = (0..<order).filter { remaining[$0] == 0 }
    var rowOrder: [Int] = []
    rowOrder.reserveCapacity(order)
    while let leaf = leaves.popLast() {
      rowOrder.append(leaf)
      let column = columnOfRow[leaf]
      for i in 0..<order where i != leaf && contains(i, column) {
        remaining[i] -= 1
        if remaining[i] == 0 { leaves.append(i) }
      }
    }
    if rowOrder.count == order { return .complete(rowOrder: rowOrder) }
    return .stuck(rows: (0..<order).filter { remaining[$0] > 0 })
  }

  /// Another perfect matching, by exchange along a cycle of the rows on which the elimination of
  /// `columnOfRow` got stuck.
  func exchanged(_ columnOfRow: [Int], amongStuck rows: [Int]) -> [Int] {
    var rowOfColumn = [Int?](repeating: nil, count: order)
    for i in rows { rowOfColumn[columnOfRow[i]] = i }
    // Every stuck row has a stuck successor; walk until a row repeats.
    var path: [Int] = []
    var position = [Int?](repeating: nil, count: order)
    var row = rows[0]
    while position[row] == nil {
      position[row] = path.count
      path.append(row)
      let next = (0..<order).lazy.compactMap { j in
        j != columnOfRow[row] && contains(row, j) ? rowOfColumn[j] : nil
      }.first
      guard let next else { preconditionFailure("a stuck row without a stuck successor") }
      row = next
    }
    let cycle = Array(path[(position[row] ?? 0)...])
    var result = columnOfRow
    for (k, i) in cycle.enumerated() { result[i] = columnOfRow[cycle[(k + 1) % cycle.count]] }
    return result
  }

  /// The lexicographically smallest perfect matching within the tight pairs.
  ///
  /// Row by row takes the first column that some perfect matching allows, given the rows before: one
  /// from which an alternating path through later rows leads to the row's present column. One
  /// search over later columns answers for all candidates of a row. `rows` are the stuck ones of
  /// the elimination; the others are alike in all perfect matchings.
  ///
  /// - Complexity: O(n^3 / 64), for n^2 tight pairs.
  func lexicographicallySmallest(_ columnOfRow: [Int], among rows: [Int]) -> [Int] {
    var images = columnOfRow
    var rowOfColumn = [Int](repeating: 0, count: order)
    for (i, j) in columnOfRow.enumerated() { rowOfColumn[j] = i }
    // Columns of later stuck rows, the only ones that can change hands.
    var open = [UInt64](repeating: 0, count: wordsPerRow)
    for i in rows { open[images[i] / 64] |= 1 << UInt64(images[i] % 64) }
    var discoverer = [Int](repeating: 0, count: order)
    for i in rows {
      let target = images[i]
      var unvisited = open
      var end: Int?
      for word in 0...(target / 64) where end == nil {
        var candidates = bits[i * wordsPerRow + word] & unvisited[word]
        if word == target / 64 { candidates &= (1 << UInt64(target % 64)) - 1 }
        while candidates != 0, end == nil {
          let j = 64 * word + candidates.trailingZeroBitCount
          candidates &= candidates - 1
          guard unvisited[word] >> UInt64(j % 64) & 1 == 1 else { continue }
          unvisited[word] &= ~(1 << UInt64(j % 64))
          discoverer[j] = i
          if reaches(target, from: j, rowOfColumn, &unvisited, &discoverer) { end = target }
        }
      }
      if var column = end {
        // Shift the columns along the path that ends in `target`.
        var row: Int
        repeat {
          row = discoverer[column]
          let previous = images[row]
          images[row] = column
          rowOfColumn[column] = row
          column = previous
        } while row != i
      }
      open[images[i] / 64] &= ~(1 << UInt64(images[i] % 64))
    }
    return images
  }

  /// Searches columns of `unvisited` from `start` for `target`, recording for each column found the
  /// row that leads to it.
  private func reaches(
    _ target: Int, from start: Int, _ rowOfColumn: [Int], _ unvisited: inout [UInt64],
    _ discoverer: inout [Int]
  ) -> Bool {
    var stack = [start]
    while let column = stack.popLast() {
      let row = rowOfColumn[column]
      if contains(row, target) {
        discoverer[target] = row
        return true
      }
      for word in 0..<wordsPerRow {
        var found = bits[row * wordsPerRow + word] & unvisited[word]
        unvisited[word] &= ~found
        while found != 0 {
          let j = 64 * word + found.trailingZeroBitCount
          found &= found - 1
          discoverer[j] = row
          stack.append(j)
        }
      }
    }
    return false
  }
}

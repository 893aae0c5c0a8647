/// All optimal matchings of an assignment problem: the perfect matchings within the tight pairs.
///
/// Tight are the pairs (i, j) with u[i] + v[j] = M[i, j] for optimal potentials; a matching is
/// optimal iff all its pairs are. Two optimal matchings differ by cycles in the graph with an arc
/// from row i to the row matched with j for each tight (i, j).
struct OptimalMatchings {
  private let tight: BipartiteGraph

  /// Collects the tight pairs of row-major `values` and potentials.
  init<Number: Comparable & AdditiveArithmetic>(
    of values: [Number], rowPotentials: [Number], columnPotentials: [Number]
  ) {
    let n = rowPotentials.count
    tight = values.withUnsafeBufferPointer { values in
      columnPotentials.withUnsafeBufferPointer { v in
        rowPotentials.withUnsafeBufferPointer { u in
          BipartiteGraph(order: n) { i, j in values[i * n + j] - v[j] == u[i] }
        }
      }
    }
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
    let order = tight.order
    var remaining = (0..<order).map { tight.degree($0) - 1 }
    var leaves = (0..<order).filter { remaining[$0] == 0 }
    var rowOrder: [Int] = []
    rowOrder.reserveCapacity(order)
    while let leaf = leaves.popLast() {
      rowOrder.append(leaf)
      let column = columnOfRow[leaf]
      for i in 0..<order where i != leaf && tight.contains(i, column) {
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
    let order = tight.order
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
        j != columnOfRow[row] && tight.contains(row, j) ? rowOfColumn[j] : nil
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
  /// Row by row takes the first column that some perfect matching allows, given the rows before:
  /// one from which an alternating path through later rows leads to the row's present column. One
  /// search over later columns answers for all candidates of a row. `rows` are the stuck ones of
  /// the elimination; the others are alike in all perfect matchings.
  ///
  /// - Complexity: O(n^3 / 64), for n^2 tight pairs.
  func lexicographicallySmallest(_ columnOfRow: [Int], among rows: [Int]) -> [Int] {
    let order = tight.order
    var images = columnOfRow
    var rowOfColumn = [Int](repeating: 0, count: order)
    for (i, j) in columnOfRow.enumerated() { rowOfColumn[j] = i }
    // Columns of later stuck rows, the only ones that can change hands.
    var open = BipartiteGraph.Columns(order: order)
    for i in rows { open[images[i]] = true }
    var discoverer = [Int](repeating: 0, count: order)
    for i in rows {
      open[images[i]] = false
      var target = BipartiteGraph.Columns(order: order)
      target[images[i]] = true
      var unvisited = open
      for j in tight.columns(of: i, among: open, before: images[i]) where unvisited[j] {
        unvisited[j] = false
        discoverer[j] = i
        let end = tight.alternatingPath(
          from: rowOfColumn[j], to: target, through: &unvisited, rowOfColumn, &discoverer)
        guard var column = end else { continue }
        // Shift the columns along the path.
        var row: Int
        repeat {
          row = discoverer[column]
          rowOfColumn[column] = row
          (images[row], column) = (column, images[row])
        } while row != i
        // The column given up went to a later row.
        open[images[i]] = false
        if let given = end { open[given] = true }
        break
      }
    }
    return images
  }
}

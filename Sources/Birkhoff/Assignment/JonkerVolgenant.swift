/// The linear assignment problem over any exact ordered group: a perfect matching of rows and
/// columns of maximum total value, with potentials that prove it.
///
/// Jonker and Volgenant 1987, doi 10.1007/BF02278710, in its maximising form: columns are reduced,
/// the slack of the rows matched so far is transferred, free rows reduce each other's columns, and
/// shortest augmenting paths finish. With h[i, j] = v[j] - M[i, j], which is never negative, every
/// matched pair has the smallest h of its row throughout; so u[i] = -min_j h[i, j] and v are dual
/// feasible and tight on the matching.
///
/// - Complexity: O(n^3) additions and comparisons; O(n^2) with a small constant for the phases
///   before the augmenting paths.
final class JonkerVolgenant<Number: RowScanning> {
  /// An optimal matching.
  private(set) var columnOfRow: [Int]
  /// u, one entry a row.
  private(set) var rowPotentials: [Number]
  /// v, one entry a column.
  private(set) var columnPotentials: [Number]

  private let n: Int
  private var rowOfColumn: [Int]
  private static var none: Int { -1 }

  /// Solves the problem for the row-major `values` of a square matrix of order `n`.
  ///
  /// Fixed-width numbers must hold (n + 4) C, where C is the largest difference of two values and
  /// at least their magnitude. A column that is not matched yet was never raised, so it is at most
  /// C away from any row; hence v is at most 2 C above the largest value before the augmenting
  /// paths, each of which is no longer than C and raises v by no more, and a distance adds one C to
  /// that.
  init(maximising values: [Number], order n: Int) {
    precondition(values.count == n * n, "\(values.count) values for order \(n)")
    self.n = n
    columnOfRow = [Int](repeating: Self.none, count: n)
    rowOfColumn = [Int](repeating: Self.none, count: n)
    rowPotentials = []
    columnPotentials = []
    guard n > 0 else { return }
    values.withUnsafeBufferPointer { values in
      guard let m = values.baseAddress else { return }
      columnPotentials = Array(values.prefix(n))
      reduceColumns(m)
      transferReduction(m)
      // Two passes, as the authors recommend.
      var free = (0..<n).filter { columnOfRow[$0] == Self.none }
      for _ in 0..<2 where n > 1 { free = reduceRows(free, m) }
      augment(free, m)
      rowPotentials = (0..<n).map { i in
        m[i * n + columnOfRow[i]] - columnPotentials[columnOfRow[i]]
      }
    }
  }

  /// v[j] becomes the largest value of column j, and the first row that has it takes the column
  /// if it is still free.
  private func reduceColumns(_ m: UnsafePointer<Number>) {
    var best = [Int](repeating: 0, count: n)
    columnPotentials.withUnsafeMutableBufferPointer { v in
      best.withUnsafeMutableBufferPointer { best in
        for i in 1..<max(n, 1) {
          let row = m + i * n
          for j in 0..<n where v[j] < row[j] {
            v[j] = row[j]
            best[j] = i
          }
        }
      }
    }
    for j in 0..<n where columnOfRow[best[j]] == Self.none {
      columnOfRow[best[j]] = j
      rowOfColumn[j] = best[j]
    }
  }

  /// Raises the column of each matched row, where h is 0, until another pair of the row is as good.
  private func transferReduction(_ m: UnsafePointer<Number>) {
    guard n > 1 else { return }
    columnPotentials.withUnsafeMutableBufferPointer { v in
      for i in 0..<n where columnOfRow[i] != Self.none {
        let row = m + i * n
        let own = columnOfRow[i]
        let start = own == 0 ? 1 : 0
        var least = v[start] - row[start]
        for j in (start + 1)..<max(n, start + 1) where j != own {
          let h = v[j] - row[j]
          if h < least { least = h }
        }
        v[own] += least
      }
    }
  }

  /// Gives each free row its best column, raised to its second best; returns the rows still free.
  ///
  /// A row that loses its column takes its turn at once if the column rose, else in the next pass.
  /// With few columns to compete for, such a chain of rows can go up in steps much smaller than the
  /// values, so the number of turns is bounded.
  private func reduceRows(_ free: [Int], _ m: UnsafePointer<Number>) -> [Int] {
    var queue = free
    var left: [Int] = []
    var next = 0
    var turns = 4 * n
    columnPotentials.withUnsafeMutableBufferPointer { v in
      guard let v = v.baseAddress else { return }
      while next < queue.count, turns > 0 {
        turns -= 1
        let i = queue[next]
        next += 1
        let row = m + i * n
        var (first, least, second) = Number.twoLeast(n, v, row)
        let rises = least < second
        if rises {
          v[first] += second - least
        } else if rowOfColumn[first] != Self.none {
          // Another column is as good; it may be free.
          repeat { first += 1 } while v[first] - row[first] != least
        }
        let loser = rowOfColumn[first]
        columnOfRow[i] = first
        rowOfColumn[first] = i
        if loser != Self.none {
          columnOfRow[loser] = Self.none
          if rises {
            next -= 1
            queue[next] = loser
          } else {
            left.append(loser)
          }
        }
      }
    }
    return left + queue[next...]
  }

  /// Matches the free rows along shortest augmenting paths (Dijkstra over h).
  private func augment(_ free: [Int], _ m: UnsafePointer<Number>) {
    var distance = [Number](repeating: .zero, count: n)
    var previous = [Int](repeating: 0, count: n)
    var closed = [Int](repeating: 0, count: n)
    for root in free {
      let end = search(from: root, m, &distance, &previous, &closed)
      // Exchange the pairs along the path.
      var column = end
      var row: Int
      repeat {
        row = previous[column]
        rowOfColumn[column] = row
        (columnOfRow[row], column) = (column, columnOfRow[row])
      } while row != root
    }
  }

  /// Finds the free column nearest to the row `root`, raises the columns that are nearer by the
  /// difference, and returns it; `previous` holds the path.
  ///
  /// A closed column keeps its distance: its row's matched pair has the smallest h of the row, so
  /// no path through a later row is shorter.
  private func search(
    from root: Int, _ m: UnsafePointer<Number>, _ distance: inout [Number],
    _ previous: inout [Int], _ closed: inout [Int]
  ) -> Int {
    for j in 0..<n {
      distance[j] = columnPotentials[j] - m[root * n + j]
      previous[j] = root
      closed[j] = 0
    }
    guard var least = distance.min() else { preconditionFailure("a search without columns") }
    // Columns in the order in which they are closed; those from `scanned` on wait for their row.
    var queue: [Int] = []
    var scanned = 0
    while true {
      // All open columns at the least distance, or a free one, which ends the search.
      var next = Number.firstOpen(n, from: 0, distance, closed, at: least)
      while let j = next {
        if rowOfColumn[j] == Self.none {
          for k in queue { columnPotentials[k] += least - distance[k] }
          return j
        }
        closed[j] = .max
        queue.append(j)
        next = Number.firstOpen(n, from: j + 1, distance, closed, at: least)
      }
      let column = queue[scanned]
      scanned += 1
      let i = rowOfColumn[column]
      let row = m + i * n
      let offset = distance[column] - (columnPotentials[column] - row[column])
      let open = Number.relax(
        n, columnPotentials, row, offset: offset, from: i, &distance, &previous, closed)
      // Columns at a larger distance wait until all at the present one have been scanned.
      if scanned == queue.count || open == distance[column] {
        guard let open else { preconditionFailure("no column left") }
        least = open
      }
    }
  }
}

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
final class JonkerVolgenant<Number: Comparable & AdditiveArithmetic> {
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
      while next < queue.count, turns > 0 {
        turns -= 1
        let i = queue[next]
        next += 1
        let row = m + i * n
        var first = 0
        var second = 1
        var least = v[0] - row[0]
        var runnerUp = v[1] - row[1]
        if runnerUp < least {
          swap(&first, &second)
          swap(&least, &runnerUp)
        }
        for j in 2..<max(n, 2) {
          let h = v[j] - row[j]
          if h < runnerUp {
            if h < least {
              second = first
              runnerUp = least
              first = j
              least = h
            } else {
              second = j
              runnerUp = h
            }
          }
        }
        let rises = least < runnerUp
        if rises {
          v[first] += runnerUp - least
        } else if rowOfColumn[first] != Self.none {
          first = second
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
    let n = n
    var distance = [Number](repeating: .zero, count: n)
    var previous = [Int](repeating: 0, count: n)
    // Columns in the order: done, at the current distance, beyond.
    var columns = Array(0..<n)
    columnPotentials.withUnsafeMutableBufferPointer { v in
      distance.withUnsafeMutableBufferPointer { distance in
        previous.withUnsafeMutableBufferPointer { previous in
          columns.withUnsafeMutableBufferPointer { columns in
            rowOfColumn.withUnsafeMutableBufferPointer { rowOfColumn in
              for root in free {
                let end = Self.search(
                  from: root, n, m, v, distance, previous, columns, rowOfColumn)
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
          }
        }
      }
    }
  }

  /// Finds the free column nearest to the row `root`, raises the columns that are nearer by the
  /// difference, and returns it; `previous` holds the path.
  private static func search(
    from root: Int, _ n: Int, _ m: UnsafePointer<Number>,
    _ v: UnsafeMutableBufferPointer<Number>, _ distance: UnsafeMutableBufferPointer<Number>,
    _ previous: UnsafeMutableBufferPointer<Int>, _ columns: UnsafeMutableBufferPointer<Int>,
    _ rowOfColumn: UnsafeMutableBufferPointer<Int>
  ) -> Int {
    for j in 0..<n {
      distance[j] = v[j] - m[root * n + j]
      previous[j] = root
      columns[j] = j
    }
    // columns[..<scanned] are done, columns[scanned..<reached] are at distance `least`.
    var scanned = 0
    var reached = 0
    while true {
      let done = scanned
      var least = distance[columns[reached]]
      reached += 1
      for k in reached..<n {
        let j = columns[k]
        let d = distance[j]
        if d <= least {
          if d < least {
            reached = scanned
            least = d
          }
          columns.swapAt(k, reached)
          reached += 1
        }
      }
      for k in scanned..<reached where rowOfColumn[columns[k]] == none {
        raise(columns[..<done], to: least, v, distance)
        return columns[k]
      }
      while scanned < reached {
        let column = columns[scanned]
        scanned += 1
        let i = rowOfColumn[column]
        let row = m + i * n
        let offset = least - (v[column] - row[column])
        for k in reached..<n {
          let j = columns[k]
          let d = (v[j] - row[j]) + offset
          if d < distance[j] {
            distance[j] = d
            previous[j] = i
            if d == least {
              if rowOfColumn[j] == none {
                raise(columns[..<done], to: least, v, distance)
                return j
              }
              columns.swapAt(k, reached)
              reached += 1
            }
          }
        }
      }
    }
  }

  private static func raise(
    _ columns: Slice<UnsafeMutableBufferPointer<Int>>, to least: Number,
    _ v: UnsafeMutableBufferPointer<Number>, _ distance: UnsafeMutableBufferPointer<Number>
  ) {
    for j in columns { v[j] += least - distance[j] }
  }
}

/// A bipartite graph of rows and columns of one order, as rows of bits.
struct BipartiteGraph {
  /// The number of rows, and of columns.
  let order: Int
  private let wordsPerRow: Int
  private var bits: [UInt64]

  /// The graph with the edge (i, j) iff `isEdge(i, j)`.
  init(order: Int, _ isEdge: (Int, Int) -> Bool) {
    self.order = order
    wordsPerRow = (order + 63) / 64
    bits = [UInt64](repeating: 0, count: order * wordsPerRow)
    for i in 0..<order {
      for word in 0..<wordsPerRow {
        var mask: UInt64 = 0
        for j in (64 * word)..<min(64 * word + 64, order) {
          mask |= (isEdge(i, j) ? 1 : 0) << UInt64(j & 63)
        }
        bits[i * wordsPerRow + word] = mask
      }
    }
  }

  /// Whether (i, j) is an edge.
  func contains(_ i: Int, _ j: Int) -> Bool {
    bits[i * wordsPerRow + (j >> 6)] >> UInt64(j & 63) & 1 == 1
  }

  /// The number of edges of row `i`.
  func degree(_ i: Int) -> Int {
    bits[(i * wordsPerRow)..<((i + 1) * wordsPerRow)].reduce(0) { $0 + $1.nonzeroBitCount }
  }

  /// Removes the edge (i, j).
  mutating func remove(_ i: Int, _ j: Int) {
    bits[i * wordsPerRow + (j >> 6)] &= ~(1 << UInt64(j & 63))
  }

  /// A set of columns.
  struct Columns {
    fileprivate var words: [UInt64]

    /// The empty set of columns of a graph of the given order.
    init(order: Int) {
      words = [UInt64](repeating: 0, count: (order + 63) / 64)
    }

    /// Whether the column is a member; setting adds or removes it.
    subscript(j: Int) -> Bool {
      get { words[j >> 6] >> UInt64(j & 63) & 1 == 1 }
      set {
        let bit: UInt64 = 1 << UInt64(j & 63)
        if newValue { words[j >> 6] |= bit } else { words[j >> 6] &= ~bit }
      }
    }
  }

  /// The columns of row `i` among `columns` that lie before column `end`, ascending.
  func columns(of i: Int, among columns: Columns, before end: Int) -> [Int] {
    var result: [Int] = []
    for word in 0..<((end + 63) >> 6) {
      var rest = bits[i * wordsPerRow + word] & columns.words[word]
      while rest != 0 {
        let j = 64 * word + rest.trailingZeroBitCount
        rest &= rest - 1
        if j < end { result.append(j) }
      }
    }
    return result
  }

  /// Searches, depth first, for an alternating path from the row `start` to a column of `targets`.
  ///
  /// Goes from a row to any of its columns and from a column of `unvisited` to its row in
  /// `rowOfColumn`; each column found is taken out of `unvisited` and gets the row that led to it
  /// in `discoverer`. Columns that an earlier search took out need no second look while the
  /// matching is the same: they lead to no target.
  ///
  /// - Complexity: O(n^2 / 64) words over all searches that share `unvisited`.
  /// - Returns: the first target found, discovered by the last row of the path; or nil.
  func alternatingPath(
    from start: Int, to targets: Columns, through unvisited: inout Columns, _ rowOfColumn: [Int],
    _ discoverer: inout [Int]
  ) -> Int? {
    var stack = [start]
    while let row = stack.popLast() {
      for word in 0..<wordsPerRow {
        let end = bits[row * wordsPerRow + word] & targets.words[word]
        guard end != 0 else { continue }
        let target = 64 * word + end.trailingZeroBitCount
        discoverer[target] = row
        return target
      }
      for word in 0..<wordsPerRow {
        var found = bits[row * wordsPerRow + word] & unvisited.words[word]
        unvisited.words[word] &= ~found
        while found != 0 {
          let j = 64 * word + found.trailingZeroBitCount
          found &= found - 1
          discoverer[j] = row
          stack.append(rowOfColumn[j])
        }
      }
    }
    return nil
  }
}

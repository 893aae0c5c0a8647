/// The rank of integer matrices, by elimination without fractions.
enum IntegerRank {
  /// The rank of the matrix with the given rows.
  ///
  /// - Complexity: O(rows^2 columns) integer operations.
  static func rank(of rows: [[Int]]) -> Int {
    independentRows(of: rows).count
  }

  /// The indices of the rows that do not depend on the rows before them.
  static func independentRows(of rows: [[Int]]) -> [Int] {
    var echelon: [(pivot: Int, row: [Int])] = []
    var chosen: [Int] = []
    for (k, row) in rows.enumerated() {
      var rest = row
      for (pivot, basic) in echelon where rest[pivot] != 0 {
        let (a, b) = (basic[pivot], rest[pivot])
        for j in rest.indices { rest[j] = rest[j] * a - basic[j] * b }
      }
      guard let pivot = rest.firstIndex(where: { $0 != 0 }) else { continue }
      // Primitive rows keep the numbers small from one elimination to the next.
      echelon.append((pivot, IntegerPoint.primitive(rest)))
      chosen.append(k)
    }
    return chosen
  }
}

import CGMP

/// A dense matrix of exact rationals, row-major, with value semantics.
///
/// Entries lie flat in one block so that sums run at the speed of GMP; reading one entry through
/// the subscript copies it.
package struct RationalMatrix: @unchecked Sendable {
  // Unchecked: storage is written only while uniquely referenced.

  private final class Storage {
    let count: Int
    let entries: UnsafeMutablePointer<__mpq_struct>

    init(count: Int) {
      self.count = count
      entries = .allocate(capacity: max(count, 1))
      for k in 0..<count { __gmpq_init(entries + k) }
    }

    deinit {
      for k in 0..<count { __gmpq_clear(entries + k) }
      entries.deallocate()
    }

    func copied() -> Storage {
      let copy = Storage(count: count)
      for k in 0..<count { __gmpq_set(copy.entries + k, entries + k) }
      return copy
    }
  }

  /// The number of rows.
  package let rowCount: Int
  /// The number of columns.
  package let columnCount: Int
  private var storage: Storage

  /// The zero matrix.
  package init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "a matrix needs nonnegative dimensions")
    rowCount = rows
    columnCount = columns
    storage = Storage(count: rows * columns)
  }

  /// The matrix with entry `entry(i, j)` at row i, column j.
  package init(rows: Int, columns: Int, _ entry: (Int, Int) throws -> Rational) rethrows {
    self.init(rows: rows, columns: columns)
    for i in 0..<rows {
      for j in 0..<columns {
        self[i, j] = try entry(i, j)
      }
    }
  }

  /// The matrix with the given rows, all of one length.
  package init(_ rows: [[Rational]]) {
    let columns = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columns }, "rows of different lengths")
    self.init(rows: rows.count, columns: columns) { rows[$0][$1] }
  }

  /// The exact values of finite floats, row-major, or nil if one is not finite.
  package init?(exactly values: [Float], rows: Int, columns: Int) {
    precondition(values.count == rows * columns, "\(values.count) values for \(rows) x \(columns)")
    guard values.allSatisfy(\.isFinite) else { return nil }
    self.init(rows: rows, columns: columns)
    for (k, value) in values.enumerated() { __gmpq_set_d(storage.entries + k, Double(value)) }
  }

  /// The entry at row `i`, column `j`, counted from 0.
  package subscript(i: Int, j: Int) -> Rational {
    get {
      Rational(copying: entry(i, j))
    }
    set {
      makeUnique()
      newValue.withValue { __gmpq_set(entry(i, j), $0) }
    }
  }

  /// -1, 0 or 1: the sign of the entry at row `i`, column `j`, without a copy of it.
  package func sign(_ i: Int, _ j: Int) -> Int {
    Int(asn_mpq_sgn(entry(i, j)))
  }

  /// Whether the entry at row `i`, column `j` is less than the one at row `k`, column `l`, without
  /// copies of them.
  package func isLess(_ i: Int, _ j: Int, than k: Int, _ l: Int) -> Bool {
    __gmpq_cmp(entry(i, j), entry(k, l)) < 0
  }

  /// The number of rows of a square matrix.
  package var order: Int {
    precondition(rowCount == columnCount, "a \(rowCount) x \(columnCount) matrix is not square")
    return rowCount
  }

  /// The rows as arrays of copies.
  package var rows: [[Rational]] {
    (0..<rowCount).map { i in (0..<columnCount).map { self[i, $0] } }
  }

  /// The matrix with rows and columns exchanged.
  package var transposed: RationalMatrix {
    let result = RationalMatrix(rows: columnCount, columns: rowCount)
    for i in 0..<rowCount {
      for j in 0..<columnCount { __gmpq_set(result.entry(j, i), entry(i, j)) }
    }
    return result
  }

  /// The matrix with each entry moved to the nearest number of `range`.
  package func clamped(to range: ClosedRange<Rational>) -> RationalMatrix {
    var result = self
    withEntries { entries in
      range.lowerBound.withValue { lower in
        range.upperBound.withValue { upper in
          for k in 0..<(rowCount * columnCount) {
            if __gmpq_cmp(entries + k, lower) < 0 {
              result[k / columnCount, k % columnCount] = range.lowerBound
            } else if __gmpq_cmp(entries + k, upper) > 0 {
              result[k / columnCount, k % columnCount] = range.upperBound
            }
          }
        }
      }
    }
    return result
  }

  /// Calls `body` with all entries, row-major, for reading.
  func withEntries<Result>(
    _ body: (UnsafePointer<__mpq_struct>) throws -> Result
  ) rethrows -> Result {
    try withExtendedLifetime(storage) { try body(UnsafePointer(storage.entries)) }
  }

  private func entry(_ i: Int, _ j: Int) -> UnsafeMutablePointer<__mpq_struct> {
    precondition(
      i >= 0 && i < rowCount && j >= 0 && j < columnCount,
      "entry (\(i), \(j)) of a \(rowCount) x \(columnCount) matrix")
    return storage.entries + (i * columnCount + j)
  }

  private mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&storage) { storage = storage.copied() }
  }
}

extension RationalMatrix: Equatable {
  package static func == (a: RationalMatrix, b: RationalMatrix) -> Bool {
    guard a.rowCount == b.rowCount, a.columnCount == b.columnCount else { return false }
    return a.withEntries { x in
      b.withEntries { y in
        (0..<(a.rowCount * a.columnCount)).allSatisfy { __gmpq_equal(x + $0, y + $0) != 0 }
      }
    }
  }
}

import CGMP

extension RationalMatrix {
  /// A quantity summed along lines of the matrix.
  package enum Summand {
    /// The entry itself.
    case entry
    /// Its absolute value.
    case magnitude
    /// Its square.
    case square
  }

  /// The exact sums over each row.
  ///
  /// - Complexity: one rational addition an entry (and one product for squares).
  package func rowSums(of summand: Summand = .entry) -> [Rational] {
    sums(lines: rowCount, summand) { line, _ in line }
  }

  /// The exact sums over each column.
  ///
  /// - Complexity: one rational addition an entry (and one product for squares).
  package func columnSums(of summand: Summand = .entry) -> [Rational] {
    sums(lines: columnCount, summand) { _, column in column }
  }

  /// The exact sum over all entries.
  package func sum(of summand: Summand = .entry) -> Rational {
    sums(lines: 1, summand) { _, _ in 0 }[0]
  }

  /// The entrywise l1 distance to a matrix of the same shape.
  package func l1Distance(to other: RationalMatrix) -> Rational {
    (self - other).sum(of: .magnitude)
  }

  private func sums(
    lines: Int, _ summand: Summand, _ line: (_ row: Int, _ column: Int) -> Int
  ) -> [Rational] {
    var totals = [Rational](repeating: 0, count: lines)
    var term = Rational()
    withEntries { entries in
      for i in 0..<rowCount {
        for j in 0..<columnCount {
          let x = entries + (i * columnCount + j)
          // Matrices near a permutation are mostly exact zeros.
          if asn_mpq_sgn(x) == 0 { continue }
          let k = line(i, j)
          switch summand {
          case .entry:
            totals[k].withMutableValue { __gmpq_add($0, $0, x) }
          case .magnitude:
            totals[k].withMutableValue {
              if asn_mpq_sgn(x) < 0 { __gmpq_sub($0, $0, x) } else { __gmpq_add($0, $0, x) }
            }
          case .square:
            term.withMutableValue { __gmpq_mul($0, x, x) }
            term.withValue { t in totals[k].withMutableValue { __gmpq_add($0, $0, t) } }
          }
        }
      }
    }
    return totals
  }
}

extension RationalMatrix {
  /// The entrywise sum of matrices of one shape.
  package static func + (a: RationalMatrix, b: RationalMatrix) -> RationalMatrix {
    a.requireShape(of: b)
    return RationalMatrix(rows: a.rowCount, columns: a.columnCount) { a[$0, $1] + b[$0, $1] }
  }

  /// The entrywise difference of matrices of one shape.
  package static func - (a: RationalMatrix, b: RationalMatrix) -> RationalMatrix {
    a.requireShape(of: b)
    return RationalMatrix(rows: a.rowCount, columns: a.columnCount) { a[$0, $1] - b[$0, $1] }
  }

  /// Every entry times `factor`.
  package static func * (factor: Rational, a: RationalMatrix) -> RationalMatrix {
    RationalMatrix(rows: a.rowCount, columns: a.columnCount) { factor * a[$0, $1] }
  }

  /// The matrix product.
  package static func * (a: RationalMatrix, b: RationalMatrix) -> RationalMatrix {
    precondition(
      a.columnCount == b.rowCount,
      "a \(a.rowCount) x \(a.columnCount) matrix times a \(b.rowCount) x \(b.columnCount) one")
    return RationalMatrix(rows: a.rowCount, columns: b.columnCount) { i, j in
      var total = Rational()
      for k in 0..<a.columnCount { total.addProduct(a[i, k], b[k, j]) }
      return total
    }
  }

  private func requireShape(of other: RationalMatrix) {
    precondition(
      rowCount == other.rowCount && columnCount == other.columnCount,
      "matrices of shapes \(rowCount) x \(columnCount) and "
        + "\(other.rowCount) x \(other.columnCount)")
  }
}

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
  /// - Complexity: two or three integer operations an entry and one gcd a row when the entries have
  ///   a common denominator of reasonable size; a rational addition an entry otherwise.
  package func rowSums(of summand: Summand = .entry) -> [Rational] {
    sums(lines: rowCount, summand) { line, _ in line }
  }

  /// The exact sums over each column, at the cost of those over each row.
  package func columnSums(of summand: Summand = .entry) -> [Rational] {
    sums(lines: columnCount, summand) { _, column in column }
  }

  /// The exact sum over all entries, at the cost of those over each row.
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
    withEntries { entries in
      let common = CommonDenominator(of: rowCount * columnCount) { entries + $0 }
      guard let common else { return rationalSums(entries, lines: lines, summand, line) }
      return integerSums(entries, over: common, lines: lines, summand, line)
    }
  }

  private func integerSums(
    _ entries: UnsafePointer<__mpq_struct>, over common: CommonDenominator, lines: Int,
    _ summand: Summand, _ line: (_ row: Int, _ column: Int) -> Int
  ) -> [Rational] {
    withScratchIntegers(1 + lines) { scratch in
      let (word, totals) = (scratch, scratch + 1)
      for i in 0..<rowCount {
        for j in 0..<columnCount {
          let entry = entries + (i * columnCount + j)
          // Matrices near a permutation are mostly exact zeros.
          if asn_mpq_sgn(entry) == 0 { continue }
          common.scale(entry, into: word)
          let total = totals + line(i, j)
          switch summand {
          case .entry: __gmpz_add(total, total, word)
          case .magnitude:
            __gmpz_abs(word, word)
            __gmpz_add(total, total, word)
          case .square: __gmpz_addmul(total, word, word)
          }
        }
      }
      let denominator = summand == .square ? common.value.squared : common.value
      return (0..<lines).map { Rational(integer: totals + $0) / denominator }
    }
  }

  private func rationalSums(
    _ entries: UnsafePointer<__mpq_struct>, lines: Int, _ summand: Summand,
    _ line: (_ row: Int, _ column: Int) -> Int
  ) -> [Rational] {
    var totals = [Rational](repeating: 0, count: lines)
    for i in 0..<rowCount {
      for j in 0..<columnCount {
        let entry = Rational(copying: entries + (i * columnCount + j))
        switch summand {
        case .entry: totals[line(i, j)] += entry
        case .magnitude: totals[line(i, j)] += entry.magnitude
        case .square: totals[line(i, j)].addProduct(entry, entry)
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

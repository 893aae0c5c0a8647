import CGMP

/// What the l1 and l2 norms of all lines of a matrix are made of, exactly.
///
/// One pass over the entries on a common denominator, without a gcd: on words of fixed size when
/// the numerators have at most 103 bits, as floats between 2^-79 and 1 have, on integers of any
/// size otherwise; and on rationals when there is no common denominator of reasonable size.
package struct LineNorms: Sendable {
  /// The sum of all |M_ij|, which is the sum of the rows' l1 norms and that of the columns'.
  package let magnitude: Rational
  /// |r_i|_2 squared, row by row.
  package let rowSquares: [Radicand]
  /// |c_j|_2 squared, column by column.
  package let columnSquares: [Radicand]

  /// The norms of `matrix`.
  ///
  /// - Complexity: a few integer operations an entry.
  package init(_ matrix: RationalMatrix) {
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    let count = rows * columns
    self = matrix.withEntries { entries in
      guard let denominator = CommonDenominator(of: count, { entries + $0 }) else {
        return LineNorms(
          magnitude: matrix.sum(of: .magnitude),
          rowSquares: matrix.rowSums(of: .square).map { Radicand($0) },
          columnSquares: matrix.columnSums(of: .square).map { Radicand($0) })
      }
      let limit = SquareAccumulator.largestBits
      if count <= SquareAccumulator.largestCount,
        let words: [Int128] = denominator.numerators(of: count, bits: limit, { entries + $0 })
      {
        return LineNorms(words: words, rows, columns, over: denominator.value)
      }
      return LineNorms(entries, rows, columns, over: denominator)
    }
  }

  private init(magnitude: Rational, rowSquares: [Radicand], columnSquares: [Radicand]) {
    self.magnitude = magnitude
    self.rowSquares = rowSquares
    self.columnSquares = columnSquares
  }

  /// On words.
  private init(words: [Int128], _ rows: Int, _ columns: Int, over denominator: Rational) {
    var sum: UInt128 = 0
    let squares = UnreducedFractions(count: rows + columns, overSquareOf: denominator)
    var columnTotals = [SquareAccumulator](repeating: SquareAccumulator(), count: columns)
    words.withUnsafeBufferPointer { words in
      columnTotals.withUnsafeMutableBufferPointer { columnTotals in
        for i in 0..<rows {
          var rowTotal = SquareAccumulator()
          for j in 0..<columns {
            let word = words[i * columns + j]
            sum &+= word.magnitude
            let square = SquareAccumulator(squareOf: word)
            rowTotal.add(square)
            columnTotals[j].add(square)
          }
          rowTotal.store(in: squares.numerators + i)
        }
        for j in 0..<columns { columnTotals[j].store(in: squares.numerators + (rows + j)) }
      }
    }
    self.init(magnitude: Rational(integer: sum) / denominator, squares, rows)
  }

  /// On integers of any size.
  private init(
    _ entries: UnsafePointer<__mpq_struct>, _ rows: Int, _ columns: Int,
    over denominator: CommonDenominator
  ) {
    let value = denominator.value
    let squares = UnreducedFractions(count: rows + columns, overSquareOf: value)
    let sum = withScratchIntegers(2) { scratch in
      let (word, sum) = (scratch, scratch + 1)
      for i in 0..<rows {
        let rowTotal = squares.numerators + i
        for j in 0..<columns {
          let entry = entries + (i * columns + j)
          // Matrices near a permutation are mostly exact zeros.
          if asn_mpq_sgn(entry) == 0 { continue }
          denominator.scale(entry, into: word)
          __gmpz_abs(word, word)
          __gmpz_add(sum, sum, word)
          __gmpz_mul(word, word, word)
          __gmpz_add(rowTotal, rowTotal, word)
          let columnTotal = squares.numerators + (rows + j)
          __gmpz_add(columnTotal, columnTotal, word)
        }
      }
      return Rational(integer: sum)
    }
    self.init(magnitude: sum / value, squares, rows)
  }

  private init(magnitude: Rational, _ squares: UnreducedFractions, _ rows: Int) {
    self.magnitude = magnitude
    rowSquares = (0..<rows).map { Radicand(squares, $0) }
    columnSquares = (rows..<squares.count).map { Radicand(squares, $0) }
  }
}

/// A block-diagonal matrix in Double: groups of rows, each of the same few columns.
///
/// Row `i` of group `g` is row `g * rowsPerGroup + i`; the columns of a group are numbered from 0.
package struct GroupedMatrix {
  private var values: [Double]
  private let groups: Int
  private let columns: Int

  /// Takes the values, row by row.
  package init(_ values: [Double], groups: Int, columns: Int) {
    precondition(
      columns > 0 && values.count % (groups * columns) == 0, "the rows do not make whole groups")
    self.values = values
    self.groups = groups
    self.columns = columns
  }

  /// Converts weights `[rows, columns]`.
  package init(_ weights: Tensor, groups: Int) {
    self.init(weights.values.map(Double.init), groups: groups, columns: weights.columns)
  }

  /// The rows of a group.
  package var rowsPerGroup: Int { values.count / (groups * columns) }

  /// Returns the products of the groups with those of another matrix, which has as many rows in a
  /// group as this one has columns.
  package func times(_ other: GroupedMatrix) -> GroupedMatrix {
    precondition(other.rowsPerGroup == columns, "the product's shapes disagree")
    return product(other, rows: rowsPerGroup, inner: columns, transposed: false)
  }

  /// Returns the products of the groups' transposes with the groups of a matrix of as many rows.
  package func transposedTimes(_ other: GroupedMatrix) -> GroupedMatrix {
    precondition(other.rowsPerGroup == rowsPerGroup, "the product's shapes disagree")
    return product(other, rows: columns, inner: rowsPerGroup, transposed: true)
  }

  /// Returns the product with a vector of the groups' columns, one after another.
  package func times(_ vector: [Double]) -> [Double] {
    times(GroupedMatrix(vector, groups: groups, columns: 1)).values
  }

  /// Returns for each row the dot product with the same row of another matrix.
  package func rowProducts(_ other: GroupedMatrix) -> [Double] {
    precondition(other.values.count == values.count, "the rows' shapes disagree")
    return values.withUnsafeBufferPointer { a in
      other.values.withUnsafeBufferPointer { b in
        (0..<(a.count / columns)).map { row in
          var sum = 0.0
          for i in (row * columns)..<((row + 1) * columns) { sum += a[i] * b[i] }
          return sum
        }
      }
    }
  }

  /// Returns the matrix with each row multiplied by its factor.
  package func scaled(by factors: [Double]) -> GroupedMatrix {
    precondition(factors.count * columns == values.count, "one factor for each row")
    var result = self
    result.values.withUnsafeMutableBufferPointer { values in
      for (row, factor) in factors.enumerated() {
        for i in (row * columns)..<((row + 1) * columns) { values[i] *= factor }
      }
    }
    return result
  }

  /// Returns the sum with a matrix of the same shape.
  package func adding(_ other: GroupedMatrix) -> GroupedMatrix {
    precondition(other.values.count == values.count, "the summands' shapes disagree")
    var result = self
    result.values.withUnsafeMutableBufferPointer { values in
      other.values.withUnsafeBufferPointer { other in
        for i in 0..<values.count { values[i] += other[i] }
      }
    }
    return result
  }

  /// Writes all values, rounded to float32.
  package func store(in target: UnsafeMutablePointer<Float>) {
    for group in 0..<groups { storeGroup(group, in: target + group * rowsPerGroup * columns) }
  }

  /// Writes the values of one group, rounded to float32.
  package func storeGroup(_ group: Int, in target: UnsafeMutablePointer<Float>) {
    let count = rowsPerGroup * columns
    values.withUnsafeBufferPointer { values in
      for i in 0..<count { target[i] = Float(values[group * count + i]) }
    }
  }

  /// The multiply-adds that are worth another thread, which takes about 20 microseconds to join.
  private static let multipliedAtLeast = 1 << 18

  private func product(
    _ other: GroupedMatrix, rows: Int, inner: Int, transposed: Bool
  ) -> GroupedMatrix {
    precondition(other.groups == groups, "the product's groups disagree")
    var result = [Double](repeating: 0, count: groups * rows * other.columns)
    result.withUnsafeMutableBufferPointer { result in
      values.withUnsafeBufferPointer { a in
        other.values.withUnsafeBufferPointer { b in
          guard let c = result.baseAddress, let a = a.baseAddress, let b = b.baseAddress else {
            return
          }
          // Small products leave nothing to a second thread.
          let shortest = 1 + Self.multipliedAtLeast / (inner * other.columns)
          Parallel.forEachChunk(count: groups * rows, atLeast: shortest) { range, _ in
            var row = range.lowerBound
            while row < range.upperBound {
              let (group, first) = (row / rows, row % rows)
              let count = min(rows - first, range.upperBound - row)
              let start = a + group * rows * inner
              BLAS.multiply(
                BLAS.Operand(
                  start + first * (transposed ? 1 : columns), rowStride: columns,
                  transposed: transposed),
                BLAS.Operand(b + group * inner * other.columns, rowStride: other.columns),
                into: c + row * other.columns, rowStride: other.columns,
                extents: BLAS.Extents(rows: count, columns: other.columns, inner: inner))
              row += count
            }
          }
        }
      }
    }
    return GroupedMatrix(result, groups: groups, columns: other.columns)
  }
}

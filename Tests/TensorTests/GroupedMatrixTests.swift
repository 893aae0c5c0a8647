import RandomStreams
import Tensor
import Testing

/// The algebra of block-diagonal matrices, on integers, for which every order of summation is
/// exact.
@Suite struct GroupedMatrixTests {
  /// The matrix in full, with zeros outside of its blocks.
  private func dense(_ values: [Double], groups: Int, columns: Int) -> [Double] {
    let rows = values.count / (groups * columns)
    var full = [Double](repeating: 0, count: groups * rows * groups * columns)
    for (index, value) in values.enumerated() {
      let row = index / columns
      full[row * groups * columns + row / rows * columns + index % columns] = value
    }
    return full
  }

  private func stored(_ matrix: GroupedMatrix, count: Int) -> [Double] {
    let target = Tensor(shape: [count])
    matrix.store(in: target.pointer)
    return target.doubles
  }

  private func integers(_ count: Int, _ random: inout RandomValues) -> [Double] {
    (0..<count).map { _ in Double(random.stream.int(in: -9...9)) }
  }

  @Test func productsAreThoseOfTheDenseMatrices() {
    var random = RandomValues("grouped products")
    for (groups, rows, inner, columns) in [(1, 1, 1, 1), (1, 4, 3, 5), (3, 5, 2, 4), (4, 1, 6, 2)] {
      let a = integers(groups * rows * inner, &random)
      let b = integers(groups * inner * columns, &random)
      let c = integers(groups * rows * columns, &random)
      let (left, right) = (
        GroupedMatrix(a, groups: groups, columns: inner),
        GroupedMatrix(b, groups: groups, columns: columns)
      )
      let product = left.times(right)
      #expect(product.rowsPerGroup == rows)
      let (fullA, fullB, fullC) = (
        dense(a, groups: groups, columns: inner), dense(b, groups: groups, columns: columns),
        dense(c, groups: groups, columns: columns)
      )
      let exact = Reference.multiply(
        fullA, fullB, rows: groups * rows, inner: groups * inner, columns: groups * columns)
      let values = stored(product, count: groups * rows * columns)
      #expect(dense(values, groups: groups, columns: columns) == exact)

      // A^T C
      let transposed = left.transposedTimes(
        GroupedMatrix(c, groups: groups, columns: columns))
      let exactTransposed = Reference.multiply(
        Reference.transpose(fullA, rows: groups * rows, columns: groups * inner), fullC,
        rows: groups * inner, inner: groups * rows, columns: groups * columns)
      #expect(
        dense(
          stored(transposed, count: groups * inner * columns), groups: groups, columns: columns)
          == exactTransposed)

      let vector = integers(groups * inner, &random)
      #expect(
        left.times(vector)
          == Reference.multiply(
            fullA, vector, rows: groups * rows, inner: groups * inner, columns: 1))
    }
  }

  @Test func rowsAreScaledAddedAndMultiplied() {
    var random = RandomValues("grouped rows")
    let (a, b) = (integers(12, &random), integers(12, &random))
    let factors = integers(4, &random)
    let matrix = GroupedMatrix(a, groups: 2, columns: 3)
    let other = GroupedMatrix(b, groups: 2, columns: 3)
    #expect(
      stored(matrix.scaled(by: factors), count: 12)
        == a.enumerated().map { $1 * factors[$0 / 3] })
    #expect(stored(matrix.adding(other), count: 12) == zip(a, b).map { $0 + $1 })
    let products = zip(a, b).map { $0 * $1 }
    let sums = (0..<4).map { products[(3 * $0)..<(3 * $0 + 3)].reduce(0, +) }
    #expect(matrix.rowProducts(other) == sums)
    #expect(stored(matrix, count: 12) == a)
    let group = Tensor(shape: [6])
    matrix.storeGroup(1, in: group.pointer)
    #expect(group.doubles == Array(a[6...]))
  }

  /// Values are rounded to nearest when they are stored, and not before.
  @Test func valuesStayInDouble() {
    let weights = Tensor(shape: [1, 2], values: [1, 1])
    let matrix = GroupedMatrix(weights, groups: 1)
    let small = matrix.adding(GroupedMatrix([0x1p-30, 0x1p-24], groups: 1, columns: 2))
    #expect(small.rowProducts(matrix) == [2 + 0x1p-24 + 0x1p-30])
    #expect(stored(small, count: 2) == [1, 1])
  }
}

import Optimizers
import RandomStreams
import Testing

@Suite struct ShuffleProjectionTests {
  private func none(_ size: Int) -> [Int?] { [Int?](repeating: nil, count: size) }

  @Test func anchorsAreTheEntriesAboveOneHalf() {
    let matrix = SquareMatrix<Float>([[0.5, 0.5, 0], [0.1, 0.3, 0.6], [0.4, 0.2, 0.4]])
    #expect(matrix.anchors == [nil, 2, nil])
    #expect(SquareMatrix<Float>.permutation([1, 0]).anchors == [1, 0])
    // Not doubly stochastic: the first of two rows keeps the column.
    #expect(SquareMatrix<Float>([[0.9, 0.1], [0.8, 0.2]]).anchors == [0, nil])
  }

  @Test func scalingDividesColumnsThenRows() {
    let matrix = SquareMatrix<Double>([[1, 3], [3, -2]])
    // Columns: [1/4, 1], [3/4, 0]; rows: [1/5, 4/5], [1, 0].
    #expect(matrix.projected(.scale, anchors: []) == SquareMatrix([[0.2, 0.8], [1, 0]]))
  }

  @Test func scalingNeverDividesByZero() {
    let matrix = SquareMatrix<Float>([[0, 2, 0], [0, 0, 0], [0, 1, 1]])
    let third: Float = 1 / 3
    // Columns: zero, [2/3, 0, 1/3], [0, 0, 1].
    let expected = SquareMatrix<Float>([[0, 1, 0], [third, third, third], [0, 0.25, 0.75]])
    #expect(matrix.projected(.scale, anchors: []) == expected)
    let nothing = SquareMatrix<Float>([[-1, .nan], [.nan, 0]])
    #expect(nothing.projected(.scale, anchors: []).entries == [0.5, 0.5, 0.5, 0.5])
  }

  @Test func scalingStaysInTheCollisionTrapThatRepairLeaves() {
    var trapped = SquareMatrix<Double>([[0.9, 0.1], [0.9, 0.1]])
    let zero = SquareMatrix<Double>(size: 2) { _, _ in 0 }
    let scaling = ShuffleStep(learningRate: 0.2, penaltyWeight: 1, projection: .scale)
    for _ in 0..<3 {
      trapped = trapped.stepped(scaling, gradient: zero)
      #expect(trapped == SquareMatrix([[1, 0], [1, 0]]))
    }
    let repairing = ShuffleStep(learningRate: 0.2, penaltyWeight: 1, projection: .repair)
    let repaired = trapped.stepped(repairing, gradient: zero)
    #expect(repaired.largestDefect <= SquareMatrix<Double>.repairBound(size: 2))
  }

  private func expectRepaired<Scalar: BinaryFloatingPoint>(
    _ matrix: SquareMatrix<Scalar>, anchors: [Int?]
  ) {
    let repaired = matrix.projected(.repair, anchors: anchors)
    #expect(repaired.largestDefect <= SquareMatrix<Scalar>.repairBound(size: matrix.size))
    #expect(repaired.entries.allSatisfy { $0 >= 0 })
  }

  private func expectRepairs<Scalar: BinaryFloatingPoint>(_: Scalar.Type) {
    var stream = RandomStream(root: 3, name: "repair")
    for size in [1, 2, 3, 4, 5, 8, 40] {
      for scale in [1e-6, 0.2, 1, 30] {
        var matrix: SquareMatrix<Scalar> = stream.matrix(size: size, sparse: true)
        matrix.entries = matrix.entries.map { $0 * Scalar(scale) - Scalar(scale) / 8 }
        let order = stream.shuffled(0..<size)
        let some = order.map { stream.oneIn(2) ? Optional($0) : nil }
        for anchors in [none(size), order, some] {
          expectRepaired(matrix, anchors: anchors)
        }
        for line in 0..<size { matrix[0, line] = 0 }
        expectRepaired(matrix, anchors: order)
        for line in 0..<size { matrix[line, size - 1] = .nan }
        expectRepaired(matrix, anchors: some)
      }
    }
    expectRepaired(SquareMatrix<Scalar>(size: 3) { _, _ in 0 }, anchors: [0, nil, nil])
  }

  @Test func repairMakesDoublyStochasticMatrices() {
    expectRepairs(Float.self)
    expectRepairs(Double.self)
  }

  @Test func repairKeepsPermutationsAndDyadicMatricesBitForBit() {
    let matrices: [SquareMatrix<Float>] = [
      .permutation([2, 0, 1]),
      SquareMatrix([[0.5, 0.25, 0.25], [0.25, 0.5, 0.25], [0.25, 0.25, 0.5]]),
      SquareMatrix([[0.75, 0.25], [0.25, 0.75]]),
    ]
    for matrix in matrices {
      #expect(matrix.projected(.repair, anchors: matrix.anchors) == matrix)
    }
  }

  @Test func repairCapsThenRefillsThenCompletes() {
    // Column 0 sums to 2, so its entries are halved: rows lack 1/4 and 1/2, columns 0 and 3/4.
    let matrix = SquareMatrix<Double>([[1, 0.25], [1, 0]])
    // The second row's anchor gets min(1/2, 3/4) = 1/2; the rest, 1/4, goes to the first row.
    #expect(
      matrix.projected(.repair, anchors: [0, 1]) == SquareMatrix([[0.5, 0.5], [0.5, 0.5]]))
    // Without room at the anchors the completion spreads 1/2 and 1/2 over 1/4 and 3/4.
    let loose = SquareMatrix<Double>([[0.5, 0], [0.25, 0.25]])
    #expect(
      loose.projected(.repair, anchors: [nil, nil])
        == SquareMatrix([[0.625, 0.375], [0.375, 0.625]]))
    #expect(
      loose.projected(.repair, anchors: [0, 1]) == SquareMatrix([[0.75, 0.25], [0.25, 0.75]]))
  }
}

import RandomStreams
import StepArithmetic
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

  private func expectRepaired<Scalar: FloatScalar>(
    _ matrix: SquareMatrix<Scalar>, anchors: [Int?]
  ) {
    let repaired = matrix.projected(.repair, anchors: anchors)
    #expect(repaired.largestDefect <= SquareMatrix<Scalar>.repairBound(size: matrix.size))
    #expect(repaired.entries.allSatisfy { $0 >= 0 })
  }

  private func expectRepairs<Scalar: FloatScalar>(_: Scalar.Type) {
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

  /// The definition of the repair, line by line; without the first division that of
  /// `capAndComplete`.
  private func definition(
    _ matrix: SquareMatrix<Double>, anchors: [Int?], refillsSoftRows: Bool
  ) -> SquareMatrix<Double> {
    let range = 0..<matrix.size
    var result = SquareMatrix<Double>(size: matrix.size) { max(matrix[$0, $1], 0) }
    func column(_ j: Int) -> Double { range.reduce(0) { $0 + result[$1, j] } }
    func row(_ i: Int) -> Double { range.reduce(0) { $0 + result[i, $1] } }
    for j in range {
      let cap = max(column(j), 1)
      for i in range { result[i, j] /= cap }
    }
    for i in range {
      let cap = max(row(i), 1)
      for j in range { result[i, j] /= cap }
    }
    for (i, anchor) in anchors.enumerated() {
      if let j = anchor { result[i, j] += max(min(1 - row(i), 1 - column(j)), 0) }
    }
    if refillsSoftRows {
      let asked = SquareMatrix<Double>(size: matrix.size) { i, j in
        anchors[i] == nil && row(i) > 0 ? result[i, j] / row(i) * max(1 - row(i), 0) : 0
      }
      let lacking = range.map { max(1 - column($0), 0) }
      for j in range {
        let all = range.reduce(0) { $0 + asked[$1, j] }
        for i in range where all > 0 { result[i, j] += asked[i, j] * min(1, lacking[j] / all) }
      }
    }
    let rows = range.map { max(1 - row($0), 0) }
    let columns = range.map { max(1 - column($0), 0) }
    let missing = rows.reduce(0, +)
    if missing > 0 {
      for i in range { for j in range { result[i, j] += rows[i] * columns[j] / missing } }
    }
    return result
  }

  private func expectDefinition<Scalar: FloatScalar>(_: Scalar.Type) {
    var stream = RandomStream(root: 7, name: "repair-definition")
    for size in [1, 2, 3, 4, 5, 7, 8, 9, 33] {
      for scale in [0.5, 2, 1.5 / Double(size)] {
        let raw: SquareMatrix<Scalar> = stream.matrix(size: size, sparse: true)
        let matrix = SquareMatrix<Scalar>(size: size) { Scalar(scale) * (raw[$0, $1] - 0.125) }
        let anchors = stream.shuffled(0..<size).map { stream.oneIn(2) ? Optional($0) : nil }
        let wide = SquareMatrix<Double>(size: size) { Double(matrix[$0, $1]) }
        for refillsSoftRows in [true, false] {
          let exact = definition(wide, anchors: anchors, refillsSoftRows: refillsSoftRows)
          let repaired =
            refillsSoftRows
            ? matrix.projected(.repair, anchors: anchors) : matrix.completed(anchors: anchors)
          for (entry, expected) in zip(repaired.entries, exact.entries) {
            // Each of two evaluations in Double is within the bound of T10-repair of what is exact.
            let n = Double(size)
            let bound =
              Double(Scalar.ulpOfOne) / 2 * expected
              + 2 * (148 * n * n * n + 302 * n * n + 230 * n) * 0x1p-53
            #expect(abs(Double(entry) - expected) <= bound, "n \(size), scale \(scale)")
          }
        }
      }
    }
  }

  @Test func repairIsItsDefinition() {
    expectDefinition(Float.self)
    expectDefinition(Double.self)
  }

  @Test func scalingIsItsDefinition() {
    var stream = RandomStream(root: 8, name: "scale-definition")
    for size in [1, 3, 4, 6, 9, 33] {
      let raw: SquareMatrix<Double> = stream.matrix(size: size, sparse: true)
      let matrix = SquareMatrix<Double>(size: size) { max(raw[$0, $1] - 0.125, 0) }
      let range = 0..<size
      let columns = range.map { j in range.reduce(0) { $0 + matrix[$1, j] } }
      let scaled = SquareMatrix<Double>(size: size) { matrix[$0, $1] / max(columns[$1], 0x1p-99) }
      let rows = range.map { i in range.reduce(0) { $0 + scaled[i, $1] } }
      let result = matrix.projected(.scale, anchors: [])
      for i in range {
        for j in range {
          let expected = rows[i] > 0 ? scaled[i, j] / rows[i] : 1 / Double(size)
          // Two sums of n positive terms and two quotients, in either evaluation: 2n + 2 each.
          #expect(abs(result[i, j] - expected) <= Double(4 * size + 4) * 0x1p-53 * expected)
        }
      }
    }
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
      loose.completed(anchors: [nil, nil]) == SquareMatrix([[0.625, 0.375], [0.375, 0.625]]))
    #expect(
      loose.projected(.repair, anchors: [0, 1]) == SquareMatrix([[0.75, 0.25], [0.25, 0.75]]))
  }

  @Test func repairRefillsSoftRowsInProportion() {
    // Rows lack 1/2 each, columns 1/8 and 7/8. The anchor of the second row gets 1/8, all that its
    // column has. The first row asks for 3/8 and 1/8, and gets 0 and 1/8; 3/8 for each row are
    // left.
    let matrix = SquareMatrix<Double>([[0.375, 0.125], [0.5, 0]])
    #expect(
      matrix.projected(.repair, anchors: [nil, 0])
        == SquareMatrix([[0.375, 0.625], [0.625, 0.375]]))
    // The first column lacks 1/4 and is asked for 1/2 and 3/4: it gives a fifth of that.
    let contested = SquareMatrix<Double>([[0.5, 0], [0.25, 0]])
    let repaired = contested.projected(.repair, anchors: none(2))
    for (entry, exact) in zip(repaired.entries, [0.6, 0.4, 0.4, 0.6]) {
      #expect(abs(entry - exact) < 0x1p-50)
    }
  }

  /// Two rows that want one column, one a little more, are told apart; the one that has it keeps
  /// it.
  @Test func contestedColumnsAreSettled() {
    var matrix = SquareMatrix<Float>([[0.51, 0.49, 0], [0.49, 0.17, 0.34], [0, 0.34, 0.66]])
    let zero = SquareMatrix<Float>(size: 3) { _, _ in 0 }
    let step = ShuffleStep(learningRate: 0.05, penaltyWeight: 0.5, projection: .repair)
    for _ in 0..<200 { matrix = matrix.stepped(step, gradient: zero) }
    #expect(matrix == .permutation([0, 1, 2]))
  }

  /// Lines that rounding takes a little over 1 lack nothing, and not less than that: without it the
  /// completion would be negative, here at -1e-16 and -3e-17.
  @Test func whatALineLacksIsNeverNegative() {
    let (third, twoThirds) = (Float(1) / 3, Float(2) / 3)
    let cases: [(entries: [Float], anchors: [Int?])] = [
      ([0, twoThirds, third, twoThirds, 0, 1, 0, 1, 0], [0, 1, 2]),
      ([twoThirds, twoThirds, 0, 0, 0, 0, 0, third, third], [nil, nil, nil]),
    ]
    for (entries, anchors) in cases {
      var repaired = entries
      ShuffleProjection.repair.apply(to: &repaired, size: 3, anchors: anchors)
      #expect(repaired.allSatisfy { $0 >= 0 }, "\(repaired)")
    }
  }

  /// What the penalty takes from all entries of a soft row alike goes back to them, and to no
  /// others.
  @Test func aSoftMatrixIsNotSpread() {
    // Two entries of 1/2 a row and column; the norms of lines are equal, so H is equal on these
    // entries.
    let soft = SquareMatrix<Float>(size: 6) { i, j in (j + 6 - i) % 6 < 2 ? 0.5 : 0 }
    let zero = SquareMatrix<Float>(size: 6) { _, _ in 0 }
    let step = ShuffleStep(learningRate: 0.125, penaltyWeight: 0.25, projection: .repair)
    var matrix = soft
    for _ in 0..<10 { matrix = matrix.stepped(step, gradient: zero) }
    #expect(matrix == soft)
    #expect(soft.completed(anchors: none(6)) == soft)
    let lowered = SquareMatrix<Float>(size: 6) { soft[$0, $1] * 0.75 }
    #expect(lowered.projected(.repair, anchors: none(6)) == soft)
    #expect(lowered.completed(anchors: none(6)).penalty > soft.penalty + 1)
  }
}

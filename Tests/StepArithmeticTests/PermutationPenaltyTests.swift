import RandomStreams
import StepArithmetic
import Testing

@Suite struct PermutationPenaltyTests {
  /// |x|_1 - |x|_2 as 2 * (sum of products of pairs) / (|x|_1 + |x|_2): no subtraction at all.
  private func gap(_ line: [Double]) -> Double {
    var pairs = 0.0
    for i in line.indices {
      for j in line.indices where j < i { pairs += line[i] * line[j] }
    }
    guard pairs > 0 else { return 0 }
    let squares = line.reduce(0) { $0 + $1 * $1 }
    return 2 * pairs / (line.reduce(0, +) + squares.squareRoot())
  }

  private func reference(_ matrix: SquareMatrix<Double>) -> Double {
    let range = 0..<matrix.size
    return range.reduce(0) { total, i in
      total + gap(range.map { matrix[i, $0] }) + gap(range.map { matrix[$0, i] })
    }
  }

  @Test func valueIsAccurateDownToOneHotLines() {
    var stream = RandomStream(root: 1, name: "penalty-value")
    for size in 1...7 {
      for scale in [1, 1e-3, 1e-9, 1e-15] {
        let small: SquareMatrix<Double> = stream.matrix(size: size, sparse: true)
        let matrix = SquareMatrix<Double>(size: size) { scale * small[$0, $1] + ($0 == $1 ? 1 : 0) }
        let expected = reference(matrix)
        // 6n roundings by T10, and at most n^2 + 2n + 4 in the reference; each at most 2^-53.
        let roundings = Double(size * size + 8 * size + 4)
        #expect(abs(matrix.penalty - expected) <= roundings * 0x1p-53 * expected)
      }
    }
  }

  @Test func valueOfAHalfMatrixAndOfTheUniformOne() {
    #expect(SquareMatrix<Float>([[0.5, 0.5], [0.5, 0.5]]).penalty == 4 - 2 * 2.0.squareRoot())
    // 2N(1 - 1/sqrt N) for N = 16.
    #expect(SquareMatrix<Float>(size: 16) { _, _ in 1 / 16 }.penalty == 24)
  }

  @Test func partialPermutationsCostExactlyNothing() {
    #expect(SquareMatrix<Float>.permutation([2, 0, 3, 1]).penalty == 0)
    #expect(SquareMatrix<Float>([[0, 0.3, 0], [0, 0, 0], [7, 0, 0]]).penalty == 0)
    #expect(SquareMatrix<Float>([[1, 0], [0x1p-149, 1]]).penalty > 0)
  }

  @Test func gradientMatchesCentralDifferences() {
    var stream = RandomStream(root: 2, name: "penalty-gradient")
    let h = 0x1p-17
    for size in 2...6 {
      let raw: SquareMatrix<Double> = stream.matrix(size: size)
      // Entries in 0.5...1.5: smooth, and every norm is at least 0.7.
      let matrix = SquareMatrix<Double>(size: size) { raw[$0, $1] + 0.5 }
      let force = matrix.force
      for index in 0..<(size * size) {
        var (up, down) = (matrix, matrix)
        up.entries[index] += h
        down.entries[index] -= h
        let difference = (up.penalty - down.penalty) / (2 * h)
        // Third derivatives of a norm are at most 3/|x|^2 < 7, so two lines err by < 14 h^2/6; the
        // two values by 6n roundings each of P < 3n^2.
        let tolerance = 3 * h * h + 18 * Double(size * size * size) * 0x1p-53 / h
        #expect(abs(force.entries[index] - difference) <= tolerance)
      }
    }
  }

  @Test func theForceAtAnExactZeroIsTwo() {
    // With sign(0) = 0 it would be 0, and no weight could hold a permutation (T9b).
    let force = SquareMatrix<Double>.permutation([1, 2, 0]).force
    #expect(force == SquareMatrix([[2, 0, 2], [2, 2, 0], [0, 2, 2]]))
  }

  @Test func linesOfZerosAreHandled() {
    #expect(
      SquareMatrix<Float>(size: 3) { _, _ in 0 }.force.entries == [Float](repeating: 2, count: 9))
    let force = SquareMatrix<Double>([[0, 0], [3, 4]]).force
    for (entry, exact) in zip(force.entries, [2, 2, 0.4, 0.2]) {
      // Four roundings of numbers up to 2.
      #expect(abs(entry - exact) <= 0x1p-50)
    }
  }

  @Test func theGradientIsAddedWithItsWeight() {
    let matrix = SquareMatrix<Float>.permutation([1, 0])
    var gradient: [Float] = [1, 2, 3, 4]
    PermutationPenalty.addGradient(weight: 0.25, of: matrix.entries, size: 2, to: &gradient)
    #expect(gradient == [1.5, 2, 3, 4.5])
  }

  @Test(arguments: ShuffleProjection.allCases)
  func aUniformStartGetsNoPush(_ projection: ShuffleProjection) {
    for size in [2, 3, 4, 7] {
      let uniform = SquareMatrix<Double>(size: size) { _, _ in 1 / Double(size) }
      // All forces are equal, so their part along matrices with zero line sums is exactly 0.
      #expect(Set(uniform.force.entries).count == 1)
      let step = ShuffleStep(learningRate: 0.1, penaltyWeight: 1, projection: projection)
      let zero = SquareMatrix<Double>(size: size) { _, _ in 0 }
      let after = uniform.stepped(step, gradient: zero)
      #expect(Set(after.entries).count == 1)
      // While any other start does get one.
      var broken = uniform
      broken[0, 0] += 0.01
      #expect(Set(broken.stepped(step, gradient: zero).entries).count > 1)
    }
  }
}

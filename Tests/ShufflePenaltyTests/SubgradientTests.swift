import Birkhoff
import Exact
import RandomStreams
import Testing

@testable import ShufflePenalty

@Suite struct SubgradientTests {
  /// H_ij <= value <= H_ij + excess, decided against the roots themselves, at scales where a norm
  /// rounded to a fixed grid would be 0.
  @Test(arguments: [0, 300, -300])
  func valuesEncloseTheRoots(exponent: Int) {
    var stream = RandomStream(seed: 4)
    var inexact = 0
    for k in 0..<20 {
      let n = 1 + k % 4
      let matrix =
        Rational.powerOfTwo(exponent)
        * MatrixClass.nonnegative.sample(order: n, from: &stream)
      let subgradient = Subgradient(matrix)
      if subgradient.excess.sign > 0 { inexact += 1 }
      let (rows, columns) = (matrix.rowSums(of: .square), matrix.columnSums(of: .square))
      for i in 0..<n {
        for j in 0..<n {
          let square = matrix[i, j].squared
          var force: RadicalSum = 2
          if square.sign != 0 {
            force = 2 - .root(square / rows[i]) - .root(square / columns[j])
          }
          let value = RadicalSum(subgradient.values[i, j])
          #expect(force <= value && value <= force + RadicalSum(subgradient.excess))
        }
      }
    }
    #expect(inexact >= 5)
  }

  @Test func rationalNormsAreExact() {
    let block = Subgradient(Rational(1, 7) * RationalMatrix([[4, 3], [3, 4]]))
    #expect(block.excess == 0)
    #expect(block.values == Rational(1, 5) * RationalMatrix([[2, 4], [4, 2]]))
    #expect(Subgradient(Permutation(identity: 3).matrix).excess == 0)
    // (1, 2) has the norm sqrt 5.
    #expect(Subgradient(RationalMatrix([[1, 2], [2, 1]])).excess == .powerOfTwo(-95))
  }

  @Test func zeroEntriesHaveTheForceGiven() {
    let identity = Permutation(identity: 2).matrix
    #expect(Subgradient(identity).values == RationalMatrix([[0, 2], [2, 0]]))
    // With the force 0 at zeros nothing is left of it at a permutation.
    let still = DescentStep(
      matrix: identity, gradient: RationalMatrix(rows: 2, columns: 2), weight: 3, rate: 1)
    #expect(still.withForceAtZero(0).moved == identity)
    #expect(still.moved == RationalMatrix([[1, -6], [-6, 1]]))
    #expect(Subgradient(RationalMatrix(rows: 1, columns: 1)).values[0, 0] == 2)
  }

  @Test func aStepIsWhatItsFormulaSays() {
    let step = DescentStep(
      matrix: Rational(1, 7) * RationalMatrix([[4, 3], [3, 4]]),
      gradient: RationalMatrix([[1, 0], [-1, 0]]), weight: 5, rate: Rational(1, 7))
    // G + 5 H = [[3, 4], [3, 2]].
    #expect(
      step.moved.rows == [
        [Rational(1, 7), Rational(-1, 7)], [0, Rational(2, 7)],
      ])
    #expect(step.thresholded.rows == [[Rational(1, 7), 0], [0, Rational(2, 7)]])
    #expect(DescentStep(step.instance) == step)
  }

  @Test func reorderingColumnsMovesMatrixAndGradient() throws {
    let cycle = try #require(Permutation([1, 2, 0]))
    let step = DescentStep(
      matrix: cycle.matrix, gradient: RationalMatrix([[1, 2, 3], [4, 5, 6], [7, 8, 9]]), weight: 1,
      rate: 1)
    let aligned = AlignedStep(step)
    #expect(aligned.matrix == Permutation(identity: 3).matrix)
    #expect(aligned.step.gradient == RationalMatrix([[2, 3, 1], [5, 6, 4], [8, 9, 7]]))
    #expect(aligned.deficits == [0, 0, 0])
    #expect(aligned.pullOff == 0)
    #expect(aligned.gradientBound == 7)
  }

  /// Gam is one-sided: large G off pi and small G on pi do not count.
  @Test func theGradientBoundIsOneSided() {
    let aligned = AlignedStep(
      DescentStep(
        matrix: Rational(1, 5) * RationalMatrix([[4, 1], [1, 4]]),
        gradient: RationalMatrix([[-9, 8], [-3, 2]]), weight: 1, rate: 1))
    #expect(aligned.pullOff == 3)
    #expect(aligned.gradientBound == 3)
    #expect(aligned.largestOffEntry == Rational(1, 5))
    // 17 = 4^2 + 1 is no square: the rounding of H counts on pi.
    let other = AlignedStep(
      DescentStep(
        matrix: Rational(1, 5) * RationalMatrix([[4, 1], [1, 4]]),
        gradient: RationalMatrix([[2, 0], [0, 1]]), weight: 3, rate: 1))
    #expect(other.gradientBound == 2 + 3 * Rational.powerOfTwo(-95))
  }
}

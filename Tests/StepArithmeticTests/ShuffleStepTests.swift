import RandomStreams
import StepArithmetic
import Testing

@Suite struct ShuffleStepTests {
  /// A matrix of many small entries: with the whole weight a step would erase every row, and the
  /// repair would make it uniform; with the limited one it becomes a permutation.
  @Test func thePenaltyDoesNotEraseDiffuseRows() {
    var stream = RandomStream(root: 5, name: "diffuse")
    let size = 24
    var matrix = SquareMatrix<Float>(size: size) { _, _ in 1 + stream.uniform() }
    let zero = SquareMatrix<Float>(size: size) { _, _ in 0 }
    let still = ShuffleStep(learningRate: 0, penaltyWeight: 0, projection: .repair)
    matrix = matrix.stepped(still, gradient: zero)
    let strong = ShuffleStep(learningRate: 0.05, penaltyWeight: 1, projection: .repair)
    // 2 * 0.05 exceeds all entries, which are at most twice 1/24.
    #expect(matrix.entries.allSatisfy { $0 < 0.1 })
    let largest = (0..<size).map { i in (0..<size).map { matrix[i, $0] }.max() ?? 0 }
    let weight = strong.penaltyWeight(on: matrix.entries, size: size)
    #expect(weight == Double(largest.min() ?? 0) / 0.2)
    for _ in 0..<3000 { matrix = matrix.stepped(strong, gradient: zero) }
    #expect(matrix.entries.allSatisfy { $0 == 0 || $0 == 1 })
    // In the basin of the theorems nothing is limited, at any step size.
    #expect(strong.penaltyWeight(on: matrix.entries, size: size) == 1)
    let large = ShuffleStep(learningRate: 30, penaltyWeight: 7, projection: .repair)
    #expect(large.penaltyWeight(on: matrix.entries, size: size) == 7)
    #expect(large.penaltyWeight(on: [0.5, 0.5, 0.5, 0.5] as [Float], size: 2) == 0.5 / 120)
  }
}

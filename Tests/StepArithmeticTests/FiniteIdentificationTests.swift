import RandomStreams
import StepArithmetic
import Testing

/// Theorem A' of T9e and the counterexample to the plain completion, on the code that trains.
@Suite struct FiniteIdentificationTests {
  @Test func alignedRepairIdentifiesWherePlainCompletionDoesNot() {
    let matrix = SquareMatrix<Double>([[4, 3], [3, 4]].map { $0.map { $0 / 7 } })
    // 15/28 sends the off entries exactly to 0; the last bits make sure of it after rounding.
    let rate = 15.0 / 28 * (1 + 0x1p-40)
    let step = ShuffleStep(learningRate: rate, penaltyWeight: 1, projection: .repair)
    let zero = SquareMatrix<Double>(size: 2) { _, _ in 0 }
    #expect(matrix.stepped(step, gradient: zero) == .permutation([0, 1]))

    let force = matrix.force
    let moved = SquareMatrix<Double>(size: 2) { matrix[$0, $1] - rate * force[$0, $1] }
    let plain = moved.completed(anchors: [nil, nil])
    let expected = SquareMatrix<Double>([[19, 9], [9, 19]].map { $0.map { $0 / 28 } })
    for (entry, exact) in zip(plain.entries, expected.entries) {
      // The rate is off by 2^-40 relative, the rest is a dozen roundings.
      #expect(abs(entry - exact) < 0x1p-40)
    }
  }

  /// Off-diagonal masses of the rows, in Double.
  private func offMasses<Scalar: FloatScalar>(_ matrix: SquareMatrix<Scalar>) -> [Double] {
    (0..<matrix.size).map { i in
      (0..<matrix.size).reduce(0.0) { $0 + ($1 == i ? 0 : Double(matrix[i, $1])) }
    }
  }

  /// A gradient bounded by `bound` in the way that does most harm, or at random.
  private func gradient<Scalar: FloatScalar>(
    size: Int, bound: Scalar, stream: inout RandomStream
  ) -> SquareMatrix<Scalar> {
    let isAdversarial = stream.oneIn(2)
    return SquareMatrix(size: size) { i, j in
      isAdversarial ? (i == j ? bound : -bound) : (2 * Scalar(stream.uniform()) - 1) * bound
    }
  }

  private func expectIdentification<Scalar: FloatScalar>(_: Scalar.Type) {
    var stream = RandomStream(root: 4, name: "identification")
    var steps = 0
    for size in 2...7 {
      for offMass in [0.1, 0.3, 0.49] {
        for eta in [0.01, 0.2, 3] {
          var matrix: SquareMatrix<Scalar> = stream.nearIdentity(size: size, offMass: offMass)
          let bound = 0.7
          let basin =
            2 - 2 * offMass / (offMass * offMass + (1 - offMass) * (1 - offMass)).squareRoot()
          let lambda = 1.2 * bound / basin
          let decrease = eta * (lambda * basin - bound)
          let step = ShuffleStep(learningRate: eta, penaltyWeight: lambda, projection: .repair)
          let last = Int((offMass / decrease).rounded(.up)) + 1
          // An entry moves by roundings of itself and of eta * (2 lambda + bound); the n of a line
          // add up, and the repair adds its own line error.
          let unit = Double(Scalar.ulpOfOne) / 2
          let slack =
            Double(size) * 4 * unit * (1 + eta * (2 * lambda + bound))
            + SquareMatrix<Scalar>.repairBound(size: size)
          var masses = offMasses(matrix)
          for _ in 0..<last {
            let force: SquareMatrix<Scalar> =
              gradient(size: size, bound: Scalar(bound), stream: &stream)
            matrix = matrix.stepped(step, gradient: force)
            let next = offMasses(matrix)
            for (before, after) in zip(masses, next) {
              #expect(after <= max(0, before - decrease) + slack)
            }
            masses = next
            steps += 1
          }
          #expect(matrix == .permutation(Array(0..<size)), "n \(size), e \(offMass), eta \(eta)")
        }
      }
    }
    #expect(steps > 500)
  }

  @Test func everyRowApproachesThePermutationAtTheProvedRateAndReachesItExactly() {
    expectIdentification(Double.self)
    expectIdentification(Float.self)
  }

  @Test func aPermutationIsHeldAboveTheBoundAndLostBelowIt() {
    let identity = SquareMatrix<Float>.permutation([0, 1, 2])
    // Exactly representable numbers: off entries move by eta * (bound - 2 lambda).
    let pull = SquareMatrix<Float>(size: 3) { $0 == $1 ? 1 : -1 }
    let strong = ShuffleStep(learningRate: 0.25, penaltyWeight: 0.5, projection: .repair)
    #expect(identity.stepped(strong, gradient: pull) == identity)
    let weak = ShuffleStep(learningRate: 0.25, penaltyWeight: 0.25, projection: .repair)
    #expect(identity.stepped(weak, gradient: pull) != identity)
  }
}

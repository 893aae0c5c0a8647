import Claims
import Exact
import Testing

@testable import ShufflePenalty

@Suite struct SubdifferentialClaimTests {
  @Test func derivativesByHand() {
    // No zeros: the gradient of gap at (3, 4) is (2/5, 1/5).
    #expect(Theorems.derivative([3, 4], [5, 10]) == 4)
    #expect(Theorems.derivative([-3, 4], [5, 10]) == 0)
    // A zero entry: both directions go up, so there is no gradient.
    #expect(Theorems.derivative([3, 0], [0, 1]) == 1)
    #expect(Theorems.derivative([3, 0], [0, -1]) == 1)
    // At 0 the derivative is gap itself.
    #expect(Theorems.derivative([0, 0], [3, 4]) == 2)
    ClaimSampling.check(
      [Theorems.t6gDerivative, Theorems.t6gClarke], tight: ["T6g-derivative", "T6g-clarke"])
  }

  @Test func gradientsFillTheSetAtZero() {
    ClaimSampling.check([Theorems.t6gAtZero], tight: ["T6g-zero"])
    // Along d = (1, 1) the gradients reach (1 - h) only when x is nearly one-hot: the one at (1, 1)
    // has <c, d> = 2 - sqrt 2.
    #expect(Theorems.derivative([1, 1], [1, 1]) == .sharpConstant)
    let h = Rational.powerOfTwo(-20)
    #expect(Theorems.derivative([1, h], [1, 1]) > RadicalSum(1 - h))
  }
}

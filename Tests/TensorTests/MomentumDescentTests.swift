import Tensor
import Testing

/// The update kernel against the same formulas in Double.
@Suite struct MomentumDescentTests {
  /// A value with its velocity and gradient.
  private struct Case {
    let value: Tensor
    let velocity: Tensor
    let gradient: Tensor

    init(length: Int) {
      var random = RandomValues("descent \(length)")
      value = random.tensor([length])
      velocity = random.tensor([length])
      gradient = random.tensor([length])
    }
  }

  private static let lengths = [1, 2, 7, 16, 17, 33, 100, 1025]

  @Test(arguments: lengths, [false, true])
  func stepsStayWithinTheirBounds(length: Int, isNesterov: Bool) {
    let step = MomentumDescent(
      learningRate: 0.3, momentum: 0.9, weightDecay: 0.01, isNesterov: isNesterov)
    let state = Case(length: length)
    let exact = Reference.step(
      step, values: state.value.doubles, velocities: state.velocity.doubles,
      gradients: state.gradient.doubles)
    let (rate, momentum) = (Double(step.learningRate), Double(step.momentum))
    let directionSizes = zip(state.gradient.magnitudes, state.value.magnitudes)
      .map { $0 + Double(step.weightDecay) * $1 }
    let speedSizes = zip(state.velocity.magnitudes, directionSizes).map { momentum * $0 + $1 }
    let moveSizes =
      isNesterov ? zip(directionSizes, speedSizes).map { $0 + momentum * $1 } : speedSizes
    let valueSizes = zip(state.value.magnitudes, moveSizes).map { $0 + rate * $1 }

    step.apply(
      range: 0..<length, value: state.value, velocity: state.velocity, gradient: state.gradient)
    // The decay's term goes the longest way: its product and two sums to the velocity, a product
    // and a sum more to the move, another two to the value. One more is slack.
    let velocityBounds = speedSizes.map { ErrorBound.gamma(4) * $0 }
    #expect(worstRatio(state.velocity.values, exact.velocities, bounds: velocityBounds) <= 1)
    let valueBounds = valueSizes.map { ErrorBound.gamma(8) * $0 }
    #expect(worstRatio(state.value.values, exact.values, bounds: valueBounds) <= 1)
  }

  @Test(arguments: lengths)
  func aStepInPartsIsTheSameAndTouchesNothingElse(length: Int) {
    let step = MomentumDescent(
      learningRate: 0.1, momentum: 0.5, weightDecay: 0.1, isNesterov: true)
    let (whole, parts) = (Case(length: length), Case(length: length))
    step.apply(
      range: 0..<length, value: whole.value, velocity: whole.velocity, gradient: whole.gradient)
    let start = Case(length: length)
    let middle = length / 3
    step.apply(
      range: middle..<length, value: parts.value, velocity: parts.velocity,
      gradient: parts.gradient)
    #expect(parts.value.values[..<middle] == start.value.values[..<middle])
    #expect(parts.velocity.values[..<middle] == start.velocity.values[..<middle])
    step.apply(
      range: 0..<middle, value: parts.value, velocity: parts.velocity, gradient: parts.gradient)
    #expect(parts.value.values == whole.value.values)
    #expect(parts.velocity.values == whole.velocity.values)
    #expect(parts.gradient.values == start.gradient.values)
  }
}

import CTensorKernels

/// The numbers of a step of gradient descent with momentum.
///
/// With g the gradient and d = g + `weightDecay` * value, the velocity becomes
/// v <- `momentum` * v + d, and the value loses `learningRate` times d + `momentum` * v if
/// `isNesterov`, v otherwise.
///
/// Source: Sutskever, Martens, Dahl, Hinton, "On the importance of initialization and momentum in
/// deep learning", ICML 2013, with the velocity in units of the gradient.
package struct MomentumDescent: Equatable, Sendable {
  /// The step size.
  package var learningRate: Float
  /// What the velocity keeps of itself at a step, in 0..<1.
  package var momentum: Float
  /// The coefficient of half the squared norm in the objective.
  package var weightDecay: Float
  /// Whether the value moves by the velocity it will have, were the gradient the same again.
  package var isNesterov: Bool

  /// Describes a step.
  package init(learningRate: Float, momentum: Float, weightDecay: Float, isNesterov: Bool) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.weightDecay = weightDecay
    self.isNesterov = isNesterov
  }

  /// Takes the step on elements `range` of a value with a velocity and a gradient as large.
  ///
  /// Each element depends on its own numbers only, so a step taken in parts is the same to the bit.
  package func apply(range: Range<Int>, value: Tensor, velocity: Tensor, gradient: Tensor) {
    precondition(
      value.count == velocity.count && value.count == gradient.count,
      "value, velocity and gradient have the same size")
    precondition(
      range.lowerBound >= 0 && range.upperBound <= value.count, "there are no such elements")
    withExtendedLifetime((value, velocity, gradient)) {
      let start = range.lowerBound
      asn_sgd_step(
        gradient.pointer + start, range.count, learningRate, momentum, weightDecay,
        isNesterov ? 1 : 0, velocity.pointer + start, value.pointer + start)
    }
  }
}

import NeuralNet
import Tensor

/// Stochastic gradient descent with Nesterov momentum, for all parameters but the shuffle matrices.
///
/// With d the gradient plus `weightDecay` times the value, the velocity becomes
/// v <- momentum * v + d and the value loses learningRate * (d + momentum * v). Weight decay applies
/// to parameters of kind `.weight` only. Shuffle matrices are the business of `ShuffleOptimizer`.
///
/// Source: Sutskever, Martens, Dahl, Hinton, "On the importance of initialization and momentum in
/// deep learning", ICML 2013, with the velocity in units of the gradient.
package final class MomentumSGD {
  /// What the velocity keeps of itself at a step, in 0..<1.
  package let momentum: Float
  /// The coefficient of the squared norm's half in the objective.
  package let weightDecay: Float
  /// The velocities by the names of their parameters, in a fixed order.
  package var velocities: [(name: String, tensor: Tensor)] {
    states.map { ($0.parameter.name, $0.velocity) }
  }

  private let states: [(parameter: Parameter, velocity: Tensor)]

  /// Makes an optimizer of the parameters of a network, with velocities of zero.
  package init(parameters: [Parameter], momentum: Float, weightDecay: Float) {
    precondition((0..<1).contains(momentum), "momentum must be in 0..<1")
    precondition(weightDecay >= 0, "weight decay must not be negative")
    self.momentum = momentum
    self.weightDecay = weightDecay
    states = parameters.filter { $0.kind != .shuffle }
      .map { ($0, Tensor(shape: $0.value.shape)) }
  }

  /// Takes one step along the gradients that the parameters hold.
  package func step(learningRate: Float) {
    for (parameter, velocity) in states {
      let decay = parameter.kind == .weight ? weightDecay : 0
      let value = parameter.value.pointer
      let gradient = parameter.gradient.pointer
      let speed = velocity.pointer
      for i in 0..<velocity.count {
        let direction = gradient[i] + decay * value[i]
        speed[i] = momentum * speed[i] + direction
        value[i] -= learningRate * (direction + momentum * speed[i])
      }
    }
  }
}

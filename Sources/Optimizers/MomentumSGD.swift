import NeuralNet
import Tensor

/// Stochastic gradient descent with momentum, for all parameters but the shuffle matrices.
///
/// `MomentumDescent` says what a step is. Weight decay applies to parameters of kind `.weight`
/// only. Shuffle matrices are the business of `ShuffleOptimizer`.
package final class MomentumSGD {
  /// A parameter with its velocity.
  private struct State {
    let parameter: Parameter
    let velocity: Tensor
    /// Where its elements lie among those of all parameters.
    let range: Range<Int>
  }

  /// What the velocity keeps of itself at a step, in 0..<1.
  package let momentum: Float
  /// The coefficient of the squared norm's half in the objective.
  package let weightDecay: Float
  /// Whether steps are Nesterov's.
  package let isNesterov: Bool
  /// The velocities by the names of their parameters, in a fixed order.
  package var velocities: [(name: String, tensor: Tensor)] {
    states.map { ($0.parameter.name, $0.velocity) }
  }

  private let states: [State]
  private let count: Int

  /// Makes an optimizer of the parameters of a network, with velocities of zero.
  package init(
    parameters: [Parameter], momentum: Float, weightDecay: Float, isNesterov: Bool = true
  ) {
    precondition((0..<1).contains(momentum), "momentum must be in 0..<1")
    precondition(weightDecay >= 0, "weight decay must not be negative")
    self.momentum = momentum
    self.weightDecay = weightDecay
    self.isNesterov = isNesterov
    var start = 0
    states = parameters.filter { $0.kind != .shuffle }.map { parameter in
      defer { start += parameter.value.count }
      return State(
        parameter: parameter, velocity: Tensor(shape: parameter.value.shape),
        range: start..<(start + parameter.value.count))
    }
    count = start
  }

  /// Takes one step along the gradients that the parameters hold.
  ///
  /// The threads share the elements of all parameters evenly; every element is computed by itself,
  /// so the result does not depend on their number.
  package func step(learningRate: Float) {
    Parallel.forEachChunk(count: count) { chunk, _ in
      for state in states {
        let range = chunk.clamped(to: state.range)
        if range.isEmpty { continue }
        let start = state.range.lowerBound
        let step = MomentumDescent(
          learningRate: learningRate, momentum: momentum,
          weightDecay: state.parameter.kind == .weight ? weightDecay : 0, isNesterov: isNesterov)
        step.apply(
          range: (range.lowerBound - start)..<(range.upperBound - start),
          value: state.parameter.value, velocity: state.velocity,
          gradient: state.parameter.gradient)
      }
    }
  }
}

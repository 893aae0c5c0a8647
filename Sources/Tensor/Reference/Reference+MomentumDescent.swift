extension Reference {
  /// Takes a step of gradient descent with momentum as `MomentumDescent` defines it; returns the
  /// new values and velocities.
  package static func step(
    _ step: MomentumDescent, values: [Double], velocities: [Double], gradients: [Double]
  ) -> (values: [Double], velocities: [Double]) {
    let (rate, momentum) = (Double(step.learningRate), Double(step.momentum))
    let directions = zip(gradients, values).map { $0 + Double(step.weightDecay) * $1 }
    let speeds = zip(velocities, directions).map { momentum * $0 + $1 }
    let moves =
      step.isNesterov ? zip(directions, speeds).map { $0 + momentum * $1 } : speeds
    return (zip(values, moves).map { $0 - rate * $1 }, speeds)
  }
}

import Exact

/// Steps of gradient descent with momentum on a unit over Q, for the loss sum (output - u)^2 / 2.
///
/// With g the gradient and d = g + decay theta for weights, d = g for scales and shifts, the
/// velocity becomes v <- momentum v + d, and theta loses rate (d + momentum v) if the step is
/// Nesterov's, rate v otherwise: what the optimizer of training does.
struct MomentumSteps {
  private let unit: UnitNetwork
  private let isNesterov: Bool
  private(set) var parameters: [RationalMatrix]
  private var velocity: [RationalMatrix]

  /// Starts at rest.
  init(_ unit: UnitNetwork, at parameters: [RationalMatrix], isNesterov: Bool) {
    self.unit = unit
    self.isNesterov = isNesterov
    self.parameters = parameters
    velocity = parameters.map { RationalMatrix(rows: $0.rowCount, columns: $0.columnCount) }
  }

  /// Takes one step of the unit with these shuffles.
  mutating func step(_ shuffles: [[Int]]) {
    let (rate, momentum, decay) = (unit.training[0], unit.training[1], unit.training[2])
    let gradient = unit.run(parameters, shuffles) { tape, outputs in
      let one = tape.variable(1)
      let errors = zip(outputs, unit.functional).map { output, target in
        let shift = tape.variable(-target)
        return tape.affine(output, scale: one, shift: shift)
      }
      let half = tape.variable(Rational(1, 2))
      let total = tape.dot(errors, errors)
      return tape.product(half, total)
    }.gradient
    for k in parameters.indices {
      let (theta, old, slope) = (parameters[k], velocity[k], gradient[k])
      func descent(_ i: Int, _ j: Int) -> Rational {
        UnitNetwork.decays(k, column: j) ? slope[i, j] + decay * theta[i, j] : slope[i, j]
      }
      let new = RationalMatrix(rows: theta.rowCount, columns: theta.columnCount) { i, j in
        momentum * old[i, j] + descent(i, j)
      }
      velocity[k] = new
      parameters[k] = RationalMatrix(rows: theta.rowCount, columns: theta.columnCount) { i, j in
        theta[i, j] - rate * (isNesterov ? descent(i, j) + momentum * new[i, j] : new[i, j])
      }
    }
  }
}

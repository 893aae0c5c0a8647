import Birkhoff
import Exact
import RandomStreams

/// Generators of training steps from doubly stochastic matrices in the basins of the exact repairs
/// and of the Euclidean projection.
enum RepairStepSampler {
  /// A step from a matrix with all 1 - M_i,pi(i) at most 1/2, lambda near or above the threshold,
  /// of any rate up to several times what captures at once.
  static func alignedStep(order n: Int, from choices: inout some ChoiceSource) -> DescentStep {
    let matrix = nearIdentity(n, radius: Rational(1, 2) * choices.nearlyOne(), &choices)
    let radius = largestDeficit(matrix)
    let basin = AlignedBasin(radius: radius)
    let bound = choices.gradientBound()
    let weight = choices.weight(above: bound / basin.offForce)
    let speed = weight * basin.offForce - bound
    // The rate that captures at once, rounded down, and other ones.
    let capturing = speed.sign > 0 && radius.sign > 0 ? (radius / speed).short : 1
    let factors: [Rational] = [
      1 + .powerOfTwo(-50), 1, Rational(1, choices.int(in: 2...6)),
      Rational(choices.int(in: 2...9)),
      choices.fraction(),
    ]
    return step(
      from: matrix, bound: bound, weight: weight,
      rate: capturing * choices.element(of: factors), &choices)
  }

  /// A step within the hypotheses of A0, which need N B <= 2 A: a gradient bound below about
  /// 4 lambda/(N + 2) and a basin about as small.
  static func plainStep(order n: Int, from choices: inout some ChoiceSource) -> DescentStep {
    let weight = Rational(choices.int(in: 1...12), 4)
    let bound = weight * Rational(4, n + 2) * Rational(choices.int(in: 0...15), 16)
    let basin = AlignedBasin(radius: Rational(1, 4 * n) * choices.fraction())
    let rate = (basin.radius / (2 * (2 * weight - bound))).short * choices.nearlyOne()
    let step = rate * (weight * basin.offForce - bound)
    let push = rate * (bound + weight * basin.onForce)
    let other = nearIdentity(n, radius: Rational(1, 2), &choices)
    let deficit = largestDeficit(other)
    var matrix = Permutation(identity: n).matrix
    if deficit.sign > 0, 2 * step > push {
      // Off entries at most eta A and deficits at most 2 eta A - eta B.
      let largest = min(step, 2 * step - push)
      matrix = toIdentity(other, by: (largest / deficit).short * choices.nearlyOne())
    }
    return Self.step(from: matrix, bound: bound, weight: weight, rate: rate, &choices)
  }

  /// A step from a matrix within Frobenius distance 1/2 of a permutation.
  static func projectionStep(order n: Int, from choices: inout some ChoiceSource) -> DescentStep {
    let other = nearIdentity(n, radius: Rational(1, 2), &choices)
    let square = (other - Permutation(identity: n).matrix).sum(of: .square)
    let radius = Rational(1, 2) * choices.nearlyOne()
    let matrix =
      square.sign > 0
      ? toIdentity(other, by: radius * (1 / RootBounds(square).upper).short) : other
    let distance = (matrix - Permutation(identity: n).matrix).sum(of: .square)
    let bound = choices.gradientBound()
    let slope = ProjectionBasin(squaredDistance: distance)?.slope ?? 1
    let weight = choices.weight(above: slope.sign > 0 ? bound / slope : bound)
    let speed = 2 * (weight * slope - bound)
    guard speed.sign > 0, distance.sign > 0 else {
      return step(from: matrix, bound: bound, weight: weight, rate: choices.fraction(), &choices)
    }
    // The rate that captures according to the theorem, and ones at which forces of about lambda
    // leave some mass: the projection is faster than its theorem says.
    let capturing = (RootBounds(2 * distance).upper / speed).short
    let partial = (RootBounds(distance).upper / weight).short
    let rates = [
      partial * Rational(1, choices.int(in: 2...16)), partial * choices.fraction(),
      capturing * choices.fraction(), capturing * (1 + .powerOfTwo(-50)),
      capturing * Rational(choices.int(in: 2...9)),
    ]
    return step(
      from: matrix, bound: bound, weight: weight, rate: choices.element(of: rates), &choices)
  }

  private static func step(
    from matrix: RationalMatrix, bound: Rational, weight: Rational, rate: Rational,
    _ choices: inout some ChoiceSource
  ) -> DescentStep {
    let gradient = choices.element(of: StepGradient.allCases)
      .matrix(at: matrix, bound: bound, from: &choices)
    return DescentStep(matrix: matrix, gradient: gradient, weight: weight, rate: rate)
      .reorderingColumns(
        DoublyStochasticSampler.randomPermutation(matrix.order, &choices))
  }

  /// A doubly stochastic matrix with 1 - M_ii at most `radius` <= 1/2, and equal to it in some row
  /// unless it is the identity.
  ///
  /// Half of them are direct sums of 2 x 2 blocks, where the theorem about the aligned repair is
  /// sharp, some with rational norms.
  private static func nearIdentity(
    _ n: Int, radius: Rational, _ choices: inout some ChoiceSource
  ) -> RationalMatrix {
    if choices.oneIn(2) {
      let legs = choices.element(of: [(3, 4), (5, 12), (8, 15), (20, 21)])
      // (a, b)/(a + b) has the norm c/(a + b).
      let pythagorean = Rational(legs.0, legs.0 + legs.1)
      let deficits = (0..<(n / 2)).map { _ in
        choices.oneIn(2) ? min(pythagorean, radius) : radius
      }
      return RationalMatrix(rows: n, columns: n) { i, j in
        guard i / 2 == j / 2 else { return 0 }
        guard i / 2 < deficits.count else { return 1 }
        return i == j ? 1 - deficits[i / 2] : deficits[i / 2]
      }
    }
    let other = MatrixClass.doublyStochastic.sample(order: n, from: &choices)
    let deficit = largestDeficit(other)
    return deficit.sign > 0 ? toIdentity(other, by: radius / deficit) : other
  }

  /// The matrix with its difference from the identity multiplied by `factor`.
  ///
  /// Doubly stochastic when the largest 1 - M_ii times the factor is at most 1.
  private static func toIdentity(_ matrix: RationalMatrix, by factor: Rational) -> RationalMatrix {
    RationalMatrix(rows: matrix.rowCount, columns: matrix.columnCount) { i, j in
      i == j ? 1 - factor * (1 - matrix[i, j]) : factor * matrix[i, j]
    }
  }

  private static func largestDeficit(_ matrix: RationalMatrix) -> Rational {
    (0..<matrix.order).map { 1 - matrix[$0, $0] }.max() ?? 0
  }
}

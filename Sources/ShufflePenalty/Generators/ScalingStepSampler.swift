import Birkhoff
import Exact
import RandomStreams

/// Generators of training steps on matrices whose rows sum to 1 and whose columns need not, as
/// one-pass scaling leaves them.
enum ScalingStepSampler {
  /// A step from any row-stochastic matrix, near a permutation or not; half of them without
  /// gradient and penalty.
  static func anyStep(order n: Int, from choices: inout some ChoiceSource) -> DescentStep {
    let matrix =
      switch choices.index(below: 3) {
      case 0: rowStochastic(n, &choices)
      case 1: nearlySymmetric(n, &choices)
      default: nearIdentity(n, &choices)
      }
    guard choices.oneIn(2) else { return step(matrix, gradient: zero(n), weight: 0, rate: 1) }
    let gradient = RationalMatrix(rows: n, columns: n) { _, _ in
      Rational(choices.int(in: -6...6), 4)
    }
    return step(
      matrix, gradient: gradient, weight: Rational(choices.int(in: 0...12), 4),
      rate: Rational(1, 4) * choices.fraction())
  }

  /// A step after which a row or a column is zero, two times in three: the penalty alone removes a
  /// nearly empty column, or the gradient a whole line.
  static func stepToZeroLine(order n: Int, from choices: inout some ChoiceSource) -> DescentStep {
    if n > 1, choices.oneIn(3) { return collidingStep(order: n, from: &choices) }
    let matrix = rowStochastic(n, &choices)
    let line = choices.index(below: n)
    let isRow = choices.oneIn(2)
    let rate = choices.fraction()
    let isComplete = !choices.oneIn(6)
    let gradient = RationalMatrix(rows: n, columns: n) { i, j in
      guard (isRow ? i : j) == line else { return Rational(choices.int(in: -2...1), 4) }
      return isComplete ? matrix[i, j] / rate + choices.fraction() : 0
    }
    return step(matrix, gradient: gradient, weight: Rational(choices.int(in: 0...4), 8), rate: rate)
  }

  /// A step from a matrix with two rows on one column, of a rate within Theorem B's bounds for
  /// E = 3/5.
  static func collidingStep(order n: Int, from choices: inout some ChoiceSource) -> DescentStep {
    let escape = Rational(1, choices.int(in: 5...20)) * choices.fraction()
    let matrix = RationalMatrix(rows: n, columns: n) { i, j in
      // Row 1 follows row 0 to column 0, and each keeps a little at its own place.
      let home = i == 1 ? 0 : i
      let second = i < 2 ? 1 : 0
      if n == 1 { return 1 }
      return j == home ? 1 - escape : j == second ? escape : 0
    }
    guard let basin = ScalingBasin(product: Rational(3, 5)) else {
      preconditionFailure("3/5 is at least 1/2")
    }
    return basinStep(matrix, basin, &choices)
  }

  /// A step from a matrix with prod M_i,pi(i) at least 1/2, and lambda and eta up to the edges of
  /// Theorem B, one rate in eight at the edge or beyond.
  static func basinStep(order n: Int, from choices: inout some ChoiceSource) -> DescentStep {
    let matrix = nearIdentity(n, &choices)
    let product = (0..<n).reduce(Rational(1)) { $0 * matrix[$1, $1] }
    guard let basin = ScalingBasin(product: product) else {
      return step(matrix, gradient: zero(n), weight: 1, rate: 1)
    }
    return basinStep(matrix, basin, &choices)
  }

  private static func basinStep(
    _ matrix: RationalMatrix, _ basin: ScalingBasin, _ choices: inout some ChoiceSource
  ) -> DescentStep {
    let bound = choices.gradientBound()
    let weight = choices.weight(above: basin.threshold(gradientBound: bound))
    let push = basin.push(weight: weight, gradientBound: bound)
    let fastest = push.sign > 0 ? (basin.product / push).short : 1
    let gradient = choices.element(of: StepGradient.allCases)
      .matrix(at: matrix, bound: bound, from: &choices)
    let factor = choices.oneIn(8) ? Rational(choices.int(in: 1...3)) : choices.nearlyOne()
    return step(matrix, gradient: gradient, weight: weight, rate: fastest * factor)
      .reorderingColumns(
        DoublyStochasticSampler.randomPermutation(matrix.order, &choices))
  }

  /// Rows 1 - e_i on the diagonal with sum e_i at most 1/2, which makes the product at least 1/2;
  /// for equal e_i and n >= 4 the sum goes up to 5/8, and (1 - 5/32)^4 > 1/2.
  private static func nearIdentity(
    _ n: Int, _ choices: inout some ChoiceSource
  ) -> RationalMatrix {
    var deficits = [Rational](repeating: 0, count: n)
    var budget = Rational(1, 2) * choices.nearlyOne()
    switch choices.index(below: 3) {
    case 0:
      deficits[choices.index(below: n)] = budget
    case 1:
      if n >= 4 { budget = budget * Rational(5, 4) }
      deficits = deficits.map { _ in budget / Rational(n) }
    default:
      let parts = deficits.map { _ in Rational(choices.int(in: 0...6)) }
      let total = parts.reduce(0, +)
      if total.sign > 0 { deficits = parts.map { budget * $0 / total } }
    }
    let common = choices.index(below: n)
    let shape = choices.index(below: 3)
    var matrix = Permutation(identity: n).matrix
    guard n > 1 else { return matrix }
    for i in 0..<n where deficits[i].sign > 0 {
      matrix[i, i] = 1 - deficits[i]
      let others = (0..<n).filter { $0 != i }
      // Everything into one column, each row into one of its own, or spread.
      switch shape {
      case 0: matrix[i, common == i ? others[0] : common] = deficits[i]
      case 1: matrix[i, choices.element(of: others)] = deficits[i]
      default:
        let parts = others.map { _ in choices.int(in: 0...3) }
        let total = parts.reduce(0, +)
        for (j, part) in zip(others, total > 0 ? parts : [1]) {
          matrix[i, j] = deficits[i] * Rational(part, max(total, 1))
        }
      }
    }
    return matrix
  }

  /// Rows of small integers over their sum, or a one-hot row moved a little, with columns drawn
  /// independently, so that some collide.
  private static func rowStochastic(
    _ n: Int, _ choices: inout some ChoiceSource
  ) -> RationalMatrix {
    var matrix = RationalMatrix(rows: n, columns: n)
    for i in 0..<n {
      let home = choices.oneIn(4) ? choices.index(below: n) : i
      if choices.oneIn(2) {
        let parts = (0..<n).map { ($0 == home ? 1 : 0) + choices.int(in: 0...6) }
        let total = parts.reduce(0, +)
        for j in 0..<n { matrix[i, j] = Rational(parts[j], total) }
      } else {
        let escape = Rational(1, 4) * choices.fraction()
        let target = choices.index(below: n)
        matrix[i, home] = 1 - escape
        matrix[i, target] = matrix[i, target] + escape
      }
    }
    return matrix
  }

  /// Pairs of rows that exchange nearly equal parts, so that columns nearly sum to 1 too; this is
  /// where scaling can raise the mass off the diagonal.
  private static func nearlySymmetric(
    _ n: Int, _ choices: inout some ChoiceSource
  ) -> RationalMatrix {
    var matrix = RationalMatrix(rows: n, columns: n)
    // At most n - 1 parts of at most 1/(2n) a row.
    for i in 1..<max(n, 1) {
      for j in 0..<i where choices.oneIn(2) {
        let part = Rational(choices.int(in: 0...8), 16 * n)
        matrix[i, j] = part
        matrix[j, i] = part * Rational(choices.int(in: 8...10), 10)
      }
    }
    let sums = matrix.rowSums()
    for i in 0..<n { matrix[i, i] = 1 - sums[i] }
    return matrix
  }

  private static func step(
    _ matrix: RationalMatrix, gradient: RationalMatrix, weight: Rational, rate: Rational
  ) -> DescentStep {
    DescentStep(matrix: matrix, gradient: gradient, weight: weight, rate: rate)
  }

  private static func zero(_ n: Int) -> RationalMatrix { RationalMatrix(rows: n, columns: n) }
}

import Birkhoff
import Claims
import Exact
import StepArithmetic

/// T10 for the training step: what float32 makes of it, against the same functions with rationals.
///
/// u = 2^-24 is the unit roundoff of the entries, v = 2^-53 that of the numbers in between. The
/// factor 1 + 2^-20 is room for products of errors, 2^-147 for entries below the normal range.
extension Theorems {
  static let stepRounding: [Claim] = [t10Descent, t10Scaling, t10Repair]

  /// T10, the gradient step.
  package static let t10Descent = Claim(
    "T10-descent",
    assuming: "M >= 0, G and eta of float32, lambda of doubles, Y = M - eta (G + lambda H)",
    "float32 with H in doubles gives Y_ij up to (1 + 2^-20)(u (M_ij + 3 eta |G_ij| + 8 eta lambda) "
      + "+ (2N + 18) v eta lambda) + (1 + eta) 2^-147, u = 2^-24, v = 2^-53",
    comparing: "the error of an entry against its bound", .provedOnPaper,
    examples: [
      ClaimExample(
        "an irrational force", .nearEquality(Rational(1, 100)),
        DescentStep(
          matrix: Rational(1, 4) * RationalMatrix([[3, 1], [1, 3]]),
          gradient: RationalMatrix([[1, -1], [-1, 1]]), weight: 1, rate: Rational(1, 4)
        ).instance)
    ],
    tests: ["StepRoundingClaimTests.theBoundsAreNotIdle"],
    on: .step(.floats) { step in
      guard let floats = FloatStep(step), let found = floats.moved else { return .inapplicable }
      let (rate, weight) = (step.rate, step.weight)
      let forces =
        unit * 8 * rate * weight + Rational(2 * floats.size + 18) * fine * rate * weight
      return decideEntries(found, against: step.moved) { i, j, _ in
        room * (unit * (step.matrix[i, j] + 3 * rate * step.gradient[i, j].magnitude) + forces)
          + (1 + rate) * tiny
      }
    })

  /// T10, one pass of scaling.
  package static let t10Scaling = Claim(
    "T10-scale", assuming: "Z of float32, negative entries as 0",
    "scaling in doubles, rounded to float32, gives S_ij up to (1 + 2^-20)(u + (3N + 4) v) S_ij "
      + "+ 2^-147, u = 2^-24, v = 2^-53",
    comparing: "the error of an entry against its bound", .provedOnPaper,
    examples: [
      ClaimExample(
        "thirds", .nearEquality(Rational(1, 4)), pureScaling([[1, 2], [2, 1]]))
    ],
    tests: ["StepRoundingClaimTests.theBoundsAreNotIdle"],
    on: .step(.floats) { step in
      decideProjection(step, .scale)
    })

  /// T10, the aligned repair.
  package static let t10Repair = Claim(
    "T10-repair", assuming: "Z of float32, negative entries as 0, anchors those of M",
    "the aligned repair in doubles, rounded to float32, gives D_ij up to (1 + 2^-20)(u D_ij "
      + "+ (148 N^3 + 302 N^2 + 230 N) v) + 2^-147, u = 2^-24, v = 2^-53",
    comparing: "the error of an entry against its bound", .provedOnPaper,
    examples: [
      ClaimExample(
        "sevenths", .nearEquality(Rational(1, 4)), pureScaling([[1, 1], [1, Rational(1, 2)]]))
    ],
    tests: ["StepRoundingClaimTests.theBoundsAreNotIdle"],
    on: .step(.floats) { step in
      decideProjection(step, .repair)
    })

  /// u, v, the room for products of errors, and that for entries below the normal range.
  private static let unit = Rational.powerOfTwo(-24)
  private static let fine = Rational.powerOfTwo(-53)
  private static let room = 1 + Rational.powerOfTwo(-20)
  private static let tiny = Rational.powerOfTwo(-147)

  /// The bound on an entry of a projection, which is exactly `exact`, of order `size`.
  private static func bound(
    _ projection: ShuffleProjection, size: Int, exact: Rational
  ) -> Rational {
    switch projection {
    case .scale: room * (unit + Rational(3 * size + 4) * fine) * exact + tiny
    case .repair: room * (unit * exact + roundings(size) * fine) + tiny
    }
  }

  /// The roundings of an entry of a repaired matrix of order `size`, in units of the relative
  /// rounding of the numbers in between (T10-repair).
  private static func roundings(_ size: Int) -> Rational {
    Rational(148 * size * size * size + 302 * size * size + 230 * size)
  }

  /// Projects the floats of a step after its descent, in float32 and exactly.
  private static func decideProjection(
    _ step: DescentStep, _ projection: ShuffleProjection
  ) -> ClaimDecision {
    guard let floats = FloatStep(step), let (z, found) = floats.projected(projection) else {
      return .inapplicable
    }
    let (size, anchors) = (floats.size, floats.anchors)
    let exact = FloatStep.exact(z, size: size).changed { entries, n in
      projection.apply(to: entries, size: n, anchors: anchors)
    }
    return decideEntries(found, against: exact) { _, _, exact in
      bound(projection, size: size, exact: exact)
    }
  }

  /// T10-scale or T10-repair for a step of a large matrix: against the projection with
  /// `FineNumber`.
  ///
  /// A product or quotient of theirs, if it is at least 2^-300, is off by at most 2^-200 of itself;
  /// smaller ones, of what is asked for and lacking, count absolutely. So by the proof of
  /// T10-repair, with 2^-200 for v, their entries are off by at most `roundings` times as much. An
  /// error that is within twice that of its bound is left undecided. Nil if the step is not one of
  /// floats.
  package static func projectionVerdict(
    _ step: DescentStep, _ projection: ShuffleProjection
  ) -> Verdict? {
    guard let floats = FloatStep(step), let (z, found) = floats.projected(projection) else {
      return nil
    }
    let (size, anchors) = (floats.size, floats.anchors)
    let near = FloatStep.exact(z, size: size).changed { entries, n in
      var fine = (0..<(n * n)).map { FineNumber(entries[$0]) }
      projection.apply(to: &fine, size: n, anchors: anchors)
      for k in fine.indices { entries[k] = fine[k].value }
    }
    let slack = 2 * roundings(size) * .powerOfTwo(-200)
    func decision(_ slack: Rational) -> ClaimDecision {
      decideEntries(found, against: near) { _, _, exact in
        bound(projection, size: size, exact: exact) + slack
      }
    }
    if decision(-1 * slack).verdict == .holds { return .holds }
    if case .refuted(let failure)? = decision(slack).verdict { return .refuted(failure) }
    return .undecided("an error is too near to its bound to be told from it")
  }

  /// Decides whether floats, row-major, are within a bound of exact numbers, entry by entry.
  static func decideEntries(
    _ found: [Float], against exact: RationalMatrix,
    bound: (_ row: Int, _ column: Int, _ exact: Rational) -> Rational
  ) -> ClaimDecision {
    let n = exact.order
    return .tightest(
      found.indices.map { k in
        let (i, j) = (k / n, k % n)
        guard let entry = Rational(exactly: found[k]) else { return .inapplicable }
        return .atMost(
          RadicalSum((entry - exact[i, j]).magnitude), RadicalSum(bound(i, j, exact[i, j])),
          "the error of entry (\(i), \(j)) exceeds its bound")
      })
  }
}

/// A training step in float32, if all of its numbers are floats.
struct FloatStep {
  let size: Int
  private let matrix: [Float]
  private let gradient: [Float]
  private let rule: ShuffleStep<Double>

  /// Nil if an entry or eta is not a float, lambda not a double, or an entry of M negative.
  init?(_ step: DescentStep) {
    let matrix = step.matrix.rows.joined().map(Self.float)
    let gradient = step.gradient.rows.joined().map(Self.float)
    let weight = step.weight.truncatedDouble
    guard let rate = Self.float(step.rate), Rational(exactly: weight) == step.weight,
      matrix.allSatisfy({ $0.map { $0 >= 0 } ?? false }), gradient.allSatisfy({ $0 != nil })
    else { return nil }
    size = step.matrix.order
    self.matrix = matrix.compactMap { $0 }
    self.gradient = gradient.compactMap { $0 }
    rule = ShuffleStep(
      learningRate: Double(rate), penaltyWeight: weight, projection: .scale)
  }

  /// M - eta (G + lambda H), nil if an entry is not finite.
  var moved: [Float]? {
    var (result, forces) = (matrix, gradient)
    rule.descend(&result, gradient: &forces, size: size, weight: rule.penaltyWeight)
    return result.allSatisfy(\.isFinite) ? result : nil
  }

  /// Z, and the floats that a projection makes of it; nil if one is not finite.
  func projected(_ projection: ShuffleProjection) -> (before: [Float], after: [Float])? {
    guard let z = moved else { return nil }
    var found = z
    projection.apply(to: &found, size: size, anchors: anchors)
    return found.allSatisfy(\.isFinite) ? (z, found) : nil
  }

  /// The anchors of M.
  var anchors: [Int?] { ShuffleProjection.anchors(of: matrix, size: size) }

  /// The float that a number is, or nil.
  private static func float(_ number: Rational) -> Float? {
    let float = Float(number.truncatedDouble)
    return Rational(exactly: float) == number ? float : nil
  }

  /// The nearest float to a number in the range of floats, as a number.
  static func nearest(_ number: Rational) -> Rational {
    Rational(exactly: Float(number.truncatedDouble)) ?? 0
  }

  /// Finite floats, row-major, as a matrix.
  static func exact(_ entries: [Float], size: Int) -> RationalMatrix {
    RationalMatrix(rows: size, columns: size) {
      Rational(exactly: entries[$0 * size + $1]) ?? 0
    }
  }
}

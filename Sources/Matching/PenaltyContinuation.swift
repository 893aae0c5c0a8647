import Birkhoff
import Claims
import Exact
import ShufflePenalty
import StepArithmetic

/// Projected gradient descent on f1 + lambda P while lambda grows from 0, in Double.
///
/// A local method: for lambda > L every permutation is a strict local minimiser (T8''), so the end
/// need not be the best permutation. Deterministic.
package struct PenaltyContinuation: Sendable {
  /// The number of equal increases of lambda.
  package let stages: Int
  /// The gradient steps at each value of lambda, 0 and the last one included.
  let stepsPerStage: Int
  /// The last lambda.
  let finalWeight: Double

  /// The schedule of the instances of Proofs/paper, file 10: lambda = 0, 1, ..., 60.
  package static let standard = PenaltyContinuation(
    stages: 60, stepsPerStage: 20, finalWeight: 60)

  /// A schedule with at least one stage.
  package init(stages: Int, stepsPerStage: Int, finalWeight: Double) {
    precondition(stages > 0 && stepsPerStage >= 0, "a continuation needs a stage")
    self.stages = stages
    self.stepsPerStage = stepsPerStage
    self.finalWeight = finalWeight
  }

  /// Follows the schedule from a doubly stochastic matrix, row-major, and returns where it ends.
  package func run(
    _ problem: NumericGraphMatching, from start: [Double]
  ) throws(ProjectionError) -> [Double] {
    var m = start
    for stage in 0...stages {
      let weight = finalWeight * Double(stage) / Double(stages)
      for _ in 0..<stepsPerStage { m = try Self.step(problem, m, weight: weight) }
    }
    return m
  }

  /// One step of projected gradient descent on f1 + `weight` P.
  ///
  /// The step 1 / c with c >= the curvature of f1 minimises a majorant: P is concave on nonnegative
  /// matrices (T7), so it lies below its linearisation. Hence no step increases f1 + `weight` P,
  /// apart from rounding.
  package static func step(
    _ problem: NumericGraphMatching, _ m: [Double], weight: Double
  ) throws(ProjectionError) -> [Double] {
    let curvature = max(problem.convexCurvature, 1)
    var gradient = problem.convexGradient(m)
    PermutationPenalty.addGradient(weight: weight, of: m, size: problem.order, to: &gradient)
    let moved = m.indices.map { m[$0] - gradient[$0] / curvature }
    return try DoublyStochasticProjection.project(moved, order: problem.order)
  }
}

/// Where a continuation ended, judged exactly.
package struct ContinuationEnd: Codable, Equatable, Sendable {
  /// The permutation of the largest entries with its exact loss, when it is certain: T5d holds for
  /// the doubles as they are.
  package let permutation: MatchedPermutation?
  /// Whether that is the best permutation.
  package let isBest: Bool
  /// One sentence in words.
  package let summary: String

  /// Runs the standard schedule from `start` and judges its end.
  package init(_ problem: GraphMatching, from start: RationalMatrix, best: Permutation) {
    guard let numeric = NumericGraphMatching(exactly: problem) else {
      self.init(nil, false, "not run: an entry of A or B is not a double")
      return
    }
    let end: [Double]
    do {
      end = try PenaltyContinuation.standard.run(
        numeric, from: start.rows.joined().map(\.truncatedDouble))
    } catch {
      self.init(nil, false, "stopped: \(error)")
      return
    }
    guard let rounded = Self.certainRounding(end, order: problem.order) else {
      self.init(nil, false, "ended away from every permutation")
      return
    }
    let matched = MatchedPermutation(
      rounded.images, loss: problem.convexLoss(rounded.matrix).description)
    self.init(
      matched, rounded == best,
      "ended at \(matched), \(rounded == best ? "the best" : "not the best") permutation")
  }

  private init(_ permutation: MatchedPermutation?, _ isBest: Bool, _ summary: String) {
    self.permutation = permutation
    self.isBest = isBest
    self.summary = summary
  }

  /// The only permutation that T5d lets the exact values of `end` round to, or nil.
  package static func certainRounding(_ end: [Double], order n: Int) -> Permutation? {
    var matrix = RationalMatrix(rows: n, columns: n)
    for (k, value) in end.enumerated() {
      guard let exact = Rational(exactly: value) else { return nil }
      matrix[k / n, k % n] = exact
    }
    let facts = MatrixFacts(matrix)
    guard Theorems.t5d.decide(facts: facts).verdict == .holds else { return nil }
    return facts.argmax.permutation
  }
}

import Birkhoff
import Exact

/// Why a matching problem cannot be analysed exactly.
package enum MatchingObstacle: Error, Equatable, CustomStringConvertible {
  /// There are too many permutations to try them all.
  case tooManyVertices(Int)
  /// The relaxed minimiser is not known.
  case relaxation(RelaxationObstacle)
  /// The relaxed minimiser does not round to one permutation only, for this reason.
  case ambiguousRounding(String)
  /// Two permutations are the best ones.
  case ambiguousBest([Int], [Int])

  package var description: String {
    switch self {
    case .tooManyVertices(let order):
      "Graphs on \(order) vertices have too many permutations to try them all; the largest order is "
        + "\(ExactMatchingAnalysis.largestOrder)."
    case .relaxation(let obstacle):
      obstacle.description
    case .ambiguousRounding(let reason):
      "The relaxed minimiser does not round to one permutation: \(reason)."
    case .ambiguousBest(let first, let second):
      "The best permutation is not unique: \(first) and \(second) have the same loss."
    }
  }
}

/// What is known exactly of one graph matching problem: its relaxed minimiser, how that rounds, the
/// best permutation, and what the penalty does.
///
/// Numbers are exact texts `p` or `p/q`; only the continuation is in Double, with an exactly judged
/// end.
package struct ExactMatchingAnalysis: Codable, Equatable, Sendable {
  /// The largest order whose permutations are enumerated.
  static let largestOrder = 6

  /// The minimiser of f1 over the doubly stochastic matrices, the only one.
  package let relaxedMinimiser: [[String]]
  /// f1 there.
  package let relaxedLoss: String
  /// The pivots of half the Hessian on zero line sums; all positive, which proves uniqueness.
  let hessianPivots: [String]
  /// The permutation to which both the largest entries and the optimal assignment round it.
  package let rounding: MatchedPermutation
  /// The only best permutation.
  package let best: MatchedPermutation
  /// Whether rounding loses: its loss is strictly larger than the best.
  package let roundingIsWrong: Bool
  /// The Lipschitz constant L of f1 in the entrywise l1 norm on the doubly stochastic matrices.
  package let lipschitzConstant: String
  /// The weight lambda of the penalty; strictly above (1 + 1 / sqrt 2) L, as T8 asks.
  package let penaltyWeight: String
  /// The doubly stochastic matrices on which f1 + lambda P was compared with its value at the best
  /// permutation.
  package let comparisons: Int
  /// The first of them where f1 + lambda P is not larger, against T8, or nil.
  package let counterexample: [[String]]?
  /// Where the continuation in Double ended.
  package let continuation: ContinuationEnd

  /// Analyses `problem`.
  ///
  /// T8 is checked on the relaxed minimiser, on every permutation and on 20 seeded samples of each
  /// kind; for all other matrices it is the theorem that says so.
  ///
  /// - Complexity: N! losses and O(N^6) rational operations.
  package init(of problem: GraphMatching) throws(MatchingObstacle) {
    let n = problem.order
    guard n <= Self.largestOrder else { throw .tooManyVertices(n) }
    let relaxed: RelaxedMinimiser
    do {
      relaxed = try RelaxedMinimiser(of: problem)
    } catch {
      throw .relaxation(error)
    }
    let rounded = try Self.rounding(of: relaxed.matrix)
    let permutations = Permutation.all(n)
    let optimum = try Self.best(of: permutations, problem)
    let threshold = ExactPenaltyThreshold(of: problem)
    let penalised = PenalisedLoss(problem, weight: threshold.sufficientWeight)
    precondition(RadicalSum(penalised.weight) > threshold.value, "a weight below T8's threshold")
    let matrices =
      [relaxed.matrix] + permutations.map(\.matrix)
      + PenaltySample.matrices(order: n, eachKind: 20, seed: 1)
    let roundingLoss = problem.convexLoss(rounded.matrix)

    relaxedMinimiser = Self.texts(relaxed.matrix)
    relaxedLoss = relaxed.loss.description
    hessianPivots = relaxed.pivots.map(\.description)
    rounding = MatchedPermutation(rounded.images, loss: roundingLoss.description)
    best = MatchedPermutation(optimum.permutation.images, loss: optimum.loss.description)
    roundingIsWrong = roundingLoss > optimum.loss
    lipschitzConstant = threshold.lipschitzConstant.description
    penaltyWeight = penalised.weight.description
    comparisons = matrices.count { $0 != optimum.permutation.matrix }
    counterexample = penalised.firstNotAbove(optimum.permutation, among: matrices)
      .map(Self.texts)
    continuation = ContinuationEnd(problem, from: relaxed.matrix, best: optimum.permutation)
  }

  private static func rounding(
    of matrix: RationalMatrix
  ) throws(MatchingObstacle) -> Permutation {
    let argmax = ArgmaxRounding(matrix)
    guard argmax.tiedRows.isEmpty else {
      throw .ambiguousRounding("row \(argmax.tiedRows[0] + 1) has two largest entries")
    }
    guard let permutation = argmax.permutation else {
      throw .ambiguousRounding("two rows have their largest entries in one column")
    }
    let assignment = Assignment(maximising: matrix)
    guard assignment.isUnique else {
      throw .ambiguousRounding("two assignments are optimal")
    }
    guard assignment.permutation == permutation else {
      throw .ambiguousRounding("the largest entries and the optimal assignment differ")
    }
    return permutation
  }

  private static func best(
    of permutations: [Permutation], _ problem: GraphMatching
  ) throws(MatchingObstacle) -> (permutation: Permutation, loss: Rational) {
    var best: (permutation: Permutation, loss: Rational)?
    var rival: Permutation?
    for permutation in permutations {
      let loss = problem.convexLoss(permutation.matrix)
      if let best, loss > best.loss { continue }
      rival = best?.loss == loss ? permutation : nil
      if rival == nil { best = (permutation, loss) }
    }
    guard let best else { preconditionFailure("an order without permutations") }
    if let rival { throw .ambiguousBest(best.permutation.images, rival.images) }
    return best
  }

  private static func texts(_ matrix: RationalMatrix) -> [[String]] {
    matrix.rows.map { $0.map(\.description) }
  }
}

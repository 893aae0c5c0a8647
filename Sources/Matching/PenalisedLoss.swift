import Birkhoff
import Exact
import RandomStreams
import ShufflePenalty

/// f1 + lambda P for one matching problem, without rounding.
package struct PenalisedLoss: Sendable {
  /// The problem whose loss f1 is penalised.
  package let problem: GraphMatching
  /// lambda.
  package let weight: Rational

  /// f1 + `weight` P.
  package init(_ problem: GraphMatching, weight: Rational) {
    self.problem = problem
    self.weight = weight
  }

  /// f1(M) + lambda P(M).
  package func value(_ m: RationalMatrix) -> RadicalSum {
    RadicalSum(problem.convexLoss(m)) + weight * Penalty.value(m)
  }

  /// The first of `matrices`, other than `best` itself, whose value is not larger than at `best`.
  package func firstNotAbove(
    _ best: Permutation, among matrices: [RationalMatrix]
  ) -> RationalMatrix? {
    let vertex = best.matrix
    let least = value(vertex)
    return matrices.first { $0 != vertex && value($0) <= least }
  }
}

/// From which lambda on the global minimisers of f1 + lambda P are the best permutations (T8).
package struct ExactPenaltyThreshold: Sendable {
  /// L with |f1(M) - f1(M')| <= L |M - M'|_1 for all doubly stochastic M, M'.
  ///
  /// The largest |entry| of the gradient over the polytope. The gradient is affine in M, so each
  /// |entry| is convex and attains its maximum at a permutation matrix.
  package let lipschitzConstant: Rational

  /// Enumerates the permutations.
  ///
  /// - Complexity: N! gradients.
  package init(of problem: GraphMatching) {
    lipschitzConstant = Permutation.all(problem.order).reduce(0) { largest, vertex in
      problem.convexGradient(vertex.matrix).rows.joined().reduce(largest) {
        max($0, $1.magnitude)
      }
    }
  }

  /// (1 + 1 / sqrt 2) L, the threshold of T8.
  package var value: RadicalSum {
    RadicalSum(lipschitzConstant) + .root(Rational(1, 2), times: lipschitzConstant)
  }

  /// An integer strictly above the threshold, by at most 1 and the width of a 64-bit enclosure.
  package var sufficientWeight: Rational {
    value.enclosure(bits: 64).upper.rounded(up: false) + 1
  }
}

/// The doubly stochastic matrices on which the conclusion of T8 is checked.
package enum PenaltySample {
  /// `count` matrices of each kind of `DoublyStochasticSampler`, from one seeded stream a kind.
  package static func matrices(order n: Int, eachKind count: Int, seed: UInt64) -> [RationalMatrix]
  {
    DoublyStochasticSampler.allCases.flatMap { kind in
      var stream = RandomStream(root: seed, name: "matching-penalty-\(kind.rawValue)")
      return (0..<count).map { _ in kind.sample(order: n, from: &stream) }
    }
  }
}

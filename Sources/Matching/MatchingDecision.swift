import Exact

/// The verdict on a matching instance with everything it rests on.
package struct MatchingDecision: Equatable, Sendable {
  /// Whether the instance is what it claims to be.
  ///
  /// It holds iff the relaxed minimiser is proved, rounds to the claimed permutation with the
  /// claimed loss, the claimed permutation is the only best one, rounding is strictly worse, and f1
  /// + lambda P exceeds its value at the best one on every matrix compared. Where the continuation
  /// ends is not a part of the claim.
  package let verdict: Verdict
  /// The exact facts, or nil when the problem cannot be analysed.
  package let analysis: ExactMatchingAnalysis?
  /// The facts as one line each, for people.
  package let summary: [String]
}

extension MatchingInstance {
  /// Decides the instance GM3b.
  package static func decideGM3b() -> MatchingDecision {
    gm3b.decide()
  }

  /// Decides, without rounding, whether the instance is what it claims to be.
  package func decide() -> MatchingDecision {
    let analysis: ExactMatchingAnalysis
    do {
      analysis = try ExactMatchingAnalysis(of: problem)
    } catch {
      return MatchingDecision(
        verdict: .undecided(error.description), analysis: nil, summary: [error.description])
    }
    return MatchingDecision(
      verdict: verdict(on: analysis), analysis: analysis, summary: analysis.summary)
  }

  /// Compares an analysis of the problem with what the instance claims.
  package func verdict(on analysis: ExactMatchingAnalysis) -> Verdict {
    let failures = failures(analysis)
    return failures.isEmpty ? .holds : .refuted("\(id): \(failures.joined(separator: "; "))")
  }

  private func failures(_ analysis: ExactMatchingAnalysis) -> [String] {
    var failures: [String] = []
    if analysis.rounding != rounding {
      failures.append("rounding gives \(analysis.rounding), not \(rounding)")
    }
    if analysis.best != best {
      failures.append("the best permutation is \(analysis.best), not \(best)")
    }
    if !analysis.roundingIsWrong {
      failures.append("rounding the relaxed minimiser gives the best permutation")
    }
    if let matrix = analysis.counterexample {
      failures.append(
        "f1 + \(analysis.penaltyWeight) P is not larger than at the best, at \(matrix)")
    }
    return failures
  }
}

extension ExactMatchingAnalysis {
  /// The facts as one line each.
  package var summary: [String] {
    [
      "relaxed minimiser \(Self.line(relaxedMinimiser)), loss \(relaxedLoss)",
      "unique: Hessian pivots \(hessianPivots.joined(separator: ", ")), all positive; inside the "
        + "polytope: all entries positive",
      "rounding by largest entries and by assignment: \(rounding)",
      "best permutation, by trying all: \(best)",
      "rounding is \(roundingIsWrong ? "wrong" : "right")",
      "Lipschitz constant L = \(lipschitzConstant); lambda = \(penaltyWeight) > (1 + 1/sqrt 2) L",
      counterexample.map {
        "f1 + lambda P is not larger than at the best permutation at \(Self.line($0))"
      }
        ?? "f1 + lambda P is larger than at the best permutation on all \(comparisons) matrices "
        + "compared; on the others by T8",
      "continuation from the relaxed minimiser, lambda from 0 to 60, \(continuation.summary)",
    ]
  }

  private static func line(_ matrix: [[String]]) -> String {
    "[" + matrix.map { "[\($0.joined(separator: ", "))]" }.joined(separator: ", ") + "]"
  }
}

import Claims
import Exact
import StepArithmetic

/// T10: the penalty in double precision.
extension Theorems {
  static let floatingPoint: [Claim] = [t10, t10Naive]

  /// T10 for the penalty of training.
  package static let t10 = Claim(
    "T10",
    assuming: "M >= 0 of doubles whose squares stay in the normal range, p the double computed by "
      + "r - q/(m + sqrt(m^2 + q)) for each line, u = 2^-53",
    "|p - P(M)| <= gamma P(M), gamma = 6Nu/(1 - 6Nu), and the interval stated with p contains P(M)",
    comparing: "|p - P| against gamma P", .provedOnPaper,
    examples: [
      ClaimExample(
        "squares beyond all doubles", .boundary,
        [[Rational.powerOfTwo(600), Rational.powerOfTwo(600)], [0, 0]])
    ],
    tests: ["FloatingPointClaimTests.theStableValueIsAccurate"],
    on: .matrix(.doubles) { facts in
      let values = facts.doubles
      guard let interval = PermutationPenalty.enclosure(of: values, size: facts.order),
        let lower = Rational(exactly: interval.lowerBound),
        let upper = Rational(exactly: interval.upperBound)
      else { return .inapplicable }
      guard RadicalSum(lower) <= facts.penalty, facts.penalty <= RadicalSum(upper) else {
        return .asserts(false, "the interval misses P", facts.penalty, RadicalSum(upper))
      }
      return decidePenalty(
        facts, value: PermutationPenalty.value(of: values, size: facts.order))
    })

  /// T10 for a value that was computed of the matrix elsewhere: |value - P| <= gamma_{6N} P.
  package static func decidePenalty(_ facts: MatrixFacts, value: Double) -> ClaimDecision {
    guard let value = Rational(exactly: value) else { return .inapplicable }
    let error = (RadicalSum(value) - facts.penalty).magnitude
    return .atMost(
      error, roundoff(6 * facts.order) * facts.penalty, "the relative error exceeds gamma_{6N}")
  }

  /// T10, the plain formula: its error is bounded by the norms, not by P.
  static let t10Naive = Claim(
    "T10-naive",
    assuming: "x a line of M as in T10, g = fl(|x|_1) - fl(|x|_2) computed in doubles",
    "|g - gap(x)| <= 2.1 gamma |x|_1, gamma = (N + 1)u/(1 - (N + 1)u)",
    comparing: "|g - gap(x)| against 2.1 gamma |x|_1", .provedOnPaper,
    tests: ["FloatingPointClaimTests.theNaiveValueIsNot"],
    on: .matrix(.doubles) { facts in
      let values = facts.doubles
      guard PermutationPenalty.enclosure(of: values, size: facts.order) != nil else {
        return .inapplicable
      }
      let bound = Rational(21, 10) * roundoff(facts.order + 1)
      return .tightest(
        (0..<facts.order).map { i in
          let line = Array(values[(i * facts.order)..<((i + 1) * facts.order)])
          guard let naive = Rational(exactly: naiveGap(line)) else { return .inapplicable }
          return .atMost(
            (RadicalSum(naive) - facts.rowGap(i)).magnitude,
            RadicalSum(bound * facts.rowMagnitudes[i]), "the error in row \(i) exceeds its bound")
        })
    })

  /// The formula |x|_1 - |x|_2 in doubles, which loses all digits near one-hot lines.
  static func naiveGap(_ line: [Double]) -> Double {
    line.reduce(0, +) - line.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// gamma_n = nu/(1 - nu) with u = 2^-53.
  private static func roundoff(_ n: Int) -> Rational {
    let nu = Rational(n) * .powerOfTwo(-53)
    return nu / (1 - nu)
  }
}

extension MatrixFacts {
  /// The entries as doubles, row-major; exact for the class `doubles`.
  var doubles: [Double] { matrix.rows.flatMap { $0.map(\.truncatedDouble) } }
}

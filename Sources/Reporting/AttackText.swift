import Exact
import ExtremalSearch

/// The report of an attack as a person reads it.
package enum AttackText {
  /// What was looked for, what was found, and the verdict, a line each.
  package static func lines(_ report: AttackReport) -> [String] {
    var lines: [String] = []
    if let findings = report.ratio {
      lines.append(
        "smallest P / d1 of doubly stochastic matrices that are no half matrices; by T2* at least "
          + "2 - sqrt 2 = 0.585786437626...")
      lines += findings.flatMap { self.lines($0) }
    }
    if let findings = report.kappa {
      lines.append("largest coefficient of kappa that a row-stochastic matrix demands")
      lines += findings.flatMap { self.lines($0) }
    }
    lines += (report.vertices ?? []).flatMap { self.lines($0) }
    return lines + ["verdict: \(report.verdict.rawValue)"]
  }

  private static func lines(_ finding: RatioFinding) -> [String] {
    var lines = [
      "order \(finding.n): \(finding.descents) descents, \(finding.programs) linear programs, "
        + "\(finding.endedAtHalfMatrices) ended at half matrices"
    ]
    lines += self.lines(finding.counterexample, "COUNTEREXAMPLE to T2*: P / d1")
    lines += self.lines(finding.smallest, "smallest P / d1")
    if finding.smallest?.connected == false {
      lines += self.lines(finding.smallestConnected, "smallest P / d1 of no direct sum")
    }
    return lines
  }

  private static func lines(_ finding: KappaFinding) -> [String] {
    let head =
      "\(finding.claim), order \(finding.n): \(finding.descents) descents, "
      + "\(finding.programs) linear programs"
    return [head]
      + lines(
        finding.largest,
        finding.refutes ? "COUNTEREXAMPLE, it demands" : "at least",
        suffix: finding.kappa.map { ", kappa \($0)" } ?? "")
  }

  private static func lines(_ finding: CellFinding) -> [String] {
    let columns = finding.overloadedColumns.map { ", overloaded columns \($0)" } ?? ""
    let head =
      "\(finding.claim), order \(finding.n)\(columns): \(finding.vertices) vertices "
      + "(\(finding.permutations) permutation, \(finding.halfMatrices) half matrices), "
      + "\(finding.equalities) with equality: \(finding.verdict.rawValue)"
    let check =
      "    \(finding.certified ? "each certified" : "NOT all certified"), "
      + "\(finding.methodsAgree ? "the same" : "NOT the same") by pivoting over "
      + "\(finding.bases) bases"
    let meaning =
      finding.claim == "T2*" ? "smallest P / d1 of the others" : "largest coefficient demanded"
    return [head, check] + lines(finding.extremal, meaning)
      + finding.counterexamples.flatMap { lines($0, "COUNTEREXAMPLE with") }
  }

  private static func lines(
    _ matrix: ExtremalMatrix?, _ meaning: String, suffix: String = ""
  ) -> [String] {
    guard let matrix else { return [] }
    let number =
      matrix.lower == matrix.upper
      ? matrix.lower : "in [\(matrix.lower), \(matrix.upper)]"
    let kind = matrix.connected ? "" : ", a direct sum"
    return ["    \(meaning) \(number), d1 \(matrix.distance)\(suffix)\(kind)"]
      + matrix.rows.map { "      " + $0.joined(separator: ", ") }
  }
}

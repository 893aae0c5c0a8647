import Exact
import Verification

/// The report of a fuzz campaign as a person reads it.
package enum FuzzText {
  /// One line a property, and the shrunk counterexample of each refuted one.
  package static func lines(_ report: FuzzReport) -> [String] {
    report.properties.flatMap { lines($0) } + ["verdict: \(report.verdict.rawValue)"]
  }

  private static func lines(_ property: FuzzReport.PropertyResult) -> [String] {
    let head = property.name.padded(to: 22) + property.verdict.rawValue.padded(to: 12)
    var lines = [head + "\(property.cases) cases, \(property.informative) informative"]
    if let reason = property.reason { lines.append("    undecided: \(reason)") }
    lines += (property.counterexample?.lines ?? []).map { "    " + $0 }
    return lines
  }
}

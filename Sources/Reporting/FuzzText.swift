import Verification

/// The report of a fuzz campaign as a person reads it.
package enum FuzzText {
  /// One line a property, and the shrunk counterexample of each refuted one.
  package static func lines(_ report: FuzzReport) -> [String] {
    report.properties.flatMap { property in
      [
        property.name.padded(to: 14) + property.verdict.padded(to: 12)
          + "\(property.cases) cases, \(property.informative) informative"
      ]
        + (property.reason.map { ["    undecided: \($0)"] } ?? [])
        + (property.counterexample?.lines.map { "    " + $0 } ?? [])
    } + ["verdict: \(report.verdict)"]
  }
}

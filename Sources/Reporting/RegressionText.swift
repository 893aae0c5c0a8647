import CertifiedTraining
import NeuralNet

/// The outcome of a regression run as a person reads it.
package enum RegressionText {
  /// A table of the variants, the comparisons and the checks.
  package static func lines(_ report: RegressionReport) -> [String] {
    var lines = [
      "\(report.plan.rawValue) run on \(report.data)", "",
      "shuffles  seed  test accuracy, 95 % interval        after rounding  certified  P",
    ]
    for variant in report.variants {
      let interval = variant.interval95.map(NumberText.percent).joined(separator: ", ")
      lines.append(
        variant.shuffle.rawValue.padded(to: 10) + "\(variant.seed)".padded(to: 6)
          + "\(NumberText.percent(variant.top1)) [\(interval)]".padded(to: 37)
          + NumberText.percent(variant.top1Rounded).padded(to: 16)
          + (variant.shuffles == 0
            ? "-"
            : "\(variant.certified)/\(variant.shuffles)".padded(to: 11)
              + NumberText.fixed(variant.penalty, 4)))
    }
    lines.append("")
    for comparison in report.comparisons {
      lines.append(
        "seed \(comparison.seed): \(comparison.variants[0].rawValue) minus "
          + "\(comparison.variants[1].rawValue) "
          + "\(NumberText.fixed(100 * comparison.difference, 2)) points, McNemar p "
          + (comparison.mcNemar < 1e-4
            ? "< 0.0001" : "= " + NumberText.fixed(comparison.mcNemar, 4)))
    }
    lines.append("")
    for check in report.checks {
      lines.append((check.passes ? "pass  " : "FAIL  ") + check.name)
      lines.append("      " + check.detail)
    }
    return lines + ["verdict: \(report.verdict)"]
  }
}

import Claims
import Exact
import Foundation
import Verification

/// The report of a verification campaign as a person reads it.
package enum CampaignText {
  /// One line a claim, and the witness of each refuted one.
  package static func lines(_ report: CampaignReport) -> [String] {
    var lines: [String] = []
    for claim in report.claims {
      let expected = claim.isFalse && claim.verdict == .refuted ? " as it must be" : ""
      lines.append(
        claim.id.padded(to: 22) + (claim.verdict.rawValue + expected).padded(to: 24)
          + "\(claim.decided) decided, \(claim.inapplicable) inapplicable"
          + (claim.tightest.map { ", tightest " + String(format: "%.6f", $0) } ?? ""))
      lines.append("    \(claim.hypotheses): \(claim.statement)")
      if let reason = claim.reason { lines.append("    undecided: \(reason)") }
      if let witness = claim.witness { lines += witnessLines(witness) }
    }
    for instance in report.instances {
      lines.append(instance.id.padded(to: 22) + instance.verdict.rawValue)
      lines.append("    " + instance.statement)
      if let reason = instance.reason {
        lines.append("    \(instance.verdict.rawValue): \(reason)")
      }
      lines += instance.facts.map { "    " + $0 }
    }
    lines.append("verdict: \(report.verdict.rawValue)")
    return lines
  }

  private static func witnessLines(_ witness: CampaignReport.Witness) -> [String] {
    var lines = ["    witness: \(witness.failure)"]
    lines += witness.instance.lines.map { "      " + $0 }
    if let lhs = witness.lhs, let rhs = witness.rhs {
      lines.append(
        "      left side \(CertificateText.short(lhs)), right side \(CertificateText.short(rhs))")
    }
    return lines
  }
}

import Certificates
import Exact

/// The certificate of a matrix as a person reads it.
package enum CertificateText {
  /// The lines of the summary; `explanation` says why rounding is or is not justified.
  package static func lines(_ certificate: Certificate, explanation: String) -> [String] {
    let hypotheses = certificate.hypotheses
    var lines = [
      "order            \(certificate.n)",
      "nonnegative      \(hypotheses.nonnegative ? "yes" : "no")",
      "row defect       \(hypotheses.rowDefect)",
      "column defect    \(hypotheses.columnDefect)",
      "penalty P        \(range(certificate.penalty))",
      "distance d1      \(certificate.distance.l1)",
      "nearest          \(permutation(certificate.distance.assignment))"
        + (certificate.rounding.uniqueNearest ? ", the only one" : ", tied with others"),
      "row argmax       \(permutation(certificate.rounding.argmax))"
        + (certificate.rounding.argmaxIsPermutation ? "" : ", not a permutation"),
      "rounding         \(certificate.rounding.claim == nil ? "not justified" : "justified"): "
        + explanation,
    ]
    for claim in certificate.claims where claim.verdict != .inapplicable {
      var line = "claim \(claim.id)".padded(to: 23) + claim.verdict.rawValue
      if let lhs = claim.lhs, let rhs = claim.rhs {
        line += "   (\(short(lhs)) against \(short(rhs)))"
      }
      lines.append(line)
    }
    let others = certificate.claims.filter { $0.verdict == .inapplicable }.map(\.id)
    if !others.isEmpty {
      lines.append("not applicable   \(others.joined(separator: ", "))")
    }
    lines.append("verdict          \(certificate.verdict.rawValue)")
    return lines
  }

  /// Both ends of an enclosure with all their places, or the number itself when they agree.
  package static func range(_ enclosure: Certificate.Enclosure) -> String {
    enclosure.lower == enclosure.upper
      ? enclosure.lower : "in [\(enclosure.lower), \(enclosure.upper)]"
  }

  /// The first digits of an enclosure.
  package static func short(_ enclosure: Certificate.Enclosure) -> String {
    let point = enclosure.lower.firstIndex(of: ".") ?? enclosure.lower.endIndex
    let end =
      enclosure.lower.index(point, offsetBy: 13, limitedBy: enclosure.lower.endIndex)
      ?? enclosure.lower.endIndex
    return String(enclosure.lower[..<end]) + (enclosure.lower == enclosure.upper ? "" : "...")
  }

  /// A permutation from 0, row to column, shortened in the middle when it is long.
  package static func permutation(_ images: [Int]) -> String {
    guard images.count > 16 else { return "\(images)" }
    let first = images.prefix(8).map(String.init).joined(separator: ", ")
    let last = images.suffix(4).map(String.init).joined(separator: ", ")
    return "[\(first), ..., \(last)]"
  }
}

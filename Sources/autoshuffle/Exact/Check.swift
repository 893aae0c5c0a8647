import ArgumentParser
import Certificates
import Foundation

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Re-check a certificate with the small independent checker.")

  @Argument(help: "A certificate, the JSON that `autoshuffle certify --json` prints.")
  var certificate: String

  @OptionGroup var common: CommonOptions

  private struct Answer: Encodable {
    let schema = "autoshuffle.check/1"
    let verdict: String
    let problem: String?
  }

  func run() throws {
    guard let data = FileManager.default.contents(atPath: certificate) else {
      throw Failure(.missingFile, "there is no readable file \(certificate)")
    }
    let decoded: Certificate
    do {
      decoded = try JSONDecoder().decode(Certificate.self, from: data)
    } catch {
      throw Failure(
        .badData, "\(certificate) is not a certificate of the form \(Certificate.schema)")
    }
    var problem: String?
    do {
      try CertificateChecker.check(decoded)
    } catch {
      problem = error.explanation
    }
    let answer = Answer(verdict: problem == nil ? "holds" : "refuted", problem: problem)
    try common.show(answer) {
      [problem ?? "the certificate holds: order \(decoded.n), every statement re-checked"]
    }
    try finish(withVerdict: answer.verdict)
  }
}

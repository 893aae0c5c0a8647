import ArgumentParser
import Certificates
import Exact
import Files

struct Check: ParsableCommand, ReadsAnyFileName {
  static let configuration = CommandConfiguration(
    abstract: "Re-check a certificate with the small independent checker.",
    discussion: "Of the certificates of a file of tensors each is checked; one bad one is enough.")

  @Argument(help: "The JSON that `autoshuffle certify --json` prints.")
  var certificate: String?

  @Flag(help: "Print the format of certificates as a JSON Schema and stop.")
  var schema = false

  @OptionGroup var common: CommonOptions

  private struct Answer: Encodable {
    let schema = "autoshuffle.check/1"
    let verdict: VerdictWord
    let problem: String?
    let line: String

    /// Throws the error of a field that is not written as the format demands.
    init(_ certificate: Certificate) throws(CertificateError) {
      do throws(CertificateError) {
        try CertificateChecker.check(certificate)
        (verdict, problem) = (.holds, nil)
        line = "the certificate holds: order \(certificate.n), every statement re-checked"
      } catch {
        if error.isMalformed { throw error }
        (verdict, problem) = (.refuted, error.explanation)
        line = error.explanation
      }
    }

    private enum CodingKeys: CodingKey {
      case schema, verdict, problem
    }
  }

  private struct Answers: Encodable {
    struct Member: Encodable {
      let tensor: String
      let check: Answer
    }

    let schema = "autoshuffle.checks/1"
    let checks: [Member]
  }

  func validate() throws {
    if schema == (certificate != nil) {
      throw ValidationError("Give a certificate to check, or --schema.")
    }
  }

  func run() throws {
    guard let certificate else { return try Output.write(CertificateSchema.text) }
    switch try CertificateFile.read(certificate) {
    case .one(let content):
      let answer = try self.answer(content, "The file \(certificate)")
      try common.show(answer) { [answer.line] }
      try finish(with: answer.verdict)
    case .collection(let collection):
      let answers = Answers(
        checks: try collection.map { member in
          let name = DisplayText.clipped(member.tensor, to: 80)
          let answer = try self.answer(
            member.certificate, "The file \(certificate), tensor \"\(name)\"")
          return .init(tensor: member.tensor, check: answer)
        })
      try common.show(answers) {
        answers.checks.map { "tensor \(DisplayText.escaped($0.tensor)): \($0.check.line)" }
      }
      try finish(with: VerdictWord(worstOf: answers.checks.map(\.check.verdict)))
    }
  }

  private func answer(_ certificate: Certificate, _ place: String) throws -> Answer {
    do throws(CertificateError) {
      return try Answer(certificate)
    } catch {
      throw Failure(.badData, "\(place): \(error.explanation).")
    }
  }
}

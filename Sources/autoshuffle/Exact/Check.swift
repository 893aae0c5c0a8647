import ArgumentParser
import BinaryFiles
import Certificates
import MatrixFiles

struct Check: ParsableCommand {
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
    let verdict: String
    let problem: String?
    let line: String

    init(_ certificate: Certificate) {
      do {
        try CertificateChecker.check(certificate)
        (verdict, problem) = ("holds", nil)
        line = "the certificate holds: order \(certificate.n), every statement re-checked"
      } catch {
        (verdict, problem) = ("refuted", error.explanation)
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
    guard let certificate else { return print(CertificateSchema.text, terminator: "") }
    switch try CertificateFile.read(certificate) {
    case .one(let certificate):
      let answer = Answer(certificate)
      try common.show(answer) { [answer.line] }
      try finish(withVerdict: answer.verdict)
    case .collection(let collection):
      let answers = Answers(
        checks: collection.certificates.map {
          .init(tensor: $0.tensor, check: Answer($0.certificate))
        })
      try common.show(answers) {
        answers.checks.map { "tensor \(DisplayText.escaped($0.tensor)): \($0.check.line)" }
      }
      try finish(withWorstOf: answers.checks.map(\.check.verdict))
    }
  }
}

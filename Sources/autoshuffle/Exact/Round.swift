import ArgumentParser
import Birkhoff
import Reporting
import Verification

struct Round: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Round a matrix to a permutation and say which theorem justifies it.",
    discussion: "Exit code 2 when no theorem applies; the permutation is printed all the same.")

  /// How to round.
  enum Method: String, ExpressibleByArgument, CaseIterable {
    case argmax, assignment
  }

  @OptionGroup var input: MatrixInput

  @Option(help: "Each row's largest entry, or the exact optimal assignment.")
  var method = Method.assignment

  @OptionGroup var common: CommonOptions

  private struct Answer: Encodable {
    let schema = "autoshuffle.round/1"
    let permutation: [Int]
    let method: String
    let claim: String?
    let verdict: String
    let explanation: String

    /// Writes every field; no theorem is `null`, so that readers find the key.
    func encode(to encoder: any Encoder) throws {
      var fields = encoder.container(keyedBy: CodingKeys.self)
      try fields.encode(schema, forKey: .schema)
      try fields.encode(permutation, forKey: .permutation)
      try fields.encode(method, forKey: .method)
      try fields.encode(claim, forKey: .claim)
      try fields.encode(verdict, forKey: .verdict)
      try fields.encode(explanation, forKey: .explanation)
    }

    private enum CodingKeys: CodingKey {
      case schema, permutation, method, claim, verdict, explanation
    }
  }

  func run() throws {
    let judgement = RoundingJudgement(try input.read())
    let images: [Int]
    switch method {
    case .assignment:
      images = judgement.permutation.images
    case .argmax:
      guard let argmax = judgement.argmax.permutation else {
        throw Failure(
          .undecided,
          "The row argmax is not a permutation, two rows share a column; use --method assignment.")
      }
      images = argmax.images
    }
    let answer = Answer(
      permutation: images, method: method.rawValue, claim: judgement.theorem,
      verdict: judgement.theorem == nil ? "undecided" : "holds",
      explanation: judgement.explanation)
    try common.show(answer) {
      ["\(images)", "\(answer.verdict): \(answer.explanation)"]
    }
    try finish(withVerdict: answer.verdict)
  }
}

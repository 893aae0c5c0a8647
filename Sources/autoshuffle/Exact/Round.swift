import ArgumentParser
import Birkhoff
import Exact
import Reporting
import Verification

struct Round: ParsableCommand, ReadsAnyFileName {
  static let configuration = CommandConfiguration(
    abstract: "Round a matrix to a permutation and say which theorem justifies it.",
    discussion: """
      Exit code 2 when no theorem applies; the permutation is printed all the same, or null when \
      the rows' largest entries are not in different columns.
      """)

  /// How to round.
  enum Method: String, ExpressibleByArgument, CaseIterable {
    case argmax, assignment
  }

  @OptionGroup var input: MatrixInput

  @Option(
    help: "Each row's largest entry, or the nearest permutation in l1, an exact optimal assignment."
  )
  var method = Method.assignment

  @OptionGroup var common: CommonOptions

  private struct Answer: Encodable {
    let schema = "autoshuffle.round/1"
    let permutation: [Int]?
    let method: String
    let claim: String?
    let verdict: VerdictWord
    let explanation: String

    /// Writes every field; what there is none of is `null`, so that readers find the key.
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
    let permutation =
      switch method {
      case .assignment: judgement.permutation as Permutation?
      case .argmax: judgement.argmax.permutation
      }
    let explanation =
      permutation == nil
      ? "the row argmax \(CertificateText.permutation(judgement.argmax.columns)) is not a permutation, "
        + "two rows share a column; use --method assignment" : judgement.explanation
    let answer = Answer(
      permutation: permutation?.images, method: method.rawValue, claim: judgement.theorem,
      verdict: judgement.theorem == nil ? .undecided : .holds, explanation: explanation)
    try common.show(answer) {
      [
        permutation.map { "\($0.images)" } ?? "no permutation",
        "\(answer.verdict.rawValue): \(explanation)",
      ]
    }
    try finish(with: answer.verdict)
  }
}

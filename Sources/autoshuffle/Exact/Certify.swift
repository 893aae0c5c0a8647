import ArgumentParser
import Certificates
import Reporting
import Verification

struct Certify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Certify one matrix exactly: hypotheses, penalty, nearest permutation, rounding.",
    discussion: """
      MATRIX is a .csv or .txt file (decimals are exact decimals, p/q fractions) or a .npy file \
      (float32 or float64, every value exact). Conditions that fail are reported, not errors. \
      The JSON is a certificate that `autoshuffle check` re-checks.
      """)

  @Argument(help: "The file of a square matrix.")
  var matrix: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let certified = Certifier.certifyWithJudgement(try MatrixInput.read(matrix))
    try common.show(certified.certificate) {
      CertificateText.lines(
        certified.certificate, explanation: certified.judgement.explanation)
    }
    try finish(withVerdict: certified.certificate.verdict)
  }
}

import ArgumentParser
import Certificates
import Exact
import Files
import MatrixFiles
import Reporting
import ShufflePenalty
import Verification

struct Certify: ParsableCommand, ReadsAnyFileName {
  static let configuration = CommandConfiguration(
    abstract: "Certify one matrix exactly: hypotheses, penalty, nearest permutation, rounding.",
    discussion: """
      MATRIX is a .csv or .txt file (decimals are exact decimals, p/q fractions), a .npy file \
      (float16, float32 or float64, every value exact) or a .safetensors file (F16, BF16, F32 or \
      F64), of which every square two-dimensional tensor is certified unless --tensor names one. \
      Conditions that fail are reported, not errors. The JSON is a certificate, or one for every \
      tensor, that `autoshuffle check` re-checks. The exit code is that of the worst verdict.
      """)

  @OptionGroup var input: MatrixInput

  @OptionGroup var common: CommonOptions

  func run() throws {
    if input.isTensorFile, input.tensor == nil { return try certifyAll() }
    let (certificate, lines) = certify(try input.read())
    try common.show(certificate) { lines }
    try finish(with: certificate.verdict)
  }

  /// Certifies every square tensor; each is printed when it is done and not kept.
  private func certifyAll() throws {
    var verdicts: [VerdictWord] = []
    try input.forEachSquareTensor { name, matrix in
      let (certificate, lines) = certify(matrix)
      let isFirst = verdicts.isEmpty
      verdicts.append(certificate.verdict)
      if common.json {
        let member = TensorCertificate(tensor: name, certificate: certificate)
        try Output.write(
          (isFirst ? "{\"certificates\":[" : ",") + (try JSONText.encode(member)))
      } else {
        try Output.write(
          lines: (isFirst ? [] : [""]) + ["tensor           \(DisplayText.escaped(name))"] + lines)
      }
    }
    if common.json {
      try Output.write("],\"schema\":\"\(TensorCertificate.schema)\"}\n")
    }
    try finish(with: VerdictWord(worstOf: verdicts))
  }

  private func certify(_ matrix: RationalMatrix) -> (certificate: Certificate, lines: [String]) {
    let certified = Certifier.certifyWithJudgement(MatrixFacts(matrix))
    return (
      certified.certificate,
      CertificateText.lines(certified.certificate, explanation: certified.judgement.explanation)
    )
  }
}

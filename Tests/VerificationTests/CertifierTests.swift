import Birkhoff
import Certificates
import Exact
import RandomStreams
import ShufflePenalty
import Testing
import Verification

@Suite struct CertifierTests {
  /// The certificate of `matrix`, after the independent checker has accepted it.
  private func checked(_ matrix: RationalMatrix) throws -> Certificate {
    let certificate = Certifier.certify(matrix)
    try CertificateChecker.check(certificate)
    #expect(certificate.verdict == .holds)
    #expect(certificate.n == matrix.order)
    return certificate
  }

  private func verdict(_ id: String, _ certificate: Certificate) throws -> VerdictWord {
    try #require(certificate.claims.first { $0.id == id }).verdict
  }

  private func exact(_ entries: [Float], _ n: Int) throws -> RationalMatrix {
    try #require(RationalMatrix(exactly: entries, rows: n, columns: n))
  }

  @Test(arguments: DoublyStochasticSampler.allCases)
  func doublyStochasticMatricesAreCertified(sampler: DoublyStochasticSampler) throws {
    var stream = RandomStream(root: 3, name: "certifier." + sampler.rawValue)
    for n in 1...6 {
      for _ in 0..<4 {
        let certificate = try checked(sampler.sample(order: n, from: &stream))
        #expect(
          certificate.hypotheses == .init(nonnegative: true, rowDefect: "0", columnDefect: "0"))
        for id in ["T1a", "T1b", "T2-upper", "T2-lower"] {
          #expect(try verdict(id, certificate) == .holds)
        }
      }
    }
  }

  @Test func realMatricesAreCertified() throws {
    var stream = RandomStream(root: 3, name: "certifier.real")
    for k in 0..<60 {
      let certificate = try checked(RealMatrixSampler.sample(order: 1 + k % 6, from: &stream))
      #expect(try verdict("T1a", certificate) == .holds)
    }
  }

  /// P = 0 without a root on any binary grid: one entry a line, but not 1.
  @Test func scaledPermutationsAreCertified() throws {
    for scale in [Rational(1, 5), Rational(-1, 3), Rational(7, 10)] {
      let matrix = scale * Permutation(identity: 3).matrix
      let certificate = try checked(matrix)
      #expect(try verdict("T1a", certificate) == .holds)
      #expect(try verdict("T5d", certificate) == (scale.sign > 0 ? .holds : .inapplicable))
    }
  }

  @Test(arguments: [1, 2, 5, 8])
  func matricesFromTrainingAreCertified(n: Int) throws {
    var stream = RandomStream(root: 4, name: "certifier.float")
    let scaled = try checked(exact(FloatMatrices.scaledOnce(order: n, from: &stream), n))
    #expect(scaled.hypotheses.nonnegative)
    let near = try checked(exact(FloatMatrices.nearPermutation(order: n, from: &stream), n))
    #expect(near.rounding.claim == (near.hypotheses.rowDefect == "0" ? "T4" : "T5d"))
    let tiny = try checked(exact(FloatMatrices.withTinyEntries(order: n, from: &stream), n))
    #expect(tiny.rounding.claim == (n == 1 ? "T4" : "T5d"))
    let permutation = try checked(exact(FloatMatrices.permutation(order: n, from: &stream), n))
    #expect(permutation.distance.l1 == "0")
    #expect(permutation.rounding.claim == "T4")
    #expect(try Rational(parsing: permutation.penalty.upper) == 0)
  }

  /// Every entry 1/n in Float: all permutations tie, and only an order of 2 or 4 has exact sums.
  @Test(arguments: [2, 3, 4, 5])
  func allEqualMatrixIsCertified(n: Int) throws {
    let entries = [Float](repeating: 1 / Float(n), count: n * n)
    let certificate = try checked(exact(entries, n))
    #expect(certificate.rounding.claim == nil)
    #expect(!certificate.rounding.uniqueNearest)
    #expect(certificate.distance.tiedWith != nil)
    #expect(certificate.rounding.argmax == [Int](repeating: 0, count: n))
    #expect((certificate.hypotheses.rowDefect == "0") == [2, 4].contains(n))
  }

  @Test func negativeEntriesAreReportedNotRefused() throws {
    let certificate = try checked(RationalMatrix([[Rational(3, 2), -1], [-1, 2]]))
    #expect(
      certificate.hypotheses == .init(nonnegative: false, rowDefect: "1/2", columnDefect: "1/2"))
    for id in ["T1b", "T2-upper", "T2-lower", "T4", "T5d"] {
      #expect(try verdict(id, certificate) == .inapplicable)
    }
    #expect(certificate.rounding.claim == nil)
  }

  @Test func badlyScaledMatricesAreReportedNotRefused() throws {
    let large = try checked(RationalMatrix([[1_000_000, 0], [1, Rational(1, 1_000_000)]]))
    #expect(large.hypotheses.rowDefect == "999999")
    #expect(large.hypotheses.columnDefect == "1000000")
    #expect(try verdict("T4", large) == .inapplicable)
    let zero = try checked(RationalMatrix(rows: 3, columns: 3))
    #expect(zero.hypotheses.rowDefect == "1")
    #expect(zero.distance.l1 == "3")
    #expect(try verdict("T5d", zero) == .inapplicable)
  }

  @Test func penaltyIsEnclosedTightly() throws {
    let half = Rational(1, 2)
    let certificate = Certifier.certify(RationalMatrix([[half, half], [half, half]]))
    let lower = try Rational(parsing: certificate.penalty.lower)
    let upper = try Rational(parsing: certificate.penalty.upper)
    let truth = 4 - 2 * RadicalSum.root(2)
    #expect(RadicalSum(lower) <= truth)
    #expect(truth <= RadicalSum(upper))
    let width = try Rational(parsing: "1e-30")
    #expect(upper - lower <= width)
  }
}

import Birkhoff
import Certificates
import Exact
import RandomStreams
import ShufflePenalty
import Testing
import Verification

/// What the parts of one certificate say of the nearest permutation.
@Suite struct CertificateConsistencyTests {
  private static let permutations: [[Int]] = [
    [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0],
  ]

  /// Entries from a few values, so that ties are frequent.
  private func matrix(_ stream: inout RandomStream, _ values: [Rational]) -> RationalMatrix {
    RationalMatrix(rows: 3, columns: 3) { _, _ in values[stream.index(below: values.count)] }
  }

  /// A multiple of a permutation and a few smaller entries, of which 1 may be as good for the
  /// distance.
  private func count(_ stream: inout RandomStream) -> RationalMatrix {
    let images = Self.permutations[stream.index(below: 6)]
    let scale = [Rational(7, 8), 1, 6, 50][stream.index(below: 4)]
    let small = [0, 0, Rational(1, 10) * scale, Rational(1, 8), min(1, scale)]
    return RationalMatrix(rows: 3, columns: 3) { i, j in
      images[i] == j ? scale : small[stream.index(below: small.count)]
    }
  }

  private func distance(_ matrix: RationalMatrix, _ images: [Int]) -> Rational {
    let permutation = RationalMatrix(rows: 3, columns: 3) { images[$0] == $1 ? 1 : 0 }
    return (matrix - permutation).sum(of: .magnitude)
  }

  private func rejectedField(_ certificate: Certificate) -> String? {
    do {
      try CertificateChecker.check(certificate)
      return nil
    } catch {
      return error.field
    }
  }

  /// A theorem is named only where the row argmax is the only nearest permutation, by enumeration;
  /// the judgement in words says the same.
  @Test func aTheoremAgreesWithTheDistance() throws {
    var stream = RandomStream(root: 1, name: "certificate.consistency")
    var (named, contradicted) = (0, 0)
    for _ in 0..<400 {
      let matrix = count(&stream)
      let (certificate, judgement) = Certifier.certifyWithJudgement(MatrixFacts(matrix))
      #expect(rejectedField(certificate) == nil)
      let least = Self.permutations.map { distance(matrix, $0) }.min()
      let nearest = Self.permutations.filter { distance(matrix, $0) == least }
      #expect(certificate.distance.assignment == nearest[0])
      #expect(certificate.rounding.uniqueNearest == (nearest.count == 1))
      #expect(judgement.theorem == certificate.rounding.claim)
      let holds = certificate.claims.contains {
        ["T4", "T5d"].contains($0.id) && $0.verdict == .holds
      }
      let agrees = nearest == [certificate.rounding.argmax]
      #expect((certificate.rounding.claim != nil) == (holds && agrees))
      if certificate.rounding.claim != nil { named += 1 }
      guard holds, !agrees else { continue }
      contradicted += 1
      #expect(judgement.explanation.contains("not the only nearest permutation"))
      // What the certificate said once is rejected.
      var wrong = certificate
      wrong.rounding.claim = "T5d"
      #expect(rejectedField(wrong) == "rounding.claim")
    }
    #expect(named > 5 && contradicted > 5, "\(named) and \(contradicted)")
  }

  /// Of tied permutations the checker takes the lexicographically first and no other.
  @Test func theFirstOfTheNearestIsTheAssignment() throws {
    var stream = RandomStream(root: 2, name: "certificate.ties")
    var rejected = 0
    for _ in 0..<300 {
      let certificate = Certifier.certify(matrix(&stream, [0, Rational(1, 2), 1]))
      let matrix = RationalMatrix(
        try certificate.rows.map { try $0.map { try Rational(parsing: $0) } })
      let least = Self.permutations.map { distance(matrix, $0) }.min()
      let nearest = Self.permutations.filter { distance(matrix, $0) == least }
      #expect(certificate.distance.assignment == nearest[0])
      for other in nearest.dropFirst() {
        var wrong = certificate
        wrong.distance.assignment = other
        wrong.distance.tiedWith = nearest[0]
        #expect(rejectedField(wrong) == "distance.assignment", "\(matrix.rows)")
        rejected += 1
      }
    }
    #expect(rejected > 100)
  }
}

import Certificates
import Exact
import Foundation
import Testing

@Suite struct CertificateCheckerTests {
  /// The field that the checker rejects, or nil when it accepts.
  private func rejectedField(_ certificate: Certificate) -> String? {
    do {
      try CertificateChecker.check(certificate)
      return nil
    } catch {
      return error.field
    }
  }

  private func nearIdentity() throws -> Certificate {
    try HandMadeCertificates.decode(HandMadeCertificates.nearIdentity)
  }

  @Test(arguments: HandMadeCertificates.all.map(\.name))
  func handMadeCertificatesAreAccepted(name: String) throws {
    try CertificateChecker.check(HandMadeCertificates.certificate(named: name))
  }

  /// No field of the format is unchecked: whatever is changed, the certificate is not accepted.
  @Test(arguments: HandMadeCertificates.all.map(\.name))
  func everyChangeIsRejected(name: String) throws {
    let mutations = try JSONValue(parsing: HandMadeCertificates.text(name)).mutations
    var checked = 0
    for mutation in mutations {
      // A change of the structure is not even read; that is a rejection too.
      guard let certificate = try? HandMadeCertificates.decode(mutation.document.text()) else {
        continue
      }
      checked += 1
      #expect(rejectedField(certificate) != nil, "\(mutation.name)")
    }
    #expect(checked > 100, "of \(mutations.count) changes \(checked) come to the checker")
  }

  @Test func rejectionNamesTheField() throws {
    var certificate = try nearIdentity()
    certificate.distance.rowPotentials[1] = "x"
    #expect(rejectedField(certificate) == "distance.rowPotentials[1]")
    certificate = try nearIdentity()
    certificate.claims[2].verdict = .refuted
    #expect(rejectedField(certificate) == "claims.T2-upper.verdict")
    certificate = try nearIdentity()
    certificate.rows[0] = ["1"]
    #expect(rejectedField(certificate) == "rows[0]")
    certificate = try nearIdentity()
    certificate.schema = "autoshuffle.certificate/1"
    do {
      try CertificateChecker.check(certificate)
      Issue.record("a wrong schema is accepted")
    } catch {
      #expect(
        error.explanation
          == "the certificate is rejected: schema is \"autoshuffle.certificate/1\", not "
          + "autoshuffle.certificate/2")
    }
  }

  @Test(arguments: [-1, 0, 1, 3, Int.max, Int.min])
  func wrongOrderIsRejected(n: Int) throws {
    var certificate = try nearIdentity()
    certificate.n = n
    #expect(rejectedField(certificate) != nil)
  }

  @Test(arguments: [-1, 2, Int.max, Int.min])
  func columnsOutOfRangeAreRejected(column: Int) throws {
    let images: [WritableKeyPath<Certificate, [Int]>] = [
      \.distance.assignment, \.rounding.argmax,
    ]
    for path in images {
      var certificate = try nearIdentity()
      certificate[keyPath: path][0] = column
      #expect(rejectedField(certificate) != nil)
    }
    let orders: [WritableKeyPath<Certificate, [Int]?>] = [
      \.distance.uniqueByOrder, \.distance.tiedWith,
    ]
    for path in orders {
      var certificate = try nearIdentity()
      certificate.distance.uniqueByOrder = nil
      certificate[keyPath: path] = [0, column]
      #expect(rejectedField(certificate) != nil)
    }
  }

  @Test func raggedAndEmptyRowsAreRejected() throws {
    for rows in [[], [[]], [["1"], ["0", "1"]], [["1", "0"], []], [["1", "0"]]] as [[[String]]] {
      var certificate = try nearIdentity()
      certificate.rows = rows
      #expect(rejectedField(certificate) != nil, "\(rows)")
    }
  }

  /// A nearest permutation must be proved nearest: one that is not has no potentials.
  @Test func wrongNearestPermutationIsRejected() throws {
    var certificate = try nearIdentity()
    certificate.distance.assignment = [1, 0]
    certificate.distance.l1 = "96/25"
    certificate.distance.rowPotentials = ["-23/25", "-23/25"]
    #expect(rejectedField(certificate) == "distance.rowPotentials[0]")
  }

  /// Uniqueness must be proved: in the half block every pair is tight, so no order will do.
  @Test func wrongUniquenessIsRejected() throws {
    for order in [[0, 1], [1, 0]] {
      var certificate = try HandMadeCertificates.decode(HandMadeCertificates.halfBlock)
      certificate.distance.tiedWith = nil
      certificate.distance.uniqueByOrder = order
      certificate.rounding.uniqueNearest = true
      #expect(rejectedField(certificate) == "distance.uniqueByOrder")
    }
    var certificate = try nearIdentity()
    certificate.distance.uniqueByOrder = nil
    certificate.distance.tiedWith = [1, 0]
    certificate.rounding.uniqueNearest = false
    #expect(rejectedField(certificate) == "distance.tiedWith")
  }

  /// A number has one text: other readers could take another for another number.
  @Test(arguments: [
    "+1/2", ".5", "0.5", "5e-1", "2/4", "1/2 ", "01/2", "1/02", "-1/-2", "4/8", "\u{661}/2", "",
  ])
  func numbersAreInLowestTerms(text: String) throws {
    func error(_ certificate: Certificate) -> CertificateError? {
      do {
        try CertificateChecker.check(certificate)
        return nil
      } catch {
        return error
      }
    }
    let good = try HandMadeCertificates.certificate(named: "half-block")
    var certificate = good
    certificate.rows[1][0] = text
    #expect(error(certificate)?.field == "rows[1][0]")
    #expect(error(certificate)?.isMalformed == true)
    certificate = good
    certificate.birkhoff?[1].weight = text
    #expect(error(certificate)?.field == "birkhoff[1].weight")
    certificate = good
    certificate.shares?[0].rational = text
    #expect(error(certificate)?.field == "shares[0].rational")
    for zero in ["-0", "0/1", "+0", "00"] {
      certificate = good
      certificate.distance.rowPotentials[0] = zero
      #expect(error(certificate)?.isMalformed == true)
    }
    certificate = good
    certificate.distance.l1 = "3"
    #expect(error(certificate)?.isMalformed == false)
  }

  /// What a file holds is shown on one line and cannot steer a terminal.
  @Test func rejectionsAreFitForATerminal() throws {
    var certificate = try nearIdentity()
    certificate.rows[0][0] = "\u{1b}[2J\n" + String(repeating: "1", count: 500) + "x"
    do {
      try CertificateChecker.check(certificate)
      Issue.record("a number that is none")
    } catch {
      #expect(error.explanation.unicodeScalars.allSatisfy { $0.value >= 0x20 })
      #expect(error.explanation.count < 200)
    }
  }

  /// The half block is as far from both permutations; the first must be the assignment.
  @Test func ofTiedPermutationsTheFirstIsStated() throws {
    var certificate = try HandMadeCertificates.certificate(named: "half-block")
    certificate.distance.assignment = [1, 0]
    certificate.distance.tiedWith = [0, 1]
    #expect(rejectedField(certificate) == "distance.assignment")
  }

  /// Of all enclosures only the tightest decimals are accepted, so that no digit is free.
  @Test func onlyTheTightestDecimalsAreAccepted() throws {
    var certificate = try nearIdentity()
    certificate.penalty.lower.removeLast()
    #expect(rejectedField(certificate) == "penalty.lower")
    certificate = try nearIdentity()
    certificate.claims[0].lhs?.upper += "1"
    #expect(rejectedField(certificate) == "claims.T1a.lhs.upper")
  }

  /// The theorem that justifies rounding is T4 where it holds; T5d holds as well.
  @Test func theFirstRoundingTheoremIsNamed() throws {
    for claim in [nil, "T5d", "T2-upper"] {
      var certificate = try nearIdentity()
      certificate.rounding.claim = claim
      #expect(rejectedField(certificate) == "rounding.claim")
    }
  }

  /// A part that applies may not be left out, and one that does not may not be there.
  @Test func partsAreThereIffTheyApply() throws {
    var certificate = try nearIdentity()
    certificate.birkhoff = nil
    #expect(rejectedField(certificate) == "birkhoff")
    certificate = try nearIdentity()
    certificate.shares = nil
    #expect(rejectedField(certificate) == "shares")
    certificate = try nearIdentity()
    certificate.repair = nil
    #expect(rejectedField(certificate) == "repair")
    certificate = try HandMadeCertificates.certificate(named: "collision")
    certificate.birkhoff = [.init(weight: "1", permutation: [0, 1])]
    #expect(rejectedField(certificate) == "birkhoff")
    certificate.birkhoff = nil
    certificate.shares = [.init(rational: "1", root2: "0"), .init(rational: "1", root2: "0")]
    #expect(rejectedField(certificate) == "shares")
  }

  /// A repair must stay above 0, and cost no more than the distance when the rows are exact.
  @Test func wasteAndOverdraftInARepairAreRejected() throws {
    var certificate = try HandMadeCertificates.certificate(named: "collision")
    certificate.repair?.removed.append(.init(row: 0, column: 0, amount: "1/4"))
    certificate.repair?.added.append(.init(row: 0, column: 0, amount: "1/4"))
    certificate.repair?.cost = "3/2"
    #expect(rejectedField(certificate) == "repair.cost")
    certificate = try HandMadeCertificates.certificate(named: "collision")
    certificate.repair?.removed[0].row = 0
    certificate.repair?.removed[0].column = 1
    #expect(rejectedField(certificate) == "repair.removed[0].amount")
  }

  /// A share may be larger than needed only if another is smaller.
  @Test func sharesMustSufficeAndAddUp() throws {
    var certificate = try HandMadeCertificates.certificate(named: "half-block")
    certificate.shares?[0].rational = "3/4"
    certificate.shares?[1].rational = "1/4"
    #expect(rejectedField(certificate) == "shares[1]")
    certificate.shares?[1].rational = "1/2"
    #expect(rejectedField(certificate) == "shares")
  }

  /// As many terms as the dimension allows: two for order 2, so three are too many.
  @Test func decompositionsAreNotTooLong() throws {
    var certificate = try HandMadeCertificates.certificate(named: "half-block")
    certificate.birkhoff?[0].weight = "1/4"
    certificate.birkhoff?.append(.init(weight: "1/4", permutation: [0, 1]))
    #expect(rejectedField(certificate) == "birkhoff")
  }
}

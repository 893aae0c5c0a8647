import Exact
import ShufflePenalty
import Testing

@testable import ExtremalSearch

/// T2* and T5e decided at all vertices of small orders.
@Suite struct CellStudyTests {
  @Test func orderTwo() {
    let finding = CellStudy.sharpBound(order: 2)
    #expect(finding.verdict == .holds)
    #expect(finding.vertices == 2)
    #expect(finding.permutations == 1 && finding.halfMatrices == 1 && finding.equalities == 1)
    #expect(finding.extremal == nil)
  }

  @Test(arguments: [(3, 5, "0.598612181134"), (4, 23, "0.593290876655")])
  func theSharpBoundHoldsWithEqualityAtHalfMatrices(order: Int, half: Int, least: String) throws {
    let finding = CellStudy.sharpBound(order: order)
    #expect(finding.verdict == .holds)
    #expect(finding.certified && finding.methodsAgree)
    #expect(finding.permutations == 1)
    #expect(finding.halfMatrices == half)
    #expect(finding.equalities == half)
    #expect(finding.counterexamples.isEmpty)
    let extremal = try #require(finding.extremal)
    #expect(extremal.lower == least)
    // The same number as at the matrices of Proofs/paper, file 3, exactly.
    let matrix = try ExactMatrices.matrix(extremal.rows)
    #expect(try ExactMatrices.ratio(matrix) == ExactMatrices.ratio(Theta.best(order: order)))
  }

  /// T5e with the coefficient 1 of kappa, where 2 + 1/sqrt 2 is proved for every order.
  @Test(arguments: [2, 3])
  func theRowBoundHoldsWithCoefficientOne(order: Int) throws {
    let findings = CellStudy.rowBound(order: order)
    #expect(findings.map(\.overloadedColumns) == (1..<order).map { $0 })
    for finding in findings {
      #expect(finding.verdict == .holds)
      #expect(finding.certified && finding.methodsAgree)
      #expect(finding.counterexamples.isEmpty)
      let extremal = try #require(finding.extremal)
      #expect(extremal.lower == "1.000000000000" && extremal.upper == "1.000000000000")
    }
  }

  /// Slightly larger claims fail at exactly the vertices that tell, with exact witnesses.
  @Test func falseClaimsAreRefutedAtVertices() throws {
    let tooMuch = CellStudy.sharpBound(order: 3, constant: RadicalSum(Rational(599, 1000)))
    #expect(tooMuch.verdict == .refuted)
    let ratios = try tooMuch.counterexamples.map {
      try ExactMatrices.ratio(ExactMatrices.matrix($0.rows))
    }
    #expect(ratios.count(where: { $0 == RadicalSum.sharpConstant }) == 5)
    #expect(ratios.contains(try ExactMatrices.ratio(Theta.best(order: 3))))
    // A smaller constant holds everywhere, but without the equality that T2* states.
    let tooLittle = CellStudy.sharpBound(order: 2, constant: RadicalSum(Rational(1, 2)))
    #expect(tooLittle.verdict == .refuted && tooLittle.equalities == 0)
    for finding in CellStudy.rowBound(order: 3, coefficient: Rational(999, 1000)) {
      #expect(finding.verdict == .refuted)
      for example in finding.counterexamples {
        let demand = KappaBound.rowsAlone.demand(try ExactMatrices.matrix(example.rows))
        #expect(demand == 1)
      }
    }
  }

  @Test func aRefutedCellRefutesTheReport() {
    let matrix = ExtremalMatrix(RationalMatrix([[1]]), distance: 0, number: 0)
    func report(_ verdicts: [VerdictWord]) -> VerdictWord {
      AttackReport(
        vertices: verdicts.map {
          CellFinding(
            claim: "T2*", n: 1, overloadedColumns: nil, vertices: 1, certified: true, bases: 1,
            methodsAgree: true, permutations: 1, halfMatrices: 0, equalities: 0, extremal: matrix,
            counterexamples: [], verdict: $0)
        }
      ).verdict
    }
    #expect(report([.holds, .holds]) == .holds)
    #expect(report([.holds, .undecided]) == .undecided)
    #expect(report([.undecided, .refuted]) == .refuted)
  }
}

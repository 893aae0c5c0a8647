import Birkhoff
import Claims
import Exact
import ShufflePenalty
import Testing

@Suite struct RoundingClaimTests {
  private let claims = [
    Theorems.t4, Theorems.t4EachRow, Theorems.t4Rational, Theorems.t4Implies,
  ]

  private func nearHalf(_ distance: Rational) -> MatrixFacts {
    let (a, b) = (Rational(1, 2) + distance, Rational(1, 2) - distance)
    return MatrixFacts(RationalMatrix([[a, b], [b, a]]))
  }

  /// At the half block no hypothesis holds and the closed ones fail; 2^-60 beside it all hold.
  @Test func theThresholdsAreSharp() {
    let at = nearHalf(0)
    let beside = nearHalf(.powerOfTwo(-60))
    for claim in claims {
      #expect(claim.decide(facts: at).verdict == nil, "\(claim.id)")
      #expect(claim.decide(facts: beside).verdict == .holds, "\(claim.id)")
    }
    #expect(Theorems.t4OneRow.decide(facts: at).verdict == nil)
    #expect(Theorems.t4OneRow.decide(facts: beside).verdict == .holds)
    for claim in [PlantedClaims.roundingAtThreshold, PlantedClaims.rationalRoundingAtThreshold] {
      #expect(claim.decide(facts: at).verdict != .holds && claim.decide(facts: at).verdict != nil)
      #expect(claim.decide(facts: beside).verdict == .holds, "\(claim.id)")
    }
  }

  /// Strict row maxima that are no permutation come as close to the threshold as one likes.
  @Test func collisionsAreJustExcluded() {
    let e = Rational.powerOfTwo(-30)
    let facts = MatrixFacts(
      RationalMatrix([
        [Rational(1, 2), Rational(1, 2) - e, e], [Rational(1, 2), Rational(1, 2) - e, e],
        [0, 2 * e, 1 - 2 * e],
      ]))
    #expect(facts.argmax.tiedRows.isEmpty && facts.argmax.permutation == nil)
    #expect(facts.rowPenalty < RadicalSum.sharpConstant + RadicalSum(.powerOfTwo(-28)))
    for claim in claims { #expect(claim.decide(facts: facts).verdict == nil, "\(claim.id)") }
  }
}

import Claims
import Exact
import ExtremalSearch
import Testing

@testable import Verification

@Suite struct InstanceClaimTests {
  /// 2 and 22 vertices, all certified; the next ratio after the half matrices' is 0.5986.
  @Test func theEnumerationProvesTheSharpBound() throws {
    let claim = try #require(ClaimLedger.instances.first { $0.id == "T2-sharp-vertices" })
    let result = claim.decide()
    #expect(result.verdict == .holds)
    #expect(result.reason == nil)
    #expect(result.facts.count == 2)
    #expect(result.facts[1].hasPrefix("order 3: 22 vertices, 5 of them half matrices"))
    #expect(result.facts[1].contains("0.5986"))
  }

  /// With a larger constant the half matrices refute it, and the claim says so.
  @Test func aLargerConstantIsRefuted() {
    let wrong = CellStudy.sharpBound(order: 3, constant: RadicalSum(Rational(59, 100)))
    #expect(ClaimBook.verdict(of: [wrong]) == .refuted("T2* fails at a vertex of order 3"))
    let right = CellStudy.sharpBound(order: 2)
    #expect(ClaimBook.verdict(of: [right]) == .holds)
    #expect(ClaimBook.verdict(of: [right, wrong]) == .refuted("T2* fails at a vertex of order 3"))
  }
}

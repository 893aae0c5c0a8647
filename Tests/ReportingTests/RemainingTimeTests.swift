import Foundation
import Reporting
import Testing

@Suite struct RemainingTimeTests {
  /// From 3/4 to 7/8 in 10 seconds, so the last eighth takes 10 more; all numbers are exact.
  @Test func workThatIsResumedIsNotTakenForFast() {
    var remaining = RemainingTime()
    let start = Date(timeIntervalSinceReferenceDate: 0)
    #expect(remaining.seconds(done: 0.75, at: start) == nil)
    #expect(remaining.seconds(done: 0.75, at: start + 5) == nil)
    #expect(remaining.seconds(done: 0.875, at: start + 10) == 10)
    #expect(remaining.seconds(done: 1, at: start + 20) == 0)
  }

  @Test func workFromItsBeginning() {
    var remaining = RemainingTime()
    let start = Date(timeIntervalSinceReferenceDate: 0)
    #expect(remaining.seconds(done: 0, at: start) == nil)
    #expect(remaining.seconds(done: 0.25, at: start + 4) == 12)
  }
}

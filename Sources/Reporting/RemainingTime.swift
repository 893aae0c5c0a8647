import Foundation

/// The time that work still takes, if it goes on as it has gone since it was first looked at.
///
/// Work that is resumed was begun by another process, of which nothing is known.
package struct RemainingTime {
  private var start: (time: Date, done: Double)?

  /// Nothing has been looked at.
  package init() {}

  /// The seconds left when the fraction `done` is behind; nil while there is nothing to go by.
  package mutating func seconds(done: Double, at now: Date) -> Double? {
    guard let start else {
      start = (now, done)
      return nil
    }
    guard done > start.done else { return nil }
    return now.timeIntervalSince(start.time) / (done - start.done) * (1 - done)
  }
}

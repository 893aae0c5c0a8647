import Foundation

/// Readings of the clocks that measurements use, in seconds.
enum Clock {
  /// Time that passes, whatever is done to the date.
  static var wall: Double { read(CLOCK_MONOTONIC) }

  /// Time that the processors spent in this process, all threads together.
  static var processor: Double { read(CLOCK_PROCESS_CPUTIME_ID) }

  private static func read(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}

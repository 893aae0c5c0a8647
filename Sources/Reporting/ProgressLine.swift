import Foundation

/// Progress on standard error: one live line on a terminal, plain lines now and then otherwise.
package final class ProgressLine {
  private let isSilent: Bool
  private let isTerminal: Bool
  private var remaining = RemainingTime()
  private var lastShown = Date.distantPast
  private var liveLength = 0

  /// Creates a progress line; a silent one prints nothing.
  package init(isSilent: Bool) {
    self.isSilent = isSilent
    isTerminal = StandardStream.errors.isTerminal
  }

  /// Shows `text` with the fraction done and the time left, at most five times a second on a
  /// terminal and every 20 seconds otherwise.
  package func update(_ text: String, done: Double) {
    let now = Date()
    guard !isSilent, now.timeIntervalSince(lastShown) >= (isTerminal ? 0.2 : 20) else { return }
    lastShown = now
    var line = "\(text), \(Int(100 * done)) %"
    if let left = remaining.seconds(done: done, at: now) { line += ", \(Self.duration(left)) left" }
    write(
      isTerminal
        ? "\r"
          + line.padding(
            toLength: max(line.count, liveLength), withPad: " ",
            startingAt: 0) : line + "\n")
    liveLength = isTerminal ? line.count : 0
  }

  /// Prints a line of its own, after clearing the live one.
  package func note(_ text: String) {
    guard !isSilent else { return }
    if liveLength > 0 { write("\r" + String(repeating: " ", count: liveLength) + "\r") }
    liveLength = 0
    write(text + "\n")
  }

  /// A duration such as `1 h 02 min`, `3 min 05 s` or `12 s`.
  package static func duration(_ seconds: Double) -> String {
    let total = Int(max(0, min(seconds, 1e9)).rounded())
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    if total >= 3600 { return "\(total / 3600) h \(two(total / 60 % 60)) min" }
    return total >= 60 ? "\(total / 60) min \(two(total % 60)) s" : "\(total) s"
  }

  private func write(_ text: String) {
    // Progress that nobody can see is no reason to stop.
    try? StandardStream.errors.write(text)
  }
}

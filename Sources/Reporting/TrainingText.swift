import CertifiedTraining
import Training

/// Training results as a person reads them.
package enum TrainingText {
  /// One line for an epoch.
  package static func line(_ epoch: CertifiedRun.Epoch) -> String {
    let record = epoch.record
    var line =
      "epoch \(record.epoch)  train \(fixed(record.trainLoss, 3)) \(percent(record.trainTop1))  "
      + "test \(fixed(record.testLoss, 3)) \(percent(record.testTop1))"
    if !record.penalty.perShuffle.isEmpty {
      let certified = epoch.shuffles.filter { $0.claim != nil }.count
      let frozen = record.penalty.perShuffle.count - epoch.shuffles.count
      line +=
        "  rounded \(percent(record.testTop1Rounded))  P \(fixed(record.penalty.sum, 4))  "
        + movement(record)
        + "certified \(certified + frozen)/\(record.penalty.perShuffle.count)"
    }
    if let after = epoch.top1AfterFreezing {
      let count = epoch.shuffles.count { $0.frozen }
      line += "  \(count) replaced by permutations: test \(percent(after))"
    }
    return line
      + "  \(fixed(record.imagesPerSecond, 0)) images/s, \(fixed(record.imagesPerCPUSecond, 0))/CPU-s"
  }

  /// How many channels are routed otherwise than by the manual shuffles, with what random ones
  /// have.
  private static func movement(_ record: EpochRecord) -> String {
    guard let movement = record.movement else { return "" }
    return
      "re-routed \(movement.fromManual) (random \(fixed(movement.randomFromManual, 0)))  "
  }

  /// A percentage with two places.
  package static func percent(_ fraction: Double) -> String {
    fixed(100 * fraction, 2) + " %"
  }

  /// A number with so many places after the point.
  package static func fixed(_ value: Double, _ places: Int) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return "\(value)" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    let whole = Int(scaled / scale)
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard places > 0 else { return sign + String(whole) }
    let rest = String(Int(scaled - Double(whole) * scale))
    return sign + "\(whole)." + String(repeating: "0", count: max(0, places - rest.count)) + rest
  }
}

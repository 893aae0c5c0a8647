import CertifiedTraining
import Training

/// Training results as a person reads them.
package enum TrainingText {
  /// One line for an epoch.
  package static func line(_ epoch: CertifiedRun.Epoch) -> String {
    let record = epoch.record
    var line =
      "epoch \(record.epoch)  train \(NumberText.fixed(record.trainLoss, 3)) \(NumberText.percent(record.trainTop1))  "
      + "test \(NumberText.fixed(record.testLoss, 3)) \(NumberText.percent(record.testTop1))"
    if !record.penalty.perShuffle.isEmpty {
      let certified = epoch.shuffles.filter { $0.claim != nil }.count
      let frozen = record.penalty.perShuffle.count - epoch.shuffles.count
      line +=
        "  rounded \(NumberText.percent(record.testTop1Rounded))  P \(NumberText.fixed(record.penalty.sum, 4))  "
        + movement(record)
        + "certified \(certified + frozen)/\(record.penalty.perShuffle.count)"
    }
    if let after = epoch.top1AfterFreezing {
      let count = epoch.shuffles.count { $0.frozen }
      line += "  \(count) replaced by permutations: test \(NumberText.percent(after))"
    }
    return line
      + "  \(NumberText.fixed(record.imagesPerSecond, 0)) images/s, \(NumberText.fixed(record.imagesPerCPUSecond, 0))/CPU-s"
  }

  /// How many channels are routed otherwise than by the manual shuffles, with what random ones
  /// have.
  private static func movement(_ record: EpochRecord) -> String {
    guard let movement = record.movement else { return "" }
    return
      "re-routed \(movement.fromManual) (random \(NumberText.fixed(movement.randomFromManual, 0)))  "
  }
}

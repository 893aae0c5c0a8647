import ImageData
import Reporting
import Training
import Verification

extension RunDirectory {
  /// Makes a folder for a new run and writes its resolved settings there.
  init(creating path: String, for configuration: TrainingConfiguration) throws {
    try self.init(creating: path)
    try write(try ConfigurationFile.text(of: configuration) + "\n", to: "config.toml")
  }

  /// Stores an epoch: checkpoint first, so that the logs never run ahead of what can be resumed
  /// by more than a truncation mends; full certificates of the matrices frozen now, or of all at the
  /// end.
  func record(_ epoch: CertifiedRun.Epoch, of trainer: Trainer) throws {
    let metrics = try JSONText.encode(epoch.record)
    let certificates = try JSONText.encode(epoch.shuffles)
    let isLast = epoch.record.epoch == trainer.configuration.epochs
    try CheckpointFile.write(trainer.checkpoint, to: checkpoint)
    try append(metrics, to: .metrics)
    try append(certificates, to: .certificates)
    for shuffle in epoch.shuffles where shuffle.frozen || isLast {
      try write(try JSONText.encode(shuffle.full), to: "certificates/\(shuffle.name).json")
    }
  }

  /// The trainer that goes on with this run.
  func resumeTrainer(_ images: ImageSplit) throws -> Trainer {
    let checkpoint = try CheckpointFile.read(from: checkpoint)
    return try Trainer(resuming: checkpoint, images: images, rounding: CertifiedRun.rounding)
  }
}

import Certificates
import CertifiedTraining
import ImageData
import Reporting
import Training

extension RunDirectory {
  /// Makes a folder for a new run and writes its resolved settings there.
  init(creating path: String, for configuration: TrainingConfiguration) throws {
    try self.init(creating: path)
    try write(try ConfigurationFile.text(of: configuration) + "\n", to: "config.toml")
  }

  /// Stores an epoch: checkpoint first, so that the logs never run ahead of what can be resumed
  /// by more than a truncation mends.
  func record(_ epoch: CertifiedRun.Epoch, of trainer: Trainer) throws {
    let metrics = try JSONText.encode(epoch.record)
    let certificates = try JSONText.encode(epoch.shuffles)
    try CheckpointFile.write(trainer.checkpoint, to: checkpoint)
    try append(metrics, to: .metrics)
    try append(certificates, to: .certificates)
  }

  /// Stores the full certificate of a matrix that is frozen now, or of any at the end of the run.
  ///
  /// It may be there before the epoch is stored; a run that is resumed then writes the same again.
  func record(
    _ shuffle: ShuffleCertificate, _ full: Certificate, of trainer: Trainer
  ) throws {
    guard shuffle.frozen || trainer.epochsDone == trainer.configuration.epochs else { return }
    try write(try JSONText.encode(full), to: "certificates/\(shuffle.name).json")
  }

  /// The trainer that goes on with this run.
  func resumeTrainer(_ images: ImageSplit) throws -> Trainer {
    let checkpoint = try CheckpointFile.read(from: checkpoint)
    return try Trainer(resuming: checkpoint, images: images, rounding: CertifiedRun.rounding)
  }
}

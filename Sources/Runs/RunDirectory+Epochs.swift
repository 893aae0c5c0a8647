import Certificates
import CertifiedTraining
import Files
import Foundation
import ImageData
import Training

extension RunDirectory {
  /// Stores an epoch.
  ///
  /// Whenever the process ends, the certificates have at least the epochs of the checkpoint, and
  /// who sees an epoch in the metrics can go on behind it.
  package func record(_ epoch: CertifiedRun.Epoch, of trainer: Trainer) throws {
    try append(try JSONText.encode(epoch), to: .certificates)
    try CheckpointFile.write(trainer.checkpoint, to: checkpoint)
    try append(try JSONText.encode(epoch.record), to: .metrics)
  }

  /// Stores the full certificate of a matrix that is frozen now, or of any at the end of the run.
  ///
  /// It may be there before the epoch is stored; a run that is resumed then writes the same again.
  package func record(
    _ shuffle: ShuffleCertificate, _ full: Certificate, of trainer: Trainer
  ) throws {
    guard shuffle.frozen || trainer.epochsDone == trainer.configuration.epochs else { return }
    try write(try JSONText.encode(full), to: "certificates/\(shuffle.name).json")
  }

  /// The trainer in the state of the last checkpoint.
  ///
  /// Throws `CheckpointError`, also for other images than those of the run.
  package func trainer(_ images: ImageSplit) throws -> Trainer {
    try Trainer(
      resuming: try CheckpointFile.read(from: checkpoint), images: images,
      rounding: CertifiedRun.rounding)
  }

  /// The trainer that goes on with this run, and the epochs behind it; the logs end with these.
  package func resume(_ images: ImageSplit) throws -> (
    trainer: Trainer, epochs: [CertifiedRun.Epoch]
  ) {
    let trainer = try trainer(images)
    let epochs = try epochs(trainer.epochsDone)
    try write(
      try epochs.map { try JSONText.encode($0) + "\n" }.joined(), to: Log.certificates.rawValue)
    try write(
      try epochs.map { try JSONText.encode($0.record) + "\n" }.joined(), to: Log.metrics.rawValue)
    return (trainer, epochs)
  }

  /// The first `count` epochs of the run.
  private func epochs(_ count: Int) throws(RunDirectoryError) -> [CertifiedRun.Epoch] {
    let path = file(Log.certificates.rawValue)
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .missingLog(path: path, epochs: count)
    }
    // The last part is what follows the last newline: nothing, or a line that was not written to
    // its end.
    let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .dropLast()
    guard lines.count >= count else { throw .missingLog(path: path, epochs: count) }
    var epochs: [CertifiedRun.Epoch] = []
    for number in stride(from: 1, through: count, by: 1) {
      guard let epoch = try? JSONDecoder().decode(CertifiedRun.Epoch.self, from: lines[number - 1]),
        epoch.record.epoch == number
      else { throw .damagedLog(path: path, line: number) }
      epochs.append(epoch)
    }
    return epochs
  }
}

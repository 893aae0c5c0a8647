import Birkhoff
import Certificates
import Claims
import Exact
import NeuralNet
import ShufflePenalty
import StepArithmetic
import Training

/// Training whose learned matrices pass through the exact side after every epoch.
///
/// The only way from floats to theorems: matrices enter losslessly, are certified, and those whose
/// rounding is certain are fixed to their permutation for the rest of the run.
package final class CertifiedRun {
  /// What an epoch brought; one line of `certificates.jsonl`.
  package struct Epoch: Codable, Sendable {
    /// The metrics, from before any freezing.
    package let record: EpochRecord
    /// The certificates of the matrices that were still learned.
    package let shuffles: [ShuffleCertificate]
    /// The test accuracy after certified matrices were replaced by their permutations, if some
    /// were.
    package let top1AfterFreezing: Double?
    /// What the theorems say of its steps, and of the penalties that it reports.
    package let theorems: TheoremTally
  }

  /// The training itself.
  package let trainer: Trainer
  /// Sees every certificate in full; the run keeps none, since those of one epoch may take 100 MiB
  /// (v2 1, relaxed).
  package var onCertificate: ((_ shuffle: ShuffleCertificate, _ full: Certificate) throws -> Void)?
  private let mayFreeze: Bool
  /// Of the present epoch.
  private var tally = TheoremTally()

  /// Takes over a trainer between two epochs.
  ///
  /// Relaxed matrices are certified but never frozen: they are the ablation.
  package init(_ trainer: Trainer) {
    self.trainer = trainer
    mayFreeze = trainer.configuration.network.shuffle == .learned
    trainer.monitor = ShuffleMonitor(
      isWanted: { $0 % Self.monitoredStride == 0 },
      observe: { [weak self] in self?.check($0) })
  }

  /// The rounding that trainers need: the exact nearest permutation.
  package static let rounding = ShuffleRounding { matrix in
    guard
      let exact = RationalMatrix(exactly: matrix.entries, rows: matrix.size, columns: matrix.size)
    else { preconditionFailure("a matrix that is not finite reached rounding") }
    return MatrixFacts(exact).assignment.permutation.images
  }

  /// Trains, evaluates and certifies one more epoch; nil when the run is complete.
  ///
  /// Throws `TrainingError`, `CertificationError`, or what `onCertificate` throws.
  package func nextEpoch() throws -> Epoch? {
    guard let record = try trainer.nextEpoch() else { return nil }
    defer { tally = TheoremTally() }
    let reported = Dictionary(
      uniqueKeysWithValues: record.penalty.perShuffle.map { ($0.name, $0.penalty) })
    var shuffles: [ShuffleCertificate] = []
    for matrix in trainer.learnedMatrices {
      let (shuffle, full, facts) = try ShuffleCertificate.certify(
        matrix, mayFreeze: mayFreeze)
      try onCertificate?(shuffle, full)
      tally.record(
        Theorems.t10.id,
        reported[matrix.name].flatMap { Theorems.decidePenalty(facts, value: $0).verdict },
        at: "epoch \(record.epoch), \(matrix.name)")
      if shuffle.frozen {
        trainer.freeze(shuffle: matrix.name, to: facts.assignment.permutation.images)
      }
      shuffles.append(shuffle)
    }
    let hasFrozen = shuffles.contains(where: \.frozen)
    return Epoch(
      record: record, shuffles: shuffles,
      top1AfterFreezing: hasFrozen ? trainer.evaluate().top1 : nil, theorems: tally)
  }

  // MARK: Steps

  /// What every run that learns is held against.
  static func theorems(_ projection: ShuffleProjection) -> [String] {
    [
      Theorems.t6a.id, Theorems.t10.id, Theorems.t10Descent.id,
      StepCheck.projectionClaim(projection).id,
      StepCheck.replay,
    ]
  }

  /// Of every so many steps one is held against the theorems: all its matrices against T6a, one of
  /// those that are still learned, each in its turn, against T10.
  ///
  /// Sparse because exact arithmetic is slow: on a core, for a matrix of order 192 T10 takes 0.8 s
  /// (1.6 s if it is soft), T6a for the 16 matrices of a ShuffleNet v2 0.5 0.1 s, and a step of 64
  /// images 0.08 s (0.13 s), so that in its batches of 64 all of it is 4 % of the training.
  static let monitoredStride = 128

  private func check(_ transition: ShuffleTransition) {
    guard let check = StepCheck(transition) else { return }
    tally += check.penaltyChange
    let learned = trainer.network.shuffles.filter { $0.matrix != nil }
    let turn = Self.turn(step: transition.step, of: learned.count)
    if transition.before.name == learned[turn].name { tally += check.rounding }
  }

  /// Which of `count` matrices is held against T10 at a monitored step.
  static func turn(step: Int, of count: Int) -> Int { step / monitoredStride % count }
}

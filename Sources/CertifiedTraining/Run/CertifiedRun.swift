import Birkhoff
import Certificates
import Claims
import Exact
import NeuralNet
import ShufflePenalty
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
    /// Steps of matrices held against the theorems.
    let stepsChecked: Int
    /// Where a theorem failed, and which; empty unless the theorem or this program is wrong.
    package let stepsRefuted: [String]
  }

  /// The training itself.
  package let trainer: Trainer
  /// Sees every certificate in full; the run keeps none, since those of one epoch may take 100 MiB
  /// (v2 1, relaxed).
  package var onCertificate: ((_ shuffle: ShuffleCertificate, _ full: Certificate) throws -> Void)?
  private let mayFreeze: Bool
  /// Of the present epoch.
  private var refutedSteps: [String] = []
  private var checkedSteps = 0

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
    var shuffles: [ShuffleCertificate] = []
    for matrix in trainer.learnedMatrices {
      let (shuffle, full, permutation) = try ShuffleCertificate.certify(
        matrix, mayFreeze: mayFreeze)
      try onCertificate?(shuffle, full)
      if shuffle.frozen { trainer.freeze(shuffle: matrix.name, to: permutation.images) }
      shuffles.append(shuffle)
    }
    defer { (checkedSteps, refutedSteps) = (0, []) }
    let hasFrozen = shuffles.contains(where: \.frozen)
    return Epoch(
      record: record, shuffles: shuffles,
      top1AfterFreezing: hasFrozen ? trainer.evaluate().top1 : nil, stepsChecked: checkedSteps,
      stepsRefuted: refutedSteps)
  }

  // MARK: Steps

  /// Of every so many steps one is held against the theorems: all its matrices against T6a, the
  /// smallest one that is still learned against T10.
  ///
  /// Sparse because exact arithmetic on all matrices of a step costs many training steps.
  static let monitoredStride = 500

  private func check(_ transition: ShuffleTransition) {
    guard let check = StepCheck(transition) else { return }
    checkedSteps += 1
    var refuted = check.changesPenaltyAsItMay ? [] : [Theorems.t6a.id]
    let learned = trainer.network.shuffles.filter { $0.matrix != nil }
    if transition.before.name == learned.min(by: { $0.size < $1.size })?.name {
      refuted += check.refutedRounding
    }
    refutedSteps += refuted.map { "\($0), step \(transition.step), \(transition.before.name)" }
  }
}

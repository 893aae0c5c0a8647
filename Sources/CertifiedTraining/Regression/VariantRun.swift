import Certificates
import Exact
import NeuralNet
import Training

/// Trains one variant to its end and gathers what the regression run asks of it.
package enum VariantRun {
  /// Runs what is left of `trainer` after the epochs behind it; `onEpoch` sees every new one.
  ///
  /// Throws what training, certification or `onEpoch` throws.
  package static func finish(
    _ trainer: Trainer, after past: [CertifiedRun.Epoch],
    onEpoch: (CertifiedRun.Epoch) throws -> Void
  ) throws -> VariantResult {
    precondition(past.count == trainer.epochsDone, "the epochs are not those of the trainer")
    let run = CertifiedRun(trainer)
    var epochs = past
    while let epoch = try run.nextEpoch() {
      try onEpoch(epoch)
      epochs.append(epoch)
    }
    return result(of: trainer, after: epochs)
  }

  /// What is to be said of a run that is complete, from what its epochs and its network say.
  private static func result(
    of trainer: Trainer, after epochs: [CertifiedRun.Epoch]
  ) -> VariantResult {
    var roundingChange: Double?
    var latest: [String: ShuffleCertificate] = [:]
    var certificates = 0
    var objections: [String] = []
    var tally = TheoremTally()
    for epoch in epochs {
      for shuffle in epoch.shuffles {
        latest[shuffle.name] = shuffle
        certificates += 1
        if shuffle.verdict != .holds {
          objections.append(
            "\(shuffle.name), epoch \(epoch.record.epoch): "
              + (shuffle.objection ?? "a claim is \(shuffle.verdict.rawValue)"))
        }
      }
      if let frozen = epoch.top1AfterFreezing {
        roundingChange = max(roundingChange ?? 0, (frozen - epoch.record.testTop1).magnitude)
      }
      tally += epoch.theorems
    }
    let evaluation = trainer.evaluate()
    let rounded = trainer.evaluateRounded() ?? evaluation
    let unfrozen = Set(trainer.learnedMatrices.map(\.name))
    let names = trainer.network.shuffles.map(\.name)
    return VariantResult(
      configuration: trainer.configuration, imagesDigest: trainer.imagesDigest,
      images: evaluation.images, top1: evaluation.top1,
      interval95: [evaluation.interval95.lowerBound, evaluation.interval95.upperBound],
      top1Rounded: rounded.top1, roundingChange: roundingChange,
      movement: epochs.last?.record.movement.map { movement in
        VariantResult.Movement(
          fromManual: movement.fromManual, fromStart: movement.fromStart,
          random: trainer.randomDistance(quantile: 0.05))
      },
      shuffles: trainer.configuration.network.shuffle == .fixed ? 0 : names.count,
      certified: names.count { latest[$0]?.claim != nil || isFrozen($0, trainer, unfrozen) },
      penalty: names.reduce(0) { total, name in
        guard unfrozen.contains(name), let upper = latest[name]?.penalty.upper else {
          return total
        }
        return total + (Double(upper) ?? .infinity)
      },
      certificates: certificates, objections: objections, theorems: tally,
      imagesPerCPUSecond: epochs.last?.record.imagesPerCPUSecond ?? 0,
      correctness: VariantResult.pack(evaluation.isCorrect))
  }

  /// A shuffle without a matrix in a run that learns: it was certified before it was frozen.
  private static func isFrozen(
    _ name: String, _ trainer: Trainer, _ unfrozen: Set<String>
  ) -> Bool {
    trainer.configuration.network.shuffle == .learned && !unfrozen.contains(name)
  }
}

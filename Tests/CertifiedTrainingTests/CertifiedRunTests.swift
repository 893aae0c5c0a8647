import Certificates
import Exact
import ImageData
import NeuralNet
import Tensor
import Testing
import Training

@testable import CertifiedTraining

/// A ShuffleNet v2 0.5 on four images whose shuffle matrices stand still, so that the tests say
/// where they are.
@Suite(.serialized) struct CertifiedRunTests {
  private static let images = SyntheticImages.split(seed: 6, trainingCount: 4, testCount: 4)

  private func trainer(_ shuffle: ShuffleKind) throws -> Trainer {
    var configuration = TrainingConfiguration(
      network: try NetworkConfiguration(architecture: .v2(width: .half), shuffle: shuffle))
    configuration.epochs = 2
    configuration.batchSize = 4
    configuration.learningRate = 0.05
    configuration.shuffleLearningRate = 0
    configuration.threads = 2
    return try Trainer(
      configuration: configuration, images: Self.images, rounding: CertifiedRun.rounding)
  }

  /// Sets every matrix to the transpose shuffle's; the repair leaves a permutation as it is.
  private func setPermutations(_ trainer: Trainer) {
    for shuffle in trainer.network.shuffles {
      shuffle.matrix?.value.copy(from: matrix(of: shuffle))
    }
  }

  private func matrix(of shuffle: ChannelShuffle) -> Tensor {
    let images = ChannelShuffle.fixedPermutation(size: shuffle.size, groups: shuffle.groups)
    let result = Tensor(shape: [shuffle.size, shuffle.size])
    for (i, j) in images.enumerated() { result.pointer[i * shuffle.size + j] = 1 }
    return result
  }

  @Test func permutationsAreFrozenWithoutAChange() throws {
    let trainer = try trainer(.learned)
    setPermutations(trainer)
    let run = CertifiedRun(trainer)
    var seen: [String] = []
    run.onCertificate = { shuffle, full in
      try CertificateChecker.check(full)
      #expect(full.n == shuffle.n && full.distance.l1 == shuffle.distance)
      seen.append(shuffle.name)
    }
    let epoch = try #require(try run.nextEpoch())
    #expect(epoch.shuffles.count == 16 && seen == epoch.shuffles.map(\.name))
    for shuffle in epoch.shuffles {
      #expect(shuffle.frozen)
      #expect(shuffle.claim == "T4")
      #expect(shuffle.distance == "0")
      #expect(shuffle.objection == nil)
      #expect(shuffle.verdict == .holds)
    }
    #expect(trainer.learnedMatrices.isEmpty)
    for shuffle in trainer.network.shuffles {
      #expect(
        shuffle.permutation
          == ChannelShuffle.fixedPermutation(size: shuffle.size, groups: shuffle.groups))
    }
    // The metrics are from before the freezing; an index shuffle moves the same values.
    let frozen = trainer.evaluate()
    #expect(frozen.loss == epoch.record.testLoss)
    #expect(frozen.top1 == epoch.record.testTop1)
    // Each of the 16 matrices was held against T6a at the first step, and P against T10 after it;
    // a step of size 0 is none.
    #expect(epoch.theorems.held == ["T6a": 16, "T10": 16, "replay": 1])
    #expect(epoch.theorems.refuted == [])
    #expect(
      epoch.theorems.undecided.map { $0.prefix { $0 != "," } } == ["T10-descent", "T10-repair"])
    // A frozen shuffle is not certified again, and the run ends with its last epoch.
    let second = try #require(try run.nextEpoch())
    #expect(second.shuffles.isEmpty && second.theorems == TheoremTally())
    #expect(try run.nextEpoch() == nil)
  }

  @Test func everyMatrixHasItsTurn() {
    let steps = (0..<9).map { $0 * CertifiedRun.monitoredStride }
    #expect(steps.map { CertifiedRun.turn(step: $0, of: 4) } == [0, 1, 2, 3, 0, 1, 2, 3, 0])
    // Those that are frozen meanwhile are passed over.
    #expect(steps.map { CertifiedRun.turn(step: $0, of: 2) } == [0, 1, 0, 1, 0, 1, 0, 1, 0])
  }

  @Test func talliesAdd() {
    var tally = TheoremTally()
    tally.record("T6a", .holds, at: "a")
    tally.record("T10", .refuted("no"), at: "a")
    var other = TheoremTally()
    other.record("T6a", .holds, at: "b")
    other.record("T10", .holds, at: "b")
    other.record("T10", .undecided("near"), at: "c")
    other.record("T10", nil, at: "d")
    tally += other
    #expect(tally.held == ["T6a": 2, "T10": 1])
    #expect(tally.refuted == ["T10, a: no"])
    #expect(tally.undecided == ["T10, c: near", "T10, d: its hypotheses do not hold"])
  }

  @Test func relaxedMatricesAreNeverFrozen() throws {
    let trainer = try trainer(.relaxed)
    setPermutations(trainer)
    let epoch = try #require(try CertifiedRun(trainer).nextEpoch())
    #expect(epoch.shuffles.count == 16)
    #expect(epoch.shuffles.allSatisfy { !$0.frozen && $0.claim == "T4" })
    #expect(trainer.learnedMatrices.count == 16)
  }

  @Test func freezingNeedsATheoremAndNearness() throws {
    func certificate(_ entries: [Float], mayFreeze: Bool = true) throws -> ShuffleCertificate {
      try ShuffleCertificate.certify(
        LearnedMatrix(name: "s", size: 2, entries: entries), mayFreeze: mayFreeze
      ).shuffle
    }
    // d1 = 4 e; certified either way, but frozen only within 1/100.
    let near = try certificate([1 - 1 / 512, 1 / 512, 1 / 512, 1 - 1 / 512])
    #expect(near.frozen)
    #expect(near.distance == "1/128")
    let far = try certificate([1 - 1 / 256, 1 / 256, 1 / 256, 1 - 1 / 256])
    #expect(far.claim == "T4")
    #expect(!far.frozen)
    let forbidden = try certificate([1, 0, 0, 1], mayFreeze: false)
    #expect(forbidden.claim == "T4")
    #expect(!forbidden.frozen)
    let half = try certificate([0.5, 0.5, 0.5, 0.5])
    #expect(half.claim == nil)
    #expect(!half.frozen)
    #expect(half.verdict == .holds)
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func aMatrixThatIsNotFiniteIsAnError(value: Float) {
    let matrix = LearnedMatrix(name: "stage2.unit1.shuffle", size: 2, entries: [1, 0, value, 1])
    #expect(throws: CertificationError.notFinite(shuffle: "stage2.unit1.shuffle")) {
      _ = try ShuffleCertificate.certify(matrix, mayFreeze: true)
    }
    #expect(
      CertificationError.notFinite(shuffle: "s").description
        == "The matrix of the shuffle s has an entry that is not finite: lower the learning rates."
    )
  }
}

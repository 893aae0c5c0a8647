import ImageData
import NeuralNet
import Tensor
import Testing
import Training

@Suite struct EvaluationTests {
  @Test func countsPredictions() {
    let evaluation = Evaluation(
      predictions: [0, 1, 1, 2, 0], labels: [0, 1, 2, 2, 1], classes: 4, loss: 0.5)
    #expect(evaluation.predictions == [0, 1, 1, 2, 0])
    #expect(evaluation.isCorrect == [true, true, false, true, false])
    #expect(evaluation.correct == 3 && evaluation.top1 == 0.6)
    #expect(evaluation.confusion == [[1, 0, 0, 0], [1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 0]])
    #expect(evaluation.top1PerClass == [1, 0.5, 0.5, nil])
    #expect(evaluation.interval95 == BinomialDistribution.clopperPearson(successes: 3, trials: 5))
    let other = Evaluation(
      predictions: [1, 1, 2, 2, 0], labels: [0, 1, 2, 2, 1], classes: 4, loss: 0.5)
    // Each is alone right on one image.
    #expect(evaluation.mcNemar(against: other) == 1)
  }

  /// Numbers that overflow have no largest one: what is predicted must not count.
  @Test func logitsThatOverflowAreNoticed() throws {
    let images = SyntheticImages.split(seed: 2, trainingCount: 5, testCount: 1).training
    let network = TrainableNetwork(
      configuration: try NetworkConfiguration(architecture: .v2(width: .half), shuffle: .fixed),
      seed: 1)
    func evaluate() -> Evaluation {
      Evaluation(
        of: network.inference(), on: images, statistics: ChannelStatistics(of: images), batchSize: 3
      )
    }
    #expect(evaluate().isFinite)
    let classifier = try #require(network.parameters.first { $0.name == "classifier.weight" })
    classifier.value.fill(3e38)
    #expect(!evaluate().isFinite)
  }

  @Test func predictionsAndLossDoNotDependOnTheBatches() throws {
    let images = SyntheticImages.split(seed: 2, trainingCount: 5, testCount: 1).training
    let statistics = ChannelStatistics(of: images)
    let network = TrainableNetwork(
      configuration: try NetworkConfiguration(architecture: .v2(width: .half), shuffle: .fixed),
      seed: 1)
    let whole = Evaluation(
      of: network.inference(), on: images, statistics: statistics, batchSize: 5)
    let pieces = Evaluation(
      of: network.inference(), on: images, statistics: statistics, batchSize: 2)
    #expect(whole.images == 5 && whole.isCorrect == pieces.isCorrect)
    #expect(whole.confusion == pieces.confusion)
    // The same sums in float32 in another order, through some 60 layers: 1e-4 is 800 times 2^-23.
    #expect(abs(whole.loss - pieces.loss) < 1e-4)
  }
}

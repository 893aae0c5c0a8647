import ImageData
import NeuralNet
import Optimizers
import RandomStreams
import Routes
import StepArithmetic
import Tensor

/// Trains a network, one epoch at a call.
///
/// Between two epochs the caller may look at the learned matrices, freeze those whose rounding it
/// trusts, and take a checkpoint. The same configuration, images and actions give the same bits.
package final class Trainer {
  /// The settings of the run.
  package let configuration: TrainingConfiguration
  /// The network in its present state.
  package let network: TrainableNetwork
  /// Epochs that are complete.
  package private(set) var epochsDone: Int
  /// Called after each training step.
  package var onStep: ((StepEvent) -> Void)?
  /// Sees chosen steps of the shuffle matrices.
  package var monitor: ShuffleMonitor?

  /// What tells the images that the run trains on and is judged by from others.
  package let imagesDigest: String
  let trainingCount: Int
  let statistics: ChannelStatistics
  let weightOptimizer: MomentumSGD
  var sampler: BatchSampler
  let origin: ShuffleOrigin
  private let test: ImageSet
  private let shuffleOptimizer: ShuffleOptimizer
  private let rounding: ShuffleRounding
  private let inputs: Tensor
  private let logitGradient: Tensor

  /// Starts a run: builds the network from the configuration's seed.
  ///
  /// Throws if the configuration is out of range or does not fit the images.
  package convenience init(
    configuration: TrainingConfiguration, images: ImageSplit, rounding: ShuffleRounding
  ) throws(TrainingConfigurationError) {
    try self.init(
      configuration: configuration,
      network: TrainableNetwork(
        configuration: configuration.network, start: configuration.shuffleStart,
        seed: configuration.seed),
      images: images, rounding: rounding)
  }

  /// Starts a run with a network, that of the configuration, as it is.
  ///
  /// Throws if the configuration is out of range or does not fit the images.
  package convenience init(
    configuration: TrainingConfiguration, network: TrainableNetwork, images: ImageSplit,
    rounding: ShuffleRounding
  ) throws(TrainingConfigurationError) {
    precondition(
      network.configuration == configuration.network, "the run is of another network")
    try configuration.validate(for: images)
    self.init(
      configuration: configuration, network: network, images: images, rounding: rounding,
      sampler: BatchSampler.State(seed: configuration.seed))
  }

  /// Takes a network in any state, with velocities of zero; the configuration must be valid.
  ///
  /// A run that goes on brings its origin, one that starts has the network as it is.
  init(
    configuration: TrainingConfiguration, network: TrainableNetwork, images: ImageSplit,
    rounding: ShuffleRounding, sampler state: BatchSampler.State, epochsDone: Int = 0,
    origin: ShuffleOrigin? = nil
  ) {
    self.configuration = configuration
    self.network = network
    self.rounding = rounding
    self.epochsDone = epochsDone
    self.origin = origin ?? ShuffleOrigin(of: network, rounding: rounding)
    let images = configuration.images(of: images)
    let training = images.training
    trainingCount = training.count
    imagesDigest = images.digest
    test = images.test
    statistics = ChannelStatistics(of: training)
    sampler = BatchSampler(
      images: training, statistics: statistics, batchSize: configuration.batchSize,
      isAugmenting: configuration.augmentation, state: state)
    weightOptimizer = MomentumSGD(
      parameters: network.parameters, momentum: Float(configuration.momentum),
      weightDecay: Float(configuration.weightDecay), isNesterov: configuration.nesterov)
    shuffleOptimizer = ShuffleOptimizer(shuffles: network.shuffles)
    let size = configuration.batchSize
    inputs = Tensor(shape: [ImageSet.channels, size, ImageSet.side, ImageSet.side])
    logitGradient = Tensor(shape: [configuration.network.classes, size])
  }

  /// Trains and evaluates one more epoch; returns nil if the run is complete.
  ///
  /// Throws if the loss is infinite or not a number; the run must not go on then.
  package func nextEpoch() throws(TrainingError) -> EpochRecord? {
    guard epochsDone < configuration.epochs else { return nil }
    let result = Parallel.withThreads(configuration.threads) {
      Result { () throws(TrainingError) in try runEpoch() }
    }
    return try result.get()
  }

  /// The images that the run trains on and is tested on.
  package var imageCounts: (training: Int, test: Int) { (trainingCount, test.count) }

  /// The matrices that are still learned.
  package var learnedMatrices: [LearnedMatrix] { network.shuffles.compactMap(LearnedMatrix.init) }

  /// The distance from the manual shuffles that the part `share` of random networks do not exceed,
  /// in channels to re-route.
  package func randomDistance(quantile share: Double) -> Int {
    ShuffleOrigin.randomDistances(of: network).quantile(share)
  }

  /// The velocities of the weights, by the names of their parameters.
  package var velocities: [String: Tensor] {
    Dictionary(uniqueKeysWithValues: weightOptimizer.velocities.map { ($0.name, $0.tensor) })
  }

  /// Turns a learned shuffle into an index shuffle for the rest of the run.
  ///
  /// Output channel i then takes input channel `permutation[i]`.
  package func freeze(shuffle name: String, to permutation: [Int]) {
    guard let shuffle = network.shuffles.first(where: { $0.name == name }) else {
      preconditionFailure("the network has no shuffle \(name)")
    }
    shuffle.freeze(to: permutation)
  }

  /// Returns how the network classifies the test images as it is.
  package func evaluate() -> Evaluation { evaluate(network.inference()) }

  /// Returns how it classifies them with every learned matrix rounded, as index shuffles, or nil if
  /// rounding would change nothing.
  package func evaluateRounded() -> Evaluation? {
    rounding.permutations(of: network).map { evaluate(network.inference(rounding: $0)) }
  }

  private func evaluate(_ network: InferenceNetwork) -> Evaluation {
    Parallel.withThreads(configuration.threads) {
      Evaluation(
        of: network, on: test, statistics: statistics, batchSize: configuration.evaluationBatchSize)
    }
  }

  private func runEpoch() throws(TrainingError) -> EpochRecord {
    let start = ProcessUsage()
    var loss = 0.0
    var correct = 0
    let steps = sampler.batchesPerEpoch
    for step in 0..<steps {
      let result = try trainStep(step)
      loss += result.loss
      correct += result.correct
      onStep?(
        StepEvent(epoch: epochsDone + 1, step: step + 1, stepsPerEpoch: steps, loss: result.loss))
    }
    let end = ProcessUsage()
    let images = Double(steps * configuration.batchSize)

    let evaluation = evaluate()
    guard evaluation.isFinite, evaluation.loss.isFinite else {
      throw .divergedInEvaluation(epoch: epochsDone + 1)
    }
    let permutations = rounding.allPermutations(of: network)
    let rounded =
      rounding.isExact(permutations, for: network)
      ? evaluation : evaluate(network.inference(rounding: permutations))
    let lastStep = epochsDone * steps + steps - 1
    epochsDone += 1
    return EpochRecord(
      epoch: epochsDone,
      trainLoss: loss / Double(steps),
      trainTop1: Double(correct) / images,
      testLoss: evaluation.loss,
      testTop1: evaluation.top1,
      testTop1Rounded: rounded.top1,
      penalty: penalty,
      movement: origin.movement(of: network, to: permutations),
      learningRate: learningRate(step: lastStep),
      imagesPerSecond: images / (end.wallSeconds - start.wallSeconds),
      imagesPerCPUSecond: images / (end.cpuSeconds - start.cpuSeconds),
      peakMemoryMiB: ProcessUsage().peakMemoryMiB)
  }

  private func trainStep(
    _ stepInEpoch: Int
  ) throws(TrainingError) -> (loss: Double, correct: Int) {
    let labels = sampler.nextBatch(into: inputs)
    let logits = network.forward(inputs)
    let result = SoftmaxCrossEntropy.lossAndGradient(
      logits: logits, labels: labels, smoothing: configuration.labelSmoothing,
      gradient: logitGradient)
    guard result.loss.isFinite else {
      throw .divergedInTraining(epoch: epochsDone + 1, step: stepInEpoch + 1)
    }
    network.backward(logitGradient)
    let step = epochsDone * sampler.batchesPerEpoch + stepInEpoch
    weightOptimizer.step(learningRate: Float(learningRate(step: step)))
    stepShuffles(step)
    return result
  }

  private func stepShuffles(_ step: Int) {
    let ramp = configuration.penaltyRamp.factor(step: step, of: totalSteps)
    let isPenalised = configuration.network.shuffle == .learned
    let rule = ShuffleStep(
      learningRate: configuration.shuffleLearningRate,
      penaltyWeight: isPenalised ? configuration.penaltyWeight * ramp : 0,
      projection: configuration.projection)
    for shuffle in network.shuffles {
      if let gradient = shuffle.matrix?.gradient { control(gradient, of: shuffle, step) }
    }
    guard let monitor, monitor.isWanted(step) else {
      shuffleOptimizer.apply(rule)
      return
    }
    let before = learnedMatrices
    let gradients = network.shuffles.compactMap { $0.matrix?.gradient.values }
    shuffleOptimizer.apply(rule)
    for ((before, after), gradient) in zip(zip(before, learnedMatrices), gradients) {
      monitor.observe(
        ShuffleTransition(
          step: step, before: before, lossGradient: gradient, rule: rule, after: after))
    }
  }

  /// Leaves out of the gradient of a shuffle matrix what the run is to do without.
  private func control(_ gradient: Tensor, of shuffle: ChannelShuffle, _ step: Int) {
    switch configuration.control {
    case .none, .shuffledLabels: return
    case .penaltyOnly: gradient.fill(0)
    case .shuffledGradient:
      var stream = RandomStream(
        root: configuration.seed, name: "\(shuffle.name).gradient.\(step)")
      gradient.copy(from: stream.shuffled(gradient.values))
    }
  }

  private var totalSteps: Int { configuration.epochs * sampler.batchesPerEpoch }

  private func learningRate(step: Int) -> Double {
    configuration.learningRate
      * configuration.schedule.factor(
        step: step, stepsPerEpoch: sampler.batchesPerEpoch, epochs: configuration.epochs)
  }

  /// The penalties of the shuffles as they are.
  package var penalty: EpochRecord.Penalty {
    guard configuration.network.shuffle != .fixed else { return .init(sum: 0, perShuffle: []) }
    let perShuffle = network.shuffles.map { shuffle in
      EpochRecord.Penalty.Shuffle(
        name: shuffle.name,
        penalty: shuffle.matrix.map { PermutationPenalty.value(of: $0.value) } ?? 0)
    }
    return .init(sum: perShuffle.reduce(0) { $0 + $1.penalty }, perShuffle: perShuffle)
  }
}

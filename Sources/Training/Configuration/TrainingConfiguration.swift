import ImageData
import NeuralNet
import Optimizers
import RandomStreams
import StepArithmetic
import Tensor

/// Everything that decides how a run goes, apart from the images.
///
/// Decoding fills in the defaults for what is absent, so a file need name the network only.
package struct TrainingConfiguration: Codable, Equatable, Sendable {
  /// The structure of the network.
  package var network: NetworkConfiguration
  /// Passes over the training images.
  package var epochs = 24
  /// Images of a training step.
  package var batchSize = 128
  /// The largest learning rate of the weights, which act on the mean gradient of a batch.
  package var learningRate = 0.2
  /// How the learning rate of the weights moves between 0 and its largest value.
  package var schedule = LearningRateSchedule(
    .oneCycle(
      rise: LearningRateSchedule.Shape.usualRise, start: LearningRateSchedule.Shape.usualStart))
  /// What the velocity of the weights keeps of itself at a step, in 0..<1.
  package var momentum = 0.9
  /// Whether momentum is Nesterov's.
  package var nesterov = true
  /// Weight decay of convolution and linear weights: the coefficient of half their squared norm.
  package var weightDecay = 5e-4
  /// The part of each training target that is spread evenly over all classes, in 0..<1.
  package var labelSmoothing = 0.0
  /// The final weight lambda of the permutation penalty of learned shuffles.
  ///
  /// It is what the sum of P over all shuffles counts beside the mean loss of an image. Twice the
  /// weight must exceed the gradients of the loss for matrices to settle at permutations (T9b);
  /// these were measured at 0.05 to 0.5 while a ShuffleNet v2 0.5 learns, with rare peaks above 1.
  package var penaltyWeight = 0.5
  /// When the penalty reaches this weight.
  package var penaltyRamp = PenaltyRamp()
  /// Where shuffle matrices start.
  package var shuffleStart = ShuffleStart.mixture(4)
  /// The constant step size of the shuffle matrices.
  ///
  /// The loss and the penalty move the matrices by it alike.
  package var shuffleLearningRate = 0.05
  /// How shuffle matrices are brought back towards the doubly stochastic ones.
  package var projection = ShuffleProjection.repair
  /// What is left out of the training, to tell what it is that learns.
  package var control = TrainingControl.none
  /// Whether training images are cropped and flipped at random.
  package var augmentation = true
  /// The root of all random numbers of the run.
  package var seed: UInt64 = 0
  /// The number of threads; the same number gives the same bits.
  package var threads = Parallel.threads
  /// The number of training images used, the first ones; nil for all.
  package var limit: Int?
  /// The number of training images that are held out and take the place of the test images; nil for
  /// none.
  ///
  /// They are the last ones. To choose settings by, so that the test images judge what was not
  /// fitted to them.
  package var validation: Int?
  /// Images of a batch of the evaluation.
  package var evaluationBatchSize = 250

  /// The largest number of epochs: with it the steps of a run on any images that fit into memory
  /// can be counted.
  private static let mostEpochs = 1_000_000

  /// The defaults for a network.
  package init(network: NetworkConfiguration) {
    self.network = network
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    func read<Value: Decodable>(_ key: CodingKeys, into value: inout Value) throws {
      value = try fields.decodeIfPresent(Value.self, forKey: key) ?? value
    }
    func read(_ key: CodingKeys, into value: inout Double) throws {
      value = try fields.decodeIfPresent(DecodedNumber.self, forKey: key)?.value ?? value
    }
    network = try fields.decode(NetworkConfiguration.self, forKey: .network)
    try read(.epochs, into: &epochs)
    try read(.batchSize, into: &batchSize)
    try read(.learningRate, into: &learningRate)
    try read(.schedule, into: &schedule)
    try read(.momentum, into: &momentum)
    try read(.nesterov, into: &nesterov)
    try read(.weightDecay, into: &weightDecay)
    try read(.labelSmoothing, into: &labelSmoothing)
    try read(.penaltyWeight, into: &penaltyWeight)
    try read(.penaltyRamp, into: &penaltyRamp)
    try read(.shuffleStart, into: &shuffleStart)
    try read(.shuffleLearningRate, into: &shuffleLearningRate)
    try read(.projection, into: &projection)
    try read(.control, into: &control)
    try read(.augmentation, into: &augmentation)
    // Not every decoder refuses to make a negative number unsigned.
    if let number = try? fields.decode(Int64.self, forKey: .seed), number < 0 {
      throw DecodingError.dataCorruptedError(
        forKey: .seed, in: fields, debugDescription: "it must not be negative")
    }
    try read(.seed, into: &seed)
    try read(.threads, into: &threads)
    try read(.limit, into: &limit)
    try read(.validation, into: &validation)
    try read(.evaluationBatchSize, into: &evaluationBatchSize)
  }

  /// Checks every field, and that a set of images can be trained on with them.
  ///
  /// Throws `TrainingConfigurationError` for the first that is out of range.
  package func validate(for images: ImageSplit) throws(TrainingConfigurationError) {
    func check(
      _ condition: Bool, _ field: String, _ range: String
    ) throws(TrainingConfigurationError) {
      if !condition { throw .outOfRange(field: field, range: range) }
    }
    try check((1...Self.mostEpochs).contains(epochs), "epochs", "1...\(Self.mostEpochs)")
    try check(batchSize >= 1, "batchSize", "at least 1")
    try check(evaluationBatchSize >= 1, "evaluationBatchSize", "at least 1")
    // The weights are trained with 32-bit floats, to which what follows is rounded.
    try check(
      Float(learningRate) > 0 && Float(learningRate).isFinite, "learningRate",
      "positive and finite as a 32-bit number")
    try check(
      momentum >= 0 && Float(momentum) < 1, "momentum", "at least 0 and below 1 as a 32-bit number")
    try check(
      weightDecay >= 0 && Float(weightDecay).isFinite, "weightDecay",
      "0 or positive and finite as a 32-bit number")
    try check((0..<1).contains(labelSmoothing), "labelSmoothing", "at least 0 and below 1")
    if let (field, range) = schedule.problem(epochs: epochs) {
      throw .outOfRange(field: "schedule.\(field)", range: range)
    }
    try check(
      penaltyWeight >= 0 && Float(penaltyWeight).isFinite, "penaltyWeight",
      "0 or positive and finite as a 32-bit number")
    if let (field, range) = penaltyRamp.problem {
      throw .outOfRange(field: "penaltyRamp.\(field)", range: range)
    }
    try check(
      shuffleLearningRate >= 0 && Float(shuffleLearningRate).isFinite, "shuffleLearningRate",
      "0 or positive and finite as a 32-bit number")
    try check(
      (1...Parallel.maximumThreads).contains(threads), "threads", "1...\(Parallel.maximumThreads)")
    try check(limit.map { $0 >= 1 } ?? true, "limit", "at least 1")
    guard images.training.classNames.count == network.classes else {
      throw .wrongClasses(network: network.classes, images: images.training.classNames.count)
    }
    try check(
      validation.map { (1..<images.training.count).contains($0) } ?? true, "validation",
      "at least 1 and less than the \(images.training.count) training images")
    let available = min(images.training.count - (validation ?? 0), limit ?? .max)
    guard available >= batchSize else {
      throw .tooFewImages(available: available, batchSize: batchSize)
    }
    guard images.test.count > 0 else { throw .noTestImages }
  }
}

extension TrainingConfiguration {
  /// Returns the images that the run trains on and is judged by, out of those that there are.
  func images(of images: ImageSplit) -> ImageSplit {
    var images = validation.map(images.holdingOut) ?? images
    if let limit { images = images.training(images.training.prefix(limit)) }
    if control == .shuffledLabels {
      var stream = RandomStream(root: seed, name: "shuffled-labels")
      images = images.training(images.training.relabelled(stream.shuffled(images.training.labels)))
    }
    return images
  }
}

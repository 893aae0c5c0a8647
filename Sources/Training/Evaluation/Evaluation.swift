import ImageData
import NeuralNet
import Tensor

/// How a network classifies a set of images.
package struct Evaluation: Equatable, Sendable {
  /// The class that each image is taken for, in the order of the set.
  package let predictions: [Int]
  /// Whether each image is classified correctly, in the same order.
  package let isCorrect: [Bool]
  /// Whether all logits were finite numbers; if not, predictions mean nothing.
  package let isFinite: Bool
  /// The mean cross-entropy over the images.
  package let loss: Double
  /// The confusion matrix: `confusion[t][p]` images of class t are taken for class p.
  package let confusion: [[Int]]

  /// Gathers the predictions for images with the given labels, at least one.
  package init(
    predictions: [Int], labels: [UInt8], classes: Int, loss: Double, isFinite: Bool = true
  ) {
    precondition(!labels.isEmpty && predictions.count == labels.count, "one prediction per label")
    var confusion = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    for (prediction, label) in zip(predictions, labels) { confusion[Int(label)][prediction] += 1 }
    self.confusion = confusion
    self.loss = loss
    self.predictions = predictions
    self.isFinite = isFinite
    isCorrect = zip(predictions, labels).map { $0 == Int($1) }
  }

  /// Runs a network over at least one image, as they are.
  ///
  /// On a tie the class of the smaller index is predicted. Batch norm uses its running statistics,
  /// so the result does not depend on the batch size but for the rounding of matrix products.
  package init(
    of network: InferenceNetwork, on images: ImageSet, statistics: ChannelStatistics, batchSize: Int
  ) {
    precondition(images.count > 0 && batchSize > 0, "an evaluation needs images and a batch size")
    let writer = BatchWriter(images: images, statistics: statistics)
    let classes = network.classes
    let inputs = TensorBuffer()
    let gradients = TensorBuffer()
    var predictions: [Int] = []
    var totalLoss = 0.0
    var isFinite = true
    for start in stride(from: 0, to: images.count, by: batchSize) {
      let range = start..<min(start + batchSize, images.count)
      let batch = inputs.tensor(
        shape: [ImageSet.channels, range.count, ImageSet.side, ImageSet.side])
      writer.write(range, to: batch)
      let logits = network.logits(batch)
      let result = SoftmaxCrossEntropy.lossAndGradient(
        logits: logits, labels: Array(images.labels[range]),
        gradient: gradients.tensor(shape: [classes, range.count]))
      totalLoss += result.loss * Double(range.count)
      let values = logits.values
      isFinite = isFinite && values.allSatisfy(\.isFinite)
      predictions += Self.predictions(values, classes: classes)
    }
    self.init(
      predictions: predictions, labels: images.labels, classes: classes,
      loss: totalLoss / Double(images.count), isFinite: isFinite)
  }

  /// The number of images.
  package var images: Int { isCorrect.count }
  /// The number of images classified correctly.
  package var correct: Int { isCorrect.count { $0 } }
  /// The fraction of images classified correctly.
  package var top1: Double { Double(correct) / Double(images) }
  /// The fraction of each class's images classified correctly, nil for a class without images.
  package var top1PerClass: [Double?] {
    confusion.enumerated().map { label, row in
      let count = row.reduce(0, +)
      return count > 0 ? Double(row[label]) / Double(count) : nil
    }
  }
  /// The Clopper-Pearson 95 % interval of `top1`.
  package var interval95: ClosedRange<Double> {
    BinomialDistribution.clopperPearson(successes: correct, trials: images)
  }

  /// Returns the p-value of McNemar's exact test against another network on the same images.
  package func mcNemar(against other: Evaluation) -> Double {
    precondition(other.images == images, "McNemar's test needs the same images")
    let pairs = zip(isCorrect, other.isCorrect)
    return BinomialDistribution.mcNemar(
      onlyFirst: pairs.count { $0 && !$1 }, onlySecond: pairs.count { !$0 && $1 })
  }

  /// The class of the largest of the logits `[classes, N]` for each image.
  private static func predictions(_ logits: [Float], classes: Int) -> [Int] {
    let count = logits.count / classes
    return (0..<count).map { image in
      var best = 0
      for label in 1..<classes where logits[label * count + image] > logits[best * count + image] {
        best = label
      }
      return best
    }
  }
}

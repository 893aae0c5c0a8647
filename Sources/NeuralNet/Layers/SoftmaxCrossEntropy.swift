import Foundation
import Tensor

/// The classification loss: mean over images of `-log softmax(logits)[label]`.
package enum SoftmaxCrossEntropy {
  /// Returns the mean loss and the number of images whose largest logit is the label's, and writes
  /// the gradient of the mean loss.
  ///
  /// `logits` and `gradient` are `[classes, N]`. The loss is evaluated in Double with the largest
  /// logit subtracted, so it never overflows; on a tie the smaller class index counts as predicted.
  package static func lossAndGradient(
    logits: Tensor, labels: [UInt8], gradient: Tensor
  ) -> (loss: Double, correct: Int) {
    let classes = logits.rows
    let images = logits.columns
    precondition(labels.count == images, "one label for each image is needed")
    precondition(gradient.shape == logits.shape, "the gradient has the shape of the logits")
    precondition(labels.allSatisfy { Int($0) < classes }, "a label is not a class")
    return withExtendedLifetime((logits, gradient)) {
      var total = 0.0
      var correct = 0
      for image in 0..<images {
        let scores = (0..<classes).map { Double(logits.pointer[$0 * images + image]) }
        let label = Int(labels[image])
        var best = 0
        for k in 1..<classes where scores[k] > scores[best] { best = k }
        if best == label { correct += 1 }
        let exponentials = scores.map { exp($0 - scores[best]) }
        let sum = exponentials.reduce(0, +)
        total += log(sum) - (scores[label] - scores[best])
        for k in 0..<classes {
          let target = k == label ? 1.0 : 0.0
          gradient.pointer[k * images + image] = Float(
            (exponentials[k] / sum - target) / Double(images))
        }
      }
      return (total / Double(images), correct)
    }
  }
}

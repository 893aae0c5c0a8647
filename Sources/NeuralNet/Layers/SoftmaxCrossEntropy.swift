import Foundation
import Tensor

/// The classification loss: mean over images of the cross-entropy between targets and softmax.
package enum SoftmaxCrossEntropy {
  /// Returns the mean loss and the number of images whose largest logit is the label's, and writes
  /// the gradient of the mean loss.
  ///
  /// `logits` and `gradient` are `[classes, N]`. The target of an image is 1 - `smoothing` at its
  /// label plus `smoothing` / classes at every class, 0 <= `smoothing` < 1; without smoothing its
  /// loss is `-log softmax(logits)[label]`. The loss is evaluated in Double with the largest logit
  /// subtracted, so it never overflows; on a tie the smaller class index counts as predicted.
  ///
  /// Source of smoothing: Szegedy, Vanhoucke, Ioffe, Shlens, Wojna, "Rethinking the inception
  /// architecture for computer vision", CVPR 2016, doi 10.1109/CVPR.2016.308, section 7.
  package static func lossAndGradient(
    logits: Tensor, labels: [UInt8], smoothing: Double = 0, gradient: Tensor
  ) -> (loss: Double, correct: Int) {
    let classes = logits.rows
    let images = logits.columns
    precondition(labels.count == images, "one label for each image is needed")
    precondition(gradient.shape == logits.shape, "the gradient has the shape of the logits")
    precondition(labels.allSatisfy { Int($0) < classes }, "a label is not a class")
    precondition((0..<1).contains(smoothing), "smoothing must be in 0..<1")
    let background = smoothing / Double(classes)
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
        // The targets of an image add up to 1, so the logarithm of the sum counts once.
        var loss = log(sum) - (1 - smoothing) * (scores[label] - scores[best])
        if smoothing > 0 {
          loss -= background * scores.reduce(0) { $0 + ($1 - scores[best]) }
        }
        total += loss
        for k in 0..<classes {
          let target = background + (k == label ? 1 - smoothing : 0)
          gradient.pointer[k * images + image] = Float(
            (exponentials[k] / sum - target) / Double(images))
        }
      }
      return (total / Double(images), correct)
    }
  }
}

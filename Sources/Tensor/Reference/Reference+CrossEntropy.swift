import Foundation

extension Reference {
  /// Returns the mean over images of `-log softmax(logits)[label]`; logits are `[classes, N]`.
  ///
  /// Straight from the definition, so the logits must not be so large that `exp` overflows.
  package static func crossEntropy(_ logits: [Double], labels: [UInt8], classes: Int) -> Double {
    let images = labels.count
    var total = 0.0
    for (image, label) in labels.enumerated() {
      let sum = (0..<classes).reduce(0) { $0 + exp(logits[$1 * images + image]) }
      total += log(sum) - logits[Int(label) * images + image]
    }
    return total / Double(images)
  }
}

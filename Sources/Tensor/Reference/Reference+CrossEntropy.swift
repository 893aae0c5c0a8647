import Foundation

extension Reference {
  /// Returns the mean over images of the cross-entropy between targets and softmax; logits are
  /// `[classes, N]`.
  ///
  /// A target is 1 - `smoothing` at the label plus `smoothing` / classes at every class. Straight
  /// from the definition, so the logits must not be so large that `exp` overflows.
  package static func crossEntropy(
    _ logits: [Double], labels: [UInt8], classes: Int, smoothing: Double = 0
  ) -> Double {
    let images = labels.count
    var total = 0.0
    for (image, label) in labels.enumerated() {
      let sum = (0..<classes).reduce(0) { $0 + exp(logits[$1 * images + image]) }
      for k in 0..<classes {
        let target = (k == Int(label) ? 1 - smoothing : 0) + smoothing / Double(classes)
        total += target * (log(sum) - logits[k * images + image])
      }
    }
    return total / Double(images)
  }
}

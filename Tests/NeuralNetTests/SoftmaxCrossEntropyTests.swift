import Foundation
import NeuralNet
import RandomStreams
import Tensor
import Testing

/// The loss against its definition, and its gradient against difference quotients.
@Suite struct SoftmaxCrossEntropyTests {
  @Test(arguments: [0, 0.1, 0.9])
  func lossIsTheDefinition(smoothing: Double) {
    var stream = RandomStream(seed: 1)
    for images in [1, 2, 7] {
      let (logits, labels) = sample(classes: 5, images: images, stream: &stream)
      let gradient = Tensor(shape: logits.shape)
      let result = SoftmaxCrossEntropy.lossAndGradient(
        logits: logits, labels: labels, smoothing: smoothing, gradient: gradient)
      let exact = Reference.crossEntropy(
        logits.values.map(Double.init), labels: labels, classes: 5, smoothing: smoothing)
      // Both are evaluated in Double from the same values of size 1.
      #expect(abs(result.loss - exact) <= 1e-14)
    }
  }

  /// A quotient of step 1e-5 errs by at most 1e-9 here.
  ///
  /// Truncation is `h^2/6` times a third derivative below 1, rounding `eps |loss| / h`. The
  /// gradient itself is rounded to float32 once.
  @Test(arguments: [0, 0.1])
  func gradientIsADifferenceQuotient(smoothing: Double) {
    var stream = RandomStream(seed: 2)
    let (logits, labels) = sample(classes: 5, images: 3, stream: &stream)
    let gradient = Tensor(shape: logits.shape)
    _ = SoftmaxCrossEntropy.lossAndGradient(
      logits: logits, labels: labels, smoothing: smoothing, gradient: gradient)
    let values = logits.values.map(Double.init)
    for (i, slope) in gradient.values.enumerated() {
      func moved(_ h: Double) -> Double {
        var point = values
        point[i] += h
        return Reference.crossEntropy(
          point, labels: labels, classes: 5, smoothing: smoothing)
      }
      let quotient = (moved(1e-5) - moved(-1e-5)) / 2e-5
      #expect(abs(quotient - Double(slope)) <= 1e-9 + ErrorBound.gamma(1) * abs(quotient))
    }
  }

  @Test func hugeLogitsDoNotOverflow() {
    let logits = Tensor(shape: [2, 2], values: [1e30, -1e30, -1e30, 1e30])
    let gradient = Tensor(shape: [2, 2])
    let result = SoftmaxCrossEntropy.lossAndGradient(
      logits: logits, labels: [0, 0], gradient: gradient)
    #expect(result.correct == 1)
    #expect(result.loss == Double(Float(1e30)))
    #expect(gradient.values == [0, -0.5, 0, 0.5])
  }

  /// Equal logits cost log K whatever the targets; the gradient shows the targets themselves.
  @Test func smoothedTargetsAreSpreadOverAllClasses() {
    let logits = Tensor(shape: [4, 1])
    let gradient = Tensor(shape: [4, 1])
    let result = SoftmaxCrossEntropy.lossAndGradient(
      logits: logits, labels: [2], smoothing: 0.5, gradient: gradient)
    #expect(abs(result.loss - log(4)) <= 1e-15)
    #expect(gradient.values == [0.125, 0.125, -0.375, 0.125])
  }

  @Test func tiesGoToTheSmallerClass() {
    let logits = Tensor(shape: [2, 2])
    let result = SoftmaxCrossEntropy.lossAndGradient(
      logits: logits, labels: [0, 1], gradient: Tensor(shape: [2, 2]))
    #expect(result.correct == 1)
    #expect(abs(result.loss - log(2)) <= 1e-15)
  }

  private func sample(
    classes: Int, images: Int, stream: inout RandomStream
  ) -> (Tensor, [UInt8]) {
    let values = (0..<(classes * images)).map { _ in stream.normal() }
    let labels = (0..<images).map { _ in UInt8(stream.index(below: classes)) }
    return (Tensor(shape: [classes, images], values: values), labels)
  }
}

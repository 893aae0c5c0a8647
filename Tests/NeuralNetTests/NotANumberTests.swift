import Tensor
import Testing

@testable import NeuralNet

/// A pixel that is not a number must be seen: nothing on the way may swallow it.
@Suite struct NotANumberTests {
  @Test(arguments: [
    (Architecture.v2(width: .half), ShuffleKind.fixed, Float.nan), (.v1(groups: 3), .learned, .nan),
    (.v2(width: .half), .learned, .infinity),
  ])
  func reachesTheLoss(architecture: Architecture, kind: ShuffleKind, wrong: Float) throws {
    let count = 3
    let fixture = try NetworkFixture(architecture, kind, images: count, size: 8)
    let network = fixture.network
    let inference = network.inference()
    let plain = inference.logits(fixture.images).values
    #expect(plain.allSatisfy { $0.isFinite } && fixture.loss().isFinite)
    // A corner, an edge and the middle, each in another colour and image.
    for (channel, image, pixel) in [(1, 2, 63), (2, 1, 8), (0, 0, 27)] {
      let place = (channel * count + image) * 64 + pixel
      let value = fixture.images.pointer[place]
      fixture.images.pointer[place] = wrong
      let logits = inference.logits(fixture.images).values
      for (index, value) in logits.enumerated() {
        #expect(index % count == image ? !value.isFinite : value == plain[index])
      }
      // Batch statistics bring it to all images, and the way back to all parameters.
      #expect(fixture.loss().isNaN)
      network.backward(fixture.logitGradient)
      #expect(network.parameters.allSatisfy { $0.gradient.values.contains { !$0.isFinite } })
      fixture.images.pointer[place] = value
    }
    // Afterwards nothing is left of it.
    #expect(inference.logits(fixture.images).values == plain)
    #expect(fixture.loss().isFinite)
    network.backward(fixture.logitGradient)
    #expect(network.parameters.allSatisfy { $0.gradient.values.allSatisfy { $0.isFinite } })
  }
}

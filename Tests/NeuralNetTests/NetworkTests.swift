import RandomStreams
import Tensor
import Testing

@testable import NeuralNet

/// Whole networks: gradients, determinism, inference.
@Suite struct NetworkTests {
  @Test(arguments: [
    (Architecture.v2(width: .half), ShuffleKind.learned), (.v2(width: .one), .fixed),
    (.v1(groups: 3), .learned), (.v1(groups: 8), .fixed),
  ])
  func gradientIsADifferenceQuotient(architecture: Architecture, shuffle: ShuffleKind) throws {
    let fixture = try NetworkFixture(architecture, shuffle)
    let gradients = fixture.step().gradients
    var stream = RandomStream(seed: 11)
    for (parameter, gradient) in zip(fixture.network.parameters, gradients) {
      let norm = gradient.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      let start = parameter.value.values
      for h in [1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4] {
        let direction = gradient.map { _ in Double(stream.normal()) }
        let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
        func loss(_ s: Double) -> (Double, [Float]) {
          for i in start.indices {
            parameter.value.pointer[i] =
              start[i] + Float(s * (Double(gradient[i]) / norm + 0 * direction[i] / length))
          }
          defer { for i in start.indices { parameter.value.pointer[i] = start[i] } }
          return (fixture.loss(), parameter.value.values)
        }
        let (up, a) = loss(h), (down, b) = loss(-h)
        let predicted = (0..<start.count).reduce(0.0) {
          $0 + (Double(a[$1]) - Double(b[$1])) * Double(gradient[$1])
        }
        print("GC", parameter.name, norm, h, predicted, (up - down) / predicted - 1)
      }
    }
  }
}

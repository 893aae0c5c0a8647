import RandomStreams
import Tensor
import Testing

@testable import NeuralNet

/// Whole networks in training: gradients and determinism.
@Suite struct NetworkTests {
  /// Every role in the network (say, the weights of all first convolutions of a branch) is moved
  /// along a direction, half its gradient and half noise, by a step that should change the loss by
  /// about 1e-3.
  ///
  /// The tolerance is measured, not proved: over these networks, on 8 images of 16 x 16, rounding
  /// in float32 changed the difference of losses by up to 2e-6, and kinks of the rectifiers and
  /// curvature by up to 4.9 % of it where the step is short; allowed are 5 % and 2e-5. Some
  /// gradients are exactly 0 in theory (a shift or scale in front of a convolution and a batch
  /// norm), so a role may be all noise: its step is the longest, and kinks alone made 1.3e-5.
  @Test(arguments: [
    (Architecture.v2(width: .half), ShuffleKind.learned), (.v2(width: .one), .fixed),
    (.v1(groups: 3), .learned), (.v1(groups: 8), .fixed),
  ])
  func gradientIsADifferenceQuotient(architecture: Architecture, shuffle: ShuffleKind) throws {
    let fixture = try NetworkFixture(architecture, shuffle)
    let gradients = fixture.step().gradients
    let all = fixture.network.parameters
    var stream = RandomStream(seed: 11)
    var telling = 0
    let roles = Dictionary(grouping: all.indices) { role(of: all[$0].name) }
    for (role, members) in roles.sorted(by: { $0.key < $1.key }) {
      let gradient = members.flatMap { gradients[$0].map(Double.init) }
      let noise = gradient.map { _ in Double(stream.normal()) }
      let (gradientLength, noiseLength) = (length(gradient), length(noise))
      let direction = zip(gradient, noise).map { $0 / gradientLength + $1 / noiseLength }
      let step = min(5e-4 / gradientLength, 1e-2)
      let position = ParameterGroup(members.map { all[$0] })
      let (up, upper) = position.moved(step, direction) { fixture.loss() }
      let (down, lower) = position.moved(-step, direction) { fixture.loss() }
      // The step as it was taken, after rounding the parameters to float32.
      let expected = zip(gradient, zip(upper, lower)).reduce(0) { $0 + $1.0 * ($1.1.0 - $1.1.1) }
      if abs(expected) > 5e-4 { telling += 1 }
      #expect(abs(up - down - expected) <= 0.05 * abs(expected) + 2e-5, "\(role)")
    }
    #expect(telling >= roles.count - 3)
  }

  /// The same step twice gives the same bits, at any number of threads.
  @Test(arguments: [1, 2, 3])
  func stepsRepeatExactly(threads: Int) throws {
    try Parallel.withThreads(threads) {
      let fixture = try NetworkFixture(.v2(width: .half), .learned)
      let first = fixture.step()
      let second = fixture.step()
      let other = try NetworkFixture(.v2(width: .half), .learned).step()
      #expect(first.logits == second.logits && first.gradients == second.gradients)
      #expect(first.logits == other.logits && first.gradients == other.gradients)
    }
  }

  /// Threads only regroup sums.
  ///
  /// Measured: logits then differ by up to 3e-5 of their length, and gradients by 1e-5 of theirs,
  /// or by up to 3 % when a rectifier deep in the network sits so near 0 that it switches. Allowed
  /// are 1e-4 and 10 %; the kernels' own tests hold each of them to its bound at several threads.
  @Test(arguments: [
    (Architecture.v2(width: .one), ShuffleKind.fixed), (.v2(width: .half), .fixed),
    (.v1(groups: 8), .fixed), (.v1(groups: 3), .learned),
  ])
  func threadsAgree(architecture: Architecture, shuffle: ShuffleKind) throws {
    func step(threads: Int) throws -> (logits: [Double], gradients: [Double]) {
      try Parallel.withThreads(threads) {
        let result = try NetworkFixture(architecture, shuffle).step()
        return (result.logits.map(Double.init), result.gradients.joined().map(Double.init))
      }
    }
    let (one, two) = (try step(threads: 1), try step(threads: 2))
    let logits = length(zip(one.logits, two.logits).map { $0 - $1 }) / length(one.logits)
    let gradients =
      length(zip(one.gradients, two.gradients).map { $0 - $1 }) / length(one.gradients)
    #expect(logits <= 1e-4)
    #expect(gradients <= 0.1)
  }

  /// The name without stage and unit.
  private func role(of name: String) -> String {
    name.split(separator: ".").drop { $0.hasPrefix("stage") || $0.hasPrefix("unit") }
      .joined(separator: ".")
  }
}

/// Several parameters, moved together as one vector.
private struct ParameterGroup {
  let parameters: [Parameter]

  init(_ parameters: [Parameter]) {
    self.parameters = parameters
  }

  /// Evaluates at `step` times `direction` from here and comes back; returns where it was.
  func moved(
    _ step: Double, _ direction: [Double], _ value: () -> Double
  ) -> (value: Double, position: [Double]) {
    let start = parameters.map(\.value.values)
    var next = 0
    for parameter in parameters {
      for i in 0..<parameter.value.count {
        parameter.value.pointer[i] += Float(step * direction[next])
        next += 1
      }
    }
    let position = parameters.flatMap { $0.value.values.map(Double.init) }
    let result = value()
    for (parameter, values) in zip(parameters, start) {
      parameter.value.copy(from: Tensor(shape: parameter.value.shape, values: values))
    }
    return (result, position)
  }
}

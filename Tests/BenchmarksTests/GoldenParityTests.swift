import Foundation
import NeuralNet
import Testing

@testable import Benchmarks

/// Networks, gradients and ten training steps against PyTorch in float64.
///
/// `Tests/Parity/golden.json` is made by `Tests/Parity/parity.sh golden`.
@Suite struct GoldenParityTests {
  struct Golden: Decodable {
    let network: String
    let shuffle: ShuffleKind
    let start: String
    let batch: Int
    let side: Int
    let seed: UInt64
    /// The sum of all weights and running statistics before the first step.
    let initialSum: Double
    let logits: [Double]
    let logitsFloatError: Double
    let gradients: [Gradient]
    let losses: [Double]
    let lossFloatError: Double
    let state: [State]
    let finalLogits: [Double]
    let finalLogitsFloatError: Double

    struct Gradient: Decodable {
      let name: String
      let norm: Double
      let index: Int
      let entry: Double
      let floatError: Double
    }

    struct State: Decodable {
      let name: String
      let norm: Double
      let floatError: Double
    }
  }

  /// How many times the rounding errors of PyTorch's own float32 are allowed.
  ///
  /// Both round the same operations in other orders, so their errors are of one size: over five
  /// networks, all their tensors and ten steps the ratio was below 5 with a median near 1 (measured
  /// by `Tests/Parity/parity.py`, which also compares with the derived bound).
  private static let allowance = 16.0

  static let cases = Result {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Parity/golden.json")
    return try JSONDecoder().decode([Golden].self, from: Data(contentsOf: file))
  }

  private static func norm(_ values: some Sequence<Double>) -> Double {
    values.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  private static func distance(_ found: [Float], _ expected: [Double]) -> Double {
    norm(zip(found, expected).map { Double($0) - $1 })
  }

  /// Every case of the file; at least one, which fails when there is none.
  @Test(arguments: 0..<max(1, (try? cases.get().count) ?? 1))
  func networkAndTrainingStepsAreThoseOfPyTorch(index: Int) throws {
    let golden = try #require(Self.cases.get().dropFirst(index).first)
    let architecture = try #require(
      ParityCase.architectures.first { $0.name == golden.network }?.architecture)
    let subject = try ParityCase(
      architecture, golden.shuffle, start: try #require(ParityCase.Start(rawValue: golden.start)),
      batch: golden.batch, side: golden.side, seed: golden.seed)
    let sum = subject.state().reduce(0.0) { $0 + $1.values.reduce(0.0) { $0 + Double($1) } }
    // Sums of fewer than 2^21 doubles in two orders; the golden file must be made again if the
    // initial values are meant to change.
    #expect(abs(sum - golden.initialSum) < 1e-6)

    let outcome = subject.run()
    #expect(
      Self.distance(outcome.logits, golden.logits) <= Self.allowance * golden.logitsFloatError)
    let gradients = Dictionary(
      uniqueKeysWithValues: outcome.gradients.map { ($0.name, $0.values) })
    #expect(Set(gradients.keys) == Set(golden.gradients.map(\.name)))
    for expected in golden.gradients {
      let found = try #require(gradients[expected.name]).map(Double.init)
      let limit = Self.allowance * expected.floatError
      #expect(abs(Self.norm(found) - expected.norm) <= limit, "\(expected.name)")
      #expect(abs(found[expected.index] - expected.entry) <= limit, "\(expected.name)")
    }

    #expect(outcome.losses.count == golden.losses.count)
    for (found, expected) in zip(outcome.losses, golden.losses) {
      #expect(abs(found - expected) <= Self.allowance * golden.lossFloatError)
      #expect(abs(found - expected) <= 1e-4 * expected)
    }
    let state = Dictionary(uniqueKeysWithValues: outcome.final.map { ($0.name, $0.values) })
    for expected in golden.state {
      let found = Self.norm(try #require(state[expected.name]).map(Double.init))
      // A norm is a sum of squares in double, so the last bits are the values' own.
      let limit = Self.allowance * expected.floatError + 1e-12 * expected.norm
      #expect(abs(found - expected.norm) <= limit, "\(expected.name)")
    }
    #expect(
      Self.distance(outcome.finalLogits, golden.finalLogits)
        <= Self.allowance * golden.finalLogitsFloatError)
  }
}

import RandomStreams
import Tensor
import Testing

@testable import NeuralNet

/// The steps of training in tiny networks: what they store, batch statistics, logits and
/// all gradients against the definitions in Double, within derived bounds.
@Suite struct TrainingStepTests {
  /// How far all elements of a result are off together.
  ///
  /// Measured: rows, statistics and logits by up to 2e-7 of their length, gradients by 4e-5 of
  /// theirs, behind two norms of 40 values. The derived bounds of single elements hold for every
  /// order of summation, and in front of several batch norms are much wider.
  static let forwardTolerance = 5e-7
  static let gradientTolerance = 1e-4

  /// Images with a border all around, and images of one pixel or two, which do not shrink or only
  /// once.
  static let settings = [
    (grid: TinyNetwork.grid, threads: 1), (TinyNetwork.grid, 2),
    (ImageGrid(images: 40, height: 1, width: 1), 2), (ImageGrid(images: 9, height: 2, width: 1), 1),
  ]

  @Test(arguments: TinySample.allCases, settings)
  func stepsFollowTheirDefinitions(
    sample: TinySample, setting: (grid: ImageGrid, threads: Int)
  ) {
    let (grid, threads) = setting
    let tiny = sample.make(grid: grid)
    let (logits, rows) = Parallel.withThreads(threads) {
      let executor = TrainingExecutor(tiny.program, images: grid)
      for parameter in tiny.parameters { parameter.gradient.fill(.nan) }
      let logits = executor.forward(tiny.images).values
      // The way back overwrites what the way forward has stored.
      let rows = StepLog(executor).rows
      executor.backward(tiny.logitGradient)
      return (logits, rows)
    }
    let reference = ReferenceInterpreter(tiny.program, images: tiny.images, stored: rows)
    reference.backward(tiny.logitGradient)
    #expect(rows.count == reference.outputs.count)
    for (row, exact) in zip(rows, reference.outputs) {
      expectClose(
        row, exact.part(0..<row.count), "rows", tolerance: Self.forwardTolerance)
    }
    // Some of the mixed channels are not stored where a convolution is merged with a shuffle.
    let incomplete = zip(rows, reference.outputs).filter { $0.count < $1.values.count }
    let merging: [TinySample] = [.unitsV2WithMatrix, .matrixAndBias]
    #expect(incomplete.count == (merging.contains(sample) ? 1 : 0))
    expectClose(logits, reference.logits, "logits", tolerance: Self.forwardTolerance)
    for parameter in tiny.parameters {
      guard let exact = reference.gradients[parameter.name] else {
        Issue.record("\(parameter.name) has no gradient")
        continue
      }
      expectClose(
        parameter.gradient.values, exact, parameter.name, tolerance: Self.gradientTolerance)
    }
    expectStatistics(tiny, reference)
  }

  /// The running values are a tenth of the way from their start, 0 and 1, to the batch's.
  private func expectStatistics(_ tiny: TinyNetwork, _ reference: ReferenceInterpreter) {
    for norm in tiny.program.norms {
      guard let batch = reference.statistics[norm.buffers[0].name] else {
        Issue.record("\(norm.buffers[0].name) is unknown")
        continue
      }
      let count = Double(batch.count)
      let statistics = [(batch.means, 1, 0.0), (batch.variances, count / (count - 1), 1.0)]
      for (buffer, (exact, factor, start)) in zip(norm.buffers, statistics) {
        let values = exact.values.map { 0.1 * factor * $0 + 0.9 * start }
        let errors = zip(exact.errors, values).map {
          0.1 * factor * $0 + ErrorBound.gamma(1) * abs($1)
        }
        expectClose(
          buffer.tensor.values, Approximation(values, errors: errors), buffer.name,
          tolerance: Self.forwardTolerance)
      }
    }
  }

  /// Central difference quotients along each gradient, in Double.
  ///
  /// Measured: curvature moves them by up to 5e-7. A rectifier that switches in between would show.
  @Test(arguments: TinySample.allCases)
  func referenceGradientsAreDifferenceQuotients(sample: TinySample) {
    let tiny = sample.make()
    let reference = ReferenceInterpreter(tiny.program, images: tiny.images, isBounded: false)
    reference.backward(tiny.logitGradient)
    func objective() -> Double {
      let logits = ReferenceInterpreter(tiny.program, images: tiny.images, isBounded: false).logits
      return zip(logits.values, tiny.logitGradient.values).reduce(0) { $0 + $1.0 * Double($1.1) }
    }
    for parameter in tiny.parameters {
      let gradient = reference.gradients[parameter.name]?.values ?? []
      #expect(gradient.count == parameter.value.count)
      let start = parameter.value.values
      let size = length(gradient)
      // Shifts in front of a convolution and a batch norm have no effect.
      guard size > 1e-9 else { continue }
      func moved(_ step: Double) -> (objective: Double, values: [Double]) {
        for (i, slope) in gradient.enumerated() {
          parameter.value.pointer[i] = Float(Double(start[i]) + step * slope / size)
        }
        return (objective(), parameter.value.values.map(Double.init))
      }
      let (up, down) = (moved(1e-5), moved(-1e-5))
      parameter.value.copy(from: Tensor(shape: parameter.value.shape, values: start))
      // The step as it was taken, after rounding the parameter to float32.
      let expected = zip(gradient, zip(up.values, down.values)).reduce(0) {
        $0 + $1.0 * ($1.1.0 - $1.1.1)
      }
      #expect(
        abs(up.objective - down.objective - expected) <= 2e-6 * abs(expected),
        "\(parameter.name)")
    }
  }
}

extension Program {
  /// The batch norms, in the order of their parameters.
  var norms: [BatchNorm] { layers.compactMap { $0 as? BatchNorm } }
}

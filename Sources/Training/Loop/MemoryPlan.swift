import ImageData
import NeuralNet
import Tensor

/// The memory of a run, planned before its first step.
package struct MemoryPlan: Encodable, Equatable, Sendable {
  /// What is occupied already: the program, the images, parameters with gradients and velocities.
  let presentMiB: Double
  /// What a training step adds: activations, gradients and scratch, at the run's number of threads.
  package let stepMiB: Double
  /// What the end of an epoch adds: a checkpoint, while its tensors and the bytes of the file are
  /// in memory, or the certificate of the largest learned matrix, whichever takes more.
  package let epochEndMiB: Double
  /// The most that was occupied before, while the images were read.
  let reachedMiB: Double
  /// The most memory that will have been occupied in the end.
  package var peakMiB: Double { max(presentMiB + stepMiB + epochEndMiB, reachedMiB) }

  private enum CodingKeys: CodingKey {
    case presentMiB, stepMiB, epochEndMiB, reachedMiB, peakMiB
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(presentMiB, forKey: .presentMiB)
    try fields.encode(stepMiB, forKey: .stepMiB)
    try fields.encode(epochEndMiB, forKey: .epochEndMiB)
    try fields.encode(reachedMiB, forKey: .reachedMiB)
    try fields.encode(peakMiB, forKey: .peakMiB)
  }
}

extension Trainer {
  /// Bytes for each entry of a matrix while it is certified in exact arithmetic; measured: 440 to
  /// 580 for the largest matrices of v2 1 and v1 with 8 groups, learned and relaxed.
  private static let certificateBytes = 550

  /// The memory of the rest of the run; true for a trainer that has not taken a step yet, in a
  /// process that does not hold the images a second time.
  package var memoryPlan: MemoryPlan {
    let grid = ImageGrid(
      images: configuration.batchSize, height: ImageSet.side, width: ImageSet.side)
    let step = Parallel.withThreads(configuration.threads) { network.trainingBytes(grid) }
    let stored = Checkpoint.tensors(of: network) + Checkpoint.tensors(of: weightOptimizer)
    // The elements, the bytes of each tensor, those of the file, and as Foundation writes them.
    let checkpoint = stored.reduce(0) { $0 + 4 * $1.tensor.count * MemoryLayout<Float>.stride }
    let entries = network.shuffles.map { $0.matrix?.value.count ?? 0 }.max() ?? 0
    return MemoryPlan(
      presentMiB: ProcessUsage.residentMiB, stepMiB: Self.mebibytes(step),
      epochEndMiB: Self.mebibytes(max(checkpoint, Self.certificateBytes * entries)),
      reachedMiB: ProcessUsage().peakMemoryMiB)
  }

  private static func mebibytes(_ bytes: Int) -> Double { Double(bytes) / 1_048_576 }
}

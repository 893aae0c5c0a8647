import ImageData
import NeuralNet
import Tensor

/// The memory of a run, planned before its first step.
package struct MemoryPlan: Encodable, Equatable, Sendable {
  /// What is occupied already: the program, the images, parameters with gradients and velocities.
  package let presentMiB: Double
  /// What a training step adds: activations, gradients and scratch, at the run's number of threads.
  package let stepMiB: Double
  /// What a checkpoint adds while it is written: the tensors, and the bytes of the file.
  package let checkpointMiB: Double
  /// The sum: the most memory that will be occupied.
  package var peakMiB: Double { presentMiB + stepMiB + checkpointMiB }

  private enum CodingKeys: CodingKey {
    case presentMiB, stepMiB, checkpointMiB, peakMiB
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(presentMiB, forKey: .presentMiB)
    try fields.encode(stepMiB, forKey: .stepMiB)
    try fields.encode(checkpointMiB, forKey: .checkpointMiB)
    try fields.encode(peakMiB, forKey: .peakMiB)
  }
}

extension Trainer {
  /// The memory of the rest of the run; true for a trainer that has not taken a step yet.
  package var memoryPlan: MemoryPlan {
    let mebibyte = 1_048_576.0
    let grid = ImageGrid(
      images: configuration.batchSize, height: ImageSet.side, width: ImageSet.side)
    let step = Parallel.withThreads(configuration.threads) { network.trainingBytes(grid) }
    let stored = Checkpoint.tensors(of: network) + Checkpoint.tensors(of: weights)
    let bytes = stored.reduce(0) { $0 + $1.tensor.count * MemoryLayout<Float>.stride }
    return MemoryPlan(
      presentMiB: ProcessUsage.residentMiB, stepMiB: Double(step) / mebibyte,
      checkpointMiB: 2 * Double(bytes) / mebibyte)
  }
}

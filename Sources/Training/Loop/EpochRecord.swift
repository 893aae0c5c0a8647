/// What is known of a run after an epoch; one line of `metrics.jsonl`.
package struct EpochRecord: Codable, Equatable, Sendable {
  /// The penalties of the shuffle matrices.
  package struct Penalty: Codable, Equatable, Sendable {
    /// The penalty of one shuffle matrix.
    package struct Shuffle: Codable, Equatable, Sendable {
      /// The name of the shuffle.
      package let name: String
      /// P of its matrix, 0 once the shuffle is frozen.
      package let penalty: Double
    }
    /// The sum over all shuffles.
    package let sum: Double
    /// The shuffles in the order of the network; none for a network with fixed shuffles.
    package let perShuffle: [Shuffle]
  }

  /// The number of the epoch, from 1.
  package let epoch: Int
  /// The mean over the epoch's training images of the loss at their step, with smoothed labels if
  /// the run smooths them.
  package let trainLoss: Double
  /// The fraction of the epoch's training images that were right at their step.
  package let trainTop1: Double
  /// The mean cross-entropy of the test images, labels as they are.
  package let testLoss: Double
  /// The fraction of the test images that are right.
  package let testTop1: Double
  /// The same with every learned matrix rounded to a permutation.
  package let testTop1Rounded: Double
  /// The penalties of the learned or relaxed matrices.
  package let penalty: Penalty
  /// How far the shuffles have moved, rounded; nil for fixed ones.
  package let movement: ShuffleMovement?
  /// The learning rate of the weights at the last step.
  package let learningRate: Double
  /// Training images a second of wall time, evaluation not counted.
  package let imagesPerSecond: Double
  /// Training images a second of processor time of the whole process.
  package let imagesPerCPUSecond: Double
  /// The most memory the process has occupied so far, in MiB.
  package let peakMemoryMiB: Double
}

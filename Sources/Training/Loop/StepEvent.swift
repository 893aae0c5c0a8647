/// What is known after a training step, for a progress display.
package struct StepEvent: Equatable, Sendable {
  /// The number of the epoch, from 1.
  package let epoch: Int
  /// The number of the step in its epoch, from 1.
  package let step: Int
  /// The steps of an epoch.
  package let stepsPerEpoch: Int
  /// The mean loss of the step's images.
  package let loss: Double
}

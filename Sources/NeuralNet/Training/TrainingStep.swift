/// A step of a training pass, which runs forward and backward.
protocol TrainingStep: AnyObject {
  /// The bytes of weights and vectors that the step keeps, beside rows and scratch.
  var bytes: Int { get }

  /// Writes the output, with batch statistics, and updates running ones.
  func forward()

  /// Writes the last output again, to the bit, and changes nothing else.
  ///
  /// Asked of steps only whose output a program does not keep (see
  /// `Program.withRecomputedOutputs`).
  func recompute()

  /// Overwrites the gradients of the parameters and contributes to those of the inputs, given that
  /// of the output.
  func backward()
}

extension TrainingStep {
  var bytes: Int { 0 }

  func recompute() { preconditionFailure("the output of \(self) is kept") }
}

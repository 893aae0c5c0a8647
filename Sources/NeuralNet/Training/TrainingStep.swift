/// A step of a training pass, which runs forward and backward on memory of its own.
protocol TrainingStep: AnyObject {
  /// What the step writes for later ones.
  var outputs: [Activations] { get }

  /// The bytes of outputs and weights that the step keeps, without gradients and scratch.
  var bytes: Int { get }

  /// The multiply-adds of a forward pass as the network is defined, whatever the step makes of it.
  var multiplyAdds: Int { get }

  /// Claims the gradient rows of the inputs and releases those of the output; called once, from the
  /// last step to the first, after which the rows of the output are free for others.
  func plan(_ plan: RowPlan)

  /// Writes the output, with batch statistics, and updates running ones.
  func forward()

  /// Overwrites the gradients of the parameters and contributes to those of the inputs, given that
  /// of the output.
  func backward()
}

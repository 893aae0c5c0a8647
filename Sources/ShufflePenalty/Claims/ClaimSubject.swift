import Exact
import RandomStreams

/// The kind of instance a claim is about, with the procedure that decides one.
package enum ClaimSubject: Sendable {
  /// One square matrix.
  case matrix(MatrixClass, @Sendable (MatrixFacts) -> ClaimDecision)
  /// Two square matrices of one order.
  case pair(PairClass, @Sendable (RationalMatrix, RationalMatrix) -> ClaimDecision)
  /// One training step on a shuffle matrix.
  case step(StepClass, @Sendable (TrainingStep) -> ClaimDecision)
}

extension ClaimSubject {
  /// The names of an instance's matrices.
  package var matrixNames: [String] {
    switch self {
    case .matrix: ["M"]
    case .pair: ["A", "B"]
    case .step: ["M", "G"]
    }
  }

  /// The names of an instance's numbers.
  package var numberNames: [String] {
    switch self {
    case .matrix, .pair: []
    case .step: ["lambda", "eta"]
    }
  }

  /// Draws an instance of order `n`, biased to where claims are tight; `n` must be positive.
  package func sample(order n: Int, from choices: inout some ChoiceSource) -> ClaimInstance {
    switch self {
    case .matrix(let matrixClass, _):
      return ClaimInstance(matrices: [matrixClass.sample(order: n, from: &choices)])
    case .pair(let pairClass, _):
      let (a, b) = pairClass.sample(order: n, from: &choices)
      return ClaimInstance(matrices: [a, b])
    case .step(let stepClass, _):
      return stepClass.sample(order: n, from: &choices).instance
    }
  }
}

extension Claim {
  /// Decides the claim on one matrix; claims about pairs and steps do not apply.
  package func decide(_ facts: MatrixFacts) -> ClaimDecision {
    guard case .matrix(let matrixClass, let decide) = subject, matrixClass.contains(facts) else {
      return .inapplicable
    }
    return decide(facts)
  }

  /// Decides the claim on an instance of its subject.
  package func decide(_ instance: ClaimInstance) -> ClaimDecision {
    switch subject {
    case .matrix: decide(MatrixFacts(instance.matrices[0]))
    case .pair(let pairClass, let decide):
      pairClass.contains(instance.matrices[0], instance.matrices[1])
        ? decide(instance.matrices[0], instance.matrices[1]) : .inapplicable
    case .step(_, let decide): decide(TrainingStep(instance))
    }
  }

  /// Whether the claim is about one matrix.
  package var isAboutOneMatrix: Bool {
    if case .matrix = subject { return true }
    return false
  }
}

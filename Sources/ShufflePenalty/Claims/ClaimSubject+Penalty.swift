import Claims
import Exact

/// The subjects of the claims about the penalty.
extension ClaimSubject {
  /// One square matrix of a class.
  package static func matrix(
    _ matrixClass: MatrixClass, _ decide: @escaping @Sendable (MatrixFacts) -> ClaimDecision
  ) -> ClaimSubject {
    ClaimSubject(matrixClass, decide: decide)
  }

  /// Two square matrices of one order.
  package static func pair(
    _ pairClass: PairClass,
    _ decide: @escaping @Sendable (RationalMatrix, RationalMatrix) -> ClaimDecision
  ) -> ClaimSubject {
    ClaimSubject(pairClass) { pair in decide(pair.a, pair.b) }
  }

  /// One training step on a shuffle matrix.
  package static func step(
    _ stepClass: StepClass, _ decide: @escaping @Sendable (DescentStep) -> ClaimDecision
  ) -> ClaimSubject {
    ClaimSubject(stepClass, decide: decide)
  }
}

extension Claim {
  /// Whether the claim is about one matrix.
  package var isAboutOneMatrix: Bool { subject.instances is MatrixClass }
}

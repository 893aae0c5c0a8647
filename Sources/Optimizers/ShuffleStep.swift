/// One projected gradient step of a shuffle matrix (T9).
package struct ShuffleStep: Equatable, Sendable {
  /// The step size eta.
  package let learningRate: Double
  /// The weight lambda of the penalty; 0 leaves the penalty out.
  package let penaltyWeight: Double
  /// How the result is brought back towards the doubly stochastic matrices.
  package let projection: ShuffleProjection

  /// Describes a step; the numbers must not be negative.
  package init(learningRate: Double, penaltyWeight: Double, projection: ShuffleProjection) {
    precondition(learningRate >= 0 && penaltyWeight >= 0, "a shuffle step has no negative numbers")
    self.learningRate = learningRate
    self.penaltyWeight = penaltyWeight
    self.projection = projection
  }

  /// Replaces M by the projection of M - eta (G + lambda H); `gradient` becomes G + lambda H.
  ///
  /// There is no momentum: the theorems on finite identification (T9e) are about plain steps.
  package func apply<Scalar: BinaryFloatingPoint>(
    to matrix: UnsafeMutablePointer<Scalar>, gradient: UnsafeMutablePointer<Scalar>, size: Int
  ) {
    let anchors =
      projection == .repair ? ShuffleProjection.anchors(of: matrix, size: size) : []
    if penaltyWeight > 0 {
      PermutationPenalty.addGradient(
        weight: penaltyWeight, of: matrix, size: size, to: gradient)
    }
    let rate = Scalar(learningRate)
    for index in 0..<(size * size) { matrix[index] -= rate * gradient[index] }
    projection.apply(to: matrix, size: size, anchors: anchors)
  }
}
